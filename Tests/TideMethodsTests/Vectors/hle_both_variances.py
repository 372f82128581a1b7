#!/usr/bin/env python3
"""Writes hle_both_variances.csv: how far healthy life expectancies scatter where deaths and prevalences both vary by chance.

Usage: python3 hle_both_variances.py > hle_both_variances.csv   (numpy 2, seed 11)

No formula of a variance of life expectancy is used: 4,000,000 life tables are drawn. The probability of dying in a band is
drawn with the mean and variance that Chiang gives it (a beta distribution of variance q^2 (1 - q) / D), the death rate of the
last band with those of a Poisson count (a gamma distribution), the share in good health as a binomial sample.
"""
import csv
import os

import numpy as np

DRAWS, CHUNK = 4_000_000, 250_000
rng = np.random.default_rng(11)
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hle_sullivan.csv")) as file:
    base = list(csv.DictReader(file))
start = np.array([float(row["startage"]) for row in base])
share = np.array([float(row["prop_good_health"]) for row in base])


def expectancies(dying, last_rate, share):
    """Healthy life expectancy at every age: one row a draw."""
    width = np.diff(start)
    lived = np.where(np.arange(len(width)) == 0, 0.1, 0.5)
    alive = np.cumprod(np.concatenate([np.ones((len(dying), 1)), 1 - dying], axis=1), axis=1)
    years = width * (alive[:, 1:] + lived * (alive[:, :-1] - alive[:, 1:]))
    years = np.concatenate([years, alive[:, -1:] / last_rate[:, None]], axis=1)
    return np.cumsum((years * share)[:, ::-1], axis=1)[:, ::-1] / alive


print("set,startage,pops,deaths,share,respondents,hle,se_deaths,se_both")
for name, people, asked in [("city", 1, 0.1), ("district", 0.2, 1), ("ward", 0.04, 0.2)]:
    pops = np.round([float(row["pops"]) * people for row in base])
    deaths = np.maximum(np.round([float(row["deaths"]) * people for row in base]), 1)
    respondents = np.round([float(row["survey_n"]) * asked for row in base])
    rate = deaths / pops
    width, lived = np.diff(start), np.where(np.arange(len(start) - 1) == 0, 0.1, 0.5)
    dying = rate[:-1] * width / (1 + rate[:-1] * width * (1 - lived))
    whole = expectancies(dying[None, :], rate[-1:], share[None, :])[0]
    sums = {kind: np.zeros((2, len(start))) for kind in ("deaths", "both")}
    for _ in range(DRAWS // CHUNK):
        # A beta distribution of mean q and variance q (1 - q) / (s + 1) has the wanted one where s + 1 = D / q.
        size = deaths[:-1] / dying - 1
        drawn = rng.beta(dying * size, (1 - dying) * size, (CHUNK, len(width)))
        last = rng.gamma(deaths[-1], rate[-1] / deaths[-1], CHUNK)
        sampled = rng.binomial(respondents.astype(int), share, (CHUNK, len(start))) / respondents
        for kind, shares in (("deaths", share[None, :]), ("both", sampled)):
            away = expectancies(drawn, last, shares) - whole
            sums[kind] += [away.sum(axis=0), (away * away).sum(axis=0)]
    error = {kind: np.sqrt(s[1] / DRAWS - (s[0] / DRAWS) ** 2) for kind, s in sums.items()}
    for i in range(len(start)):
        cells = [int(start[i]), int(pops[i]), int(deaths[i]), share[i], int(respondents[i]), whole[i],
                 error["deaths"][i], error["both"][i]]
        print(",".join([name] + [repr(float(c)) if isinstance(c, (float, np.floating)) else str(c) for c in cells]))
