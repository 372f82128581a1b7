#!/usr/bin/env python3
"""Writes sii_few_events.csv: indices of inequality of rates with few events a decile, by simulation as in facts section 6.

Usage: python3 sii_few_events.py > sii_few_events.csv   (numpy 2, scipy 1.17; the figures are made up, seed 11)
Limits are exact Poisson limits under ten events, else Byar's; errors are (ln U - ln L)/(2 x 1.959964) on the log scale. 10,000,000
normal draws a decile are brought back to rates and the weighted line fitted to each; limits are quantiles of slopes and ratios.
"""
import numpy as np
from scipy.stats import chi2

Z = 1.959963984540054
rng = np.random.default_rng(11)
print("set,decile,population,count,value,lower95,upper95,sii_lower95,sii_upper95,sii_lower998,sii_upper998,"
      "rii_lower95,rii_upper95,rii_lower998,rii_upper998")


def limits(x):
    if x < 10:
        return chi2.ppf(0.025, 2 * x) / 2, chi2.ppf(0.975, 2 * x + 2) / 2
    return (x * (1 - 1 / (9 * x) - Z / (3 * x ** 0.5)) ** 3,
            (x + 1) * (1 - 1 / (9 * (x + 1)) + Z / (3 * (x + 1) ** 0.5)) ** 3)


for name, counts in [("five", [8, 6, 6, 5, 5, 5, 4, 4, 4, 3]), ("ten", [15, 13, 12, 11, 10, 10, 9, 9, 8, 6]),
                     ("mixed", [70, 62, 55, 60, 52, 49, 51, 45, 40, 38]),
                     ("sixty", [84, 77, 70, 66, 64, 60, 58, 55, 52, 51])]:
    people = np.array([9000, 9500, 10000, 10000, 10500, 10000, 10000, 9800, 10200, 11000], dtype=float)
    x = np.array(counts, dtype=float)
    scale = 100000 / people
    lower, upper = np.array([limits(c) for c in counts]).T * scale
    share = people / people.sum()
    middle = np.cumsum(share) - share / 2
    mean = (share * middle).sum()
    weights = share * (middle - mean) / (share * (middle - mean) ** 2).sum()
    starts = share - mean * weights
    error = (np.log(upper) - np.log(lower)) / (2 * 1.959964)
    slopes, ratios = [], []
    for _ in range(10):
        y = np.exp(np.log(x * scale) + error * rng.standard_normal((1_000_000, 10)))
        slope, start = y @ weights, y @ starts
        slopes.append(slope)
        ratios.append((start + slope) / start)
    places = [0.025, 0.975, 0.001, 0.999]
    found = np.concatenate([np.quantile(np.concatenate(a), places) for a in (slopes, ratios)])
    for i in range(10):
        cells = [people[i], x[i], x[i] * scale[i], lower[i], upper[i]]
        print(f"{name},{i + 1}," + ",".join(repr(float(c)) for c in cells) + ","
              + ",".join(repr(float(c)) for c in found))
