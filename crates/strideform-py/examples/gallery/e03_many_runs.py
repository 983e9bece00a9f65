"""Many runs into one table, and a mixed model: contact time over speed with the runner as random effect."""

from __future__ import annotations

import pandas
import statsmodels.formula.api as smf
import strideform
from _runners import trial

runs = {(r, v): strideform.analyze(trial(r, v, seconds=15).recordings, speed_mps=v) for r in range(4) for v in (2.8, 3.4)}
steps = pandas.concat(a.strides.to_pandas().assign(runner=r, speed=v) for (r, v), a in runs.items())
steps = steps[steps["valid"]].dropna(subset=["contact_time_s"])
fit = smf.mixedlm("contact_time_s ~ speed", steps, groups="runner").fit()
print(f"contact time changes by {1000 * fit.params['speed']:.1f} ms per m/s")
named = {f"runner {r}, {v} m/s": a for (r, v), a in runs.items()}
strideform.plot.forest(named, "contact_time").figure.savefig("e03_many_runs.png")
