"""Seconds that the authors' offline VQF (C++) takes for a recording's samples."""
import sys
import time

import numpy as np
import vqf

table = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1)
acc = np.ascontiguousarray(table[:, 1:4])
gyr = np.ascontiguousarray(np.radians(table[:, 4:7]))
start = time.perf_counter()
out = vqf.offlineVQF(gyr, acc, None, 1 / 200)
print(time.perf_counter() - start, len(out["quat6D"]))
