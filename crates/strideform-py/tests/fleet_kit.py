"""What the tests of fleets share: a study folder, clusters, tables as rows."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dask
import distributed

from conftest import EXPORTS, RUN


def study(folder: Path) -> Path:
    """Good and bad inputs of every kind: 12 that are counted, 3 that are passed over."""
    folder.mkdir(parents=True)
    shutil.copytree(RUN, folder / "a" / "session")
    (folder / "a" / "session" / "truth_contacts.csv").unlink()
    for name in ("shank-left", "foot-right", "pelvis"):
        shutil.copy(RUN / f"{name}.csv", folder / f"{name}_01.csv")
    packed = folder / "b" / "shank-right_02.csv.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress((RUN / "shank-right.csv").read_bytes(), mtime=0))
    bad = folder / "bad"
    bad.mkdir()
    lines = (RUN / "shank-left.csv").read_text().splitlines()
    (bad / "empty.csv").write_text("")
    (bad / "no-place.csv").write_text("\n".join(lines[:2000]))
    (bad / "shank-left_cell.csv").write_text("\n".join([*lines[:900], "x" + lines[900], *lines[901:1500]]))
    (bad / "shank-left_short.csv").write_text("\n".join(lines[:20]))
    # Five seconds of standing.
    (bad / "shank-left_still.csv").write_text("\n".join(lines[:900]))
    (bad / "shank-left_noise.csv").write_bytes(bytes(range(256)) * 40)
    shutil.copytree(RUN, bad / "session")
    (bad / "session" / "pelvis.csv").unlink()
    for name in (".hidden.csv", "notes.md", "run.json"):
        (folder / name).write_text("{}")
    return folder


#: Inputs of a study, rows of runs, failures.
INPUTS, RUNS, FAILURES = 12, 7, 5


@contextmanager
def cluster(**options: Any) -> Iterator[distributed.Client]:
    """Two worker processes with one thread each."""
    asked = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(**(asked | options)) as local,
        distributed.Client(local) as client,
    ):
        yield client


def rows(table: Any) -> list[dict[str, Any]]:
    """Rows of a dataset or table, in order."""
    return (table.to_table() if hasattr(table, "to_table") else table).to_pylist()


def files(folder: Path) -> dict[str, bytes]:
    """Every table file by its path within a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.parquet"))}


def exports() -> Path:
    """The bad files of every kind that the repository holds."""
    return EXPORTS / "bad"
