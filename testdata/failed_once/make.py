#!/usr/bin/env python3
"""Writes the files of this folder: a small one for each kind of input that once broke the program.

    python3 testdata/failed_once/make.py

Nothing but the standard library; the result is the same byte for byte. What each one broke stands beside it.
"""

import gzip
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))


def write(name, content):
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(gzip.compress(content, 9, mtime=0) if name.endswith(".gz") else content)


def crc(content):
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
        table.append(value)
    out = 0
    for byte in content:
        out = out >> 8 ^ table[(out ^ byte) & 0xFF]
    return out


def fit(body):
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
    whole = head + struct.pack("<H", crc(head)) + body
    return whole + struct.pack("<H", crc(whole))


def definition(local, message, fields):
    return struct.pack("<BBBHB", 0x40 | local, 0, 0, message, len(fields)) + b"".join(bytes(field) for field in fields)


ACTIVITY = definition(0, 0, [(0, 1, 0)]) + bytes([0, 4])

# Reading took time with the square of the number of sessions.
body = bytearray(ACTIVITY)
body += definition(1, 18, [(2, 4, 0x86), (5, 1, 0)]) + definition(2, 20, [(253, 4, 0x86), (6, 2, 0x84)])
body += definition(3, 19, [(2, 4, 0x86)])
for second in range(20_000):
    stamp = struct.pack("<I", 1_000_000_000 + second)
    body += b"\x01" + stamp + b"\x01" + b"\x02" + stamp + struct.pack("<H", 3000) + b"\x03" + stamp
write("fit_many_sessions.fit.gz", fit(bytes(body)))

# Each byte became a message in memory.
write("fit_empty_records.fit.gz", fit(ACTIVITY + definition(1, 20, []) + b"\x01" * 4_000_000))
write("fit_unknown_messages.fit.gz", fit(ACTIVITY + definition(1, 0xFF00, [(1, 1, 2)]) + b"\x01\x02" * 2_000_000))
write("fit_one_field_records.fit.gz", fit(ACTIVITY + definition(1, 20, [(3, 1, 2)]) + b"\x01\x50" * 2_000_000))

# Each description of a field was searched for every value.
described = definition(1, 206, [(0, 1, 2), (1, 1, 2), (2, 1, 2)])
described += b"".join(bytes([1, 0, number % 256, 2]) for number in range(60_000))
write("fit_many_descriptions.fit.gz", fit(ACTIVITY + described))

# One line without an end, most of it a hole in the file.
write("pelvis_one_line_of_nuls.csv.gz", b"time_s,acc_x_g,acc_y_g,acc_z_g\n0.00,0.0,0.0,1.0\n" + bytes(20_000_000))
write("pelvis_one_endless_header.csv.gz", b"time_s" + b",a" * 5_000_000 + b"\n")

# A cell that commands the terminal.
rows = [f"{i / 100:.2f},0.01,0.{i % 10},1.0" for i in range(300)]
rows[200] = "2.00,\x1b]0;title\x07\x1b[31m,0.0,1.0"
write("pelvis_escape_in_cell.csv", "\n".join(["time_s,acc_x_g,acc_y_g,acc_z_g", *rows, ""]).encode())
