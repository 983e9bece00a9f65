"""Seconds that polars takes to read a CSV; the number of its threads is set by POLARS_MAX_THREADS."""
import sys
import time

import polars

start = time.perf_counter()
rows = polars.read_csv(sys.argv[1]).height
print(time.perf_counter() - start, rows)
