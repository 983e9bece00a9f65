"""Figures for matplotlib; install ``strideform[plot]``.

Every function draws into ``ax`` (by default a new one) and returns it; colours are those of the Okabe–Ito palette, which is
distinguishable with impaired colour vision.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from . import events as _events
from ._analysis import Analysis
from ._errors import UsageError
from ._samples import Waveforms

__all__ = ["bland_altman", "contacts", "forest", "strides"]

#: Colour by side.
COLOURS = {"left": "#0072B2", "right": "#D55E00", "unknown": "#555555"}


def contacts(time_s: Any, signal: Any, found: Any, *, label: str = "signal", ax: Any = None) -> Any:
    """A signal with the stance phases under it.

    ``time_s`` (s) and ``signal`` have the shape (n,); ``found`` is a table of contacts or any other form of
    :mod:`strideform.events`. Stances are shaded, contacts without toe-off are lines.
    """
    ax = _axes(ax)
    time, values = np.asarray(time_s, dtype=float), np.asarray(signal, dtype=float)
    if time.shape != values.shape or time.ndim != 1:
        raise UsageError(f"time and signal have the shapes {time.shape} and {values.shape}, not both (n,)")
    ax.plot(time, values, color="#222222", linewidth=0.9)
    events, drawn = _events.normalise(found), set()
    for ic, to, side in zip(events["initial_contact_s"], events["toe_off_s"], events["side"], strict=True):
        if not time[0] <= ic <= time[-1]:
            continue
        name = None if side in drawn else f"stance, {side}" if side != "unknown" else "stance"
        drawn.add(side)
        if np.isfinite(to):
            ax.axvspan(ic, min(to, time[-1]), color=COLOURS[side], alpha=0.25, linewidth=0, label=name)
        ax.axvline(ic, color=COLOURS[side], linewidth=0.8)
    ax.set(xlabel="time (s)", ylabel=label, xlim=(time[0], time[-1]))
    if drawn:
        _legend(ax)
    return ax


def strides(waveforms: Waveforms, *, axis: int = 0, label: str | None = None, ax: Any = None) -> Any:
    """Every stride as a thin line and the mean per side as a thick one, over 0–100 % of the stride.

    ``axis`` chooses the component of a signal with several (0: anterior, 1: up, 2: right).
    """
    ax = _axes(ax)
    percent = np.arange(101)
    for side in ("left", "right", "unknown"):
        mine = waveforms.of(side)
        if not len(mine):
            continue
        curves = mine.values if mine.values.ndim == 2 else mine.values[:, :, axis]
        ax.plot(percent, curves.T, color=COLOURS[side], alpha=min(0.5, 8 / len(curves)), linewidth=0.5)
        name = f"{side}, {len(curves)} strides" if side != "unknown" else f"{len(curves)} strides"
        ax.plot(percent, curves.mean(axis=0), color=COLOURS[side], linewidth=2.2, label=name)
        if np.isfinite(mine.toe_off_percent).any():
            ax.axvline(np.nanmedian(mine.toe_off_percent), color=COLOURS[side], linestyle=":", linewidth=1)
    ax.set(xlabel="stride (%)", ylabel=label or waveforms.name, xlim=(0, 100))
    _legend(ax)
    return ax


def bland_altman(found: Any, truth: Any, *, groups: Any = None, unit: str = "", ax: Any = None) -> Any:
    """Differences over means with bias and 95 % limits of agreement.

    ``found`` and ``truth`` have the shape (n,) and the same unit. With ``groups`` (the runner of each pair) the limits are those of
    repeated measures (:func:`strideform.agreement`), and runners differ in colour.
    """
    from ._studies import agreement

    ax = _axes(ax)
    a, b = np.asarray(found, dtype=float), np.asarray(truth, dtype=float)
    result = agreement(a, b, groups=groups)
    limits = result["repeated"] if groups is not None and result["repeated"] else result["pairs"]
    if limits is None:
        raise UsageError("there are no pairs")
    names = np.zeros(len(a)) if groups is None else np.asarray(groups)
    for name in dict.fromkeys(names.tolist()):
        mine = names == name
        ax.scatter((a + b)[mine] / 2, (a - b)[mine], s=9, alpha=0.6, linewidths=0)
    lines = [(limits["bias"], "bias", "-"), (limits["limits"][0], "lower limit", "--"), (limits["limits"][1], "upper limit", "--")]
    for value, name, style in lines:
        ax.axhline(value, color="#222222", linestyle=style, linewidth=1)
        ax.annotate(f"{name} {value:+.3g}", (1.0, value), xycoords=("axes fraction", "data"), ha="right", va="bottom", fontsize=8)
    suffix = f" ({unit})" if unit else ""
    ax.set(xlabel=f"mean of the two{suffix}", ylabel=f"found − reference{suffix}")
    return ax


def forest(runs: Mapping[str, Analysis] | Iterable[Analysis], metric: str, *, ax: Any = None) -> Any:
    """One metric of several runs with its 95 % intervals; runs without it are named and left empty."""
    ax = _axes(ax)
    named = dict(runs) if isinstance(runs, Mapping) else {run.name: run for run in runs}
    if not named:
        raise UsageError("there are no runs")
    unit = ""
    for row, (name, run) in enumerate(named.items()):
        found = run.get(metric)
        if found is None:
            continue
        unit = found.unit
        ax.errorbar(found.value, row, xerr=found.uncertainty, fmt="o", color="#222222", capsize=3, markersize=5)
        for side, value in (("left", found.left), ("right", found.right)):
            if value is not None:
                ax.plot(value, row, "|", color=COLOURS[side], markersize=11, markeredgewidth=2)
    ax.set(yticks=range(len(named)), yticklabels=list(named), ylim=(len(named) - 0.5, -0.5))
    ax.set_xlabel(f"{metric.replace('_', ' ')} ({unit})" if unit not in ("", "1") else metric.replace("_", " "))
    return ax


def _axes(ax: Any) -> Any:
    if ax is not None:
        return ax
    try:
        pyplot: Any = importlib.import_module("matplotlib.pyplot")
    except ImportError as error:
        raise ImportError("strideform.plot needs matplotlib: pip install 'strideform[plot]'") from error
    return pyplot.subplots(figsize=(7.0, 3.6), layout="constrained")[1]


def _legend(ax: Any) -> None:
    """Above the axes, where it hides nothing."""
    ax.legend(frameon=False, fontsize=8, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3)
