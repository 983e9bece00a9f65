"""``strideform.inspect``."""

from __future__ import annotations

import json
from typing import Any

from . import _arguments, _native, _source


class Inspection:
    """What was inferred about every recording, and how to override it."""

    def __init__(self, document: str, text: str) -> None:
        self._document = document
        self._text = text

    @property
    def recordings(self) -> list[dict[str, Any]]:
        """One dict per sensor: ``placement``, ``rate_hz``, ``channels``, ``gaps``, ``bouts``, ``understood``, ``caveats``."""
        found: list[dict[str, Any]] = self.to_dict()["recordings"]
        return found

    def to_json(self) -> str:
        """The document of ``strideform inspect --format json``."""
        return self._document

    def to_dict(self) -> dict[str, Any]:
        """The same as Python objects."""
        out: dict[str, Any] = json.loads(self._document)
        return out

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return self._text


def inspect(
    source: Any,
    *,
    placement: str | None = None,
    rate_hz: float | None = None,
    units: _arguments.Units | None = None,
    columns: _arguments.Columns | None = None,
    skip_bad_rows: bool = False,
    device: str | None = None,
    frame: str | None = None,
    name: str | None = None,
    outside_session: bool = False,
) -> Inspection:
    """Show what is inferred from a recording: columns, units, rate (Hz), gaps (s), bouts (s), caveats.

    Takes the sources and arguments of :func:`strideform.analyze`; a sensor whose placement is not known is still
    shown, and so is every device of a table that holds several. The option that overrides an inference is named as on the
    command line: ``--rate 100`` is ``rate_hz=100``, ``--units acc=g`` is ``units="acc=g"``.
    """
    reading = _arguments.reading(
        placement=placement,
        rate_hz=rate_hz,
        units=units,
        columns=columns,
        skip_bad_rows=skip_bad_rows,
        device=device,
        frame=frame,
        outside_session=outside_session,
    )
    return Inspection(*_native.inspect(_source.items(source, name=name, frame=frame), reading))
