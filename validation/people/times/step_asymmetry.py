"""Step-time asymmetry of feet, shanks and a pelvis against the force plate: error, what a true difference of 1 % adds to the
estimate, and the error of assuming that runners are even. Sides come from each set of sensors alone.

    STRIDEFORM=... STRIDEFORM_DATA=... python step_asymmetry.py
"""
import itertools
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

BINARY = os.environ["STRIDEFORM"]
FOLDER = Path(os.environ["STRIDEFORM_DATA"]) / "treadmill-26-runners"
SENSORS = {"feet": ["foot-left", "foot-right"], "shanks": ["shank-left", "shank-right"], "pelvis": ["pelvis"],
           "feet and shanks": ["foot-left", "foot-right", "shank-left", "shank-right"]}


def one(job):
    trial, name = job
    files = [f"{s}={FOLDER}/sensor/{trial.trial}_{s}.csv.gz" for s in SENSORS[name]]
    run = subprocess.run([BINARY, "analyze", *files, "--height", str(trial.height_cm), "--format", "json"], capture_output=True, text=True)
    metrics = {m["id"]: m for m in json.loads(run.stdout)["metrics"]} if run.returncode == 0 else {}
    found = metrics.get("step_time_asymmetry", {"value": np.nan, "uncertainty": np.nan})
    return trial.trial, trial.runner, name, found["value"], found["uncertainty"]


def main():
    trials = pd.read_csv(FOLDER / "trials.csv")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = itertools.product(trials.itertuples(), SENSORS)
        table = pd.DataFrame(pool.map(one, jobs), columns=["trial", "runner", "sensors", "value", "half"])
    step = pd.read_csv(FOLDER / "truth_steps.csv").groupby(["trial", "side"]).step_time_s.median().unstack()
    table["truth"] = table.trial.map(200 * (step.left - step.right) / (step.left + step.right))
    truth = table.drop_duplicates("trial").truth
    print(f"even runners assumed: {len(truth)} trials, RMSE {(truth**2).mean() ** 0.5:.2f} %")
    for name, d in table.dropna().groupby("sensors", sort=False):
        error = d.value - d.truth
        slope = np.polyfit(d.truth, d.value, 1)[0]
        print(f"{name}: {d.runner.nunique()} runners, {len(d)} trials, RMSE {(error**2).mean() ** 0.5:.2f} %, p95 {error.abs().quantile(0.95):.2f}, "
              f"stated {d.half.median():.2f}, within it {(error.abs() <= d.half).mean():.2f}, a true 1 % adds {slope:.2f} %")


if __name__ == "__main__":
    main()
