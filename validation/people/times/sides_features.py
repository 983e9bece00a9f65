"""Features of the sides' posterior, per trial and mounting, from the product's own contact times."""

from common import *
import sys


def half_stride_cov(a, b, lag):
    a = a - a.mean()
    b = b - b.mean()
    n = int(lag)
    f = lag - n
    X = np.stack([a, b])
    m = X.shape[1] - n - 1
    here = X[:, :m]
    later = X[:, n : n + m] * (1 - f) + X[:, n + 1 : n + 1 + m] * f
    A = here @ later.T
    return (A + A.T) * 0.5 / (here**2).sum()


NARROW = (2**0.5 - 1) ** 0.25


def lp(x, hz, fs):
    if hz >= 0.45 * fs:
        return x
    w = np.tan(np.pi * hz / fs) / NARROW
    b, a = butter(2, 2 / np.pi * np.arctan(w))
    return filtfilt(b, a, x)


def hp(x, hz, fs):
    w = np.tan(np.pi * hz / fs) * NARROW
    b, a = butter(2, 2 / np.pi * np.arctan(w), "high")
    return filtfilt(b, a, x)


def cum(x, dt):
    return np.concatenate([[0], np.cumsum(0.5 * (x[1:] + x[:-1])) * dt])


def anterior_of(acc, gyr, up, step_s, fs):
    seed = np.array([1.0, 0, 0]) if abs(up[0]) < 0.7 else np.array([0, 1.0, 0])
    e1 = np.cross(up, seed)
    e1 /= np.linalg.norm(e1)
    e2 = np.cross(up, e1)
    lag = step_s * fs
    S = half_stride_cov(lp(acc @ e1, 8, fs), lp(acc @ e2, 8, fs), lag)
    tilt = lambda e: hp(lp(cum(gyr @ e, 1 / fs), 8, fs), 0.25 / step_s, fs)
    S = S - half_stride_cov(tilt(e1), tilt(e2), lag)
    w, V = np.linalg.eigh(S)
    v = V[:, -1]
    line = e1 * v[0] + e2 * v[1]
    sm = lambda x: lp(x, 1.6 / step_s, fs)
    al, ri = sm(acc @ line), np.gradient(sm(acc @ up))
    r = np.corrcoef(al, ri)[0, 1]
    return line * -np.sign(r), abs(r)


def features(t, acc, gyr, C, t0=None, t1=None):
    """Per-contact features and global ones. C: contacts frame with initial_contact_s, toe_off_s."""
    fs = 1 / np.median(np.diff(t))
    ic = C.initial_contact_s.to_numpy(float)
    to = C.toe_off_s.to_numpy(float)
    m = (t >= ic[0] - 0.0) & (t <= np.nanmax(to) + 0.3)
    t, acc, gyr = t[m], acc[m], gyr[m]
    step = np.median(np.diff(ic))
    n = int(int((t[-1] - t[0]) / (2 * step)) * 2 * step * fs)
    up = acc[:n].mean(0)
    up /= np.linalg.norm(up)
    ant, braking = anterior_of(acc, gyr, up, step, fs)
    left = np.cross(up, ant)
    g0 = gyr - gyr[:n].mean(0)
    roll, yaw, nod = (np.degrees(cum(g0 @ e, 1 / fs)) for e in (ant, up, left))
    side = acc @ left
    # stride mean
    w = int(round(2 * step * fs))
    k = np.ones(w) / w
    mm = lambda x: np.convolve(np.pad(x, (w // 2, w - 1 - w // 2), mode="edge"), k, "valid")
    yawc = yaw - mm(yaw)
    sidec = side - mm(side)
    rollc = roll - mm(roll)
    I = lambda x, s: np.interp(s, t, x)

    def mean_between(x, a, b):
        c = cum(x, 1 / fs)
        return (I(c, b) - I(c, a)) / (b - a)

    d = to - ic
    f = pd.DataFrame(dict(ic=ic, to=to))
    f["roll"] = mean_between(roll, ic + 0.3 * d, ic + 0.6 * d) - 0.5 * (I(roll, ic) + I(roll, to))
    f["yaw"] = mean_between(yawc, ic + 0.3 * d, ic + 0.6 * d)
    f["force"] = mean_between(sidec, ic + 0.3 * d, ic + 0.7 * d)
    f["rollrise"] = I(roll, to) - I(roll, ic)
    f["yawchange"] = I(yaw, to) - I(yaw, ic)
    return f, dict(up=up, ant=ant, braking=braking, step=step)


def rotation(axis, deg):
    a = np.radians(deg)
    k = np.array(axis, float)
    k /= np.linalg.norm(k)
    K = np.array([[0, -k[2], k[1]], [k[2], 0, -k[0]], [-k[1], k[0], 0]])
    return np.eye(3) + np.sin(a) * K + (1 - np.cos(a)) * K @ K


MOUNTS = {
    "straight": np.eye(3),
    "fwd15": rotation([1, 0, 0], 15),
    "back15": rotation([1, 0, 0], -15),
    "right15": rotation([0, 1, 0], 15),
    "left15": rotation([0, 1, 0], -15),
    "turned15": rotation([0, 0, 1], 15),
    "odd": rotation([0, 0, 1], 110) @ rotation([1, 1, 0], 140),
}


def load(path):
    x = pd.read_csv(path)[COLS].to_numpy(float)
    return x[:, 0], x[:, 1:4], np.radians(x[:, 4:7])


def match(f, q, tol=0.1):
    s = np.full(len(f), "", dtype=object)
    used = set()
    tic, tsd = q.initial_contact_s.to_numpy(), q.side.to_numpy()
    for i, v in enumerate(f.ic):
        j = int(np.argmin(abs(tic - v)))
        if abs(tic[j] - v) < tol and j not in used:
            s[i] = tsd[j]
            used.add(j)
    return s


ANCHOR_S = 0.0114


def anchored(t, acc, C):
    """Contacts placed about the peaks of the step-frequency swing of the vertical; length from the product."""
    from scipy.signal import find_peaks

    fs = 1 / np.median(np.diff(t))
    ic = C.initial_contact_s.to_numpy()
    step = np.median(np.diff(ic))
    tc = np.nanmedian(C.toe_off_s - C.initial_contact_s)
    m = (t >= ic[0] - 0.2) & (t <= ic[-1] + 0.6)
    up = acc[m].mean(0)
    up /= np.linalg.norm(up)
    s = lp(np.maximum(acc[m] @ up, 0), 1.4 / step, fs)
    pk = find_peaks(s, distance=int(0.6 * step * fs), height=9.81)[0]
    mid = t[m][pk] + ANCHOR_S
    mid = mid[(mid > ic[0] - 0.05) & (mid < np.nanmax(C.toe_off_s))]
    return pd.DataFrame(dict(initial_contact_s=mid - tc / 2, toe_off_s=mid + tc / 2))


if __name__ == "__main__":
    Q = truth()
    rows = []
    per = []
    for tr in trials().itertuples():
        t, acc, gyr = load(RUNNERS / f"sensor/{tr.trial}_pelvis.csv.gz")
        for mname, M in MOUNTS.items():
            a2, g2 = acc @ M.T, gyr @ M.T
            if mname == "straight":
                J, C = analyze(
                    [f"pelvis={RUNNERS}/sensor/{tr.trial}_pelvis.csv.gz"],
                    key=f"pelvis_{tr.trial}",
                    height=tr.height_cm,
                    mass=tr.mass_kg,
                )
            else:
                k = f"pelvis-{mname}_{tr.trial}"
                if (CACHE / f"{k}.csv").exists():
                    J, C = analyze([], key=k)
                else:
                    p = str(CACHE / f"turned_{k}.csv")
                    x = np.column_stack([t, a2, np.degrees(g2)])
                    np.savetxt(p, x, delimiter=",", header=",".join(COLS), comments="", fmt="%.4f")
                    J, C = analyze([f"pelvis={p}"], key=k, height=tr.height_cm, mass=tr.mass_kg)
                    os.unlink(p)
            C = C[np.isfinite(C.toe_off_s)].reset_index(drop=True)
            C = anchored(t, a2, C)
            f, gl = features(t, a2, g2, C)
            q = Q[Q.trial == tr.trial]
            f["truth"] = match(f, q)
            ant_true = M @ np.array([0, 1.0, 0])
            sg = np.where(f.truth == "left", 1, np.where(f.truth == "right", -1, 0))
            ok = sg != 0
            h = float(np.sign(gl["ant"] @ ant_true))
            ang = np.degrees(np.arccos(min(1, abs(gl["ant"] @ ant_true))))
            r = dict(
                trial=tr.trial,
                runner=tr.runner,
                speed=tr.speed_mps,
                mount=mname,
                n=ok.sum(),
                facing=h,
                ang=ang,
                braking=gl["braking"],
            )
            for c in ("roll", "yaw", "force", "rollrise", "yawchange"):
                v = f[c].to_numpy()
                L, Rr = v[sg > 0], v[sg < 0]
                r[c] = (L.mean() - Rr.mean()) / 2 * (h if c in ("roll", "force", "rollrise") else 1)
                r[c + "_sd"] = np.sqrt(0.5 * (L.var() + Rr.var()))
            rows.append(r)
            f["trial"] = tr.trial
            f["mount"] = mname
            f["runner"] = tr.runner
            f["h"] = h
            f["braking"] = gl["braking"]
            per.append(f)
    R = pd.DataFrame(rows)
    R.to_csv(CACHE / "sides_trials.csv", index=False)
    pd.concat(per).to_csv(CACHE / "sides_contacts.csv", index=False)
    pd.set_option("display.width", 200)
    for mname, g in R.groupby("mount"):
        print(
            mname,
            "facing ok",
            (g.facing > 0).mean(),
            "ang",
            g.ang.median().round(1),
            g.ang.max().round(1),
            {
                c: (round((g[c] > 0).mean(), 2), round(g[c].mean(), 2), round(g[c].std(), 2))
                for c in ("roll", "yaw", "force", "rollrise", "yawchange")
            },
        )
    g = R[R.mount == "straight"]
    print(
        g[["trial", "facing", "ang", "braking", "roll", "roll_sd", "yaw", "yaw_sd", "force", "force_sd", "n"]]
        .round(2)
        .to_string()
    )
    print(g[["roll", "yaw", "force"]].corr())
