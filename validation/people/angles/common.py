"""Reading the recordings and running the command line, shared by the fitting scripts."""

import gzip, json, os, subprocess, tempfile
from pathlib import Path
import numpy as np, pandas as pd

EXE = os.environ["STRIDEFORM"]
DATA = Path(os.environ["STRIDEFORM_DATA"])
RUNNERS = DATA / "treadmill-26-runners"
HERE = Path(__file__).resolve().parent
CACHE = HERE / "out"
CUT = HERE / "cut"
RUN_FROM = 8.0  # 0-6 s standing, 6-8 s a passage nobody made


def trials():
    return pd.read_csv(RUNNERS / "trials.csv")


def truth():
    q = pd.read_csv(RUNNERS / "truth_steps.csv")
    q["shank_from_standing"] = q.shank_angle_deg - q.shank_standing_deg
    return q


def cut_file(trial, placement):
    """The recording from 8.0 s on: nobody stood still."""
    CUT.mkdir(exist_ok=True)
    out = CUT / f"{trial}_{placement}.csv"
    if not out.exists():
        d = gzip.open(RUNNERS / "sensor" / f"{trial}_{placement}.csv.gz", "rt").read().splitlines()
        keep = [d[0]] + [l for l in d[1:] if float(l.split(",", 1)[0]) >= RUN_FROM]
        tmp = out.with_suffix(".tmp%d" % os.getpid())
        tmp.write_text("\n".join(keep) + "\n")
        tmp.rename(out)
    return out


def analyze(key, t, sensors, speed=False, cut=False, exe=EXE):
    j, c = CACHE / f"{key}_{t.trial}.json", CACHE / f"{key}_{t.trial}.csv"
    if not (j.exists() and c.exists()):
        CACHE.mkdir(exist_ok=True)
        f = (lambda s: cut_file(t.trial, s)) if cut else (lambda s: RUNNERS / "sensor" / f"{t.trial}_{s}.csv.gz")
        a = [
            "nice",
            "-n",
            "5",
            exe,
            "analyze",
            *[f"{s}={f(s)}" for s in sensors],
            "--height",
            str(t.height_cm),
            "--mass",
            str(t.mass_kg),
        ]
        if speed:
            a += ["--speed", str(t.speed_mps)]
        p = subprocess.run(a + ["--json", str(j), "--contacts", str(c)], capture_output=True, text=True)
        if p.returncode and not j.exists():
            print(key, t.trial, p.stderr[-300:])
    if not j.exists():
        return {"metrics": [], "findings": []}, None
    return json.load(open(j)), (pd.read_csv(c) if c.exists() else None)


FEET = ["foot-left", "foot-right"]
SHANKS = ["shank-left", "shank-right"]
THIGHS = ["thigh-left", "thigh-right"]
SETS = {
    "five": (["pelvis"] + FEET + SHANKS, False, False),
    "hips": (["pelvis"] + FEET + THIGHS, False, False),
    "pelvis-nostand": (["pelvis"], False, True),
    "shanks-nostand": (SHANKS, False, True),
    "five-nostand": (["pelvis"] + FEET + SHANKS, False, True),
    "feet-nostand": (FEET, False, True),
    "pelvis": (["pelvis"], False, False),
    "pelvis+speed": (["pelvis"], True, False),
    "feet": (FEET, False, False),
    "feet+speed": (FEET, True, False),
    "shanks": (SHANKS, False, False),
    "shanks+speed": (SHANKS, True, False),
}


def run(name):
    s, sp, cut = SETS[name]
    return {t.trial: analyze(name, t, s, sp, cut) for t in trials().itertuples()}
