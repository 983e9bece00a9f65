"""Packages needed by the fleet only."""

from __future__ import annotations

import importlib
from types import ModuleType


def need(name: str) -> ModuleType:
    """A module of the optional extra.

    Raises
    ------
    ImportError
        Where it is not installed, with the command that helps.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != package:
            raise  # it is there, and lacks something itself
        text = f'strideform.fleet needs {package}: pip install "strideform[fleet]"'
        raise ImportError(text, name=package) from error
