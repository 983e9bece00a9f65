"""A study from raw samples to a mixed model, the one of ``crates/strideform/tests/it/study.rs``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import strideform


def own(bout: strideform.Bout) -> tuple[Any, Any]:
    """Initial contact where the resultant rises through 2 g, toe-off at its minimum 0.15 to 0.40 s later."""
    size = np.linalg.norm(bout.acc_sensor, axis=1)
    calm = strideform.signal.butter_zero_phase(size, bout.rate_hz, 30.0, 2)
    contacts: list[int] = []
    offs: list[int] = []
    for i in np.flatnonzero((calm[1:] >= 19.6) & (calm[:-1] < 19.6)) + 1:
        if contacts and i - contacts[-1] < int(0.6 * (bout.stride_s or 0.7) * bout.rate_hz):
            continue
        later = calm[i + int(0.15 * bout.rate_hz) : i + int(0.40 * bout.rate_hz)]
        if len(later):
            contacts.append(int(i))
            offs.append(int(i + int(0.15 * bout.rate_hz) + np.argmin(later)))
    return np.array(contacts, dtype=int), np.array(offs, dtype=int)


def trial(runner: int, speed: float, **options: Any) -> strideform.Analysis:
    contact = 0.225 + 0.008 * runner - 0.030 * (speed - 3.0)
    run = strideform.simulate(["shank-left"], seed=runner + 1, seconds=20, speed_mps=speed, contact_s=[contact] * 2, perfect=True)
    return strideform.analyze(run.recordings, speed_mps=speed, **options)


def test_a_study_of_four_runners() -> None:
    pandas, smf = pytest.importorskip("pandas"), pytest.importorskip("statsmodels.formula.api")
    slopes = {}
    for name, options in {"ours": {}, "own": {"methods": {"contacts": own}}}.items():
        frames = []
        for runner in range(4):
            for speed in (2.6, 3.0, 3.4):
                steps = trial(runner, speed, **options).contacts.to_pandas()
                frames.append(steps[steps["valid"]].assign(runner=runner, speed=speed))
        steps = pandas.concat(frames).dropna(subset=["contact_time_s"])
        centred = steps[["speed", "contact_time_s"]] - steps.groupby("runner")[["speed", "contact_time_s"]].transform("mean")
        within = 1000 * (centred["speed"] @ centred["contact_time_s"]) / (centred["speed"] @ centred["speed"])
        mixed = 1000 * smf.mixedlm("contact_time_s ~ speed", steps, groups="runner").fit().params["speed"]
        # Runners differ by 8 ms and more, steps by 5 ms: the random intercept is almost the fixed one.
        assert mixed == pytest.approx(within, abs=0.2)
        slopes[name] = within
    print(slopes)
    assert abs(slopes["ours"] + 30.0) < 10.0
