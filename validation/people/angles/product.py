"""LORO table of the product's own errors for every metric x set."""

from common import *

Q = truth()
T = trials()
TRUTH = {
    "cadence": None,
    "contact_time": "contact_time_s",
    "flight_time": "flight_time_s",
    "step_time": "step_time_s",
    "stride_time": "stride_time_s",
    "peak_vertical_force": "active_peak_bw",
    "vertical_loading_rate": "valr_bw_s",
    "hip_extension_at_toe_off": "hip_extension_at_toe_off_deg",
    "foot_strike_angle": "foot_strike_angle_deg",
    "shank_angle_at_contact": "shank_from_standing",
    "pelvic_drop_excursion": "drop_excursion_deg",
    "pelvic_drop_peak": "drop_peak_deg",
    "pelvic_drop_midstance": "drop_midstance_deg",
    "pelvic_drop_at_contact": "drop_at_contact_deg",
    "vertical_oscillation": "vertical_oscillation_cm",
    "pelvic_tilt_range": "pelvis_tilt_range_deg",
    "stride_length": "stride_length_m",
}
rows = []
for s in SETS:
    for t in T.itertuples():
        f = CACHE / f"{s}_{t.trial}.json"
        if not f.exists():
            continue
        J = json.load(open(f))
        g = Q[Q.trial == t.trial]
        for m in J["metrics"]:
            i = m["id"]
            if i not in TRUTH or m.get("value") is None:
                continue
            c = TRUTH[i]
            if c is None:
                tr, tl, trr = 60 / g.step_time_s.mean(), np.nan, np.nan
            else:
                x = g.groupby("side")[c].median()
                tl, trr = x["left"], x["right"]
                tr = (tl + trr) / 2
            l, r = m.get("left"), m.get("right")
            rows.append(
                (
                    s,
                    i,
                    m["method"],
                    t.trial,
                    t.runner,
                    t.speed_mps,
                    (l + r) / 2 if l is not None and r is not None else m["value"],
                    l,
                    r,
                    tr,
                    tl,
                    trr,
                    m.get("uncertainty"),
                    m.get("n"),
                    m.get("sd"),
                    ";".join(c["id"] for c in m["caveats"]),
                    m.get("side_difference_uncertainty"),
                    m["value"],
                )
            )
d = pd.DataFrame(rows, columns="set id method trial runner speed est l r truth tl tr u n sd cav du value".split())
d.to_csv("base.csv", index=False)
if __name__ == "__main__":
    pd.set_option("display.width", 250)
    d["e"] = d.est - d.truth
    o = []
    for (s, i), x in d.groupby(["set", "id"]):
        b = x.groupby("runner").e.mean()
        q = x.e.abs().quantile(0.95)
        o.append(
            (
                s,
                i,
                x.method.iloc[0],
                len(x),
                x.e.mean(),
                (x.e**2).mean() ** 0.5,
                b.std(),
                (x.e - x.runner.map(b)).std(),
                q,
                x.u.median(),
                x.u.median() / q,
                (x.e.abs() <= x.u).mean(),
                *[x[x.speed == v].e.mean() for v in (2.5, 3.5, 4.5)],
            )
        )
    print(
        pd.DataFrame(o, columns="set id method n bias rmse sb sw p95 u sharp cover b2.5 b3.5 b4.5".split())
        .round(3)
        .to_string()
    )
    print(
        set(m["id"] for s in ("five", "hips") for m in json.load(open(CACHE / f"{s}_RBDS001_2.5mps.json"))["metrics"])
    )
