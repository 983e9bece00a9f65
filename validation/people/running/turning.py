#!/usr/bin/env python3
"""How fast sensors turn while running, by segment: ln of the root mean square of the angular rate, °/s.

    STRIDEFORM_DATA=... python turning.py

The middle half of every recording counts, so that starts and stops do not.
"""
import os
from pathlib import Path

import numpy as np
import pandas as pd

DATA = Path(os.environ["STRIDEFORM_DATA"])


def turning(path, to_degrees):
    table = pd.read_csv(path)
    rate = table[[c for c in table.columns if c.startswith("gyr")]].to_numpy(float) * to_degrees
    quarter = len(rate) // 4
    return np.log(np.sqrt((rate[quarter:-quarter] ** 2).sum(axis=1).mean()))


def main():
    rows = []
    for path in sorted((DATA / "treadmill-26-runners/sensor").glob("*.csv.gz")):
        runner, _, sensor = path.name.removesuffix(".csv.gz").split("_")
        rows.append(("treadmill", runner, sensor.split("-")[0], turning(path, 1.0)))
    index = pd.read_csv(DATA / "activity-labels/index.csv")
    for row in index[(index.source == "motionsense") & (index.label == "run")].itertuples():
        rows.append(("pocket", row.person, "thigh", turning(DATA / "activity-labels" / row.file, 57.29578)))
    table = pd.DataFrame(rows, columns=["source", "person", "segment", "turning"])
    groups = table.groupby(["source", "segment"])
    of = {"people": groups.person.nunique(), "recordings": groups.size(), "mean": groups.turning.mean().round(2), "SD": groups.turning.std().round(2)}
    print(pd.DataFrame(of).to_string())


if __name__ == "__main__":
    main()
