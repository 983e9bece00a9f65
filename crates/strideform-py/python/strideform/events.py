"""Contacts in the forms of other packages, in samples or seconds, both ways.

The common form is a dict of equally long arrays: ``initial_contact_s``, ``toe_off_s`` (NaN if unknown) and ``side``
(``"left"``, ``"right"`` or ``"unknown"``), in seconds since the first sample. Every function that takes events
(``analyze(…, events=…)``, :func:`strideform.agreement`) takes such a dict, a :class:`strideform.Table` of contacts, a data frame
with these columns, one array of initial contacts, or a pair of arrays.

Pandas is needed by the functions that return frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ._errors import UsageError
from ._table import Table

if TYPE_CHECKING:
    import pandas

__all__ = ["from_gaitmap", "from_mobgap", "normalise", "to_bids", "to_gaitmap", "to_mobgap"]

#: ``initial_contact_s``, ``toe_off_s``: float64 of shape (contacts,); ``side``: text of the same shape.
Events = dict[str, NDArray[Any]]

_IC = ("initial_contact_s", "ic_s", "initial_contact")
_TO = ("toe_off_s", "tc_s", "toe_off")


def normalise(events: Any) -> Events:
    """Events of any kind in the common form, in order of initial contact; rows that are not valid are left out.

    Whole numbers are refused: they look like samples. :func:`from_gaitmap` and :func:`from_mobgap` convert those.
    """
    if isinstance(events, Table):
        valid = events["valid"]
        return normalise({name: events[name][valid] for name in ("initial_contact_s", "toe_off_s", "side")})
    if isinstance(events, tuple):
        if len(events) != 2:
            raise UsageError("events as a tuple are (initial contacts, toe-offs), both in seconds")
        return _common(events[0], events[1], None)
    columns = _names(events)
    if columns is None:
        return _common(events, None, None)
    ic = next((name for name in _IC if name in columns), None)
    if ic is None:
        raise UsageError(
            "the events have no column initial_contact_s",
            remedy="events in samples: strideform.events.from_gaitmap(frame, rate_hz=…) or from_mobgap",
        )
    to = next((name for name in _TO if name in columns), None)
    keep = np.asarray(events["valid"], dtype=bool) if "valid" in columns else slice(None)
    side = np.asarray(events["side"], dtype=object)[keep] if "side" in columns else None
    off = None if to is None else np.asarray(events[to], dtype=float)[keep]
    return _common(np.asarray(events[ic])[keep], off, side)


def from_gaitmap(events: Any, *, rate_hz: float) -> Events:
    """gaitmap's event or stride list (``ic``, ``tc``; samples) in the common form (seconds).

    ``events`` is one frame, or the dict of frames by sensor (``left_sensor``, ``right_sensor``), whose sides are kept. Lists of
    the stride type ``min_vel`` and ``ic`` work alike: only ``ic`` and ``tc`` are read. With the stride type ``min_vel``, ``tc`` comes
    before ``ic`` in each row: it then belongs to the contact before.
    """
    rate = _rate(rate_hz)
    if isinstance(events, Mapping) and "ic" not in events:
        parts = []
        for key, frame in events.items():
            side = "left" if "left" in str(key) else "right" if "right" in str(key) else "unknown"
            part = from_gaitmap(frame, rate_hz=rate)
            parts.append({**part, "side": np.full(len(part["side"]), side, dtype=object)})
        return _joined(parts)
    ic = np.asarray(_column(events, "ic"), dtype=float) / rate
    names = _names(events) or []
    tc = np.asarray(events["tc"], dtype=float) / rate if "tc" in names else np.full(len(ic), np.nan)
    off = np.full(len(ic), np.nan)
    pool = np.sort(tc[np.isfinite(tc)])
    order = np.argsort(ic)
    for n, i in enumerate(order):
        end = ic[order[n + 1]] if n + 1 < len(order) else np.inf
        after = pool[(pool > ic[i]) & (pool < end)]
        if len(after) and after[0] - ic[i] < 1.0:
            off[i] = after[0]
    return _common(ic, off, None)


def from_mobgap(events: Any, *, rate_hz: float) -> Events:
    """mobgap's list of initial contacts (``ic``, ``lr_label``; samples) in the common form (seconds); no toe-offs."""
    rate = _rate(rate_hz)
    names = _names(events) or []
    side = np.asarray(events["lr_label"], dtype=object) if "lr_label" in names else None
    return _common(np.asarray(_column(events, "ic"), dtype=float) / rate, None, side)


def to_gaitmap(contacts: Any, *, rate_hz: float) -> dict[str, pandas.DataFrame]:
    """Stride lists of gaitmap's stride type ``ic``, by sensor: index ``s_id``; ``start``, ``end``, ``ic``, ``tc`` in samples.

    A stride goes from one initial contact to the next of the same foot. Strides longer than 1.5 of the median (a missed
    contact) are left out, and so are contacts of unknown side.
    """
    import pandas

    rate, events = _rate(rate_hz), normalise(contacts)
    out = {}
    for side in ("left", "right"):
        mine = events["side"] == side
        ic, to = events["initial_contact_s"][mine], events["toe_off_s"][mine]
        length = np.diff(ic)
        whole = length <= 1.5 * np.median(length) if len(length) else np.zeros(0, dtype=bool)
        start, end = ic[:-1][whole] * rate, ic[1:][whole] * rate
        frame = pandas.DataFrame({"start": start, "end": end, "ic": start, "tc": to[:-1][whole] * rate})
        frame.index = pandas.RangeIndex(len(frame), name="s_id")
        out[f"{side}_sensor"] = frame
    return out


def to_mobgap(contacts: Any, *, rate_hz: float) -> pandas.DataFrame:
    """mobgap's list of initial contacts: index ``step_id``; ``ic`` in whole samples, ``lr_label``."""
    import pandas

    rate, events = _rate(rate_hz), normalise(contacts)
    ic = np.rint(events["initial_contact_s"] * rate).astype(np.int64)
    label = [side if side in ("left", "right") else None for side in events["side"]]
    return pandas.DataFrame(
        {"ic": ic, "lr_label": label}, index=pandas.RangeIndex(len(ic), name="step_id")
    )


def to_bids(contacts: Any) -> pandas.DataFrame:
    """The rows of a BIDS ``events.tsv``: ``onset`` and ``duration`` (s), ``trial_type``, in order of time.

    Every contact gives a row ``stance_left`` or ``stance_right`` that lasts as long as the contact (``n/a`` without toe-off).
    Write it with ``frame.to_csv(path, sep="\\t", index=False, na_rep="n/a")``.
    """
    import pandas

    events = normalise(contacts)
    kind = ["stance" if side == "unknown" else f"stance_{side}" for side in events["side"]]
    onset = events["initial_contact_s"]
    return pandas.DataFrame({"onset": onset, "duration": events["toe_off_s"] - onset, "trial_type": kind})


def rows(events: Events) -> list[tuple[str, float, float]]:
    """The common form as the native module takes it."""
    columns = (events["side"].tolist(), events["initial_contact_s"].tolist(), events["toe_off_s"].tolist())
    return list(zip(*columns, strict=True))


def _common(ic: Any, to: Any, side: Any) -> Events:
    raw = np.asarray(ic)
    if raw.dtype.kind in "iu" and raw.size > 0:
        raise UsageError(
            "the events are whole numbers, which look like samples, but seconds are expected",
            remedy="divide by the rate: events / rate_hz",
        )
    starts = _times("initial contacts", raw)
    ends = np.full(len(starts), np.nan) if to is None else _times("toe-offs", to)
    sides = np.full(len(starts), "unknown", dtype=object) if side is None else _sides(side)
    if not len(starts) == len(ends) == len(sides):
        raise UsageError(f"{len(starts)} initial contacts, {len(ends)} toe-offs and {len(sides)} sides do not match")
    order = np.argsort(starts, kind="stable")
    order = order[np.isfinite(starts[order])]
    return {"initial_contact_s": starts[order], "toe_off_s": ends[order], "side": sides[order]}


def _times(what: str, values: Any) -> NDArray[np.float64]:
    try:
        out = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise UsageError(f"the {what} are not numbers") from None
    if out.ndim != 1:
        raise UsageError(f"the {what} have {out.ndim} dimensions, not one")
    return out


def _sides(values: Any) -> NDArray[Any]:
    known = {"left": "left", "l": "left", "right": "right", "r": "right"}
    out = np.empty(len(values), dtype=object)
    out[:] = [known.get(str(v).lower(), "unknown") for v in values]
    return out


def _names(events: Any) -> list[str] | None:
    if isinstance(events, Mapping):
        return [str(key) for key in events]
    columns = getattr(events, "columns", None)
    return None if columns is None else [str(name) for name in columns]


def _column(events: Any, name: str) -> Any:
    if name not in (_names(events) or []):
        raise UsageError(f"the events have no column {name}")
    return events[name]


def _rate(rate_hz: float) -> float:
    rate = float(rate_hz)
    if not 0.5 <= rate <= 100_000.0:
        raise UsageError(f"rate_hz={rate_hz!r} must be between 0.5 and 100000 hertz")
    return rate


def _joined(parts: list[Events]) -> Events:
    if not parts:
        return _common(np.zeros(0), None, None)
    return _common(*(np.concatenate([p[name] for p in parts]) for name in ("initial_contact_s", "toe_off_s", "side")))
