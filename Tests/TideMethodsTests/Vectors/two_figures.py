#!/usr/bin/env python3
"""Writes two_figures.csv: ratios and differences of two figures, excess events and years of life lost, by scipy.

Usage: python3 two_figures.py > two_figures.csv   (scipy 1.17)
Ratios of proportions and Wilson's and exact Poisson limits are scipy's own; the rest follows from the published formulas.
"""
import math
from scipy.stats import norm, chi2, binomtest
from scipy.stats.contingency import relative_risk


def poisson(x, c):
    z = norm.ppf(c + (1 - c) / 2)
    if x < 10:
        return (chi2.ppf((1 - c) / 2, 2 * x) / 2 if x > 0 else 0.0), chi2.isf((1 - c) / 2, 2 * x + 2) / 2
    lower = x * (1 - 1 / (9 * x) - z / (3 * math.sqrt(x))) ** 3
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * math.sqrt(x + 1))) ** 3
    return lower, upper


def square_and_add(r1, l1, u1, r2, l2, u2):
    d = r1 - r2
    return d, d - math.hypot(r1 - l1, u2 - r2), d + math.hypot(u1 - r1, r2 - l2)


print("x1,n1,x2,n2,confidence,rate_ratio,rate_ratio_lower,rate_ratio_upper,risk_ratio,risk_ratio_lower,risk_ratio_upper,"
      "rate_difference,rate_difference_lower,rate_difference_upper,risk_difference,risk_difference_lower,"
      "risk_difference_upper,excess,excess_lower,excess_upper")
for x1, n1, x2, n2 in [(56, 70, 48, 80), (5, 120, 9, 333), (11, 250, 4, 90), (1, 50, 1, 51), (0, 40, 7, 60),
                       (1386, 1157532, 63754, 58247139), (250, 1000, 2600, 10000), (9, 20, 10, 20), (30, 30, 20, 40)]:
    for c in (0.9, 0.95, 0.998):
        z = norm.ppf(c + (1 - c) / 2)
        row = [x1, n1, x2, n2, c]
        ratio = (x1 / n1) / (x2 / n2)
        if x1:
            f = math.exp(z * math.sqrt(1 / x1 + 1 / x2))
            row += [ratio, ratio / f, ratio * f]
            rr = relative_risk(x1, n1, x2, n2)
            ci = rr.confidence_interval(c)
            row += [rr.relative_risk, ci.low, ci.high]
        else:
            row += [ratio, "", "", ratio, "", ""]
        (l1, u1), (l2, u2) = poisson(x1, c), poisson(x2, c)
        row += square_and_add(*(v * 1e5 for v in (x1 / n1, l1 / n1, u1 / n1, x2 / n2, l2 / n2, u2 / n2)))
        w1 = binomtest(x1, n1).proportion_ci(c, "wilson")
        w2 = binomtest(x2, n2).proportion_ci(c, "wilson")
        row += square_and_add(*(v * 100 for v in (x1 / n1, w1.low, w1.high, x2 / n2, w2.low, w2.high)))
        expected = n1 * (x2 / n2)
        row += [x1 - expected, l1 - expected, u1 - expected]
        print(",".join(repr(float(v)) if v != "" else "" for v in row))
