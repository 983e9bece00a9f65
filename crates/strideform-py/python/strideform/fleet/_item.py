"""One input of a job: a recording or a session, analysed on its own."""

from __future__ import annotations

from dataclasses import dataclass

#: Kinds of files that may be recordings, as for ``strideform batch``.
KINDS = (".csv", ".tsv", ".txt", ".fit", ".parquet", ".pq", ".feather", ".arrow", ".arrows")
#: gzip makes text smaller by about this factor (measured on sensor exports: 3 to 5).
GZIP = 4
#: Text is larger than compressed columns of the same numbers by about this factor (*chosen*: an hour takes 17 MB and 70 MB).
COLUMNS = 4


@dataclass(frozen=True)
class Item:
    """One input."""

    #: The input as given or found: the key of its row.
    name: str
    #: What to read: a path or URL, or a text as on the command line.
    what: str
    #: ``what`` is a path, never to be split into placement, file and device.
    literal: bool
    #: Its placement.
    placement: str | None = None
    #: Bytes of plain text to read.
    size: int = 0
    #: Sizes and times of its files, which reveal a change.
    stamp: str = ""
    #: ``what`` has to be fetched.
    remote: bool = False
    #: Why it cannot be analysed.
    hopeless: str | None = None


@dataclass(frozen=True)
class Found:
    """An input and the files it consists of."""

    item: Item
    #: Real paths, or URLs.
    files: tuple[str, ...]
    #: What was given besides its path: placement and device.
    said: tuple[str | None, str | None] | None = None


def is_recording(name: str) -> bool:
    """True if the name has a recording's extension, with or without ``.gz``."""
    name = name.lower()
    name = name.removesuffix(".gz") if name.endswith(".gz") else name
    stem, dot, kind = name.rpartition(".")
    return bool(dot and stem) and f".{kind}" in KINDS


def weight(name: str, size: int) -> int:
    """Bytes of plain text in a file."""
    name = name.lower()
    if name.endswith(".gz"):
        return size * GZIP
    return size * COLUMNS if name.endswith((".parquet", ".pq", ".feather", ".arrow", ".arrows")) else size


def one_line(text: str) -> str:
    """Words separated by single spaces."""
    return " ".join(text.split())
