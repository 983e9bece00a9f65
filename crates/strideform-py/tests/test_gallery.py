"""Every example of the gallery runs, draws its picture, and is typed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

GALLERY = Path(__file__).resolve().parents[1] / "examples" / "gallery"
EXAMPLES = sorted(GALLERY.glob("e*.py"))


def test_there_are_ten() -> None:
    assert len(EXAMPLES) == 10


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_example(example: Path, tmp_path: Path) -> None:
    for module in ("matplotlib", "pandas", "statsmodels"):
        pytest.importorskip(module)
    # Pictures are kept where STRIDEFORM_GALLERY says, to be looked at.
    folder = Path(os.environ.get("STRIDEFORM_GALLERY", tmp_path))
    folder.mkdir(exist_ok=True)
    environment = {**os.environ, "MPLBACKEND": "Agg", "PYTHONPATH": os.pathsep.join([str(GALLERY), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, str(example)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout and (folder / f"{example.stem}.png").stat().st_size > 5000


def test_the_gallery_is_typed(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    flags = ["--strict", "--cache-dir", str(tmp_path), "--ignore-missing-imports"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *flags, *map(str, EXAMPLES)], capture_output=True, text=True, cwd=GALLERY, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
