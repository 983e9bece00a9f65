"""Initial contact and toe-off by any of the published methods."""

from __future__ import annotations

import json
from typing import Any

from . import _arguments, _native, _source
from ._table import Table

__all__ = ["find", "methods"]


def methods() -> list[dict[str, Any]]:
    """Every method: ``stage``, ``id``, ``segments``, ``needs_gyr``, ``min_rate_hz``, ``citation``, ``deviations``.

    Those of the stage ``contacts`` can be chosen in :func:`find` and ``analyze(…, methods={"contacts": id})``.
    """
    out: list[dict[str, Any]] = json.loads(_native.methods())
    return out


def find(
    source: Any,
    *,
    method: str | None = None,
    placement: str | None = None,
    rate_hz: float | None = None,
    units: _arguments.Units | None = None,
    columns: _arguments.Columns | None = None,
    skip_bad_rows: bool = False,
    device: str | None = None,
    speed_mps: float | None = None,
    slope_percent: float | None = None,
    frame: str | None = None,
    name: str | None = None,
) -> Table:
    """Find the contacts of every sensor during running, with one method.

    Parameters
    ----------
    source, placement, rate_hz, units, columns, skip_bad_rows, device, speed_mps, slope_percent, frame, name
        As for :func:`strideform.analyze`.
    method
        Identifier, e.g. ``"shank-purcell-2005"``; by default the preferred method of the placement.

    Returns
    -------
    Table
        One row per contact: ``side``, ``initial_contact_s``, ``toe_off_s``, ``contact_time_s`` (s since the first
        sample of its own recording), ``valid``, ``reason``, ``placement``. Empty without running. Flight times are
        left empty: they need both feet, see :attr:`strideform.Analysis.contacts`.

    Raises
    ------
    UnusableError
        If the method needs another placement, channel or rate.
    """
    reading = _arguments.reading(
        placement=placement,
        rate_hz=rate_hz,
        units=units,
        columns=columns,
        skip_bad_rows=skip_bad_rows,
        device=device,
        frame=frame,
    )
    about = _arguments.about(
        mass_kg=None,
        height_cm=None,
        leg_length_cm=None,
        speed_mps=speed_mps,
        slope_percent=slope_percent,
        surface=None,
        started=None,
    )
    inputs = _source.items(source, name=name, frame=frame)
    return Table(_native.find_contacts(inputs, reading, about, method))
