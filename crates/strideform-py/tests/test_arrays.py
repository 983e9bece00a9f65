"""Arrays and frames give exactly what the file gives that holds the same numbers."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import strideform
from conftest import EXPORTS, RUN, Columns, comparable, parsed
from strideform import _source


def frames(columns: Columns) -> dict[str, Any]:
    import pandas
    import polars
    import pyarrow

    matrix = np.column_stack(list(columns.values()))
    return {
        "dict": columns,
        "dict of lists": {name: values.tolist() for name, values in columns.items()},
        "dict of vectors": {
            "time_s": columns["time_s"],
            "acc (m/s^2)": matrix[:, 1:4],
            "gyr [deg/s]": matrix[:, 4:7],
        },
        "read-only": {name: _frozen(values) for name, values in columns.items()},
        "not contiguous": {name: matrix[:, i] for i, name in enumerate(columns)},
        "not aligned": {name: _askew(values) for name, values in columns.items()},
        "other byte order": {name: values.astype(values.dtype.newbyteorder()) for name, values in columns.items()},
        "masked": {name: np.ma.masked_array(values) for name, values in columns.items()},
        "pandas": pandas.DataFrame(columns),
        "pandas of Arrow": pandas.DataFrame(columns).convert_dtypes(dtype_backend="pyarrow"),
        "pandas nullable": pandas.DataFrame(columns).convert_dtypes(),
        "pandas with time as index": pandas.DataFrame(columns).set_index("time_s"),
        "polars": polars.DataFrame(columns),
        "pyarrow": pyarrow.table(columns),
        "pyarrow in pieces": pyarrow.concat_tables([pyarrow.table(columns).slice(0, 1000), pyarrow.table(columns).slice(1000)]),
        "Arrow stream": _Stream(pyarrow.table(columns)),
    }


class _Stream:
    def __init__(self, table: Any) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.table.__arrow_c_stream__(requested_schema)


def _askew(values: Any) -> Any:
    out = np.frombuffer(b"x" + values.tobytes(), dtype=np.float64, offset=1)
    assert not out.flags.aligned
    return out


def _frozen(values: Any) -> Any:
    out = values.copy()
    out.flags.writeable = False
    return out


KINDS = [
    "dict", "dict of lists", "dict of vectors", "read-only", "not contiguous",
    "not aligned", "other byte order", "masked", "pandas", "pandas of Arrow",
    "pandas nullable", "pandas with time as index", "polars", "pyarrow", "pyarrow in pieces", "Arrow stream",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_container_gives_the_same(kind: str, shank: Columns, run_of_shank: dict[str, Any]) -> None:
    result = strideform.analyze(frames(shank)[kind], placement="shank-left")
    assert comparable(result) == run_of_shank


def test_several_sensors() -> None:
    import pandas

    names = ["foot-left", "foot-right", "shank-left", "shank-right", "pelvis"]
    sensors = {name: parsed(RUN / f"{name}.csv") for name in names}
    about = {"speed_mps": 3.0, "slope_percent": 0.0, "mass_kg": 70.0, "height_cm": 175.0}
    of_arrays = strideform.analyze(sensors, **about)
    of_files = strideform.analyze([RUN / f"{name}.csv" for name in names], **about)
    assert comparable(of_arrays) == comparable(of_files)
    frame = pandas.concat({name: pandas.DataFrame(columns) for name, columns in sensors.items()}, axis=1)
    assert comparable(strideform.analyze(frame, **about)) == comparable(of_files)
    by_path = {name: RUN / f"{name}.csv" for name in names}
    # The command that repeats them differs: with and without placements.
    of_paths, named = (json.loads(r.to_json()) for r in (strideform.analyze(by_path, **about), of_files))
    for document in (of_paths, named):
        del document["provenance"]["command"]
    assert of_paths == named


def test_a_matrix_without_names(shank: Columns) -> None:
    matrix = np.column_stack(list(shank.values()))
    units = {"time": "s", "acc": "m/s^2", "gyr": "deg/s"}
    result = strideform.analyze(matrix, placement="shank-left", units=units)
    named = strideform.analyze(shank, placement="shank-left", units=units)
    assert comparable(result)["metrics"] == comparable(named)["metrics"]


@pytest.mark.parametrize("name", ["empty_cells", "duplicate_rows", "lost_packets", "clipped_2g", "jitter"])
def test_what_is_wrong_with_a_file_is_wrong_with_its_arrays(name: str) -> None:
    path = EXPORTS / "good" / f"{name}.csv"
    of_file = strideform.inspect(path, placement="pelvis").recordings[0]
    of_arrays = strideform.inspect(parsed(path), placement="pelvis").recordings[0]
    for recording in (of_file, of_arrays):
        del recording["file"], recording["understood"]
    assert of_arrays == of_file


def test_instants_are_a_wall_clock(shank: Columns) -> None:
    import pandas

    start = np.datetime64("2026-05-10T02:35:22", "ns")
    instants = start + np.round(shank["time_s"] * 1e9).astype("timedelta64[ns]")
    frame = {**shank, "time_s": instants}
    zoned = pandas.DataFrame({**shank, "time_s": pandas.Series(instants).dt.tz_localize("UTC").dt.tz_convert("Asia/Taipei")})
    indexed = pandas.DataFrame(shank, index=pandas.DatetimeIndex(instants)).drop(columns="time_s")
    since = {**shank, "time_s": instants - start}
    for source, clock in [(frame, "wall"), (zoned, "wall"), (indexed, "wall"), (since, "counter")]:
        seen = strideform.inspect(source, placement="shank-left").recordings[0]
        assert seen["clock"] == clock
        # Stamps with six decimals, fitted over 60 s and more.
        assert seen["rate_hz"] == pytest.approx(200.0, abs=1e-3)
    assert strideform.inspect(frame, placement="shank-left").recordings[0]["clock_first_s"] == 1778380522.0


def test_contiguous_arrays_are_not_copied(shank: Columns) -> None:
    import polars
    import pyarrow

    for source in (shank, polars.DataFrame(shank), pyarrow.table(shank)):
        ((_, _, _, columns),) = _source.items(source)
        for (name, _, cells), original in zip(columns, _buffers(source), strict=True):
            assert cells.ctypes.data == original, name


def _buffers(source: Any) -> list[int]:
    """Addresses of the numbers."""
    if isinstance(source, dict):
        return [v.ctypes.data for v in source.values()]
    table = source.to_arrow() if hasattr(source, "to_arrow") else source
    return [c.chunk(0).buffers()[1].address + 8 * c.chunk(0).offset for c in table.columns]


def test_float32_and_integers_are_numbers(shank: Columns) -> None:
    single = {name: v if name == "time_s" else v.astype(np.float32) for name, v in shank.items()}
    result = strideform.analyze(single, placement="shank-left")
    exact = strideform.analyze(shank, placement="shank-left")
    # A float32 holds seven digits: far below any error of the method.
    assert result["cadence"].value == pytest.approx(exact["cadence"].value, rel=1e-6)
    milli = {name: v if name == "time_s" else np.round(v * 1000).astype(np.int32) for name, v in shank.items()}
    renamed = {"time_s": milli["time_s"], **{f"acc_{a}": milli[f"acc_{a}_mps2"] for a in "xyz"}}
    result = strideform.analyze(renamed, placement="shank-left", units={"acc": "mm/s^2"})
    assert result["cadence"].value == pytest.approx(exact["cadence"].value, rel=1e-3)
