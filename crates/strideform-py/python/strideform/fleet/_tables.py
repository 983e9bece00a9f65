"""The rows of a partition as Parquet; equal rows give equal bytes."""

from __future__ import annotations

import io
from typing import Any

from .. import __version__
from ._item import Item
from ._need import need

#: Name and version of the table of failures.
FAILURES = "strideform.failures/1"

#: Input, line, column, reason.
Failure = tuple[str, int | None, int | None, str]


def failures(rows: list[Failure]) -> Any:
    """The table of inputs that could not be used."""
    pa = need("pyarrow")
    about = {
        "input": "The input as given or found",
        "line": "Line, from 1, including the header",
        "column": "Column, from 1",
        "reason": "What is wrong and how to fix it",
    }
    kinds = [pa.string(), pa.int64(), pa.int64(), pa.string()]
    fields = [
        pa.field(name, kind, nullable=name in ("line", "column"), metadata={"description": text})
        for (name, text), kind in zip(about.items(), kinds, strict=True)
    ]
    metadata = {"strideform.schema": FAILURES, "strideform.version": __version__}
    schema = pa.schema(fields, metadata=metadata)
    columns = [pa.array([row[i] for row in rows], kind) for i, kind in enumerate(kinds)]
    return pa.Table.from_arrays(columns, schema=schema)


def parquet(table: Any) -> bytes:
    """The bytes of a table's file."""
    pq = need("pyarrow.parquet")
    out = io.BytesIO()
    pq.write_table(table, out, compression="snappy")
    return out.getvalue()


def failed(item: Item, reason: str) -> Failure:
    """A failure without a position."""
    return (item.name, None, None, reason)
