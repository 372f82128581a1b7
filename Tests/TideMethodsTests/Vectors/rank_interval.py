"""Intervals of ranks by simulation: makes rank_interval.csv. Knows nothing of the program's closed form.

Each area's figure is drawn on its own, above or below its value with equal chance and normal on either side with the
spread that its 95% limit tells; areas are sorted in each draw and the places counted.
"""

import csv
import random
from pathlib import Path

Z, DRAWS = 1.959963984540054, 400_000
CASES = {
    "core cities 2015 - 17": [(2.9035, 1.9442, 4.17), (3.4903, 2.6935, 4.4487), (4.2435, 3.5427, 5.0424),
                              (4.459, 3.3771, 5.7774), (4.8457, 3.9204, 5.9238), (5.7242, 4.6674, 6.949),
                              (6.4354, 5.45, 7.5475), (7.8442, 7.0924, 8.6541)],
    "one far away": [(10, 9.5, 10.5), (10.2, 9.5, 11), (10.4, 9, 12), (50, 49, 51)],
    "skew": [(1, 0.1, 4), (1.5, 1.2, 5), (2, 1.9, 2.1), (2.5, 0.5, 3), (3, 2, 9)],
    "equal values": [(5, 4, 6), (5, 4.5, 5.5), (5, 3, 7)],
}

random.seed(20161)
with open(Path(__file__).parent / "rank_interval.csv", "w", newline="") as opened:
    out = csv.writer(opened, lineterminator="\n")
    out.writerow(["case", "area", "value", "lower", "upper", "rank_lower", "rank_upper", "first", "last"])
    for case, areas in CASES.items():
        counts = [[0] * len(areas) for _ in areas]
        for _ in range(DRAWS):
            drawn = []
            for value, lower, upper in areas:
                deviate = random.gauss(0, 1)
                drawn.append(value + deviate / Z * ((value - lower) if deviate < 0 else (upper - value)))
            for place, area in enumerate(sorted(range(len(areas)), key=drawn.__getitem__)):
                counts[area][place] += 1
        for area, (places, figures) in enumerate(zip(counts, areas)):
            sums = [sum(places[:place + 1]) / DRAWS for place in range(len(areas))]
            interval = [next(place + 1 for place, share in enumerate(sums) if share > edge) for edge in (0.025, 0.975)]
            out.writerow([case, area, *figures, *interval, f"{places[0] / DRAWS:.4f}", f"{places[-1] / DRAWS:.4f}"])
