"""Per trial and side: shank pitch features at true, feet's and shank's contacts."""

from strap import *

Q = truth()
T = trials()
rows = []
for t in T.itertuples():
    F = pd.read_csv(CACHE / f"feet_{t.trial}.csv")
    F = F[F.valid]
    H = pd.read_csv(CACHE / f"shanks_{t.trial}.csv")
    H = H[H.valid]
    mf = {m["id"]: m for m in json.load(open(CACHE / f"feet_{t.trial}.json"))["metrics"]}
    for side in ("left", "right"):
        d = load(t.trial, f"shank-{side}")
        g = Q[(Q.trial == t.trial) & (Q.side == side)]
        st = g.stride_time_s.median()
        S = strap(d, st)
        ax, v = pca_axis(S["gyr"], S["fs"])
        ax = ax * np.sign(ax[0])
        mu = S["up"].mean(0)
        mu /= np.linalg.norm(mu)
        p = pitch(S["up"], S["standing"], ax)
        tt = S["t"]
        at = lambda y, x: np.interp(x, tt, y)
        r = {
            "trial": t.trial,
            "runner": t.runner,
            "side": side,
            "v": t.speed_mps,
            "h": t.height_cm,
            "truth": g.shank_from_standing.median(),
            "vert": g.shank_angle_deg.median(),
            "stand": g.shank_standing_deg.median(),
            "st": st,
            "strike": mf["foot_strike_angle"].get(side),
        }
        for nm, (on, off) in {
            "true": (g.initial_contact_s.to_numpy(), g.toe_off_s.to_numpy()),
            "feet": F[F.side == side][["initial_contact_s", "toe_off_s"]].dropna().to_numpy().T,
            "shank": H[H.placement == f"shank-{side}"][["initial_contact_s", "toe_off_s"]].dropna().to_numpy().T,
        }.items():
            r["ic_" + nm] = np.median(at(p, on))
            for a, b in ((0.3, 0.5), (0.1, 0.2), (0.5, 0.7), (0, 1)):
                r[f"m{int(a*100)}_{int(b*100)}_{nm}"] = np.median(
                    np.mean([at(p, on + u * (off - on)) for u in np.linspace(a, b, 9)], 0)
                )
            r["to_" + nm] = np.median(at(p, off))
            r["ct_" + nm] = np.median(off - on)
            r["w_" + nm] = np.median((at(p, on + 0.005) - at(p, on - 0.005)) / 0.01)
        # contact-free: per stride max, min, mean
        w = S["w"]
        k = len(p) // w
        P = p[: k * w].reshape(k, w)
        r["max"] = np.median(P.max(1))
        r["min"] = np.median(P.min(1))
        r["mean"] = np.median(P.mean(1))
        r["meanup"] = pitch(mu[None], S["standing"], ax)[0]
        r["med"] = np.median(P)
        rt = S["gyr"] @ ax
        P = rt[: k * w].reshape(k, w)
        r["rmax"] = np.median(P.max(1))
        r["rmin"] = np.median(P.min(1))
        rows.append(r)
d = pd.DataFrame(rows)
d.to_csv("shank2.csv", index=False)
