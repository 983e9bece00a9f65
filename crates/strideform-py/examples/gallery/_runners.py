"""Virtual runners, so that every example runs anywhere; replace them with your own recordings."""

from __future__ import annotations

import strideform


def trial(runner: int, speed_mps: float, *, seconds: float = 25.0) -> strideform.Simulation:
    """One runner, whose contact time is their own and falls with speed, with both shanks and the pelvis instrumented."""
    contact = 0.225 + 0.008 * runner - 0.030 * (speed_mps - 3.0)
    places = ("shank-left", "shank-right", "pelvis")
    return strideform.simulate(
        places, seed=100 * runner + round(10 * speed_mps), seconds=seconds, speed_mps=speed_mps,
        cadence_spm=162.0 + 3.0 * runner + 4.0 * (speed_mps - 3.0), contact_s=[contact, contact],
    )  # fmt: skip
