"""Shank angle by rotation alone: contact 26.3 ms after the swing's end (largest pitch)."""

from strap import *
from loro import *

Q, T = truth(), trials()
s2 = pd.read_csv("shank2.csv")
rows = []
p1 = pd.read_csv("../times/out/shank4.csv") if os.path.exists("../times/out/shank4.csv") else None
for t in T.itertuples():
    for side in ("left", "right"):
        d = load(t.trial, f"shank-{side}")
        g = Q[(Q.trial == t.trial) & (Q.side == side)]
        st = g.stride_time_s.median()
        S = strap(d, st)
        ax, v = pca_axis(S["gyr"], S["fs"])
        ax = ax * np.sign(ax[0])
        fs, tt = S["fs"], S["t"]
        n = int(round(st * fs))
        b, a = butter(2, 20 / (fs / 2))
        w = filtfilt(b, a, S["gyr"] @ ax)
        b, a = butter(2, 8 / (fs / 2))
        w8 = filtfilt(b, a, S["gyr"] @ ax)
        pk = [
            i
            for i in range(1, len(w8) - 1)
            if w8[i] > w8[i - 1] and w8[i] >= w8[i + 1] and w8[i] > 0.6 * np.quantile(w8, 0.98)
        ]
        z = []
        for i in pk:
            for j in range(i, min(i + int(0.35 * n), len(w) - 1)):
                if w[j] > 0 >= w[j + 1]:
                    z.append(tt[j] + w[j] / (w[j] - w[j + 1]) / fs)
                    break
        z = np.unique(np.array(z))
        z = z[np.r_[True, np.diff(z) > 0.5 * st]]
        ic = z + 0.0263
        p = pitch(S["up"], S["standing"], ax)
        at = lambda x: np.interp(x, tt, p)
        n = int(round(st * fs))
        ic = ic[(ic > tt[0] + 0.05) & (ic < tt[-1] - 0.4)]
        dw = np.gradient(w, 1 / fs)
        steep = []
        for x in ic - 0.0263:
            i0, i1 = int((x - tt[0]) * fs + 0.16 * n), int((x - tt[0]) * fs + 0.52 * n)
            seg = dw[i0:i1]
            if len(seg) < 5:
                continue
            m = [
                k
                for k in range(1, len(seg) - 1)
                if seg[k] <= seg[k - 1] and seg[k] < seg[k + 1] and seg[k] < 0.6 * seg.min()
            ]
            steep.append((i0 + (m[0] if m else int(seg.argmin()))) / fs + tt[0] - x)
        tc = np.median(steep) - 0.0502694
        r = dict(
            trial=t.trial,
            side=side,
            runner=t.runner,
            v=t.speed_mps,
            truth=g.shank_from_standing.median(),
            vert=g.shank_angle_deg.median(),
            st=st,
            ic=np.median(at(ic)),
            tc=tc,
            ctt=g.contact_time_s.median(),
            max=np.median(at(ic - 0.0263)),
        )
        for lo, hi in ((0.3, 0.5), (0, 1), (0.1, 0.2)):
            r[f"m{int(lo*100)}_{int(hi*100)}"] = np.median(
                np.mean([at(ic + u * tc) for u in np.linspace(lo, hi, 11)], 0)
            )
        for lo, hi in ((0.06, 0.10), (0.08, 0.12)):
            r[f"f{int(lo*1000)}"] = np.median(np.mean([at(ic + u) for u in np.linspace(lo, hi, 9)], 0))
        rows.append(r)
d = pd.DataFrame(rows)
d.to_csv("shank5.csv", index=False)
tr = d.groupby(["trial", "runner", "v"]).mean(numeric_only=True).reset_index()
if __name__ == "__main__":
    print("standing raw", summ(tr, tr.ic.to_numpy(), "truth"))
    print("standing LORO offset", summ(tr, loro(tr, [], "truth", "ic"), "truth"))
    print(
        "offset+slope",
        summ(tr, loro(tr, ["ic"], "truth"), "truth"),
        fit(tr[["ic"]].to_numpy(float), tr.truth.to_numpy()),
    )
    print("ic,max", summ(tr, loro(tr, ["ic", "max"], "truth"), "truth"))
    print("side raw", summ(d, d.ic.to_numpy(), "truth"))
    for k in ("m30_50", "m0_100", "m10_20", "f60", "f80"):
        for f in ([], ["st"], ["v"], ["tc"]):
            for tt in ("truth",):
                tr["rel"] = tr.ic - tr[k]
                print("nostand", k, f, tt, summ(tr, loro(tr, f, tt, "rel"), tt), (tr[tt] - tr.rel).mean().round(3))
    for f in (["rel30", "st"],):
        tr["rel30"] = tr.ic - tr.m30_50
        print(
            "slope form",
            summ(tr, loro(tr, ["rel30"], "truth"), "truth"),
            fit(tr[["rel30"]].to_numpy(float), tr.truth.to_numpy()),
        )
        tr["rel0"] = tr.ic - tr.m0_100
        print(
            "slope 0-100",
            summ(tr, loro(tr, ["rel0"], "truth"), "truth"),
            fit(tr[["rel0"]].to_numpy(float), tr.truth.to_numpy()),
        )
    print("tc err", (1000 * (d.tc - d.ctt)).describe().round(1).to_dict())
    c = pd.read_csv("cd.csv").merge(
        pd.read_csv("../times/out/table.csv", usecols=["set", "trial", "ap"]).query("set=='T26'")[["trial", "ap"]],
        on="trial",
    )
    c["acc"] = c.osc / 100 / c.stp**2
    c["lap"] = np.log(c.ap / 5)
    c["lval"] = np.log(c.valr)
    c["lv"] = np.log(c.v)
    for f in (["acc", "ap"], ["acc", "lap"], ["ap"], ["acc", "lap", "stp"], ["acc", "v", "lap"], ["acc", "v"]):
        print("peak", f, summ(c, loro(c, f, "peak"), "peak"), fit(c[f].to_numpy(float), c.peak.to_numpy()).round(4))
    for f in (["lv"], ["lap"], ["lv", "lap"], ["acc", "lap"], ["lv", "acc", "lap"]):
        e = np.exp(loro(c, f, "lval"))
        print(
            "valr",
            f,
            "rmse %.2f p95log %.3f" % (np.sqrt(((e - c.valr) ** 2).mean()), np.quantile(abs(np.log(e / c.valr)), 0.95)),
        )
