from shank import *
import re


def hf(acc, fs):
    return np.sqrt(sum(hp(acc[:, i], 20, fs) ** 2 for i in range(3)))


def events4(t, acc, gyr, stride):
    fs = 1 / np.median(np.diff(t))
    axis, _ = pca_axis(gyr)
    w = gyr @ axis
    s = lp(w, 8, fs)
    if np.mean(w**3) < 0:
        w = -w
        s = -s
    w = np.degrees(lp(w, 20, fs))
    d = np.gradient(w, 1 / fs)
    pk = find_peaks(s, distance=int(0.6 * stride * fs), height=0.5 * np.quantile(s, 0.9))[0]
    E = []
    h = hf(acc, fs)
    for a in pk:
        n = int(stride * fs)
        z = zero(t, w, a, a + int(0.35 * n), False)
        if not z or a + n > len(w):
            continue
        i0 = int(np.searchsorted(t, z[0]))
        lo, hi = i0 + int(0.16 * n), i0 + int(0.52 * n)
        if hi >= len(w):
            break
        # the slowest (least negative) rate of late stance, then the steepest fall after it
        dd = d[lo:hi]
        k = lo + int(np.argmin(dd))
        # take the first minimum of the derivative that reaches 60 % of the deepest
        mins = [q for q in range(lo + 1, hi - 1) if d[q] <= d[q - 1] and d[q] < d[q + 1] and d[q] < 0.6 * dd.min()]
        k = mins[0] if mins else k
        y = d[k - 1 : k + 2]
        off = 0.5 * (y[0] - y[2]) / (y[0] - 2 * y[1] + y[2]) if y[0] - 2 * y[1] + y[2] != 0 else 0
        b = k
        while b > lo and w[b - 1] >= w[b]:
            b -= 1
        # onset: where the fall is half of its steepest
        c = k
        while c > lo and d[c] < 0.5 * d[k]:
            c -= 1
        on = t[c] + (t[1] - t[0]) * (0.5 * d[k] - d[c]) / (d[c + 1] - d[c]) if d[c + 1] != d[c] else t[c]
        E.append(
            dict(z0=z[0], steep=t[k] + off / fs, top=t[b], onset=on, sharp=h[i0 : i0 + int(0.1 * n)].max(), rate=d[k])
        )
    return pd.DataFrame(E)


near = lambda E, c, v: np.array([(E[c].to_numpy() - x)[np.argmin(abs(E[c].to_numpy() - x))] for x in v])
if __name__ == "__main__":
    Q = truth()
    R = []
    for tr in trials().itertuples():
        for side in ("left", "right"):
            t, acc, gyr = load(RUNNERS / f"sensor/{tr.trial}_shank-{side}.csv.gz")
            q = Q[(Q.trial == tr.trial) & (Q.side == side)]
            m = t > 7.6
            t, acc, gyr = t[m], acc[m], gyr[m]
            stride = np.median(np.diff(q.initial_contact_s))
            E = events4(t, acc, gyr, stride)
            r = dict(
                trial=tr.trial,
                runner=f"R{tr.runner}",
                speed=tr.speed_mps,
                side=side,
                strike=getattr(tr, f"strike_{side}"),
                n=len(E),
                N=len(q),
                stride=stride,
                tc=q.contact_time_s.median(),
                sharp=E.sharp.median(),
            )
            e = near(E, "z0", q.initial_contact_s)
            ok = abs(e + 0.026) < 0.1
            r["miss"] = (~ok).sum()
            r["ic"] = np.median(e[ok]) * 1e3
            r["ic_sd"] = e[ok].std() * 1e3
            for c in ("steep", "top", "onset"):
                e = near(E, c, q.toe_off_s)
                ok = abs(e) < 0.15
                r["to_" + c] = np.median(e) * 1e3
                r["sd_" + c] = e[ok].std() * 1e3
                r["d_" + c] = (E[c] - E.z0).median()
            R.append(r)
    R = pd.DataFrame(R)
    R.to_csv(CACHE / "shank4.csv", index=False)
    pd.set_option("display.width", 250)
    print(
        R.drop(columns=["trial", "runner", "side", "strike"])
        .groupby("speed")
        .agg(["mean", "std"])
        .T.round(3)
        .to_string()
    )
    print(R[["miss", "N"]].sum())
    print(R.groupby("strike")[["ic", "to_steep", "to_top", "to_onset"]].agg(["mean", "std"]).round(1).to_string())
    print(R[R.miss > 1][["trial", "side", "miss", "N", "n"]])
    p = DATA / "markers-treadmill-force"
    t, acc, gyr = load(p / "virtual_imu_shank_left_240hz.csv")
    E = events4(t, acc, gyr, 0.684)
    q = pd.read_csv(p / "truth_steps.csv")
    q = q[q.foot == "left"]
    print(
        "markers",
        len(E),
        {
            c: np.median(near(E, c, q.contact_on_s if c == "z0" else q.contact_off_s)).round(4)
            for c in ("z0", "steep", "top", "onset")
        },
        E.sharp.median(),
    )
    for d in sorted(Path("virtual-shanks").glob("v*")):
        q = pd.read_csv(d / "truth_contacts.csv")
        q = q[q.steady & (q.side == "left")]
        f = [x for x in d.glob("*shank*left*.csv")][0]
        t, acc, gyr = load(f)
        m = (t > q.initial_contact_s.min() - 0.5) & (t < q.toe_off_s.max() + 0.6)
        E = events4(t[m], acc[m], gyr[m], np.median(np.diff(q.initial_contact_s)))
        print(
            d.name,
            len(E),
            len(q),
            {
                c: np.median(near(E, c, q.initial_contact_s if c == "z0" else q.toe_off_s)).round(4)
                for c in ("z0", "steep", "top", "onset")
            },
            "sharp",
            E.sharp.median().round(1),
        )
    for f in sorted((DATA / "shank-treadmill-force/sensor").glob("*running*")):
        x = pd.read_csv(f)
        a = x.iloc[:, 1:4].to_numpy(float) * 9.81
        h = hf(a, 142.857)
        print(f.name, "99 % of hf", np.quantile(h, 0.97).round(1), x.columns.tolist())
