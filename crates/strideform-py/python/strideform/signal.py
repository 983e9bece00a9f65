"""Filters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _native
from ._arrays import aligned
from ._errors import UsageError

__all__ = ["butter_zero_phase"]


def butter_zero_phase(
    x: ArrayLike,
    fs_hz: float,
    cutoff_hz: float | Sequence[float],
    order: int = 4,
    *,
    kind: str = "low",
) -> NDArray[np.float64]:
    """Butterworth filter run forwards and backwards, without phase shift.

    The same as ``scipy.signal.sosfiltfilt(scipy.signal.butter(order, cutoff_hz, kind, fs=fs_hz, output="sos"), x, axis=0)``.
    The gain at the cut-off is −3 dB per pass, −6 dB in total.

    Parameters
    ----------
    x
        Samples, shape (n,) or (n, channels). NaN are bridged by a straight line before filtering.
    fs_hz
        Samples per second.
    cutoff_hz
        Cut-off in Hz, or two for a band.
    order
        Order of each pass.
    kind
        ``"low"``, ``"high"`` or ``"band"``.

    Returns
    -------
    ndarray
        Filtered samples, with the shape of ``x``.
    """
    samples = _real("x", x)
    if samples.ndim not in (1, 2):
        raise UsageError(f"x has {samples.ndim} dimensions", remedy="give (n,) or (n, channels)")
    edges = [float(e) for e in np.atleast_1d(np.asarray(cutoff_hz, dtype=np.float64))]

    def one(channel: NDArray[np.float64]) -> NDArray[np.float64]:
        return _native.butter_zero_phase(aligned(channel), float(fs_hz), edges, order, kind)

    if samples.ndim == 1:
        return one(samples)
    out = np.empty(samples.shape)
    for i in range(samples.shape[1]):
        out[:, i] = one(samples[:, i])
    return out


def _real(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Numbers as float64."""
    array = np.asarray(values)
    if array.dtype.kind not in "fiu":
        raise UsageError(f"{name} holds {array.dtype}, not real numbers")
    return array.astype(np.float64, copy=False)
