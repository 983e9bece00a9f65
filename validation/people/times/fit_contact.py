"""Contact time from pelvis, feet or shanks: weak prior and robust evidences on a grid of ln(contact time).

Prints the table judged with the runner left out and writes contact_time.toml. Input: out/table.csv (table.py, harm.py, more.py) and
out/shank4.csv (shank4.py), which come from the recordings and the command line's JSON.
"""

from contact_fit import *

EPS, GROSS, WEAK = 0.10, 0.40, 2.0
ROT_AGREE = 0.12  # where the onsets agree the impact is sharp and the detector is to be believed
GRID = np.linspace(np.log(0.10), np.log(0.45), 701)


def norm(y, m, s):
    return np.exp(-0.5 * ((y - m) / s) ** 2) / s


def combine(prior, evidence):
    lp = np.log(norm(GRID, *prior))
    for y, s in evidence:
        if np.isfinite(y):
            lp += np.log((1 - EPS) * norm(GRID, y, s) + EPS * norm(GRID, y, GROSS))
    p = np.exp(lp - lp.max())
    p /= p.sum()
    m = (p * GRID).sum()
    return m, np.sqrt((p * (GRID - m) ** 2).sum())


REG = {
    "pelvis": ["one", "lT_p", "q", "lap"],
    "pelvis+speed": ["one", "lv", "lT_p", "q", "lap"],
    "rhythm": ["one", "lT"],
    "speed-rhythm": ["one", "lv", "lT"],
}
PRIOR["lT"] = PRIOR["lT_p"]
PRIOR["ld1"] = (1, 0.05)
PRIOR["fsa"] = (0, 0.03)
S_DET = {"pelvis": 0.15, "pelvis+speed": 0.12, "shank": 0.06, "shank-disagree": 0.25}
B_DET = {"pelvis": 0.03, "pelvis+speed": 0.03}


def prepare(d):
    d = features(d)
    if "trial" in d and (d.set == "T26").any():
        d["f_benson"] = [benson(t) if k == "T26" else np.nan for t, k in zip(d.trial, d.set)]
    d["lT"] = d.lT_p.fillna(d.get("lT_f")).fillna(d.get("lT_k"))
    return d


def benson(t):
    J, _ = analyze([], key=f"alt-foot-benson-2019_{t}")
    m = [v for v in J["metrics"] if v["id"] == "contact_time"]
    return (
        np.nan
        if not m or m[0]["value"] is None
        else (m[0]["left"] + m[0]["right"]) / 2 if m[0]["left"] and m[0]["right"] else m[0]["value"]
    )


def train(T):
    r = T.runner.to_numpy()
    y = np.log(T.tc).to_numpy()
    m = {k: (c, fit(T[c].to_numpy(float), y, r, c)) for k, c in REG.items()}
    for k, c in (("pelvis", ["lT_p", "q", "lap"]), ("pelvis+speed", ["lv", "lT_p", "q", "lap"])):
        X = T[c].to_numpy(float)
        m[k + ":space"] = (c, X.mean(0), np.cov(X.T))
    # feet: ln(tc) - ln(detected) = a + b fsa + c ln(detected/0.22) (c near 0)
    T2 = T.assign(ld1=T.ld_f)
    m["feet"] = (["one", "ld1", "fsa"], fit(T2[["one", "ld1", "fsa"]].to_numpy(float), y, r, ["one", "ld1", "fsa"]))
    m["benson"] = float((T.f_benson - T.tc).groupby(T.runner).mean().mean()) if "f_benson" in T else np.nan
    k = T.rot - T.tc
    m["rot"] = float(k.groupby(T.runner).mean().mean())
    e = np.log((T.rot - m["rot"]) / T.tc)
    m["rot_sd"] = 0.05
    return m


def reg(m, k, x):
    c, f = m[k]
    X = x[c].to_numpy(float)[None]
    mu, v = predict(f, X)
    sd = np.sqrt(v[0] + f["sb"] ** 2 + f["sw"] ** 2)
    d2 = 0.0
    if k + ":space" in m:
        c, mu0, C = m[k + ":space"]
        z = x[c].to_numpy(float) - mu0
        d2 = float(z @ np.linalg.solve(C, z))
        sd *= np.sqrt(1 + max(0, d2 - 9))
    return mu[0], sd, d2


def estimate(m, x, what):
    ev = []
    if what in ("pelvis", "pelvis+speed"):
        p = reg(m, "rhythm" if what == "pelvis" else "speed-rhythm", x)
        prior = (p[0], WEAK * p[1])
        r = reg(m, "pelvis", x)
        ev.append(r[:2])
        ev.append((np.log(x["p_contact_time" if what == "pelvis" else "ps_contact_time"]) - B_DET[what], S_DET[what]))
    elif what in ("feet", "feet+speed"):
        z = x.copy()
        z["lv"] = x.lv_f if what == "feet" else x.lv
        z["lT"] = x.lT_f
        p = reg(m, "speed-rhythm", z)
        prior = (p[0], WEAK * p[1])
        z["ld1"] = x.ld_f
        r = reg(m, "feet", z)
        ev.append((r[0], max(r[1], 0.05)))
        b = x.get("f_benson", np.nan)
        ev.append((np.log(b - m["benson"]) if b == b and b - m["benson"] > 0.08 else np.nan, 0.08))
    else:
        z = x.copy()
        z["lT"] = x.lT_k
        p = reg(m, "speed-rhythm" if what == "shanks+speed" else "rhythm", z)
        prior = (p[0], WEAK * p[1])
        ev = [
            (np.log(x.rot - m["rot"]) if x.rot > m["rot"] + 0.05 else np.nan, m["rot_sd"] if x.disagree else ROT_AGREE),
            (np.log(x.k_contact_time), S_DET["shank-disagree" if x.disagree else "shank"]),
        ]
    return combine(prior, ev)


WHAT = ["pelvis", "pelvis+speed", "feet", "feet+speed", "shanks", "shanks+speed"]


def anova(e, runner):
    """Mean, between- and within-runner SD of errors (balanced)."""
    g = pd.DataFrame(dict(e=e, r=runner)).groupby("r").e
    k = g.size().mean()
    sw2 = g.var(ddof=1).mean()
    sb2 = max(0, g.mean().var(ddof=1) - sw2 / k)
    return e.mean(), sb2**0.5, sw2**0.5


if __name__ == "__main__":
    D = pd.read_csv(CACHE / "table.csv")
    S = pd.read_csv(CACHE / "shank4.csv")
    D["rot"] = D.trial.map(S.groupby("trial").d_steep.mean())
    dis = {}
    for t in trials().itertuples():
        J, _ = analyze([], key=f"shanks_{t.trial}")
        dis[t.trial] = any(c["id"] == "onsets-disagree" for r in J["recordings"] for c in r["caveats"])
    D["disagree"] = D.trial.map(dis).fillna(False)
    D = prepare(D)
    T = D[D.set == "T26"].reset_index(drop=True)
    R = []
    RES = {}
    for w in WHAT:
        o = T[["trial", "runner", "speed", "tc", "strike_l"]].copy()
        o["m"] = np.nan
        o["s"] = np.nan
        for r in T.runner.unique():
            m = train(T[T.runner != r])
            for i in T.index[T.runner == r]:
                o.loc[i, ["m", "s"]] = estimate(m, T.loc[i], w)
        o["est"] = np.exp(o.m)
        o["ln"] = o.m - np.log(o.tc)
        typical = o.s.median()
        # interval: random effects of the other runners' left-out errors, Student t
        for r in T.runner.unique():
            a = o.runner != r
            mu, sb, sw = anova(o.ln[a], o.runner[a])
            n = o.runner[a].nunique()
            k = st.t.ppf(0.975, n - 1)
            o.loc[~a, "u"] = o.est * k * np.sqrt(mu**2 + sb**2 * (1 + 1 / n) + sw**2) * np.maximum(1, o.s / typical)
            o.loc[~a, "sw"] = sw
            o.loc[~a, "k"] = k
        ch = []
        for r, g in o.groupby("runner"):
            for (_, p), (_, q) in itertools.combinations(list(g.iterrows()), 2):
                ch.append(((q.est - p.est) - (q.tc - p.tc), (p.est + q.est) / 2 * p.k * 2**0.5 * p.sw))
        ch = np.array(ch)
        R.append(report(w, o, ch))
        mu, sb, sw = anova(o.ln, o.runner)
        RES[w] = dict(bias=mu, sigma_between=sb, sigma_within=sw, typical_sd=typical)
        o["e"] = (o.est - o.tc) * 1e3
        print(
            w,
            "by strike",
            o.groupby("strike_l").e.agg(["mean", "std", "count"]).round(1).to_dict("index"),
            "worst",
            o.loc[o.e.abs().nlargest(3).index, ["trial", "e"]].round(0).values.tolist(),
        )
    pd.set_option("display.width", 250)
    print(pd.DataFrame(R).round(2).to_string())
    print(json.dumps(RES, indent=0))
    # flight: half a stride less contact
    m = train(T)
    print(
        {k: m[k] for k in ("rot", "rot_sd")},
        "feet",
        dict(zip(m["feet"][0], m["feet"][1]["b"])),
        m["feet"][1]["sb"],
        m["feet"][1]["sw"],
    )
    for w in ("pelvis", "pelvis+speed", "feet"):
        x = D[D.set == "markers"].iloc[0]
        e = estimate(m, x, w)
        print(
            "markers",
            w,
            round(np.exp(e[0]) * 1e3 - x.tc * 1e3, 1),
            "sd ln",
            round(e[1], 3),
            "d2",
            round(reg(m, w, x)[2], 1) if w != "feet" else "",
        )
    x = D[D.set == "markers"].iloc[0].copy()
    x["rot"] = 0.0107 + 0.0256 + 0.24104
    x["disagree"] = False
    e = estimate(m, x, "shanks")
    print(
        "markers shank",
        round(np.exp(e[0]) * 1e3 - x.tc * 1e3, 1),
        "detector",
        round(x.k_contact_time * 1e3 - x.tc * 1e3, 1),
    )
    import pickle

    pickle.dump(m, open(CACHE / "model.pkl", "wb"))
    with open("contact_time.toml", "w") as f:
        f.write(
            "# Generated by fit_contact.py from 13 runners, 39 trials (Fukuchi, Fukuchi & Duarte 2017, CC BY 4.0); do not edit.\n"
        )
        f.write(
            f"gross_share = {EPS}\ngross_sd = {GROSS}\nswing_end_before_contact_s = 0.0263\nrotation_offset_s = {m['rot']!r}\nrotation_sd = {m['rot_sd']!r}\nbenson_offset_s = {m['benson']!r}\n"
        )
        for k in ("rhythm", "speed-rhythm", "pelvis", "pelvis+speed", "feet"):
            c, g = m[k]
            f.write(
                f"\n[regression.\"{k}\"]\nfeatures = {json.dumps(c)}\ncoefficients = {[float(v) for v in g['b']]}\ncovariance = {[[float(v) for v in r] for r in g['S']]}\nsigma_between = {float(g['sb'])!r}\nsigma_within = {float(g['sw'])!r}\n"
            )
            if k + ":space" in m:
                c, a, C = m[k + ":space"]
                f.write(f"centre = {[float(v) for v in a]}\nspread = {[[float(v) for v in r] for r in C]}\n")
        for w in WHAT:
            f.write(f'\n[error."{w}"]\nrunners = 13\n' + "".join(f"{k} = {float(v)!r}\n" for k, v in RES[w].items()))
