"""A contact method of one's own in the whole analysis, over the signal and against ours."""

from __future__ import annotations

import strideform
from _detector import my_detector
from _runners import trial

run = trial(2, 3.0)
shank = {"shank-left": run.recordings["shank-left"]}
mine = strideform.analyze(shank, methods={"contacts": my_detector}, contact_error_s=(0.06, 0.01))
ours = strideform.analyze(shank)
print(mine["contact_time"], ours["contact_time"], sep="\n")
bout = strideform.samples(shank)[0]
part = (bout.time_s > 10) & (bout.time_s < 13)
axes = strideform.plot.contacts(bout.time_s[part], bout.acc[part, 1], mine.contacts, label="along the shank (m/s²)")
axes.figure.savefig("e02_own_detector.png")
