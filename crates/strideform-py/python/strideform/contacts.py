"""Initial contact and toe-off by any of the published methods."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from . import _arguments, _native, _source
from ._errors import UsageError
from ._table import Table

__all__ = ["find", "methods", "parameters"]


def methods() -> list[dict[str, Any]]:
    """Every method: ``stage``, ``id``, ``segments``, ``needs_gyr``, ``min_rate_hz``, ``citation``, ``deviations``.

    Those of the stage ``contacts`` can be chosen in :func:`find` and ``analyze(…, methods={"contacts": id})``.
    """
    out: list[dict[str, Any]] = json.loads(_native.methods())
    return out


def parameters(method: str) -> dict[str, Any]:
    """The parameters of a contact method with their values; units are in the names (``_hz``, ``_s``, shares without).

    Change them with ``find(…, parameters={"lowpass_hz": 20.0})`` or ``analyze(…, parameters={method: {…}})``; a range is
    ``{"start": …, "end": …}``.
    """
    found = _native.parameters(method)
    if found is None:
        known = ", ".join(m["id"] for m in methods() if m["stage"] == "contacts")
        raise UsageError(f"unknown method `{method}`", remedy=f"known: {known}")
    out: dict[str, Any] = json.loads(found)
    return out


def find(
    source: Any,
    *,
    method: Any = None,
    parameters: Mapping[str, Any] | None = None,
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
        Identifier, e.g. ``"shank-purcell-2005"``, or a method of your own as for :func:`strideform.analyze`; by default the
        preferred method of the placement.
    parameters
        Changed parameters of that method, see :func:`parameters`.

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
    if parameters and not isinstance(method, str):
        raise UsageError("parameters are those of a method given by its identifier")
    choice = _arguments.choice(method=method, parameters={str(method): parameters} if parameters else None)
    inputs = _source.items(source, name=name, frame=frame)
    about = _arguments.about_speed(speed_mps, slope_percent)
    return Table(_native.find_contacts(inputs, reading, about, choice))
