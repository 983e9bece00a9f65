"""The conventions of other packages, by name: the meaning of their columns is fixed, not inferred.

``gaitmap``
    ``acc_x … gyr_z`` in m/s² and deg/s; the sampling rate is given separately (``rate_hz``). The axes are those of the sensor;
    its orientation on the foot is found from gravity and movement, so the foot sensor frame (x to the toes, y left,
    z up) works as well as an unaligned one. The body frame ``acc_pa, acc_ml, acc_si`` is recognised as such. A dict or the upper
    level of the columns names the feet: ``left_sensor``, ``right_sensor``.
``mobgap``
    One sensor on the low back, ``acc_x … gyr_z`` in m/s² and deg/s: x up, y to the right, z forward (or ``acc_is,
    acc_ml, acc_pa``); the placement is the pelvis.
"""

from __future__ import annotations

from dataclasses import dataclass

from ._arrays import Column
from ._errors import UsageError


@dataclass(frozen=True)
class Convention:
    """Units, axes and sensors of one package."""

    name: str
    #: End of a column's name → name of the axis in a header.
    axes: dict[str, str]
    #: Units of ``acc`` and ``gyr``.
    units: dict[str, str]
    #: Key of a sensor → placement.
    sensors: dict[str, str]
    #: Placement of a table without a key.
    placement: str | None


_UNITS = {"acc": "m/s^2", "gyr": "deg/s"}
_BODY = {"pa": "pa", "ml": "ml"}

_CONVENTIONS = {
    "gaitmap": Convention(
        "gaitmap",
        {"x": "x", "y": "y", "z": "z", "si": "si", **_BODY},
        _UNITS,
        {"left_sensor": "foot-left", "right_sensor": "foot-right"},
        None,
    ),
    "mobgap": Convention(
        "mobgap",
        {"x": "is", "y": "ml", "z": "pa", "is": "is", **_BODY},
        _UNITS,
        {"LowerBack": "pelvis"},
        "pelvis",
    ),
}


def convention(frame: str | None) -> Convention | None:
    """The convention with this name."""
    if frame is None:
        return None
    found = _CONVENTIONS.get(frame)
    if found is None:
        raise UsageError(f"unknown frame {frame!r}", remedy="known: " + ", ".join(_CONVENTIONS))
    return found


def units(frame: str | None) -> dict[str, str]:
    """The units fixed by the convention."""
    found = convention(frame)
    return dict(found.units) if found else {}


def default(convention: Convention | None) -> str | None:
    """The placement of a sensor without a key."""
    return convention.placement if convention else None


def placement(convention: Convention | None, key: str) -> str:
    """The placement named by the key of a dict."""
    if convention is None:
        return key
    return convention.sensors.get(key, key)


def named(convention: Convention, columns: list[Column]) -> list[Column]:
    """The columns, named as the convention defines them."""
    out: list[Column] = []
    for name, role, cells in columns:
        quantity, _, axis = name.partition("_")
        if quantity in _UNITS:
            known = convention.axes.get(axis)
            role = f"{quantity}_{known}" if known else role
        out.append((name, role, cells))
    there = {name for name, _, _ in out}
    wanted = [{f"acc_{a}" for a in axes} for axes in (("x", "y", "z"), ("pa", "ml", "si"), ("pa", "ml", "is"))]
    if not any(w <= there for w in wanted):
        raise UsageError(
            f"the frame does not follow the {convention.name} convention: there are no columns acc_x, acc_y, acc_z",
            remedy=f"it has {', '.join(sorted(there)) or 'no columns'}",
        )
    return out
