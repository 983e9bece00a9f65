"""A path gives what the command line gives, to the last bit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import strideform
from conftest import EXPORTS, RUN

CASES: dict[str, tuple[Any, list[Any], dict[str, Any]]] = {
    "session": (RUN, [RUN], {}),
    "file": (RUN / "shank-left.csv", [RUN / "shank-left.csv"], {}),
    "placement before the file": (
        f"pelvis={RUN / 'pelvis.csv'}",
        [f"pelvis={RUN / 'pelvis.csv'}", "--speed", "3.0", "--mass", "70", "--height", "175"],
        {"speed_mps": 3.0, "mass_kg": 70, "height_cm": 175},
    ),
    "several files": (
        [RUN / "foot-left.csv", f"foot-right={RUN / 'foot-right.csv'}"],
        [RUN / "foot-left.csv", f"foot-right={RUN / 'foot-right.csv'}", "--slope=-2"],
        {"slope_percent": -2},
    ),
    "another method": (
        RUN / "shank-right.csv",
        [RUN / "shank-right.csv", "--method", "contacts=shank-purcell-2005"],
        {"methods": {"contacts": "shank-purcell-2005"}},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_json_and_html_bit_for_bit(case: str, cli: Any, tmp_path: Path) -> None:
    source, arguments, keywords = CASES[case]
    json_file, html_file = tmp_path / "result.json", tmp_path / "result.html"
    done = cli("analyze", *arguments, "--json", json_file, "--html", html_file)
    assert done.returncode == 0, done.stderr.decode()
    result = strideform.analyze(source, **keywords)
    assert result.to_json().encode() == json_file.read_bytes()
    assert result.to_html().encode() == html_file.read_bytes()
    assert result.to_text().encode() == done.stdout


def test_tables_equal_the_csv_files(cli: Any, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    testing = pytest.importorskip("polars.testing")
    for table in ("contacts", "strides"):
        file = tmp_path / f"{table}.csv"
        assert cli("analyze", RUN, f"--{table}", file).returncode == 0
        ours = getattr(strideform.analyze(RUN), table).to_polars()
        theirs = polars.read_csv(file, schema=ours.schema)
        # CSV cells have six decimals.
        testing.assert_frame_equal(ours, theirs, abs_tol=5.1e-7, rel_tol=0)


def test_inspection_and_catalogues(cli: Any) -> None:
    file = EXPORTS / "good" / "phyphox.csv"
    shown = cli("inspect", file, "--format", "json")
    assert strideform.inspect(file).to_json().encode() == shown.stdout
    assert str(strideform.inspect(file)).encode() == cli("inspect", file).stdout
    for catalogue, ours in [
        ("metrics", strideform.metrics_catalogue()),
        ("methods", strideform.contacts.methods()),
        ("faults", strideform.faults_catalogue()),
    ]:
        assert ours == json.loads(cli(catalogue, "--format", "json").stdout)


def test_bytes_are_a_file() -> None:
    path = RUN / "shank-left.csv"
    of_bytes = strideform.analyze(path.read_bytes(), name=str(path))
    of_file = strideform.analyze(path).to_dict()
    # No command line repeats an analysis of bytes; their hash is that of the file.
    del of_file["provenance"]["command"]
    of_bytes = of_bytes.to_dict()
    assert of_bytes["provenance"]["inputs"][0].pop("file") == str(path)
    assert of_file["provenance"]["inputs"][0].pop("file").endswith(path.name)
    assert of_bytes == of_file


def test_the_version_is_the_wheels() -> None:
    from importlib.metadata import version

    assert strideform.__version__ == version("strideform") == strideform.analyze(RUN).to_dict()["version"]
