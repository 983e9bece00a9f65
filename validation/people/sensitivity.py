#!/usr/bin/env python3
"""How often form faults of a fixed size are found in virtual runners that move as people do.

Each person runs at each speed, once without a fault and once with each; five sensors (feet, shanks, pelvis), height and
speed are given to `strideform analyze`. The truth is the simulator's own (truth.json); a run whose truth is not the size
that was asked for is left out. It shows what the program makes of faults of known size, not how well it judges people.

    python3 sensitivity.py [--persons 30] [--speeds 2.5 3.0 3.5] [--in-turn] [--faults drop …] [--markdown PAGE]

STRIDEFORM names the command line (default target/debug/strideform). No packages are needed.
"""
import argparse
import json
import os
import subprocess
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = os.environ.get("STRIDEFORM", str(ROOT / "target/debug/strideform"))
SECONDS = 40
DRIFT_SECONDS = 420  # drift is judged from six minutes on


class Impossible(Exception):
    """The person cannot run like that."""


def run(*args):
    done = subprocess.run([BINARY, *map(str, args)], capture_output=True, text=True)
    if done.returncode:
        raise Impossible(done.stderr.strip().splitlines()[-1] if done.stderr else "no message")


def simulate(folder, person, speed, options, seconds=SECONDS, sensors=()):
    worn = [x for s in sensors for x in ("--placement", s)]
    run("simulate", "--out", folder, "--person", person, "--seed", person, "--speed", speed, "--seconds", seconds,
        *worn, *options)
    return json.loads((folder / "truth.json").read_text())


def usual_shank(speed):
    """The level that overstriding is judged from (faults.toml: 2.45° below mild)."""
    return 12.15 + 2.75 * (speed - 3.5)


def usual_rise(speed):
    """Likewise of bounce: 2.6 cm below mild."""
    return 10.2 - 1.09 * (speed - 3.5)


def both(truth, metric, side="value"):
    return truth["medians"][metric][side]


class Runner:
    """One person at one speed: his healthy run, and faults sized by it."""

    def __init__(self, work, person, speed):
        self.work, self.person, self.speed = work, person, speed
        self.truth, self.findings = self.judged("healthy", [])

    def judged(self, name, options, seconds=SECONDS):
        with tempfile.TemporaryDirectory(dir=self.work) as place:
            folder = Path(place) / "run"
            truth = simulate(folder, self.person, self.speed, options, seconds)
            out = Path(place) / "result.json"
            run("analyze", folder, "--json", out)
            return truth, {f["fault"]: f for f in json.loads(out.read_text())["findings"]}

    def probe(self, options, seconds=10):
        with tempfile.TemporaryDirectory(dir=self.work) as place:
            return simulate(Path(place) / "run", self.person, self.speed, options, seconds, ["pelvis"])

    def pounding(self, fault, side):
        """The ankle's speed that makes the tibial peak of `side` 12 g."""
        low, high = 0.5, 3.0
        for _ in range(7):
            middle = 0.5 * (low + high)
            peak = both(self.probe(["--fault", f"{fault}={middle}"]), "peak_tibial_acceleration", side)
            low, high = (middle, high) if peak < 12.0 else (low, middle)
        return [f"--fault={fault}={0.5 * (low + high)}"]

    def sized(self, fault, metric, goal, first=None):
        """The fault at which the truth is the goal; what is set and what comes out differ by the scatter of the steps."""
        first = goal if first is None else first
        truth = both(self.probe([f"--fault={fault}={first}"], SECONDS), metric)
        return [f"--fault={fault}={first + goal - truth}"]

    def rising(self):
        goal = usual_rise(self.speed) + 3.5
        return self.sized("oscillation", "vertical_oscillation", goal, goal - both(self.truth, "vertical_oscillation"))

    def usual_cadence(self):
        rule = next(e for e in self.findings["low-cadence"]["evidence"] if e["metric"] == "cadence")
        return rule["threshold"] / 0.93


# name: (finding, side, its options, what the truth must show, what else it brings about)
FAULTS = {
    "hip drop 9°, left": (
        "hip-drop", "left", lambda r: ["--fault=hip-drop-left=9"],
        lambda r, t: abs(both(t, "pelvic_drop_excursion", "left") - 9) < 0.5, {"left-right-imbalance"}),
    "hip drop 9°, both": (
        "hip-drop", "both", lambda r: ["--fault=hip-drop=9"],
        lambda r, t: abs(both(t, "pelvic_drop_excursion") - 9) < 0.5, set()),
    "shank 7° beyond usual, left": (
        "overstriding", "left", lambda r: ["--fault=overstride-left=7"],
        lambda r, t: abs(both(t, "shank_angle_at_contact", "left") - usual_shank(r.speed) - 7) < 1,
        {"left-right-imbalance"}),
    "shank 7° beyond usual, both": (
        "overstriding", "both", lambda r: ["--fault=overstride=7"],
        lambda r, t: abs(both(t, "shank_angle_at_contact") - usual_shank(r.speed) - 7) < 1, set()),
    "contact balance 53/47": (
        "left-right-imbalance", "left", lambda r: r.sized("contact-time-balance", "contact_time_balance", 53),
        lambda r, t: abs(both(t, "contact_time_balance") - 53) < 0.3, set()),
    "step-time asymmetry 6 %": (
        "left-right-imbalance", "left", lambda r: r.sized("step-time-asymmetry", "step_time_asymmetry", 6),
        lambda r, t: abs(both(t, "step_time_asymmetry") - 6) < 0.4, set()),
    "tibial peak 12 g, left": (
        "heel-pounding", "left", lambda r: r.pounding("heel-pounding-left", "left"),
        lambda r, t: abs(both(t, "peak_tibial_acceleration", "left") - 12) < 1, {"left-right-imbalance"}),
    "tibial peak 12 g, both": (
        "heel-pounding", "both", lambda r: r.pounding("heel-pounding", "value"),
        lambda r, t: abs(both(t, "peak_tibial_acceleration") - 12) < 1, set()),
    "cadence 10 % below usual": (
        "low-cadence", None, lambda r: ["--cadence", 0.9 * r.usual_cadence()],
        lambda r, t: True, {"bounce"}),
    "oscillation 3.5 cm above usual": (
        "bounce", None, lambda r: r.rising(),
        lambda r, t: abs(both(t, "vertical_oscillation") - usual_rise(r.speed) - 3.5) < 0.3, {"low-cadence"}),
    # late third against early third: cadence −4.5 %, contact time +6 %, one and a half times the mild thresholds
    "drift of cadence and contact time": (
        "form-drift", None,
        lambda r: [f"--fault=cadence-drift={-0.58 * r.truth['params']['cadence_spm']}", "--fault=contact-time-drift=77"],
        lambda r, t: True, set()),
}


def one(work, person, speed, chosen):
    """Rows (case, verdict, deciding evidence, false findings) of one person at one speed."""
    rows = []
    try:
        r = Runner(work, person, speed)
    except Impossible as why:
        return [("healthy", f"impossible: {why}", "", [])]
    was = {k: f["status"] for k, f in r.findings.items()}
    rows.append(("healthy", "", "", [k for k, s in was.items() if s == "present"]))
    for name in chosen:
        fault, side, options, true, brings = FAULTS[name]
        seconds = DRIFT_SECONDS if fault == "form-drift" else SECONDS
        try:
            truth, found = r.judged(name, options(r), seconds)
        except Impossible as why:
            rows.append((name, f"impossible: {why}", "", []))
            continue
        if not true(r, truth):
            rows.append((name, "truth is another size", "", []))
            continue
        f = found[fault]
        verdict = f["status"]
        # of a fault of both sides, a finding without a side is right too
        if verdict == "present" and side and f["side"] not in (side, None if side == "both" else side):
            verdict = f"present, side {f['side']}"
        decides = " ".join(
            f"{e['metric']}{'-' + e['side'] if e['side'] else ''} {e['value']:.2f}±{e['uncertainty']:.2f}/{e['threshold']:.2f}"
            for e in f["evidence"] if e["role"] in ("decides", "difference"))
        # what this person shows without the fault as well is counted there
        others = [k for k, x in found.items()
                  if x["status"] == "present" and k != fault and k not in brings and was.get(k) != "present"]
        rows.append((name, verdict, f"{f['confidence']} {decides}", others))
    return rows


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--persons", type=int, default=30)
    a.add_argument("--speeds", type=float, nargs="+", default=[2.5, 3.0, 3.5])
    a.add_argument("--in-turn", action="store_true", help="each person runs at one of the speeds, in turn: three times as fast")
    a.add_argument("--faults", nargs="+", default=[], help="parts of the names of the faults")
    a.add_argument("--jobs", type=int, default=2)
    a.add_argument("--each", action="store_true", help="print every run")
    a.add_argument("--markdown", type=Path, help="also write a page")
    args = a.parse_args()
    chosen = [n for n in FAULTS if not args.faults or any(f in n for f in args.faults)]
    pairs = [(p, v) for p in range(1, args.persons + 1) for i, v in enumerate(args.speeds)
             if not args.in_turn or (p - 1) % len(args.speeds) == i]
    verdicts, false = defaultdict(Counter), defaultdict(Counter)
    with tempfile.TemporaryDirectory() as work, ThreadPoolExecutor(args.jobs) as pool:
        for (person, speed), rows in zip(pairs, pool.map(lambda x: one(work, *x, chosen), pairs)):
            for name, verdict, decides, others in rows:
                if args.each:
                    print(person, speed, name, "|", verdict, "|", decides, "|", *others, flush=True)
                verdicts[name][verdict.split(":")[0]] += 1
                false[name].update(others)
    table = summary(verdicts, false)
    print(table)
    if args.markdown:
        args.markdown.write_text(PAGE.format(
            persons=args.persons, speeds=", ".join(map(str, args.speeds)),
            turn=", each at one of them" if args.in_turn else "", table=table))


def summary(verdicts, false):
    lines = ["| fault | runs | found | borderline | other side | absent or not assessed | left out | other findings |", "|---|---|---|---|---|---|---|---|"]
    for name, counts in verdicts.items():
        out = counts["impossible"] + counts["truth is another size"]
        n = counts.total() - out
        sides = sum(c for v, c in counts.items() if v.startswith("present,"))
        more = ", ".join(f"{k} {c}" for k, c in false[name].most_common()) or "none"
        cells = ["–"] * 4 if name == "healthy" else [counts["present"], counts["borderline"], sides, counts["absent"] + counts["not-assessed"]]
        if name != "healthy" and n:
            cells[0] = f"{cells[0]} ({100 * cells[0] / n:.0f} %)"
        lines.append("| " + " | ".join(map(str, [name, n, *cells, out, more])) + " |")
    return "\n".join(lines) + "\n"


PAGE = """# Faults of known size in virtual runners

Virtual runners, not people: the sensors, the force and the faults are computed, and the runners' curves come from the same
13 runners as the thresholds and estimators. The table says how the rules answer to faults of a given size. It does not
say how often faults of people are found. Written by `validation/people/sensitivity.py`.

{persons} persons (`strideform simulate --person`) at {speeds} m/s{turn}; feet, shanks and pelvis, height and speed given. *Found*: the
finding is present, on its side. *Left out*: no run with the fault at its size is possible. *Other findings*: present with
the fault and not without it, except what follows from the fault (a fault of one side is an imbalance; fewer steps rise higher).

{table}"""

if __name__ == "__main__":
    main()
