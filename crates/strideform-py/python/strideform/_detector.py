"""Contact methods of one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import events
from ._errors import UsageError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Bout:
    """The samples of one running bout, as a contact method receives them; n samples.

    Segment axes are x anterior, y up (proximal), z to the runner's right; accelerometers read +9.81 m/s² upwards at rest.
    Without a gyroscope, below 50 Hz or without clear movement there are no segment axes: ``acc``, ``gyr``, ``acc_level`` and
    ``quaternion`` are then None (or NaN in parts), and ``acc_sensor`` remains.

    Attributes
    ----------
    time_s
        Time of the samples, s since the recording's first sample; shape (n,).
    rate_hz
        Samples per second.
    placement
        Where the sensor sits, e.g. ``shank-left``.
    side
        ``left``, ``right``, or ``unknown`` for a sensor on the midline.
    bout
        Index among the running bouts.
    stride_s
        Median stride time, s.
    speed_mps
        Running speed, m/s, if it was given.
    acc
        Specific force in segment axes, m/s²; shape (n, 3).
    gyr
        Angular rate in segment axes, rad/s; shape (n, 3).
    acc_level
        Acceleration in level axes (y up, heading arbitrary) with gravity removed, m/s²; shape (n, 3).
    quaternion
        From segment to level axes, scalar first; shape (n, 4).
    acc_sensor
        Specific force in the sensor's own axes, m/s²; shape (n, 3).
    gyr_sensor
        Angular rate in the sensor's own axes, rad/s; shape (n, 3).
    """

    time_s: Array
    rate_hz: float
    placement: str
    side: str
    bout: int
    stride_s: float | None
    speed_mps: float | None
    acc: Array | None
    gyr: Array | None
    acc_level: Array | None
    quaternion: Array | None
    acc_sensor: Array
    gyr_sensor: Array | None


#: A contact method: from the samples of a bout to its contacts.
#:
#: It returns an array of initial contacts, a pair (initial contacts, toe-offs), or a dict or frame with
#: ``initial_contact_s``, ``toe_off_s`` and ``side``. Whole numbers are samples of the arrays (as ``scipy.signal.find_peaks``
#: gives), other numbers are seconds on ``time_s``.
Detector = Callable[[Bout], Any]

Given = tuple[str, list[str], bool, Callable[[dict[str, Any]], list[tuple[str, float, float]]]]


def given(detector: Any) -> Given | None:
    """The method as the native module takes it: name, segments, whether segment axes are wanted, the function.

    A function or an object with ``__call__`` or ``detect``; its attributes ``name``, ``segments`` (e.g. ``("shank",)``) and
    ``segment_axes`` (False saves the orientation) are optional.
    """
    if detector is None:
        return None
    function = detector if callable(detector) else getattr(detector, "detect", None)
    if not callable(function):
        raise UsageError(
            f"{type(detector).__name__} is not a contact method",
            remedy="give a function of one strideform.Bout, or an object with a method `detect`",
        )
    name = getattr(detector, "name", None) or getattr(detector, "__name__", None) or type(detector).__name__
    segments = getattr(detector, "segments", ())
    segments = [segments] if isinstance(segments, str) else [str(s) for s in segments]

    def call(samples: dict[str, Any]) -> list[tuple[str, float, float]]:
        bout = Bout(**samples)
        return _found(bout, function(bout))

    return (str(name), segments, bool(getattr(detector, "segment_axes", True)), call)


def _found(bout: Bout, found: Any) -> list[tuple[str, float, float]]:
    if isinstance(found, tuple) and len(found) == 2:
        pair: Any = tuple(_seconds(bout, part) for part in found)
        return events.rows(events.normalise(pair))
    if hasattr(found, "columns") or isinstance(found, dict):
        if "ic" in found:
            inside = events.from_gaitmap(found, rate_hz=bout.rate_hz)
            shifted = {**inside, **{k: inside[k] + bout.time_s[0] for k in ("initial_contact_s", "toe_off_s")}}
            return events.rows(shifted)
        return events.rows(events.normalise(found))
    return events.rows(events.normalise(_seconds(bout, found)))


def _seconds(bout: Bout, values: Any) -> Array:
    array = np.asarray(values)
    if array.dtype.kind in "iu":
        if array.size and not (0 <= int(array.min()) and int(array.max()) < len(bout.time_s)):
            raise UsageError(f"a contact method returned samples outside of its {len(bout.time_s)} samples")
        out: Array = bout.time_s[array.astype(np.intp)]
        return out
    if array.dtype.kind != "f" or array.ndim != 1:
        raise UsageError(
            f"a contact method returned {type(values).__name__} of shape {array.shape}",
            remedy="return initial contacts of shape (contacts,), or a pair with toe-offs, in samples (whole numbers) or seconds",
        )
    return np.asarray(array, dtype=np.float64)
