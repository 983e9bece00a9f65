"""The virtual runner as a test bench: does a method follow the truth when contact time changes?"""

from __future__ import annotations

import numpy as np
import strideform
from _detector import my_detector
from matplotlib import pyplot

true = np.array([0.20, 0.22, 0.24, 0.26])
found: dict[str, list[float]] = {"ours": [], "own": []}
for contact in true:
    run = strideform.simulate(["shank-left"], seconds=20, contact_s=[contact, contact])
    found["ours"].append(strideform.analyze(run.recordings)["contact_time"].value)
    found["own"].append(strideform.analyze(run.recordings, methods={"contacts": my_detector})["contact_time"].value)
figure, axes = pyplot.subplots(figsize=(5, 4), layout="constrained")
axes.plot(1000 * true, 1000 * true, color="#999999", label="truth")
for name, values in found.items():
    print(name, np.round(1000 * (np.array(values) - true), 1), "ms")
    axes.plot(1000 * true, 1000 * np.array(values), "o-", label=name)
axes.set(xlabel="true contact time (ms)", ylabel="found (ms)")
axes.legend(frameon=False)
figure.savefig("e10_test_bench.png")
