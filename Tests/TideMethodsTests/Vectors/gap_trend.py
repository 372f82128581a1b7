#!/usr/bin/env python3
"""Writes gap_trend.csv: two series and the difference of their slopes over the last five and ten points, by numpy.

Usage: python3 gap_trend.py > gap_trend.csv   (numpy 2; the series are made up, seed 5)
"""
import numpy as np

rng = np.random.default_rng(5)
print("set,year,value,lower,upper,benchmark,benchmark_lower,benchmark_upper,difference5,error5,difference10,error10")


def line(t, v, lower, upper):
    coefficients, covariance = np.polyfit(t, v, 1, w=3.92 / (upper - lower), cov="unscaled")
    return coefficients[0], covariance[0, 0]


for name, start, slope, england_slope in [("away", 120, 3, 0.2), ("towards", 145, -3, 0.1), ("below", 60, 2.5, -0.5),
                                          ("level", 101, 0.1, 0.0), ("both", 140, 5, 5)]:
    t = np.arange(2011, 2023)
    v = np.round(start + slope * (t - 2011) + rng.normal(0, 1.5, t.size), 2)
    e = np.round(100 + england_slope * (t - 2011) + rng.normal(0, 0.1, t.size), 2)
    half = np.round(rng.uniform(3, 6, t.size), 2)
    small = np.round(rng.uniform(0.2, 0.4, t.size), 2)
    lower, upper, el, eu = v - half, v + half * 1.1, e - small, e + small
    cells = []
    for k in (5, 10):
        a, va = line(t[-k:] - 2017, v[-k:], lower[-k:], upper[-k:])
        b, vb = line(t[-k:] - 2017, e[-k:], el[-k:], eu[-k:])
        cells += [repr(float(a - b)), repr(float(np.sqrt(va + vb)))]
    for i, year in enumerate(t):
        row = [name, str(year)] + [repr(float(s[i])) for s in (v, lower, upper, e, el, eu)]
        print(",".join(row + (cells if i == len(t) - 1 else [""] * 4)))
