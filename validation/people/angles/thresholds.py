from loro import *
from strap import *
from scipy.stats import norm

Q, T = truth(), trials()
foot = pd.read_csv("foot1.csv")
shank = pd.read_csv("shank2.csv")
base = pd.read_csv("base.csv")
pel = pd.read_csv("pelvis1.csv")
# IC correction of the feet by strike angle, per side
foot["e"] = foot.icerr
for f in (["prod"], ["prod", "v"], ["prod", "ct"], ["prod", "wic"]):
    c = loro(foot, f, "e")
    r = foot.icerr - c
    print("feet IC error ms raw sd %.1f corrected by %s sd %.1f" % (foot.icerr.std(), f, r.std()))
foot["c"] = loro(foot, ["prod"], "e")
print("coef IC error ms on strike raw", fit(foot[["prod"]].to_numpy(float), foot.e.to_numpy()))
p = foot.pivot(index="trial", columns="side", values=["icerr", "c"])
g = Q.groupby(["trial", "side"]).step_time_s.median().unstack()
A = 100 * (g.left - g.right) / ((g.left + g.right) / 2)
st = (g.left + g.right) / 2
# moving left contact later by x ms: left step (begins at left contact) shorter by x, right step longer by x -> asym changes by -2x/step
raw = -2 * (p["icerr"].left - p["icerr"].right) / 1000 / st * 100
cor = -2 * ((p["icerr"].left - p["c"].left) - (p["icerr"].right - p["c"].right)) / 1000 / st * 100
print("step asym error sd raw %.2f corrected %.2f p95 %.2f" % (raw.std(), cor.std(), cor.abs().quantile(0.95)))


# pelvis: humps and product's contacts
def lp(x, hz, fs):
    b, a = butter(2, hz / (fs / 2))
    return filtfilt(b, a, x)


rows = []
for t in T.itertuples():
    d = load(t.trial, "pelvis")
    G_ = Q[Q.trial == t.trial].sort_values("initial_contact_s")
    s = G_.stride_time_s.median()
    S = strap(d, s)
    tt = S["t"]
    fs = S["fs"]
    v = (S["acc"] * S["up"]).sum(1)
    bw = v / v.mean()
    r = {"trial": t.trial}
    on = G_.initial_contact_s.to_numpy()
    mid = (on + G_.toe_off_s.to_numpy()) / 2
    sd = G_.side.to_numpy()
    for m in (1.4, 2.5):
        h = lp(bw, m / (s / 2), fs)
        pk = np.where((h[1:-1] > h[:-2]) & (h[1:-1] >= h[2:]) & (h[1:-1] > 1))[0] + 1
        y0, y1, y2 = h[pk - 1], h[pk], h[pk + 1]
        pt = tt[pk] + (y0 - y2) / (2 * (y0 - 2 * y1 + y2)) / fs
        j = np.array([np.argmin(abs(mid - x)) for x in pt])
        e = pt - mid[j]
        ok = abs(e) < 0.1
        r[f"m{m}"] = np.median(e[ok & (sd[j] == "left")]) - np.median(e[ok & (sd[j] == "right")])
    C = pd.read_csv(CACHE / f"pelvis_{t.trial}.csv")
    x = C.initial_contact_s.to_numpy()
    j = np.array([np.argmin(abs(on - y)) for y in x])
    e = x - on[j]
    ok = abs(e) < 0.1
    r["pc"] = (
        np.median(e[ok & (sd[j] == "left")]) - np.median(e[ok & (sd[j] == "right")])
        if (ok & (sd[j] == "left")).sum() > 5 and (ok & (sd[j] == "right")).sum() > 5
        else np.nan
    )
    C = pd.read_csv(CACHE / f"shanks_{t.trial}.csv")
    C = C[C.valid]
    q = {}
    for sd_ in ("left", "right"):
        x = C[C.placement == f"shank-{sd_}"].initial_contact_s.to_numpy()
        o = on[sd == sd_]
        q[sd_] = np.median([y - o[np.argmin(abs(o - y))] for y in x])
    r["sc"] = q["left"] - q["right"]
    rows.append(r)
P = pd.DataFrame(rows).set_index("trial")
for k in P:
    z = -2 * P[k] / st * 100
    print("asym error from", k, "sd %.2f p95 %.2f" % (z.std(), z.abs().quantile(0.95)), "alone-from-zero sd", A.std())


def status(est, limit, sg):
    q = norm.cdf((est - limit) / sg)
    return round(np.mean(q >= 0.9), 3), round(np.mean((q > 0.1) & (q < 0.9)), 3)


rng = np.random.default_rng(0)
est = (A + cor).abs()
es = cor.std() * 1.1
for lim in (3.5, 4, 4.5, 5):
    print(
        "step asym corrected feet limit",
        lim,
        status(est, lim, es),
        "found at 6:",
        status(6 + rng.normal(0, es * 0.3, 4000), lim, es)[0],
        "; with sd .5:",
        status((A + rng.normal(0, 0.5, len(A))).abs(), lim, 0.5),
        status(6 + rng.normal(0, 0.5, 4000), lim, 0.5)[0],
    )
d = shank.groupby("trial").v.first()
sh = shank.copy()
sh["e"] = loro(sh, ["strike"], "truth", "ic_feet")
t2 = sh.groupby("trial").agg(
    e=("e", "mean"), w=("e", "max"), truth=("truth", "mean"), v=("v", "first"), runner=("runner", "first")
)


def usual(col, dd):
    out = np.zeros(len(dd))
    for r in dd.runner.unique():
        k = (dd.runner == r).to_numpy()
        out[k] = np.polyval(np.polyfit(dd.v[~k], dd[col][~k], 1), dd.v[k])
    return out


u = usual("truth", t2)
for mg in (3.5, 4, 4.5, 5, 5.5, 6):
    print(
        "overstriding +%.1f mean of sides" % mg,
        status(t2.e.to_numpy(), u + mg, 1.15),
        "worse side",
        status(t2.w.to_numpy(), u + mg, 1.3),
        "found at +7, error sd 1.15: %.2f, sd .6 (sigma 1.15): %.2f"
        % (status(7 + rng.normal(0, 1.15, 4000), mg, 1.15)[0], status(7 + rng.normal(0, 0.6, 4000), mg, 1.15)[0]),
    )
o = base[(base.set == "pelvis") & (base.id == "vertical_oscillation")].sort_values("trial")
o = o.assign(v=o.speed)
uo = usual("truth", o)
for mg in (2, 2.25, 2.5, 2.75):
    print(
        "bounce +%.2f" % mg,
        status(o.est.to_numpy() + 0.053, uo + mg, 0.09),
        "found at +3.5",
        status(3.5 + rng.normal(0, 0.1, 4000), mg, 0.09)[0],
    )
ex = np.maximum(pel.exc_anch7 + pel.exc_anch7_d / 2, pel.exc_anch7 - pel.exc_anch7_d / 2).to_numpy()
for lim in (5, 5.5, 6, 6.5):
    print(
        "hip drop worse side > %.1f" % lim,
        status(ex, lim, 0.55),
        "found at 9:",
        status(9 + rng.normal(0, 0.55, 4000), lim, 0.55)[0],
    )
fc = base[(base.set == "feet") & (base.id == "contact_time")].set_index("trial")
g = Q.groupby(["trial", "side"]).contact_time_s.median().unstack()
cbt = 100 * g.left / (g.left + g.right) - 50
cb = 100 * fc.l / (fc.l + fc.r) - 50
ec = (cb - cbt).std()
foot["lct"] = np.log(foot.ctt)
foot["lc"] = np.log(foot.ct)
cc = np.exp(loro(foot.assign(lst=np.log(foot.st)), ["lc", "prod", "lst"], "lct", lam=1))
foot["cc"] = cc
q = foot.pivot(index="trial", columns="side", values="cc")
cb2 = 100 * q.left / (q.left + q.right) - 50
e2 = (cb2 - cbt).std()
print("contact balance error raw", ec, "corrected", e2)
for lim in (1.5, 1.75, 2, 2.25):
    print(
        "balance >",
        lim,
        "raw",
        status(cb.abs(), lim, ec),
        "corrected",
        status(cb2.abs(), lim, e2),
        "found at 53/47 (error sd .3, sigma %.2f):" % e2,
        status(3 + rng.normal(0, 0.3, 4000), lim, e2)[0],
    )
print("-----")
F = {}
rows = []
for t in T.itertuples():
    C = pd.read_csv(CACHE / f"feet_{t.trial}.csv")
    C = C[C.valid]
    G_ = Q[Q.trial == t.trial]
    r = {"trial": t.trial, "runner": t.runner, "v": t.speed_mps}
    for sd_ in ("left", "right"):
        c = C[C.side == sd_]
        g_ = G_[G_.side == sd_]
        oo = g_.initial_contact_s.to_numpy()
        f = g_.toe_off_s.to_numpy()
        r["ic" + sd_] = np.median([x - oo[np.argmin(abs(oo - x))] for x in c.initial_contact_s])
        r["to" + sd_] = np.median([x - f[np.argmin(abs(f - x))] for x in c.toe_off_s.dropna()])
        fo = foot[(foot.trial == t.trial) & (foot.side == sd_)].iloc[0]
        r["fl" + sd_] = fo.flat_share * fo.ct
        r["ct" + sd_] = fo.ct
        r["s" + sd_] = fo["prod"]
        r["w" + sd_] = fo.wic
        S_ = shank[(shank.trial == t.trial) & (shank.side == sd_)].iloc[0]
        r["sh" + sd_] = S_.ic_feet
    r["st"] = G_.step_time_s.median()
    rows.append(r)
D = pd.DataFrame(rows).set_index("trial")
D["A"] = A
D["fic"] = D.A - 2 * (D.icleft - D.icright) / D.st * 100
D["pel"] = D.A - 2 * P["m1.4"] / D.st * 100
to = Q.groupby(["trial", "side"]).toe_off_s.first()  # toe-off asymmetry by the feet = IC asym + contact asym
D["fto"] = D.fic - 2 * (D.ctleft - D.ctright) / D.st * 100
D["ffl"] = D.fic - 2 * (D.flleft - D.flright) / D.st * 100
D["sd_"] = D.sleft - D.sright
D["wd"] = (D.wleft - D.wright) / 100
D["shd"] = D.shleft - D.shright
D = D.reset_index()
for f in (
    ["fic"],
    ["pel"],
    ["fto"],
    ["ffl"],
    ["fic", "pel"],
    ["fic", "fto"],
    ["fic", "ffl"],
    ["fic", "sd_"],
    ["fic", "fto", "pel"],
    ["fic", "pel", "sd_"],
    ["fic", "wd"],
    ["fic", "shd"],
    ["fic", "fto", "sd_"],
    ["ffl", "sd_", "fto"],
    ["fto", "shd", "fic"],
):
    e = loro(D, f, "A") - D.A
    print(
        f,
        "LORO err sd %.2f p95 %.2f r %.2f" % (e.std(), e.abs().quantile(0.95), np.corrcoef(e + D.A, D.A)[0, 1]),
        "raw err" if len(f) == 1 else "",
        (D[f[0]] - D.A).std().round(2) if len(f) == 1 else "",
    )
D["m"] = (D.fic + D.pel) / 2
print("mean fic pel err", (D.m - D.A).std())
D["m"] = (D.fic + D.fto + D.pel) / 3
print("mean 3 err", (D.m - D.A).std())
print(D[["fic", "pel", "fto", "ffl", "A"]].corr().round(2))
print("=====")


def st3(est, limit, sg):
    q = norm.cdf((est - limit) / sg)
    return "present %.3f borderline(.1) %.3f (.3) %.3f (.5) %.3f" % (
        np.mean(q >= 0.9),
        np.mean((q > 0.1) & (q < 0.9)),
        np.mean((q >= 0.3) & (q < 0.9)),
        np.mean((q >= 0.5) & (q < 0.9)),
    )


def fnd(size, sp, limit, sg):
    return "found %.2f" % np.mean(norm.cdf((size + rng.normal(0, sp, 4000) - limit) / sg) >= 0.9)


for mg in (4.25, 4.5, 4.6, 4.75, 5):
    print(
        "overstriding mean +%.1f" % mg,
        st3(t2.e.to_numpy(), u + mg, 1.15),
        fnd(7, 0.6, mg, 1.15),
        " worse side",
        st3(t2.w.to_numpy(), u + mg, 1.3),
    )
for mg in (2, 2.25, 2.5, 2.75, 3):
    print("bounce +%.2f" % mg, st3(o.est.to_numpy() + 0.053, uo + mg, 0.09), fnd(3.5, 0.1, mg, 0.09))
for lim in (5, 5.5, 6, 6.5, 7):
    print("hip drop > %.1f" % lim, st3(ex, lim, 0.55), fnd(9, 0.55, lim, 0.55))
D["m"] = (D.fic + D.pel) / 2
for lim in (3, 3.25, 3.5, 4):
    print(
        "step asym feet >%.2f" % lim,
        st3(D.fic.abs(), lim, 1.95),
        fnd(6, 0.5, lim, 1.95),
        "| feet+pelvis",
        st3(D.m.abs(), lim, 1.6),
        fnd(6, 0.5, lim, 1.6),
    )
for lim in (1.4, 1.5, 1.6, 1.75):
    print("balance >%.2f" % lim, st3(cb2.abs(), lim, e2), fnd(3, 0.3, lim, e2))
# joint: imbalance is present where either says so
for l1, l2 in ((3.25, 1.5), (3.5, 1.5), (3.5, 1.6)):
    q = np.maximum(norm.cdf((D.m.abs() - l1) / 1.6), norm.cdf((cb2.abs().reindex(D.trial).to_numpy() - l2) / e2))
    print(
        "either",
        l1,
        l2,
        "present %.3f (.1) %.3f (.3) %.3f (.5) %.3f"
        % (
            np.mean(q >= 0.9),
            np.mean((q > 0.1) & (q < 0.9)),
            np.mean((q >= 0.3) & (q < 0.9)),
            np.mean((q >= 0.5) & (q < 0.9)),
        ),
    )
