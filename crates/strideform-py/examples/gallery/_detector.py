"""A contact method of one's own, small enough to read: threshold crossings of the resultant acceleration."""

from __future__ import annotations

import numpy as np
import strideform
from numpy.typing import NDArray


def my_detector(bout: strideform.Bout) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Initial contact: the resultant rises through 2 g after swing. Toe-off: its minimum 0.15 to 0.40 s later. Crude: it is early,
    as the picture of the second example shows."""
    size = np.linalg.norm(bout.acc_sensor, axis=1)
    calm = strideform.signal.butter_zero_phase(size, bout.rate_hz, 30.0)
    above = np.flatnonzero((calm[1:] >= 19.6) & (calm[:-1] < 19.6)) + 1
    wait = int(0.6 * (bout.stride_s or 0.7) * bout.rate_hz)
    contacts: list[int] = []
    offs: list[int] = []
    for i in above:
        if not contacts or i - contacts[-1] >= wait:
            later = calm[i + int(0.15 * bout.rate_hz) : i + int(0.40 * bout.rate_hz)]
            if len(later):
                contacts.append(int(i))
                offs.append(int(i + int(0.15 * bout.rate_hz) + np.argmin(later)))
    return np.array(contacts), np.array(offs)
