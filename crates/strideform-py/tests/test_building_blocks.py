"""Filter, orientation and contact methods against the reference packages."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import strideform
from conftest import ROOT, RUN, Columns


@pytest.mark.parametrize(
    ("order", "cutoff", "kind"),
    [(2, 10.0, "low"), (4, 20.0, "low"), (4, 0.5, "high"), (2, (1.0, 30.0), "band"), (8, 50.0, "low")],
)
def test_the_filter_equals_scipy(order: int, cutoff: Any, kind: str, shank: Columns) -> None:
    signal = pytest.importorskip("scipy.signal")
    matrix = np.column_stack([shank[f"acc_{a}_mps2"] for a in "xyz"])
    sos = signal.butter(order, cutoff, {"low": "low", "high": "high", "band": "bandpass"}[kind], fs=200.0, output="sos")
    ours = strideform.signal.butter_zero_phase(matrix, 200.0, cutoff, order, kind=kind)
    # Values up to 150 m/s², two recursive passes in another order of operations.
    np.testing.assert_allclose(ours, signal.sosfiltfilt(sos, matrix, axis=0), rtol=0, atol=1e-9)
    np.testing.assert_array_equal(ours[:, 1], strideform.signal.butter_zero_phase(matrix[:, 1], 200.0, cutoff, order, kind=kind))


@pytest.mark.parametrize(
    "arguments",
    [
        {"cutoff_hz": 80.0},
        {"cutoff_hz": 0.0},
        {"cutoff_hz": 10.0, "order": 0},
        {"cutoff_hz": 10.0, "kind": "notch"},
        {"cutoff_hz": (1.0, 2.0)},
        {"cutoff_hz": (5.0, 2.0), "kind": "band"},
        {"cutoff_hz": 10.0, "x": np.zeros((2, 2, 2))},
        {"cutoff_hz": 10.0, "x": ["a"]},
        {"cutoff_hz": 10.0, "fs_hz": float("nan")},
    ],
)
def test_filters_that_cannot_be(arguments: dict[str, Any]) -> None:
    given = {"x": np.zeros(100), "fs_hz": 100.0, **arguments}
    with pytest.raises(strideform.UsageError):
        strideform.signal.butter_zero_phase(**given)


def test_filters_take_anything_numeric() -> None:
    for x in (np.zeros(0), np.zeros(1), np.arange(50), [1, 2, 3], np.full(30, np.nan), np.zeros(60)[::2]):
        assert strideform.signal.butter_zero_phase(x, 100.0, 10.0).shape == np.shape(x)


def test_vqf_equals_the_authors_package() -> None:
    """The reference file holds what the authors' package gave; scalar first, like that package."""
    text = (ROOT / "testdata" / "reference" / "vqf" / "offline.csv").read_text()
    for block in text.split("# ")[1:]:
        head, *lines = block.splitlines()
        _, rate, tau, motion, rest, stride = head.split()[:6]
        rows = [np.array(line.split(","), dtype=float) for line in lines]
        samples = np.array([row[:6] for row in rows])
        found = strideform.orient.vqf_offline(
            samples[:, :3], samples[:, 3:], float(rate), tau_acc_s=float(tau),
            motion_bias=float(motion) > 0, rest_bias=float(rest) > 0,
        )  # fmt: skip
        assert found.quaternions.shape == (len(rows), 4) and found.bias.shape == (len(rows), 3)
        for i, row in enumerate(rows):
            if i % int(float(stride)) == 0 and len(row) > 6:
                # Twelve digits in the file; q and −q are one attitude.
                assert abs(abs(found.quaternions[i] @ row[6:10]) - 1.0) < 1e-11
                assert found.rest[i] == (row[13] > 0)


def test_vqf_refuses_what_cannot_be() -> None:
    good = np.zeros((10, 3))
    up = good + [0.0, 0.0, 9.81]
    assert strideform.orient.vqf_offline(good, up, 100.0).quaternions.shape == (10, 4)
    for gyr, acc, rate in [(good[:5], up, 100.0), (good, up[:, :2], 100.0), (good, up, 0.0), (good[:0], up[:0], 100.0),
                           (good * np.nan, up, 100.0), (["a"], up, 100.0)]:  # fmt: skip
        with pytest.raises(strideform.UsageError):
            strideform.orient.vqf_offline(gyr, acc, rate)


def test_every_contact_method_by_name() -> None:
    methods = [m for m in strideform.contacts.methods() if m["stage"] == "contacts"]
    assert len(methods) >= 15
    truth = np.array([c["initial_contact_s"] for c in _truth()])
    for method in methods:
        segment = method["segments"][0]
        file = RUN / (f"{segment}.csv" if segment == "pelvis" else f"{segment}-left.csv")
        if method["min_rate_hz"] > 200.0:
            with pytest.raises(strideform.UnusableError, match="Hz"):
                strideform.contacts.find(file, method=method["id"])
            continue
        found = strideform.contacts.find(file, method=method["id"])
        assert len(found) > 0, method["id"]
        # An analysis by that method holds the same contacts; a pelvis's are put in order there, leg by leg.
        whole = strideform.analyze(file, methods={"contacts": method["id"]}).contacts
        if segment != "pelvis":
            np.testing.assert_array_equal(found["initial_contact_s"], whole["initial_contact_s"])
        if method["default"]:
            # One leg's sensor sees every second contact, the pelvis all; one at each end of the running may differ.
            expected = len(truth) if segment == "pelvis" else len(truth) / 2
            assert abs(len(found) - expected) <= 2, method["id"]


def _truth() -> list[dict[str, float]]:
    import csv

    with (RUN / "truth_contacts.csv").open() as file:
        return [{"initial_contact_s": float(r["initial_contact_s"])} for r in csv.DictReader(file)]


def test_a_method_is_the_analysis_own(shank: Columns) -> None:
    method = "shank-purcell-2005"
    found = strideform.contacts.find(shank, method=method, placement="shank-left")
    whole = strideform.analyze(shank, placement="shank-left", methods={"contacts": method}).contacts
    np.testing.assert_array_equal(found["initial_contact_s"], whole["initial_contact_s"])
    with pytest.raises(strideform.UnusableError, match="placement"):
        strideform.contacts.find(shank, method=method, placement="pelvis")
    with pytest.raises(strideform.UsageError, match="known"):
        strideform.contacts.find(shank, method="none", placement="pelvis")
