"""Contact time: Bayesian regression of ln(contact time) with random runners, judged with the runner left out; writes contact.toml.

y = ln(tc / 1 s) = x·b + u_runner + e;  b ~ N(b0, S0);  u ~ N(0, sb²);  e ~ N(0, sw²)
"""

from common import *
import itertools, warnings

warnings.filterwarnings("ignore")
from scipy.optimize import minimize
from scipy import stats as st

G = 9.80665


def features(d):
    d = d.copy()
    one = np.ones(len(d))
    d["one"] = one
    for p in "pfk":
        if f"{p}_stride_time" in d:
            d[f"lT_{p}"] = np.log(d[f"{p}_stride_time"] / 0.70)
    d["lv"] = np.log(d.speed / 3.5)
    d["q"] = (d.p_vertical_oscillation / 100 / G / (d.p_stride_time / 2) ** 2 - 0.075) / 0.01
    d["lap"] = np.log(d.ap / 5.0)
    d["ld_p"] = np.log(d.p_contact_time / 0.22)
    d["ld_ps"] = np.log(d.ps_contact_time / 0.22)
    d["ld_f"] = np.log(d.f_contact_time / 0.22)
    d["lv_f"] = np.log(d.f_stride_length / d.f_stride_time / 3.5)
    d["fsa"] = (d.f_foot_strike_angle - 15) / 10
    d["ld_k"] = np.log(d.k_contact_time / 0.22)
    return d


C0 = np.log(0.45 * 3.5**-0.53)
#        prior mean, prior sd.  Intercept: published curve 0.45 v^-0.53; slope of speed: the same; the others physics by sign, wide
PRIOR = {
    "one": (C0, 0.05),
    "lv": (-0.53, 0.10),
    "lv_f": (-0.53, 0.10),
    "lT_p": (0.5, 0.4),
    "lT_f": (0.5, 0.4),
    "lT_k": (0.5, 0.4),
    "q": (-0.10, 0.10),
    "lap": (-0.3, 0.3),
    "ld_p": (0, 0.3),
    "ld_ps": (0, 0.3),
    "ld_f": (0.9, 0.2),
    "fsa": (0, 0.1),
    "ld_k": (0, 0.3),
}
MODELS = {
    "typical, speed": ["one", "lv"],
    "typical, speed and rhythm": ["one", "lv", "lT_p"],
    "typical, rhythm": ["one", "lT_p"],
    "pelvis": ["one", "lT_p", "q", "lap"],
    "pelvis without ap": ["one", "lT_p", "q"],
    "pelvis+speed": ["one", "lv", "lT_p", "q"],
    "pelvis+speed with ap": ["one", "lv", "lT_p", "q", "lap"],
    "pelvis acc only": ["one", "lT_p", "ld_p"],
    "pelvis acc only ap": ["one", "lT_p", "lap"],
    "pelvis acc only+speed": ["one", "lv", "lT_p", "ld_ps"],
    "feet": ["one", "lv_f", "lT_f", "ld_f", "fsa"],
    "feet det fsa": ["one", "ld_f", "fsa"],
    "feet prior": ["one", "lv_f", "lT_f"],
    "feet+speed": ["one", "lv", "lT_f", "ld_f", "fsa"],
    "shanks": ["one", "lT_k"],
    "shanks det": ["one", "lT_k", "ld_k"],
    "shanks+speed": ["one", "lv", "lT_k"],
    "shanks+speed det": ["one", "lv", "lT_k", "ld_k"],
}


def cov(runner, sb, sw):
    r = np.asarray(runner)
    return sb**2 * (r[:, None] == r[None, :]) + sw**2 * np.eye(len(r))


def fit(X, y, runner, cols):
    b0 = np.array([PRIOR[c][0] for c in cols])
    S0 = np.diag([PRIOR[c][1] ** 2 for c in cols])

    def nll(p):
        V = cov(runner, *np.exp(p)) + X @ S0 @ X.T
        r = y - X @ b0
        L = np.linalg.cholesky(V)
        z = np.linalg.solve(L, r)
        return z @ z / 2 + np.log(np.diag(L)).sum()

    p = minimize(nll, np.log([0.06, 0.03]), method="Nelder-Mead", options=dict(xatol=1e-3, fatol=1e-4)).x
    sb, sw = np.exp(p)
    Vi = np.linalg.inv(cov(runner, sb, sw))
    S = np.linalg.inv(X.T @ Vi @ X + np.linalg.inv(S0))
    b = S @ (X.T @ Vi @ y + np.linalg.solve(S0, b0))
    return dict(b=b, S=S, sb=sb, sw=sw, n=len(set(runner)))


def predict(m, X):
    mu = X @ m["b"]
    v = np.einsum("ij,jk,ik->i", X, m["S"], X)
    return mu, v


def tq(n):
    return st.t.ppf(0.975, n - 2)


def loro(T, cols):
    out = T[["trial", "runner", "speed", "tc"]].copy()
    out["est"] = out["u"] = np.nan
    ch = []
    for r in T.runner.unique():
        a = (T.runner != r).to_numpy()
        X = T[cols].to_numpy(float)
        m = fit(X[a], np.log(T.tc[a]).to_numpy(), T.runner[a].to_numpy(), cols)
        mu, v = predict(m, X[~a])
        k = tq(m["n"])
        out.loc[~a, "est"] = np.exp(mu)
        out.loc[~a, "u"] = np.exp(mu) * k * np.sqrt(v + m["sb"] ** 2 + m["sw"] ** 2)
        Z = X[~a]
        tc = T.tc[~a].to_numpy()
        for i, j in itertools.combinations(range(len(Z)), 2):
            d = Z[j] - Z[i]
            e = (np.exp(mu[j]) - np.exp(mu[i])) - (tc[j] - tc[i])
            ch.append((e, np.exp((mu[i] + mu[j]) / 2) * k * np.sqrt(d @ m["S"] @ d + 2 * m["sw"] ** 2)))
    return out, np.array(ch)


def report(name, o, ch):
    e = (o.est - o.tc) * 1e3
    P = o.assign(e=e).pivot(index="runner", columns="speed", values="e")
    p95 = e.abs().quantile(0.95)
    c = ch[:, 0] * 1e3
    cu = ch[:, 1] * 1e3
    byr = P.abs().le(o.assign(u=o.u * 1e3).pivot(index="runner", columns="speed", values="u")).mean(1)
    return dict(
        name=name,
        n=len(o),
        bias=e.mean(),
        rmse=(e**2).mean() ** 0.5,
        e25=P[2.5].mean(),
        e35=P[3.5].mean(),
        e45=P[4.5].mean(),
        p95=p95,
        u=o.u.median() * 1e3,
        sharp=o.u.median() * 1e3 / p95,
        cover=(e.abs() <= o.u * 1e3).mean(),
        worst_r=byr.min(),
        change=(c**2).mean() ** 0.5,
        ch_p95=np.quantile(abs(c), 0.95),
        ch_u=np.median(cu),
        ch_cover=(abs(c) <= cu).mean(),
    )


def toml(models, path):
    with open(path, "w") as f:
        f.write(
            "# Generated by fit_contact.py from treadmill-26-runners (Fukuchi, Fukuchi & Duarte 2017, CC BY 4.0; 13 runners); do not edit.\n"
        )
        for k, (cols, m) in models.items():
            f.write(
                f"\n[[model]]\nname = \"{k}\"\nfeatures = {json.dumps(cols)}\ncoefficients = {[float(x) for x in m['b']]}\ncovariance = {[[float(x) for x in r] for r in m['S']]}\nsigma_between = {m['sb']:.6g}\nsigma_within = {m['sw']:.6g}\nrunners = {m['n']}\n"
            )


if __name__ == "__main__":
    D = features(pd.read_csv(CACHE / "table.csv"))
    T = D[D.set == "T26"].reset_index(drop=True)
    R = []
    F = {}
    for name, cols in MODELS.items():
        o, ch = loro(T, cols)
        R.append(report(name, o, ch))
        F[name] = (cols, fit(T[cols].to_numpy(float), np.log(T.tc).to_numpy(), T.runner.to_numpy(), cols))
    pd.set_option("display.width", 250)
    print(pd.DataFrame(R).round(2).to_string())
    for k, (c, m) in F.items():
        print(k, dict(zip(c, m["b"].round(4))), "sb", round(m["sb"], 4), "sw", round(m["sw"], 4))
    toml(F, "contact.toml")
    print("other sets (ms): truth, estimates")
    for k in MODELS:
        c, m = F[k]
        for s in ("sacrum", "markers"):
            d = D[(D.set == s)].dropna(subset=c)
            if len(d):
                mu, v = predict(m, d[c].to_numpy(float))
                e = (np.exp(mu) - d.tc) * 1e3
                print(
                    f"{k:28s} {s} n {len(d)} bias {e.mean():.1f} rmse {(e**2).mean()**.5:.1f} worst {e.abs().max():.0f}; detector rmse",
                    {
                        q: round((((d[q] - d.tc) * 1e3) ** 2).mean() ** 0.5, 1)
                        for q in ("p_contact_time", "ps_contact_time", "f_contact_time")
                    },
                    "level only",
                    (e[d.slope == 0]).round(0).tolist(),
                )
