"""scikit-digital-health's GaitLumbar on one pelvis recording: CSV in, CSV of parameters out."""
import sys

import numpy as np
import pandas as pd
from skdh.gait import GaitLumbar

source, target = sys.argv[1:3]
raw = pd.read_csv(source, engine="pyarrow")
time = raw["time_s"].to_numpy() + 1.7e9
accel = np.ascontiguousarray(raw[["acc_x_mps2", "acc_y_mps2", "acc_z_mps2"]].to_numpy()) / 9.80665
gyro = np.radians(np.ascontiguousarray(raw[["gyr_x_dps", "gyr_y_dps", "gyr_z_dps"]].to_numpy()))
# The whole recording is one bout of gait: its classifier of walking is spared.
bouts = np.array([[0, len(time)]])
found = GaitLumbar().predict(time=time, accel=accel, gyro=gyro, fs=200.0, height=1.75, gait_bouts=bouts)
table = pd.DataFrame({k: v for k, v in found.items() if np.ndim(v) == 1})
table.to_csv(target)
print(len(table), "rows")
