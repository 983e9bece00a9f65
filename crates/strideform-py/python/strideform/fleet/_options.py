"""The options of a job, in a form that can be sent to workers and compared."""

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import _arguments, _native
from .._errors import UsageError

#: Options of :func:`strideform.analyze`, except those for a single recording.
KNOWN = {
    name: parameter.default if parameter.default is not inspect.Parameter.empty else None
    for function in (_arguments.reading, _arguments.about)
    for name, parameter in inspect.signature(function).parameters.items()
    if name not in ("frame", "device", "started")
} | {"skip_bad_rows": False, "methods": None, "faults": None}


def prepared(options: Mapping[str, Any], strides: bool) -> dict[str, Any]:
    """Arguments of ``_native.Rows``; only texts, numbers and lists.

    Raises
    ------
    TypeError, UsageError
        For unknown or contradictory options, before any input is examined.
    """
    unknown = sorted(set(options) - set(KNOWN))
    if unknown:
        raise TypeError(f"unknown option {unknown[0]!r}; known: {', '.join(sorted(KNOWN))}")
    given = {**KNOWN, **options}
    reading = {name: given[name] for name in ("placement", "rate_hz", "units", "columns", "skip_bad_rows", "outside_session")}
    about = {
        name: given[name]
        for name in ("mass_kg", "height_cm", "leg_length_cm", "speed_mps", "slope_percent", "surface")
    }
    out: dict[str, Any] = {
        "reading": _arguments.reading(**reading, device=None, frame=None),
        "about": _arguments.about(**about, started=None),
        "methods": _arguments.methods(given["methods"]),
        "faults": _rules(given["faults"]),
        "strides": bool(strides),
    }
    _native.Rows(**out)  # raises an error that says what is wrong
    return out


def _rules(faults: str | os.PathLike[str] | None) -> tuple[str, str] | None:
    """Name and text of a rule table, so that workers need not access the file."""
    if faults is None:
        return None
    path = Path(faults)
    try:
        return path.name, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the rules cannot be read: {error}", file=str(path)) from error


def fingerprint(options: Mapping[str, Any]) -> dict[str, str]:
    """Every option that changes results, by name."""
    flat = {**options["reading"], **options["about"]}
    out = {name: _shown(value) for name, value in flat.items()}
    out["methods"] = _shown(options["methods"])
    out["faults"] = "not given" if options["faults"] is None else _digest(options["faults"][1])
    out["strides"] = _shown(options["strides"])
    out["the version of strideform"] = _native.__version__
    return out


def _shown(value: Any) -> str:
    if value is None or value == [] or value is False:
        return "not given"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return " ".join("=".join(v) if isinstance(v, tuple) else str(v) for v in value)
    return str(value)


def _digest(text: str) -> str:
    return "sha256 " + hashlib.sha256(text.encode()).hexdigest()[:16]


def differences(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The differences, one line for each."""
    names = sorted(set(then) | set(now))
    return [
        f"{name}: {then.get(name, 'unknown')} then, {now.get(name, 'unknown')} now"
        for name in names
        if then.get(name) != now.get(name)
    ]
