"""Fatigue: contact time over a run whose contacts become longer."""

from __future__ import annotations

import numpy as np
import strideform
from matplotlib import pyplot

run = strideform.simulate(["shank-left", "shank-right"], seconds=240, fatigue={"contact_percent": 120})
result = strideform.analyze(run.recordings)
times, _, values = result.steps("contact_time")
slope = np.polyfit(times / 60, values, 1)[0]
print(f"contact time rises by {1000 * slope:.1f} ms per minute")
figure, axes = pyplot.subplots(figsize=(7, 3.6), layout="constrained")
axes.plot(times / 60, 1000 * values, ".", markersize=3, color="#555555")
axes.set(xlabel="time (min)", ylabel="contact time (ms)")
figure.savefig("e04_fatigue.png")
