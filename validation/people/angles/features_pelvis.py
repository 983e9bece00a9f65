from strap import *

Q = truth()
T = trials()
rows = []
cd = pd.read_csv("cd.csv").set_index("trial")


def lp(x, hz, fs):
    b, a = butter(2, hz / (fs / 2))
    return filtfilt(b, a, x)


import glob

for t in T.itertuples():
    d = load(t.trial, "pelvis")
    g = Q[Q.trial == t.trial].sort_values("initial_contact_s")
    st = g.stride_time_s.median()
    S = strap(d, st)
    tt = S["t"]
    fs = S["fs"]
    ax = np.array([1.0, 0, 0])
    fw = np.array([0, 1.0, 0])
    up = S["up"]
    zs = S["standing"]

    # obliquity right side down = up along -right ; tilt forward
    def angles(heading):
        c, s = np.cos(heading), np.sin(heading)
        m = up.mean(0)
        m /= np.linalg.norm(m)
        f = np.array([-s, c, 0])
        f = f - m * (f @ m)
        f /= np.linalg.norm(f)
        r = np.cross(f, m)
        ob = -np.degrees(np.arcsin(up @ r))
        ti = -np.degrees(np.arcsin(up @ f))
        n = -np.degrees(np.arcsin(zs @ r))
        return lp(ob, 12, fs), lp(ti, 12, fs), n

    F = pd.read_csv(CACHE / f"feet_{t.trial}.csv")
    F = F[F.valid].dropna(subset=["toe_off_s"])
    v = (S["acc"] * up).sum(1)
    bw = v / v.mean()
    step = st / 2
    h = lp(bw, 1.4 / step, fs)
    pk = np.where((h[1:-1] > h[:-2]) & (h[1:-1] >= h[2:]) & (h[1:-1] > 1))[0] + 1
    pt = tt[pk] + 0.0114
    ct = cd.ctps[t.trial]
    ctt = cd.ctt[t.trial]
    on = g.initial_contact_s.to_numpy()
    off = g.toe_off_s.to_numpy()
    mid = (on + off) / 2
    sd = np.array(g.side)
    near = np.array([np.argmin(abs(mid - x)) for x in pt])
    okp = abs(mid[near] - pt) < 0.1
    sets = {
        "true": (on, off, sd),
        "feet": (F.initial_contact_s.to_numpy(), F.toe_off_s.to_numpy(), F.side.to_numpy()),
        "anch": (pt[okp] - ct / 2, pt[okp] + ct / 2, sd[near[okp]]),
    }
    r = dict(
        trial=t.trial, runner=t.runner, v=t.speed_mps, h=t.height_cm, anch_err=1000 * np.median((pt - mid[near])[okp])
    )
    for c, k in (
        ("exc", "drop_excursion_deg"),
        ("peak", "drop_peak_deg"),
        ("mid", "drop_midstance_deg"),
        ("con", "drop_at_contact_deg"),
    ):
        x = g.groupby("side")[k].median()
        r[c] = x.mean()
        r[c + "_d"] = x["left"] - x["right"]
        r[c + "_max"] = x.max()
    for hd in (0, 7):
        ob, ti, n = angles(np.radians(hd))
        at = lambda y, x: np.interp(x, tt, y)
        for nm, (a, b, s) in sets.items():
            k = (a > tt[0] + 0.1) & (b < tt[-1] - 0.1)
            a, b, s = a[k], b[k], s[k]
            sg = np.where(s == "left", 1, -1)
            U = np.linspace(0, 1, 81)
            D = np.array([at(ob, a + u * (b - a)) for u in U]) * sg - sg * n
            E = dict(
                exc=D.max(0) - D[0],
                peak=D.max(0),
                mid=D[40],
                con=D[0],
                rng=D.max(0) - D.min(0),
                slope=(at(ob, a + 0.01) - at(ob, a - 0.01)) * sg / 0.02,
            )
            for q, x in E.items():
                l, rr = np.median(x[s == "left"]), np.median(x[s == "right"])
                r[f"{q}_{nm}{hd}"] = (l + rr) / 2
                r[f"{q}_{nm}{hd}_d"] = l - rr
            if nm == "true":
                r[f"tilt{hd}"] = np.median(
                    [np.ptp(ti[np.searchsorted(tt, x) : np.searchsorted(tt, x + st)]) for x in a if x + st < tt[-1]]
                )
    r["tilt"] = g.pelvis_tilt_range_deg.median()
    rows.append(r)
d = pd.DataFrame(rows)
d.to_csv("pelvis1.csv", index=False)
from loro import summ

print("anchor", d.anch_err.describe().round(1).to_dict())
for q in ("exc", "peak", "mid", "con"):
    for nm in ("true", "feet", "anch"):
        for hd in (0, 7):
            print(
                q,
                nm,
                hd,
                summ(d, d[f"{q}_{nm}{hd}"].to_numpy(), q),
                " diff sd %.2f p95 %.2f"
                % ((d[f"{q}_{nm}{hd}_d"] - d[q + "_d"]).std(), abs(d[f"{q}_{nm}{hd}_d"] - d[q + "_d"]).quantile(0.95)),
            )
for hd in (0, 7):
    print("tilt", hd, summ(d, d[f"tilt{hd}"].to_numpy(), "tilt"))
from loro import loro

for f in (
    ["exc_anch0"],
    ["exc_anch0", "v"],
    ["exc_anch0", "slope_anch0"],
    ["exc_anch0", "rng_anch0"],
    ["rng_anch0"],
    ["exc_anch0", "con_anch0"],
):
    print("exc LORO", f, summ(d, loro(d, f, "exc"), "exc"))
for f in (["exc_feet0"], ["exc_feet0", "slope_feet0"]):
    print("exc LORO", f, summ(d, loro(d, f, "exc"), "exc"))
for f in (["v"], []):
    print("exc base", f, summ(d, loro(d, f, "exc"), "exc"))
    print("mid base", summ(d, loro(d, f, "mid"), "mid"))
