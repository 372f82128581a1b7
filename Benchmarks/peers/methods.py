#!/usr/bin/env python3
"""Times Tidemark's statistics beside numpy and scipy over the same million rows, after checking that both give the same.

    Benchmarks/peers/methods.py

makes the virtual environment in Benchmarks/.venv, its data in Benchmarks/peers-data/methods, builds the timer of the
statistics, runs both one after the other on one thread, and writes Benchmarks/results/methods.md.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import time

from run import HOME, enter_environment

ROWS = 1_000_000
REPETITIONS = 9
Z95 = 1.959963984540054
ESP2013 = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500,
           1500, 1000]


def invented(np):
    """Counts, denominators and values of the size of English authorities' figures."""
    random = np.random.default_rng(20261126)
    denominator = np.round(random.lognormal(9.5, 0.8, ROWS)) + 200
    share = random.beta(2, 18, ROWS)
    width = np.tile([1.0, 4.0] + [5.0] * 18, ROWS // 20)
    age = np.tile([0.5, 3.0] + [5.0 * band + 2.5 for band in range(1, 19)], ROWS // 20)
    living = np.round(random.uniform(800, 4000, ROWS) * width) + 100
    rate = 3e-5 * np.exp(0.095 * age)
    value = 50 + 10 * random.standard_normal(ROWS)
    error = random.uniform(0.5, 2, ROWS)
    return {
        "count": np.floor(denominator * share) + 10, "denominator": denominator,
        "small": np.floor(random.uniform(0, 10, ROWS)), "living": living,
        "death": np.floor(living * np.minimum(rate, 0.3)) + 1, "value": value,
        "lower": value - 1.959964 * error, "upper": value + 1.959964 * error,
        "group": np.floor(random.uniform(0, 1000, ROWS)),
    }


def byar(np, x):
    lower = x * (1 - 1 / (9 * x) - Z95 / (3 * np.sqrt(x))) ** 3
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + Z95 / (3 * np.sqrt(x + 1))) ** 3
    return lower, upper


def methods(np, special, stats, data):
    """Each statistic as numpy and scipy have it, in whole columns: name, rows, a function that gives the sum of what it gives."""
    x, n, small = data["count"], data["denominator"], data["small"]
    weight = np.array(ESP2013, dtype=float)

    def wilson():
        middle, scale = 2 * x + Z95 ** 2, 2 * (n + Z95 ** 2)
        spread = Z95 * np.sqrt(Z95 ** 2 + 4 * x * (1 - x / n))
        return (x / n * 100).sum() + ((middle - spread) / scale * 100).sum() + ((middle + spread) / scale * 100).sum()

    def rates():
        lower, upper = byar(np, x)
        return ((x + lower + upper) / n * 1e5).sum()

    def exact():
        lower = np.where(small == 0, 0, special.chdtri(2 * np.maximum(small, 1), 0.975) / 2)
        upper = special.chdtri(2 * small + 2, 0.025) / 2
        return ((small + lower + upper) / n * 1e5).sum()

    bands = ROWS // 19
    bx, bn = x[:bands * 19].reshape(bands, 19), n[:bands * 19].reshape(bands, 19)

    def direct():
        share = weight / bn
        events, total = bx.sum(1), weight.sum()
        rate = (bx * share).sum(1) / total
        scale = np.sqrt((bx * share * share).sum(1) / events) / total
        lower, upper = byar(np, events)
        return (1e5 * (3 * rate + scale * (lower - events) + scale * (upper - events))).sum()

    def indirect():
        expected = (bn * (x[:19] / n[:19])).sum(1)
        events = bx.sum(1)
        lower, upper = byar(np, events)
        return (100 * (events + lower + upper) / expected).sum()

    def life():
        d, p = data["death"].reshape(-1, 20), data["living"].reshape(-1, 20)
        m = d / p
        width = np.array([1.0, 4.0] + [5.0] * 17)
        a = np.array([0.1] + [0.5] * 18)
        mk = m[:, :-1]
        q = np.where(d[:, :-1] <= p[:, :-1] / (width * a), mk * width / (1 + mk * width * (1 - a)), 1)
        l = np.concatenate([np.full((len(d), 1), 1e5), 1e5 * np.cumprod(1 - q, axis=1)], axis=1)
        years = width * (l[:, 1:] + a * (l[:, :-1] - l[:, 1:]))
        years = np.concatenate([years, l[:, -1:] / m[:, -1:]], axis=1)
        e = np.cumsum(years[:, ::-1], axis=1)[:, ::-1] / l
        variance = (q * q * (1 - q) / d[:, :-1] * (l[:, :-1] * ((1 - a) * width + e[:, 1:])) ** 2).sum(1)
        variance = variance + (l[:, -1] / 2) ** 2 * 4 / (d[:, -1] * m[:, -1] ** 2)
        error = np.sqrt(variance) / l[:, 0]
        # Limits are symmetrical: value, lower and upper sum to three values.
        lower, upper = e[:, 0] - Z95 * error, e[:, 0] + Z95 * error
        return e[:, 0].sum() + lower.sum() + upper.sum()

    def slope():
        share = n.reshape(-1, 10) / n.reshape(-1, 10).sum(1, keepdims=True)
        middle = np.cumsum(share, axis=1) - share / 2
        mean = (share * middle).sum(1, keepdims=True)
        w = share * (middle - mean) / (share * (middle - mean) ** 2).sum(1, keepdims=True)
        y = data["value"].reshape(-1, 10)
        error = (data["upper"] - data["lower"]).reshape(-1, 10) / (2 * 1.959964)
        s, spread = (w * y).sum(1), Z95 * np.sqrt((w * w * error * error).sum(1))
        return s.sum() + (s - spread).sum() + (s + spread).sum()

    def funnel():
        average = x.sum() / n.sum()
        score = (x / n - average) / np.sqrt(average * (1 - average) / n)
        return float((score > Z95).sum() + (score > 3.090232306167813).sum()
                     - (score < -Z95).sum() - (score < -3.090232306167813).sum())

    def deciles():
        rank = ROWS + 1 - stats.rankdata(data["value"], method="min")
        q = np.floor(11 - np.ceil(rank / (ROWS / 10)))
        return float(np.where(q == 0, 1, q).sum())

    def sums():
        group = data["group"].astype(np.int64)
        return (np.bincount(group, x, 1000) / np.bincount(group, n, 1000)).sum()

    return [
        ("Wilson's limits of proportions", wilson), ("Byar's limits of rates", rates),
        ("Exact Poisson limits of rates under ten events", exact),
        ("Directly standardised rates, 19 bands each", direct),
        ("Indirectly standardised ratios, 19 bands each", indirect),
        ("Life expectancies at birth with limits, 20 bands each", life),
        ("Slope index of inequality with limits, deciles", slope), ("Places in a funnel of proportions", funnel),
        ("Deciles by rank, ties together", deciles), ("Sums of areas by group", sums),
    ]


def timed(body):
    seconds = []
    for _ in range(REPETITIONS):
        start = time.perf_counter()
        total = body()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), float(total)


def main():
    enter_environment()
    import numpy as np
    import scipy
    from scipy import special, stats

    folder = os.path.join(HOME, "peers-data", "methods")
    os.makedirs(folder, exist_ok=True)
    data = invented(np)
    for name, column in data.items():
        column.astype("<f8").tofile(os.path.join(folder, name + ".f64"))
    command = ["swift", "run", "-c", "release", "--package-path", HOME, "MethodTable", folder]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    ours = {line["method"]: line for line in map(json.loads, printed.splitlines())}
    table = []
    for name, body in methods(np, special, stats, data):
        seconds, total = timed(body)
        own = ours[name]
        if abs(own["sum"] - total) > 1e-9 * abs(total):
            sys.exit(f"{name}: {own['sum']} beside {total}")
        table.append((name, own["rows"], own["seconds"], seconds))
    lines = [
        "# Statistics", "",
        f"Milliseconds for a million rows, one thread, medians of {REPETITIONS}, numpy {np.__version__} and scipy "
        f"{scipy.__version__} in whole columns. Both gave the same to nine digits before they were timed. Tidemark checks every",
        "number and gives a reason where there is no figure; numpy does neither.", "",
        "| statistic | rows | Tidemark | numpy and scipy | times as long |", "|---|---|---|---|---|",
    ]
    for name, rows, own, other in table:
        lines.append(f"| {name} | {rows:,} | {own * 1000:.1f} | {other * 1000:.1f} | {other / own:.2f} |")
    lines += ["", f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores. `python3 Benchmarks/peers/methods.py`"
              " measures anew."]
    with open(os.path.join(HOME, "results", "methods.md"), "w") as file:
        file.write("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
