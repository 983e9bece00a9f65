"""Tables go into pandas, polars, pyarrow and DuckDB, with units."""

from __future__ import annotations

import gc
from typing import Any

import numpy as np
import pytest
import strideform
from conftest import RUN

TABLES = ["metrics", "contacts", "strides", "findings", "caveats", "recordings", "unavailable", "runs"]


@pytest.fixture(scope="module")
def result() -> strideform.Analysis:
    return strideform.analyze(RUN)


@pytest.mark.parametrize("name", TABLES)
def test_every_library_takes_every_table(name: str, result: strideform.Analysis) -> None:
    import duckdb
    import pandas
    import polars
    import pyarrow

    table = getattr(result, name)
    ours, rows = table, list(table)
    arrow = pyarrow.table(table)
    assert arrow.equals(table.to_arrow())
    arrow.validate(full=True)
    assert arrow.to_pylist() == rows
    assert polars.DataFrame(table).to_dicts() == rows
    frame = table.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert (list(frame.columns), len(frame)) == (table.columns, len(table))
    assert duckdb.sql("select count(*) from arrow").fetchall() == [(len(rows),)]
    assert duckdb.sql("select * from ours").fetchall() == [tuple(row.values()) for row in rows]


def test_numbers_are_not_copied(result: strideform.Analysis) -> None:
    import polars
    import pyarrow

    addresses = [
        pyarrow.table(result.contacts).column("initial_contact_s").chunk(0).buffers()[1].address for _ in range(2)
    ]
    assert addresses[0] == addresses[1]
    in_polars = polars.DataFrame(result.contacts)["initial_contact_s"].to_arrow()
    assert in_polars.buffers()[1].address == addresses[0]


def test_tables_outlive_their_result() -> None:
    import pyarrow

    table = pyarrow.table(strideform.analyze(RUN).contacts)
    before = table.to_pylist()
    gc.collect()
    assert table.to_pylist() == before


def test_streams_and_schemas_that_nobody_takes_are_released(result: strideform.Analysis) -> None:
    import resource

    def high_water() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    take = [result.strides.__arrow_c_stream__, result.strides.__arrow_c_schema__]
    for _ in range(200):
        for capsule in take:
            capsule()
    before = high_water()
    for _ in range(5000):
        for capsule in take:
            capsule()
    # A leak of one schema (some 3 kB) a call would be 30 MB; the allocator's own slack is far below 10 MB.
    assert high_water() - before < 10_000


def test_units_are_in_the_metadata(result: strideform.Analysis) -> None:
    import pyarrow

    arrow = pyarrow.table(result.strides)
    assert arrow.schema.field("initial_contact_s").metadata[b"unit"] == b"s"
    assert result.contacts.unit("contact_time_s") == "s"
    assert result.contacts.unit("side") is None
    runs = result.runs
    assert (runs.unit("cadence"), runs.unit("contact_time")) == ("steps/min", "s")
    catalogue = {m["id"]: m["unit"] for m in strideform.metrics_catalogue()}
    assert all(runs.unit(id) == unit for id, unit in catalogue.items() if id in runs)
    assert result.contacts.description("toe_off_s")


def test_columns_are_numpy(result: strideform.Analysis) -> None:
    times = result.contacts["initial_contact_s"]
    assert times.dtype == np.float64 and times.shape == (len(result.contacts),)
    assert np.all(np.diff(times) > 0)
    assert set(result.contacts["side"]) == {"left", "right"}
    assert result.contacts["valid"].dtype == bool
    with pytest.raises(KeyError):
        result.contacts["nothing"]
    assert "side" in result.contacts


def test_metrics_of_the_virtual_run(result: strideform.Analysis) -> None:
    cadence = result["cadence"]
    truth = _truth()
    assert abs(cadence.value - truth["cadence"]) <= cadence.uncertainty
    assert (cadence.unit, float(cadence)) == ("steps/min", cadence.value)
    contact = result["contact_time"]
    assert contact.left is not None and contact.right is not None
    times, sides, values = result.steps("contact_time")
    assert len(times) == len(sides) == len(values) == contact.n
    # The mean of both sides' medians, so that a value does not jump between two unlike legs.
    of = {side: np.median([v for v, s in zip(values, sides, strict=True) if s == side]) for side in ("left", "right")}
    assert (contact.left, contact.right) == (of["left"], of["right"])
    assert contact.value == pytest.approx((of["left"] + of["right"]) / 2, rel=1e-12)
    assert result.get("nothing") is None and "cadence" in result and "cadence" in list(result)
    document = result.to_dict()
    assert document["schema"] == "strideform.analysis/1"
    assert [m["id"] for m in document["metrics"]] == result.keys()


def _truth() -> dict[str, Any]:
    """Cadence from the contacts that the virtual runner made, steps/min."""
    import csv

    with (RUN / "truth_contacts.csv").open() as file:
        times = [float(r["initial_contact_s"]) for r in csv.DictReader(file) if r["steady"] == "true"]
    return {"cadence": 60.0 * (len(times) - 1) / (times[-1] - times[0])}


def test_what_a_notebook_shows(result: strideform.Analysis) -> None:
    assert "cadence" in repr(result) and "±" in repr(result)
    assert "<table>" in result._repr_html_() and "cadence" in result._repr_html_()
    assert "<table>" in result.contacts._repr_html_()
    assert "strideform.contacts/1" in repr(result.contacts)
    hostile = strideform.analyze((RUN / "pelvis.csv").read_bytes(), name="<script>", placement="pelvis")
    assert "<script>" not in hostile._repr_html_()
