#!/usr/bin/env python3
"""Fits the estimators of strike angle, shank angle, peak force and loading rate, and the error table of every metric.

    python3 fit_people.py            # reads $STRIDEFORM_DATA/treadmill-26-runners and the binary $STRIDEFORM; writes errors.toml, estimators.toml, results.txt

Every figure printed is of a runner who was left out of the fit, with all of his trials. Needs numpy, pandas, scipy.
Data: Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298 (CC BY 4.0); force plate and markers; sensors computed from markers.
"""

from common import *
from loro import fit, loro, change
from scipy.stats import t as student, norm

T, Q = trials(), truth()
OUT = []


def say(*a):
    s = " ".join(str(x) for x in a)
    print(s)
    OUT.append(s)


# ---- 1. one row per trial and side -------------------------------------------------------------------------------------
foot, shank, pel, cd = (pd.read_csv(f"{n}.csv") for n in ("foot1", "shank2", "pelvis1", "cd"))  # made by features_*.py
base = pd.read_csv("base.csv")
RID = dict(zip(T.trial, T.runner))
V = dict(zip(T.trial, T.speed_mps))

# ---- 2. the error model ----------------------------------------------------------------------------------------------
PRIOR = {
    "angle": 0.15,
    "foot angle": 0.5,
    "shank angle": 0.7,
    "hip angle": 0.7,
    "time": 0.0,
    "contact": 0.004,
    "force": 0.03,
    "length": 0.02,
    "height": 0.05,
    "rate": 0.0,
    "log": 0.05,
}  # straps and soft tissue, 1-sigma


def components(e, runner, v, correct):
    """Bias (of speed), between and within SD, by moments."""
    e = np.asarray(e, float)
    R = np.unique(runner)
    b = e.mean() if correct else 0.0
    x = e - b
    m = np.array([x[runner == r].mean() for r in R])
    k = len(e) / len(R)
    sw2 = sum(((x[runner == r] - x[runner == r].mean()) ** 2).sum() for r in R) / max(1, len(e) - len(R))
    centre = m.mean() if correct else 0.0
    sb2 = max(0.0, ((m - centre) ** 2).sum() / (len(R) - (1 if correct else 0)) - sw2 / k)
    return b, sb2**0.5, sw2**0.5, len(R)


def df_of(sb, sw, R, n):
    tot = sb**2 + sw**2
    return tot**2 / (sb**4 / max(1, R - 1) + sw**4 / max(1, n - R) + 1e-30)


def half(sb, sw, R, n, prior, k=1.0):
    return student.ppf(0.975, df_of(sb, sw, R, n)) * k * np.sqrt((sb**2 + sw**2) * (1 + 1 / R) + prior**2)


SHIP = {
    ("shank_angle_at_contact", "and strike angle", "shanks+feet", "standing"),
    ("shank_angle_at_contact", "26.3 ms after swing's end", "shanks", "standing"),
    ("shank_angle_at_contact", "zero: 60-100 ms, slope", "shanks", "no standing"),
    ("foot_strike_angle", "standing zero", "feet", "standing"),
    ("foot_strike_angle", "flat zero, turning", "feet", "no standing"),
    ("peak_vertical_force", "mean of raw and corrected", "feet", "own speed"),
    ("peak_vertical_force", "oscillation/stride^2, speed", "pelvis", "speed"),
    ("peak_vertical_force", "oscillation/stride^2, fore-aft", "pelvis", ""),
    ("peak_vertical_force", "speed alone", "-", "baseline"),
    ("vertical_loading_rate", "speed, contact, mid-foot", "feet", "standing"),
    ("vertical_loading_rate", "speed, contact, mid-foot", "feet", "no standing"),
    ("vertical_loading_rate", "speed alone", "-", "baseline"),
}
SHIP |= {
    (m, "strap-down, sides known", p, "standing")
    for m in ("pelvic_drop_excursion", "pelvic_drop_peak", "pelvic_drop_midstance", "pelvic_drop_at_contact")
    for p in ("pelvis", "pelvis+feet")
}
SHIP |= {
    (m, "as printed", p, c)
    for m in (
        "pelvic_tilt_range",
        "vertical_oscillation",
        "step_time",
        "stride_time",
        "cadence",
        "stride_length",
        "hip_extension_at_toe_off",
    )
    for p in ("pelvis", "feet", "shanks", "thighs+pelvis")
    for c in ("", "speed")
}
TABLE = []


def entry(
    metric, method, placement, condition, d, kind, correct=False, log=False, sd_step=np.nan, loro_bias=None, note=""
):
    """d: runner, v, est (already of a left-out runner), truth [, l, r, tl, tr]. Adds a row and prints what was left out."""
    d = d.dropna(subset=["est", "truth"]).reset_index(drop=True)
    run = d.runner.to_numpy()
    v = d.v.to_numpy()
    e = (np.log(d.est / d.truth) if log else d.est - d.truth).to_numpy()
    n = len(e)
    prior = PRIOR[kind]
    b, sb, sw, R = components(e, run, v, correct)
    err, hw = np.zeros(n), np.zeros(n)
    for r in np.unique(run):
        m = run == r
        bb, s1, s2, RR = components(e[~m], run[~m], v[~m], correct)
        err[m] = e[m] - bb
        hw[m] = half(s1, s2, RR, (~m).sum(), prior)
    k = float(np.clip(np.quantile(abs(err) / hw, 0.95), 0.85, 1.3))
    # scale factor, too, from the others only
    hk = hw.copy()
    for r in np.unique(run):
        m = run == r
        hk[m] *= np.clip(np.quantile(abs(err[~m]) / hw[~m], 0.95), 0.85, 1.3)
    q = np.quantile(abs(err), 0.95)
    H = half(sb, sw, R, n, prior, k)
    # change within a runner
    dd = pd.DataFrame({"r": run, "v": v, "e": e})
    dif = []
    for r, g in dd.groupby("r"):
        g = g.sort_values("v").e.to_numpy()
        dif += [(r, g[j] - g[i]) for i in range(len(g)) for j in range(i + 1, len(g))]
    dif = pd.DataFrame(dif, columns=["r", "d"])
    sc = np.sqrt((dif.d**2).mean()) if len(dif) else np.nan
    cov_c = (
        np.mean(
            [
                abs(x.d) <= student.ppf(0.975, 2 * (R - 1)) * np.sqrt((dif[dif.r != x.r].d ** 2).mean())
                for x in dif.itertuples()
            ]
        )
        if len(dif)
        else np.nan
    )
    slope = np.polyfit(v - 3.5, e, 1)[0] if np.ptp(v) > 0 else 0.0
    # left against right
    sl = cl = np.nan
    if {"l", "r", "tl", "tr"} <= set(d) and d.l.notna().sum() > 20:
        x = d.dropna(subset=["l", "r", "tl", "tr"])
        z = ((x.l - x.r) - (x.tl - x.tr)).to_numpy()
        sl = np.sqrt((z**2).mean())
        rr = x.runner.to_numpy()
        cl = np.mean(
            [
                abs(z[i]) <= student.ppf(0.975, R - 1) * np.sqrt((z[rr != rr[i]] ** 2).mean() + 2 * prior**2)
                for i in range(len(z))
            ]
        )
    TABLE.append(
        dict(
            metric=metric,
            method=method,
            placement=placement,
            condition=condition,
            scale="log" if log else "linear",
            bias=b,
            bias_per_mps=slope,
            sd_between=sb,
            sd_within=sw,
            sd_change=sc,
            sd_left_right=sl,
            sd_step=sd_step,
            prior_kind=kind,
            prior_sd=prior,
            factor=k,
            degrees=df_of(sb, sw, R, n),
            half_width=H,
            n_runners=R,
            n_trials=n,
            note=note,
            ship=(metric, method, placement, condition) in SHIP,
        )
    )
    rm = np.sqrt(np.mean((d.est - d.truth - (0 if log else b)) ** 2))
    say(
        f"{metric:26s} {method[:26]:26s} {placement:13s} {condition:14s} n {R}/{n} bias {e.mean():+8.4f} ({slope:+.3f}/mps) rmse {rm:7.4f} p95 {q:7.4f} sb {sb:.4f} sw {sw:.4f} half {H:7.4f} sharp {np.median(hk)/q:4.2f} cover {np.mean(abs(err)<=hk):.3f} change {sc:.4f} ({cov_c:.2f}) lr {sl:.4f} ({cl:.2f})"
    )
    return H


def two(d, est, tru):
    """Trial rows from side rows."""
    d = d.assign(_e=np.asarray(est), _t=d[tru])
    p = d.pivot(index="trial", columns="side", values=["_e", "_t"])
    return pd.DataFrame(
        dict(
            runner=[RID[x] for x in p.index],
            v=[V[x] for x in p.index],
            l=p["_e"]["left"].values,
            r=p["_e"]["right"].values,
            tl=p["_t"]["left"].values,
            tr=p["_t"]["right"].values,
        )
    ).assign(est=lambda x: (x.l + x.r) / 2, truth=lambda x: (x.tl + x.tr) / 2)


def of_base(s, i):
    x = base[(base.set == s) & (base.id == i)]
    return x.rename(columns={"speed": "v"})[["runner", "v", "est", "truth", "l", "r", "tl", "tr"]], x.sd.median()


EST = {}


def keep(name, feats, c, target, note=""):
    EST[name] = dict(features=feats, coefficients=[float(x) for x in c], target=target, note=note)


say("== B shank angle at contact, degrees from the standing shank")
d = shank.copy()
d["strike"] = d.merge(foot[["trial", "side", "prod"]], on=["trial", "side"])["prod"].to_numpy()
entry(
    "shank_angle_at_contact",
    "read at the feet's contacts",
    "shanks+feet",
    "standing, raw",
    two(d, d.ic_feet, "truth"),
    "shank angle",
)
entry(
    "shank_angle_at_contact",
    "and strike angle",
    "shanks+feet",
    "standing",
    two(d, loro(d, ["strike"], "truth", "ic_feet"), "truth"),
    "shank angle",
)
keep(
    "shank angle at feet's contact, standing",
    ["one", "strike_raw"],
    fit(d[["strike"]].to_numpy(float), (d.truth - d.ic_feet).to_numpy()),
    "angle - reading",
    "add to the reading",
)
entry(
    "shank_angle_at_contact",
    "from the largest pitch",
    "shanks",
    "standing",
    two(d, loro(d, ["max"], "truth"), "truth"),
    "shank angle",
)
keep(
    "shank angle from the largest pitch, standing",
    ["one", "max"],
    fit(d[["max"]].to_numpy(float), d.truth.to_numpy()),
    "angle",
)
d["rel"] = d.ic_feet - d.m0_100_feet
entry(
    "shank_angle_at_contact",
    "zero: mean of the stance",
    "shanks+feet",
    "no standing",
    two(d, loro(d, [], "truth", "rel"), "truth"),
    "shank angle",
)
keep(
    "shank angle, no standing, feet's contacts",
    ["one"],
    [np.mean(d.truth - d.rel)],
    "angle - (reading - mean pitch over the stance)",
)
s5 = pd.read_csv("shank5.csv")
s5["rel"] = s5.ic - s5.m0_100
entry(
    "shank_angle_at_contact", "26.3 ms after swing's end", "shanks", "standing", two(s5, s5.ic, "truth"), "shank angle"
)
entry(
    "shank_angle_at_contact",
    "zero: mean of the stance",
    "shanks",
    "no standing",
    two(s5, loro(s5, [], "truth", "rel"), "truth"),
    "shank angle",
)
s5["r60"] = s5.ic - s5.f60
entry(
    "shank_angle_at_contact",
    "zero: 60-100 ms, speed",
    "shanks",
    "no standing+v",
    two(s5, loro(s5, ["v"], "truth", "r60"), "truth"),
    "shank angle",
)
entry(
    "shank_angle_at_contact",
    "zero: 60-100 ms, slope",
    "shanks",
    "no standing",
    two(s5, loro(s5, ["r60"], "truth"), "truth"),
    "shank angle",
    note="recommended without standing",
)
keep(
    "shank angle, no standing (recommended)",
    ["one", "reading - mean pitch 60-100 ms after contact"],
    fit(s5[["r60"]].to_numpy(float), s5.truth.to_numpy()),
    "angle",
)
keep(
    "shank angle, no standing, rotation's contacts",
    ["one"],
    [np.mean(s5.truth - s5.rel)],
    "angle - (reading - mean pitch over the stance)",
)
keep(
    "shank angle, no standing, rotation's contacts, speed",
    ["one", "speed_mps"],
    fit(s5[["v"]].to_numpy(float), (s5.truth - s5.r60).to_numpy()),
    "angle - (reading - mean pitch 60-100 ms after contact)",
)
entry("shank_angle_at_contact", "speed alone", "-", "baseline", two(d, loro(d, ["v"], "truth"), "truth"), "shank angle")

say("== A foot strike angle")
d = foot.copy()
d["ok"] = abs(d.flat_from_stand) < 25
d["sp"] = np.where(d.ok, d.stand_prod, 0.0)
e1 = np.full(len(d), np.nan)
k = d.ok.to_numpy()
e1[k] = loro(d[k].reset_index(drop=True), ["stand_prod", "flat_from_stand"], "truth")
e2 = loro(d, ["prod", "turn"], "truth")
e3 = loro(d, ["prod", "v"], "truth")
e0 = loro(d, [], "truth", "prod")
e4 = loro(d, ["prod"], "truth")
best = np.where(k, e1, e2)
entry("foot_strike_angle", "product today", "feet", "any", two(d, d["prod"], "truth"), "foot angle")
entry("foot_strike_angle", "2c: offset and slope", "feet", "any", two(d, e4, "truth"), "foot angle")
entry("foot_strike_angle", "standing zero", "feet", "standing", two(d, best, "truth"), "foot angle")
entry("foot_strike_angle", "flat zero, turning", "feet", "no standing", two(d, e2, "truth"), "foot angle")
entry("foot_strike_angle", "flat zero, speed", "feet", "no standing+v", two(d, e3, "truth"), "foot angle")
keep(
    "foot strike angle, standing",
    ["one", "pitch_from_standing", "flat_pitch_from_standing"],
    fit(d[k][["stand_prod", "flat_from_stand"]].to_numpy(float), d[k].truth.to_numpy()),
    "angle",
)
keep(
    "foot strike angle, no standing",
    ["one", "pitch_from_flat", "turning_rad_s"],
    fit(d[["prod", "turn"]].to_numpy(float), d.truth.to_numpy()),
    "angle",
)
lab = d.cls.map({"Rearfoot": 2, "Midfoot": 1, "Forefoot": 0}).to_numpy()
ct = np.where(d.truth > 8, 2, np.where(d.truth < -1.6, 0, 1))
for nm, e, s in (("standing", best, 1.9), ("flat+turning", e2, 3.3), ("flat+speed", e3, 3.6)):
    sg = np.array([np.sqrt(np.mean((e - d.truth)[d.runner != r] ** 2)) for r in d.runner]) * np.sqrt(1 + 1 / 12)
    dfb = 12
    P = np.c_[
        student.cdf((-1.6 - e) / sg, dfb),
        student.cdf((8 - e) / sg, dfb) - student.cdf((-1.6 - e) / sg, dfb),
        1 - student.cdf((8 - e) / sg, dfb),
    ]
    am = P.argmax(1)
    conf = P.max(1)
    say(
        f"class {nm}: sd {sg.mean():.2f}; right by the true angle {np.mean(am == ct):.3f}, by the label {np.mean(am == lab):.3f}; Brier {np.mean(((P - np.eye(3)[ct]) ** 2).sum(1)):.3f}; surer than 0.8: {np.mean(conf > .8):.2f} right {np.mean((am == ct)[conf > .8]):.2f} (label {np.mean((am == lab)[conf > .8]):.2f}); mean confidence {conf.mean():.2f}; by label rear/mid/fore {[round(float(np.mean((am==lab)[lab==c])),2) for c in (2,1,0)]}"
    )

say("== C active peak, BW")
d = cd.merge(
    pd.read_csv(HERE.parent / "p1/out/table.csv", usecols=["set", "trial", "ap"]).query("set == 'T26'")[
        ["trial", "ap"]
    ],
    on="trial",
)
d["one"] = 1.0
d["acc"] = d.osc / 100 / d.stp**2
d["ratf"] = d.stf / 2 / d.ctf
d["strk"] = d.strike
ctc = np.exp(
    loro(d.assign(lc=np.log(d.ctt), l1=np.log(d.ctf), l2=np.log(d.stf)), ["l1", "l2", "strike", "own"], "lc", lam=0.5)
)
d["ratc"] = d.stf / 2 / ctc
d["ratt"] = d.stf / 2 / d.ctt
d["rt"] = d.ratt
say(
    f"contact time of the feet corrected here: rmse {1000*np.sqrt(np.mean((ctc-d.ctt)**2)):.1f} ms, raw bias-free {1000*np.std(d.ctf-d.ctt):.1f}"
)


def nested(feats_fit, feats_use):
    """Fit on feats_fit (true contact time), use feats_use (estimated)."""
    out = np.zeros(len(d))
    for r in d.runner.unique():
        m = (d.runner == r).to_numpy()
        c = fit(d[~m][feats_fit].to_numpy(float), d[~m].peak.to_numpy())
        out[m] = c[0] + d[m][feats_use].to_numpy(float) @ c[1:]
    return out


def pk(name, pl, cond, est):
    return entry(
        "peak_vertical_force", name, pl, cond, d.assign(est=est, truth=d.peak)[["runner", "v", "est", "truth"]], "force"
    )


pk("speed alone", "-", "baseline", loro(d, ["v"], "peak"))
pk("2c: ratio", "feet", "", loro(d, ["ratf"], "peak", lam=0.5))
pk("2c: ratio, speed", "feet", "own speed", loro(d, ["ratf", "own"], "peak", lam=0.5))
pk("ratio, corrected contact", "feet", "", loro(d, ["ratc"], "peak"))
pk("ratio fitted on truth", "feet", "", nested(["ratt"], ["ratc"]))
pk("ratio + speed, truth", "feet", "own speed", nested(["ratt", "v"], ["ratc", "own"]))
pk("ratio fitted on truth, raw", "feet", "", nested(["ratt"], ["ratf"]))
pk(
    "mean of raw and corrected",
    "feet",
    "own speed",
    0.5 * loro(d, ["ratf", "own"], "peak") + 0.5 * nested(["ratt"], ["ratc"]),
)
pk("ratio c, own", "feet", "own speed", loro(d, ["ratc", "own"], "peak"))
keep(
    "peak force, feet, own speed (recommended)",
    ["one", "half_stride_over_raw_contact", "own_speed_mps"],
    fit(d[["ratf", "own"]].to_numpy(float), d.peak.to_numpy()),
    "BW",
    "raw contact time of the slap detector",
)
keep(
    "peak force, feet, contact of the plate",
    ["one", "step_over_contact"],
    fit(d[["ratt"]].to_numpy(float), d.peak.to_numpy()),
    "BW",
    "fitted on the force plate's contact time; use the corrected contact time of the feet",
)
keep(
    "peak force, feet and speed",
    ["one", "step_over_contact", "speed_mps"],
    fit(d[["ratt", "v"]].to_numpy(float), d.peak.to_numpy()),
    "BW",
    "as above",
)
pk(
    "2c: four features",
    "pelvis",
    "speed",
    loro(d.assign(pk=d.pk.fillna(d.pk.mean()), ratp=d.stp / 2 / d.ctps), ["acc", "v", "ratp", "pk"], "peak", lam=0.5),
)
pk("oscillation/stride^2, speed", "pelvis", "speed", loro(d, ["acc", "v"], "peak"))
pk("oscillation/stride^2, fore-aft", "pelvis", "", loro(d, ["acc", "ap"], "peak"))
pk("product today", "pelvis", "", d.pk)
keep(
    "peak force, pelvis and speed",
    ["one", "oscillation_m/stride_s^2", "speed_mps"],
    fit(d[["acc", "v"]].to_numpy(float), d.peak.to_numpy()),
    "BW",
)
keep(
    "peak force, pelvis",
    ["one", "oscillation_m/stride_s^2", "fore_aft_sd_mps2"],
    fit(d[["acc", "ap"]].to_numpy(float), d.peak.to_numpy()),
    "BW",
)
keep("peak force, typical for the speed", ["one", "speed_mps"], fit(d[["v"]].to_numpy(float), d.peak.to_numpy()), "BW")

say("== D VALR, BW/s (errors are of the logarithm)")
d["lv"] = np.log(d.v)
d["lown"] = np.log(d.own)
d["lval"] = np.log(d.valr)
d["lct"] = np.log(d.ctf)
d["lst"] = np.log(d.stf)
d["lctc"] = np.log(ctc)
fs = foot.assign(best=best, e2=e2).groupby("trial")[["best", "e2"]].mean()
d["sb_"] = d.trial.map(fs.best)
d["s2_"] = d.trial.map(fs.e2)
for c in ("sb_", "s2_"):
    d["q" + c] = np.minimum(0, d[c] - 8) ** 2 / 100
    d["r" + c] = 1 / (1 + np.exp(-(d[c] - 8) / 2))
d["b8"] = np.minimum(0, d.strike - 8) ** 2
d["rear"] = (d.strike > 8) * 1.0


def vr(name, pl, cond, feats, lam=0.0):
    return entry(
        "vertical_loading_rate",
        name,
        pl,
        cond,
        d.assign(est=np.exp(loro(d, feats, "lval", lam=lam)), truth=d.valr)[["runner", "v", "est", "truth"]],
        "log",
        log=True,
    )


vr("speed alone", "-", "baseline", ["lv"])
vr("2c: six features", "feet", "", ["own", "strike", "b8", "rear", "ctf", "stf"], 0.5)
vr("speed, contact, mid-foot", "feet", "standing", ["lown", "lct", "qsb_"])
vr("speed, contact, mid-foot r", "feet", "standing", ["lown", "lct", "qsb_"], 2)
vr("six, standing strike", "feet", "standing", ["lown", "sb_", "qsb_", "rsb_", "lct", "lst"], 2)
vr("speed, contact, mid-foot", "feet", "no standing", ["lown", "lct", "qs2_"], 2)
vr("five", "feet", "standing", ["lown", "qsb_", "rsb_", "lct", "lst"], 2)
vr("no contact time", "feet", "standing", ["lown", "qsb_", "rsb_"], 2)
vr("corrected contact", "feet", "standing", ["lown", "lctc", "qsb_"], 2)
vr("pelvis, three", "pelvis", "speed", ["lv", "acc"], 2)
keep(
    "loading rate, feet",
    ["one", "ln own_speed", "ln contact_raw", "min(0, strike-8)^2/100"],
    fit(d[["lown", "lct", "qsb_"]].to_numpy(float), d.lval.to_numpy(), 2),
    "ln BW/s",
    "strike: the calibrated angle of the estimators above; contact: the detector's raw time",
)
keep(
    "loading rate, typical for the speed",
    ["one", "ln speed"],
    fit(d[["lv"]].to_numpy(float), d.lval.to_numpy()),
    "ln BW/s",
)

say("== E pelvis (sides right, anchored contacts), and what the product prints")
p = pel
for c, nm in (
    ("exc", "pelvic_drop_excursion"),
    ("peak", "pelvic_drop_peak"),
    ("mid", "pelvic_drop_midstance"),
    ("con", "pelvic_drop_at_contact"),
):
    for a, pl in (("anch", "pelvis"), ("feet", "pelvis+feet")):
        x = pd.DataFrame(
            dict(
                runner=p.runner,
                v=p.v,
                est=p[f"{c}_{a}7"],
                truth=p[c],
                l=p[f"{c}_{a}7_d"] / 2,
                r=-p[f"{c}_{a}7_d"] / 2,
                tl=p[c + "_d"] / 2,
                tr=-p[c + "_d"] / 2,
            )
        )
        entry(
            nm, "strap-down, sides known", pl, "standing", x, "angle", note="facing 7 degrees off, as the product's is"
        )
for s, pl in (("pelvis", "pelvis"), ("pelvis-nostand", "pelvis")):
    for i in ("pelvic_drop_excursion", "pelvic_drop_peak", "pelvic_drop_midstance"):
        x, sd = of_base(s, i)
        entry(i, "product today", pl, s, x, "angle", sd_step=sd)
for s, pl, i, kind in (
    ("pelvis", "pelvis", "pelvic_tilt_range", "angle0"),
    ("pelvis", "pelvis", "vertical_oscillation", "height"),
    ("pelvis", "pelvis", "step_time", "time"),
    ("pelvis", "pelvis", "stride_time", "time"),
    ("pelvis", "pelvis", "cadence", "rate"),
    ("feet", "feet", "stride_length", "length0"),
    ("feet", "feet", "step_time", "time"),
    ("feet", "feet", "stride_time", "time"),
    ("feet", "feet", "cadence", "rate"),
    ("shanks", "shanks", "cadence", "rate"),
    ("shanks", "shanks", "step_time", "time"),
    ("shanks", "shanks", "stride_time", "time"),
    ("pelvis+speed", "pelvis", "stride_length", "length0"),
    ("hips", "thighs+pelvis", "hip_extension_at_toe_off", "hip angle"),
):
    PRIOR.update({"angle0": 0.1, "length0": 0.005})
    x, sd = of_base(s, i)
    entry(i, "as printed", pl, "speed" if "speed" in s else "", x, kind, sd_step=sd)


def num(x):
    return "nan" if x is None or not np.isfinite(x) else repr(round(float(x), 8))


if __name__ == "__main__":
    with open("errors.toml", "w") as f:
        f.write(
            "# Generated by fit_people.py from treadmill-26-runners (Fukuchi, Fukuchi & Duarte 2017, CC BY 4.0; 13 runners, 39 trials); do not edit.\n\n[priors]  # straps and soft tissue, 1-sigma, chosen\n"
            + "".join(f'"{k}" = {v}\n' for k, v in PRIOR.items())
        )
        for r in TABLE:
            f.write("\n[[error]]\n")
            for k, v in r.items():
                if isinstance(v, str):
                    f.write(f'{k} = "{v}"\n')
                elif isinstance(v, bool):
                    f.write(f"{k} = {str(v).lower()}\n")
                elif isinstance(v, (int, np.integer)):
                    f.write(f"{k} = {v}\n")
                elif v is not None and np.isfinite(v):
                    f.write(f"{k} = {num(v)}\n")
            f.write('source = "treadmill-26-runners"\n')
    with open("estimators.toml", "w") as f:
        f.write(
            "# Generated by fit_people.py from treadmill-26-runners (Fukuchi, Fukuchi & Duarte 2017, CC BY 4.0; 13 runners); do not edit.\n"
        )
        for n, e in EST.items():
            f.write(
                f'\n[[estimator]]\nname = "{n}"\nfeatures = {json.dumps(e["features"])}\ncoefficients = {json.dumps(e["coefficients"])}\ngives = "{e["target"]}"\n'
                + (f'note = "{e["note"]}"\n' if e["note"] else "")
            )
    Path("results.txt").write_text("\n".join(OUT) + "\n")
