"""Whole archives on a Dask cluster: many runs into one partitioned Parquet dataset.

>>> import strideform.fleet
>>> result = strideform.fleet.analyze("study/", "tables/")             # doctest: +SKIP
>>> result.runs().to_table().to_pandas()                               # doctest: +SKIP

Without a ``client`` the work is done on this machine, one process a core; any :class:`distributed.Client` takes it to
a cluster, and fsspec URLs (``s3://…``, ``gs://…``) take inputs and outputs to an object store. Scheduling, retrying
and moving work off lost workers is Dask's; this package only cuts the inputs into partitions whose tables can be
written again without harm. :func:`rows` is for engines other than Dask.

Needs ``pip install "strideform[fleet]"``. A script that lets :func:`analyze` start its own processes has to keep the
call under ``if __name__ == "__main__":``, as everything with processes in Python.
"""

from ._analyze import analyze
from ._errors import InputsChanged, NoWorkers, OptionsChanged
from ._progress import Progress
from ._result import Result
from ._rows import rows

__all__ = ["InputsChanged", "NoWorkers", "OptionsChanged", "Progress", "Result", "analyze", "rows"]
