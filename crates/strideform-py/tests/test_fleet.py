"""Fleets: many inputs on Dask, the same tables whatever happens on the way."""

from __future__ import annotations

import csv
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")

import distributed
import pyarrow.parquet as pq

import strideform
from strideform import fleet

from fleet_kit import FAILURES, INPUTS, RUNS, cluster, exports, files, rows, study


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study(tmp_path_factory.mktemp("fleet") / "study")


@pytest.fixture(scope="module")
def client() -> Iterator[distributed.Client]:
    with cluster() as client:
        yield client


@pytest.fixture(scope="module")
def undisturbed(inputs: Path, client: distributed.Client) -> Path:
    out = inputs.parent / "undisturbed"
    result = fleet.analyze(inputs, out, client, strides=True)
    assert (result.inputs, result.run_count, result.failure_count) == (INPUTS, RUNS, FAILURES)
    return out


def test_rows_are_those_of_batch(inputs: Path, tmp_path: Path, cli: Any) -> None:
    # Without a client: the cluster that users get who hand over none.
    paths = [str(inputs), str(exports()), "no/such/file.csv"]
    result = fleet.analyze(paths, tmp_path / "tables", strides=True, mass_kg=70.0, partition_files=3)
    listed = tmp_path / "list.txt"
    listed.write_text("\n".join(paths))
    out = [tmp_path / name for name in ("runs.parquet", "failures.csv", "strides.parquet")]
    done = cli("batch", "--list", listed, "--mass", 70, "--out", out[0], "--failures", out[1], "--strides", out[2])
    assert done.returncode == 0, done.stderr.decode()
    runs = pq.read_table(out[0])
    assert rows(result.runs()) == rows(runs)
    assert result.runs().schema.equals(runs.schema, check_metadata=True)
    assert rows(result.strides()) == rows(pq.read_table(out[2]))
    with out[1].open(newline="") as file:
        told = [dict(row) for row in csv.DictReader(file)]
    ours = [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows(result.failures)]
    assert ours == told
    assert result.failure_count == len(told) > FAILURES


def test_a_worker_killed_in_mid_job(inputs: Path, tmp_path: Path, client: distributed.Client, undisturbed: Path) -> None:
    before = set(client.run(os.getpid).values())
    killed: list[int] = []

    def kill(state: fleet.Progress) -> None:
        if not killed and state.partitions_done == 2:
            assert state.partitions_done < state.partitions
            killed.append(min(before))
            os.kill(killed[0], signal.SIGKILL)

    result = fleet.analyze(inputs, tmp_path, client, strides=True, progress=kill)
    assert killed and result.inputs == INPUTS
    assert files(tmp_path) == files(undisturbed)
    client.wait_for_workers(2, timeout=20)
    after = set(client.run(os.getpid).values())
    assert killed[0] not in after, "a new process stands in for the killed one"


def test_the_same_bytes_on_another_cluster(inputs: Path, tmp_path: Path, undisturbed: Path) -> None:
    with distributed.Client(n_workers=1, threads_per_worker=3, processes=False, dashboard_address=":0") as threads:
        fleet.analyze(inputs, tmp_path, threads, strides=True)
    assert files(tmp_path) == files(undisturbed)


def test_an_input_that_kills_its_worker_is_a_row(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every Python process started from here on dies as it comes to this input.
    (tmp_path / "sitecustomize.py").write_text(POISON)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")])))
    with cluster() as client:
        result = fleet.analyze(inputs, tmp_path / "out", client, partition_files=4, partition_bytes=1 << 30)
    lost = [row for row in rows(result.failures) if row["reason"].startswith("worker lost (SIGKILL)")]
    assert [Path(row["input"]).name for row in lost] == ["pelvis_01.csv"]
    assert (result.run_count, result.failure_count) == (RUNS - 1, FAILURES + 1), "all others are in the tables"


POISON = """
import os, signal
try:
    from strideform.fleet import _task
except ImportError:
    pass
else:
    whole = _task.analyse_one
    def poisoned(rows, item, storage):
        if "pelvis_01" in item.name:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(rows, item, storage)
    _task.analyse_one = poisoned
"""


def test_resume_does_nothing_twice(inputs: Path, tmp_path: Path, client: distributed.Client, undisturbed: Path) -> None:
    def interrupt(state: fleet.Progress) -> None:
        if state.partitions_done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fleet.analyze(inputs, tmp_path, client, strides=True, progress=interrupt)
    while any(client.run(lambda dask_worker: dask_worker.state.executing_count).values()):
        time.sleep(0.05)  # what a worker had begun it still ends
    finished = {p: p.stat().st_mtime_ns for p in (tmp_path / "runs").glob("part-*.parquet")}
    assert 5 <= len(finished) < INPUTS
    result = fleet.analyze(inputs, tmp_path, client, strides=True)
    assert (result.partitions_before, result.partitions) == (len(finished), INPUTS)
    assert {p: p.stat().st_mtime_ns for p in finished} == finished
    assert (result.run_count, result.failure_count) == (RUNS, FAILURES)
    assert files(tmp_path) == files(undisturbed)
    states: list[fleet.Progress] = []
    again = fleet.analyze(inputs, tmp_path, client, strides=True, progress=states.append)
    assert states == [] and again.partitions_before == INPUTS
    assert (again.run_count, again.failure_count, again.stride_count) == (RUNS, FAILURES, result.stride_count)


def test_other_options_and_inputs_are_refused(tmp_path: Path, client: distributed.Client) -> None:
    inputs, out = study(tmp_path / "study"), tmp_path / "out"
    fleet.analyze(inputs, out, client)
    with pytest.raises(fleet.OptionsChanged, match="mass_kg: not given then, 70.0 now"):
        fleet.analyze(inputs, out, client, mass_kg=70)
    with pytest.raises(fleet.OptionsChanged, match="strides"):
        fleet.analyze(inputs, out, client, strides=True)
    # A file that was mended: its partition, and no other, is done again.
    mended = inputs / "bad" / "empty.csv"
    mended.unlink()
    mended.write_bytes((inputs / "shank-left_01.csv").read_bytes())
    result = fleet.analyze(inputs, out, client, placement="shank-left", resume=False)
    assert result.partitions_before == 0 and result.run_count == RUNS + 2, "no-place.csv has a place now, too"
    (inputs / "shank-left_new.csv").write_bytes(mended.read_bytes())
    with pytest.raises(fleet.InputsChanged, match="12 then, 13 now"):
        fleet.analyze(inputs, out, client, placement="shank-left")
    (inputs / "shank-left_new.csv").unlink()
    mended.write_text("")
    again = fleet.analyze(inputs, out, client, placement="shank-left")
    assert (again.partitions_before, again.run_count) == (again.partitions - 1, RUNS + 1)
    with pytest.raises(fleet.InputsChanged, match="another program"):
        (out / "_manifest.json").unlink()
        fleet.analyze(inputs, out, client)


def test_rows_for_other_engines_are_the_same(inputs: Path, undisturbed: Path) -> None:
    runs, failures = fleet.rows([inputs])
    tables = [pq.read_table(path) for path in sorted((undisturbed / "runs").iterdir())]
    assert rows(runs) == [row for table in tables for row in rows(table)]
    assert (len(runs), len(failures)) == (RUNS, FAILURES)
    empty, none = fleet.rows([])
    assert (len(empty), len(none)) == (0, 0) and empty.schema.equals(runs.schema, check_metadata=True)


def test_arguments_are_checked_before_any_work(inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="unknown option 'weight'"):
        fleet.analyze(inputs, tmp_path, weight=3)
    with pytest.raises(strideform.UsageError, match="placement"):
        fleet.analyze(inputs, tmp_path, placement="nose")
    with pytest.raises(strideform.UsageError, match="no-such-method"):
        fleet.analyze(inputs, tmp_path, methods={"contacts": "no-such-method"})
    with pytest.raises(strideform.FileError, match="no file matches"):
        fleet.analyze(inputs / "*.fit", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named_with_the_remedy(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ImportError, match=r'needs distributed: pip install "strideform\[fleet\]"'):
        fleet.analyze(inputs, tmp_path)
