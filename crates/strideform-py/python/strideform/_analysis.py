"""The result of :func:`strideform.analyze`."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _native
from ._table import Table


@dataclass(frozen=True)
class Metric:
    """One metric of one run, with its error bar.

    ``value`` is the median over steps, both sides together; ``uncertainty`` the half-width of its 95 % interval,
    which covers the method's error from one runner to the next and the scatter of the steps. All numbers are in
    ``unit``.
    """

    #: Identifier in the catalogue, e.g. ``contact_time``.
    id: str
    #: Unit, e.g. ``s``.
    unit: str
    #: Median over steps.
    value: float
    #: 95 % half-width of ``value``.
    uncertainty: float
    #: Median of the left side's steps, None if the sides are not distinguished.
    left: float | None
    #: Median of the right side's steps.
    right: float | None
    #: 95 % half-width of ``left`` and of ``right``, each by itself.
    side_uncertainty: float | None
    #: 95 % half-width of ``left`` − ``right``.
    side_difference_uncertainty: float | None
    #: Standard deviation over single steps.
    sd: float | None
    #: Number of steps (windows for cadence) that ``value`` is based on.
    n: int
    #: The sensor it comes from.
    placement: str
    #: Identifier of the method.
    method: str
    #: Basis of the method's error.
    error_source: str
    #: Caveats about it.
    caveats: list[dict[str, Any]] = field(default_factory=list)
    #: Median per minute of running (``t_s``, ``value``, ``n``), for runs longer than two minutes.
    series: list[dict[str, Any]] = field(default_factory=list)

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit and self.unit != "1" else ""
        sides = ""
        if self.left is not None and self.right is not None:
            sides = f" (left {self.left:.4g}, right {self.right:.4g})"
        return f"{self.id} {self.value:.4g} ± {self.uncertainty:.2g}{unit}{sides}, n = {self.n}"


@dataclass(frozen=True)
class Curve:
    """Mean ± SD of one quantity at 0, 1, … 100 % of the stride of one side."""

    #: ``pelvic_obliquity``, ``foot_pitch``, ``shank_angle`` (°) or ``vertical_acceleration`` (g).
    id: str
    #: Unit of ``mean`` and ``sd``.
    unit: str
    #: The foot whose initial contact is 0 %.
    side: str
    #: The sensor.
    placement: str
    #: Mean, shape (101,).
    mean: NDArray[np.float64]
    #: Standard deviation over strides, shape (101,).
    sd: NDArray[np.float64]
    #: Mean toe-off, % of the stride.
    toe_off_percent: float | None
    #: Strides averaged.
    n: int
    #: What zero means.
    zero: str

    @classmethod
    def of(cls, curve: dict[str, Any]) -> Curve:
        """From the document of an analysis."""
        plain = {k: curve.get(k) for k in ("id", "unit", "side", "placement", "toe_off_percent", "n", "zero")}
        mean, sd = (np.array(curve[k], dtype=np.float64) for k in ("mean", "sd"))
        return cls(mean=mean, sd=sd, **plain)  # type: ignore[arg-type]


_METRIC_FIELDS = frozenset(Metric.__dataclass_fields__)


class Analysis:
    """The result of an analysis.

    ``result["cadence"]`` is a :class:`Metric`; the tables are :class:`Table` objects, which pandas, polars, pyarrow
    and DuckDB accept directly. Without running, :attr:`has_running` is False, there are no metrics, and the error raised
    by ``result["cadence"]`` says so.
    """

    def __init__(self, native: _native.Analysis, name: str) -> None:
        self._native = native
        self._name = name

    def __reduce__(self) -> tuple[Any, ...]:
        # By way of JSON: what is read back equals what was written, between processes and machines.
        return (_restored, (self._native.state(), self._name))

    @property
    def name(self) -> str:
        """The inputs' names."""
        return self._name

    @property
    def provenance(self) -> dict[str, Any]:
        """What repeats the analysis: ``command``, ``methods``, ``parameters`` of the methods used, hashes of what was read."""
        found: dict[str, Any] = self._document.get("provenance") or {}
        return found

    @property
    def curves(self) -> list[Curve]:
        """Mean curves of the gait cycle per side, as far as the sensors capture it."""
        return [Curve.of(curve) for curve in self._document.get("curves", [])]

    @property
    def has_running(self) -> bool:
        """True if running was detected in at least one recording."""
        return self._native.has_running()

    @property
    def reason(self) -> str | None:
        """The activities found instead, if no running was detected; otherwise None."""
        return self._native.reason

    @cached_property
    def metrics(self) -> Table:
        """One row per metric: value, uncertainty, left, right, in the row's unit."""
        return self._table("metrics")

    @cached_property
    def contacts(self) -> Table:
        """One row per contact; seconds from the earliest first sample. The columns of ``--contacts``."""
        return self._table("contacts")

    @cached_property
    def strides(self) -> Table:
        """One row per contact with every per-step metric in its own column. The columns of ``--strides``."""
        return self._table("strides")

    @cached_property
    def findings(self) -> Table:
        """One row per form fault: present, borderline, absent or not-assessed, with the deciding evidence."""
        return self._table("findings")

    @cached_property
    def caveats(self) -> Table:
        """One row per caveat, about a recording, a metric or the run."""
        return self._table("caveats")

    @cached_property
    def recordings(self) -> Table:
        """One row per recording: file, placement, samples, rate_hz, running_s."""
        return self._table("recordings")

    @cached_property
    def unavailable(self) -> Table:
        """One row per metric that could not be computed, with what it needs."""
        return self._table("unavailable")

    @cached_property
    def runs(self) -> Table:
        """One row: the run as a row of ``strideform batch``."""
        return self.run()

    def run(self, name: str | None = None) -> Table:
        """The run as a row of ``strideform batch``, under ``name`` in the column ``input``."""
        return Table(self._native.run(self._name if name is None else name))

    def __getitem__(self, metric: str) -> Metric:
        found = self._metrics.get(metric)
        if found is not None:
            return found
        if not self.has_running:
            raise KeyError(f"{metric}: {self.reason}")
        for row in self.unavailable:
            if row["metric"] == metric:
                raise KeyError(f"{metric} needs {row['needs']}")
        raise KeyError(f"{metric} is not a metric; strideform.metrics_catalogue() lists them")

    def get(self, metric: str, default: Any = None) -> Any:
        """The metric, or ``default`` if it could not be computed."""
        return self._metrics.get(metric, default)

    def __contains__(self, metric: object) -> bool:
        return metric in self._metrics

    def __iter__(self) -> Iterator[str]:
        """Identifiers of the metrics that were computed."""
        return iter(self._metrics)

    def __len__(self) -> int:
        return len(self._metrics)

    def keys(self) -> list[str]:
        """Identifiers of the metrics that were computed."""
        return list(self._metrics)

    def steps(self, metric: str) -> tuple[NDArray[np.float64], NDArray[np.str_], NDArray[np.float64]]:
        """The single steps behind a metric: times (s), sides, values in the metric's unit; each of shape (steps,)."""
        times, sides, values = self._native.steps(self[metric].id)
        return (np.array(times, dtype=np.float64), np.array(sides, dtype=np.str_), np.array(values, dtype=np.float64))

    def to_json(self) -> str:
        """The document of ``strideform analyze --json``, byte for byte. Without running, it has no metrics."""
        return self._native.to_json()

    def to_dict(self) -> dict[str, Any]:
        """The same as Python objects."""
        out: dict[str, Any] = json.loads(self.to_json())
        return out

    def to_html(self) -> str:
        """The page of ``strideform analyze --html``: self-contained, to read, share or print."""
        return self._native.to_html()

    def to_text(self) -> str:
        """What ``strideform analyze`` prints, in 80 columns."""
        return self._native.to_text()

    def __repr__(self) -> str:
        if not self.has_running:
            return f"<strideform.Analysis of {self._name}: {self.reason}>"
        first = [str(m) for m in self._metrics.values()]
        findings = [f"{r['name']}: {r['status']}" for r in self.findings if r["status"] in ("present", "borderline")]
        lines = [f"<strideform.Analysis of {self._name}", *(f"  {line}" for line in first + findings)]
        return "\n".join(lines) + ">"

    def _repr_html_(self) -> str:
        head = f"<p><b>strideform</b>: {html.escape(self._name)}</p>"
        if not self.has_running:
            return head + f"<p>{html.escape(self.reason or '')}</p>"
        cells = [
            (m.id, f"{m.value:.4g} ± {m.uncertainty:.2g} {m.unit}", _side(m.left), _side(m.right), str(m.n))
            for m in self._metrics.values()
        ]
        rows = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in cells)
        titles = "".join(f"<th>{t}</th>" for t in ("metric", "value ± 95 %", "left", "right", "n"))
        found = "".join(
            f"<li>{html.escape(r['name'])}: {html.escape(r['status'])}</li>"
            for r in self.findings
            if r["status"] in ("present", "borderline")
        )
        table = f"<table><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table>"
        return head + table + (f"<ul>{found}</ul>" if found else "")

    @cached_property
    def _metrics(self) -> dict[str, Metric]:
        return {
            m["id"]: Metric(**{k: v for k, v in m.items() if k in _METRIC_FIELDS})
            for m in self._document["metrics"]
        }

    @cached_property
    def _document(self) -> dict[str, Any]:
        # JSON has null for a missing side and omits empty fields.
        optional = {"side_uncertainty": None, "side_difference_uncertainty": None}
        document = self.to_dict()
        document["metrics"] = [{**optional, **m} for m in document["metrics"]]
        return document

    def _table(self, name: str) -> Table:
        return Table(self._native.table(name))


def _side(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _restored(state: str, name: str) -> Analysis:
    return Analysis(_native.restore(state), name)
