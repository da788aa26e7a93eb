"""Damaged files: none may cost more than an error, of every call that reads a file."""
import gzip
import os
import sys
from collections import Counter

import numpy as np
from astropy.io import fits

from fits_lookup import make_small
from fits_shared import FOLDER, RNG, psql, report
from fits_tables import make_tables
from fits_tabular import make_tabular

DAMAGED = int(sys.argv[5]) if len(sys.argv) > 5 else 2000
BATCH = 200
CALLS = ("sky.fits_describe(name)", "sky.cutout(name, pixels => '{2,9,3,8}')", "sky.cutout(name, compress => 'keep')",
         "sky.cutout(name, pixels => '{2,19,3,28}', compress => 'keep')", "sky.cutout(name, band => '{5e-7,6e-7}')",
         "sky.cutout(name, shape => sky.box(150, 2, 0.1, 0.1)::sky.region)", "sky.cutout(name, detail => 'Image', part => 2)",
         "sky.mosaic(ARRAY[name, name])", "sky.mosaic(ARRAY[name, 'mosaic_i2_False_1.fits'])")
# Clear errors; 57014: it took too long, 53200: more memory than it may have.
CLEAR = {"read", "22P02", "22023", "38000", "57014", "54000", "0A000", "53200"}
ATTEMPT = """CREATE FUNCTION attempt(call text, name text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE replace('SELECT ' || call, 'name', quote_literal(name));
    RETURN 'read';
EXCEPTION WHEN query_canceled OR OTHERS THEN
    RETURN sqlstate;
END $$"""


def attempts(names):
    """For each name, what came of each call; and since when the server has been running."""
    lines = psql("SET pgsky.fits_timeout = '2s'", "SELECT pg_postmaster_start_time()",
                 "SELECT (SELECT string_agg(attempt(c, n), ' ' ORDER BY i) FROM unnest(ARRAY["
                 + ",".join(f"$${call}$$" for call in CALLS) + "]) WITH ORDINALITY AS calls(c, i)) FROM unnest('{"
                 + ",".join(names) + "}'::text[]) n").splitlines()
    return lines[0], [line.split() for line in lines[1:]]


def change(data):
    """Some bytes: most in the first headers, where they hurt."""
    data = bytearray(data)
    for _ in range(RNG.integers(1, 7)):
        at = int(RNG.integers(len(data) if RNG.random() < 0.4 else min(len(data), 8640)))
        kind = RNG.integers(3)
        data[at] = int(RNG.integers(256)) if kind == 0 else data[at] ^ (1 << int(RNG.integers(8))) if kind == 1 \
            else ord("0123456789-'=.E "[RNG.integers(16)])
    if RNG.random() < 0.1:
        del data[int(RNG.integers(len(data))):]
    return bytes(data)


def damage(data):
    """Of a file, or of what was packed by gzip, which is mostly packed again."""
    if data[:2] == b"\x1f\x8b" and RNG.random() < 0.9:
        return gzip.compress(change(gzip.decompress(data)), 1)
    return change(data)


def check_overrun():
    """Tiles of HCOMPRESS that say to be larger than the image: cfitsio writes beyond its memory."""
    image = fits.CompImageHDU(np.arange(64 * 64, dtype="i2").reshape(64, 64) % 251, compression_type="HCOMPRESS_1", tile_size=(64, 64))
    name = os.path.join(FOLDER, "overrun.fits")
    fits.HDUList([fits.PrimaryHDU(), image]).writeto(name)
    with open(name, "rb") as file:
        data = bytearray(file.read())
    at = data.index(b"\xdd\x99\x00\x00\x00\x40\x00\x00\x00\x40", 5760)
    before, sound = attempts(["overrun.fits"])
    # 64 by 64 becomes 16,448 by 16,448.
    data[at + 4] = data[at + 8] = 0x40
    with open(name, "wb") as file:
        file.write(data)
    after, broken = attempts(["overrun.fits"])
    report(before == after and sound[0][1:3] == ["read"] * 2 and broken[0][:3] == ["read", "38000", "38000"],
           "an overrun of HCOMPRESS costs an error", sound, broken)


def check_damaged(made):
    """What cutouts, tables, mosaics and packed images are tested with, and a distorted image."""
    kept = [name for name in os.listdir(FOLDER) if name.startswith(("keep_", "mosaic_", "air_", "sdss", "odd_"))]
    made = made + make_tables() + make_tabular() + make_small() + sorted(kept)
    originals = []
    for name in made:
        if os.path.getsize(os.path.join(FOLDER, name)) < 300_000:
            with open(os.path.join(FOLDER, name), "rb") as file:
                originals.append(file.read())
    names = [f"damaged_{i}.fits" for i in range(BATCH)]
    seen, servers, parsed, total = [Counter() for _ in CALLS], set(), 0, 0
    psql(ATTEMPT)
    check_overrun()
    for _ in range(DAMAGED // BATCH):
        for name in names:
            with open(os.path.join(FOLDER, name), "wb") as out:
                out.write(damage(originals[RNG.integers(len(originals))]))
        server, came = attempts(names)
        servers.add(server)
        total += len(came)
        parsed += sum(states[0] == "read" for states in came)
        for states in came:
            for counter, state in zip(seen, states):
                counter[state] += 1
    for call, counter in zip(CALLS, seen):
        print("#", call, dict(counter.most_common()))
    report(len(servers) == 1 and total == DAMAGED // BATCH * BATCH and all(s.total() == total for s in seen),
           f"{total} damaged files, of {len(originals)} kinds, cost no more than errors", servers)
    report(all(set(counter) <= CLEAR for counter in seen), "and clear ones")
    report(parsed >= total / 2, f"{100 * parsed // max(total, 1)} of 100 get past their headers", parsed, total)
    report(all(counter["read"] >= total / 50 for counter in seen), "each call gets through with some")
