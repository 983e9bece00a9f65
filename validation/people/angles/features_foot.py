from strap import *
from scipy.interpolate import CubicSpline

Q = truth()
T = trials()
rows = []
for t in T.itertuples():
    F = pd.read_csv(CACHE / f"feet_{t.trial}.csv")
    F = F[F.valid]
    mf = {m["id"]: m for m in json.load(open(CACHE / f"feet_{t.trial}.json"))["metrics"]}
    C = pd.read_csv(RUNNERS / "curves" / f"{t.trial}.csv.gz")
    for side in ("left", "right"):
        d = load(t.trial, f"foot-{side}")
        g = Q[(Q.trial == t.trial) & (Q.side == side)]
        st = g.stride_time_s.median()
        S = strap(d, st)
        ax, v = pca_axis(S["gyr"], S["fs"])
        ax = ax * np.sign(ax[0])
        tt = S["t"]
        b, a = butter(2, 20 / (S["fs"] / 2))
        sm = (filtfilt(b, a, S["gyr"], axis=0) ** 2).sum(1)
        cs = CubicSpline(tt, sm)
        on, off = F[F.side == side][["initial_contact_s", "toe_off_s"]].dropna().to_numpy().T
        ok = (on > tt[0] + 0.05) & (off < tt[-1] - 0.05)
        on, off = on[ok], off[ok]
        flat = []
        for o, f in zip(on, off):
            u = np.linspace(o + 0.2 * (f - o), o + 0.7 * (f - o), 100)
            flat.append(u[np.argmin(cs(u))])
        flat = np.array(flat)
        ups = np.vstack(
            [
                np.array([np.interp(x + dx, tt, S["up"][:, k]) for k in range(3)])
                for x in flat
                for dx in (-0.01, 0, 0.01)
            ]
        )
        zf = ups.mean(0)
        zf /= np.linalg.norm(zf)
        ps = pitch(S["up"], S["standing"], ax)
        pf = pitch(S["up"], zf, ax)
        at = lambda y, x: CubicSpline(tt, y)(x)
        ton, toff = g.initial_contact_s.to_numpy(), g.toe_off_s.to_numpy()
        r = dict(
            trial=t.trial,
            runner=t.runner,
            side=side,
            v=t.speed_mps,
            h=t.height_cm,
            st=st,
            cls=getattr(t, "strike_" + side),
            truth=g.foot_strike_angle_deg.median(),
            prod=mf["foot_strike_angle"].get(side),
            stand_true=np.median(at(ps, ton)),
            stand_prod=np.median(at(ps, on)),
            flat_true=np.median(at(pf, ton) - np.median(at(pf, flat))),
            flat_prod=np.median(at(pf, on) - at(pf, flat)),
            flat_from_stand=np.median(at(ps, flat)),
            turn=np.median(np.sqrt(np.maximum(cs(flat), 0))),
            flat_share=np.median((flat - on) / (off - on)),
            ct=np.median(off - on),
            ctt=g.contact_time_s.median(),
            wic=np.median((at(pf, on + 0.005) - at(pf, on - 0.005)) / 0.01),
            pmax=np.median([at(pf, np.linspace(o - 0.06, o + 0.03, 40)).max() for o in on]) - np.median(at(pf, flat)),
            toepitch=np.median(at(pf, off)) - np.median(at(pf, flat)),
            p10=np.median(at(pf, on + 0.010) - at(pf, flat)),
            p20=np.median(at(pf, on + 0.020) - at(pf, flat)),
            m10=np.median(at(pf, on - 0.01) - at(pf, flat)),
        )
        j = np.array([np.argmin(abs(ton - x)) for x in on])
        r["icerr"] = np.median(on - ton[j]) * 1000
        r["curve_true"] = np.median(np.interp(ton, C.time_s, C[f"foot_pitch_{side}_deg"]))
        # norm at swing quantities
        k = len(pf) // S["w"]
        P = pf[: k * S["w"]].reshape(k, S["w"])
        r["pmin"] = np.median(P.min(1))
        rows.append(r)
d = pd.DataFrame(rows)
d.to_csv("foot1.csv", index=False)
pd.set_option("display.width", 300)
print(
    d[
        [
            "trial",
            "side",
            "cls",
            "truth",
            "prod",
            "flat_prod",
            "flat_true",
            "stand_true",
            "stand_prod",
            "flat_from_stand",
            "turn",
            "icerr",
            "wic",
            "pmax",
            "curve_true",
        ]
    ]
    .round(1)
    .to_string()
)
print(
    d[["truth", "prod", "flat_prod", "flat_true", "stand_true", "stand_prod"]].sub(d.truth, axis=0).describe().round(2)
)
print(d.groupby("cls")[["truth"]].describe().round(1))
