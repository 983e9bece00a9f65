"""Many recordings in parallel: results travel between processes. (Dask: the same function in `client.map`.)"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import strideform
from _runners import trial


def analysed(runner: int) -> strideform.Analysis:
    """One runner."""
    return strideform.analyze(trial(runner, 3.0, seconds=15).recordings, speed_mps=3.0)


if __name__ == "__main__":
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        runs = dict(zip(("A", "B", "C"), pool.map(analysed, range(3)), strict=True))
    print({name: run["cadence"].value for name, run in runs.items()})
    strideform.plot.forest(runs, "cadence").figure.savefig("e09_parallel.png")
