"""Inputs on this machine's disks, found as ``strideform batch`` finds them."""

from __future__ import annotations

import os
import zlib

from .. import _native
from .._errors import FileError
from ._item import Found, Item, weight

#: Characters that make a text a pattern.
WILD = ("*", "?", "[")


def take(text: str, outputs: str | None) -> list[Found] | None:
    """What one text refers to; ``None`` if there is nothing. ``outputs`` is never searched."""
    found = _native.discover(text, outputs)
    return None if found is None else [_found(one) for one in found]


def _found(one: _native.OnDisk) -> Found:
    size, stamp = _state([os.fspath(file) for file in one["files"]])
    item = Item(
        one["name"],
        os.fspath(one["what"]),
        literal=one["literal"],
        placement=one["placement"],
        size=size,
        stamp=stamp,
        hopeless=one["unusable"],
    )
    return Found(item, tuple(os.fspath(file) for file in one["key"]), one["described"])


def _state(files: list[str]) -> tuple[int, str]:
    size, total = 0, 0
    for path in files:
        try:
            meta = os.stat(path)
        except OSError:
            continue
        size += weight(path, meta.st_size)
        state = f"{os.path.basename(path)} {meta.st_size} {meta.st_mtime_ns}"
        total = zlib.crc32(os.fsencode(state), total)
    return size, f"{total:08x}"


def missing(root: str) -> FileError:
    """The error for a missing root."""
    wild = any(c in root for c in WILD)
    what = "no file matches this pattern" if wild else "there is no such file or folder"
    return FileError(what, file=root, remedy="check the path")
