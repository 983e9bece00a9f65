"""A column from any library as a contiguous array, without a copy if it is one already."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._errors import UsageError

#: Numbers as float64 (NaN: missing), instants as int64 nanoseconds, or any other column with its length.
Cells = NDArray[np.float64] | NDArray[np.int64] | tuple[str, int]
#: Name, what it is in the terms of a header if that is known better, and its cells.
Column = tuple[str, str | None, Cells]


def columns(name: str, values: Any, *, vectors: bool = True) -> list[Column]:
    """One named column, or three of an array of shape (n, 3)."""
    array = _array(values)
    if array.ndim == 1:
        role = f"{name} [s]" if array.dtype.kind == "m" else None
        return [(name, role, _cells(array))]
    if array.ndim == 0:
        raise UsageError(
            f"`{name}` holds a single value, not one for each sample",
            column_name=name,
            remedy="pass such values as arguments, e.g. rate_hz=100",
        )
    if array.ndim == 2 and array.shape[1] == 3 and vectors:
        return [(axis, None, _cells(array[:, i])) for i, axis in enumerate(_axes(name))]
    shape = "×".join(str(n) for n in array.shape)
    raise UsageError(
        f"`{name}` has the shape {shape}",
        column_name=name,
        remedy="give n samples, or n×3 for the x, y, z of one sensor",
    )


def unnamed(array: NDArray[Any]) -> list[Column]:
    """The columns of a matrix, in order."""
    return [("", None, _cells(array[:, i])) for i in range(array.shape[1])]


def _axes(name: str) -> list[str]:
    """``acc [g]`` → ``acc_x [g]``…"""
    found = re.match(r"^(.*?)(\s*[\[(].*)?$", name)
    base, unit = (found.group(1), found.group(2) or "") if found else (name, "")
    return [f"{base}_{axis}{unit}" for axis in "xyz"]


def _array(values: Any) -> NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray):
        return np.asarray(np.ma.filled(values.astype(np.float64), np.nan)) if values.dtype.kind in "fiu" else values.data
    if isinstance(values, np.ndarray):
        return values
    kind = getattr(getattr(values, "dtype", None), "kind", None)
    if getattr(getattr(values, "dtype", None), "tz", None) is not None and hasattr(values, "dt"):
        # pandas: instants with a time zone would be Python objects.
        values = values.dt.tz_convert(None)
    num_chunks = getattr(values, "num_chunks", None)
    if num_chunks == 1:
        # pyarrow: a column in one chunk need not be combined.
        return np.asarray(values.chunk(0).to_numpy(zero_copy_only=False))
    if hasattr(values, "to_numpy"):
        array = np.asarray(values.to_numpy())
        if array.dtype == object and kind in ("f", "i", "u"):
            # pandas: nullable numbers.
            array = np.asarray(values.to_numpy(dtype=np.float64, na_value=np.nan))
        return array
    try:
        return np.asarray(values)
    except ValueError:
        return np.empty(len(values), dtype=object)


def aligned(array: NDArray[Any]) -> NDArray[np.float64]:
    """The numbers in a form that Rust can read: native float64, contiguous, aligned; unchanged if they already are."""
    return np.require(array, np.float64, ["C", "A"])


def _cells(array: NDArray[Any]) -> Cells:
    kind = array.dtype.kind
    if kind in "fiu":
        return aligned(array)
    if kind == "M":
        # A copy is always aligned.
        return np.ascontiguousarray(array.astype("datetime64[ns]")).view(np.int64)
    if kind == "m":
        missing = np.isnat(array)
        seconds = array.astype("timedelta64[ns]").astype(np.int64) * 1e-9
        return np.where(missing, np.nan, seconds)
    what = {"b": "truth values", "c": "complex numbers", "U": "text", "S": "text", "T": "text"}
    return (what.get(kind, "Python objects"), len(array))
