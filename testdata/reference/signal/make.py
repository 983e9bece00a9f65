"""Reference values for the `signal` module, computed with numpy and scipy.

Run `python make.py` beside this file; it prints the versions used and records them in every file it writes.
Numbers keep 13 significant digits, four more than the tests compare.
"""

import json
import pathlib
import sys

import numpy as np
import scipy
import scipy.integrate
from scipy import interpolate, signal, stats

HERE = pathlib.Path(__file__).parent
VERSIONS = {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__}


def short(value):
    """Plain JSON values with 13 significant digits."""
    if isinstance(value, dict):
        return {k: short(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [short(v) for v in value]
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.13g}")
    if isinstance(value, np.integer):
        return int(value)
    return value


def write(name, content):
    path = HERE / f"{name}.json"
    # One line per entry of the outermost lists keeps differences readable.
    content = short({"versions": VERSIONS, **content})
    parts = []
    for key, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n  ".join(json.dumps(v, separators=(",", ":")) for v in value)
            parts.append(f'"{key}": [\n  {rows}\n]')
        else:
            parts.append(f'"{key}": {json.dumps(value, separators=(",", ":"))}')
    path.write_text("{" + ",\n".join(parts) + "}\n")
    print(f"{path.name}: {path.stat().st_size} bytes")


def noise(count, seed=1):
    """Integers of a linear congruential generator as multiples of 2**-20: the same to the last bit in any language."""
    out = np.empty(count)
    state = seed
    for i in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        out[i] = (state >> 43) / 2**20 - 1.0
    return out


def sections(kind, order, edges, rate):
    return signal.butter(order, edges, kind, fs=rate, output="sos")


def gait_like(count, rate, seed):
    t = np.arange(count) / rate
    steps = np.exp(-(((t * 2.8) % 1.0 - 0.3) ** 2) / 0.01)
    return 9.81 + 12.0 * steps + 2.0 * np.sin(2 * np.pi * 1.4 * t) + 0.5 * noise(count, seed)


def filters():
    rate = 200.0
    x = np.array(short(gait_like(100, rate, 7)))
    cases = []

    def case(kind, order, edges, count):
        sos = sections(kind, order, edges, rate)
        poles = order * (2 if kind == "bandpass" else 1)
        pad = min(3 * (poles + 1), count - 1)
        y = signal.sosfiltfilt(sos, x[:count], padlen=pad)
        if count == len(x):
            # The padding that scipy chooses by itself.
            assert np.array_equal(y, signal.sosfiltfilt(sos, x))
        edges = list(np.atleast_1d(edges))
        cases.append({"kind": kind, "order": order, "edges": edges, "count": count, "y": y})

    for order in range(1, 9):
        for edge in (0.5, 12.0, 0.45 * rate):
            case("lowpass", order, edge, 100)
        case("highpass", order, 0.5, 100)
        case("highpass", order, 20.0, 100)
        if order <= 5:
            case("bandpass", order, [0.5, 0.45 * rate], 100)
        case("bandpass", order, [5.0, 20.0], 100)
    for count in (1, 2, 3, 4, 9, 10, 16):
        case("lowpass", 2, 12.0, count)
        case("lowpass", 5, 12.0, count)
        case("highpass", 3, 12.0, count)
        case("bandpass", 2, [5.0, 20.0], count)
    causal = []
    for kind, order, edges in [("lowpass", 4, 12.0), ("highpass", 3, 2.0), ("bandpass", 3, [5.0, 20.0])]:
        sos = sections(kind, order, edges, rate)
        causal.append({"kind": kind, "order": order, "edges": list(np.atleast_1d(edges)), "y": signal.sosfilt(sos, x)})
    write("filters", {"rate": rate, "x": x, "filtfilt": cases, "filter": causal})


def long_filters():
    """An hour at 200 Hz: values at a few places only."""
    count = 720_000
    x = 9.81 + 5.0 * noise(count, 3)
    where = np.unique(np.r_[0, 1, 50, 1000, count // 2, count - 51, count - 2, count - 1, np.arange(7, count, 97_001)])
    cases = []
    for kind, order, edges, rate in [
        ("lowpass", 2, 5.0, 200.0),
        ("lowpass", 4, 0.5, 200.0),
        ("lowpass", 8, 0.5, 200.0),
        ("lowpass", 2, 0.5, 1000.0),
        ("highpass", 4, 0.5, 200.0),
        ("bandpass", 4, [0.5, 20.0], 200.0),
    ]:
        y = signal.sosfiltfilt(sections(kind, order, edges, rate), x)
        cases.append({"kind": kind, "order": order, "edges": list(np.atleast_1d(edges)), "rate": rate, "y": y[where]})
    write("filters_long", {"count": count, "seed": 3, "where": where, "filtfilt": cases})


def two_pass_edges():
    """The corrected design: scipy's sections for the wider analogue edge, and the response after both passes."""
    rate, x = 143.0, np.array(short(gait_like(90, 143.0, 11)))
    ratio = (np.sqrt(2) - 1) ** 0.25
    warp = lambda f: np.tan(np.pi * f / rate)
    back = lambda w: rate / np.pi * np.arctan(w)
    cases = []

    def case(kind, edges, design):
        sos = sections(kind, 2, design, rate)
        _, h = signal.sosfreqz(sos, worN=np.atleast_1d(edges), fs=rate)
        assert np.allclose(np.abs(h) ** 2, np.sqrt(0.5), rtol=1e-9)
        cases.append({"kind": kind, "edges": list(np.atleast_1d(edges)), "y": signal.sosfiltfilt(sos, x)})

    for f in (0.5, 5.0, 30.0, 60.0):
        case("lowpass", f, back(warp(f) / ratio))
        case("highpass", f, back(warp(f) * ratio))
    for lo, hi in ((0.5, 20.0), (5.0, 60.0)):
        a, b = warp(lo), warp(hi)
        half = (b - a) / ratio / 2
        top = half + np.sqrt(half**2 + a * b)
        case("bandpass", [lo, hi], [back(a * b / top), back(top)])
    write("two_pass", {"rate": rate, "x": x, "cases": cases})


def peaks():
    x = np.round(noise(400, 5) * 6 + 3 * np.sin(np.arange(400) / 9))
    smooth = np.array(short(gait_like(300, 100.0, 9)))
    cases = []
    # Distances only where no two heights are equal: which of those stays is not defined by scipy.
    for name, options in (
        ("steps", {}),
        ("steps", {"height": 3.0}),
        ("steps", {"prominence": 4.0}),
        ("steps", {"height": 2.0, "prominence": 5.0}),
        ("smooth", {}),
        ("smooth", {"distance": 20}),
        ("smooth", {"prominence": 4.0}),
        ("smooth", {"height": 11.0, "distance": 12, "prominence": 1.5}),
    ):
        index, found = signal.find_peaks({"steps": x, "smooth": smooth}[name], **{"prominence": 0, **options})
        cases.append({"signal": name, "options": options, "index": index, "prominence": found["prominences"]})
    write("peaks", {"steps": x, "smooth": smooth, "cases": cases})


def splines():
    x = np.array(short(gait_like(40, 60.0, 13)))
    cases = []
    for count in (2, 3, 4, 5, 6, 17, 40):
        spline = interpolate.CubicSpline(np.arange(count), x[:count])
        t = np.linspace(-0.5, count - 0.5, 31)
        cases.append({"count": count, "t": t, "y": spline(t), "dy": spline(t, 1), "ddy": spline(t, 2)})
    write("spline", {"x": x, "cases": cases})


def spectra():
    x = np.array(short(gait_like(256, 50.0, 17)))
    y = np.array(short(3.0 * np.roll(x, 5) + noise(256, 19)))

    def covariance(v, lag):
        v = v - v.mean()
        return np.array([np.dot(v[: len(v) - k], v[k:]) / (len(v) - k) for k in range(lag + 1)])

    r, s = covariance(x, 120), covariance(x, 120) + covariance(y, 120)
    welch = []
    for length in (1, 2, 3, 64, 65, 100, 256, 400):
        f, p = signal.welch(x, fs=50.0, nperseg=min(length, len(x)))
        welch.append({"length": length, "f": f, "p": p})
    write(
        "spectra",
        {"rate": 50.0, "x": x, "y": y, "autocorrelation": r / r[0], "sum": s / s[0], "welch": welch},
    )


def rest():
    x, y, z = (np.array(short(noise(60, s) * k + o)) for s, k, o in ((23, 5, 9.81), (29, 2, -1), (31, 0.5, 0.2)))
    y = np.array(short(y + 0.7 * x))
    t = np.array(short(np.cumsum(noise(60, 37) + 1.05) + 100.0))
    grid = t[0] - 1.0 + 0.37 * np.arange(180)
    quantiles = [0.0, 0.05, 0.25, 0.5, 0.77, 1.0]
    fit = stats.linregress(t, y)
    slope, intercept, _, _ = stats.theilslopes(y, t, method="joint")
    weights = np.abs(z)
    values, vectors = np.linalg.eigh(np.cov(np.vstack([x, y, z])))
    first, second = vectors[:, 2], vectors[:, 1]
    first, second = (v * np.sign(v[np.argmax(np.abs(v))]) for v in (first, second))
    write(
        "rest",
        {
            "x": x,
            "y": y,
            "z": z,
            "t": t,
            "dt": 0.02,
            "mean": np.mean(x),
            "sd": np.std(x, ddof=1),
            "rms": np.sqrt(np.mean(x**2)),
            "median": np.median(x),
            "mad": stats.median_abs_deviation(x, scale="normal"),
            "weighted_mean": np.average(x, weights=weights),
            "q": quantiles,
            "quantiles": np.quantile(x, quantiles),
            "regression": [fit.slope, fit.intercept],
            "theil_sen": [slope, intercept],
            "gradient": np.gradient(x, 0.02),
            "trapezoid": scipy.integrate.cumulative_trapezoid(x, dx=0.02, initial=0),
            "detrend": signal.detrend(y),
            "norm": np.sqrt(x**2 + y**2 + z**2),
            "grid": [grid[0], 0.37, len(grid)],
            "interp": np.interp(grid, t, y),
            "axes": [first, second, np.cross(first, second)],
            "variances": values[::-1],
        },
    )


if __name__ == "__main__":
    print(VERSIONS)
    filters()
    long_filters()
    two_pass_edges()
    peaks()
    splines()
    spectra()
    rest()
