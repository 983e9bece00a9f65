from common import *
import sys
from concurrent.futures import ThreadPoolExecutor

names = sys.argv[1:] or list(SETS)
with ThreadPoolExecutor(3) as ex:
    list(ex.map(lambda a: analyze(a[0], a[1], *SETS[a[0]]), [(n, t) for n in names for t in trials().itertuples()]))
