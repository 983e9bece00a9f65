"""Remote inputs, copied to this machine while they are analysed."""

from __future__ import annotations

import os
import posixpath
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .. import _native
from ._item import Item
from ._need import need
from ._places import Storage


@contextmanager
def fetched(item: Item, storage: Storage | None) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What to read instead, and by which URL each folder of the copy is to be called."""
    if not item.remote:
        yield item.what, []
        return
    placement, rest = "", item.what
    head, sep, tail = rest.partition("=")
    if not item.literal and sep and "://" in tail and _native.is_placement(head):
        placement, rest = head + "=", tail
    fs, path = need("fsspec").core.url_to_fs(rest, **(storage or {}))
    with tempfile.TemporaryDirectory(prefix="strideform-") as folder:
        if fs.isdir(path):
            copy, called = _folder(fs, path, folder), [(folder + path_of(path), rest.rstrip("/"))]
        elif path.endswith(".toml"):
            around = posixpath.dirname(path)
            _folder(fs, around, folder)
            copy, called = folder + path_of(path), [(folder + path_of(around), posixpath.dirname(rest))]
        elif item.literal or fs.exists(path):
            copy, called = _file(fs, path, folder), [(folder + path_of(path), rest)]
        else:
            copy, called = _described(fs, rest, folder)
        yield placement + copy, called


def path_of(path: str) -> str:
    """A remote path below a folder of this machine: names of folders count, as a placement may be read from them."""
    parts = [p for p in path.replace("\\", "/").split("/") if p not in ("", ".", "..")]
    return "/" + "/".join(parts)


def _folder(fs: Any, path: str, folder: str) -> str:
    for file in fs.find(path):
        below = file[len(path.rstrip("/")) :]
        if not any(part.startswith(".") for part in below.split("/")):
            _file(fs, file, folder)
    return folder + path_of(path)


def _file(fs: Any, path: str, folder: str) -> str:
    copy = folder + path_of(path)
    os.makedirs(os.path.dirname(copy), exist_ok=True)
    fs.get_file(path, copy)
    return copy


def _described(fs: Any, rest: str, folder: str) -> tuple[str, list[tuple[str, str]]]:
    """``acc.csv+gyr.csv#DEVICE``."""
    files, sep, device = rest.rpartition("#")
    files, device = (files, sep + device) if sep else (rest, "")
    urls = files.split("+")
    copies = [_file(fs, fs._strip_protocol(url), folder) for url in urls]
    return "+".join(copies) + device, list(zip(copies, urls, strict=True))
