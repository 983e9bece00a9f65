"""Oriented samples, bouts and waveforms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import _arguments, _native, _source
from ._errors import UsageError

if TYPE_CHECKING:
    import pandas

Array = NDArray[np.float64]
_AXES = ("x", "y", "z")


@dataclass(frozen=True)
class Waveforms:
    """Strides normalised to 0, 1, … 100 %, from one initial contact to the next of the same foot.

    Attributes
    ----------
    name
        Name of the signal.
    values
        One row per stride; shape (strides, 101) or (strides, 101, axes).
    side
        The foot that begins each stride; shape (strides,).
    start_s
        Initial contact that begins each stride, s since the recording's first sample; shape (strides,).
    stride_s
        Duration of each stride, s; shape (strides,).
    toe_off_percent
        Toe-off, % of the stride, NaN if unknown; shape (strides,).
    """

    name: str
    values: Array
    side: NDArray[np.object_]
    start_s: Array
    stride_s: Array
    toe_off_percent: Array

    def __len__(self) -> int:
        """Number of strides."""
        return len(self.values)

    def of(self, side: str) -> Waveforms:
        """Only the strides of one side."""
        keep = self.side == side
        parts = (self.values, self.side, self.start_s, self.stride_s, self.toe_off_percent)
        return Waveforms(self.name, *(part[keep] for part in parts))

    def mean(self) -> Array:
        """Mean curve, shape (101,) or (101, axes)."""
        out: Array = np.mean(self.values, axis=0)
        return out

    def sd(self) -> Array:
        """Standard deviation over strides (divisor n − 1), in the shape of :meth:`mean`."""
        out: Array = np.std(self.values, axis=0, ddof=1)
        return out

    def to_pandas(self) -> pandas.DataFrame:
        """Long form: ``stride``, ``side``, ``start_s``, ``percent``, and a column per axis."""
        import pandas

        n, points = self.values.shape[:2]
        flat = self.values.reshape(n * points, -1)
        names = [self.name] if flat.shape[1] == 1 else [f"{self.name}_{a}" for a in _AXES[: flat.shape[1]]]
        frame = pandas.DataFrame(
            {
                "stride": np.repeat(np.arange(n), points),
                "side": np.repeat(self.side, points),
                "start_s": np.repeat(self.start_s, points),
                "percent": np.tile(np.arange(points), n),
            }
        )
        return frame.assign(**{name: flat[:, i] for i, name in enumerate(names)})


@dataclass(frozen=True)
class Samples:
    """The samples of one running bout in the axes of the body segment, at the recording's own rate; n samples.

    Segment axes: x anterior, y up (proximal, along the mean vertical of running), z to the runner's right. (A shank leans in swing: its mean
    vertical is not its long axis.) Level axes: y up, x and
    z horizontal with an arbitrary heading. Segment quantities are NaN where the movement does not reveal the axes.

    Attributes
    ----------
    file
        The file, or the name of the arrays.
    placement
        Where the sensor sits.
    bout
        Index among the running bouts.
    rate_hz
        Samples per second.
    start_s
        Time of the first sample, s since the recording's first.
    method
        Identifier of the orientation method.
    quaternion
        From segment to level axes, scalar first (w, x, y, z); shape (n, 4).
    acc
        Specific force in segment axes, m/s²; shape (n, 3).
    gyr
        Angular rate in segment axes, rad/s; shape (n, 3).
    acc_level
        Acceleration in level axes with gravity removed, m/s²; shape (n, 3).
    inclination_deg
        Inclination, degrees: sagittal (positive with the anterior side up: toes up, ankle ahead of the knee) and frontal (positive with the right side up); shape (n, 2).
    strides
        Strides: side, start and end (s), toe-off (% of the stride).
    """

    file: str
    placement: str
    bout: int
    rate_hz: float
    start_s: float
    method: str
    quaternion: Array
    acc: Array
    gyr: Array
    acc_level: Array
    inclination_deg: Array
    strides: list[tuple[str, float, float, float]] = field(repr=False)

    @property
    def time_s(self) -> Array:
        """Time of the samples, s since the recording's first; shape (n,)."""
        out: Array = self.start_s + np.arange(len(self.acc)) / self.rate_hz
        return out

    def __len__(self) -> int:
        """Number of samples."""
        return len(self.acc)

    def waveforms(self, signal: str | Array, name: str | None = None) -> Waveforms:
        """Every stride of a signal at 0, 1, … 100 %.

        ``signal`` is ``"acc"``, ``"gyr"``, ``"acc_level"``, ``"inclination_deg"``, or an array of shape (n,) or (n, k). Strides in
        which a value is missing are left out.
        """
        values = getattr(self, signal) if isinstance(signal, str) else np.asarray(signal, dtype=np.float64)
        if len(values) != len(self) or values.ndim > 2:
            raise UsageError(f"the signal has the shape {values.shape}: its length must be {len(self)}")
        sides = np.array([s[0] for s in self.strides], dtype=object)
        table = np.array([s[1:] for s in self.strides], dtype=np.float64).reshape(-1, 3)
        flat = np.ascontiguousarray(values.reshape(len(values), -1))
        out = _native.waveforms(
            flat, self.start_s, self.rate_hz, np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1])
        ).reshape(len(table), 101, -1)
        keep = np.isfinite(out).all(axis=(1, 2))
        out = out[keep] if values.ndim == 2 else out[keep][:, :, 0]
        label = name or (signal if isinstance(signal, str) else "signal")
        start, end, off = table[keep].T if len(table) else np.zeros((3, 0))
        return Waveforms(label, out, sides[keep], start, end - start, off)

    def to_pandas(self) -> pandas.DataFrame:
        """One row per sample: time_s, q_w … q_z, acc_x …, gyr_x …, acc_level_x …, sagittal_deg, frontal_deg."""
        import pandas

        columns: dict[str, Array] = {"time_s": self.time_s}
        columns.update({f"q_{a}": self.quaternion[:, i] for i, a in enumerate(("w", *_AXES))})
        for name in ("acc", "gyr", "acc_level"):
            columns.update({f"{name}_{a}": getattr(self, name)[:, i] for i, a in enumerate(_AXES)})
        columns["sagittal_deg"], columns["frontal_deg"] = self.inclination_deg.T
        return pandas.DataFrame(columns)


def samples(
    source: Any,
    *,
    placement: str | None = None,
    rate_hz: float | None = None,
    units: _arguments.Units | None = None,
    columns: _arguments.Columns | None = None,
    skip_bad_rows: bool = False,
    device: str | None = None,
    speed_mps: float | None = None,
    method: Any = None,
    events: Any = None,
    frame: str | None = None,
    name: str | None = None,
) -> list[Samples]:
    """The running samples of every sensor with a gyroscope in the axes of its body segment, one entry per bout.

    ``method`` (a name or your own, see :func:`strideform.analyze`) and ``events`` decide where the strides begin. Sensors whose
    orientation cannot be found are left out; if that is so for all of them, an :class:`~strideform.UnusableError` says what is
    missing. Other arguments as for :func:`strideform.analyze`.
    """
    from ._errors import UnusableError

    reading = _arguments.reading(
        placement=placement, rate_hz=rate_hz, units=units, columns=columns, skip_bad_rows=skip_bad_rows,
        device=device, frame=frame,
    )  # fmt: skip
    choice = _arguments.choice(method=method, events=events)
    inputs = _source.items(source, name=name, frame=frame)
    found, lacking = _native.oriented(inputs, reading, _arguments.about_speed(speed_mps), choice)
    if not found and lacking:
        raise UnusableError("; ".join(f"{place} needs {needs}" for place, needs in lacking))
    return [Samples(**one) for one in found]


def bouts(
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
) -> dict[str, NDArray[Any]]:
    """Running, walking, standing and the rest of every recording, as columns for any data-frame library.

    ``placement``, ``file``, ``activity`` (``run``, ``walk``, ``still``, ``other``), ``start`` and ``end`` (samples, the end exclusive),
    ``start_s`` and ``end_s``, ``rate_hz``, ``stride_s`` (NaN if there are no strides). Bouts of one recording do not overlap and cover
    all of it. Arguments as for :func:`strideform.analyze`.
    """
    reading = _arguments.reading(
        placement=placement, rate_hz=rate_hz, units=units, columns=columns, skip_bad_rows=skip_bad_rows,
        device=device, frame=frame,
    )  # fmt: skip
    rows = _native.find_bouts(_source.items(source, name=name, frame=frame), reading)
    names = ("placement", "file", "activity", "start", "end", "rate_hz", "stride_s")
    kinds: Mapping[str, Any] = {"start": np.int64, "end": np.int64, "rate_hz": np.float64, "stride_s": np.float64}
    out = {n: np.array([row[i] for row in rows], dtype=kinds.get(n, object)) for i, n in enumerate(names)}
    out["start_s"], out["end_s"] = out["start"] / out["rate_hz"], out["end"] / out["rate_hz"]
    return out
