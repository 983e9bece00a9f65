#!/usr/bin/env python3
"""Writes every file of testdata/exports from one synthetic recording of a left shank.

    python3 testdata/exports/make.py

Nothing but the standard library. The same 4.5 seconds stand in every file of `good/` (unless its name says what was
changed), so that a reader must give the same samples whatever the dialect. The signal is invented: 1.5 s of standing,
then strides of 0.7237 s with an impact, a stance and a swing; y lies along the shank (up), x points forward, z to the right.
"""

import gzip
import math
import os
import random
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
RATE = 100.0
N = 450
STRIDE = 0.7237
G = 9.80665
EPOCH = 1617723780.0  # 2021-04-06 15:43:00 UTC


def sample(t):
    """Acceleration in g and angular rate in deg/s at time t."""
    if t < 1.5:
        w = 0.004 * math.sin(40 * t)
        return (0.05 + w, 0.995 - w, 0.06 + 0.5 * w), (0.3 + 20 * w, -0.2, 0.1)
    s = (t - 1.5) % STRIDE
    p = s / STRIDE
    stance = math.sin(math.pi * s / 0.26) if s < 0.26 else 0.0
    ring = math.exp(-s / 0.022) * math.sin(2 * math.pi * 16 * s)
    swing = math.exp(-(((p - 0.7) / 0.12) ** 2))
    push = math.exp(-(((s - 0.245) / 0.02) ** 2))
    acc = (
        0.25 - 1.6 * ring + 0.9 * push - 0.5 * swing,
        0.8 + 1.1 * stance + 3.8 * ring - 0.7 * push + 1.6 * swing,
        0.15 + 0.8 * ring - 0.3 * swing,
    )
    gyr = (
        25 * math.sin(2 * math.pi * p),
        40 * math.sin(4 * math.pi * p),
        430 * swing - 190 * stance - 120 * push,
    )
    return acc, gyr


ROWS = []
for i in range(N):
    a, w = sample(i / RATE)
    ROWS.append((i / RATE, [round(v, 5) for v in a], [round(v, 3) for v in w]))


def f(value, digits=5):
    return f"{value:.{digits}f}"


def mps2(a):
    return [f(v * G) for v in a]


def rads(w):
    return [f(math.radians(v), 6) for v in w]


def write(name, text, encoding="utf-8", folder="good", newline="\n"):
    data = text.replace("\n", newline).encode(encoding)
    path = os.path.join(HERE, folder, name)
    with open(path, "wb") as out:
        out.write(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)


def table(header, rows, sep=","):
    lines = [header] if header else []
    return "\n".join(lines + [sep.join(str(c) for c in row) for row in rows]) + "\n"


def comma(text):
    return text.replace(".", ",")


def plain_rows():
    return [[f(t, 2), *map(f, a), *(f(v, 3) for v in w)] for t, a, w in ROWS]


HEAD = "time_s,acc_x_g,acc_y_g,acc_z_g,gyr_x_dps,gyr_y_dps,gyr_z_dps"


def date(t, pattern="{y}-{m:02}-{d:02} {h:02}:{mi:02}:{s:02}.{ms:03}", base=EPOCH):
    import datetime

    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=round((base + t) * 1000))
    return pattern.format(
        y=at.year, m=at.month, d=at.day, h=at.hour, h12=(at.hour + 11) % 12 + 1, mi=at.minute, s=at.second,
        ms=at.microsecond // 1000, half="AM" if at.hour < 12 else "PM",
    )


def dialects():
    plain = table(HEAD, plain_rows())
    write("plain_left_shank.csv", plain)
    write("plain_left_shank.csv.gz", plain)
    write("bom_crlf.csv", plain, "utf-8-sig", newline="\r\n")
    write("utf16_tab.csv", plain.replace(",", "\t"), "utf-16")
    write("utf16be_no_mark.csv", plain, "utf-16-be")
    write("semicolon_decimal_comma.csv", comma(plain.replace(",", ";")))
    write("tab_decimal_comma.tsv", comma(plain.replace(",", "\t")))
    write("quoted_decimal_comma.csv",
          "\n".join(",".join(f'"{comma(c) if i else c}"' for c in line.split(",")) for i, line in enumerate(plain.splitlines())) + "\n")
    write("trailing_tab.tsv", "\n".join(line.replace(",", "\t") + "\t" for line in plain.splitlines()) + "\n")
    write("trailing_semicolon_rows_only.csv",
          "\n".join(line.replace(",", ";") + (";" if i else "") for i, line in enumerate(plain.splitlines())) + "\n")
    write("aligned_blanks.txt", "\n".join("".join(c.rjust(14) for c in line.split(",")) for line in plain.splitlines()) + "\n")
    write("comma_and_blank.csv", plain.replace(",", ", "))
    write("no_header.csv", plain.split("\n", 1)[1])
    write("comment_header.csv", "# exported by a script\n# rate is in the stamps\n#" + plain)
    write("unit_row.csv", "t;ax;ay;az;gx;gy;gz\ns;g;g;g;deg/s;deg/s;deg/s\n" + plain.split("\n", 1)[1].replace(",", ";"))
    write("excel_sep_line.csv", "sep=;\n" + plain.replace(",", ";"))
    write("no_newline_at_end.csv", plain.rstrip("\n"))
    acc = [[*map(f, a)] for _, a, _ in ROWS]
    write("rate_in_preamble_actigraph.csv",
          "------------ Data File Created By a sensor v6.13 date format dd/MM/yyyy at 100 Hz  Filter Normal -----------\n"
          "Serial Number: XX\nStart Time 15:43:00\nStart Date 06/04/2021\nEpoch Period (hh:mm:ss) 00:00:00\n"
          "Download Time 15:59:38\nDownload Date 06/04/2021\nCurrent Memory Address: 0\n"
          "Current Battery Voltage: 4.13     Mode = 12\n--------------------------------------------------\n"
          + table("Accelerometer X,Accelerometer Y,Accelerometer Z", acc), newline="\r\n")
    write("preamble_with_commas.csv",
          "--- Data File Created By a sensor date format dd-MM-yyyy at 100 Hz  -----------,,,,,,,,,,\nSerial Number: XX,,,,,,,,,,\n"
          "Start Time 15:00:00,,,,,,,,,,\n"
          + table("Timestamp,Accelerometer X,Accelerometer Y,Accelerometer Z,Temperature,Gyroscope X,Gyroscope Y,Gyroscope Z,"
                  "Magnetometer X,Magnetometer Y,Magnetometer Z",
                  [[date(t, "{y}-{m:02}-{d:02}T{h:02}:{mi:02}:{s:02}.{ms:03}0000"), *map(f, a), "43.76", *(f(v, 3) for v in w),
                    "-18.7", "-0.8", "-3.2"] for t, a, w in ROWS]))


def vendors():
    stamp_us = lambda t: str(round((EPOCH + t) * 1e6))
    write("imeasureu.csv", table(
        "unix_timestamp_microsec,time_s,ax_m/s/s,ay_m/s/s,az_m/s/s,gx_deg/s,gy_deg/s,gz_deg/s,mx_microT,my_microT,mz_microT",
        [[stamp_us(t), f(t, 3), *mps2(a), *(f(v, 3) for v in w), "12.1", "-3.0", "44"] for t, a, w in ROWS]))
    start = 2**32 - 3_000_000
    write("xsens_dot_wraps.csv",
          "DeviceTag:;left shank\nFirmwareVersion:;2.0.0\nAppVersion:;2021.0\nSyncStatus:;Synced\nOutputRate:;100Hz\n\n"
          + table("PacketCounter;SampleTimeFine;Euler_X;FreeAcc_X;FreeAcc_Y;FreeAcc_Z;Acc_X;Acc_Y;Acc_Z;Gyr_X;Gyr_Y;Gyr_Z;",
                  [[i + 1, (start + round(t * 1e6)) % 2**32, "0.5", "0.1", "0.2", "0.3", *mps2(a), *(f(v, 3) for v in w), ""]
                   for i, (t, a, w) in enumerate(ROWS)], ";"))
    ns = lambda t: str(round((EPOCH + t) * 1000) * 1_000_000)
    zyx = lambda v: v[::-1]
    write("sensor_logger_TotalAcceleration.csv", table(
        "time,seconds_elapsed,z,y,x", [[ns(t), f(t, 3), *zyx(mps2(a))] for t, a, _ in ROWS]))
    write("sensor_logger_Gyroscope.csv", table(
        "time,seconds_elapsed,z,y,x", [[ns(t), f(t, 3), *zyx(rads(w))] for t, _, w in ROWS]))
    # Gravity lies along y here, as the sensor does not turn in this invented signal.
    write("sensor_logger_Accelerometer_no_gravity.csv", table(
        "time,seconds_elapsed,z,y,x",
        [[ns(t), f(t, 3), *zyx(mps2([a[0] - 0.05, a[1] - 0.995, a[2] - 0.06]))] for t, a, _ in ROWS]))
    phyphox = [[f(t, 2), *mps2(a)] for t, a, _ in ROWS]
    write("phyphox.csv", table(
        '"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)","Absolute acceleration (m/s^2)"',
        [[*r, "9.81"] for r in phyphox]))
    write("phyphox_german.csv", table(
        '"Zeit (s)";"Beschleunigung x (m/s^2)";"Beschleunigung y (m/s^2)";"Beschleunigung z (m/s^2)"',
        [[comma(c) for c in r] for r in phyphox], ";"))
    write("phyphox_french.csv", table(
        '"Temps (s)"\t"Accélération x (m/s^2)"\t"Accélération y (m/s^2)"\t"Accélération z (m/s^2)"', phyphox, "\t"))
    write("sensorlog_apple.csv", table(
        "loggingTime(txt),locationLatitude(WGS84),accelerometerAccelerationX(G),accelerometerAccelerationY(G),"
        "accelerometerAccelerationZ(G),gyroRotationX(rad/s),gyroRotationY(rad/s),gyroRotationZ(rad/s),"
        "motionUserAccelerationX(G),motionUserAccelerationY(G),motionUserAccelerationZ(G),motionGravityX(G),label",
        [[date(t, "{y}-{m:02}-{d:02} {h:02}:{mi:02}:{s:02}.{ms:03} +0800"), "0", *map(f, a), *rads(w), "0.1", "0.1", "0.1", "0.0",
          "run"] for t, a, w in ROWS]))
    ms = lambda t: str(round((EPOCH + t) * 1000))
    zone = lambda t: date(t, "{y}-{m:02}-{d:02}T{h:02}:{mi:02}:{s:02}.{ms:03}", EPOCH - 7 * 3600)
    write("metamotion_acc.csv", table(
        "epoc (ms),timestamp (-0700),elapsed (s),x-axis (g),y-axis (g),z-axis (g)",
        [[ms(t), zone(t), f(t, 3), *map(f, a)] for t, a, _ in ROWS]))
    # The gyroscope of the same device starts 40 ms later and runs at half the rate.
    write("metamotion_gyr_50hz.csv", table(
        "epoc (ms),timestamp (-0700),elapsed (s),x-axis (deg/s),y-axis (deg/s),z-axis (deg/s)",
        [[ms(t), zone(t), f(t - 0.04, 3), *(f(v, 3) for v in w)] for t, _, w in ROWS[4::2]]))
    write("mhealth.csv", table("HEADER_TIME_STAMP,X,Y,Z", [[date(t), *map(f, a)] for t, a, _ in ROWS]))
    write("mhealth_header_says_metres.csv", table(
        "HEADER_TIME_STAMP,X_ACCELERATION_METERS_PER_SECOND_SQUARED,Y_ACCELERATION_METERS_PER_SECOND_SQUARED,"
        "Z_ACCELERATION_METERS_PER_SECOND_SQUARED", [[date(t), *map(f, a)] for t, a, _ in ROWS]))
    write("axivity_no_header.csv", table("", [[date(t), *map(f, a)] for t, a, _ in ROWS]))
    shimmer = lambda unit: "\t".join(["Shimmer_5E98_" + c for c in
        ("Timestamp_Unix_CAL", "Accel_LN_X_CAL", "Accel_LN_Y_CAL", "Accel_LN_Z_CAL", "Accel_WR_X_CAL", "Accel_WR_Y_CAL",
         "Accel_WR_Z_CAL", "Gyro_X_CAL", "Gyro_Y_CAL", "Gyro_Z_CAL")])
    write("shimmer_three_headers.csv", '"sep=\t"\n'.replace('"', "") + shimmer("") + "\t\n"
          + "\t".join(["ms"] + ["m/(s^2)"] * 6 + ["deg/s"] * 3) + "\t\n"
          + table("", [[ms(t), *mps2(a), *mps2(a), *(f(v, 3) for v in w), ""] for t, a, w in ROWS], "\t"))
    write("androsensor.csv", table(
        "ACCELEROMETER X (m/s²);ACCELEROMETER Y (m/s²);ACCELEROMETER Z (m/s²);GRAVITY X (m/s²);GRAVITY Y (m/s²);GRAVITY Z (m/s²);"
        "LINEAR ACCELERATION X (m/s²);LINEAR ACCELERATION Y (m/s²);LINEAR ACCELERATION Z (m/s²);GYROSCOPE X (rad/s);"
        "GYROSCOPE Y (rad/s);GYROSCOPE Z (rad/s);Time since start in ms ;YYYY-MO-DD HH-MI-SS_SSS",
        [[*mps2(a), 0, 9.81, 0, 0, 0, 0, *rads(w), round(t * 1000), date(t, "{y}-{m:02}-{d:02} {h:02}:{mi:02}:{s:02}:{ms:03}")]
         for t, a, w in ROWS], ";"), "cp1252")
    two = lambda a, w: [f(v * 9806.65, 2) for v in a] + [f(v, 3) for v in w] + ["0.1", "0.1", "0.1"]
    other = lambda a, w: [f(-v * 9806.65, 2) for v in a] + [f(-v, 3) for v in w] + ["0.1", "0.1", "0.1"]
    lines = []
    for i, (t, a, w) in enumerate(ROWS):
        lost = 300 <= i < 310
        lines.append([i + 1, 0, *(["0"] * 9 if lost else two(a, w)), *other(a, w)])
    write("vicon_devices_zero_filled.csv",
          "\n\nDevices\n100\n"
          ",,TS-01902 - accel,,,TS-01902 - gyro,,,TS-01902 - mag,,,TS-01874 - accel,,,TS-01874 - gyro,,,TS-01874 - mag,,,\n"
          "Frame,Sub Frame" + ",x,y,z" * 6 + "\n,," + ",".join((["mm/s²"] * 3 + ["deg/s"] * 3 + ["T"] * 3) * 2) + "\n"
          + table("", lines[:420]), "utf-8-sig")
    write("qtm.tsv", "NO_OF_FRAMES\t600\nFREQUENCY\t100\nTIME_STAMP\t2021-04-06, 15:43:00.000\t123.4\n"
          + table("Sample\tAcc_X\tAcc_Y\tAcc_Z\tGyr_X\tGyr_Y\tGyr_Z\t",
                  [[i + 1, *map(f, a), *(f(v, 3) for v in w), ""] for i, (_, a, w) in enumerate(ROWS)], "\t"))


def body_frames():
    mg = lambda v: f(v * G)
    write("mobgap.csv", table("time_s,acc_is,acc_ml,acc_pa,gyr_is,gyr_ml,gyr_pa",
                              [[f(t, 2), mg(a[1]), mg(a[2]), mg(a[0]), f(w[1], 3), f(w[2], 3), f(w[0], 3)] for t, a, w in ROWS]))
    write("gaitmap.csv", table("time,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z",
                               [[f(t, 2), *mps2(a), *(f(v, 3) for v in w)] for t, a, w in ROWS]))
    # gaitmap's foot body frame: si points down, ml is lateral on both feet, rotations are mirrored.
    head = "time,acc_pa,acc_ml,acc_si,gyr_pa,gyr_ml,gyr_si"
    write("gaitmap_body_left_foot.csv", table(head, [
        [f(t, 2), mg(a[0]), mg(-a[2]), mg(-a[1]), f(-w[0], 3), f(w[2], 3), f(-w[1], 3)] for t, a, w in ROWS]))
    write("gaitmap_body_right_foot.csv", table(head, [
        [f(t, 2), mg(a[0]), mg(a[2]), mg(-a[1]), f(w[0], 3), f(w[2], 3), f(w[1], 3)] for t, a, w in ROWS]))
    write("two_axes_sacrum.csv", table("time_s,acc_is_g,acc_pa_g", [[f(t, 2), f(a[1]), f(a[0])] for t, a, _ in ROWS]))
    write("two_shanks_side_by_side.csv", table(
        "time_s,left_shank_acc_x,left_shank_acc_y,left_shank_acc_z,right_shank_acc_x,right_shank_acc_y,right_shank_acc_z",
        [[f(t, 2), *map(f, a), *(f(-v) for v in a)] for t, a, _ in ROWS]))


def clocks():
    acc = lambda a: [*map(f, a)]
    def one(name, stamp, head="time", rows=ROWS):
        write(name, table(head + ",ax,ay,az", [[stamp(i, t), *acc(a)] for i, (t, a, _) in enumerate(rows)]))
    one("time_ms.csv", lambda i, t: round(161129 + t * 1000))
    one("time_us.csv", lambda i, t: round(t * 1e6))
    one("time_ns.csv", lambda i, t: round(t * 1e9))
    one("time_epoch_s.csv", lambda i, t: f(EPOCH + t, 3), "timestamp")
    one("time_serial_days.csv", lambda i, t: f(25569 + (EPOCH + t) / 86400, 9), "timestamp")
    one("time_iso_zone.csv", lambda i, t: date(t, "{y}-{m:02}-{d:02}T{h:02}:{mi:02}:{s:02}.{ms:03}+08:00", EPOCH + 8 * 3600))
    one("time_day_first.csv", lambda i, t: date(t, "{d:02}/{m:02}/{y} {h:02}:{mi:02}:{s:02}.{ms:03}"), "Date Time")
    one("time_month_first_pm.csv", lambda i, t: date(t, "{m}/{d}/{y} {h12}:{mi:02}:{s:02}.{ms:03} {half}", EPOCH + 20 * 86400))
    one("time_of_day_midnight.csv", lambda i, t: date(t, "{h:02}:{mi:02}:{s:02}.{ms:03}", EPOCH + 29820 - 3), "clock time")
    one("time_date_and_clock.csv", lambda i, t: date(t, "{d:02}.{m:02}.{y},{h:02}:{mi:02}:{s:02}.{ms:03}"), "Date,Time")
    one("time_counter_wraps_65536.csv", lambda i, t: round(63000 + t * 1000) % 65536)
    one("time_seconds_wrap.csv", lambda i, t: f((4292.0 + t) % 4294.967296, 6), "time_s")
    one("time_absent.csv", lambda i, t: "x", "label")
    rng = random.Random(7)
    lost = [r for i, r in enumerate(ROWS) if i in (0, N - 1) or not (rng.random() < 0.1 or 400 <= i < 406)]
    one("lost_packets.csv", lambda i, t: round(t * 1000), "time_ms", lost)
    one("batch_stamps.csv", lambda i, t: f((i // 10) * 0.1 + 0.003 * (i // 10 % 2), 3), "time_s")
    twice = [r for i, r in enumerate(ROWS) for _ in range(2 if i % 97 == 5 else 1)]
    one("duplicate_rows.csv", lambda i, t: f(t, 2), "time_s", twice)
    jittered = []
    for i in range(N):
        t = round(i / RATE + (0 if i in (0, N - 1) else rng.uniform(-0.003, 0.003)), 5)
        jittered.append((t, [round(v, 5) for v in sample(t)[0]], None))
    one("jitter.csv", lambda i, t: f(t, 5), "time_s", jittered)


def units():
    def one(name, head, scale, digits, integer=False):
        cell = lambda v: str(round(v * scale)) if integer else f(v * scale, digits)
        write(name, table("time_s," + head, [[f(t, 2), *map(cell, a)] for t, a, _ in ROWS]))
    one("unit_untold_g.csv", "x,y,z", 1, 5)
    one("unit_untold_mps2.csv", "x,y,z", G, 5)
    one("unit_untold_mg.csv", "x,y,z", 1000, 2)
    one("unit_untold_mm.csv", "x,y,z", 9806.65, 1)
    one("unit_whole_milli_g.csv", "acc_x,acc_y,acc_z", 1000, 0, True)
    rad = [[f(t, 2), *map(f, a), *rads(w)] for t, a, w in ROWS]
    write("unit_untold_rads.csv", table("time_s,ax,ay,az,gx,gy,gz", rad))


def repairable():
    rows = plain_rows()
    holes = [list(r) for r in rows]
    for i, word in ((50, ""), (51, "NaN"), (120, "NA"), (121, "null"), (122, "--"), (123, ""), (124, "")):
        holes[i][1] = word
    write("empty_cells.csv", table(HEAD, holes))
    write("last_row_cut.csv", table(HEAD, rows[:-1]) + ",".join(rows[-1][:4]))
    write("last_cell_cut.csv", table(HEAD, rows[:-1]) + ",".join(rows[-1][:6]) + ",-")
    still = [[f(i / RATE, 2), "0.01", f(0.999 + 0.001 * (i % 3)), "-0.02"] for i in range(N)]
    write("still.csv", table("time_s,acc_x_g,acc_y_g,acc_z_g", still))
    clip = [[f(t, 2), *(f(max(-2.0, min(2.0, v))) for v in a)] for t, a, _ in ROWS]
    write("clipped_2g.csv", table("time_s,acc_x_g,acc_y_g,acc_z_g", clip))


def bad():
    rows = plain_rows()[:200]
    def one(name, text, encoding="utf-8"):
        write(name, text, encoding, "bad")
    one("empty.csv", "")
    one("blank_lines.csv", "\n  \n\n")
    one("words.csv", "Dear diary,\ntoday I ran ten kilometres,\nand my hip hurt.\n")
    one("header_only.csv", HEAD + "\n")
    one("one_row.csv", table(HEAD, rows[:1]))
    def changed(name, row, change):
        out = [list(r) for r in rows]
        change(out, row)
        one(name, table(HEAD, out))
    changed("text_cell.csv", 99, lambda out, i: out[i].__setitem__(2, "oops"))
    changed("text_in_first_row.csv", 0, lambda out, i: out[i].__setitem__(3, "n/v"))
    changed("text_in_last_row.csv", 199, lambda out, i: out[i].__setitem__(6, "end"))
    changed("short_row.csv", 99, lambda out, i: out[i].__delitem__(slice(4, None)))
    changed("long_row.csv", 99, lambda out, i: out[i].append("7.5"))
    changed("time_runs_back.csv", 99, lambda out, i: out[i].__setitem__(0, "0.50"))
    changed("time_text.csv", 99, lambda out, i: out[i].__setitem__(0, "soon"))
    changed("absurd_value.csv", 99, lambda out, i: out[i].__setitem__(1, "1e300"))
    one("two_recordings.csv", table(HEAD, rows + rows))
    one("gyroscope_only.csv", table("time_s,gyr_x_dps,gyr_y_dps,gyr_z_dps", [[r[0], *r[4:]] for r in rows]))
    one("heart_rate.csv", table("time_s,heart_rate,cadence", [[r[0], "150", "88"] for r in rows]))
    one("one_axis.csv", table("time_s,acc_x_g", [r[:2] for r in rows]))
    one("unknown_names.csv", table("time_s,alpha,beta,gamma", [r[:4] for r in rows]))
    one("no_rate.csv", table("acc_x_g,acc_y_g,acc_z_g", [r[1:4] for r in rows]))
    one("time_counts_samples.csv", table("time,acc_x_g,acc_y_g,acc_z_g", [[i, *r[1:4]] for i, r in enumerate(rows)]))
    one("time_stands.csv", table("time_s,acc_x_g,acc_y_g,acc_z_g", [["1.0", *r[1:4]] for r in rows]))
    one("time_mostly_missing.csv", table("time_s,acc_x_g,acc_y_g,acc_z_g",
                                         [[r[0] if i % 3 == 0 else "", *r[1:4]] for i, r in enumerate(rows)]))
    one("raw_counts.csv", table("time_s,acc_x,acc_y,acc_z",
                                [[r[0], *(round(float(v) * 4096) for v in r[1:4])] for r in rows]))
    one("one_second_log.csv", table("time_s,acc_x_g,acc_y_g,acc_z_g", [[i, *r[1:4]] for i, r in enumerate(rows)]))
    one("empty_channel.csv", table("time_s,acc_x_g,acc_y_g,acc_z_g", [[r[0], r[1], "", r[3]] for r in rows]))
    one("pause_of_a_year.csv", table("time_s,acc_x_g,acc_y_g,acc_z_g",
                                     [[f(float(r[0]) + (3e7 if i > 100 else 0), 2), *r[1:4]] for i, r in enumerate(rows)]))
    one("decimal_commas_between_commas.csv", table(HEAD, [[comma(c) for c in r] for r in rows]))
    rng = random.Random(1)
    for name, data in (
        ("binary.csv", bytes(rng.randrange(256) for _ in range(2000))),
        ("spreadsheet.csv", b"PK\x03\x04" + bytes(rng.randrange(256) for _ in range(200))),
        ("activity.fit.csv", b"\x0e\x10\x43\x08\x10\x00\x00\x00.FIT" + struct.pack("<20H", *range(20))),
        ("damaged.csv.gz", gzip.compress(table(HEAD, rows).encode(), mtime=0)[:-400]),
    ):
        with open(os.path.join(HERE, "bad", name), "wb") as out:
            out.write(data)


if __name__ == "__main__":
    for folder in ("good", "bad"):
        os.makedirs(os.path.join(HERE, folder), exist_ok=True)
    for part in (dialects, vendors, body_frames, clocks, units, repairable, bad):
        part()
