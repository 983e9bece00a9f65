"""The native half; use the exports of ``strideform`` instead."""

from pathlib import Path
from typing import Any, TypedDict, final, type_check_only

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Analysis",
    "Batch",
    "Rows",
    "TABLES",
    "__version__",
    "agreement_of_contacts",
    "agreement_of_values",
    "analyze",
    "butter_zero_phase",
    "compare_runs",
    "dedup",
    "discover",
    "faults",
    "faults_toml",
    "find_bouts",
    "find_contacts",
    "inspect",
    "is_placement",
    "methods",
    "metrics",
    "oriented",
    "parameters",
    "restore",
    "simulate",
    "trend_runs",
    "vqf_offline",
    "waveforms",
]

__version__: str
TABLES: list[str]

@final
class Batch:
    def __len__(self) -> int: ...
    def names(self) -> list[str]: ...
    def about(self, name: str) -> dict[str, str]: ...
    def metadata(self) -> dict[str, str]: ...
    def column(self, name: str) -> Any: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any: ...
    def __arrow_c_schema__(self) -> Any: ...

@final
class Analysis:
    @property
    def seconds_inside(self) -> float: ...
    @property
    def reason(self) -> str | None: ...
    def has_running(self) -> bool: ...
    def table(self, name: str) -> Batch: ...
    def run(self, name: str) -> Batch: ...
    def to_json(self) -> str: ...
    def to_html(self) -> str: ...
    def to_text(self) -> str: ...
    def state(self) -> str: ...
    def steps(self, id: str) -> tuple[list[float], list[str], list[float]]: ...

def analyze(
    inputs: list[Any],
    reading: dict[str, Any],
    about: dict[str, Any],
    choice: dict[str, Any],
    faults: str | None,
    command: list[str] | None,
    threads: int,
) -> Analysis: ...
def restore(state: str) -> Analysis: ...
def oriented(
    inputs: list[Any], reading: dict[str, Any], about: dict[str, Any], choice: dict[str, Any]
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]: ...
def find_bouts(
    inputs: list[Any], reading: dict[str, Any]
) -> list[tuple[str, str, str, int, int, float, float | None]]: ...
def waveforms(
    values: NDArray[np.float64],
    start_s: float,
    rate_hz: float,
    from_s: NDArray[np.float64],
    to_s: NDArray[np.float64],
) -> NDArray[np.float64]: ...
def compare_runs(before: tuple[str, str], after: tuple[str, str]) -> tuple[str, str, str]: ...
def trend_runs(runs: list[tuple[str, str]]) -> tuple[str, str]: ...
def agreement_of_contacts(
    trials: list[tuple[list[tuple[str, float, float]], list[tuple[str, float, float]]]], window_s: float | None
) -> str: ...
def agreement_of_values(groups: list[list[tuple[float, float]]]) -> str: ...
def simulate(
    params: str, placements: list[str], rate_hz: float, perfect: bool
) -> tuple[dict[str, dict[str, NDArray[np.float64]]], str, str]: ...
def parameters(id: str) -> str | None: ...
def inspect(inputs: list[Any], reading: dict[str, Any]) -> tuple[str, str]: ...
def find_contacts(
    inputs: list[Any], reading: dict[str, Any], about: dict[str, Any], choice: dict[str, Any]
) -> Batch: ...
def metrics() -> str: ...
def methods() -> str: ...
def faults() -> str: ...
def faults_toml() -> str: ...
def butter_zero_phase(
    x: NDArray[np.float64], rate_hz: float, cutoff_hz: list[float], order: int, kind: str
) -> NDArray[np.float64]: ...
def vqf_offline(
    gyr: NDArray[np.float64],
    acc: NDArray[np.float64],
    rate_hz: float,
    tau_acc_s: float,
    motion_bias: bool,
    rest_bias: bool,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]: ...

@final
class Rows:
    def __new__(
        cls,
        reading: dict[str, Any],
        about: dict[str, Any],
        methods: list[tuple[str, str]],
        faults: tuple[str, str] | None,
        strides: bool,
    ) -> Rows: ...
    def add(
        self, name: str, what: str, literal: bool, placement: str | None
    ) -> tuple[int | None, int | None, str] | None: ...
    def runs(self) -> Batch: ...
    def strides(self) -> list[Batch]: ...

@type_check_only
class OnDisk(TypedDict):
    name: str
    what: Path
    literal: bool
    placement: str | None
    unusable: str | None
    files: list[Path]
    key: list[Path]
    described: tuple[str | None, str | None] | None

def discover(text: str, outputs: str | None) -> list[OnDisk] | None: ...
def dedup(found: list[tuple[str, tuple[str, ...], tuple[str | None, str | None] | None]]) -> list[int]: ...
def is_placement(text: str) -> bool: ...
