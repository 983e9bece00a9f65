"""Harmonics of the vertical force about each hump: a1, a2 (body weights) and the phase of the second against the first."""

from common import *
from sides_features import lp
from scipy.signal import find_peaks


def harm(t, acc, lo, hi):
    m = (t >= lo) & (t <= hi)
    t, acc = t[m], acc[m]
    fs = 1 / np.median(np.diff(t))
    up = acc.mean(0)
    g = np.linalg.norm(up)
    v = acc @ up / g / g
    w = lp(v, 10, fs)
    w = w - w.mean()
    n = min(len(w), int(20 * fs))
    ac = np.correlate(w[:n], w[:n], "full")[n - 1 :]
    a, b = int(0.24 * fs), int(0.5 * fs)
    T = (a + np.argmax(ac[a:b])) / fs
    s = lp(v, 1.4 / T, fs)
    pk = find_peaks(s, distance=int(0.6 * T * fs), height=1)[0]
    y = s
    f = pk + 0.5 * (y[pk - 1] - y[pk + 1]) / (y[pk - 1] - 2 * y[pk] + y[pk + 1])
    H = []
    for p, q in zip(f[:-2], f[2:]):
        d = (q - p) / 2
        if abs(d / fs / T - 1) > 0.3:
            continue
        x = np.arange(200) / 200 * (q - p) + p
        z = np.interp(x, np.arange(len(v)), v)
        ph = 2 * np.pi * np.arange(200) / 100
        c = [2 / 200 * (z * np.exp(-1j * k * ph)).sum() for k in (1, 2, 3)]
        H.append(
            [
                d / fs,
                abs(c[0]),
                abs(c[1]),
                (np.angle(c[1]) - 2 * np.angle(c[0]) + np.pi) % (2 * np.pi) - np.pi,
                (c[1] * np.exp(-2j * np.angle(c[0]))).real,
                (c[1] * np.exp(-2j * np.angle(c[0]))).imag,
            ]
        )
    H = np.array(H)
    return dict(zip(["h_step", "a1", "a2", "phi2", "c2", "s2"], np.median(H, 0)))


if __name__ == "__main__":
    D = pd.read_csv(CACHE / "table.csv")
    R = []
    for r in D.itertuples():
        if r.set == "T26":
            x = pd.read_csv(RUNNERS / f"sensor/{r.trial}_pelvis.csv.gz")
            h = harm(x.time_s.to_numpy(), x[COLS[1:4]].to_numpy(), 8.5, 37.5)
        elif r.set == "sacrum":
            x = pd.read_csv(DATA / f"sacrum-treadmill-force/sensor/{r.trial}.csv")
            h = harm(x.time_s.to_numpy(), x[["acc_is_g", "acc_pa_g"]].to_numpy(), 0, 1e9)
        elif r.set == "markers":
            x = pd.read_csv(DATA / "markers-treadmill-force/virtual_imu_sacrum_240hz.csv")
            h = harm(x.time_s.to_numpy(), x[COLS[1:4]].to_numpy(), 0, 1e9)
        else:
            h = {}
        R.append(h)
    D = pd.concat(
        [D.drop(columns=[c for c in ("h_step", "a1", "a2", "phi2", "c2", "s2") if c in D]), pd.DataFrame(R)], axis=1
    )
    D.to_csv(CACHE / "table.csv", index=False)
    D["q"] = D.p_vertical_oscillation / 100 / 9.80665 / D.h_step**2
    D["qa"] = D.a1 / (2 * np.pi**2)
    D["duty"] = D.tc / D.step
    print(D[["trial", "duty", "a1", "q", "qa", "a2", "phi2", "c2", "s2"]].dropna(subset=["a1"]).round(4).to_string())
