"""Reference ranges over speed and thresholds: truth of 13 runners at three speeds, judged leaving the runner out."""

from loro import *
from common import *
from scipy.stats import norm, t as student, nct
from fit_people import shank, foot, pel, cd, base, two, best

T, Q = trials(), truth()
rows = []
for t in T.itertuples():
    g = Q[Q.trial == t.trial]
    m = g.groupby("side").median(numeric_only=True)
    a = m.mean()
    st = g.groupby("side").step_time_s.median()
    ct = m.contact_time_s
    fl = m.flight_time_s
    r = dict(
        runner=t.runner,
        v=t.speed_mps,
        h=t.height_cm,
        cadence=60 / g.step_time_s.mean(),
        contact_time_ms=1000 * a.contact_time_s,
        flight_time_ms=1000 * a.flight_time_s,
        duty_factor=100 * a.contact_time_s / a.stride_time_s,
        vertical_oscillation_cm=a.vertical_oscillation_cm,
        shank_from_standing_deg=a.shank_from_standing,
        shank_side_max=m.shank_from_standing.max(),
        drop_excursion_deg=a.drop_excursion_deg,
        drop_side_max=m.drop_excursion_deg.max(),
        drop_midstance_deg=a.drop_midstance_deg,
        foot_strike_angle_deg=a.foot_strike_angle_deg,
        hip_extension_deg=a.hip_extension_at_toe_off_deg,
        active_peak_bw=a.active_peak_bw,
        ln_valr=np.log(a.valr_bw_s),
        pelvic_tilt_range_deg=a.pelvis_tilt_range_deg,
        step_length_over_height=a.stride_length_m / 2 / t.height_cm * 100,
        step_time_asymmetry_pct=100 * (st["left"] - st["right"]) / st.mean(),
        contact_balance_pct=100 * ct["left"] / ct.sum() - 50,
        valr_asym_pct=100 * (m.valr_bw_s["left"] - m.valr_bw_s["right"]) / a.valr_bw_s,
        peak_asym_pct=100 * (m.active_peak_bw["left"] - m.active_peak_bw["right"]) / a.active_peak_bw,
        strike_diff_deg=m.foot_strike_angle_deg["left"] - m.foot_strike_angle_deg["right"],
        shank_diff_deg=m.shank_from_standing["left"] - m.shank_from_standing["right"],
        drop_diff_deg=m.drop_excursion_deg["left"] - m.drop_excursion_deg["right"],
    )
    rows.append(r)
d = pd.DataFrame(rows)
d["trial"] = T.trial
print("quantity | mean at 3.5, per m/s | sd between | within | p-form LORO cover of 90 % range")
L = []
for c in d.columns.drop(["runner", "v", "h", "trial"]):
    y = d[c].to_numpy()
    X = np.c_[np.ones(len(d)), d.v - 3.5]
    b = np.linalg.lstsq(X, y, rcond=None)[0]
    e = y - X @ b
    R = 13
    m = pd.Series(e).groupby(d.runner).mean()
    sw2 = ((e - d.runner.map(m)) ** 2).sum() / (39 - 13 - 1)
    sb2 = max(0, m.var(ddof=1) - sw2 / 3)
    inside = []
    for r in d.runner.unique():
        k = (d.runner == r).to_numpy()
        bb = np.linalg.lstsq(X[~k], y[~k], rcond=None)[0]
        ee = y[~k] - X[~k] @ bb
        mm = pd.Series(ee).groupby(d.runner[~k].values).mean()
        w = ((ee - d.runner[~k].map(mm).to_numpy()) ** 2).sum() / (36 - 13)
        s = np.sqrt((max(0, mm.var(ddof=1) - w / 3) + w) * (1 + 1 / 12))
        inside += list(abs(y[k] - X[k] @ bb) <= student.ppf(0.95, 11) * s)
    quad = np.polyfit(d.v - 3.5, y, 2)
    s = np.sqrt(sb2 + sw2)
    lo, hi = nct.ppf(0.05, 12, 0), 0
    # 90 % confidence bounds of the 5th and 95th percentile with n runners (one-sided tolerance factors, normal)
    k50 = norm.ppf(0.95)
    klo = nct.ppf(0.05, R - 1, k50 * np.sqrt(R)) / np.sqrt(R)
    khi = nct.ppf(0.95, R - 1, k50 * np.sqrt(R)) / np.sqrt(R)
    L.append(
        dict(
            quantity=c,
            at_3_5=b[0],
            per_mps=b[1],
            quadratic=quad[0],
            sd_between=sb2**0.5,
            sd_within=sw2**0.5,
            p05_2_5=b[0] - b[1] - k50 * s,
            p95_2_5=b[0] - b[1] + k50 * s,
            p05_3_5=b[0] - k50 * s,
            p95_3_5=b[0] + k50 * s,
            p05_4_5=b[0] + b[1] - k50 * s,
            p95_4_5=b[0] + b[1] + k50 * s,
            cover90=np.mean(inside),
        )
    )
ref = pd.DataFrame(L)
ref.to_csv("reference.csv", index=False)
pd.set_option("display.width", 300)
print(ref.round(3).to_string())
print("k of the 95th percentile: %.3f, 90 %% confidence %.3f ... %.3f (13 runners)" % (k50, klo, khi))


# thresholds: limit = usual(v) + margin, sigma of the estimate; probability = P(true beyond the limit)
def status(est, limit, sg):
    p = norm.cdf((est - limit) / sg)
    return np.mean(p >= 0.75), np.mean((p >= 0.25) & (p < 0.75))


def usual(col, dd=d):
    out = np.zeros(len(dd))
    for r in dd.runner.unique():
        k = (dd.runner == r).to_numpy()
        b = np.polyfit(dd.v[~k], dd[col][~k], 1)
        out[k] = np.polyval(b, dd.v[k])
    return out


sh = shank.copy()
e = loro(sh, ["strike"], "truth", "ic_feet")
sh["e"] = e
worst = sh.groupby("trial").e.max().reindex(d.trial).to_numpy()
mean = sh.groupby("trial").e.mean().reindex(d.trial).to_numpy()
u = usual("shank_from_standing_deg")
for mg in (4, 4.5, 5, 5.5, 6):
    print(
        "overstriding usual+%.1f: mean of sides present/borderline %.2f %.2f; worse side %.2f %.2f"
        % (mg, *status(mean, u + mg, 1.15), *status(worst, u + mg, 1.3))
    )
    z = np.random.default_rng(0).normal(7, 1.15, 4000)
    print("   found at +7: present", status(z, mg, 1.15))
osc = (
    base[(base.set == "pelvis") & (base.id == "vertical_oscillation")]
    .set_index("trial")
    .est.reindex(d.trial)
    .to_numpy()
)
uo = usual("vertical_oscillation_cm")
for mg in (2, 2.25, 2.5, 2.75, 3):
    z = np.random.default_rng(0).normal(3.5, 0.1, 4000)
    print(
        "bounce usual+%.2f present/borderline %.3f %.3f; found at +3.5 %.2f (runner at the mean)"
        % (mg, *status(osc, uo + mg, 0.1), status(z, mg, 0.1)[0])
    )
ex = np.maximum(pel.exc_anch7 + pel.exc_anch7_d / 2, pel.exc_anch7 - pel.exc_anch7_d / 2).to_numpy()
for lim in (5, 5.5, 6, 6.5, 7):
    print("hip drop, worse side > %.1f present/borderline %.3f %.3f" % (lim, *status(ex, lim, 0.55)))
for c in (
    "step_time_asymmetry_pct",
    "contact_balance_pct",
    "valr_asym_pct",
    "strike_diff_deg",
    "shank_diff_deg",
    "drop_diff_deg",
):
    x = abs(d[c])
    print(
        c,
        "sd %.2f p90 %.2f p95 %.2f max %.2f; by runner sd %.2f"
        % (d[c].std(), x.quantile(0.9), x.quantile(0.95), x.max(), d.groupby("runner")[c].mean().std()),
    )
fb = base[(base.set == "feet") & (base.id == "step_time")].set_index("trial").reindex(d.trial)
sa = (100 * (fb.l - fb.r) / ((fb.l + fb.r) / 2)).to_numpy()
print("step asym est err sd", np.std(sa - d.step_time_asymmetry_pct), "n", np.isfinite(sa).sum())
fc = base[(base.set == "feet") & (base.id == "contact_time")].set_index("trial").reindex(d.trial)
cb = (100 * fc.l / (fc.l + fc.r) - 50).to_numpy()
ec = np.std(cb - d.contact_balance_pct)
print("contact balance err sd", ec)
es = np.nanstd(sa - d.step_time_asymmetry_pct)
for lim in (4, 4.5, 5, 5.5):
    print(
        "step asym >%.1f" % lim,
        status(abs(sa), lim, es),
        "found at 6 %:",
        status(6 + np.random.default_rng(0).normal(0, es, 4000), lim, es)[0],
        "with sd .5:",
        status(6 + np.random.default_rng(0).normal(0, 0.5, 4000), lim, 0.5)[0],
    )
for lim in (1.5, 2, 2.25, 2.5):
    print(
        "balance >%.2f" % lim,
        status(abs(cb), lim, ec),
        "found at 53/47:",
        status(3 + np.random.default_rng(0).normal(0, ec, 4000), lim, ec)[0],
    )
cad = d.cadence.to_numpy()
uc = usual("cadence")
for lim in (5, 6, 7, 8):
    print(
        "cadence %d %% below usual" % lim,
        status(100 * (1 - cad / uc), lim, 0.3),
        "found at -10 %:",
        status(10 + np.random.default_rng(0).normal(0, 0.4, 4000), lim, 0.3)[0],
    )
hx = (
    base[(base.set == "hips") & (base.id == "hip_extension_at_toe_off")]
    .set_index("trial")
    .est.reindex(d.trial)
    .to_numpy()
)
uh = usual("hip_extension_deg")
for mg in (7, 8, 9):
    print("hip extension usual-%d" % mg, status(uh - hx, mg, 1.85))
