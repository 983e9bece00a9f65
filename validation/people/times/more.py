from sides_features import *
import warnings

warnings.filterwarnings("ignore")
R = []


def ex(t, acc, gyr, C):
    fs = 1 / np.median(np.diff(t))
    ic = C.initial_contact_s.to_numpy()
    step = np.median(np.diff(ic))
    m = (t >= ic[0]) & (t <= ic[-1])
    acc, gyr = acc[m], gyr[m]
    n = int(int(len(acc) / (2 * step * fs)) * 2 * step * fs)
    acc, gyr = acc[:n], gyr[:n]
    up = acc.mean(0)
    up /= np.linalg.norm(up)
    ant, b = anterior_of(acc, gyr, up, step, fs)
    left = np.cross(up, ant)
    g0 = gyr - gyr.mean(0)
    bp = lambda x: hp(lp(x, 8, fs), 0.3 / step, fs)
    o = dict(
        ap=bp(acc @ ant).std(),
        ml=bp(acc @ left).std(),
        yawsd=np.degrees(bp(cum(g0 @ up, 1 / fs)).std()),
        rollsd=np.degrees(bp(cum(g0 @ ant, 1 / fs)).std()),
        nodsd=np.degrees(bp(cum(g0 @ left, 1 / fs)).std()),
        br=b,
        vhf=hp(acc @ up, 10, fs).std(),
        tilt0=0,
    )
    return o


if __name__ != "__main__":
    raise SystemExit
D = pd.read_csv(CACHE / "table.csv")
for r in D.itertuples():
    if r.set == "T26":
        t, a, g = load(RUNNERS / f"sensor/{r.trial}_pelvis.csv.gz")
        J, C = analyze([], key=f"pelvis_{r.trial}")
        R.append(ex(t, a, g, C))
    elif r.set == "markers":
        p = DATA / "markers-treadmill-force/virtual_imu_sacrum_240hz.csv"
        t, a, g = load(p)
        J, C = analyze([], key="markpFalse")
        R.append(ex(t, a, g, C))
    else:
        R.append({})
M = pd.DataFrame(R)
D = pd.concat([D.drop(columns=[c for c in M if c in D]), M], axis=1).copy()
D.to_csv(CACHE / "table.csv", index=False)
from try1 import feats, ridge, stats

D = feats(D)
T = D[D.set == "T26"].reset_index(drop=True)
for c in ("ap", "ml", "yawsd", "rollsd", "nodsd", "vhf"):
    D["l" + c] = np.log(D[c])
    T["l" + c] = np.log(T[c])
print(
    T.groupby("speed")[["ap", "ml", "yawsd", "rollsd", "nodsd", "vhf", "br"]]
    .agg(["mean", "std"])
    .round(2)
    .T.to_string()
)
T["target"] = T.lv


def lor(cols, y, lam=0.5):
    p = np.zeros(len(T))
    for r in T.runner.unique():
        a = (T.runner != r).to_numpy()
        p[~a] = ridge(T.loc[a, cols].to_numpy(), y[a], lam)(T.loc[~a, cols].to_numpy())
    return p


import itertools

base = ["lT", "q"]
for cols in (
    [["lT"], ["lT", "lh"], ["lT", "q"], ["lT", "q", "lh"]]
    + [base + [c] for c in ("lap", "lml", "lyawsd", "lrollsd", "lnodsd", "lvhf", "br", "c2", "s2")]
    + [
        base + list(c)
        for c in itertools.combinations(("lap", "lml", "lyawsd", "lnodsd", "br", "s2", "lh", "lrollsd"), 2)
    ]
):
    for lam in (1,):
        pv = lor(cols, T.lv.to_numpy(), lam)
        e = pv - T.lv
        pt = np.exp(lor(cols, np.log(T.tc).to_numpy(), lam))
        s = stats(T, pt)
        # two stage
        print(cols, "ln v rmse", round((e**2).mean() ** 0.5, 3), " direct tc", {k: round(v, 1) for k, v in s.items()})
