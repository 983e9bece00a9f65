"""Data and events of gaitmap, both ways, and the rows of a BIDS events.tsv."""

from __future__ import annotations

import numpy as np
import pandas
import strideform

run = strideform.simulate(["foot-left", "foot-right"], seconds=25)
frames = {}
for place, key in (("foot-left", "left_sensor"), ("foot-right", "right_sensor")):
    made = run.recordings[place]
    columns = np.column_stack([made["acc [m/s^2]"], np.degrees(made["gyr [rad/s]"])])
    frames[key] = pandas.DataFrame(columns, columns=[f"{s}_{a}" for s in ("acc", "gyr") for a in "xyz"])
result = strideform.analyze(frames, frame="gaitmap", rate_hz=200.0)
strides = strideform.events.to_gaitmap(result.contacts, rate_hz=200.0)          # samples
back = strideform.events.from_gaitmap(strides, rate_hz=200.0)                   # seconds
print(strides["left_sensor"].head(3), len(back["side"]), sep="\n")
print(strideform.events.to_bids(result.contacts).head(3))
bouts = strideform.samples(frames, frame="gaitmap", rate_hz=200.0)
figure = strideform.plot.strides(bouts[0].waveforms("inclination_deg"), label="foot inclination (°)").figure
figure.savefig("e08_gaitmap.png")
