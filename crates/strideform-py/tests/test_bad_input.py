"""Whatever is wrong is one clear exception, never a panic."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import strideform
from conftest import EXPORTS, RUN, Columns

N = 2000
T = np.arange(N) / 100.0
GOOD = {"time": T, **{f"acc_{a}": np.sin(T * 17) + (a == "z") for a in "xyz"}}


def without(name: str, **others: Any) -> dict[str, Any]:
    return {**{k: v for k, v in GOOD.items() if k != name}, **others}


CASES: dict[str, tuple[Any, type[Exception], str]] = {
    "lengths": (without("acc_x", acc_x=np.zeros(10)), strideform.UsageError, "acc_x"),
    "only NaN": (without("acc_y", acc_y=np.full(N, np.nan)), strideform.UnusableError, "acc_y"),
    "infinite": (without("acc_z", acc_z=np.where(T == 3.0, np.inf, 1.0)), strideform.MalformedError, "inf"),
    "empty arrays": ({k: v[:0] for k, v in GOOD.items()}, strideform.MalformedError, "no rows"),
    "one row": ({k: v[:1] for k, v in GOOD.items()}, strideform.MalformedError, "single row"),
    "empty dict": ({}, strideform.MalformedError, "no columns"),
    "2-D of the wrong width": ({"time": T, "acc": np.zeros((N, 2))}, strideform.UsageError, "acc"),
    "3-D": ({"time": T, "acc": np.zeros((N, 3, 1))}, strideform.UsageError, "acc"),
    "single value": ({**GOOD, "fs": 100}, strideform.UsageError, "fs"),
    "1-D matrix": (np.zeros(N), strideform.UsageError, "2000"),
    "matrix of 2 columns": (np.zeros((N, 2)), strideform.AmbiguousError, "2 columns"),
    "text": (without("acc_x", acc_x=["a"] * N), strideform.MalformedError, "acc_x"),
    "objects": (without("acc_x", acc_x=np.array([1.0] * N, dtype=object)), strideform.MalformedError, "acc_x"),
    "ragged": (without("acc_x", acc_x=[[1.0], [1.0, 2.0]] * (N // 2)), strideform.MalformedError, "acc_x"),
    "truth values": (without("acc_x", acc_x=np.zeros(N, dtype=bool)), strideform.MalformedError, "acc_x"),
    "complex": (without("acc_x", acc_x=np.zeros(N, dtype=complex)), strideform.MalformedError, "acc_x"),
    "time as text": (without("time", time=[str(t) for t in T]), strideform.MalformedError, "time"),
    "timestamps go backwards": (without("time", time=T[::-1]), strideform.StrideformError, "time"),
    "time all NaN": (without("time", time=np.full(N, np.nan)), strideform.StrideformError, "time"),
    "no accelerometer": ({"time": T, "x1": T, "x2": T}, strideform.StrideformError, ""),
    "no time": (without("time"), strideform.AmbiguousError, "rate_hz"),
    "mixed dict": ({"acc": np.zeros((N, 3)), "pelvis": GOOD}, strideform.UsageError, "mixes"),
    "unknown placement": ({"nose": GOOD}, strideform.UsageError, "nose"),
    "list of arrays": ([T, T], strideform.UsageError, "list"),
    "empty list": ([], strideform.UsageError, "empty"),
    "number": (3, TypeError, "int"),
    "nothing": (None, TypeError, "NoneType"),
    "empty bytes": (b"", strideform.MalformedError, ""),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_sources(case: str) -> None:
    source, kind, part = CASES[case]
    placement = None if case in ("mixed dict", "unknown placement") else "pelvis"
    with pytest.raises(kind) as caught:
        strideform.analyze(source, placement=placement)
    assert part in str(caught.value)
    # Options are named as Python names them.
    assert "--" not in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ({"placement": "nose"}, "nose"),
        ({"rate_hz": 0}, "rate_hz"),
        ({"rate_hz": "fast"}, "rate_hz"),
        ({"mass_kg": 7}, "mass_kg"),
        ({"height_cm": 1.75}, "height_cm"),
        ({"speed_mps": float("nan")}, "speed_mps"),
        ({"units": {"acc": "furlong"}}, "furlong"),
        ({"units": "acc"}, "acc"),
        ({"columns": {"acc": ["a"]}}, "acc"),
        ({"columns": {"axis": "a"}}, "axis"),
        ({"columns": "time=when"}, "when"),
        ({"methods": {"contacts": "none"}}, "none"),
        ({"methods": {"strides": "x"}}, "strides"),
        ({"methods": "shank-purcell-2005"}, "contacts"),
        ({"frame": "skdh"}, "gaitmap"),
    ],
)
def test_bad_arguments(arguments: dict[str, Any], part: str) -> None:
    with pytest.raises(strideform.StrideformError, match=part):
        strideform.analyze(GOOD, **{"placement": "pelvis", **arguments})


def test_a_bad_cell_has_its_place() -> None:
    path = EXPORTS / "bad" / "text_cell.csv"
    with pytest.raises(strideform.MalformedError) as caught:
        strideform.analyze(path, placement="pelvis")
    error = caught.value
    lines = path.read_text().splitlines()
    assert error.line is not None and error.column is not None
    assert lines[error.line - 1].split(",")[error.column - 1] == error.cell
    assert lines[0].split(",")[error.column - 1] == error.column_name
    assert (error.file, error.kind) == (str(path), "malformed")
    assert "skip_bad_rows=True" in (error.remedy or "")
    assert isinstance(error, ValueError)
    skipped = strideform.inspect(path, placement="pelvis", skip_bad_rows=True)
    assert any(c["id"] == "skipped-rows" for c in skipped.recordings[0]["caveats"])


def test_a_session_names_files_outside_its_folder_only_with_leave(tmp_path: Path) -> None:
    (tmp_path / "session.toml").write_text(f"[[recording]]\nfile = '{RUN / 'pelvis.csv'}'\n", encoding="utf-8")
    with pytest.raises(strideform.MalformedError) as caught:
        strideform.inspect(tmp_path)
    assert "outside" in str(caught.value)
    assert "outside_session=True" in (caught.value.remedy or "")
    assert "pelvis" in str(strideform.inspect(tmp_path, outside_session=True))


def test_a_bad_number_in_an_array_has_its_place() -> None:
    values = np.ones(N)
    values[41] = 1e12
    with pytest.raises(strideform.MalformedError) as caught:
        strideform.analyze({**GOOD, "acc_y": values}, placement="pelvis", name="lab 7")
    error = caught.value
    assert (error.file, error.line, error.column, error.column_name) == ("lab 7", 42, 3, "acc_y")


def test_missing_files_are_os_errors() -> None:
    with pytest.raises(OSError) as caught:
        strideform.analyze("no such file.csv")
    assert isinstance(caught.value, strideform.FileError)
    assert caught.value.file == "no such file.csv"


@pytest.mark.parametrize("path", sorted((EXPORTS / "bad").iterdir()), ids=lambda p: p.name)
def test_every_bad_export_is_one_exception_or_nobody_runs(path: Any) -> None:
    try:
        result = strideform.analyze(path, placement="pelvis")
    except strideform.StrideformError as error:
        assert error.file == str(path)
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again)) == (type(error), str(error))
    else:
        assert not result.has_running


def test_no_running_is_a_result(shank: Columns) -> None:
    still = {"time": T, "acc_x": 0 * T, "acc_y": 0 * T, "acc_z": 9.81 + 0.01 * np.sin(T)}
    result = strideform.analyze(still, placement="pelvis")
    assert not result.has_running
    assert len(result.metrics) == 0 and len(result.contacts) == 0
    assert result.runs["status"].tolist() != strideform.analyze(RUN).runs["status"].tolist()
    with pytest.raises(KeyError, match="no running detected"):
        result["cadence"]
    assert "no running detected" in repr(result)
    with pytest.raises(KeyError, match="is not a metric"):
        strideform.analyze(RUN)["happiness"]
    with pytest.raises(KeyError, match="needs"):
        strideform.analyze(shank, placement="shank-left")["pelvic_drop_peak"]


def test_hostile_arrays_are_one_exception_or_a_result() -> None:
    """Anything at all in any column: a result or one of our exceptions, never a panic (which is no Exception)."""
    rng = np.random.default_rng(7)
    outcomes = set()
    for case in range(400):
        n = int(rng.choice([0, 1, 2, 3, 10, 300, 1500]))
        columns: dict[str, Any] = {}
        for name in ("time", "acc_x", "acc_y", "acc_z", "gyr_x", "gyr_y", "gyr_z"):
            if rng.random() < 0.1:
                continue
            length = n if rng.random() < 0.97 else n + 1
            values = np.arange(length) / 100.0 if name == "time" else rng.normal(size=length) * 10.0 ** rng.integers(-3, 6)
            kind = rng.integers(0, 12)
            if kind == 0 and length:
                values[rng.integers(0, length)] = rng.choice([np.nan, np.inf, -np.inf, 1e300])
            elif kind == 1:
                values = values.astype(rng.choice([np.float32, np.int8, np.int64, np.uint16]))
            elif kind == 2:
                values = np.full(length, rng.choice([0.0, np.nan, 1e-300]))
            elif kind == 3:
                values = values[::-1]
            elif kind == 4:
                values = np.asfortranarray(np.column_stack([values] * int(rng.integers(1, 5))))
            elif kind == 5 and name == "time":
                values = np.datetime64("2026-01-01", "ns") + (values * 1e9).astype("timedelta64[ns]")
            columns[name] = values
        try:
            strideform.analyze(columns, placement="pelvis", skip_bad_rows=bool(case % 2))
            outcomes.add("result")
        except strideform.StrideformError as error:
            assert str(error)
            outcomes.add(type(error).__name__)
    assert {"result", "UsageError", "MalformedError"} <= outcomes, outcomes


def test_remedies_speak_python() -> None:
    counts = {"time": T, **{f"acc_{a}": np.round(4096 * GOOD[f"acc_{a}"]) for a in "xyz"}}
    with pytest.raises(strideform.AmbiguousError) as caught:
        strideform.analyze(counts, placement="pelvis")
    assert 'units="acc=16384LSB/g"' in (caught.value.remedy or "")
    scaled = strideform.inspect(counts, placement="pelvis", units={"acc": "4096LSB/g"})
    assert scaled.recordings[0]["gravity_included"]
    with pytest.raises(strideform.AmbiguousError) as caught:
        strideform.analyze({k: v for k, v in GOOD.items() if k != "time"}, placement="pelvis")
    assert "rate_hz=100" in (caught.value.remedy or "")
    with pytest.raises(strideform.AmbiguousError) as caught:
        strideform.analyze(GOOD)
    assert (caught.value.remedy or "").startswith("give it with placement (")
