"""Fleets over fsspec: the same rows from a store as from a disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")

import distributed
import fsspec

from strideform import fleet

from fleet_kit import FAILURES, INPUTS, RUNS, rows, study


@pytest.fixture(scope="module")
def client() -> Iterator[distributed.Client]:
    # What lies in memory is seen by the threads of one process only.
    with distributed.Client(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0") as client:
        yield client


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study(tmp_path_factory.mktemp("stores") / "study")


@pytest.fixture
def store(inputs: Path) -> Iterator[Any]:
    memory = fsspec.filesystem("memory")
    memory.put(str(inputs), "/bucket/study", recursive=True)
    yield memory
    memory.rm("/bucket", recursive=True)


def renamed(table: list[dict[str, Any]], inputs: Path, url: str) -> list[dict[str, Any]]:
    swap = lambda cell: cell.replace(str(inputs), url) if isinstance(cell, str) else cell
    return [{key: swap(cell) for key, cell in row.items()} for row in table]


def test_a_store_gives_the_rows_of_a_disk(inputs: Path, store: Any, tmp_path: Path, client: distributed.Client) -> None:
    url = "memory://bucket/study"
    there = fleet.analyze(url, "memory://bucket/tables", client, strides=True)
    assert (there.inputs, there.run_count, there.failure_count) == (INPUTS, RUNS, FAILURES)
    here = fleet.analyze(inputs, tmp_path, client, strides=True)
    for table in ("runs", "strides"):
        assert rows(getattr(there, table)()) == renamed(rows(getattr(here, table)()), inputs, url)
    assert rows(there.failures) == renamed(rows(here.failures), inputs, url)
    again = fleet.analyze(url, "memory://bucket/tables", client, strides=True)
    assert again.partitions_before == there.partitions
    assert not any(".tmp" in path for path in store.find("/bucket/tables"))


def test_patterns_placements_and_lists(store: Any, tmp_path: Path, client: distributed.Client) -> None:
    result = fleet.analyze(
        ["memory://bucket/study/*_01.csv", "foot-left=memory://bucket/study/foot-right_01.csv", "memory://bucket/no.csv"],
        tmp_path,
        client,
    )
    placements = {row["input"].rpartition("/")[2]: row["placement"] for row in rows(result.runs())}
    # What was said of a file goes before what a pattern found.
    assert placements == {"foot-right_01.csv": "foot-left", "pelvis_01.csv": "pelvis", "shank-left_01.csv": "shank-left"}
    assert [(row["input"], row["reason"]) for row in rows(result.failures)] == [
        ("memory://bucket/no.csv", "there is no such file; check the path")
    ]


def test_tables_lie_beside_the_inputs_and_are_never_read_as_such(
    inputs: Path, store: Any, client: distributed.Client
) -> None:
    url = "memory://bucket/study"
    store.pipe_file("/bucket/study/out/old.csv", b"x")
    first = fleet.analyze(url, url + "/out", client)
    assert first.inputs == INPUTS
