#!/usr/bin/env python3
"""Every contact method, ours and published, against every force plate of the recordings, by runner.

    STRIDEFORM_DATA=… python validation/contact_methods.py                        # a table
    … --markdown docs/CONTACT-METHODS.md                                          # the page
    … --method my_module:MyMethod --segment shank                                 # one of your own in the same table

Needs the wheel (`scripts/wheel`), numpy and pandas. A method of one's own is a function of a running bout that returns initial
contacts, or those and toe-offs (docs/PYTHON.md); `my_module` is looked for in the current folder too.
No constant is fitted here; ours were, on these runners (see `fitted`). The sensors of 13 runners are computed from markers.
"""
import argparse
import importlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import strideform

DATA = Path(os.environ.get("STRIDEFORM_DATA", "../shared/data"))
NEAR_S = 0.1  # a contact belongs to the truth's nearest one within this (chosen: a third of a step)


@dataclass
class Trial:
    """One recording of one sensor with the contacts of the force plate that it could find."""

    data: str
    runner: str
    file: Path
    placement: str
    speed_mps: float
    truth: pd.DataFrame  # on, off, s on the recording's clock


def trials():
    yield from treadmill_26()
    yield from shanks()
    yield from sacrum()
    yield from markers()


def treadmill_26():
    folder = DATA / "treadmill-26-runners"
    steps = pd.read_csv(folder / "truth_steps.csv").rename(columns={"initial_contact_s": "on", "toe_off_s": "off"})
    for t in pd.read_csv(folder / "trials.csv").itertuples():
        mine = steps[steps.trial == t.trial]
        for placement in ("foot-left", "foot-right", "shank-left", "shank-right", "pelvis"):
            side = placement.partition("-")[2]
            truth = mine[mine.side == side] if side else mine
            yield Trial(folder.name, str(t.runner), folder / f"sensor/{t.trial}_{placement}.csv.gz", placement, t.speed_mps, truth)


def shanks():
    folder = DATA / "shank-treadmill-force"
    contacts = pd.read_csv(folder / "truth_contacts.csv").rename(columns={"initial_contact_s": "on", "toe_off_s": "off"})
    for t in pd.read_csv(folder / "truth_trials.csv").itertuples():
        if t.condition == "running":
            file = folder / f"sensor/{t.trial}.csv"
            yield Trial(folder.name, f"{t.sex}{t.mass_kg}", file, "shank-left", t.speed_mps, contacts[contacts.trial == t.trial])


def sacrum():
    folder = DATA / "sacrum-treadmill-force"
    steps = pd.read_csv(folder / "truth_steps.csv").rename(columns={"contact_on_s": "on", "contact_off_s": "off"})
    for t in pd.read_csv(folder / "truth_trials.csv").itertuples():
        file = next((folder / "sensor").glob(f"{t.trial}.*"))
        yield Trial(folder.name, str(t.subject), file, "pelvis", t.speed_mps, steps[steps.trial == t.trial])


def markers():
    folder = DATA / "markers-treadmill-force"
    steps = pd.read_csv(folder / "truth_steps.csv").rename(columns={"contact_on_s": "on", "contact_off_s": "off"})
    for name, placement in (("foot_left", "foot-left"), ("shank_left", "shank-left"), ("sacrum", "pelvis")):
        truth = steps if placement == "pelvis" else steps[steps.foot == "left"]
        yield Trial(folder.name, "1", folder / f"virtual_imu_{name}_240hz.csv", placement, np.nan, truth)


def judged(method, trial):
    """Found contacts of one trial: errors in ms, and how many were missed or are too many."""
    try:
        speed = None if np.isnan(trial.speed_mps) else trial.speed_mps
        found = strideform.contacts.find(trial.file, method=method, placement=trial.placement, speed_mps=speed)
    except strideform.StrideformError as why:
        return {"failed": str(why)}
    on, off = np.asarray(found["initial_contact_s"], float), np.asarray(found["toe_off_s"], float)
    truth = trial.truth
    inside = (on > truth.on.min() - NEAR_S) & (on < truth.on.max() + NEAR_S)
    on, off = on[inside], off[inside]
    nearest = np.abs(truth.on.to_numpy()[:, None] - on[None, :]) if len(on) else np.full((len(truth), 1), np.inf)
    pairs = [(i, int(j)) for i, j in enumerate(nearest.argmin(1)) if nearest[i, j] <= NEAR_S]
    pairs = list({j: (i, j) for i, j in sorted(pairs, key=lambda p: -nearest[p])}.values())
    rows, columns = [np.array([p[k] for p in pairs], int) for k in (0, 1)]
    if not pairs:
        return {"missed": 1.0, "extra": 0.0}
    early = 1e3 * (on[columns] - truth.on.to_numpy()[rows])
    late = 1e3 * (off[columns] - truth.off.to_numpy()[rows])
    return {
        "missed": 1 - len(pairs) / len(truth),
        "extra": (len(on) - len(pairs)) / len(truth),
        "initial contact": np.median(early),
        "toe-off": np.nanmedian(late) if np.isfinite(late).any() else np.nan,
        "contact time": np.nanmedian(late - early) if np.isfinite(late).any() else np.nan,
        "scatter": np.nanstd(late - early) if np.isfinite(late).sum() > 2 else np.nan,
    }


def table(results):
    """One row per data set and method: means of runners, between-runner SD, the worst runner."""
    out = []
    for (data, segment, method), rows in results.groupby(["data", "segment", "method"], sort=False):
        ran = rows[rows.failed.isna()]
        by_runner = ran.groupby("runner").mean(numeric_only=True)
        cell = {"recordings": data, "sensor": segment, "method": method, "runners": len(by_runner), "trials": len(ran)}
        if not len(ran):
            out.append(cell | {"missed": "cannot be used", "too many": ""})
            continue
        cell |= {"missed": f"{100 * ran.missed.mean():.1f} %", "too many": f"{100 * ran.extra.mean():.1f} %"}
        for what in ("initial contact", "toe-off", "contact time"):
            mean, sd = by_runner[what].mean(), by_runner[what].std() if len(by_runner) > 1 else np.nan
            spread = f" ± {sd:.1f}" if np.isfinite(sd) else ""
            cell[f"{what}, ms"] = f"{mean:+.1f}{spread}" if np.isfinite(mean) else "–"
        error = by_runner["contact time"]
        cell["worst runner, ms"] = f"{error[error.abs().idxmax()]:+.0f}" if error.notna().any() else "–"
        cell["within trials, ms"] = f"{ran.scatter.mean():.1f}" if ran.scatter.notna().any() else "–"
        out.append(cell)
    return pd.DataFrame(out).fillna("–")


def markdown(rows):
    lines = ["| " + " | ".join(rows.columns) + " |", "|" + "---|" * len(rows.columns)]
    lines += ["| " + " | ".join(str(v) for v in row) + " |" for row in rows.itertuples(index=False)]
    return "\n".join(lines)


PAGE = """# Contact methods against force plates

Written by `validation/contact_methods.py`, which repeats it and takes methods of your own. No constant is fitted for this page.
The first method of every sensor is the default, as a detector alone: `analyze` then combines it with other evidence
([VALIDATION.md](VALIDATION.md)). Its constants were set on runners of these same recordings, those of the published methods on other
people, so that the comparison favours ours; the spread between runners, which no constant removes, is the fairer column.

Errors are found minus true: mean of the runners ± standard deviation between them (each runner the mean of his trials, each trial its
median). *Within trials*: standard deviation of single contact times. The sensors of `treadmill-26-runners` and
`markers-treadmill-force` are computed from markers, which have no impacts: methods that look for one are at a disadvantage there.
Force plate: 50 N in `treadmill-26-runners`.

{tables}
## Add a method

```python
# mine.py: initial contacts of one running bout, as samples; docs/PYTHON.md has the rest
import numpy as np
import scipy.signal


def my_method(bout):
    size = np.linalg.norm(bout.acc_sensor, axis=1)  # bout.acc, in segment axes, needs a gyroscope
    peaks, _ = scipy.signal.find_peaks(size, height=25, distance=int(0.5 * bout.rate_hz))
    return peaks
```

    STRIDEFORM_DATA=… python validation/contact_methods.py --method mine:my_method --segment shank
"""


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--method", action="append", default=[], help="module:name of a method of your own")
    a.add_argument("--segment", default="shank", help="what it is worn on: foot, shank or pelvis")
    a.add_argument("--data", default="", help="part of the name of a set of recordings")
    a.add_argument("--markdown", type=Path)
    args = a.parse_args()
    sys.path.insert(0, os.getcwd())
    methods = [(m["id"], m["segments"], m["id"]) for m in strideform.contacts.methods() if m["stage"] == "contacts"]
    for spec in args.method:
        module, _, name = spec.partition(":")
        methods.append((name, [args.segment], getattr(importlib.import_module(module), name)))
    chosen = [t for t in trials() if args.data in t.data]
    jobs = [(label, method, t) for label, segments, method in methods for t in chosen if t.placement.split("-")[0] in segments]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda job: judged(job[1], job[2]), jobs))
    columns = ["failed", "missed", "extra", "initial contact", "toe-off", "contact time", "scatter"]
    rows = [{"data": t.data, "segment": t.placement.split("-")[0], "method": label, "runner": t.runner, **dict.fromkeys(columns, np.nan), **r}
            for (label, _, t), r in zip(jobs, found)]
    results = pd.DataFrame(rows).astype({c: float for c in columns[1:]}).astype({"failed": object})
    rows = table(results)
    if not args.markdown:
        print(rows.to_string(index=False))
        return
    tables = ""
    for sensor, part in rows.groupby("sensor", sort=False):
        tables += f"## {sensor.capitalize()}\n\n{markdown(part.drop(columns='sensor'))}\n\n"
    args.markdown.write_text(PAGE.format(tables=tables))


if __name__ == "__main__":
    main()
