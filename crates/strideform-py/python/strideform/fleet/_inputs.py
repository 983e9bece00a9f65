"""From the user's list to the inputs of the job, sorted and without duplicates."""

from __future__ import annotations

import os
from collections.abc import Iterable

from .. import _native
from .._errors import FileError
from . import _disk, _store
from ._item import Found, Item
from ._places import Place, Storage, is_remote, local

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def inputs(paths: Paths, storage: Storage | None, out: Place) -> list[Item]:
    """Every input, sorted by its name.

    Raises
    ------
    FileError
        If the only path given does not exist, or nothing is found at all. A list entry that does not exist is one
        bad input, not a reason to stop.
    UsageError
        If one file is given with two placements.
    """
    alone = isinstance(paths, (str, os.PathLike))
    texts = [os.fspath(paths)] if isinstance(paths, (str, os.PathLike)) else [os.fspath(p) for p in paths]
    found: list[Found] = []
    for text in texts:
        taken = _take(text, storage, out)
        if taken is None and alone:
            raise _disk.missing(text)
        if taken is None:
            item = Item(text, text, literal=False, remote=_far(text))
            taken = [Found(item, (text,))]
        found.extend(taken)
    if not found:
        raise FileError(
            "no recording was found",
            file=", ".join(texts[:3]) or None,
            remedy="folders are searched for csv, tsv, txt, fit, tcx, gpx, parquet, feather and arrow files, also .gz, "
            "and for session.toml",
        )
    return dedup(found)


def _far(text: str) -> bool:
    return is_remote(text) or is_remote(text.partition("=")[2])


def _take(text: str, storage: Storage | None, out: Place) -> list[Found] | None:
    if _far(text):
        return _store.take(text, storage, out.root.rstrip("/") if out.remote else None)
    return _disk.take(local(text), None if out.remote else os.path.realpath(out.root))


def dedup(found: list[Found]) -> list[Item]:
    """Every input once, sorted by name; an input with placement or device takes precedence over the plain file."""
    kept = _native.dedup([(one.item.name, one.files, one.said) for one in found])
    return [found[at].item for at in kept]
