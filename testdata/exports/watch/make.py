#!/usr/bin/env python3
"""Writes the watch exports of this folder: invented runs in the layouts of watches and portals.

Python standard library only; the result is the same byte for byte. Nothing is recorded from a person. FIT messages are
put together by hand after the public protocol: head, definitions, data, check sum.
"""

import math
import struct
from pathlib import Path

HERE = Path(__file__).parent
# 2024-05-04T06:30:00Z on the FIT clock, which starts at 1989-12-31T00:00:00Z.
START = 1714804200 - 631065600

ENUM, SINT8, UINT8, STRING, FLOAT32 = 0x00, 0x01, 0x02, 0x07, 0x88
SINT16, UINT16, SINT32, UINT32 = 0x83, 0x84, 0x85, 0x86
FORMATS = {ENUM: "B", SINT8: "b", UINT8: "B", SINT16: "h", UINT16: "H", SINT32: "i", UINT32: "I", FLOAT32: "f"}
SIZES = {ENUM: 1, SINT8: 1, UINT8: 1, SINT16: 2, UINT16: 2, SINT32: 4, UINT32: 4, FLOAT32: 4}


def crc(data):
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return value


class Fit:
    def __init__(self):
        self.body = b""

    def define(self, local, number, fields, developer=()):
        """fields: (number, base type, count); developer: (number, size, developer index)."""
        head = 0x40 | local | (0x20 if developer else 0)
        self.body += struct.pack("<BBBHB", head, 0, 0, number, len(fields))
        for num, base, count in fields:
            size = count if base == STRING else SIZES[base] * count
            self.body += struct.pack("<BBB", num, size, base)
        if developer:
            self.body += struct.pack("<B", len(developer))
            for num, size, index in developer:
                self.body += struct.pack("<BBB", num, size, index)

    def data(self, local, *values):
        """values: (base type, number or list or text)."""
        self.body += struct.pack("<B", local)
        for base, value in values:
            if base == STRING:
                text, size = value
                self.body += text.encode().ljust(size, b"\0")
            else:
                items = value if isinstance(value, (list, tuple)) else [value]
                self.body += struct.pack(f"<{len(items)}{FORMATS[base]}", *items)

    def write(self, name):
        head = struct.pack("<BBHI4s", 14, 0x20, 2105, len(self.body), b".FIT")
        head += struct.pack("<H", crc(head))
        whole = head + self.body
        (HERE / name).write_bytes(whole + struct.pack("<H", crc(whole)))


def file_id(fit, maker=1):
    fit.define(0, 0, [(0, ENUM, 1), (1, UINT16, 1), (4, UINT32, 1)])
    fit.data(0, (ENUM, 4), (UINT16, maker), (UINT32, START))


def session(fit, sport, sub, seconds, metres, strides):
    fit.define(1, 18, [(253, UINT32, 1), (2, UINT32, 1), (5, ENUM, 1), (6, ENUM, 1), (7, UINT32, 1), (8, UINT32, 1),
                       (9, UINT32, 1), (10, UINT32, 1)])
    fit.data(1, (UINT32, START + seconds), (UINT32, START), (ENUM, sport), (ENUM, sub), (UINT32, seconds * 1000),
             (UINT32, seconds * 1000), (UINT32, round(metres * 100)), (UINT32, strides))


RECORD = [(253, UINT32, 1), (5, UINT32, 1), (6, UINT16, 1), (4, UINT8, 1), (53, UINT8, 1), (39, UINT16, 1),
          (40, UINT16, 1), (41, UINT16, 1), (83, UINT16, 1), (84, UINT16, 1), (85, UINT16, 1)]


def record(fit, local, second, metres, speed, strides, half, oscillation, percent, contact, ratio, balance, step):
    fit.data(local, (UINT32, START + second), (UINT32, round(metres * 100)), (UINT16, round(speed * 1000)),
             (UINT8, strides), (UINT8, 64 if half else 0), (UINT16, oscillation), (UINT16, percent), (UINT16, contact),
             (UINT16, ratio), (UINT16, balance), (UINT16, step))


def dynamics(name, sport=1, sub=0, factor=1.0):
    """Ten seconds of walking, then 200 s of running at 2.8 m/s, 84.5 strides/min, 0.994 m a step."""
    fit = Fit()
    file_id(fit)
    fit.define(2, 20, RECORD)
    metres = 0.0
    for second in range(10):
        metres += 1.2
        record(fit, 2, second, metres, 1.2, round(52 * factor), False, 450, 6000, 6500, 650, 5000, 6920)
    for second in range(10, 210):
        metres += 2.8
        # A ripple of ±2 ms, ±1 mm, ±0.1 % whose median is nothing.
        i = second % 5 - 2
        strides = round(84 * factor)
        record(fit, 2, second, metres, 2.8, strides, factor == 1.0, 820 + 10 * i, 3450 + 5 * i, 2450 + 10 * i,
               825 + i, 5130 + 10 * i, 9940 + 10 * i)
    # One record without values (all invalid), as a pause leaves it, and one of zeros.
    fit.data(2, (UINT32, START + 210), (UINT32, round(metres * 100)), (UINT16, 0xFFFF), (UINT8, 0xFF), (UINT8, 0xFF),
             (UINT16, 0xFFFF), (UINT16, 0xFFFF), (UINT16, 0xFFFF), (UINT16, 0xFFFF), (UINT16, 0xFFFF), (UINT16, 0xFFFF))
    record(fit, 2, 211, metres, 0.0, 0, False, 0, 0, 0, 0, 0, 0)
    fit.define(3, 19, [(253, UINT32, 1), (2, UINT32, 1), (8, UINT32, 1), (9, UINT32, 1), (10, UINT32, 1)])
    fit.data(3, (UINT32, START + 105), (UINT32, START), (UINT32, 105_000), (UINT32, 27_800), (UINT32, 143))
    fit.data(3, (UINT32, START + 211), (UINT32, START + 105), (UINT32, 106_000), (UINT32, 29_400), (UINT32, 148))
    session(fit, sport, sub, 211, metres, 291)
    fit.write(name)


def developer(name):
    """A pod's fields written by an app: Stryd's names; the watch itself knows time and speed only."""
    fit = Fit()
    file_id(fit)
    fit.define(1, 207, [(3, UINT8, 1)])
    fit.data(1, (UINT8, 0))
    fit.define(2, 206, [(0, UINT8, 1), (1, UINT8, 1), (2, UINT8, 1), (3, STRING, 24), (8, STRING, 12)])
    names = [("Cadence", "RPM", UINT8), ("Ground Time", "Milliseconds", UINT16),
             ("Vertical Oscillation", "Centimeters", FLOAT32), ("Form Power", "Watts", UINT16),
             ("Leg Spring Stiffness", "kN/m", FLOAT32)]
    for num, (label, unit, base) in enumerate(names):
        fit.data(2, (UINT8, 0), (UINT8, num), (UINT8, base), (STRING, (label, 24)), (STRING, (unit, 12)))
    fit.define(3, 20, [(253, UINT32, 1), (6, UINT16, 1)], [(n, SIZES[b], 0) for n, (_, _, b) in enumerate(names)])
    for second in range(90):
        i = second % 3 - 1
        fit.data(3, (UINT32, START + second), (UINT16, 3100), (UINT8, 86), (UINT16, 236 + i), (FLOAT32, 6.25 + 0.25 * i),
                 (UINT16, 60), (FLOAT32, 9.5 + 0.25 * i))
    session(fit, 1, 0, 90, 279.0, 129)
    fit.write(name)


def legs(name, legs, strides=None):
    """Sessions one after another: start in s, duration, sport, m/s, strides/min, contact in ms; the clock of UTC + 2 h."""
    fit = Fit()
    file_id(fit)
    fit.define(2, 20, [(253, UINT32, 1), (5, UINT32, 1), (6, UINT16, 1), (4, UINT8, 1), (41, UINT16, 1)])
    fit.define(1, 18, [(253, UINT32, 1), (2, UINT32, 1), (5, ENUM, 1), (8, UINT32, 1), (9, UINT32, 1), (10, UINT32, 1)])
    for start, seconds, sport, speed, cadence, contact in legs:
        for second in range(seconds):
            fit.data(2, (UINT32, START + start + second), (UINT32, round(speed * second * 100)),
                     (UINT16, round(speed * 1000)), (UINT8, cadence), (UINT16, contact * 10))
        cycles = round(cadence * seconds / 60) if strides is None else strides
        fit.data(1, (UINT32, START + start + seconds), (UINT32, START + start), (ENUM, sport), (UINT32, seconds * 1000),
                 (UINT32, round(speed * seconds * 100)), (UINT32, cycles))
    end = START + legs[-1][0] + legs[-1][1]
    fit.define(3, 34, [(253, UINT32, 1), (5, UINT32, 1)])
    fit.data(3, (UINT32, end), (UINT32, end + 7200))
    fit.write(name)


def strap_and_pod(name):
    """A strap's contact of 270 ms every fifth second, and a pod's of 220 ms every second."""
    fit = Fit()
    file_id(fit)
    fit.define(1, 207, [(3, UINT8, 1)])
    fit.data(1, (UINT8, 0))
    fit.define(2, 206, [(0, UINT8, 1), (1, UINT8, 1), (2, UINT8, 1), (3, STRING, 24), (8, STRING, 12)])
    names = [("Ground Time", "Milliseconds", UINT16), ("Vertical Oscillation", "Centimeters", FLOAT32),
             ("Form Power", "Watts", UINT16), ("Leg Spring Stiffness", "kN/m", FLOAT32)]
    for num, (label, unit, base) in enumerate(names):
        fit.data(2, (UINT8, 0), (UINT8, num), (UINT8, base), (STRING, (label, 24)), (STRING, (unit, 12)))
    fit.define(3, 20, [(253, UINT32, 1), (6, UINT16, 1), (4, UINT8, 1), (39, UINT16, 1), (40, UINT16, 1), (41, UINT16, 1)],
               [(n, SIZES[b], 0) for n, (_, _, b) in enumerate(names)])
    for second in range(200):
        native = (900, 4000, 2700) if second % 5 == 0 else (0xFFFF, 0xFFFF, 0xFFFF)
        fit.data(3, (UINT32, START + second), (UINT16, 3100), (UINT8, 89), *[(UINT16, v) for v in native], (UINT16, 220),
                 (FLOAT32, 6.5), (UINT16, 60), (FLOAT32, 9.5))
    session(fit, 1, 0, 200, 620.0, 297)
    fit.write(name)


def raw_samples(name, calibrated=True):
    """20 s of a wrist at 50 Hz as raw counts: 2048 counts per g about 32768, axes x and y changed over, offset 12.

    3 s of standing, then steps of 0.36 s with arms that swing with the stride.
    """
    fit = Fit()
    file_id(fit)
    if calibrated:
        fit.define(1, 167, [(253, UINT32, 1), (0, ENUM, 1), (1, UINT32, 1), (2, UINT32, 1), (3, UINT32, 1), (4, SINT32, 3),
                            (5, SINT32, 9)])
        turn = [0, 65535, 0, 65535, 0, 0, 0, 0, 65535]
        fit.data(1, (UINT32, START), (ENUM, 0), (UINT32, 1), (UINT32, 2048), (UINT32, 32768), (SINT32, [12, 12, 12]),
                 (SINT32, turn))
    fit.define(2, 165, [(253, UINT32, 1), (0, UINT16, 1), (1, UINT16, 25), (2, UINT16, 25), (3, UINT16, 25),
                        (4, UINT16, 25)])
    rate = 50
    for block in range(40):
        axes = [[], [], []]
        for i in range(25):
            t = (block * 25 + i) / rate
            if t < 3:
                g = (0.0, -1.0, 0.05)
            else:
                step = 2 * math.pi * t / 0.36
                swing = 2 * math.pi * t / 0.72
                g = (0.9 * math.sin(swing), -1.0 + 1.6 * math.cos(step), 0.3 * math.cos(swing) + 0.2 * math.sin(step))
            x, y, z = (round(32768 + 12 + 2048 * v) for v in g)
            # The matrix changes x and y back.
            for axis, count in zip(axes, (y, x, z)):
                axis.append(count)
        offsets = [round(1000 * i / rate) for i in range(25)]
        ms = block * 500
        fit.data(2, (UINT32, START + ms // 1000), (UINT16, ms % 1000), (UINT16, offsets), *[(UINT16, a) for a in axes])
    fit.write(name)


def text(name, lines):
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


ACTIVITIES = ("Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Max HR,Aerobic TE,Avg Run Cadence,"
              "Max Run Cadence,Avg Pace,Best Pace,Total Ascent,Total Descent,Avg Stride Length,Avg Vertical Ratio,"
              "Avg Vertical Oscillation,Avg Ground Contact Time,Avg GCT Balance,Steps,Best Lap Time,Moving Time,Elapsed Time")


def tables():
    text("activities_point.csv", [
        ACTIVITIES,
        'Running,2024-05-04 06:30:00,false,"Loop, easy",10.02,700,00:56:47,141,155,3.0,168,178,5:40,4:51,40,41,1.05,8.4,'
        '8.8,251,50.4% L / 49.6% R,"9,540",00:05:31.2,00:56:40,00:57:30',
        'Cycling,2024-05-03 17:00:00,false,Commute,8.10,180,00:25:00,110,130,1.0,--,--,3:05,2:10,10,10,--,--,--,--,--,--,'
        '00:25:00,00:25:00,00:26:10',
        'Treadmill Running,2024-05-01 18:00:00,false,Belt,6.00,420,00:36:00,138,150,2.5,162,170,6:00,5:30,--,--,1.03,8.6,'
        '8.8,262,--,"5,832",00:06:00,00:36:00,00:36:00'])
    text("activities_european.csv", [
        ACTIVITIES.replace("Avg Run Cadence", "Avg Bike Cadence").replace("Max Run Cadence", "Max Bike Cadence"),
        'Running,2024-05-04 06:30:00,false,"Loop, easy","10,02","1.204","00:56:47","141","155","3,0","168","178","5:40",'
        '"4:51","40","41","105,00","8,4","8,8","251","50,4% L / 49,6% R","9.540","00:05:31,2","00:56:40","00:57:30"',
        'Tennis V2,2024-05-03 17:00:00,false,"Club","1,45","1.104","02:48:12","104","160","2,1","28","--","115:44","--",'
        '"--","--","--","--","--","--","--","3.100","--","00:22:09","02:52:56"',
        'Other,2024-05-02 20:00:00,false,"Sauna","0,00","63","00:20:30","75","111","0,1","--","--","--","--","--","--","--",'
        '"--","--","--","--","--","--","00:20:30","00:20:30"',
        # Joined from another export: two columns more, so nothing behind the pace stands where the header says.
        '"Running","2024-05-01 18:00:00","false","Evening","6,00","420","00:36:00","138","150","2,5","162","--","6:00","--",'
        '"--","--","22","19","--","103,00","8,6","8,8","262","--","5.832","00:06:00","00:36:00"',
        # Cut off behind the time.
        'Trail Running,2024-04-28 09:00:00,false,"Hill","12,50","900","01:20:00"'])
    text("activities_german.csv", [
        "Aktivitätstyp;Datum;Favorit;Titel;Distanz;Kalorien;Zeit;Ø HF;Max. HF;Ø Schrittfrequenz (Laufen);"
        "Max. Schrittfrequenz (Laufen);Ø Pace;Beste Pace;Ø Schrittlänge;Durchschnittliches vertikales Verhältnis;"
        "Ø vertikale Bewegung;Ø Bodenkontaktzeit;Durchschnittliche Balance der Bodenkontaktzeit;Schritte;Zeit in Bewegung",
        "Laufen;2024-05-04 06:30:00;false;Runde;10,02;700;00:56:47;141;155;168;178;5:40;4:51;1,05;8,4;8,8;251;"
        "50,4% L / 49,6% R;9.540;00:56:40",
        "Radfahren;2024-05-03 17:00:00;false;Arbeit;8,10;180;00:25:00;110;130;--;--;--;--;--;--;--;--;--;--;00:25:00"])
    text("activities_miles.csv", [
        ACTIVITIES,
        'Running,2024-05-04 06:30:00,false,Loop,6.23,700,00:56:47,141,155,3.0,168,178,9:07,7:48,131,135,1.05,8.4,8.8,251,'
        '50.4% L / 49.6% R,"9,540",00:08:53.2,00:56:40,00:57:30'])
    text("laps_french.csv", [
        '"Circuits","Durée","Distance km","Allure moyenne min/km","Fréquence cardiaque moyenne","Cadence de course moyenne",'
        '"Temps de contact moyen avec le sol ms","Équilibre TCS moyen %","Longueur moyenne des foulées m",'
        '"Oscillation verticale moyenne cm","Rapport vertical moyen %"',
        '"1","05:40,0","1,00","5:40","140","168","252","50,5 % G / 49,5 % D","1,05","8,8","8,4"',
        '"2","05:36,5","1,00","5:36","142","169","250","50,3 % G / 49,7 % D","1,06","8,8","8,3"',
        '"3","00:28,0","0,08","5:50","143","166","255","50,6 % G / 49,4 % D","1,03","8,7","8,4"',
        '"Résumé","11:44,5","2,08","5:38","141","168","251","50,4 % G / 49,6 % D","1,05","8,8","8,4"'])
    rows = ["Timestamp,Power (w/kg),Form Power (w/kg),Air Power (w/kg),Watch Speed (m/s),Stryd Speed (m/s),"
            "Watch Distance (meters),Stryd Distance (meters),Stiffness,Stiffness/kg,Ground Time (ms),Cadence (spm),"
            "Vertical Oscillation (cm),Watch Elevation (m),Stryd Elevation (m),Heart Rate (bpm)"]
    for s in range(120):
        i = s % 3 - 1
        rows.append(f"{1714804200 + s},3.6,1.0,0.05,2.9,3.0,{2.9 * s:.1f},{3 * s},{9.4 + 0.1 * i:.1f},0.13,{240 + i},172,"
                    f"{7.1 + 0.1 * i:.1f},10,10,140")
    text("stryd.csv", rows)
    rows = ["Date/Time,Running Ground Contact Time (ms),Running Power (W),Running Speed (km/hr),Running Stride Length (m),"
            "Running Vertical Oscillation (cm),Heart Rate (bpm)"]
    for s in range(0, 120, 5):
        i = s // 5 % 3 - 1
        rows.append(f"2024-05-04 06:{30 + s // 60:02d}:{s % 60:02d},{250 + i},240,10.8,{1.08 + 0.01 * i:.2f},{9.0 + 0.1 * i:.1f},140")
    text("apple_wide.csv", rows)
    rows = ["type,sourceName,unit,creationDate,startDate,endDate,value"]
    kinds = [("RunningGroundContactTime", "ms", 250), ("RunningSpeed", "km/hr", 10.8), ("RunningStrideLength", "m", 1.08),
             ("RunningVerticalOscillation", "cm", 9.0)]
    for s in range(0, 120, 5):
        stamp = f"2024-05-04 08:{30 + s // 60:02d}:{s % 60:02d} +0200"
        rows += [f"HKQuantityTypeIdentifier{kind},Watch,{unit},{stamp},{stamp},{stamp},{value}" for kind, unit, value in kinds]
    text("apple_samples.csv", rows)
    rows = ["date_time,elapsed_seconds,distance,enhanced_speed,hrm_vertical_oscillation,hrm_stance_time_percent,"
            "hrm_stance_time,hrm_stance_time_balance,hrm_step_length,hrm_cadence,hrm_fractional_cadence,stryd_power,"
            "stryd_cadence,stryd_stance_time,stryd_vertical_oscillation"]
    for s in range(120):
        i = s % 3 - 1
        walking = s < 20
        rows.append(f"2024-05-04T06:{30 + s // 60:02d}:{s % 60:02d}Z,{s},{3.0 * s:.1f},{1.2 if walking else 3.0},"
                    f"{90 + i}.5,{35 + i}.25,{255 + i}.0,50.{40 + i},{1058 + i}.0,{55 if walking else 85},"
                    f"{0.0 if walking else 0.5},200,{55 if walking else 85},{247 + i},{8.0 + 0.125 * i}")
    text("strap_and_pod_1hz.csv", rows)


dynamics("dynamics.fit")
dynamics("walk.fit", sport=11)
dynamics("ride.fit", sport=2)
dynamics("treadmill_half_cadence.fit", sub=1, factor=0.5)
developer("developer_fields.fit")
legs("two_runs.fit", [(0, 120, 1, 2.8, 82, 250), (6000, 180, 1, 3.6, 90, 230)])
legs("generic_leg.fit", [(0, 180, 0, 2.1, 84, 710), (3000, 120, 1, 2.8, 82, 250)])
legs("absurd_strides.fit", [(0, 120, 1, 2.8, 82, 250)], strides=12)
strap_and_pod("strap_and_pod.fit")
raw_samples("raw_samples.fit")
raw_samples("raw_without_calibration.fit", calibrated=False)
tables()
