"""One row per trial: truth and what the product prints, for every set with truth of contact time."""

from common import *
from sides_features import lp
import warnings

warnings.filterwarnings("ignore")
KEEP = [
    "contact_time",
    "stride_time",
    "step_time",
    "vertical_oscillation",
    "foot_strike_angle",
    "stride_length",
    "peak_vertical_force",
    "flight_time",
    "cadence",
]


def row(J, pre):
    o = {}
    for m in J["metrics"]:
        if m["id"] in KEEP:
            l, r = m.get("left"), m.get("right")
            o[f"{pre}_{m['id']}"] = (l + r) / 2 if l is not None and r is not None else m["value"]
            o[f"{pre}_{m['id']}_l"] = l
            o[f"{pre}_{m['id']}_r"] = r
            o[f"{pre}_{m['id']}_u"] = m.get("uncertainty")
    return o


def harmonics(path, t0, t1, cols, g=9.80665):
    x = pd.read_csv(path)
    t = x.iloc[:, 0].to_numpy(float)
    a = x[cols].to_numpy(float)
    fs = 1 / np.median(np.diff(t))
    m = (t >= t0) & (t <= t1)
    a = a[m]
    up = a.mean(0)
    u = np.linalg.norm(up)
    v = a @ up / u / u
    return v, fs


if __name__ == "__main__":
    Q = truth()
    rows = []
    for t in trials().itertuples():
        g = Q[Q.trial == t.trial]
        md = g.groupby("side").contact_time_s.median()
        r = dict(
            set="T26",
            trial=t.trial,
            runner=f"R{t.runner}",
            speed=t.speed_mps,
            height=t.height_cm,
            sex=t.sex,
            strike_l=t.strike_left,
            strike_r=t.strike_right,
            slope=0.0,
            tc=md.mean(),
            tc_l=md["left"],
            tc_r=md["right"],
            fl=g.groupby("side").flight_time_s.median().mean(),
            step=g.step_time_s.mean(),
            sl=g.stride_length_m.mean(),
            fsa=g.groupby("side").foot_strike_angle_deg.median().mean(),
            osc=g.groupby("side").vertical_oscillation_cm.median().mean(),
        )
        for s, pre in (
            ("pelvis", "p"),
            ("pelvis+speed", "ps"),
            ("feet", "f"),
            ("feet+speed", "fs"),
            ("shanks", "k"),
            ("shanks+speed", "ks"),
        ):
            r |= row(analyze([], key=f"{s}_{t.trial}")[0], pre)
        rows.append(r)
    S = DATA / "sacrum-treadmill-force"
    TT = pd.read_csv(S / "truth_trials.csv")
    TS = pd.read_csv(S / "truth_steps.csv")
    for t in TT.itertuples():
        f = f"pelvis={S}/sensor/{t.trial}.csv"
        q = TS[TS.trial == t.trial]
        r = dict(
            set="sacrum",
            trial=t.trial,
            runner="sacrum-man",
            speed=t.speed_mps,
            height=t.height_cm,
            sex="M",
            slope=t.slope_deg,
            tc=q.contact_time_s.median(),
            fl=q.flight_time_s.median(),
            step=q.step_time_s.mean(),
            strike_l=t.strike_type,
        )
        r |= row(analyze([f], height=t.height_cm, mass=t.mass_kg, key=f"sac_{t.trial}")[0], "p") | row(
            analyze(
                [f],
                height=t.height_cm,
                mass=t.mass_kg,
                speed=t.speed_mps,
                slope=round(100 * np.tan(np.radians(t.slope_deg)), 2),
                key=f"sacs_{t.trial}",
            )[0],
            "ps",
        )
        rows.append(r)
    M = DATA / "markers-treadmill-force"
    q = pd.read_csv(M / "truth_steps.csv")
    r = dict(
        set="markers",
        trial="markers",
        runner="markers-man",
        speed=4.05,
        height=180,
        sex="M",
        slope=0,
        tc=q.groupby("foot").contact_time_s.median().mean(),
        fl=q.flight_time_s.median(),
        step=q.step_time_s.mean(),
        strike_l="RFS",
        fsa=q.foot_strike_angle_deg.median(),
    )
    for pre, f in (("p", ["pelvis", "sacrum"]), ("f", ["foot-left", "foot_left"]), ("k", ["shank-left", "shank_left"])):
        for sp in (None, 4.05):
            r |= row(
                analyze(
                    [f"{f[0]}={M}/virtual_imu_{f[1]}_240hz.csv"],
                    height=180,
                    mass=82.9,
                    speed=sp,
                    key=f"mark{pre}{bool(sp)}",
                )[0],
                pre + ("s" if sp else ""),
            )
    rows.append(r)
    K = DATA / "shank-treadmill-force"
    KT = pd.read_csv(K / "truth_trials.csv")
    KC = pd.read_csv(K / "truth_contacts.csv")
    print(KT.head(3).to_string())
    print(KC.head(2))
    for t in KT.itertuples():
        q = KC[KC.trial == t.trial]
        fp = list((K / "sensor").glob(f"{t.trial}*"))
        if not fp or not len(q):
            continue
        c = [x for x in q.columns if "contact_time" in x]
        r = dict(
            set="shank",
            trial=t.trial,
            runner=str(getattr(t, "subject", getattr(t, "runner", t.trial))),
            speed=getattr(t, "speed_mps", np.nan),
            slope=getattr(t, "slope_percent", getattr(t, "slope_deg", np.nan)),
            tc=q[c[0]].median() if c else np.nan,
        )
        r |= row(analyze([f"shank-left={fp[0]}"], key=f"shk_{t.trial}")[0], "k")
        if r["speed"] == r["speed"]:
            r |= row(analyze([f"shank-left={fp[0]}"], speed=r["speed"], key=f"shks_{t.trial}")[0], "ks")
        rows.append(r)
    D = pd.DataFrame(rows)
    D.to_csv(CACHE / "table.csv", index=False)
    pd.set_option("display.width", 250)
    print(
        D[
            [
                "trial",
                "speed",
                "height",
                "tc",
                "step",
                "p_contact_time",
                "ps_contact_time",
                "f_contact_time",
                "k_contact_time",
                "p_step_time",
                "p_vertical_oscillation",
                "osc",
                "f_foot_strike_angle",
                "fsa",
                "f_stride_length",
                "sl",
            ]
        ]
        .round(3)
        .to_string()
    )
