"""Exceptions: one class per kind of error, each with its position and a remedy."""

from __future__ import annotations

from typing import Any, ClassVar


class StrideformError(Exception):
    """An input or argument that cannot be used.

    Attributes
    ----------
    message : str
        What is wrong, without position and remedy.
    file : str or None
        The file, or the name that the arrays were given.
    line : int or None
        Line of the file, from 1, including the header; for arrays and frames the row, from 1.
    column : int or None
        Number of the column, from 1.
    column_name : str or None
        Its name.
    cell : str or None
        The text of the cell.
    remedy : str or None
        How to fix it.
    kind : str
        ``io``, ``malformed``, ``ambiguous``, ``unusable`` or ``usage``.
    """

    kind: ClassVar[str] = "other"

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        column_name: str | None = None,
        cell: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.column_name = column_name
        self.cell = cell
        self.remedy = remedy

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.column is not None:
            name = f" ({self.column_name})" if self.column_name else ""
            place.append(f"column {self.column}{name}")
        head = ", ".join(place) + ": " if place else ""
        tail = f"; {self.remedy}" if self.remedy else ""
        return f"{head}{self.message}{tail}"

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are pickled between processes.
        return (_rebuilt, (type(self), dict(self.__dict__)))


class FileError(StrideformError, OSError):
    """A file that is missing or cannot be opened or read."""

    kind = "io"


class MalformedError(StrideformError, ValueError):
    """Not a recording: empty, binary, a cell that is not a number, ragged rows, timestamps that go backwards."""

    kind = "malformed"


class AmbiguousError(StrideformError, ValueError):
    """Read, but more information is needed: placement, scale of raw counts, rate, which of several sensors."""

    kind = "ambiguous"


class UnusableError(StrideformError, ValueError):
    """Data that no argument can make usable, such as a recording without an accelerometer."""

    kind = "unusable"


class UsageError(StrideformError, ValueError):
    """An invalid argument, or one that contradicts another argument or the recording."""

    kind = "usage"


def _rebuilt(cls: type[StrideformError], fields: dict[str, Any]) -> StrideformError:
    return cls(fields.pop("message"), **{k: v for k, v in fields.items() if k in _FIELDS})


_FIELDS = ("file", "line", "column", "column_name", "cell", "remedy")
