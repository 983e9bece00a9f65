"""Tables that every data-frame library accepts."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ._native import Batch

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow  # type: ignore[import-untyped, unused-ignore]


class Table:
    """Columns of equal length with names, units and descriptions.

    A table implements the Arrow PyCapsule interface, so ``pandas.DataFrame.from_arrow(table)``, ``polars.DataFrame(table)``,
    ``pyarrow.table(table)`` and DuckDB accept it, without copying if the library supports that. ``table["value"]`` is a numpy
    array.
    """

    __slots__ = ("_batch",)

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return self._batch.names()

    @property
    def schema(self) -> str:
        """Identifier and version of the table, e.g. ``strideform.contacts/1``."""
        return self._batch.metadata().get("strideform.schema", "")

    @property
    def units(self) -> dict[str, str]:
        """Unit by column; ``1`` for a dimensionless number, ``row`` if each row has its own unit."""
        return {name: unit for name in self.columns if (unit := self.unit(name)) is not None}

    def unit(self, column: str) -> str | None:
        """Unit of a column, None if it is not a quantity."""
        return self._batch.about(column).get("unit")

    def description(self, column: str) -> str:
        """What the column contains."""
        return self._batch.about(column).get("description", "")

    def __getitem__(self, column: str) -> NDArray[Any]:
        """One column, shape (rows,): numbers with NaN if unknown, texts as objects with None if unknown."""
        values = self._batch.column(column)
        if isinstance(values, np.ndarray):
            return values
        out = np.empty(len(values), dtype=object)
        out[:] = values
        return out

    def __contains__(self, column: object) -> bool:
        return column in self.columns

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows as dicts, None if unknown."""
        names = self.columns
        cells = [_plain(self[name]) for name in names]
        for row in zip(*cells, strict=True):
            yield dict(zip(names, row, strict=True))

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._batch)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return (len(self), len(self.columns))

    def to_dict(self) -> dict[str, list[Any]]:
        """Columns as lists, None if unknown."""
        return {name: _plain(self[name]) for name in self.columns}

    def to_arrow(self) -> pyarrow.Table:
        """As a ``pyarrow.Table``; nothing is copied."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """As a ``pandas.DataFrame``."""
        import pandas

        # pandas 3 reads the stream itself, older versions need pyarrow.
        direct = getattr(pandas.DataFrame, "from_arrow", None)
        frame: pandas.DataFrame = direct(self) if direct else self.to_arrow().to_pandas()
        return frame

    def to_polars(self) -> polars.DataFrame:
        """As a ``polars.DataFrame``; numbers are not copied."""
        import polars

        return polars.DataFrame(self)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """The Arrow C stream, a PyCapsule."""
        return self._batch.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> Any:
        """The Arrow C schema, a PyCapsule."""
        return self._batch.__arrow_c_schema__()

    def __repr__(self) -> str:
        rows, columns = self.shape
        return f"<strideform.Table {self.schema}: {rows} rows × {columns} columns: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        shown = 20
        head = "".join(f"<th>{html.escape(_titled(n, self.unit(n)))}</th>" for n in self.columns)
        rows = []
        for i, row in enumerate(self):
            if i == shown:
                rows.append(f"<tr><td>… {len(self) - shown} more rows</td></tr>")
                break
            rows.append("<tr>" + "".join(f"<td>{html.escape(_shown(v))}</td>" for v in row.values()) + "</tr>")
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _plain(values: NDArray[Any]) -> list[Any]:
    if values.dtype.kind != "f":
        return list(values.tolist())
    return [None if v != v else v for v in values.tolist()]


def _titled(name: str, unit: str | None) -> str:
    return name if unit in (None, "1", "row") else f"{name} [{unit}]"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
