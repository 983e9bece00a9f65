"""Converts the source of an analysis to texts, files, bytes and columns for the native module."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from . import _arrays, _frames
from ._errors import UsageError

#: Kind, name, placement, payload.
Item = tuple[str, str, str | None, Any]

_TAKEN = (
    "a path, bytes, a dict of arrays, a data frame (pandas, polars, pyarrow or Arrow's C stream), "
    "a dict from placement to one of them, or a list of paths"
)


def items(source: Any, *, name: str | None = None, frame: str | None = None) -> list[Item]:
    """All inputs of a source, in order."""
    convention = _frames.convention(frame)
    if _is_file(source):
        return [_file(source, name, None, convention)]
    if isinstance(source, (list, tuple)):
        return _several(source, convention)
    sensors = _sensors(source)
    if sensors is None:
        return [_columns(source, name, None, convention)]
    out = []
    for key, one in sensors.items():
        placement = _frames.placement(convention, str(key))
        if _is_file(one):
            out.append(_file(one, name, placement, convention))
        else:
            out.append(_columns(one, name or str(key), placement, convention))
    return out


def _is_file(source: Any) -> bool:
    return isinstance(source, (str, os.PathLike, bytes, bytearray, memoryview))


def _file(
    source: Any, name: str | None, placement: str | None, convention: _frames.Convention | None
) -> Item:
    if convention is not None:
        raise UsageError(
            f"frame={convention.name!r} is for arrays and data frames",
            remedy="files are read by their header; override this with units= and columns=",
        )
    if isinstance(source, (bytes, bytearray, memoryview)):
        return ("bytes", name or "bytes", placement, bytes(source))
    if isinstance(source, str) and placement is None:
        return ("text", source, None, None)
    return ("file", os.fsdecode(os.fspath(source)), placement, None)


def _several(sources: Sequence[Any], convention: _frames.Convention | None) -> list[Item]:
    if not sources:
        raise UsageError("the list of inputs is empty")
    other = next((one for one in sources if not _is_file(one)), None)
    if other is not None:
        raise UsageError(
            f"a list of inputs must contain paths, not {type(other).__name__}",
            remedy="give several sensors as a dict from placement to arrays or data frame",
        )
    return [_file(one, None, None, convention) for one in sources]


def _sensors(source: Any) -> dict[Any, Any] | None:
    """Sensors by key, if the source has several tables."""
    if isinstance(source, Mapping):
        tables = [_is_file(v) or _is_table(v) for v in source.values()]
        if tables and all(tables):
            return dict(source)
        if any(tables):
            raise UsageError(
                "the dict mixes columns with tables",
                remedy="a dict contains either the columns of one sensor, or one table for each placement",
            )
        return None
    columns: Any = getattr(source, "columns", None)
    if getattr(columns, "nlevels", 1) == 2:
        # pandas: the upper level names the sensors.
        return {key: source[key] for key in dict.fromkeys(columns.get_level_values(0))}
    return None


def _is_table(value: Any) -> bool:
    if isinstance(value, (Mapping, np.ndarray)):
        return isinstance(value, Mapping)
    return hasattr(value, "columns") or hasattr(value, "column_names")


def _columns(
    source: Any, name: str | None, placement: str | None, convention: _frames.Convention | None
) -> Item:
    if isinstance(source, np.ndarray):
        name = name or "array"
        if source.ndim != 2:
            shape = "×".join(str(n) for n in source.shape)
            raise UsageError(
                f"an array of shape {shape} is not a recording",
                file=name,
                remedy="give samples × columns: (time,) acc x, y, z(, gyr x, y, z)",
            )
        return ("columns", name, placement, _arrays.unnamed(source))
    name = name or ("arrays" if isinstance(source, Mapping) else type(source).__name__)
    try:
        columns = [c for key, values in _pairs(source) for c in _arrays.columns(str(key), values)]
        if convention is not None:
            columns = _frames.named(convention, columns)
    except UsageError as error:
        error.file = name
        raise
    return ("columns", name, placement or _frames.default(convention), columns)


def _pairs(source: Any) -> list[tuple[Any, Any]]:
    """Names and columns of a table from any library."""
    if isinstance(source, Mapping):
        return list(source.items())
    if hasattr(source, "iloc"):
        index = _index(source)
        return index + [(key, source.iloc[:, i]) for i, key in enumerate(source.columns)]
    if hasattr(source, "get_columns"):
        return [(series.name, series) for series in source.get_columns()]
    if hasattr(source, "column_names") and hasattr(source, "columns"):
        return list(zip(source.column_names, source.columns, strict=True))
    if hasattr(source, "collect") and hasattr(source, "lazy"):
        raise UsageError("a lazy frame has no samples yet", remedy="call .collect() first")
    if hasattr(source, "__arrow_c_stream__"):
        pyarrow: Any = importlib.import_module("pyarrow")

        return _pairs(pyarrow.table(source))
    raise TypeError(f"cannot analyse {type(source).__name__}: expected {_TAKEN}")


def _index(frame: Any) -> list[tuple[Any, Any]]:
    """A pandas index that contains the time."""
    index = frame.index
    kind = getattr(index.dtype, "kind", "O")
    if kind in "Mm":
        return [(index.name or "time", index.to_series())]
    if kind == "f" and index.name is not None:
        return [(index.name, index.to_series())]
    return []
