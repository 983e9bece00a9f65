#!/usr/bin/env python3
"""Features that tell running from other movement, and one segment from another, by window of 4 s.

Reads the recordings in STRIDEFORM_DATA and writes one row per window; `fit.py` and `placement.py` fit on it.

    STRIDEFORM_DATA=... python features.py features.csv [folder of simulated runs]
"""
import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.signal import butter, filtfilt

DATA = Path(os.environ["STRIDEFORM_DATA"])
G = 9.80665
WINDOW_S, HOP_S = 4.0, 1.0


def lowpass(x, cut_hz, rate_hz):
    if cut_hz >= 0.45 * rate_hz:
        return x
    b, a = butter(2, cut_hz / (0.5 * rate_hz))
    return filtfilt(b, a, x, axis=0)


def autocorrelation(x, last):
    """Sum over the axes, normalised by the energy of both halves."""
    x = x - x.mean(axis=0)
    out = np.zeros(last)
    for k in range(last):
        a, b = x[: len(x) - k], x[k:]
        out[k] = (a * b).sum() / (np.sqrt((a * a).sum() * (b * b).sum()) + 1e-12)
    return out


def refined(r, k):
    a, b, c = r[k - 1], r[k], r[k + 1]
    d = a - 2 * b + c
    s = 0 if d == 0 else 0.5 * (a - c) / d
    return k + s, b - 0.25 * (a - c) * s


def stride(band, rate_hz, leg):
    """Stride time as a leg sees it, or twice the step time of pelvis, trunk and wrist; with its correlation."""
    last = min(int(1.6 * rate_hz) + 2, int(0.6 * len(band)))
    r = autocorrelation(band, last)
    first = int((0.45 if leg else 0.22) * rate_hz)
    peaks = [refined(r, k) for k in range(max(1, first), last - 1) if r[k] > r[k - 1] and r[k] >= r[k + 1] and r[k] > 0]
    if not peaks:
        return np.nan, 0.0
    top = max(p[1] for p in peaks)
    lag, rho = next(p for p in peaks if p[1] >= 0.85 * top)
    lag /= rate_hz
    if leg:
        return lag, rho
    if lag < 0.44:
        return 2 * lag, rho
    half = [p for p in (refined(r, k) for k in range(max(1, int(0.44 * lag * rate_hz)), int(0.56 * lag * rate_hz) + 2)
                        if k + 1 < last and r[k] > r[k - 1] and r[k] >= r[k + 1]) if p[1] > 0.1]
    if half or lag > 0.62:
        return lag, rho
    return 2 * lag, rho


def component(x, hz, rate_hz):
    """Energy of one frequency over all axes (Hann window)."""
    w = np.hanning(len(x))[:, None]
    x = (x - x.mean(axis=0)) * w
    t = np.arange(len(x)) / rate_hz
    return float((np.abs((x * np.exp(-2j * np.pi * hz * t)[:, None]).sum(axis=0)) ** 2).sum() / (w.sum() ** 2) * 2)


def features(acc, gyr, rate_hz, leg):
    """One row per window; acc in g, gyr in deg/s or None."""
    step = max(1, int(rate_hz / 40))
    band_full, calm_full = lowpass(acc, 10, rate_hz), lowpass(acc, 6, rate_hz)
    band, calm, rate = band_full[::step], calm_full[::step], rate_hz / step
    n, hop = int(WINDOW_S * rate), int(HOP_S * rate)
    for at in range(0, max(1, len(band) - n + 1), hop):
        b, c = band[at : at + n], calm[at : at + n]
        if len(b) < 2 * rate:
            continue
        size = np.linalg.norm(b, axis=1)
        full = acc[at * step : (at + n) * step]
        mean = b.mean(axis=0)
        d = c - c.mean(axis=0)
        amp = np.sqrt((d * d).sum(axis=1).mean())
        e = np.sort(np.linalg.eigvalsh(np.cov(d.T)))[::-1] if d.shape[1] > 1 else [1, 0]
        centre = np.median(c, axis=0)
        for _ in range(8):
            w = 1 / np.maximum(np.linalg.norm(c - centre, axis=1), 0.01)
            centre = (c * w[:, None]).sum(axis=0) / w.sum()
        dist = np.linalg.norm(c - centre, axis=1)
        T, rho = stride(b, rate, leg)
        f = 1 / T if T > 0 else np.nan
        h = [component(b, f * k, rate) if f == f and f * k < 0.5 * rate else 0 for k in range(1, 9)]
        total = sum(h) + 1e-9
        fm = [component(size[:, None], f * k, rate) if f == f and f * k < 0.5 * rate else 0 for k in range(1, 9)]
        tm = sum(fm) + 1e-9
        unit = mean / (np.linalg.norm(mean) + 1e-9)
        along = (b @ unit) - np.linalg.norm(mean)
        row = dict(at=at / rate, amp=amp, rest=np.quantile(dist, 0.3), rest50=np.quantile(dist, 0.5), low3=(size < 0.3).mean(), low5=(size < 0.5).mean(),
                   low7=(size < 0.7).mean(), min5=np.quantile(size, 0.05), p95=np.quantile(size, 0.95), size=size.mean(),
                   size_sd=size.std(), plan=e[1] / (e[0] + 1e-9), third=(e[2] / (e[0] + 1e-9) if len(e) > 2 else np.nan),
                   T=T, rho=rho, odd=sum(h[::2]) / total, h1=h[0] / total, h2=h[1] / total, h4=h[3] / total,
                   m1=fm[0] / tm, m2=fm[1] / tm, m2amp=np.sqrt(2 * fm[1]) , mean=np.linalg.norm(mean), along=along.std(),
                   peak=np.quantile(np.linalg.norm(full, axis=1), 0.995), hf=np.sqrt(((full - band_full[at * step : (at + n) * step]) ** 2).sum(axis=1).mean()))
        if gyr is not None:
            g = gyr[at * step : (at + n) * step]
            g = g - np.mean(g, axis=0)
            row.update(gyr=np.sqrt((g * g).sum(axis=1).mean()), gyr95=np.quantile(np.linalg.norm(g, axis=1), 0.95),
                       gplan=(lambda v: v[1] / v[0])(np.sort(np.linalg.eigvalsh(np.cov(g.T)))[::-1]),
                       gstill=(np.linalg.norm(g, axis=1) < 60).mean())
        yield row


def table(path):
    d = pd.read_csv(path)
    t = d.iloc[:, 0].to_numpy(float)
    a = d[[c for c in d if c.startswith("acc")]]
    a = a.to_numpy(float) / (G if "m/s" in a.columns[0] or "mps2" in a.columns[0] else 1)
    names = [c for c in d if c.startswith("gyr")]
    g = d[names].to_numpy(float) * (57.2958 if names and "rad" in names[0] else 1) if names else None
    dt = np.median(np.diff(t))
    dt = (t[-1] - t[0]) / (len(t) - 1) if abs(dt - (t[-1] - t[0]) / (len(t) - 1)) < 0.3 * dt else dt
    return a, g, 1 / dt


def recordings():
    """(source, person, label, placement, acc, gyr, rate)."""
    i = pd.read_csv(DATA / "activity-labels/index.csv")
    for r in i.itertuples():
        yield (r.source, r.person, r.label, r.placement, *table(DATA / "activity-labels" / r.file))
    for p in sorted(DATA.glob("shank-treadmill-force/sensor/*.csv")):
        yield ("shank", p.stem, "walk" if "walking" in p.stem else "run", "shank-left", *table(p))
    for p in sorted(DATA.glob("sacrum-treadmill-force/sensor/*.csv")):
        yield ("sacrum", "sacrum", "run", "pelvis", *table(p))
    p = DATA / "sacrum-treadmill-force/shimmer_export_no_truth.csv"
    d = pd.read_csv(p).to_numpy(float)
    yield ("shimmer", "sacrum", "run", "pelvis", d[1024:, :3] / G, None, 512.0)
    for p in sorted(DATA.glob("markers-treadmill-force/virtual_imu*.csv")):
        yield ("markers", "markers", "run", next(s for s in ("foot-left", "shank-left", "pelvis") if s.split("-")[0] in p.stem.replace("sacrum", "pelvis")), *table(p))
    for p in sorted(DATA.glob("treadmill-26-runners/sensor/*.csv.gz")):
        who, speed, place = p.name.split(".csv")[0].rsplit("_", 2)
        a, g, rate = table(p)
        yield ("tm26", who, "run", place, a[int(9 * rate):], g[int(9 * rate):], rate)
    d = pd.read_csv(DATA / "outdoor-run-hip/left_hip.csv").to_numpy(float)
    yield ("outdoor", "outdoor", "run", "pelvis-left", d[:, 1:4], None, 100.0)
    d = pd.read_csv(DATA / "foot-lost-packets/foot_app_export.csv").to_numpy(float)
    yield ("hobby", "hobby", "run", "foot-left", d[:, 1:4], d[:, 4:7], 100.0)
    d = pd.read_csv(DATA / "clipped-low-rate/GT3X_30hz_3g.csv")
    yield ("gt3x", "gt3x", "run", "pelvis", d[["X", "Y", "Z"]].to_numpy(float), None, 30.0)
    d = pd.read_csv(DATA / "clipped-low-rate/GT9X_wrist_80hz_2g.csv")
    yield ("gt9x", "gt9x", "run", "wrist-left", d[["X", "Y", "Z"]].to_numpy(float), None, 80.0)
    for folder in map(Path, sys.argv[2:]):
        for p in sorted(folder.glob("*/*.csv")):
            if p.stem in PLACES:
                yield ("virtual", p.parent.name, "walk" if "walk" in p.parent.name else "run", p.stem, *table(p))


PLACES = {"pelvis", "trunk", "thigh-left", "shank-left", "foot-left", "wrist-left"}


def thinned(x, rate_hz, to_hz):
    """As a slow sensor samples: no anti-aliasing beyond the device's usual low-pass at half the rate."""
    y = lowpass(x, 0.5 * to_hz, rate_hz)
    t = np.arange(0, len(x) / rate_hz - 1 / to_hz, 1 / to_hz)
    return np.column_stack([np.interp(t, np.arange(len(x)) / rate_hz, y[:, k]) for k in range(x.shape[1])])


if __name__ == "__main__":
    out = []
    for source, person, label, place, a, g, rate in recordings():
        leg = place.split("-")[0] in ("foot", "shank", "thigh")
        for hz in (0, 20):
            x, w, r = (a, g, rate) if hz == 0 else (thinned(a, rate, hz), None if g is None else thinned(g, rate, hz), hz)
            for row in features(x, w, r, leg):
                out.append(dict(source=source, person=person, label=label, placement=place, segment=place.split("-")[0], hz=hz, rate=r, **row))
    pd.DataFrame(out).to_csv(sys.argv[1], index=False, float_format="%.5g")
