# %% [markdown]
# # A run, from the file to the numbers
#
# The recording is a virtual run that ships with the repository: five sensors, 200 Hz. Replace it with your own file:
# a CSV export with a column for each axis, named by the sensor's placement (`shank-left=run.csv`).

# %%
from pathlib import Path

import numpy as np
import strideform

run = Path(__file__).resolve().parents[3] / "testdata" / "sessions" / "easy-run"

# %% [markdown]
# ## What was inferred
# Units, rate and axes are inferred from the file; each inference states its basis and how to override it.

# %%
print(strideform.inspect(run / "shank-left.csv"))

# %% [markdown]
# ## The whole session
# Each value has the half-width of its 95 % interval.

# %%
result = strideform.analyze(run)
cadence = result["cadence"]
print(f"cadence {cadence.value:.1f} ± {cadence.uncertainty:.1f} {cadence.unit} from {cadence.n} windows")
print(result["contact_time"])
for finding in result.findings:
    print(f"{finding['name']}: {finding['status']} (evidence grade {finding['grade']})")

# %% [markdown]
# ## Contacts as a table
# pandas, polars, pyarrow and DuckDB accept the tables directly; columns are numpy arrays.

# %%
contacts = result.contacts
left = contacts["side"] == "left"
print(f"{len(contacts)} contacts, {np.nanmean(contacts['contact_time_s'][left]):.3f} s on the left")
print(contacts.units)

# %% [markdown]
# ## The same from arrays
# Columns are recognised by name; units can be given or are inferred.

# %%
names = ["time_s", "acc_x", "acc_y", "acc_z", "gyr_x", "gyr_y", "gyr_z"]
matrix = np.loadtxt(run / "shank-left.csv", delimiter=",", skiprows=1)
shank = dict(zip(names, matrix.T, strict=True))
one_sensor = strideform.analyze(
    shank, placement="shank-left", units={"acc": "m/s^2", "gyr": "deg/s"}, speed_mps=3.0, name="left shank"
)
print(one_sensor["peak_tibial_acceleration"])

# %% [markdown]
# ## Building blocks
# A zero-phase filter, offline VQF (quaternions scalar first), and contact methods by name.

# %%
smooth = strideform.signal.butter_zero_phase(matrix[:, 1:4], fs_hz=200.0, cutoff_hz=20.0, order=4)
attitude = strideform.orient.vqf_offline(np.radians(matrix[:, 4:7]), matrix[:, 1:4], rate_hz=200.0)
published = strideform.contacts.find(shank, method="shank-purcell-2005", placement="shank-left")
print(smooth.shape, attitude.quaternions.shape, len(published))

# %% [markdown]
# ## A report to hand over

# %%
Path("report.html").write_text(result.to_html(), encoding="utf-8")
