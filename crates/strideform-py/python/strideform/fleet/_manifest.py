"""The manifest beside the tables of a folder: it lets a job resume and keeps jobs from being mixed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from .._errors import FileError
from ._errors import InputsChanged, OptionsChanged
from ._options import differences, fingerprint
from ._parts import Part
from ._places import Place
from ._counts import Counts
from ._task import Job

#: Name and version of this file.
FORMAT = "strideform.fleet/1"
NAME = "_manifest.json"


def read(out: Place) -> dict[str, Any] | None:
    """The manifest of a folder; ``None`` where there is none.

    Raises
    ------
    InputsChanged
        Where the folder is another program's, or another version's.
    FileError
        Where the manifest is damaged.
    """
    content = out.read(NAME)
    if content is None:
        if out.names("runs"):
            raise InputsChanged(f"{out.url} contains tables from another program", remedy="give another folder")
        return None
    try:
        manifest: dict[str, Any] = json.loads(content)
        if not isinstance(manifest, dict):
            raise ValueError("no JSON object")
    except ValueError as error:
        raise FileError(
            f"the manifest is damaged ({error})",
            file=out.path(NAME),
            remedy="resume=False starts over",
        ) from None
    if manifest.get("manifest") != FORMAT:
        raise InputsChanged(
            f"{out.url} was written as {manifest.get('manifest')}, this version writes {FORMAT}",
            remedy="give another folder",
        )
    missing = [key for key in ("options", "partition_bytes", "partition_files", "partitions") if key not in manifest]
    if missing:
        raise FileError(
            f"the manifest is damaged (without {missing[0]})", file=out.path(NAME), remedy="resume=False starts over"
        )
    return manifest


def check_options(then: dict[str, Any], job: Job) -> None:
    """Refuses to resume with other options."""
    changed = differences(then["options"], fingerprint(job.options))
    if changed:
        raise OptionsChanged(
            f"{job.out} holds tables made with other options ({'; '.join(changed)})",
            remedy="use the same options or another folder; resume=False starts over",
        )


def stale(then: dict[str, Any], parts: list[Part], out: Place) -> list[Part]:
    """Partitions with a file that changed since; refuses other inputs, or the same ones partitioned differently."""
    before = [tuple(p) for p in then["partitions"]]
    now = [_entry(part) for part in parts]
    if [p[:2] for p in before] != [p[:2] for p in now]:
        inputs = (sum(p[0] for p in before), sum(p[0] for p in now))
        raise InputsChanged(
            f"{out.url} holds tables of other inputs ({inputs[0]} then, {inputs[1]} now, or partitioned differently)",
            remedy="use a separate folder for new inputs (several folders can be read together); resume=False starts over",
        )
    return [part for part, old, new in zip(parts, before, now, strict=True) if old[2] != new[2]]


def _entry(part: Part) -> tuple[int, str, str]:
    return len(part.items), part.names(), part.states()


def write(
    out: Place,
    job: Job,
    sizes: tuple[int, int],
    parts: Iterable[Part],
    counts: dict[int, Counts] | None = None,
) -> None:
    """Writes the manifest; ``counts`` mark the job as complete."""
    from .._native import TABLES

    document = {
        "manifest": FORMAT,
        "tables": list(TABLES),
        "options": fingerprint(job.options),
        "partition_bytes": sizes[0],
        "partition_files": sizes[1],
        "partitions": [_entry(part) for part in parts],
        "counts": None if counts is None else [list(asdict(counts[i]).values()) for i in sorted(counts)],
    }
    out.write((json.dumps(document, separators=(",", ":")) + "\n").encode(), NAME)
