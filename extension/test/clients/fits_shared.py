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


def check_soundness():
    run = subprocess.run(["fitsverify", "-q"] + KEPT, capture_output=True, text=True, check=False)
    bad = [line for line in run.stdout.splitlines() if line.strip() and not line.startswith("verification OK")
           and " 0 errors" not in line]
    report(not bad, f"fitsverify finds nothing in {len(KEPT)} cutouts", bad)
