"""What the tests share: the virtual run of the repository, and the command line to compare with."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]
RUN = ROOT / "testdata" / "sessions" / "easy-run"
EXPORTS = ROOT / "testdata" / "exports"

Columns = dict[str, np.ndarray[Any, np.dtype[np.float64]]]


def parsed(path: Path) -> Columns:
    """A CSV of numbers; empty cells and their like are NaN. Both parsers round to the nearest double, so the numbers are equal."""
    with path.open(newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        cells = [[np.nan if c in ("", "NA", "null", "--") else float(c) for c in row] for row in rows]
    return {name: np.array(column) for name, column in zip(names, zip(*cells, strict=True), strict=True)}


@pytest.fixture(scope="session")
def shank() -> Columns:
    """The left shank of the virtual run: time_s, acc_x_mps2 … gyr_z_dps."""
    return parsed(RUN / "shank-left.csv")


@pytest.fixture(scope="session")
def run_of_shank(shank: Columns) -> dict[str, Any]:
    """The analysis of that shank's file, as the arrays must reproduce it."""
    import strideform

    return comparable(strideform.analyze(RUN / "shank-left.csv"))


@pytest.fixture(scope="session")
def cli() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs the command line."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    binary = Path(os.environ.get("STRIDEFORM", target / "debug" / "strideform"))
    if not binary.exists():
        pytest.fail(f"{binary} is missing: cargo build -p strideform-cli, or name it in STRIDEFORM")

    def run(*arguments: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([str(binary), *map(str, arguments)], capture_output=True, check=False)

    return run


def comparable(result: Any) -> dict[str, Any]:
    """Everything measured, without the name of the input."""
    document = json.loads(result.to_json())
    del document["provenance"]
    for recording in document["recordings"]:
        del recording["file"]
    document["contacts"] = result.strides.to_dict()
    return document
