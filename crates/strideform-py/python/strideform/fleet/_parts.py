"""Partitions: the work of one task, divided in the same way on every cluster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from ._item import Item

#: Maximum bytes of plain text per partition: one to two minutes of one core (docs/SCALE.md), long compared with the engine's
#: millisecond per task and short enough that a lost worker loses little (*chosen*).
LARGEST = 4 << 30
#: Maximum inputs per partition (*chosen*: the rows of strides of this many runs are held at once).
MOST = 512
#: A small job is divided into about this many partitions, so that all cores have work (*chosen*).
AT_LEAST = 64


@dataclass(frozen=True)
class Part:
    """A partition."""

    #: From 0.
    number: int
    #: Its inputs, sorted.
    items: tuple[Item, ...]

    @property
    def file(self) -> str:
        """Name of its files."""
        return f"part-{self.number:05d}.parquet"

    def names(self) -> str:
        """Digest over the names of its inputs."""
        return _digest(item.name for item in self.items)

    def states(self) -> str:
        """Digest over the state of its inputs' files."""
        return _digest(f"{item.name} {item.stamp}" for item in self.items)


def _digest(texts: Iterator[str]) -> str:
    out = hashlib.sha256()
    for text in texts:
        out.update(text.encode("utf-8", "surrogatepass") + b"\n")
    return out.hexdigest()[:16]


def sizes(items: list[Item], partition_bytes: int | None, partition_files: int | None) -> tuple[int, int]:
    """Maximum bytes and inputs of a partition; if not given, they follow from the inputs alone."""
    for name, value in (("partition_bytes", partition_bytes), ("partition_files", partition_files)):
        if value is not None and value < 1:
            raise ValueError(f"{name}={value} must be at least 1")
    total = sum(item.size for item in items)
    most_bytes = partition_bytes or min(LARGEST, max(1 << 20, total // AT_LEAST))
    return most_bytes, partition_files or min(MOST, max(1, len(items) // AT_LEAST))


def cut(items: list[Item], most_bytes: int, most_items: int) -> Iterator[Part]:
    """Neighbouring inputs up to the limits of a partition; a larger input has its own partition."""
    here: list[Item] = []
    number = size = 0
    for item in items:
        if here and (size + item.size > most_bytes or len(here) == most_items):
            yield Part(number, tuple(here))
            number, size, here = number + 1, 0, []
        here.append(item)
        size += item.size
    if here:
        yield Part(number, tuple(here))
