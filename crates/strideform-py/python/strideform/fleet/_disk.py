"""Inputs on this machine's disks, found by the rules of ``strideform batch``."""

from __future__ import annotations

import glob
import os
import zlib
from collections.abc import Iterator

from .. import _native
from .._errors import FileError
from ._item import Found, Item, is_recording, weight

#: Folders within a session's folder whose files count to it, as for ``strideform batch``.
SESSION_DEPTH = 3
#: What a pattern holds.
WILD = ("*", "?", "[")


def take(text: str, outputs: str | None) -> list[Found] | None:
    """What one text stands for; ``None`` where nothing is there. ``outputs`` is never searched."""
    placement, rest = None, text
    if not os.path.exists(text) and "=" in text:
        head, _, tail = text.partition("=")
        if _native.is_placement(head):
            placement, rest = head, tail
    if os.path.isdir(rest):
        return list(_search(rest, placement, outputs))
    if not os.path.exists(rest) and any(c in rest for c in WILD):
        return _matches(rest, placement, outputs) or None
    return _named(text)


def _named(text: str) -> list[Found] | None:
    session, placement, device, parts = _native.input_parts(text)
    paths = list(map(os.fspath, parts))
    files = _session_files(paths[0]) if session else paths
    if not any(os.path.exists(f) for f in files):
        return None
    said = (placement, device) if placement or device or len(paths) > 1 else None
    key = _session_key(paths[0]) if session else tuple(map(os.path.realpath, paths))
    size, stamp = _state(files)
    return [Found(Item(text, text, literal=False, size=size, stamp=stamp), key, said)]


def _session_key(path: str) -> tuple[str, ...]:
    usual = os.path.basename(path) == "session.toml"
    return (os.path.realpath((os.path.dirname(path) or ".") if usual else path),)


def _session_files(path: str) -> list[str]:
    folder = path if os.path.isdir(path) else os.path.dirname(path) or "."
    return list(_below(folder, SESSION_DEPTH))


def _below(folder: str, depth: int) -> Iterator[str]:
    try:
        names = sorted(n for n in os.listdir(folder) if not n.startswith("."))
    except OSError:
        return
    for path in (os.path.join(folder, n) for n in names):
        if not os.path.isdir(path):
            yield path
        elif depth > 0:
            yield from _below(path, depth - 1)


def _matches(pattern: str, placement: str | None, outputs: str | None) -> list[Found]:
    out: list[Found] = []
    for path in sorted(glob.glob(pattern, recursive=True)):
        if outputs and os.path.realpath(path).startswith(outputs + os.sep):
            continue
        session = _session_around(path)
        if os.path.isdir(path):
            out.extend(_search(path, placement, outputs))
        elif session is not None:
            out.append(_literal(session, session, None, [os.path.realpath(session)]))
        else:
            name = f"{placement}={path}" if placement else path
            found = _literal(path, name, placement, [os.path.realpath(path)])
            out.append(Found(found.item, found.files, (placement, None) if placement else None))
    return out


def _session_around(path: str) -> str | None:
    """The nearest folder around a file that holds a session.toml."""
    folder = os.path.dirname(path)
    while True:
        if os.path.isfile(os.path.join(folder or ".", "session.toml")):
            return folder or "."
        parent = os.path.dirname(folder)
        if not folder or parent == folder:
            return None
        folder = parent


def _search(root: str, placement: str | None, outputs: str | None) -> Iterator[Found]:
    visited: set[str] = set()

    def folder(path: str) -> Iterator[Found]:
        real = os.path.realpath(path)
        if real in visited or real == outputs:
            return
        visited.add(real)
        if os.path.isfile(os.path.join(path, "session.toml")):
            yield _literal(path, path, None, [real])
            return
        try:
            names = sorted(os.listdir(path))
        except OSError as error:
            reason = f"the folder cannot be read ({error.strerror}); check its permissions"
            yield Found(Item(_text(path), path, literal=True, hopeless=reason), (real,))
            return
        for name in names:
            below = os.path.join(path, name)
            if name.startswith("."):
                continue
            if os.path.isdir(below):
                yield from folder(below)
            elif is_recording(name) and os.path.isfile(below):
                yield _literal(below, below, placement, [os.path.realpath(below)])

    return folder(root)


def _literal(path: str, name: str, placement: str | None, key: list[str]) -> Found:
    size, stamp = _state(_session_files(path) if os.path.isdir(path) else [path])
    item = Item(_text(name), path, literal=True, placement=placement, size=size, stamp=stamp)
    return Found(item, tuple(key))


def _text(path: str) -> str:
    r"""The path as text; bytes that are no UTF-8 as ``\xNN``."""
    return "".join(f"\\x{ord(c) - 0xDC00:02X}" if 0xDC80 <= ord(c) <= 0xDCFF else c for c in path)


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
    """The error of a root that is not there."""
    wild = any(c in root for c in WILD)
    what = "no file fits this pattern" if wild else "there is no such file or folder"
    return FileError(what, file=root, remedy="check the path")
