"""Fleets whose tables were damaged, or whose workers are gone: said with the object's name, and never waited for for ever."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")

import distributed

from strideform import FileError, fleet
from strideform.fleet import _done
from strideform.fleet._counts import Counts
from strideform.fleet._parts import Part
from strideform.fleet._places import Place

from fleet_kit import cluster, files, study


@pytest.fixture(scope="module")
def client() -> Iterator[distributed.Client]:
    with distributed.Client(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0") as client:
        yield client


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study(tmp_path_factory.mktemp("damage") / "study")


def test_a_damaged_part_is_done_again(inputs: Path, tmp_path: Path, client: distributed.Client) -> None:
    whole = fleet.analyze(inputs, tmp_path, client, strides=True)
    before = files(tmp_path)
    damage = {
        "cut": lambda content: content[: len(content) // 2],
        "flipped": lambda content: content[:60] + bytes([content[60] ^ 1]) + content[61:],
        "empty": lambda content: b"",
        "gone": None,
    }
    for table in ("runs", "strides", "failures"):
        names = sorted(path.name for path in (tmp_path / table).iterdir())
        for name, how in zip(names, damage.values(), strict=False):
            path = tmp_path / table / name
            path.unlink() if how is None else path.write_bytes(how(path.read_bytes()))
    # Also what says that a part is finished.
    last = sorted((tmp_path / "_done").iterdir())[-1]
    last.write_text(last.read_text().replace('"runs":', '"runs":1'))
    again = fleet.analyze(inputs, tmp_path, client, strides=True)
    assert files(tmp_path) == before
    assert 4 < again.partitions - again.partitions_before < again.partitions
    assert (again.run_count, again.failure_count, again.stride_count) == (
        whole.run_count,
        whole.failure_count,
        whole.stride_count,
    )


def test_every_flipped_bit_of_a_part_is_found(tmp_path: Path) -> None:
    place, part, counts = Place(str(tmp_path), None), Part(0, ()), Counts(1, 0, 2, 0.5)
    contents = {folder: bytes(range(64)) for folder in ("runs", "strides")}
    for folder, content in contents.items():
        place.write(content, folder, part.file)
    _done.write(place, part, counts, {folder: _done.digest(content) for folder, content in contents.items()})
    assert _done.finished(place, [part]) == {0: counts}
    for path in [*tmp_path.glob("*/*.parquet"), *tmp_path.glob("_done/*")]:
        whole = path.read_bytes()
        for at in range(len(whole)):
            for bit in range(8):
                path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
                # White space at the end of a line of JSON means nothing.
                assert _done.finished(place, [part]) in ({}, {0: counts}), (path, at, bit)
                assert path.parent.name == "_done" or not _done.finished(place, [part])
            path.write_bytes(whole[:at])
            assert path.parent.name == "_done" or not _done.finished(place, [part])
        path.write_bytes(whole)


def test_errors_name_the_object(inputs: Path, tmp_path: Path, client: distributed.Client) -> None:
    result = fleet.analyze(inputs, tmp_path, client)
    failed = sorted((tmp_path / "failures").iterdir())[0]
    failed.write_bytes(failed.read_bytes()[:-4])
    with pytest.raises(FileError, match=failed.name):
        result.failures
    first = tmp_path / "runs" / "part-00000.parquet"
    first.write_bytes(b"garbage")
    with pytest.raises(FileError, match="runs.*part-00000.parquet"):
        result.runs()
    manifest = tmp_path / "_manifest.json"
    for content in (manifest.read_bytes()[:-30], b"", b"\xff\xfe", b"[]", json.dumps({"manifest": "strideform.fleet/1"}).encode()):
        manifest.write_bytes(content)
        with pytest.raises(FileError, match="_manifest.json: the manifest is damaged"):
            fleet.analyze(inputs, tmp_path, client)
    fleet.analyze(inputs, tmp_path, client, resume=False)
    assert fleet.analyze(inputs, tmp_path, client).partitions_before == result.partitions


def test_a_cluster_without_workers_is_not_waited_for(inputs: Path, tmp_path: Path) -> None:
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        distributed.Client(empty) as client,
    ):
        start = time.monotonic()
        with pytest.raises(fleet.NoWorkers, match="no worker for 2 s; start workers"):
            fleet.analyze(inputs, tmp_path, client, worker_timeout=2.0)
        assert time.monotonic() - start < 30
        # The same job goes on once there is one.
        empty.scale(1)
        client.wait_for_workers(1, timeout=60)
        assert fleet.analyze(inputs, tmp_path, client, worker_timeout=60.0).run_count > 0


def test_workers_that_all_die_for_good_end_the_job(tmp_path: Path) -> None:
    # More than two workers finish before the first of them is reported.
    inputs = study(tmp_path / "study")
    recording = (inputs / "pelvis_01.csv").read_bytes()
    for number in range(2, 42):
        (inputs / f"pelvis_{number:02}.csv").write_bytes(recording)
    out = tmp_path / "out"
    with cluster() as client:
        killed: list[int] = []

        async def stay_dead() -> None:
            """Instead of a new worker process."""

        def kill(state: fleet.Progress) -> None:
            if not killed:
                nannies: Any = client.cluster.workers.values()
                killed.extend(nanny.pid for nanny in nannies)
                for nanny in nannies:
                    nanny.instantiate = stay_dead
                for pid in killed:
                    os.kill(pid, signal.SIGKILL)

        start = time.monotonic()
        with pytest.raises(fleet.NoWorkers):
            fleet.analyze(inputs, out, client, partition_files=1, progress=kill, worker_timeout=3.0)
        assert time.monotonic() - start < 90
    with cluster() as client:
        again = fleet.analyze(inputs, out, client, partition_files=1)
        assert 0 < again.partitions_before < again.partitions
