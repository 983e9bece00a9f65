"""``strideform.analyze``."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from typing import Any

from . import _arguments, _native, _source
from ._analysis import Analysis


def analyze(
    source: Any,
    *,
    placement: str | None = None,
    rate_hz: float | None = None,
    units: _arguments.Units | None = None,
    columns: _arguments.Columns | None = None,
    skip_bad_rows: bool = False,
    device: str | None = None,
    mass_kg: float | None = None,
    height_cm: float | None = None,
    leg_length_cm: float | None = None,
    speed_mps: float | None = None,
    slope_percent: float | None = None,
    surface: str | None = None,
    started: str | dt.datetime | None = None,
    methods: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    events: Any = None,
    contact_error_s: tuple[float, float] | None = None,
    faults: str | os.PathLike[str] | None = None,
    frame: str | None = None,
    name: str | None = None,
    outside_session: bool = False,
    threads: int = 1,
) -> Analysis:
    """Analyse a run: contacts, metrics with their errors, form faults.

    Parameters
    ----------
    source
        What was recorded:

        * a path, as text or ``PathLike``: a CSV or FIT file, a folder with a ``session.toml``; as text also
          ``"shank-left=run.csv"``, ``"run.csv#DEVICE"``, ``"pelvis=acc.csv+gyr.csv"``; or the ``bytes`` of a file
        * a dict of columns, each of shape (n,), or (n, 3) for the x, y, z of one sensor:
          ``{"time": t, "acc": acc, "gyr": gyr}``
        * a data frame: pandas, polars, a pyarrow Table, or anything with an Arrow C stream
        * an array of shape (n, 3…7) without names: time if the first column increases, then acc x, y, z, then gyr x, y, z
        * several sensors: a dict from placement to any of these, or a list of paths

        Columns go through the same inference as those of a file: roles from names (``acc_x``, ``Gyr_Z (deg/s)``),
        units from names, rates and gravity, the true rate and gaps from the time. NaN and null are missing cells. Contiguous
        float64 arrays are read in place; do not write to them during the call.
    placement
        Where a single sensor sits: ``foot-left``, ``foot-right``, ``shank-left``, ``shank-right``, ``thigh-left``,
        ``thigh-right``, ``pelvis``, ``trunk``, ``wrist-left``, ``wrist-right``.
    rate_hz
        Samples per second, for recordings without a time column.
    units
        ``{"time": "ms", "acc": "g", "gyr": "deg/s"}`` or the same as text; raw counts: ``{"acc": "16384LSB/g"}``.
    columns
        ``{"time": "t", "acc": ["ax", "ay", "az"], "gyr": ["gx", "gy", "gz"]}`` or ``"time=t,acc=ax:ay:az"``.
    skip_bad_rows
        Skip rows that cannot be read, and report how many.
    device
        Which sensor, if a table holds several.
    mass_kg, height_cm, leg_length_cm
        The runner: body mass, height, leg length from hip (greater trochanter) to floor.
    speed_mps, slope_percent, surface, started
        The run: mean speed, slope (uphill is positive), ``"treadmill"`` and the like, start as RFC 3339 or datetime.
    methods
        Another method for a stage, e.g. ``{"contacts": "shank-purcell-2005"}``; see :func:`strideform.contacts.methods`. For
        contacts also a method of your own: a function (or an object with ``detect``) that is called with the samples of every
        running bout (:class:`strideform.Bout`) and returns its initial contacts, or a pair with its toe-offs; whole numbers are samples of
        the bout, others seconds on its ``time_s``. Its attributes ``name``, ``segments`` and ``segment_axes`` are optional.
    parameters
        Changed parameters of contact methods by identifier, e.g. ``{"foot-falbriard-2018": {"lowpass_hz": 20.0}}``; see
        :func:`strideform.contacts.parameters`.
    events
        Contacts found elsewhere, in place of a contact method, in seconds since the first sample: a dict from placement to events, or
        events for every recording (a leg's sensor takes those of its own side). Forms: :mod:`strideform.events`.
    contact_error_s
        1-σ errors of your own method or events, s: bias between runners, scatter of steps. Default: 0.03 and 0.01, wide because
        they are not known.
    faults
        Path of a custom rule table for the form faults (TOML).
    frame
        Convention of another package, whose units and axes are then fixed: ``"gaitmap"`` (m/s², deg/s; axes of the
        sensor, whose orientation is found from the movement; dict keys ``left_sensor``, ``right_sensor``) or ``"mobgap"``
        (m/s², deg/s; low back, x up, y right, z forward).
    name
        Name of arrays or bytes in results and errors; the placement may be read from it.
    outside_session
        Allow a ``session.toml`` to name files outside its folder.
    threads
        Threads used by this call; the results are the same. With one, calls from your own thread pool run in parallel;
        more make a single long run or one with many sensors faster.

    Returns
    -------
    Analysis
        Returned even without running; :attr:`Analysis.has_running` is then False.

    Raises
    ------
    StrideformError
        One of its subclasses: :class:`FileError`, :class:`MalformedError`, :class:`AmbiguousError`,
        :class:`UnusableError`, :class:`UsageError`; with file, line, column and remedy if known.
    TypeError
        For a source of a kind not listed above.
    """
    inputs = _source.items(source, name=name, frame=frame)
    reading = _arguments.reading(
        placement=placement,
        rate_hz=rate_hz,
        units=units,
        columns=columns,
        skip_bad_rows=skip_bad_rows,
        device=device,
        frame=frame,
        outside_session=outside_session,
    )
    about = _arguments.about(
        mass_kg=mass_kg,
        height_cm=height_cm,
        leg_length_cm=leg_length_cm,
        speed_mps=speed_mps,
        slope_percent=slope_percent,
        surface=surface,
        started=started,
    )
    choice = _arguments.choice(
        methods=methods, parameters=parameters, events=events, contact_error_s=contact_error_s
    )
    rules = None if faults is None else os.fspath(faults)
    command = _arguments.command(inputs, reading, about, choice, rules)
    native = _native.analyze(inputs, reading, about, choice, rules, command, _arguments.threads(threads))
    return Analysis(native, ", ".join(item[1] for item in inputs))
