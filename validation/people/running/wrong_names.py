#!/usr/bin/env python3
"""What a build says of sensors under a wrong name: every sensor of a treadmill trial a runner, analysed as each placement.

    python wrong_names.py target/debug/strideform ../shared/data/treadmill-26-runners

Prints how often the name is contradicted, the recording refused, and a finding called present.
"""
import collections
import json
import subprocess
import sys

import pandas as pd

WORN = ["pelvis", "foot-left", "shank-left", "thigh-left"]
STATED = [*WORN, "wrist-left", "trunk"]


def main(strideform, folder):
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


if __name__ == "__main__":
    main(*sys.argv[1:])
