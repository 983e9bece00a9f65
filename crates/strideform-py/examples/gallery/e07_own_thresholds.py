"""Own thresholds: another table of rules for the form faults, and other parameters of a method."""

from __future__ import annotations

from pathlib import Path

import strideform
from _runners import trial

rules = Path("rules.toml")
rules.write_text(strideform.faults_toml(), encoding="utf-8")      # edit mild and marked, then
run = trial(1, 3.0)
result = strideform.analyze(run.recordings, faults=rules)
for finding in result.findings:
    if finding["status"] != "not-assessed":
        print(finding["name"], finding["status"])
method = "shank-two-onsets"
print(strideform.contacts.parameters(method)["jerk_cutoff_hz"])
changed = strideform.analyze(run.recordings, parameters={method: {"jerk_cutoff_hz": 22.0}})
both = {"default": result, "22 Hz": changed}
strideform.plot.forest(both, "contact_time").figure.savefig("e07_own_thresholds.png")
