from common import *
import sys

T = trials()
Q = truth()
ms = sys.argv[1:]
for meth in ms:
    e = []
    for t in T.itertuples():
        J, C = analyze(
            [f"{p}={RUNNERS}/sensor/{t.trial}_{p}.csv.gz" for p in ("foot-left", "foot-right")],
            extra=("--method", f"contacts={meth}"),
            key=f"alt-{meth}_{t.trial}",
        )
        m = [x for x in J["metrics"] if x["id"] == "contact_time"]
        if not m or m[0]["value"] is None:
            e.append(np.nan)
            continue
        m = m[0]
        v = (m["left"] + m["right"]) / 2 if m["left"] and m["right"] else m["value"]
        e.append((v - Q[Q.trial == t.trial].groupby("side").contact_time_s.median().mean()) * 1e3)
    e = np.array(e)
    print(
        meth,
        "n",
        np.isfinite(e).sum(),
        "bias",
        np.nanmean(e).round(1),
        "sd",
        np.nanstd(e).round(1),
        "by speed",
        [np.nanmean(e[T.speed_mps == s]).round(0) for s in (2.5, 3.5, 4.5)],
        "worst",
        np.nanmax(abs(e - np.nanmean(e))).round(0),
    )
