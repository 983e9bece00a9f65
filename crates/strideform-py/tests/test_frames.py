"""Frames of gaitmap and mobgap by name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas
import pytest
import strideform
from conftest import RUN, Columns, comparable, parsed

AXES = [f"{quantity}_{axis}" for quantity in ("acc", "gyr") for axis in "xyz"]


def gaitmap(columns: Columns) -> pandas.DataFrame:
    """m/s², deg/s, no time: the rate is given apart."""
    return pandas.DataFrame(dict(zip(AXES, list(columns.values())[1:], strict=True)))


def test_gaitmap_feet() -> None:
    left, right = (parsed(RUN / f"foot-{side}.csv") for side in ("left", "right"))
    feet = {"left_sensor": gaitmap(left), "right_sensor": gaitmap(right)}
    result = strideform.analyze(feet, frame="gaitmap", rate_hz=200.0)
    plain = {"foot-left": gaitmap(left), "foot-right": gaitmap(right)}
    units = {"acc": "m/s^2", "gyr": "deg/s"}
    same = comparable(strideform.analyze(plain, rate_hz=200.0, units=units))
    assert comparable(result) == same
    multi = pandas.concat(feet, axis=1)
    assert comparable(strideform.analyze(multi, frame="gaitmap", rate_hz=200.0)) == same
    assert sorted(result.recordings["placement"]) == ["foot-left", "foot-right"]
    # Without the name nothing says that these sensors are on the feet.
    with pytest.raises(strideform.UsageError, match="left_sensor"):
        strideform.analyze(feet, rate_hz=200.0)


def test_an_unaligned_sensor_frame_is_as_good() -> None:
    left = gaitmap(parsed(RUN / "foot-left.csv"))
    turned = left.copy()
    # A quarter turn about z: right-handed as before.
    for q in ("acc", "gyr"):
        turned[f"{q}_x"], turned[f"{q}_y"] = left[f"{q}_y"], -left[f"{q}_x"]
    results = [
        strideform.analyze({"left_sensor": f}, frame="gaitmap", rate_hz=200.0)["contact_time"] for f in (left, turned)
    ]
    assert abs(results[0].value - results[1].value) < 0.1 * results[0].uncertainty


def mobgap(tilt: float = 0.0) -> Columns:
    """A low back at 100 Hz: 3 s of standing, then running; x up, y right, z forward; m/s², deg/s."""
    t = np.arange(0.0, 30.0, 0.01)
    running = t > 3.0
    step = 2 * np.pi * 2.8 * t
    up = 9.81 + running * 12.0 * np.sin(step)
    forward = running * 3.0 * np.sin(step + 1.0)
    right = running * 2.0 * np.sin(step / 2)
    turn = running * 40.0 * np.sin(step / 2)
    return {"acc_x": up, "acc_y": right, "acc_z": forward, "gyr_x": turn, "gyr_y": 0.2 * turn, "gyr_z": 0.3 * turn}


def test_mobgap_names_its_axes() -> None:
    frame = pandas.DataFrame(mobgap())
    seen = strideform.inspect(frame, frame="mobgap", rate_hz=100.0).recordings[0]
    assert seen["placement"] == "pelvis"
    assert seen["anatomical_axes"]
    axes = {i["about"]: i["conclusion"] for i in seen["understood"]}
    # Forward, up, right.
    assert axes["accelerometer axes"] == "acc_z, acc_x, acc_y"
    assert (axes["accelerometer unit"], axes["gyroscope unit"]) == ("m/s²", "deg/s")
    body = {"x": "is", "y": "ml", "z": "pa"}
    named = frame.rename(columns=lambda name: name[:-1] + body[name[-1]])
    by_names = strideform.inspect(named, frame="mobgap", rate_hz=100.0).recordings[0]
    assert by_names["anatomical_axes"] and by_names["bouts"] == seen["bouts"]
    assert comparable(strideform.analyze({"LowerBack": frame}, frame="mobgap", rate_hz=100.0)) == comparable(
        strideform.analyze(frame, frame="mobgap", rate_hz=100.0)
    )


@pytest.mark.parametrize(
    ("source", "arguments", "part"),
    [
        (pandas.DataFrame({"a": [1.0, 2.0]}), {"frame": "gaitmap"}, "gaitmap"),
        (RUN / "pelvis.csv", {"frame": "mobgap"}, "files"),
        (pandas.DataFrame(mobgap()), {"frame": "gaitmap", "rate_hz": 100.0}, "placement"),
        (pandas.DataFrame(mobgap()), {"frame": "mobgap"}, "rate_hz"),
        (pandas.DataFrame(mobgap()), {"frame": "mobgap", "placement": "foot-left", "rate_hz": 100.0}, "contradicts"),
    ],
)
def test_frames_that_are_none(source: Any, arguments: dict[str, Any], part: str) -> None:
    with pytest.raises(strideform.StrideformError, match=part):
        strideform.analyze(source, **arguments)
