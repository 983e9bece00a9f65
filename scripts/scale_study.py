"""The cost of a fleet: measured seconds and bytes per recorded hour, and the engine's own cost per task; see scripts/scale.

The figures go between the markers of docs/SCALE.md. Prices and latencies cannot be measured here: they are constants at the top,
marked *chosen* on the page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import distributed

import strideform
from strideform.fleet._item import Item
from strideform.fleet._parts import LARGEST, MOST, Part
from strideform.fleet._progress import Teller
from strideform.fleet._run import run
from strideform.fleet._counts import Counts
from strideform.fleet._task import Job

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "SCALE.md"

#: Chosen: minutes of a run, price of a core hour and of a GB stored for a month, USD.
MINUTES, CORE_HOUR, GB_MONTH = 40.0, 0.04, 0.023
#: Chosen: USD for 1000 reads and 1000 writes of a store, seconds until a store's first byte.
READS, WRITES, FIRST_BYTE = 0.0004, 0.005, 0.03
#: Chosen: the job must finish within a day.
DEADLINE_H = 24.0
SENSORS = {
    "pelvis": ["pelvis.csv"],
    "two feet": ["foot-left.csv", "foot-right.csv"],
    "five sensors": ["foot-left.csv", "foot-right.csv", "pelvis.csv", "shank-left.csv", "shank-right.csv"],
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true", help="shorter recordings, fewer tasks; prints only")
    quick = asked.parse_args().quick
    with tempfile.TemporaryDirectory(prefix="scale-") as name:
        folder = Path(name)
        hours = recorded_hours(folder, 600 if quick else 3600, 1 if quick else 5)
        small = small_files(folder, 60 if quick else 360)
    pieces = [machine(), hours_table(hours), small_table(small), fleet_table(hours)]
    cost = next(h for h in hours if h["what"] == "five sensors" and h["packed"])["cpu"] * MINUTES / 60
    tasks = [1_000, 10_000] if quick else [1_000, 10_000, 100_000]
    pieces.append(engine_table([engine(n, cost) for n in tasks], cost))
    text = "\n\n".join(pieces)
    print(text)
    if not quick:
        page = PAGE.read_text()
        marked = re.compile(r"(<!-- figures -->\n).*?(\n<!-- end of figures -->)", re.DOTALL)
        PAGE.write_text(marked.sub(lambda m: m[1] + text + m[2], page))


def recorded_hours(folder: Path, seconds: int, repeats: int) -> list[dict]:
    """CPU, bytes in and out of an hour from each set of sensors, plain and compressed; medians over repeats."""
    whole = folder / "hour"
    # Eight of the seconds are standing.
    simulate = [os.environ["STRIDEFORM"], "simulate", "--out", whole, "--seconds", str(seconds - 8), "--rate", "200"]
    subprocess.run(simulate, check=True, stdout=subprocess.DEVNULL)
    described = (whole / "session.toml").read_text()
    head, *recordings = described.split("[[recording]]")
    out = []
    for what, names in SENSORS.items():
        for packed in (False, True):
            session = folder / f"{what.replace(' ', '-')}{'-gz' if packed else ''}"
            session.mkdir()
            kept = [r for r in recordings if any(f'"{n}"' in r for n in names)]
            text = "".join([head, *("[[recording]]" + r for r in kept)])
            for name in names:
                content = (whole / name).read_bytes()
                if packed:
                    text = text.replace(f'"{name}"', f'"{name}.gz"')
                    name, content = name + ".gz", gzip.compress(content, 6, mtime=0)
                (session / name).write_bytes(content)
            (session / "session.toml").write_text(text)
            runs = [child([str(session)]) for _ in range(repeats)]
            hour = 3600 / seconds
            out.append({
                "what": what, "packed": packed, "n": repeats,
                "cpu": statistics.median(r["cpu"] for r in runs) * hour,
                "read": sum(p.stat().st_size for p in session.iterdir()) * hour,
                "strides": runs[0]["strides"] * hour, "memory": max(r["memory"] for r in runs),
            })  # fmt: skip
            shutil.rmtree(session)
    return out


def small_files(folder: Path, pieces: int) -> dict:
    """The same pelvis as one file and as files of ten seconds: the cost per file besides its samples."""
    lines = (folder / "hour" / "pelvis.csv").read_text().splitlines()
    header, rows = lines[0], lines[1:]
    many = folder / "pieces"
    many.mkdir()
    for i in range(pieces):
        (many / f"pelvis_{i:04}.csv").write_text("\n".join([header, *rows[i * 2000 : (i + 1) * 2000]]) + "\n")
    one = folder / "pelvis_one.csv"
    one.write_text("\n".join([header, *rows[: pieces * 2000]]) + "\n")
    split = child([str(p) for p in sorted(many.iterdir())])
    whole = child([str(one)])
    return {"n": pieces, "split": split["cpu"], "whole": whole["cpu"], "row": split["runs"] / pieces}


def child(inputs: list[str]) -> dict:
    """Analyses inputs in a separate process; CPU seconds are those of the analysis, not of the start."""
    done = subprocess.run([sys.executable, "-P", "-c", CHILD, *inputs], check=True, capture_output=True)
    return json.loads(done.stdout)


CHILD = """
import json, resource, sys, time
import pyarrow as pa
from strideform import _native
from strideform.fleet._options import prepared
from strideform.fleet._tables import parquet
rows = _native.Rows(**prepared({}, strides=True))
start = time.process_time()
for name in sys.argv[1:]:
    failed = rows.add(name, name, True, None)
    if failed: sys.exit(f"{name}: {failed}")
cpu = time.process_time() - start
runs = parquet(pa.table(rows.runs()))
strides = parquet(pa.concat_tables([pa.table(b) for b in rows.strides()]))
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"cpu": cpu, "runs": len(runs), "strides": len(strides), "memory": memory}))
"""


def stub(part: Part, job: Job) -> Counts:
    """Stands for the analysis: waits as long as it would take."""
    time.sleep(job.options["seconds"])
    return Counts(len(part.items), 0, 0, job.options["seconds"])


def engine(tasks: int, cost: float) -> dict:
    """A job of stubbed tasks through the fleet's own code: wall seconds, and what the tasks alone take."""
    workers, threads = 4, 250
    job = Job("nowhere", {"seconds": cost}, None)
    parts = [Part(i, (Item(f"s3://archive/runs/{i:08}", f"s3://archive/runs/{i:08}", True),)) for i in range(tasks)]
    with (
        distributed.LocalCluster(n_workers=workers, threads_per_worker=threads, dashboard_address=":0") as cluster,
        distributed.Client(cluster) as client,
    ):
        run(parts[:100], Job("nowhere", {"seconds": 0.0}, None), client, Teller(100, 100, None), stub)
        wall, cpu = time.perf_counter(), time.process_time()
        done = run(parts, job, client, Teller(tasks, tasks, None), stub)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if len(done) != tasks:
        sys.exit(f"{len(done)} of {tasks} tasks came back")
    # Scheduler and client run in this process, so its CPU seconds are those of the engine.
    return {"tasks": tasks, "slots": workers * threads, "wall": wall, "ideal": tasks * cost / (workers * threads), "cpu": cpu}


def machine() -> str:
    model = next((line.partition(":")[2].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    return (
        f"Measured by `scripts/scale` on {os.cpu_count()} cores ({model}), strideform {strideform.__version__}, Python "
        f"{platform.python_version()}, distributed {distributed.__version__}."
    )


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def hours_table(hours: list[dict]) -> str:
    rows = [
        [
            f"{h['what']}, {'gz' if h['packed'] else 'plain'}",
            f"{h['cpu']:.2f}",
            f"{h['read'] / 1e6:.0f}",
            f"{h['read'] / 1e6 / h['cpu']:.0f}",
            f"{h['strides'] / 1e6:.2f}",
            f"{h['memory'] / 1e6:.0f}",
        ]
        for h in hours
    ]
    head = ["one recorded hour at 200 Hz", "CPU s", "MB read", "MB read per CPU s", "MB of strides", "peak memory, MB"]
    return table(head, rows) + f"\n\nCPU seconds: median of {hours[0]['n']}."


def small_table(small: dict) -> str:
    each = (small["split"] - small["whole"]) / small["n"]
    return (
        f"The same pelvis in {small['n']} files of 10 s takes {small['split']:.2f} CPU s, in one file {small['whole']:.2f}: "
        f"**{each * 1e3:.1f} ms per file** besides its samples. A row of the table of runs takes {small['row'] / 1e3:.2f} kB "
        f"(mean over {small['n']} rows in one file)."
    )


def fleet_table(hours: list[dict]) -> str:
    rows = []
    for what in ("pelvis", "five sensors"):
        packed = next(h for h in hours if h["what"] == what and h["packed"])
        for runs in (10**4, 10**6, 10**8):
            recorded = runs * MINUTES / 60
            core_hours = recorded * packed["cpu"] / 3600
            read = recorded * packed["read"]
            strides = recorded * packed["strides"]
            files = runs * len(SENSORS[what])
            cores = core_hours / DEADLINE_H
            tasks = runs / min(MOST, LARGEST / (packed["read"] * 4 * MINUTES / 60))
            rows.append([
                f"{runs:,} of {what}".replace(",", " "), number(core_hours), f"{max(1, cores):.0f}",
                f"{number(read / 1e12)}", f"{number(strides / 1e12)}", f"{number(tasks)}",
                f"{number(read * 8 / 1e9 / (DEADLINE_H * 3600))}", number(core_hours * CORE_HOUR),
                number(read / 1e9 * GB_MONTH), number(files / 1000 * READS + 3 * tasks / 1000 * WRITES),
            ])  # fmt: skip
    head = ["runs, gz", "core hours", "cores for a day", "TB in", "TB of strides", "tasks", "Gbit/s in", "USD of cores",
            "USD per month of storage", "USD of requests"]  # fmt: skip
    priced = (
        f"For runs of {MINUTES:.0f} minutes (*chosen*), from the gz rows above; cores and Gbit/s are those of a job that "
        f"finishes in {DEADLINE_H:.0f} hours, tasks those of the default partitions, prices *chosen*."
    )
    return priced + "\n\n" + table(head, rows)


def engine_table(jobs: list[dict], cost: float) -> str:
    rows = [
        [
            f"{j['tasks']:,}".replace(",", " "),
            f"{j['wall']:.1f}",
            f"{j['ideal']:.1f}",
            f"{j['ideal'] / j['wall']:.0%}".replace("%", " %"),
            f"{j['cpu'] / j['tasks'] * 1e3:.2f}",
            f"{(j['wall'] - j['ideal']) / j['tasks'] * 1e3:.2f}",
        ]
        for j in jobs
    ]
    head = ["tasks", "wall s", "s of the tasks alone", "share", "scheduler and client, ms per task", "wall beyond the tasks, ms per task"]
    said = f"Each task sleeps {cost:.2f} s, what {MINUTES:.0f} minutes of five sensors take, on {jobs[0]['slots']} threads of 4 worker processes."
    each = [f"{j['cpu'] / j['tasks'] * 1e3:.2f} ms" for j in jobs]
    sizes = [f"{j['tasks']:,}".replace(",", " ") for j in jobs]
    linear = (
        f"Scheduler and client take {each[0]} per task in the job of {sizes[0]} and {each[-1]} in that of {sizes[-1]}: one "
        f"process hands out at most {jobs[-1]['tasks'] / jobs[-1]['cpu']:.0f} tasks per second, whatever the cluster."
    )
    return said + "\n\n" + table(head, rows) + "\n\n" + linear


def number(value: float) -> str:
    """Two significant digits, thousands separated."""
    if value <= 0:
        return "0"
    digits = max(0, 1 - math.floor(math.log10(value)))
    return f"{float(f'{value:.2g}'):,.{digits}f}".replace(",", " ")


if __name__ == "__main__":
    main()
