"""The tables of `strideform batch` as three readers see them: the same rows, types and units."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow.parquet as pq
import pytest
from conftest import RUN


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, cli: Any) -> tuple[Path, Path]:
    """Tables of runs and of strides: three sensors of a run, one of them under two names."""
    folder = tmp_path_factory.mktemp("batch")
    study = folder / "study"
    study.mkdir()
    for source, name in [("shank-left", "shank-left_1"), ("shank-left", "shank-left_2"), ("pelvis", "pelvis_1")]:
        shutil.copy(RUN / f"{source}.csv", study / f"{name}.csv")
    runs, strides = folder / "runs.parquet", folder / "strides.parquet"
    cli("batch", str(study), "--out", str(runs), "--strides", str(strides))
    return runs, strides


def test_three_readers_see_the_same_table(tables: tuple[Path, Path]) -> None:
    for path in tables:
        arrow = pq.read_table(path)
        rows = arrow.to_pylist()
        assert polars.read_parquet(path).to_dicts() == rows
        answer = duckdb.sql(f"select * from '{path}'")
        assert [dict(zip(answer.columns, row, strict=True)) for row in answer.fetchall()] == rows
        assert len(rows) == (3 if path == tables[0] else len({(r["input"], r["initial_contact_s"]) for r in rows}))


def test_a_query_over_both_tables(tables: tuple[Path, Path]) -> None:
    runs, strides = tables
    found = duckdb.sql(
        f"""select input, runs.contact_time, median(strides.contact_time_s) as of_strides
            from '{runs}' as runs join '{strides}' as strides using (input)
            where strides.valid group by all order by input"""
    ).fetchall()
    assert len(found) == 3
    for _, contact_time, of_strides in found:
        assert contact_time == pytest.approx(of_strides, abs=1e-12)


def test_units_stand_in_the_metadata(tables: tuple[Path, Path]) -> None:
    for path, name in zip(tables, ("strideform.runs/1", "strideform.strides/1"), strict=True):
        schema = pq.read_schema(path)
        assert schema.metadata[b"strideform.schema"] == name.encode()
        units = json.loads(schema.metadata[b"strideform.units"])
        assert units["contact_time"] == "s"
        for field in schema:
            said = (field.metadata or {}).get(b"unit")
            assert (said.decode() if said else None) == units.get(field.name), field.name
            assert field.metadata[b"description"], field.name
        # Readers without the fields' metadata have the file's.
        pairs = duckdb.sql(f"select decode(key), decode(value) from parquet_kv_metadata('{path}')").fetchall()
        assert json.loads(dict(pairs)["strideform.units"]) == units
        assert json.loads(polars.read_parquet_metadata(path)["strideform.units"]) == units
