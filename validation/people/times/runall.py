from common import *
from concurrent.futures import ThreadPoolExecutor

SETS = {
    "pelvis": (["pelvis"], 0),
    "pelvis+speed": (["pelvis"], 1),
    "feet": (["foot-left", "foot-right"], 0),
    "feet+speed": (["foot-left", "foot-right"], 1),
    "shanks": (["shank-left", "shank-right"], 0),
    "shanks+speed": (["shank-left", "shank-right"], 1),
}


def go(a):
    s, t = a
    sens, given = SETS[s]
    analyze(
        [f"{p}={RUNNERS}/sensor/{t.trial}_{p}.csv.gz" for p in sens],
        height=t.height_cm,
        mass=t.mass_kg,
        speed=t.speed_mps if given else None,
        key=f"{s}_{t.trial}",
    )


with ThreadPoolExecutor(2) as ex:
    list(ex.map(go, [(s, t) for s in SETS for t in trials().itertuples()]))
