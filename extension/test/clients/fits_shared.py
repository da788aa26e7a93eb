"""What tests of cutouts share: the database, a folder of files, cutouts kept for fitsverify.

    test.py DATABASE FOLDER DEMO_DATA [SEED [DAMAGED]]
"""
import io
import os
import subprocess
import sys
import warnings

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

DATABASE, FOLDER, DEMO = sys.argv[1:4]
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 1
RNG = np.random.default_rng(SEED)
warnings.simplefilter("ignore")
KEPT = []


def report(good, what, *more):
    print(("ok " if good else "not ok ") + what, *([] if good else more), flush=True)


def psql(*commands):
    run = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose", "-d", DATABASE,
                          "-c", f"SET pgsky.data_dirs = '{FOLDER}'"]
                         + [part for c in commands for part in ("-c", c)],
                         capture_output=True, text=True, check=False)
    return run.stdout.strip() if run.returncode == 0 else run.stderr


def cutouts(name, wishes):
    """Files, None where nothing overlaps, for each wish: arguments in SQL."""
    given = ["".join(f", {key} => {value}" for key, value in wish.items()) for wish in wishes]
    text = psql(*[f"SELECT coalesce(encode(sky.cutout('{name}'{g}), 'hex'), '-')" for g in given])
    if "ERROR" in text:
        raise SystemExit("not ok " + name + text)
    return [None if line == "-" else bytes.fromhex(line) for line in text.splitlines()]


def cutout(name, **wish):
    return cutouts(name, [wish])[0]


def keep(data):
    """Keep a cutout for fitsverify, and let astropy check its sums."""
    with open(os.path.join(FOLDER, f"cutout_{len(KEPT)}.fits"), "wb") as out:
        out.write(data)
    KEPT.append(out.name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fits.open(io.BytesIO(data), checksum=True).close()


def air_to_vacuum(waves):
    """Metres; Morton 1991, equation 3, which is of vacuum wavelengths (wcslib takes air, 5e-9 off): turned round by repetition."""
    vacuum = waves.copy()
    for _ in range(20):
        s = (vacuum * 1e6) ** -2
        vacuum = waves * (1 + 6.4328e-5 + 2.94981e-2 / (146 - s) + 2.5540e-4 / (41 - s))
    return vacuum


def block_of(header):
    """The pixels that a cutout says it has: slices of the original's array, and its HDU."""
    line = [text for text in header["HISTORY"] if "cut out of HDU" in text][-1]
    number = int(line.split("HDU ")[1].split(",")[0])
    ranges = line.split("[")[1].split("]")[0].split(",")
    ends = [tuple(int(end) for end in part.split(":")) for part in ranges]
    return number, tuple(slice(first - 1, last) for first, last in reversed(ends))


def compare(name, data):
    """What differs between a cutout and its original, as a text; empty: nothing."""
    original = fits.open(os.path.join(FOLDER, name), do_not_scale_image_data=True)
    differs = []
    for part in fits.open(io.BytesIO(data), do_not_scale_image_data=True):
        if part.data is None:
            continue
        number, block = block_of(part.header)
        source = original[number]
        there = source.data[block]
        if there.dtype.newbyteorder("=") != part.data.dtype.newbyteorder("="):
            differs.append(f"HDU {number}: {part.data.dtype} for {there.dtype}")
        if not np.array_equal(there, part.data, equal_nan=there.dtype.kind == "f"):
            differs.append(f"HDU {number}: other pixels")
        for key in ("BSCALE", "BZERO", "BLANK", "BUNIT", "EXTNAME"):
            kept = source.header.get(key) == part.header.get(key)
            if not kept and source.header.get(key) != "COMPRESSED_IMAGE":
                differs.append(f"HDU {number}: {key}")
        if "CTYPE1" not in source.header:
            continue
        here = np.array([[0.0, 0.0], [part.data.shape[-1] - 1, part.data.shape[-2] - 1], [1.7, 2.2]])
        shift = np.array([block[-1].start, block[-2].start])
        a = WCS(part.header).celestial.all_pix2world(here, 0)
        b = WCS(source.header).celestial.all_pix2world(here + shift, 0)
        off = np.abs((a - b + 180) % 360 - 180) * np.cos(np.radians(b[:, 1:]))
        if not np.all(off <= 1e-9):
            differs.append(f"HDU {number}: {off.max()} deg away")
    return "; ".join(differs)


def check_soundness():
    run = subprocess.run(["fitsverify", "-q"] + KEPT, capture_output=True, text=True, check=False)
    bad = [line for line in run.stdout.splitlines() if line.strip() and not line.startswith("verification OK")
           and " 0 errors" not in line]
    report(not bad, f"fitsverify finds nothing in {len(KEPT)} cutouts", bad)
