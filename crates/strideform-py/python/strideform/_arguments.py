"""Checks arguments and prepares them for the native module, with the limits of the command line."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

from . import _frames
from ._errors import UsageError

Units = str | Mapping[str, str]
Columns = str | Mapping[str, str | Sequence[str]]


def reading(
    *,
    placement: str | None,
    rate_hz: float | None,
    units: Units | None,
    columns: Columns | None,
    skip_bad_rows: bool,
    device: str | None,
    frame: str | None,
    outside_session: bool = False,
) -> dict[str, Any]:
    """How to read."""
    given = {**_frames.units(frame), **_pairs("units", units)}
    named = _pairs("columns", columns)
    unknown = set(named) - {"time", "acc", "gyr"}
    if unknown:
        raise UsageError(f"unknown key `{min(unknown)}` in columns", remedy="known: time, acc, gyr")
    return {
        "placement": placement,
        "rate_hz": number("rate_hz", rate_hz, 0.5, 100_000.0, "hertz"),
        "units": list(given.items()),
        "time_column": named.get("time"),
        "acc_columns": _axes(named.get("acc")),
        "gyr_columns": _axes(named.get("gyr")),
        "skip_bad_rows": bool(skip_bad_rows),
        "outside_session": bool(outside_session),
        "device": device,
    }


def about(
    *,
    mass_kg: float | None,
    height_cm: float | None,
    leg_length_cm: float | None,
    speed_mps: float | None,
    slope_percent: float | None,
    surface: str | None,
    started: str | dt.datetime | None,
) -> dict[str, Any]:
    """The runner and the run."""
    return {
        "mass_kg": number("mass_kg", mass_kg, 10.0, 300.0, "kilograms"),
        "height_cm": number("height_cm", height_cm, 80.0, 250.0, "centimetres"),
        "leg_length_cm": number("leg_length_cm", leg_length_cm, 30.0, 150.0, "centimetres"),
        "speed_mps": number("speed_mps", speed_mps, 0.5, 13.0, "metres per second (km/h divided by 3.6)"),
        "slope_percent": number("slope_percent", slope_percent, -100.0, 100.0, "per cent"),
        "surface": surface,
        "started": started.isoformat() if isinstance(started, dt.datetime) else started,
    }


def number(name: str, value: float | None, low: float, high: float, hint: str) -> float | None:
    """A finite number within limits."""
    if value is None:
        return None
    try:
        out = float(value)
    except (TypeError, ValueError):
        raise UsageError(f"{name}={value!r} is not a number") from None
    if not (math.isfinite(out) and low <= out <= high):
        raise UsageError(f"{name}={value!r} must be between {low:g} and {high:g} {hint}")
    return out


def methods(chosen: Mapping[str, str] | str | None) -> list[tuple[str, str]]:
    """``{"contacts": id}``."""
    if isinstance(chosen, str):
        raise UsageError(
            f"methods={chosen!r} names no stage", remedy=f'write methods={{"contacts": "{chosen}"}}'
        )
    return [(str(stage), str(method)) for stage, method in (chosen or {}).items()]


def _pairs(name: str, given: Any) -> dict[str, Any]:
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return dict(given)
    if not isinstance(given, str):
        raise UsageError(f"{name} is a dict or a text such as \"acc=g\", not {type(given).__name__}")
    out = {}
    for part in filter(str.strip, given.split(",")):
        key, _, value = part.partition("=")
        if not value.strip():
            raise UsageError(f"`{part}` in {name} is not of the form key=value")
        out[key.strip()] = value.strip()
    return out


def _axes(names: str | Sequence[str] | None) -> list[str]:
    if names is None:
        return []
    return [n.strip() for n in names.split(":")] if isinstance(names, str) else [str(n) for n in names]


def threads(value: int) -> int:
    """Number of threads of one call."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1024:
        raise UsageError(f"threads = {value!r} is not a number of threads", remedy="give a whole number from 1 to 1024")
    return value
