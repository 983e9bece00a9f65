"""Catalogues of metrics and faults."""

from __future__ import annotations

import json
from typing import Any

from . import _native


def metrics_catalogue() -> list[dict[str, Any]]:
    """Every metric: ``id``, ``unit``, ``definition``, what it needs."""
    out: list[dict[str, Any]] = json.loads(_native.metrics())
    return out


def faults_catalogue() -> list[dict[str, Any]]:
    """Every form fault: ``id``, ``name``, ``grade`` of the evidence, ``rules`` with thresholds and sources, advice."""
    out: list[dict[str, Any]] = json.loads(_native.faults())
    return out


def faults_toml() -> str:
    """The table of rules for the form faults as TOML, to edit and pass as ``analyze(…, faults=path)``."""
    return _native.faults_toml()
