#!/usr/bin/env python3
"""What a build says of sensors under a wrong name: every sensor of a treadmill trial a runner, analysed as each placement;
and how probable it finds the right name of every recording of running.

    STRIDEFORM_DATA=... python wrong_names.py target/debug/strideform

Prints how often the name is contradicted, the recording refused, and a finding called present.
"""
import collections
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd

DATA = Path(os.environ["STRIDEFORM_DATA"])
WORN = ["pelvis", "foot-left", "shank-left", "thigh-left"]
STATED = [*WORN, "wrist-left", "trunk"]


def wrong(strideform):
    folder = DATA / "treadmill-26-runners"
    trials = pd.read_csv(f"{folder}/trials.csv").groupby("runner").nth(1)
    count = collections.Counter()
    for trial in trials.itertuples():
        for worn in WORN:
            for stated in STATED:
                sensor = f"{stated}={folder}/sensor/{trial.trial}_{worn}.csv.gz"
                about = ["--height", str(trial.height_cm), "--speed", str(trial.speed_mps)]
                run = subprocess.run([strideform, "analyze", sensor, *about, "--format", "json"], capture_output=True, text=True)
                got = json.loads(run.stdout) if run.returncode == 0 else {}
                caveats = [c["id"] for r in got.get("recordings", []) for c in r.get("caveats", [])]
                count[worn, stated, "n"] += 1
                count[worn, stated, "refused"] += run.returncode != 0
                count[worn, stated, "contradicted"] += "placement-contradicted" in caveats
                count[worn, stated, "present"] += any(f["status"] == "present" for f in got.get("findings", []))
    for worn in WORN:
        for stated in STATED:
            cells = [f"{what} {count[worn, stated, what]:2}" for what in ("n", "contradicted", "refused", "present")]
            print(f"{worn:11} as {stated:11} {'  '.join(cells)}")


def right(strideform):
    named = [(p, p.name.removesuffix(".csv.gz").split("_")[-1]) for p in sorted((DATA / "treadmill-26-runners/sensor").glob("*.csv.gz"))]
    index = pd.read_csv(DATA / "activity-labels/index.csv")
    named += [(DATA / "activity-labels" / r.file, r.placement) for r in index[index.label == "run"].itertuples()]
    named += [(p, "shank-left") for p in sorted((DATA / "shank-treadmill-force/sensor").glob("*running*"))]
    rows = []
    for path, placement in named:
        run = subprocess.run([strideform, "inspect", f"{placement}={path}", "--format", "json"], capture_output=True, text=True)
        guess = json.loads(run.stdout)["recordings"][0].get("placement_guess")
        if guess:
            segment = placement.split("-")[0]
            rows.append((path.name, segment, next(g["probability"] for g in guess["all"] if g["placement"] == segment), guess["contradicts"]))
    table = pd.DataFrame(rows, columns=["file", "segment", "probability", "contradicted"])
    print(f"{len(named)} recordings under their right name, {len(table)} with a probability, {table.contradicted.sum()} contradicted; the lowest:")
    print(table.sort_values("probability").head(5).to_string(index=False))


if __name__ == "__main__":
    wrong(sys.argv[1])
    right(sys.argv[1])
