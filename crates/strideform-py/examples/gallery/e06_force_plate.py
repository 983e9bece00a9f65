"""Against a force plate: agreement of contact time with repeated measures. (Here the plate is the virtual runner's truth.)"""

from __future__ import annotations

import numpy as np
import strideform
from _runners import trial

trials = {f"runner {r}": trial(r, 3.0) for r in range(4)}
found = {name: strideform.contacts.find({"shank-left": t.recordings["shank-left"]}) for name, t in trials.items()}
plate = {name: {k: v[t.contacts["side"] == "left"] for k, v in t.contacts.items()} for name, t in trials.items()}
result = strideform.agreement(found, plate)
for row in result["pooled"]:
    print(f"{row['id']}: bias {1000 * row['bias']:+.1f} ms, limits {1000 * row['limits'][0]:+.1f} … {1000 * row['limits'][1]:+.1f} ms")
a, b, who = [], [], []
for name, table in found.items():
    for ic, seconds in zip(table["initial_contact_s"], table["contact_time_s"], strict=True):
        k = int(np.argmin(np.abs(plate[name]["initial_contact_s"] - ic)))
        if np.isfinite(seconds):
            a.append(1000 * seconds)
            b.append(1000 * (plate[name]["toe_off_s"][k] - plate[name]["initial_contact_s"][k]))
            who.append(name)
strideform.plot.bland_altman(a, b, groups=who, unit="ms").figure.savefig("e06_force_plate.png")
