"""First run: from samples to numbers with their errors."""

from __future__ import annotations

import strideform
from _runners import trial

run = trial(1, 3.0)
result = strideform.analyze(run.recordings, speed_mps=3.0)
for name in ("cadence", "contact_time", "vertical_oscillation"):
    print(result[name])
strideform.plot.forest({"runner 1": result}, "contact_time").figure.savefig("e01_first_run.png")
