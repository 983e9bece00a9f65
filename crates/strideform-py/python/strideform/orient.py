"""Orientation of a sensor."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _native
from ._arrays import aligned
from ._errors import UsageError
from .signal import _real

__all__ = ["Vqf", "vqf_offline"]


class Vqf(NamedTuple):
    """The result of offline VQF, sample by sample."""

    #: Shape (n, 4), **scalar first**: w, x, y, z. Rotates sensor axes into a frame at rest whose z is up and whose heading
    #: is arbitrary. scipy and gaitmap put the scalar last: ``quaternions[:, [1, 2, 3, 0]]``.
    quaternions: NDArray[np.float64]
    #: Bias of the gyroscope, shape (n, 3), rad/s.
    bias: NDArray[np.float64]
    #: True where the sensor was at rest, shape (n,).
    rest: NDArray[np.bool_]


def vqf_offline(
    gyr: ArrayLike,
    acc: ArrayLike,
    rate_hz: float,
    *,
    tau_acc_s: float = 3.0,
    motion_bias: bool = True,
    rest_bias: bool = True,
) -> Vqf:
    """Orientation by the offline (acausal) variant of VQF without magnetometer.

    D. Laidig, T. Seel, VQF: Highly accurate IMU orientation estimation with bias estimation and magnetic disturbance
    rejection, Information Fusion 91 (2023) 187–204.

    Parameters
    ----------
    gyr
        Angular rate in **rad/s**, shape (n, 3). The rate of sample i is assumed to apply from sample i − 1 to i.
    acc
        Specific force in **m/s²**, shape (n, 3), gravity included.
    rate_hz
        Samples per second.
    tau_acc_s
        Time constant of the low-pass of the specific force, s.
    motion_bias, rest_bias
        Estimate the gyroscope's bias in motion, and at rest.

    Returns
    -------
    Vqf
        ``quaternions`` **scalar first** (n, 4), ``bias`` (n, 3) in rad/s, ``rest`` (n,).
    """
    rates, force = _vectors("gyr", gyr), _vectors("acc", acc)
    if len(rates) != len(force):
        raise UsageError(f"gyr has {len(rates)} samples, acc {len(force)}")
    return Vqf(*_native.vqf_offline(rates, force, float(rate_hz), float(tau_acc_s), motion_bias, rest_bias))


def _vectors(name: str, values: ArrayLike) -> NDArray[np.float64]:
    array = aligned(_real(name, values))
    if array.ndim != 2 or array.shape[1] != 3:
        raise UsageError(f"{name} has the shape {array.shape}", remedy="give (n, 3)")
    return array
