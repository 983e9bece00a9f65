"""Locations: local paths, and everything that fsspec opens."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from typing import Any

from ._need import need

#: Options for fsspec.
Storage = Mapping[str, Any]


def is_remote(text: str) -> bool:
    """True for URLs of anything but this machine's files."""
    head, sep, _ = text.partition("://")
    return bool(sep) and "/" not in head and head not in ("file", "local")


def local(text: str) -> str:
    """The path behind a ``file://`` URL; a path unchanged."""
    for scheme in ("file://", "local://"):
        if text.startswith(scheme):
            return text[len(scheme) :]
    return text


class Place:
    """A folder that can be written to, here or in an object store."""

    def __init__(self, url: str, storage: Storage | None) -> None:
        self.url = url.rstrip("/") or url
        self.remote = is_remote(url)
        if self.remote:
            self.fs, self.root = need("fsspec").core.url_to_fs(self.url, **(storage or {}))
        else:
            self.url = self.root = os.path.abspath(local(self.url))
            self.fs = need("fsspec").filesystem("file")

    def path(self, *names: str) -> str:
        """A path within."""
        return posixpath.join(self.root, *names) if self.remote else os.path.join(self.root, *names)

    def names(self, folder: str) -> set[str]:
        """Names of the files in one of its folders."""
        if not self.remote:
            try:
                return set(os.listdir(self.path(folder)))
            except FileNotFoundError:
                return set()
        self.fs.invalidate_cache(self.path(folder))
        try:
            return {posixpath.basename(p.rstrip("/")) for p in self.fs.ls(self.path(folder), detail=False)}
        except FileNotFoundError:
            return set()

    def read(self, *names: str) -> bytes | None:
        """A file's content; ``None`` if it does not exist."""
        try:
            content: bytes = self.fs.cat_file(self.path(*names))
        except FileNotFoundError:
            return None
        return content

    def write(self, content: bytes, *names: str) -> None:
        """Writes atomically: a rename on disk, a single put on object stores."""
        path = self.path(*names)
        if self.remote:
            # In object stores, folders are only part of names; elsewhere they have to be created.
            self.fs.makedirs(posixpath.dirname(path), exist_ok=True)
            self.fs.pipe_file(path, content)
            return
        os.makedirs(os.path.dirname(path), exist_ok=True)
        folder, name = os.path.split(path)
        # Readers of datasets skip names that begin with a dot.
        unfinished = os.path.join(folder, f".{name}.{os.urandom(4).hex()}.tmp")
        try:
            with open(unfinished, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, path)
        except BaseException:
            if os.path.exists(unfinished):
                os.remove(unfinished)
            raise

    def tidy(self, folder: str) -> None:
        """Removes temporary files left by killed writers; call it only when no writer is active."""
        if not self.remote:
            for name in self.names(folder):
                if name.startswith(".part-") and name.endswith(".tmp"):
                    self.remove(folder, name)

    def remove(self, *names: str) -> None:
        """Removes a file if it exists."""
        try:
            self.fs.rm_file(self.path(*names))
        except FileNotFoundError:
            pass
