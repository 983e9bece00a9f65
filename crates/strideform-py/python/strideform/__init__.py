"""Running-gait metrics with honest error bars from the recordings that runners already have.

>>> import strideform
>>> result = strideform.analyze("shank-left=run.csv")            # doctest: +SKIP
>>> result["cadence"].value, result["cadence"].uncertainty       # doctest: +SKIP
(172.4, 0.6)
>>> result.contacts.to_pandas()                                  # doctest: +SKIP

* :func:`analyze` takes a path, bytes, arrays, a data frame, or several sensors, and returns an :class:`Analysis`.
* :func:`inspect` shows how a recording was understood, and how to override it.
* :func:`samples`, :func:`bouts`: signals in segment axes, waveforms of strides, running and the rest.
* :func:`compare`, :func:`trend`, :func:`agreement`, :func:`simulate`: two runs, weeks, a reference, a run with known truth.
* :mod:`strideform.events`: contacts as gaitmap, mobgap and BIDS name them. :mod:`strideform.plot`: figures (needs matplotlib).
* :mod:`strideform.signal`, :mod:`strideform.orient`, :mod:`strideform.contacts`: the building blocks.
* :func:`metrics_catalogue`, :func:`faults_catalogue`, :func:`strideform.contacts.methods`: what is available.

Units: stated in the names of arguments and columns (``rate_hz``, ``contact_time_s``) or by :meth:`Table.unit`.
Frames: the body frame follows the ISB: x anterior, y up, z to the runner's right; accelerometers measure specific force
(+1 g up at rest).

Every heavy call releases the interpreter lock, so threads run in parallel; do not write to arrays that another
thread is analysing.
"""

from ._analysis import Analysis, Curve, Metric
from ._analyze import analyze
from ._catalogue import faults_catalogue, faults_toml, metrics_catalogue
from ._detector import Bout, Detector
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
from ._samples import Samples, Waveforms, bouts, samples
from ._studies import Document, Simulation, agreement, compare, simulate, trend
from ._table import Table
from . import contacts, events, orient, plot, signal

__all__ = [
    "AmbiguousError",
    "Analysis",
    "Bout",
    "Curve",
    "Detector",
    "Document",
    "FileError",
    "Inspection",
    "MalformedError",
    "Metric",
    "Samples",
    "Simulation",
    "StrideformError",
    "Table",
    "UnusableError",
    "UsageError",
    "Waveforms",
    "__version__",
    "agreement",
    "analyze",
    "bouts",
    "compare",
    "contacts",
    "events",
    "faults_catalogue",
    "faults_toml",
    "inspect",
    "metrics_catalogue",
    "orient",
    "plot",
    "samples",
    "signal",
    "simulate",
    "trend",
]
