import numpy as np, pandas as pd


def fit(X, y, lam=0.0, w=None):
    mu, sd = X.mean(0), X.std(0) + 1e-12
    Z = np.c_[np.ones(len(X)), (X - mu) / sd]
    P = lam * np.eye(Z.shape[1])
    P[0, 0] = 0
    b = np.linalg.solve(Z.T @ Z + P, Z.T @ y)
    c = b[1:] / sd
    return np.r_[b[0] - c @ mu, c]


def loro(d, feats, target, offset=None, lam=0.0, group="runner"):
    y = d[target].to_numpy() - (d[offset].to_numpy() if offset is not None else 0)
    X = d[feats].to_numpy(float).reshape(len(d), -1)
    out = np.zeros(len(d))
    for r in d[group].unique():
        m = (d[group] == r).to_numpy()
        c = fit(X[~m], y[~m], lam) if len(feats) else np.r_[y[~m].mean()]
        out[m] = c[0] + (X[m] @ c[1:] if len(feats) else 0)
    return out + (d[offset].to_numpy() if offset is not None else 0)


def change(d, e):
    p = pd.DataFrame({"r": d.runner.values, "v": d.v.values, "e": np.asarray(e)}).groupby(["r", "v"]).e.mean().unstack()
    c = []
    for a, b in ((2.5, 3.5), (2.5, 4.5), (3.5, 4.5)):
        c += list((p[b] - p[a]).dropna())
    return np.sqrt(np.mean(np.square(c)))


def summ(d, est, target):
    e = est - d[target].to_numpy()
    return (
        f"n {len(e)} bias {e.mean():+.3f} rmse {np.sqrt((e**2).mean()):.3f} sd {e.std():.3f} p95 {np.quantile(abs(e),.95):.3f} max {abs(e).max():.2f} change {change(d,e):.3f} by v "
        + " ".join(f"{e[(d.v==v).to_numpy()].mean():+.3f}" for v in (2.5, 3.5, 4.5))
    )
