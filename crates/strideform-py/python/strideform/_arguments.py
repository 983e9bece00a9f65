"""Checks arguments and prepares them for the native module, with the limits of the command line."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

import json

from . import _detector, _frames
from . import events as _events
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


def about_speed(speed_mps: float | None, slope_percent: float | None = None) -> dict[str, Any]:
    """Only what contact methods use."""
    return about(
        mass_kg=None, height_cm=None, leg_length_cm=None, speed_mps=speed_mps, slope_percent=slope_percent,
        surface=None, started=None,
    )  # fmt: skip


def choice(
    *,
    methods: Mapping[str, Any] | str | None = None,
    method: Any = None,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    events: Any = None,
    contact_error_s: tuple[float, float] | None = None,
) -> dict[str, Any]:
    """Methods, their parameters, an own method and own events."""
    named, own = [], method
    for stage, chosen in _stages(methods).items():
        if isinstance(chosen, str):
            named.append((stage, chosen))
        elif stage == "contacts":
            own = chosen
        else:
            raise UsageError(f"the stage {stage!r} takes no method of your own", remedy="only contacts does")
    if isinstance(own, str):
        named.append(("contacts", own))
        own = None
    bias, step = (0.03, 0.01) if contact_error_s is None else contact_error_s
    errors = tuple(number("contact_error_s", v, 0.0, 1.0, "seconds") for v in (bias, step))
    changed = []
    for name, values in (parameters or {}).items():
        if not isinstance(values, Mapping):
            raise UsageError(f"the parameters of {name!r} must be a dict", remedy='e.g. {"lowpass_hz": 20.0}')
        try:
            changed.append((str(name), json.dumps(dict(values), allow_nan=False)))
        except (TypeError, ValueError):
            raise UsageError(f"the parameters of {name!r} are not numbers") from None
    return {
        "methods": named,
        "parameters": changed,
        "detector": _detector.given(own),
        "events": _placed(events),
        "error_s": errors,
    }


def _stages(methods: Mapping[str, Any] | str | None) -> dict[str, Any]:
    if isinstance(methods, str):
        raise UsageError(
            f"methods={methods!r} names no stage", remedy=f'write methods={{"contacts": "{methods}"}}'
        )
    return {str(stage): method for stage, method in (methods or {}).items()}


def _placed(events: Any) -> list[tuple[str | None, list[tuple[str, float, float]]]]:
    """Events by placement, or one list for every recording."""
    if events is None:
        return []
    if isinstance(events, Mapping) and not any(str(key) in ("initial_contact_s", "ic_s", "initial_contact", "ic") for key in events):
        return [(str(place), _events.rows(_events.normalise(one))) for place, one in events.items()]
    return [(None, _events.rows(_events.normalise(events)))]


def command(inputs: list[Any], reading: dict[str, Any], about: dict[str, Any], choice: dict[str, Any],
            faults: str | None) -> list[str] | None:  # fmt: skip
    """Arguments of the command line that repeat the analysis; None if there are none."""
    own = choice["detector"] or choice["events"] or choice["parameters"] or reading["device"] or about["started"]
    if own or any(kind not in ("text", "file") for kind, *_ in inputs):
        return None
    texts = [name if place is None else f"{place}={name}" for _, name, place, _ in inputs]
    axes = {k: ":".join(v) if isinstance(v, list) else v for k, v in
            (("time", reading["time_column"]), ("acc", reading["acc_columns"]), ("gyr", reading["gyr_columns"]))}  # fmt: skip
    columns = ",".join(f"{k}={v}" for k, v in axes.items() if v)
    units = ",".join(f"{k}={v}" for k, v in reading["units"])
    options: list[tuple[str, Any]] = [
        ("--placement", reading["placement"]), ("--rate", reading["rate_hz"]), ("--units", units or None),
        ("--columns", columns or None), ("--skip-bad-rows", reading["skip_bad_rows"]),
        ("--outside-session", reading["outside_session"]), ("--mass", about["mass_kg"]),
        ("--height", about["height_cm"]), ("--leg-length", about["leg_length_cm"]), ("--speed", about["speed_mps"]),
        ("--slope", about["slope_percent"]), ("--surface", about["surface"]),
        *(("--method", f"{stage}={method}") for stage, method in choice["methods"]), ("--faults", faults),
    ]  # fmt: skip
    out = list(texts)  # the native side adds `analyze` and leaves out private folders
    for name, value in options:
        if value is True:
            out.append(name)
        elif value is not None and value is not False:
            out += [name, _number(value) if isinstance(value, float) else str(value)]
    return out


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


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
    return [(stage, str(method)) for stage, method in _stages(chosen).items()]


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
