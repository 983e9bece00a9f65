"""Reading the recordings and running the command line, shared by the fitting scripts."""

import gzip, json, os, subprocess, tempfile
from pathlib import Path
import numpy as np, pandas as pd
from scipy.signal import butter, filtfilt

EXE = os.environ["STRIDEFORM"]
DATA = Path(os.environ["STRIDEFORM_DATA"])
RUNNERS = DATA / "treadmill-26-runners"
CACHE = Path(__file__).resolve().parent / "out"
COLS = ["time_s", "acc_x_mps2", "acc_y_mps2", "acc_z_mps2", "gyr_x_dps", "gyr_y_dps", "gyr_z_dps"]


def trials():
    return pd.read_csv(RUNNERS / "trials.csv")


def truth():
    q = pd.read_csv(RUNNERS / "truth_steps.csv")
    return q


def analyze(files, *, height=None, mass=None, speed=None, slope=None, extra=(), key=None):
    """files: list of 'placement=path'. Returns (json, contacts frame)."""
    if key:
        j, c = CACHE / f"{key}.json", CACHE / f"{key}.csv"
        if j.exists() and c.exists():
            try:
                return json.load(open(j)), pd.read_csv(c)
            except Exception:
                pass
    with tempfile.TemporaryDirectory() as d:
        a = [EXE, "analyze", *files]
        if height:
            a += ["--height", str(height)]
        if mass:
            a += ["--mass", str(mass)]
        if speed:
            a += ["--speed", str(speed)]
        if slope is not None:
            a += ["--slope", str(slope)]
        a += [*extra, "--json", f"{d}/o.json", "--contacts", f"{d}/c.csv"]
        p = subprocess.run(a, capture_output=True, text=True)
        if not os.path.exists(f"{d}/o.json"):
            return {"metrics": [], "findings": [], "error": p.stderr}, None
        J = json.load(open(f"{d}/o.json"))
        C = pd.read_csv(f"{d}/c.csv") if os.path.exists(f"{d}/c.csv") else None
        if key:
            CACHE.mkdir(exist_ok=True)
            json.dump(J, open(CACHE / f"{key}.json", "w"))
            if C is not None:
                C.to_csv(CACHE / f"{key}.csv", index=False)
    return J, C


def lowpass(x, hz, fs):
    if hz >= 0.5 * fs:
        return x
    b, a = butter(2, hz / (0.5 * fs))
    return filtfilt(b, a, x)


def highpass(x, hz, fs):
    b, a = butter(2, hz / (0.5 * fs), "high")
    return filtfilt(b, a, x)
