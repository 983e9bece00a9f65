"""A partition that keeps killing its workers, analysed again in a separate process that may die safely.

When the process dies, the input that it began last is the cause: it becomes a row of failures, and the
rest is analysed again without it.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile

from ._parts import Part
from ._counts import Counts
from ._task import Job, analyse_part


def analyse_part_alone(part: Part, job: Job, memory: int | None = None) -> Counts:
    """Like :func:`analyse_part`, but survives inputs that kill their process; ``memory`` is its limit in bytes."""
    lost: dict[int, str] = {}
    while True:
        with tempfile.TemporaryDirectory(prefix="strideform-") as folder:
            task, begun, done = (os.path.join(folder, name) for name in ("task", "begun", "done"))
            with open(task, "wb") as file:
                pickle.dump((part, job, lost, _limit(memory)), file)
            child = subprocess.run(
                [sys.executable, "-m", "strideform.fleet._alone", task, begun, done],
                # The other process must be able to import whatever this one can.
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), *sys.path]))},
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                check=False,
            )
            if os.path.exists(done):
                with open(done, "rb") as file:
                    counts: Counts = pickle.load(file)
                return counts
            at = _last(begun)
        if child.returncode >= 0 or at is None or at in lost:
            stderr = child.stderr.decode(errors="replace").strip()[-2000:]
            raise RuntimeError(f"the process of {part.file} ended with status {child.returncode}: {stderr}")
        lost[at] = reason(_name(-child.returncode))


def reason(how: str) -> str:
    """The failure of an input that kills its process."""
    return (
        f"worker lost ({how}) whenever this input was analysed, in a separate process too; check its size, and try "
        "it by itself with `strideform analyze`"
    )


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _limit(memory: int | None) -> int | None:
    """The memory available to a process beyond its loaded code."""
    return memory if memory and sys.platform == "linux" else None


def _last(path: str) -> int | None:
    try:
        with open(path, encoding="ascii") as file:
            lines = file.read().split("\n")[:-1]
    except FileNotFoundError:
        return None
    return int(lines[-1]) if lines else None


def _main(task: str, begun: str, done: str) -> None:
    with open(task, "rb") as file:
        part, job, lost, memory = pickle.load(file)
    if memory is not None:
        import resource

        # A memory limit replaces the worker's guard, which would have ended the process.
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    with open(begun, "w", encoding="ascii", buffering=1) as log:
        try:
            counts = analyse_part(part, job, lost, lambda at: print(at, file=log))
        except MemoryError:
            os.abort()
    with open(done + ".tmp", "wb") as file:
        pickle.dump(counts, file)
    os.replace(done + ".tmp", done)


if __name__ == "__main__":
    # Classes of this module are pickled under its name, not under `__main__`.
    from strideform.fleet._alone import _main as main

    main(*sys.argv[1:])
