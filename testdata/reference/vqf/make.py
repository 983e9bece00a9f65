"""Reference values for the offline orientation filter, computed with the authors' package `vqf` 2.1.2 (numpy 2).

Run `python make.py` beside this file. `offline.csv` holds blocks, each headed by
`# name rate_hz tau_acc_s motion_bias rest_bias every`; a row holds angular rate (rad/s) and specific force (m/s²) of a
sample and, on every `every`-th row, the attitude quaternion (w, x, y, z), the gyroscope's bias (rad/s) and whether rest
was detected. The motion is made up here: sums of harmonics of a stride, a bias, noise, in one block a rest.
"""

import pathlib

import numpy as np
import vqf

HERE = pathlib.Path(__file__).parent
EVERY = 10


def motion(rate, seconds, seed, rest=None):
    rng = np.random.default_rng(seed)
    t = np.arange(int(rate * seconds)) / rate
    stride = 0.71
    gyr = np.zeros((len(t), 3))
    acc = np.zeros((len(t), 3))
    for k in range(1, 5):
        phase = 2 * np.pi * k * t[:, None] / stride + rng.uniform(0, 2 * np.pi, 3)
        gyr += rng.normal(0, 2.0 / k, 3) * np.sin(phase)
        acc += rng.normal(0, 5.0 / k, 3) * np.cos(phase)
    acc[:, 1] += 9.81
    if rest is not None:
        still = (t >= rest[0]) & (t < rest[1])
        gyr[still] = 0
        acc[still] = [0.9, 9.7, -1.1]
    gyr += rng.normal(0, 0.01, 3) + rng.normal(0, 0.002, gyr.shape)
    acc += rng.normal(0, 0.05, acc.shape)
    return np.round(gyr, 4), np.round(acc, 3)


BLOCKS = [
    ("running", 100.0, 3.0, True, True, motion(100.0, 9.0, 1)),
    ("rest", 50.0, 1.5, True, True, motion(50.0, 18.0, 2, rest=(6.0, 10.0))),
    ("plain", 60.0, 9.0, False, False, motion(60.0, 14.0, 3)),
]

lines = []
for name, rate, tau, moving, resting, (gyr, acc) in BLOCKS:
    params = {"tauAcc": tau, "motionBiasEstEnabled": moving, "restBiasEstEnabled": resting}
    out = vqf.offlineVQF(np.ascontiguousarray(gyr), np.ascontiguousarray(acc), None, 1 / rate, params)
    lines.append(f"# {name} {rate} {tau} {int(moving)} {int(resting)} {EVERY}")
    for i in range(len(gyr)):
        cells = [f"{v:.4f}" for v in gyr[i]] + [f"{v:.3f}" for v in acc[i]]
        if i % EVERY == 0:
            cells += [f"{v:.14f}" for v in out["quat6D"][i]] + [f"{v:.15f}" for v in out["bias"][i]]
            cells.append(str(int(out["restDetected"][i])))
        lines.append(",".join(cells))
(HERE / "offline.csv").write_text("\n".join(lines) + "\n")
