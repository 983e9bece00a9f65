"""scikit-digital-health's gait classifier and GaitLumbar on one pelvis recording: from CSV to a CSV of parameters."""
import sys

import numpy as np
import pandas as pd
from skdh.context import PredictGaitLumbarLgbm
from skdh.gait import GaitLumbar

source, target = sys.argv[1:3]
raw = pd.read_csv(source, engine="pyarrow")
time = raw["time_s"].to_numpy() + 1.7e9
accel = np.ascontiguousarray(raw[["acc_x_mps2", "acc_y_mps2", "acc_z_mps2"]].to_numpy()) / 9.80665
gyro = np.radians(np.ascontiguousarray(raw[["gyr_x_dps", "gyr_y_dps", "gyr_z_dps"]].to_numpy()))
# The classifier finds walking only; the gait analysis is given the whole recording so that there is something to measure.
found = PredictGaitLumbarLgbm().predict(time=time, accel=accel, fs=200.0)
bouts = found.get("gait_bouts", np.empty((0, 2)))
if np.sum(np.diff(bouts)) < 0.5 * len(time):
    bouts = np.array([[0, len(time)]])
found = GaitLumbar().predict(time=time, accel=accel, gyro=gyro, fs=200.0, height=1.75, gait_bouts=bouts)
table = pd.DataFrame({k: v for k, v in found.items() if np.ndim(v) == 1})
table.to_csv(target)
print(len(table), "rows")
