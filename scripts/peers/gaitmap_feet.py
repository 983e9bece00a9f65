"""gaitmap on two feet: segmentation, events, trajectories, parameters; from CSV to a CSV of parameters."""
import sys

import pandas as pd
from gaitmap.event_detection import RamppEventDetection
from gaitmap.parameters import SpatialParameterCalculation, TemporalParameterCalculation
from gaitmap.stride_segmentation import BarthDtw
from gaitmap.trajectory_reconstruction import StrideLevelTrajectory
from gaitmap.utils.coordinate_conversion import convert_to_fbf

left, right, target = sys.argv[1:4]


def read(path):
    raw = pd.read_csv(path, engine="pyarrow")
    # strideform: x forward, y up, z right; gaitmap: x forward, y left, z up.
    return pd.DataFrame({
        "acc_x": raw["acc_x_mps2"], "acc_y": -raw["acc_z_mps2"], "acc_z": raw["acc_y_mps2"],
        "gyr_x": raw["gyr_x_dps"], "gyr_y": -raw["gyr_z_dps"], "gyr_z": raw["gyr_y_dps"],
    })


rate = 200.0
sensors = {"left_sensor": read(left), "right_sensor": read(right)}
body = convert_to_fbf(sensors, left_like="left_", right_like="right_")
strides = BarthDtw().segment(body, sampling_rate_hz=rate).stride_list_
events = RamppEventDetection().detect(body, strides, sampling_rate_hz=rate)
path = StrideLevelTrajectory().estimate(sensors, events.min_vel_event_list_, sampling_rate_hz=rate)
temporal = TemporalParameterCalculation().calculate(events.min_vel_event_list_, sampling_rate_hz=rate)
spatial = SpatialParameterCalculation().calculate(
    events.min_vel_event_list_, path.position_, path.orientation_, sampling_rate_hz=rate)
rows = []
for foot in sensors:
    both = temporal.parameters_pretty_[foot].join(spatial.parameters_pretty_[foot], rsuffix="_spatial")
    rows.append(both.assign(foot=foot))
pd.concat(rows).to_csv(target)
print(sum(len(r) for r in rows), "strides")
