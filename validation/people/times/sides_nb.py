"""The posterior that is proposed: Student t per cue, four states (which parity is left, facing right or wrong)."""

from sides_features import *
import warnings

warnings.filterwarnings("ignore")
CUES = ["roll", "yaw", "force"]
FLIP = np.array([-1, 1, -1.0])
WEIGHT = np.array([1, 1, 0.5])
NU = 5
# widest of what is seen here and what the sign's share in both laboratories says (roll >= 2.4 sd from 0, yaw 1.75)
SHARE = np.array([2.4, 1.75, 1.64])
PRIOR = 10.0


def contrast(f):
    s = np.where(f.truth == "left", 1, -1)
    X = f[CUES].to_numpy()
    L, R = X[s > 0], X[s < 0]
    return (L.mean(0) - R.mean(0)) / 2, (L.var(0, ddof=1) / len(L) + R.var(0, ddof=1) / len(R)) / 4


def ll(x, mu, sd, v):
    T = sd**2 + v
    return -0.5 * np.log(T) - 0.5 * (NU + 1) * np.log1p((x - mu) ** 2 / T / NU)


def posterior(x, v, mu, sd, facing):
    lp = {}
    for s in (1, -1):
        for h in (1, -1):
            z = x * s * (1 if h > 0 else FLIP)
            lp[s, h] = (WEIGHT * ll(z, mu, sd, v)).sum() + np.log(facing if h > 0 else 1 - facing)
    m = max(lp.values())
    e = {k: np.exp(q - m) for k, q in lp.items()}
    t = sum(e.values())
    return (e[1, 1] + e[1, -1]) / t, (e[1, 1] + e[-1, 1]) / t


def train(E, r):
    X = np.stack(E[E.runner != r].x)
    mu = X.mean(0)
    sd = X.std(0, ddof=1) * (1 + 1 / E.runner.nunique()) ** 0.5
    return mu, np.maximum(sd, mu / SHARE)


def facing(b):
    return 1 / (1 + np.exp(-PRIOR * b))


if __name__ == "__main__":
    D = pd.read_csv(CACHE / "sides_contacts.csv")
    D = D[D.truth.isin(["left", "right"])]
    for mount in (["straight"] if os.environ.get("QUICK") else MOUNTS):
        g0 = D[D.mount == mount]
        E = pd.DataFrame(
            [
                dict(trial=t, runner=f.runner.iloc[0], **dict(zip("xv", contrast(f))), b=f.braking.iloc[0])
                for t, f in g0.groupby("trial")
            ]
        )
        if mount == "straight":
            print("all", train(E, None))
        for bl in ((10**6, 20, 12, 6) if mount == "straight" else (10**6,)):
            for nm, sgn, pf in (
                ("braking prior", 1, None),
                ("facing unknown", 1, 0.5),
                ("facing taken wrong, 0.5", -1, 0.5),
                ("braking prior but wrong", -1, None),
            ):
                P, n, Fa = [], [], []
                for t, f in g0.groupby("trial"):
                    mu, sd = train(E, f.runner.iloc[0])
                    for k in range(0, len(f), bl):
                        h = f.iloc[k : k + bl]
                        if min((h.truth == "left").sum(), (h.truth == "right").sum()) < 3:
                            continue
                        x, v = contrast(h)
                        p, q = posterior(x * (FLIP if sgn < 0 else 1), v, mu, sd, pf or facing(f.braking.iloc[0]))
                        P.append(p)
                        n.append(len(h))
                        Fa.append(q if sgn > 0 else 1 - q)
                P, n, Fa = map(np.array, (P, n, Fa))
                w = n / n.sum()
                print(
                    f"{mount:9s} {nm:24s} block {bl:7d} n {len(P):4d} right {w[P>=.95].sum():.3f} wrong {w[P<=.05].sum():.3f} unknown {w[(P<.95)&(P>.05)].sum():.3f} min {P.min():.3f} | facing settled right {w[Fa>=.95].sum():.3f} wrong {w[Fa<=.05].sum():.3f}"
                )
        if mount == "straight":
            mu, sd = train(E, None)

            def one(path, Q, speed=None, height=175, mass=70, shift=0):
                J, C = analyze([f"pelvis={path}"], height=height, mass=mass)
                t, acc, gyr = load(path)
                C = C[np.isfinite(C.toe_off_s)].reset_index(drop=True)
                if not len(C):
                    print(path, "no toe-offs")
                    return
                C = anchored(t, acc, C)
                f, gl = features(t, acc, gyr, C)
                f["truth"] = match(f, Q)
                f = f[f.truth != ""]
                x, v = contrast(f)
                print(
                    Path(path).parent.name,
                    len(f),
                    "x",
                    x.round(2),
                    "braking",
                    round(gl["braking"], 2),
                    "anterior",
                    gl["ant"].round(2),
                    "P",
                    posterior(x, v, mu, sd, facing(gl["braking"]))[0].round(4),
                    "facing unknown",
                    np.round(posterior(x, v, mu, sd, 0.5), 3),
                    "flipped",
                    np.round(posterior(x * FLIP, v, mu, sd, 0.5), 3),
                )

            p = DATA / "markers-treadmill-force"
            one(
                p / "virtual_imu_sacrum_240hz.csv",
                pd.read_csv(p / "truth_steps.csv").rename(
                    columns={"contact_on_s": "initial_contact_s", "foot": "side"}
                ),
                height=180,
                mass=82.9,
            )
            for d in sorted(Path("virtual-pelvis").glob("*")):
                one(d / "pelvis.csv", pd.read_csv(d / "truth_contacts.csv"))
