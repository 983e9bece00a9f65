"""The comparison of contact methods takes a method of one's own; its documented example runs as it is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "validation" / "contact_methods.py"
DATA = Path(os.environ.get("STRIDEFORM_DATA", ROOT.parent / "shared" / "data"))


@pytest.mark.skipif(not DATA.is_dir(), reason="recordings not found")
def test_a_method_of_ones_own_joins_the_table(tmp_path: Path) -> None:
    example = re.search(r"```python\n(.*?)```", SCRIPT.read_text(), re.DOTALL)
    assert example
    (tmp_path / "mine.py").write_text(example[1])
    arguments = ["--method", "mine:my_method", "--segment", "shank", "--data", "shank-treadmill-force"]
    environment = os.environ | {"STRIDEFORM_DATA": str(DATA.resolve())}
    run = subprocess.run([sys.executable, SCRIPT, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    rows = {line.split()[2]: line for line in run.stdout.splitlines()[1:]}
    # Three runners; a peak comes after the contact and before toe-off, and this method gives no toe-off.
    assert rows["my_method"].split()[3:5] == ["3", "3"]
    ours = re.search(r"[+-][0-9.]+ ± [0-9.]+", rows["shank-two-onsets"])
    assert ours and abs(float(ours[0].split()[0])) < 5.0
