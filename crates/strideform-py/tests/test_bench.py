"""The researcher's bench: own methods and events, samples and waveforms, agreement, the virtual runner, pickles, units."""

from __future__ import annotations

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import strideform
from conftest import RUN, Columns

SHANK = {"placement": "shank-left", "units": {"acc": "m/s^2", "gyr": "deg/s"}}


@pytest.fixture(scope="module")
def run() -> strideform.Simulation:
    return strideform.simulate(["shank-left", "shank-right", "pelvis"], seconds=25, perfect=True, speed_mps=3.0)


def test_a_simulation_is_analysed_and_its_truth_covered(run: strideform.Simulation) -> None:
    result = strideform.analyze(run.recordings, speed_mps=3.0)
    for metric in ("cadence", "contact_time"):
        off = abs(result[metric].value - run.truth["medians"][metric]["value"])
        assert off <= result[metric].uncertainty, metric
    assert run.params["speed_mps"] == 3.0 and len(run.contacts["side"]) > 50
    for wrong in ({"speed": 3.0}, {"speed_mps": 30.0}, {"seconds": "long"}, {"rate_hz": 0}):
        with pytest.raises(strideform.UsageError):
            strideform.simulate(["pelvis"], **wrong)
    with pytest.raises(strideform.UsageError, match="nose"):
        strideform.simulate(["nose"])


def test_an_own_detector_enters_the_analysis(run: strideform.Simulation) -> None:
    true = run.contacts
    seen: list[strideform.Bout] = []

    def oracle(bout: strideform.Bout) -> Any:
        seen.append(bout)
        mine = (true["side"] == bout.side) & (true["initial_contact_s"] >= bout.time_s[0])
        return true["initial_contact_s"][mine], true["toe_off_s"][mine]

    oracle.segments = ("shank",)  # type: ignore[attr-defined]
    result = strideform.analyze(run.recordings, methods={"contacts": oracle}, contact_error_s=(0.001, 0.001))
    assert result["contact_time"].method == "oracle"
    assert result["contact_time"].value == pytest.approx(run.truth["medians"]["contact_time"]["value"], abs=1e-3)
    assert {bout.placement for bout in seen} == {"shank-left", "shank-right"}
    bout = seen[0]
    n = len(bout.time_s)
    assert bout.acc is not None and bout.acc.shape == (n, 3) and bout.acc_sensor.shape == (n, 3)
    assert bout.quaternion is not None and bout.quaternion.shape == (n, 4)
    # A rotation changes no length.
    np.testing.assert_allclose(np.linalg.norm(bout.acc, axis=1), np.linalg.norm(bout.acc_sensor, axis=1), atol=1e-9)


def test_detectors_may_return_samples_frames_and_objects(run: strideform.Simulation) -> None:
    source = {"shank-left": run.recordings["shank-left"]}
    pandas = pytest.importorskip("pandas")

    class Mine:
        name = "mine"
        segment_axes = False

        def detect(self, bout: strideform.Bout) -> Any:
            assert bout.acc is None
            return np.arange(10, 200, 140)

    found = strideform.contacts.find(source, method=Mine())
    frame = strideform.contacts.find(source, method=lambda b: pandas.DataFrame({"ic": [10, 150], "tc": [60, 200]}))
    assert found["initial_contact_s"][0] == frame["initial_contact_s"][0]
    assert frame["contact_time_s"][0] == pytest.approx(50 / 200)
    with pytest.raises(ZeroDivisionError):
        strideform.analyze(source, methods={"contacts": lambda b: 1 / 0})
    for wrong in (lambda b: np.array([10**9]), lambda b: "x", lambda b: np.zeros((2, 2)), 3):
        with pytest.raises(strideform.UsageError):
            strideform.contacts.find(source, method=wrong)


def test_own_events(run: strideform.Simulation) -> None:
    result = strideform.analyze(run.recordings, events=run.contacts, contact_error_s=(0.0, 0.0))
    assert result["contact_time"].method == "given-events"
    assert result["contact_time"].value == pytest.approx(run.truth["medians"]["contact_time"]["value"], abs=1e-3)
    assert result.provenance["events"] and "command" not in result.provenance
    with pytest.raises(strideform.UsageError, match="samples"):
        strideform.analyze(run.recordings, events={"shank-left": np.arange(100)})


def test_events_of_other_packages_both_ways(run: strideform.Simulation) -> None:
    pytest.importorskip("pandas")
    events, rate = run.contacts, 200.0
    frames = strideform.events.to_gaitmap(events, rate_hz=rate)
    back = strideform.events.from_gaitmap(frames, rate_hz=rate)
    kept = np.isin(np.round(events["initial_contact_s"], 6), np.round(back["initial_contact_s"], 6))
    # The last contact of each foot begins no stride.
    assert kept.sum() == len(back["side"]) >= len(kept) - 2
    np.testing.assert_allclose(back["toe_off_s"], events["toe_off_s"][kept], atol=1e-9)
    np.testing.assert_array_equal(back["side"], events["side"][kept])
    mobgap = strideform.events.to_mobgap(events, rate_hz=rate)
    again = strideform.events.from_mobgap(mobgap, rate_hz=rate)
    np.testing.assert_allclose(again["initial_contact_s"], events["initial_contact_s"], atol=0.5 / rate)
    bids = strideform.events.to_bids(events)
    assert list(bids.columns) == ["onset", "duration", "trial_type"] and "stance_left" in set(bids["trial_type"])


def test_parameters_are_read_and_set(run: strideform.Simulation) -> None:
    method = "shank-two-onsets"
    known = strideform.contacts.parameters(method)
    assert known["jerk_cutoff_hz"] == 18.0
    default = strideform.analyze(run.recordings)
    assert default.provenance["parameters"][method] == known
    same = strideform.analyze(run.recordings, parameters={method: {"jerk_cutoff_hz": 18.0}})
    assert same["contact_time"].value == default["contact_time"].value
    other = strideform.analyze(run.recordings, parameters={method: {"jerk_cutoff_hz": 30.0, "jerk_lead_s": 0.02}})
    assert other["contact_time"].value != default["contact_time"].value
    assert other.provenance["parameters"][method]["jerk_cutoff_hz"] == 30.0
    assert any("other parameters" in row["text"] for row in other.caveats)
    for wrong in ({method: {"none": 1.0}}, {"none": {}}, {method: {"jerk_cutoff_hz": float("nan")}}, {method: 3}):
        with pytest.raises(strideform.UsageError):
            strideform.analyze(run.recordings, parameters=wrong)


def test_samples_and_waveforms(run: strideform.Simulation) -> None:
    bouts = strideform.samples(run.recordings)
    assert {b.placement for b in bouts} == {"shank-left", "shank-right", "pelvis"}
    pelvis = next(b for b in bouts if b.placement == "pelvis")
    assert len(pelvis.time_s) == len(pelvis) == len(pelvis.quaternion)
    np.testing.assert_allclose(np.linalg.norm(pelvis.quaternion, axis=1), 1.0, atol=1e-9)
    # Over whole strides the runner neither rises nor falls: the vertical acceleration averages to zero.
    assert abs(pelvis.acc_level[:, 1].mean()) < 0.3
    np.testing.assert_allclose(np.linalg.norm(pelvis.acc, axis=1), np.linalg.norm(
        pelvis.acc_level + [0, 9.80665, 0], axis=1), atol=1e-6)  # fmt: skip
    waves = next(b for b in bouts if b.placement == "shank-left").waveforms("acc")
    assert waves.values.shape == (len(waves), 101, 3) and len(waves) > 20 and waves.mean().shape == (101, 3)
    assert set(waves.side) == {"left"} and np.all((waves.toe_off_percent > 20) & (waves.toe_off_percent < 50))
    assert list(waves.to_pandas().columns)[-1] == "acc_z"
    curves = strideform.analyze(run.recordings).curves
    assert any(c.id == "shank_angle" and c.mean.shape == (101,) for c in curves)
    with pytest.raises(strideform.UnusableError, match="gyroscope"):
        strideform.samples({"time": np.arange(4000) / 200, "acc": run.recordings["pelvis"]["acc [m/s^2]"][:4000]},
                           placement="pelvis", units="acc=m/s^2")  # fmt: skip


def test_bouts_cover_the_recording(run: strideform.Simulation) -> None:
    found = strideform.bouts({"pelvis": run.recordings["pelvis"]})
    assert "run" in found["activity"] and found["start"][0] == 0
    np.testing.assert_array_equal(found["end"][:-1], found["start"][1:])


def test_agreement_of_contacts_and_values(run: strideform.Simulation) -> None:
    found = strideform.analyze(run.recordings).contacts
    one = strideform.agreement(found, run.contacts)["trials"][0]["groups"][-1]
    assert one["found"] > 50 and abs(one["quantities"][0]["bias"]) < 0.02
    two = strideform.agreement({"a": found, "b": found}, {"a": run.contacts, "b": run.contacts})
    assert two["names"] == ["a", "b"] and two["pooled"][0]["trials"] == 2
    truth = np.repeat([200.0, 240.0, 280.0], 10)
    values = truth + np.repeat([1.0, 2.0, 3.0], 10)
    result = strideform.agreement(values, truth, groups=np.repeat([1, 2, 3], 10), uncertainty=np.full(30, 2.5))
    assert result["repeated"]["bias"] == pytest.approx(2.0) and result["icc"] > 0.9
    assert result["coverage"] == pytest.approx(2 / 3)
    with pytest.raises(strideform.UsageError):
        strideform.agreement([1.0, 2.0], [1.0])


def test_compare_and_trend_equal_the_command_line(cli: Any, tmp_path: Path) -> None:
    files = []
    for k, speed in enumerate((3.0, 3.05)):
        result = strideform.analyze(RUN, speed_mps=speed, started=f"2026-05-{10 + k}T10:00:00Z")
        files.append(tmp_path / f"{k}.json")
        files[-1].write_text(result.to_json(), encoding="utf-8")
    ours = strideform.compare(*files)
    assert ours.to_json().encode() == cli("compare", *files, "--format", "json").stdout
    assert str(ours).encode() == cli("compare", *files).stdout
    weeks = strideform.trend(files)
    theirs = json.loads(cli("trend", *files, "--format", "json").stdout)
    assert {k: v for k, v in weeks.items()} == {k: v for k, v in theirs.items() if k != "files"}
    assert pickle.loads(pickle.dumps(ours)) == ours


def test_results_are_pickled(run: strideform.Simulation) -> None:
    result = strideform.analyze(run.recordings)
    back = pickle.loads(pickle.dumps(result))
    assert back.to_json() == result.to_json() and back.to_html() == result.to_html()
    for table in ("contacts", "strides", "runs"):
        assert getattr(back, table).to_dict() == getattr(result, table).to_dict()
    np.testing.assert_array_equal(back.steps("contact_time")[2], result.steps("contact_time")[2])
    joblib = pytest.importorskip("joblib")
    many = joblib.Parallel(n_jobs=2)(joblib.delayed(strideform.analyze)(RUN / f"shank-{s}.csv") for s in ("left", "right"))
    assert [m.has_running for m in many] == [True, True]


def test_own_detectors_run_in_threads(run: strideform.Simulation) -> None:
    def detector(bout: strideform.Bout) -> Any:
        return np.arange(bout.time_s[0] + 0.1, bout.time_s[-1], 0.7)

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(strideform.analyze, run.recordings, methods={"contacts": detector}, threads=2) for _ in range(4)]
        assert len({job.result().to_json() for job in jobs}) == 1


@pytest.mark.parametrize(
    ("scale", "units", "remedy"),
    [(1 / 9.80665, {"acc": "m/s^2", "gyr": "deg/s"}, 'units="acc=g"'), (1.0, {"acc": "g", "gyr": "deg/s"}, "acc=m/s^2")],
)
def test_a_wrong_unit_is_named(scale: float, units: dict[str, str], remedy: str, shank: Columns) -> None:
    columns = {name: values * (scale if name.startswith("acc") else 1.0) for name, values in shank.items()}
    bare = {name.rsplit("_", 1)[0]: values for name, values in columns.items()}
    with pytest.raises(strideform.AmbiguousError, match="unit of the accelerometer") as caught:
        strideform.analyze(bare, placement="shank-left", units=units)
    assert remedy in str(caught.value)


def test_rerun_repeats_the_wheels_analysis(cli: Any, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    saved.write_text(strideform.analyze(RUN / "shank-left.csv", speed_mps=3.0).to_json(), encoding="utf-8")
    done = cli("rerun", saved, RUN / "shank-left.csv")
    assert done.returncode == 0 and b"same results" in done.stdout, done.stderr
    other = cli("rerun", saved, f"shank-left={RUN / 'shank-right.csv'}")
    assert other.returncode in (3, 5)


def test_help_names_shapes_and_units() -> None:
    for thing, words in (
        (strideform.analyze, ("n, 3", "m/s")), (strideform.Samples, ("(n, 4)", "m/s²")),
        (strideform.simulate, ("seconds", "contact_s")), (strideform.agreement, ("(n,)", "95 %")),
        (strideform.events, ("seconds", "side")),
    ):  # fmt: skip
        assert all(word in (thing.__doc__ or "") for word in words), thing
