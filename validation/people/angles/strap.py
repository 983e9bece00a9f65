"""A plain strap-down like the library's: integrate, level so that mean specific force over a stride is gravity."""

from common import *
from scipy.spatial.transform import Rotation as Ro
from scipy.signal import butter, filtfilt

G = 9.80665


def load(trial, placement):
    f = RUNNERS / "sensor" / f"{trial}_{placement}.csv.gz"
    n = CUT / f"{trial}_{placement}.npy"
    if n.exists():
        return np.load(n)
    d = pd.read_csv(f).to_numpy(float)
    CUT.mkdir(exist_ok=True)
    np.save(n, d)
    return d


def movmean(x, w):
    """Mean over a centred window of w samples, shrunk to a whole window at the ends by shifting it."""
    c = np.vstack([np.zeros((1, x.shape[1])), np.cumsum(x, 0)])
    n = len(x)
    w = int(w)
    a = np.clip(np.arange(n) - w // 2, 0, n - w)
    return (c[a + w] - c[a]) / w


def strap(d, stride_s, t0=8.0, upsample=1):
    """Returns t, up (n,3) in sensor axes, standing up, acc, gyr during running."""
    stand = d[(d[:, 0] > 1) & (d[:, 0] < 5)]
    s = stand[:, 1:4].mean(0)
    bias = stand[:, 4:7].mean(0)
    r = d[d[:, 0] >= t0 - 1e-6]
    t = r[:, 0]
    acc = r[:, 1:4]
    gyr = np.radians(r[:, 4:7])
    fs = (len(t) - 1) / (t[-1] - t[0])  # times are rounded to 1 ms: never their median step
    n = len(t)
    w = int(round(stride_s * fs))
    inc = Ro.from_rotvec(0.5 * (gyr[1:] + gyr[:-1]) / fs)
    q = [Ro.identity()]
    Q = np.zeros((n, 4))
    Q[0] = [0, 0, 0, 1]
    cur = Ro.identity()
    I = inc.as_quat()
    x, y, z, ww = 0.0, 0.0, 0.0, 1.0
    for i in range(n - 1):
        a, b, c, e = I[i]
        x, y, z, ww = (
            ww * a + x * e + y * c - z * b,
            ww * b - x * c + y * e + z * a,
            ww * c + x * b - y * a + z * e,
            ww * e - x * a - y * b - z * c,
        )
        Q[i + 1] = x, y, z, ww
    R = Ro.from_quat(Q)
    f = R.apply(acc)  # drifting frame
    g = movmean(movmean(f, w), w)  # gravity in the drifting frame
    g /= np.linalg.norm(g, axis=1, keepdims=True)
    up = R.inv().apply(g)
    return dict(t=t, up=up, acc=acc, gyr=gyr, fs=fs, w=w, standing=s / np.linalg.norm(s), R=R, g=g, f=f)


def pca_axis(gyr, fs):
    b, a = butter(2, 20 / (fs / 2))
    x = filtfilt(b, a, gyr, axis=0)
    v, e = np.linalg.eigh(np.cov(x.T))
    return e[:, -1], v


def pitch(up, z, right):
    """Angle with zero where up is z; positive with the far end ahead (x right, y forward, z up)."""
    r = right - z * (right @ z)
    r /= np.linalg.norm(r)
    ant = np.cross(z, r)
    return np.degrees(np.unwrap(np.arctan2(up @ ant, up @ z)))
