#!/usr/bin/env python3
"""Fits which segment a running sensor is worn on, on the table of `features.py`: a linear discriminant with
one covariance, judged with the person (and, for real sensors, the data set) left out.

    python placement.py features.csv [more.csv ...]
"""
import sys

import numpy as np
import pandas as pd

CLASSES = ["body", "thigh", "shank", "foot", "wrist"]
GROUP = {"pelvis": "body", "trunk": "body", "thigh": "thigh", "shank": "shank", "foot": "foot", "wrist": "wrist"}
SOFT = 0.35


def table(paths):
    d = pd.concat([pd.read_csv(p) for p in paths], ignore_index=True)
    d = d[(d.label == "run") & (d.rho > 0.5) & (d.amp > 0.5) & d["T"].between(0.5, 0.95) & d.third.notna()]
    m = d.groupby(["source", "person", "placement", "segment", "hz"], as_index=False).median(numeric_only=True)
    m["group"] = m.segment.map(GROUP)
    m["who"] = np.where(m.source == "tm26", m.person.str.split("_").str[0], np.where(m.source == "motionsense", m.person, m.source))
    f = pd.DataFrame({
        "mean": np.log(m["mean"]), "odd": np.sqrt(m.odd), "first": m.h1, "once": np.sqrt(m.m1 / (m.m1 + m.m2)),
        "planarity": np.log(m["plan"] + 0.02), "low": np.sqrt(m.low5), "amplitude": np.log(m.amp)})
    return m, f.to_numpy(float), list(f.columns)


def fit(X, g, w):
    means = np.array([np.average(X[g == c], axis=0, weights=w[g == c]) if (g == c).any() else np.full(X.shape[1], np.nan) for c in CLASSES])
    r = X - means[[CLASSES.index(c) for c in g]]
    cov = sum(np.average(r[g == c][:, :, None] * r[g == c][:, None, :], axis=0, weights=w[g == c]) for c in CLASSES if (g == c).any())
    cov = cov / sum((g == c).any() for c in CLASSES)
    cov += np.diag(0.15 * np.diag(cov) + 0.02**2)
    return means, np.linalg.inv(cov)


def posterior(X, means, inv):
    d = np.array([np.einsum("ij,jk,ik->i", X - m, inv, X - m) for m in means]).T
    d = np.where(np.isnan(d), 1e6, d)
    z = -0.5 * SOFT * d
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True), d.min(axis=1)


def main():
    m, X, names = table(sys.argv[1:])
    g = m.group.to_numpy()
    w = (1 / m.groupby(["group", "source"]).hz.transform("size")).to_numpy()
    means, inv = fit(X, g, w)
    np.set_printoptions(precision=3, suppress=True, linewidth=160)
    print(names)
    for c, row in zip(CLASSES, means):
        print(c, row)
    print(np.array2string(inv, precision=2))
    out = np.zeros((len(m), len(CLASSES)))
    far = np.zeros(len(m))
    for who in m.who.unique():
        t = (m.who == who).to_numpy()
        out[t], far[t] = posterior(X[t], *fit(X[~t], g[~t], w[~t]))
    m["best"], m["p"] = [CLASSES[k] for k in out.argmax(axis=1)], out.max(axis=1)
    m["own"] = out[np.arange(len(m)), [CLASSES.index(c) for c in g]]
    m["far"] = far
    m["right"], m["wrong"] = m.best == m.group, (m.p > 0.95) & (m.own < 0.02)
    m["sure"] = m.right & (m.p > 0.95)
    print(m.groupby(["group", "source"]).agg(n=("hz", "size"), right=("right", "mean"), sure=("sure", "mean"), wrong=("wrong", "sum"), own=("own", "min"), far=("far", "max")).round(3).to_string())
    print("wrong and sure:", m[(m.p > 0.95) & (m.own < 0.02)][["source", "person", "placement", "hz", "best", "p", "own", "far"]].to_string())


if __name__ == "__main__":
    main()
