"""Inputs behind fsspec URLs, by the same rules as on disks."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Callable
from typing import Any

from .. import _native
from ._disk import WILD
from ._item import Found, Item, is_recording, weight
from ._need import need
from ._places import Storage

#: Object properties that reveal a change; which of them exist depends on the store.
MARKS = ("ETag", "etag", "md5Hash", "content_md5", "LastModified", "last_modified", "mtime", "updated", "created")


def take(text: str, storage: Storage | None, outputs: str | None) -> list[Found] | None:
    """What one URL refers to, with or without ``placement=`` in front; ``None`` if there is nothing."""
    placement, url = None, text
    head, sep, tail = text.partition("=")
    if sep and "://" in tail and _native.is_placement(head):
        placement, url = head, tail
    fs, path = need("fsspec").core.url_to_fs(url, **(storage or {}))
    if not fs.exists(path) and any(c in path for c in WILD):
        paths = fs.glob(path, detail=True)
        files = {p: i for p, i in paths.items() if i.get("type") == "file"}
        folders = [p for p, i in paths.items() if i.get("type") == "directory"]
        named = _naming(fs, url[: min(url.find(c) for c in WILD if c in url)].rpartition("/")[0])
        out = _recordings(fs, files, placement, named, outputs)
        for folder in folders:
            out += _search(fs, folder, named, placement, outputs)
        return out or None
    if fs.isdir(path):
        return _search(fs, path, _naming(fs, url.rstrip("/")), placement, outputs)
    return _named(fs, text, url, placement)


def _naming(fs: Any, base: str) -> Callable[[str], str]:
    """Converts a path below a URL to a URL as the user would write it."""
    root = fs._strip_protocol(base).rstrip("/")
    return lambda path: base + path.rstrip("/")[len(root) :]


def _named(fs: Any, text: str, url: str, placement: str | None) -> list[Found] | None:
    files, device = [url], None
    if not _there(fs, url):
        rest, sep, tail = url.rpartition("#")
        if sep:
            files, device = [rest], tail
        files = [f for whole in files for f in whole.split("+")]
    paths = [fs._strip_protocol(f) for f in files]
    if not any(fs.exists(p) for p in paths):
        return None
    if paths[0].endswith(".toml"):
        folder = posixpath.dirname(paths[0])
        states = fs.find(folder, detail=True)
    else:
        states = {p: fs.info(p) for p in paths if fs.exists(p)}
    size, stamp = _state(states)
    said = (placement, device) if placement or device or len(files) > 1 else None
    item = Item(text, text, literal=False, size=size, stamp=stamp, remote=True)
    return [Found(item, tuple(paths), said)]


def _there(fs: Any, url: str) -> bool:
    return bool(fs.exists(fs._strip_protocol(url)))


def _search(fs: Any, folder: str, named: Any, placement: str | None, outputs: str | None) -> list[Found]:
    """Everything below a folder, in one listing."""
    return _recordings(fs, fs.find(folder, detail=True), placement, named, outputs, folder)


def _recordings(
    fs: Any,
    listed: dict[str, Any],
    placement: str | None,
    named: Any,
    outputs: str | None,
    root: str | None = None,
) -> list[Found]:
    sessions = _sessions(fs, listed, root)
    out: list[Found] = []
    taken: dict[str, dict[str, Any]] = {}
    for path, info in listed.items():
        below = path[len(root) :] if root is not None else posixpath.basename(path)
        if any(part.startswith(".") for part in below.split("/")):
            continue
        if outputs is not None and (path.rstrip("/") + "/").startswith(outputs + "/"):
            continue
        session = next((s for s in _folders(path) if s in sessions), None)
        if session is not None:
            taken.setdefault(session, {})[path] = info
        elif is_recording(path) or root is None:
            url = named(path)
            size, stamp = _state({path: info})
            name = f"{placement}={url}" if placement and root is None else url
            item = Item(name, url, True, placement, size, stamp, remote=True)
            out.append(Found(item, (path,), (placement, None) if placement and root is None else None))
    for session, states in taken.items():
        url = named(session)
        size, stamp = _state(states)
        out.append(Found(Item(url, url, True, None, size, stamp, remote=True), (session,)))
    return out


def _sessions(fs: Any, listed: dict[str, Any], root: str | None) -> set[str]:
    found = {posixpath.dirname(p) for p in listed if posixpath.basename(p) == "session.toml"}
    if root is None:
        around = {folder for path in listed for folder in _folders(path)}
        found |= {folder for folder in around if fs.exists(posixpath.join(folder, "session.toml"))}
    return found


def _folders(path: str) -> list[str]:
    """Parent folders of a path, outermost first: a session contains everything below it."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: i + 1]) for i in range(len(parts)) if parts[: i + 1] != [""]]


def _state(states: dict[str, Any]) -> tuple[int, str]:
    size, total = 0, 0
    for path in sorted(states):
        info = states[path]
        bytes_ = int(info.get("size") or 0)
        size += weight(path, bytes_)
        mark = next((str(info[m]) for m in MARKS if info.get(m) is not None), "")
        state = f"{posixpath.basename(path)} {bytes_} {mark}"
        total = zlib.crc32(state.encode("utf-8", "surrogatepass"), total)
    return size, f"{total:08x}"
