"""The recipe of docs/SPARK.md on two local cores, against the direct call; see scripts/spark-trial."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from pyspark.sql import SparkSession

from strideform import fleet

ROOT = Path(__file__).resolve().parents[1]
RUN = ROOT / "testdata" / "sessions" / "easy-run"
#: Copies of each loose file (*chosen*: enough for every task to have several batches).
COPIES = 20


def recipe() -> dict[str, object]:
    """The names that the page's first code block defines."""
    page = (ROOT / "docs" / "SPARK.md").read_text()
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    if code is None:
        sys.exit("docs/SPARK.md contains no code")
    names: dict[str, object] = {"__name__": "__main__"}
    exec(compile(code.group(1), "docs/SPARK.md", "exec"), names)
    return names


def study(folder: Path) -> list[str]:
    """A session, single files, malformed files, and a missing one."""
    shutil.copytree(RUN, folder / "session")
    out = [str(folder / "session"), str(folder / "missing.csv")]
    for i in range(COPIES):
        for name in ("shank-left", "foot-right", "pelvis"):
            copy = folder / f"{name}_{i:02}.csv"
            shutil.copy(RUN / f"{name}.csv", copy)
            out.append(str(copy))
    return out + sorted(map(str, (ROOT / "testdata" / "exports" / "bad").glob("*.csv")))


def main() -> None:
    names = recipe()
    with tempfile.TemporaryDirectory() as folder:
        files = study(Path(folder))
        spark = (
            SparkSession.builder.master("local[2]")
            .appName("strideform")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", 8)
            .getOrCreate()
        )
        try:
            paths = spark.createDataFrame([(p,) for p in files], "input string").repartition(8)
            out = str(Path(folder) / "runs")
            start = time.perf_counter()
            names["runs_of"](paths).write.parquet(out)  # type: ignore[operator]
            seconds = time.perf_counter() - start
            table = spark.read.parquet(out)
            units = {f.name: f.metadata.get("unit") for f in table.schema.fields}
            ours = {row["input"]: row.asDict() for row in table.collect()}
        finally:
            spark.stop()
        runs, failures = fleet.rows(files)
    direct = {row["input"]: row for row in runs.to_pylist()}
    bad = {row["input"]: row for row in failures.to_pylist()}
    assert set(ours) == set(direct) | set(bad) == set(files), "every input is one row"
    for name, row in ours.items():
        want = direct.get(name) or {**bad[name], "status": 3}
        differing = [key for key, value in row.items() if value != want.get(key)]
        assert not differing, (name, differing)
    assert units["contact_time"] == runs.schema.field("contact_time").metadata[b"unit"].decode()
    failed = sum(row["status"] == 3 for row in ours.values())
    print(f"{len(ours)} inputs on Spark in {seconds:.1f} s: {len(direct)} runs and {failed} failures, each equal to that of the direct call")
    assert (len(direct), failed) == (len(runs), len(failures))


if __name__ == "__main__":
    main()
