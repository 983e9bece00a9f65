"""Whole archives on a Dask cluster: many runs into one partitioned Parquet dataset.

>>> import strideform.fleet
>>> result = strideform.fleet.analyze("study/", "tables/")             # doctest: +SKIP
>>> result.runs().to_table().to_pandas()                               # doctest: +SKIP

Without a ``client`` the work is done on this machine, one process per core; any :class:`distributed.Client` takes it to
a cluster, and fsspec URLs (``s3://…``, ``gs://…``) take inputs and outputs to an object store. Scheduling, retries
and moving work from lost workers are left to Dask; this package only divides the inputs into partitions whose tables can
safely be written again. :func:`rows` is for engines other than Dask.

Needs ``pip install "strideform[fleet]"``. A script that lets :func:`analyze` start its own processes must make the
call under ``if __name__ == "__main__":``, as always with processes in Python.
"""

from ._analyze import analyze
from ._errors import InputsChanged, NoWorkers, OptionsChanged
from ._progress import Progress
from ._result import Result
from ._rows import rows

__all__ = ["InputsChanged", "NoWorkers", "OptionsChanged", "Progress", "Result", "analyze", "rows"]
