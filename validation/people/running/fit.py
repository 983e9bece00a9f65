#!/usr/bin/env python3
"""Fits the probability of running per segment on the table of `features.py`; every printed figure leaves the judged
person out, with everything that he or she recorded.

Few people in the recordings walk briskly, so walking is also played faster: the same path in less time scales the
dynamic part of the acceleration with the square of the tempo. Running is also played slower. The constants of
`bouts/evidence.rs` are a little higher than the fitted ones (SHIFT), in favour of slow joggers; the figures contain it.

    python fit.py features.csv [more.csv ...]
"""
import sys

import numpy as np
import pandas as pd
from scipy.optimize import minimize

GROUPS = {"body": ["pelvis", "trunk"], "thigh": ["thigh"], "shank": ["shank"], "foot": ["foot"], "wrist": ["wrist"]}
NAMES = {g: ["amp", "rest", "m2amp", "T"] for g in GROUPS} | {"shank": ["amp", "rest", "T"], "foot": ["rest", "T"]}
SHIFT = {"body": 0.98, "thigh": 1.29, "shank": 1.24, "wrist": 2.47}
BRISK, EASY = (1.0, 1.12, 1.22), (1.0, 0.92)
# One man each, whatever the number of trials; the sacrum's and the Shimmer's export come from the same laboratory.
ONE = {"shank": "shank", "sacrum": "sacrum", "shimmer": "sacrum"}


def who(d):
    """The person behind each row."""
    runner = d.person.astype(str).where(d.source != "tm26", d.person.astype(str).str.split("_").str[0])
    return d.source.map(ONE).fillna(runner)


def played(d, tempo):
    d = d.copy()
    for c in ("amp", "rest", "m2amp"):
        d[c] *= tempo**2
    d["T"] /= tempo
    return d.assign(tempo=tempo)


def fit(X, y, w, ridge=0.02):
    def loss(p):
        z = X @ p[:-1] + p[-1]
        return (w * (np.logaddexp(0, z) - y * z)).sum() + ridge * (p[:-1] ** 2).sum() / 2

    return minimize(loss, np.zeros(X.shape[1] + 1), method="BFGS").x


def main():
    d = pd.concat([pd.read_csv(p) for p in sys.argv[1:]], ignore_index=True)
    d = d[(d.rho > 0.45) & d["T"].between(0.44, 1.04 + 0.4)]
    d["who"] = who(d)
    steady = d.groupby(["source", "person", "placement", "hz", "label"]).amp.transform("median")
    d = d[(d.label != "run") | (d.amp > 0.75 * steady)]
    for group, segments in GROUPS.items():
        own = d[d.segment.isin(segments)]
        run, rest = own[own.label == "run"], own[own.label != "run"]
        if rest.empty:
            print(group, "no walking recorded: thresholds are chosen")
            continue
        parts = [played(run, s).assign(y=1.0) for s in EASY] + [played(rest, s).assign(y=0.0) for s in BRISK]
        a = pd.concat(parts, ignore_index=True)
        a = a[a["T"] <= 1.04]
        X, y = np.log(a[NAMES[group]].to_numpy(float) + 1e-3), a.y.to_numpy()
        w = 1 / a.groupby(["who", "y"]).at.transform("size").to_numpy()
        w = np.where(y > 0, w / w[y > 0].sum(), w / w[y == 0].sum()) * 10
        p = fit(X, y, w)
        print(f"\n{group}: {a.who.nunique()} people,", dict(zip(NAMES[group] + ["constant"], p.round(2))))
        z = np.full(len(a), np.nan)
        for person in a.who.unique():
            out = (a.who == person).to_numpy()
            if len(np.unique(y[~out])) < 2:
                continue
            q = fit(X[~out], y[~out], w[~out])
            z[out] = X[out] @ q[:-1] + q[-1]
        a["odds"] = z + SHIFT.get(group, 0.0)
        left = a.dropna(subset="odds")
        if len(left) < len(a):
            print("cannot be left out, for want of others:", sorted(set(a.who) - set(left.who)))
        r = left.groupby(["y", "source", "label", "tempo", "hz", "who", "person", "placement"], as_index=False).odds.median()
        r["sure"], r["doubtful"] = r.odds > np.log(9), (r.odds > 0) & (r.odds <= np.log(9))
        g = r.groupby(["y", "source", "label", "tempo", "hz"])
        print(pd.DataFrame({"recordings": g.size(), "people": g.who.nunique(), "called running": g.sure.sum(), "doubtful": g.doubtful.sum(),
                            "odds, lowest": g.odds.min().round(1), "highest": g.odds.max().round(1)}).to_string())


if __name__ == "__main__":
    main()
