"""Left and right: the waveforms of both shanks, and the difference with its error."""

from __future__ import annotations

import strideform
from matplotlib import pyplot

run = strideform.simulate(["shank-left", "shank-right"], seconds=40, contact_s=[0.26, 0.23])
result = strideform.analyze(run.recordings)
contact = result["contact_time"]
print(f"left {contact.left}, right {contact.right}, difference ± {contact.side_difference_uncertainty}")
figure, axes = pyplot.subplots(figsize=(7, 3.6), layout="constrained")
for bout in strideform.samples(run.recordings):
    strideform.plot.strides(bout.waveforms("inclination_deg"), label="shank inclination (°)", ax=axes)
figure.savefig("e05_left_right.png")
