"""mobgap's pipeline for healthy adults on one pelvis recording: from CSV to a CSV of parameters."""
import sys

import pandas as pd
from mobgap.data import GaitDatasetFromData
from mobgap.pipeline import MobilisedPipelineHealthy

source, target = sys.argv[1:3]
raw = pd.read_csv(source, engine="pyarrow")
# strideform: x forward, y up, z right; mobgap: x up, y right, z forward. Angular rates stay in deg/s.
names = {"acc_y_mps2": "acc_x", "acc_z_mps2": "acc_y", "acc_x_mps2": "acc_z",
         "gyr_y_dps": "gyr_x", "gyr_z_dps": "gyr_y", "gyr_x_dps": "gyr_z"}
frame = raw[list(names)].rename(columns=names)
data = GaitDatasetFromData(
    {"runner": {"LowerBack": frame}}, 200.0,
    {"runner": {"height_m": 1.75, "sensor_height_m": 0.97, "cohort": "HA"}},
    {"runner": {"measurement_condition": "free_living"}},
)
found = MobilisedPipelineHealthy().safe_run(data[0])
table = found.per_stride_parameters_
table.to_csv(target)
print(len(table), "strides")
