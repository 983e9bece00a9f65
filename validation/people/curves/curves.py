#!/usr/bin/env python3
"""Curves of people for the virtual runner: means by speed and principal components.

Reads treadmill-26-runners (Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298, doi 10.7717/peerj.3298, CC BY 4.0) from the
folder in STRIDEFORM_DATA, needs numpy and pandas, and writes crates/strideform-virtual/src/people/table.csv.

Every trial becomes one mean stride per quantity, left and right pooled (the right stride mirrored), against a phase that
is 0 at left contact, SHARE at left toe-off, 0.5 at right contact and 0.5 + SHARE at right toe-off; in between the phase
is the quintic that the virtual runner uses too, so what is played back is what was measured. The columns are the means over the
runners at each speed, and the principal components of what is a runner's own (his deviation averaged over the speeds).
"""
import gzip
import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd

SHARE = 0.35  # phase of toe-off (chosen: the runners' mean share of contact is 0.39, 0.32 and 0.28 at the three speeds)
POINTS = 256
COMPONENTS = 7
SPEEDS = [2.5, 3.5, 4.5]
PLACE = -0.11  # the virtual pelvis sensor's place behind the pelvis's origin, m
BRAKING = 0.25  # scale of the virtual runner's braking, body weights
G = 9.80665

# name: (highest harmonic, which harmonics: odd, even or all)
# Mirror symmetry: what changes sign when left and right are exchanged has odd harmonics only, the rest even ones.
CURVES = {
    "pelvis_roll_deg": (15, "odd"),
    "pelvis_yaw_deg": (11, "odd"),
    "pelvis_tilt_deg": (16, "even"),
    "pelvis_right_m": (11, "odd"),
    "pelvis_forward_m": (16, "even"),
    "pelvis_up_m": (12, "even"),
    "shank_deg": (16, "all"),
    "thigh_deg": (12, "all"),
    "foot_deg": (16, "all"),
}
SCALARS = ["cadence_spm", "contact_s", "strike_deg", "height_m"]


def harmonics(name):
    top, kind = CURVES[name]
    first, step = {"odd": (1, 2), "even": (0, 2), "all": (0, 1)}[kind]
    return range(first, top + 1, step)


def quintic_phase(knots, values, t):
    """The monotone C2 curve through the knots: slope there is the harmonic mean of the secants, curvature nothing."""
    secant = np.diff(values) / np.diff(knots)
    slope = np.empty(len(knots))
    slope[1:-1] = 2 * secant[:-1] * secant[1:] / (secant[:-1] + secant[1:])
    slope[0], slope[-1] = secant[0], secant[-1]
    i = np.clip(np.searchsorted(knots, t, side="right") - 1, 0, len(knots) - 2)
    h = knots[i + 1] - knots[i]
    u = (t - knots[i]) / h
    d, a, b = values[i + 1] - values[i], slope[i] * h, slope[i + 1] * h
    k3, k4, k5 = 10 * d - 6 * a - 4 * b, -15 * d + 8 * a + 7 * b, 6 * d - 3 * a - 3 * b
    return values[i] + u * (a + u * u * (k3 + u * (k4 + u * k5)))


def read(folder, kind, name):
    with gzip.open(folder / kind / f"{name}.csv.gz") as f:
        return pd.read_csv(f)


def twice_integrated(t, acc, low):
    """Displacement from acceleration: what is slower than `low` Hz is left out."""
    t0, n = t[0], len(t)
    dt = (t[-1] - t0) / (n - 1)
    f = np.fft.rfftfreq(n, dt)
    spectrum = np.fft.rfft(acc - acc.mean())
    keep = f >= low
    spectrum[~keep] = 0
    spectrum[keep] /= -((2 * np.pi * f[keep]) ** 2)
    return np.fft.irfft(spectrum, n)


def rotation(yaw, roll, tilt):
    """Axes (forward, left, up) in the world, as columns: about up (to the left), then forward (left up), then front up."""
    y, r, p = np.radians(yaw), np.radians(roll), np.radians(tilt)
    one, zero = np.ones_like(y), np.zeros_like(y)
    m = lambda rows: np.moveaxis(np.array(rows), -1, 0)
    a = m([[np.cos(y), -np.sin(y), zero], [np.sin(y), np.cos(y), zero], [zero, zero, one]])
    b = m([[one, zero, zero], [zero, np.cos(r), -np.sin(r)], [zero, np.sin(r), np.cos(r)]])
    c = m([[np.cos(p), zero, -np.sin(p)], [zero, one, zero], [np.sin(p), zero, np.cos(p)]])
    return a @ b @ c


def sign_of(angle, rate, t):
    """+1 or -1: whether the angle grows with the rate."""
    d = np.gradient(angle, t)
    c = np.corrcoef(d, rate)[0, 1]
    if abs(c) < 0.7:
        print(f"  weak agreement of angle and rate: {c:.2f}", file=sys.stderr)
    return np.sign(c)


def trial(folder, row, steps):
    curves = read(folder, "curves", row.trial)
    sensor = read(folder, "sensor", f"{row.trial}_pelvis")
    force = read(folder, "force", row.trial)
    n = len(curves)
    t = np.linspace(curves.time_s.iloc[0], curves.time_s.iloc[-1], n)  # times are rounded to 1 ms
    st = np.linspace(sensor.time_s.iloc[0], sensor.time_s.iloc[-1], len(sensor))
    ft = np.linspace(force.time_s.iloc[0], force.time_s.iloc[-1], len(force))
    at = lambda column: np.interp(t, st, sensor[column].to_numpy())

    left_up = sign_of(curves.pelvis_obliquity_deg, at("gyr_y_dps"), t) * curves.pelvis_obliquity_deg.to_numpy()
    front_up = sign_of(curves.pelvis_tilt_deg, at("gyr_x_dps"), t) * curves.pelvis_tilt_deg.to_numpy()
    to_left = sign_of(curves.pelvis_yaw_deg, at("gyr_z_dps"), t) * curves.pelvis_yaw_deg.to_numpy()
    to_left = to_left - to_left.mean()

    s = steps.sort_values("initial_contact_s")
    stride = s.stride_time_s.median()
    low = 0.6 / stride
    axes = rotation(to_left, left_up, front_up)
    felt = np.stack([at("acc_y_mps2"), -at("acc_x_mps2"), at("acc_z_mps2")], axis=1)
    world = np.einsum("nij,nj->ni", axes, felt)
    # a slow tilt of the laboratory's axes against the treadmill's is left out with everything slow
    forward, left = (twice_integrated(t, world[:, k], low) for k in (0, 1))
    place = axes @ np.array([PLACE, 0.0, 0.0])
    forward = forward - (place[:, 0] - place[:, 0].mean())
    left = left - (place[:, 1] - place[:, 1].mean())
    height = curves.sacrum_height_m.to_numpy() - place[:, 2]
    com_up = twice_integrated(ft, (force.vertical_force_bw.to_numpy() - 1) * G, low)
    up = height - height.mean() - np.interp(t, ft, com_up)
    brake = np.zeros(n)
    for c in s.itertuples():
        x = (t - c.initial_contact_s) / (c.toe_off_s - c.initial_contact_s)
        x = np.where((x > 0) & (x < 1), 2 * np.pi * x, 0)
        brake -= BRAKING * G * np.sin(x) * (1 - np.cos(x))
    forward = forward - twice_integrated(t, brake, low)

    whole = {
        "pelvis_roll_deg": left_up,
        "pelvis_yaw_deg": to_left,
        "pelvis_tilt_deg": front_up,
        "pelvis_right_m": -left,
        "pelvis_forward_m": forward,
        "pelvis_up_m": up,
    }
    legs = {
        side: {
            # forward lean, from standing
            "shank_deg": -(curves[f"shank_angle_{side}_deg"] - curves[f"shank_standing_{side}_deg"]).to_numpy(),
            "hip": curves[f"hip_extension_{side}_deg"].to_numpy(),
            "foot_deg": curves[f"foot_pitch_{side}_deg"].to_numpy(),
        }
        for side in ("left", "right")
    }
    for leg in legs.values():
        # a thigh behind the pelvis's long axis leans forward
        leg["thigh_deg"] = leg.pop("hip") - front_up

    # phase: unbroken runs of alternating contacts
    ic, to, left_foot = s.initial_contact_s.to_numpy(), s.toe_off_s.to_numpy(), (s.side == "left").to_numpy()
    total = {name: [] for name in CURVES}
    fine = np.linspace(0, 1, POINTS, endpoint=False)
    for i in range(1, len(s) - 4):
        j = slice(i - 1, i + 4)
        if not (np.all(np.diff(left_foot[j].astype(int)) != 0) and np.all(np.diff(ic[j]) < 0.6)):
            continue
        knots = np.ravel(np.column_stack([ic[j], to[j]]))
        count = np.repeat(np.arange(-1, 4) * 0.5, 2)
        values = count + np.tile([0, SHARE], 5)
        if np.any(np.diff(knots) <= 0):
            continue
        mine = (t > knots[1]) & (t < knots[-2])
        phase = quintic_phase(knots, values, t[mine])
        mirror = 1 if left_foot[i] else -1
        side = "left" if left_foot[i] else "right"
        for name in CURVES:
            y = whole[name][mine] * (mirror if CURVES[name][1] == "odd" else 1) if name in whole else legs[side][name][mine]
            total[name].append(np.interp(fine, phase, y))
    means = {name: np.mean(v, axis=0) for name, v in total.items()}
    half = POINTS // 2
    for name, (_, kind) in CURVES.items():
        other = np.roll(means[name], half)
        if kind != "all":
            means[name] = 0.5 * (means[name] + (other if kind == "even" else -other))
    means["pelvis_forward_m"] -= means["pelvis_forward_m"].mean()
    means["pelvis_up_m"] -= means["pelvis_up_m"].mean()
    scalars = {
        "cadence_spm": 120 / stride,
        "contact_s": s.contact_time_s.median(),
        "strike_deg": s.foot_strike_angle_deg.median(),
        "height_m": row.height_cm / 100,
    }
    return means, scalars


def fourier(name, y):
    """Rows (harmonic, cosine, sine) of a curve."""
    c = np.fft.rfft(y) / len(y)
    return np.array([[c[k].real * (1 if k == 0 else 2), -2 * c[k].imag if k else 0.0] for k in harmonics(name)]).ravel()


def main():
    folder = Path(os.environ.get("STRIDEFORM_DATA", "../shared/data")) / "treadmill-26-runners"
    trials = pd.read_csv(folder / "trials.csv")
    steps = pd.read_csv(folder / "truth_steps.csv")
    rows = []
    for row in trials.itertuples():
        means, scalars = trial(folder, row, steps[steps.trial == row.trial])
        rows.append((row.runner, row.speed_mps, means, scalars))
    runners = sorted({r for r, *_ in rows})
    names = list(CURVES) + SCALARS
    vector = lambda m, s: [fourier(n, m[n]) for n in CURVES] + [np.array([s[n]]) for n in SCALARS]
    table = {(r, v): vector(m, s) for r, v, m, s in rows}
    mean = {v: [np.mean([table[r, v][i] for r in runners], axis=0) for i in range(len(names))] for v in SPEEDS}
    own = [
        np.concatenate([np.mean([table[r, v][i] - mean[v][i] for v in SPEEDS], axis=0) for i in range(len(names))])
        for r in runners
    ]
    own = np.array(own)
    sizes = [len(x) for x in mean[3.5]]
    edges = np.cumsum([0] + sizes)
    # every quantity weighs the same, whatever its unit; the mean over the stride apart from the curve's shape
    blocks = []
    for name, a, b in zip(names, edges, edges[1:]):
        with_mean = name in CURVES and harmonics(name)[0] == 0
        blocks += [(a, a + 2), (a + 2, b)] if with_mean else [(a, b)]
    spread = [np.sqrt((own[:, a:b] ** 2).sum() / (len(runners) - 1)) for a, b in blocks]
    weight = np.concatenate(
        [np.full(b - a, 1 / s if s > 1e-9 else 0) for (a, b), s in zip(blocks, spread)]
    )
    u, sv, vt = np.linalg.svd(own * weight, full_matrices=False)
    share = np.cumsum(sv**2) / (sv**2).sum()
    print("variance explained:", np.round(share, 3), file=sys.stderr)
    back = np.divide(1, weight, out=np.zeros_like(weight), where=weight > 0)
    components = sv[:COMPONENTS, None] * vt[:COMPONENTS] / np.sqrt(len(runners) - 1) * back
    # what the components leave out is made good block by block, so that the spread over runners is the data's
    for (a, b), s in zip(blocks, spread):
        if s > 1e-9:
            components[:, a:b] *= s / np.sqrt((components[:, a:b] ** 2).sum())
    # degrees of shank per degree of strike, between runners
    shank = np.array([[np.mean([m["shank_deg"][0] for r, v, m, _ in rows if r == x]) for x in runners],
                      [np.mean([s["strike_deg"] for r, v, _, s in rows if r == x]) for x in runners]])
    (slope, _), tied = np.polyfit(shank[1], shank[0], 1), np.corrcoef(shank)[0, 1]
    print(f"shank ahead per degree of strike: {-slope:.3f} (r {-tied:.2f})", file=sys.stderr)
    # how much the sides of a runner differ: SD over runners of half of left minus right, about their mean
    steps["shank"] = steps.shank_angle_deg - steps.shank_standing_deg
    sides = steps.groupby(["runner", "speed_mps", "side"]).median(numeric_only=True).groupby(["runner", "side"]).mean().unstack()
    differ = {
        name: float((0.5 * (sides[column, "left"] - sides[column, "right"])).std(ddof=1))
        for name, column in [
            ("side_strike_deg", "foot_strike_angle_deg"),
            ("side_shank_deg", "shank"),
            ("side_drop_deg", "drop_excursion_deg"),
            ("side_level_deg", "drop_at_contact_deg"),
            ("side_contact_s", "contact_time_s"),
            ("side_step_s", "step_time_s"),
        ]
    }
    print(differ, file=sys.stderr)
    out = Path(__file__).resolve().parents[2] / "crates/strideform-virtual/src/people/table.csv"
    out.parent.mkdir(exist_ok=True)
    with open(out, "w") as f:
        f.write(
            "# Generated by validation/people/curves/curves.py; do not edit.\n"
            "# Derived from: Fukuchi, Fukuchi & Duarte 2017, A public dataset of running biomechanics and the effects of running speed\n"
            "# on lower extremity kinematics and kinetics, PeerJ 5:e3298, doi 10.7717/peerj.3298, CC BY 4.0 (13 of its runners).\n"
            "# Fourier coefficients over the stride: means at 2.5, 3.5 and 4.5 m/s and one standard deviation of each component;\n"
            "# side_: standard deviation over runners of half the difference between the sides.\n"
            "quantity,harmonic,part,at_2.5,at_3.5,at_4.5," + ",".join(f"pc{k + 1}" for k in range(COMPONENTS)) + "\n"
        )
        for i, name in enumerate(names):
            labels = [(h, p) for h in harmonics(name) for p in ("cos", "sin")] if name in CURVES else [(0, "cos")]
            for j, (h, p) in enumerate(labels):
                if h == 0 and p == "sin":
                    continue
                values = [mean[v][i][j] for v in SPEEDS] + [c[edges[i] + j] for c in components]
                f.write(f"{name},{h},{p}," + ",".join(f"{x:.5g}" for x in values) + "\n")
        for name, sd in differ.items():
            f.write(f"{name},0,cos,{sd:.4g},{sd:.4g},{sd:.4g}" + ",0" * COMPONENTS + "\n")
        f.write(f"shank_ahead_per_strike,0,cos,{-slope:.4g},{-slope:.4g},{-slope:.4g}" + ",0" * COMPONENTS + "\n")
    if "--show" in sys.argv:
        for v in SPEEDS:
            print(v, {n: round(float(mean[v][names.index(n)][0]), 3) for n in SCALARS})
            sel = [(m, s) for r, w, m, s in rows if w == v]
            for n in CURVES:
                y = np.array([m[n] for m, _ in sel])
                print(f"  {n:17s} ic {y[:,0].mean():8.3f} ±{y[:,0].std(ddof=1):6.3f} 40% {y[:,36].mean():8.3f}",
                      f"to {y[:,90].mean():8.3f} range {np.ptp(y,axis=1).mean():7.3f} ±{np.ptp(y,axis=1).std(ddof=1):6.3f}",
                      f"worst residual {max(np.abs(rebuilt(n, fourier(n, c)) - c).max() for c in y):.3f}")


def rebuilt(name, c):
    x = 2 * np.pi * np.arange(POINTS) / POINTS
    return sum(a * np.cos(k * x) + b * np.sin(k * x) for k, (a, b) in zip(harmonics(name), c.reshape(-1, 2)))


if __name__ == "__main__":
    main()
