"""What a finished partition wrote: its counts, and a digest of each file, by which damage is found.

It is written after the partition's tables, so a partition without it is not finished.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from ._parts import Part
from ._places import Place
from ._counts import Counts

#: Folder of these files; readers of datasets pass over names that begin with an underscore.
FOLDER = "_done"
#: Files that are read at a time (*chosen*: a store answers slowly, but many at once).
AT_ONCE = 32


def digest(content: bytes) -> str:
    """The digest of a file."""
    return hashlib.sha256(content).hexdigest()


def write(out: Place, part: Part, counts: Counts, digests: Mapping[str, str]) -> None:
    """Marks a partition as finished; ``digests`` are those of its files by the table's folder."""
    document: dict[str, Any] = {"counts": asdict(counts), "sha256": dict(digests)}
    text = json.dumps(document, separators=(",", ":"), sort_keys=True)
    document["check"] = digest(text.encode())
    out.write((json.dumps(document, separators=(",", ":"), sort_keys=True) + "\n").encode(), FOLDER, _name(part))


def remove(out: Place, part: Part) -> None:
    """Marks a partition as not finished, before its tables are written again."""
    out.remove(FOLDER, _name(part))


def finished(out: Place, parts: Iterable[Part]) -> dict[int, Counts]:
    """The counts of the partitions whose files are all there as they were written."""
    there = out.names(FOLDER)
    begun = [part for part in parts if _name(part) in there]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda part: _counts(out, part), begun)
        return {part.number: counts for part, counts in zip(begun, found, strict=True) if counts is not None}


def _counts(out: Place, part: Part) -> Counts | None:
    content = out.read(FOLDER, _name(part))
    if content is None:
        return None
    try:
        document = json.loads(content)
        check = document.pop("check")
        text = json.dumps(document, separators=(",", ":"), sort_keys=True)
        if check != digest(text.encode()):
            return None
        counts, digests = Counts(**document["counts"]), dict(document["sha256"])
    except (ValueError, KeyError, TypeError, AttributeError):
        # Damaged itself: the partition is done again.
        return None
    for folder, expected in digests.items():
        table = out.read(folder, part.file)
        if table is None or digest(table) != expected:
            return None
    return counts


def _name(part: Part) -> str:
    return part.file.replace(".parquet", ".json")
