"""Running-gait metrics with honest error bars from the recordings that runners already have.

>>> import strideform
>>> result = strideform.analyze("shank-left=run.csv")            # doctest: +SKIP
>>> result["cadence"].value, result["cadence"].uncertainty       # doctest: +SKIP
(172.4, 0.6)
>>> result.contacts.to_pandas()                                  # doctest: +SKIP

* :func:`analyze` takes a path, bytes, arrays, a data frame, or several sensors, and returns an :class:`Analysis`.
* :func:`inspect` shows how a recording was understood, and how to override it.
* :mod:`strideform.signal`, :mod:`strideform.orient`, :mod:`strideform.contacts`: the building blocks.
* :func:`metrics_catalogue`, :func:`faults_catalogue`, :func:`strideform.contacts.methods`: what is available.

Units: stated in the names of arguments and columns (``rate_hz``, ``contact_time_s``) or by :meth:`Table.unit`.
Frames: the body frame follows the ISB: x anterior, y up, z to the runner's right; accelerometers measure specific force
(+1 g up at rest).

Every heavy call releases the interpreter lock, so threads run in parallel; do not write to arrays that another
thread is analysing.
"""

from ._analysis import Analysis, Metric
from ._analyze import analyze
from ._catalogue import faults_catalogue, metrics_catalogue
from ._errors import (
    AmbiguousError,
    FileError,
    MalformedError,
    StrideformError,
    UnusableError,
    UsageError,
)
from ._inspect import Inspection, inspect
from ._native import __version__
from ._table import Table
from . import contacts, orient, signal

__all__ = [
    "AmbiguousError",
    "Analysis",
    "FileError",
    "Inspection",
    "MalformedError",
    "Metric",
    "StrideformError",
    "Table",
    "UnusableError",
    "UsageError",
    "__version__",
    "analyze",
    "contacts",
    "faults_catalogue",
    "inspect",
    "metrics_catalogue",
    "orient",
    "signal",
]
