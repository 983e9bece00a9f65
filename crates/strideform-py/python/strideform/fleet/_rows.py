"""The rows of some inputs, analysed in this process: for engines with their own scheduler."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from .. import _native
from ._inputs import inputs
from ._need import need
from ._options import prepared
from ._places import Place
from ._tables import failures
from ._task import analyse_one


def rows(
    paths: Iterable[str | os.PathLike[str]],
    *,
    storage_options: Mapping[str, Any] | None = None,
    **options: Any,
) -> tuple[Any, Any]:
    """Analyse some inputs in this process: called by a task of Spark, Ray or Beam.

    Parameters
    ----------
    paths : list of str or path
        As for :func:`analyze`; an empty list gives the tables' schemas.
    storage_options : dict, optional
        For fsspec.
    **options
        As for :func:`analyze`.

    Returns
    -------
    runs, failures : pyarrow.Table
        One row per input, in one of the two, sorted by input; units are in the fields' metadata.
    """
    pa = need("pyarrow")
    gathered = _native.Rows(**prepared(options, strides=False))
    texts = list(paths)
    items = inputs(texts, storage_options, Place(os.devnull, None)) if texts else []
    bad = [analyse_one(gathered, item, storage_options) for item in items]
    return pa.table(gathered.runs()), failures([row for row in bad if row is not None])
