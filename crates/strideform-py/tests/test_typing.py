"""The stubs say what is there, and the example is typed."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "first_run.py"


def test_the_example_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(EXAMPLE))
    printed = capsys.readouterr().out
    assert "cadence" in printed and "steps/min" in printed
    assert (tmp_path / "report.html").read_text().lower().startswith("<!doctype html>")


def test_package_and_example_are_typed(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    flags = ["--strict", "--cache-dir", str(tmp_path)]
    for command in (["mypy", *flags, str(EXAMPLE)], ["mypy", *flags, "-p", "strideform"]):
        done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, cwd=tmp_path, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_stubs_equal_the_native_module(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    command = [sys.executable, "-m", "mypy.stubtest", "strideform._native", "--ignore-disjoint-bases"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
