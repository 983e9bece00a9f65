"""From what the user wrote to the inputs of the job: each once, sorted."""

from __future__ import annotations

import os
from collections.abc import Iterable

from .._errors import FileError, UsageError
from . import _disk, _store
from ._item import Found, Item
from ._places import Place, Storage, is_remote, local

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def inputs(paths: Paths, storage: Storage | None, out: Place) -> list[Item]:
    """Every input, sorted by its name.

    Raises
    ------
    FileError
        Where the only path given is not there, or nothing is found at all. What a list names and is not there is one
        bad input, no reason to stop.
    UsageError
        Where one file is given with two placements.
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
            remedy="folders are searched for csv, tsv, txt and fit files, also .gz, and for session.toml",
        )
    return distinct(found)


def _far(text: str) -> bool:
    return is_remote(text) or is_remote(text.partition("=")[2])


def _take(text: str, storage: Storage | None, out: Place) -> list[Found] | None:
    if _far(text):
        return _store.take(text, storage, out.root.rstrip("/") if out.remote else None)
    return _disk.take(local(text), None if out.remote else os.path.realpath(out.root))


def distinct(found: list[Found]) -> list[Item]:
    """Every input once; what the user said more of goes before what a search found."""
    described = {file for f in found if f.said for file in f.files}
    kept: dict[tuple[tuple[str, ...], str | None], tuple[str | None, Item]] = {}
    for one in found:
        if one.said is None and any(file in described for file in one.files):
            continue
        placement, device = one.said or (None, None)
        known = kept.get((one.files, device))
        if known is None:
            kept[one.files, device] = (placement, one.item)
            continue
        if known[0] != placement:
            raise UsageError(
                f"the inputs {known[1].name} and {one.item.name} are one file with two placements; drop one of them"
            )
        if one.item.name < known[1].name:
            kept[one.files, device] = (placement, one.item)
    return sorted((item for _, item in kept.values()), key=lambda item: item.name)
