from loro import *
from common import *

T = trials()
Q = truth()
rows = []
f1 = (
    pd.read_csv("foot1.csv")
    .groupby("trial")
    .agg(stand=("stand_prod", lambda x: x[abs(x) < 90].mean()), turn=("turn", "mean"), wic=("wic", "mean"))
)


def val(J, i):
    m = {x["id"]: x for x in J["metrics"]}.get(i)
    if not m:
        return np.nan
    l, r = m.get("left"), m.get("right")
    return (l + r) / 2 if l is not None and r is not None else m["value"]


for t in T.itertuples():
    g = Q[Q.trial == t.trial]
    s = g.groupby("side")[["active_peak_bw", "valr_bw_s", "contact_time_s"]].median().mean()
    F = json.load(open(CACHE / f"feet_{t.trial}.json"))
    P = json.load(open(CACHE / f"pelvis_{t.trial}.json"))
    PS = json.load(open(CACHE / f"pelvis+speed_{t.trial}.json"))
    H = json.load(open(CACHE / f"shanks_{t.trial}.json"))
    rows.append(
        dict(
            trial=t.trial,
            runner=t.runner,
            v=t.speed_mps,
            h=t.height_cm,
            mass=t.mass_kg,
            peak=s.active_peak_bw,
            valr=s.valr_bw_s,
            ctt=s.contact_time_s,
            ctf=val(F, "contact_time"),
            stf=val(F, "stride_time"),
            own=val(F, "speed"),
            strike=val(F, "foot_strike_angle"),
            osc=val(P, "vertical_oscillation"),
            stp=val(P, "stride_time"),
            ctp=val(P, "contact_time"),
            ctps=val(PS, "contact_time"),
            pk=val(P, "peak_vertical_force"),
            tilt=val(P, "pelvic_tilt_range"),
            tib=val(H, "peak_tibial_acceleration"),
            lr=val(H, "vertical_loading_rate"),
            stand=f1.stand[t.trial],
            turn=f1.turn[t.trial],
            wic=f1.wic[t.trial],
        )
    )
d = pd.DataFrame(rows)
d.to_csv("cd.csv", index=False)
d["ratf"] = d.stf / 2 / d.ctf
d["ratt"] = d.stf / 2 / d.ctt
d["sinef"] = np.pi / 2 * d.ratf
d["ratp"] = d.stp / 2 / d.ctps
d["acc"] = d.osc / 100 / d.stp**2
d["pk"] = d.pk.fillna(d.pk.mean())
d["strk"] = -6.5 + 1.252 * d.stand
d["logv"] = np.log(d.v)
d["logown"] = np.log(d.own)
d["logvalr"] = np.log(d.valr)
d["one"] = 1.0
# own speed accuracy
print("own speed err", (d.own - d.v).describe().round(3).to_dict())
print("true ratio", np.corrcoef(d.ratt, d.peak)[0, 1])
for n, f in {
    "v": ["v"],
    "v,h": ["v", "h"],
    "true ratio": ["ratt"],
    "ratf": ["ratf"],
    "ratf,v": ["ratf", "v"],
    "ratf,own": ["ratf", "own"],
    "ratf,strk": ["ratf", "strk"],
    "ratf,own,strk": ["ratf", "own", "strk"],
    "acc": ["acc"],
    "acc,v": ["acc", "v"],
    "pk": ["pk"],
    "acc,pk": ["acc", "pk"],
    "acc,v,pk": ["acc", "v", "pk"],
    "acc,v,ratp,pk": ["acc", "v", "ratp", "pk"],
    "acc,v,ratp": ["acc", "v", "ratp"],
    "acc,stp": ["acc", "stp"],
    "acc,st,v": ["acc", "stp", "v"],
    "osc,st,v": ["osc", "stp", "v"],
    "ratp,v": ["ratp", "v"],
    "acc,tilt": ["acc", "tilt", "v"],
}.items():
    for lam in (0, 0.5, 2):
        print("peak", n, lam, summ(d, loro(d, f, "peak", lam=lam), "peak")) if lam in (0, 2) else 0
d["b8"] = np.minimum(0, d.strike - 8) ** 2
d["rear"] = (d.strike > 8) * 1.0
d["b8s"] = np.minimum(0, d.strk - 8) ** 2 / 100
d["rears"] = 1 / (1 + np.exp(-(d.strk - 8) / 2))
d["bump"] = np.exp(-(((d.strk - 8) / 6) ** 2))
d["lratf"] = np.log(d.ratf)
d["lwic"] = np.log(abs(d.wic))
d["lct"] = np.log(d.ctf)
d["lst"] = np.log(d.stf)
d["ltib"] = np.log(d.tib)
d["llr"] = np.log(d.lr.clip(1))


def vr(n, f, lam):
    e = np.exp(loro(d, f, "logvalr", lam=lam))
    rel = abs(e / d.valr - 1)
    le = np.log(e / d.valr)
    print(
        "valr",
        n,
        lam,
        "rmse %.2f p95rel %.2f sdlog %.3f p95log %.3f r %.2f change %.2f"
        % (
            np.sqrt(((e - d.valr) ** 2).mean()),
            np.quantile(rel, 0.95),
            le.std(),
            np.quantile(abs(le), 0.95),
            np.corrcoef(e, d.valr)[0, 1],
            change(d, (e - d.valr).to_numpy()),
        ),
    )


for n, f in {
    "v": ["v"],
    "logv": ["logv"],
    "logv,h": ["logv", "h"],
    "logv,mass": ["logv", "mass"],
    "own": ["logown"],
    "own,strk": ["logown", "strk"],
    "own,b8": ["logown", "b8s"],
    "own,rear": ["logown", "rears"],
    "own,strk,b8": ["logown", "strk", "b8s"],
    "2c": ["own", "strike", "b8", "rear", "ctf", "stf"],
    "2c strk": ["own", "strk", "b8s", "rears", "ctf", "stf"],
    "own,strk,ct,st": ["logown", "strk", "lct", "lst"],
    "ratf": ["lratf"],
    "own,ratf,b8": ["logown", "lratf", "b8s"],
    "own,ct": ["logown", "lct"],
    "own,ct,st,b8": ["logown", "lct", "lst", "b8s"],
    "own,ct,b8": ["logown", "lct", "b8s"],
    "own,st,strk,b8": ["logown", "lst", "strk", "b8s"],
    "own,bump": ["logown", "bump"],
    "own,bump,ct": ["logown", "bump", "lct"],
    "bump ct st": ["logown", "bump", "lct", "lst"],
    "own,rear,bump,ct,st": ["logown", "bump", "rears", "lct", "lst"],
    "pelvis": ["logv", "acc", "ratp"],
    "pelvis2": ["logv", "acc"],
    "pelvis st": ["logv", "lst"],
    "pelvis pk": ["logv", "acc", "lst"],
    "tib v": ["logv", "ltib"],
    "shank lr": ["logv", "llr"],
    "tib": ["ltib"],
}.items():
    for lam in (0, 2):
        vr(n, f, lam)
print(d.groupby("v")[["peak", "valr"]].agg(["mean", "std"]))
