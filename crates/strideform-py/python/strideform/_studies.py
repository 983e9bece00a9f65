"""Comparisons, trends, agreement with a reference, and the virtual runner."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _native
from . import events as _events
from ._analysis import Analysis
from ._errors import FileError, UsageError


class Document(dict[str, Any]):
    """A document of the library as a dict; ``str()`` gives what the command line prints."""

    def __init__(self, document: str, text: str = "", page: str = "") -> None:
        super().__init__(json.loads(document))
        self._document, self._text, self._page = document, text, page

    def to_json(self) -> str:
        """The JSON that the command line writes."""
        return self._document

    def to_html(self) -> str:
        """The page that the command line writes, empty if there is none."""
        return self._page

    def __str__(self) -> str:
        return self._text or self._document

    def __reduce__(self) -> tuple[type[Document], tuple[str, str, str]]:
        return (Document, (self._document, self._text, self._page))


def compare(before: Any, after: Any) -> Document:
    """Compare two runs: which changes exceed the error (``strideform compare``).

    Each is an :class:`Analysis`, its ``to_dict()``, or the path of a saved analysis. The keys of the result are those of
    ``compare --format json``; ``["metrics"]`` holds the changes with their verdicts.
    """
    return Document(*_native.compare_runs(_saved(before), _saved(after)))


def trend(runs: Iterable[Any]) -> Document:
    """Load and form over weeks (``strideform trend``), from analyses as in :func:`compare`; each needs a start."""
    return Document(*_native.trend_runs([_saved(run) for run in runs]))


def agreement(
    found: Any, truth: Any, *, groups: Any = None, window_s: float | None = None, uncertainty: Any = None
) -> Document:
    """Agreement with a reference, without treating the steps of one runner as independent.

    Of contacts
        ``found`` and ``truth`` are events (:mod:`strideform.events`), or dicts from trial to events with the same keys.
        ``["trials"]`` has bias, SD, limits of agreement, RMSE and ICC(2,1) per trial and side; ``["pooled"]`` the same over trials
        with repeated measures (Bland & Altman 2007), if there are two or more. ``window_s`` is the largest distance of a pair.
    Of values
        ``found`` and ``truth`` are arrays of shape (n,) in the same unit, ``groups`` names the runner of each pair.
        ``["pairs"]`` treats pairs as independent, ``["repeated"]`` does not, ``["icc"]`` is ICC(2,1), and with
        ``uncertainty`` (95 % half-widths, shape (n,)) ``["coverage"]`` is the share of pairs within it.
    """
    if isinstance(found, Mapping) and isinstance(truth, Mapping) and not _is_events(found):
        if set(found) != set(truth):
            raise UsageError("found and truth have different trials")
        pairs = [(_rows(found[key]), _rows(truth[key])) for key in found]
        out = Document(_native.agreement_of_contacts(pairs, window_s))
        out["names"] = [str(key) for key in found]
        return out
    if groups is None and uncertainty is None and (_is_events(found) or isinstance(found, tuple)):
        return Document(_native.agreement_of_contacts([(_rows(found), _rows(truth))], window_s))
    a, b = (np.asarray(x, dtype=np.float64) for x in (found, truth))
    if a.shape != b.shape or a.ndim != 1:
        raise UsageError(f"found and truth have the shapes {a.shape} and {b.shape}, not both (n,)")
    names = np.zeros(len(a)) if groups is None else np.asarray(groups)
    if len(names) != len(a):
        raise UsageError(f"{len(names)} groups for {len(a)} pairs")
    by_group = [list(zip(a[names == g].tolist(), b[names == g].tolist(), strict=True)) for g in dict.fromkeys(names.tolist())]
    out = Document(_native.agreement_of_values(by_group))
    if uncertainty is not None:
        width = np.asarray(uncertainty, dtype=np.float64)
        known = np.isfinite(a) & np.isfinite(b) & np.isfinite(width)
        out["coverage"] = float(np.mean(np.abs(a - b)[known] <= width[known])) if known.any() else None
    return out


@dataclass(frozen=True)
class Simulation:
    """A virtual run with its exact truth. It tests programs; it says nothing about people."""

    #: By placement, the columns ``time [s]`` (n,), ``acc [m/s^2]`` (n, 3) and ``gyr [rad/s]`` (n, 3): a source for ``analyze``.
    recordings: dict[str, dict[str, NDArray[np.float64]]]
    #: ``contacts``, ``steps`` and ``medians`` (by metric), in the catalogue's units.
    truth: dict[str, Any]
    #: All parameters of the run.
    params: dict[str, Any]

    @property
    def contacts(self) -> _events.Events:
        """The true contacts of running: ``initial_contact_s``, ``toe_off_s`` (s), ``side``."""
        rows = self.truth["contacts"]
        columns = {k: np.array([r[k] for r in rows], dtype=float) for k in ("initial_contact_s", "toe_off_s")}
        side = np.array([str(r["side"]).lower() for r in rows], dtype=object)
        return _events.normalise({**columns, "side": side})


def simulate(
    placements: Sequence[str] = ("foot-left", "foot-right", "shank-left", "shank-right", "pelvis"),
    *,
    rate_hz: float = 200.0,
    perfect: bool = False,
    seed: int = 1,
    **params: Any,
) -> Simulation:
    """A run of the virtual runner, whose contacts, angles and forces are known exactly.

    ``perfect`` leaves out noise, bias and turned sensors. ``params`` are those of the Rust type ``strideform_virtual::Params``, e.g.
    ``seconds=30``, ``speed_mps=3.3``, ``cadence_spm=172``, ``contact_s=[0.24, 0.26]`` (left, right), ``drop_deg=[9, 4.5]``,
    ``fatigue={"contact_percent": 20}``; :attr:`Simulation.params` lists all of them.
    """
    if isinstance(placements, str):
        placements = [placements]
    rate = float(rate_hz)
    if not 10.0 <= rate <= 10_000.0:
        raise UsageError(f"rate_hz={rate_hz!r} must be between 10 and 10000 hertz")
    unknown = set(params) - _PARAMS()
    if unknown:
        raise UsageError(f"unknown parameter {min(unknown)}", remedy="known: " + ", ".join(sorted(_PARAMS())))
    text = json.dumps({"seed": int(seed), **params})
    recordings, truth, used = _native.simulate(text, list(placements), rate, bool(perfect))
    return Simulation(recordings, json.loads(truth), json.loads(used))


def _PARAMS() -> set[str]:
    return set(json.loads(_native.simulate('{"seconds": 10.0}', [], 100.0, True)[2]))


def _saved(run: Any) -> tuple[str, str]:
    if isinstance(run, Analysis):
        return (run.name, run.to_json())
    if isinstance(run, Mapping):
        return ("dict", json.dumps(run))
    if isinstance(run, (str, os.PathLike)):
        path = os.fspath(run)
        try:
            with open(path, encoding="utf-8-sig") as file:
                return (path, file.read())
        except OSError as error:
            raise FileError(f"cannot be read: {error.strerror}", file=path) from error
    raise TypeError(f"expected an Analysis, a dict or a path, not {type(run).__name__}")


def _is_events(value: Any) -> bool:
    names = getattr(value, "columns", value if isinstance(value, Mapping) else ())
    return "initial_contact_s" in list(names)


def _rows(value: Any) -> list[tuple[str, float, float]]:
    return _events.rows(_events.normalise(value.contacts if isinstance(value, Analysis) else value))
