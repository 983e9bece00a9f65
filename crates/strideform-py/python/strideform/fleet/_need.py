"""Packages needed only by the fleet."""

from __future__ import annotations

import importlib
from types import ModuleType


def need(name: str) -> ModuleType:
    """A module of the optional extra.

    Raises
    ------
    ImportError
        If it is not installed, with the command that installs it.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != package:
            raise  # it is installed, but lacks a dependency of its own
        text = f'strideform.fleet needs {package}: pip install "strideform[fleet]"'
        raise ImportError(text, name=package) from error
