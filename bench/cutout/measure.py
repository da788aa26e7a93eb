"""The figures of cutouts, beside astropy:  measure.py prepare|measure FOLDER

Both sides find the place by the image's world coordinates, cut out the pixels and make a
FITS file of them in memory.  Ours are timed within the server, so that no client's decoding
counts; each figure is the median of rounds in which both take turns.
"""
import io
import os
import statistics
import subprocess
import sys
import time
import warnings

import numpy as np
from astropy.io import fits
from astropy.nddata import Cutout2D
from astropy.wcs import WCS

WHAT, FOLDER = sys.argv[1:3]
SIZE, BIG, SMALL = 4096, 32768, 2000
SCALE = 1e-4  # degrees a pixel
ROUNDS = 5
warnings.simplefilter("ignore")


def path(name):
    return os.path.join(FOLDER, name)


def sky(width, height, bitpix=None):
    header = fits.Header()
    if bitpix is not None:
        header["SIMPLE"], header["BITPIX"], header["NAXIS"] = True, bitpix, 2
        header["NAXIS1"], header["NAXIS2"] = width, height
    header["CTYPE1"], header["CTYPE2"] = "RA---TAN", "DEC--TAN"
    header["CRVAL1"], header["CRVAL2"] = 150.0, 2.0
    header["CRPIX1"], header["CRPIX2"] = (width + 1) / 2, (height + 1) / 2
    header["CDELT1"], header["CDELT2"] = -SCALE, SCALE
    return header


def prepare():
    if os.path.exists(path("complete")):
        return
    rng = np.random.default_rng(1)
    header = sky(SIZE, SIZE)
    counts = rng.normal(1000, 30, (SIZE, SIZE))
    fits.PrimaryHDU(counts.astype("f4"), header).writeto(path("plain.fits"))
    for name, data, tile in (("rice_squares", counts.astype("f4"), (256, 256)), ("rice_rows", counts.astype("f4"), None),
                             ("rice_rows_i2", counts.astype("i2"), None)):
        fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(data, header, compression_type="RICE_1", tile_size=tile)]
                     ).writeto(path(f"{name}.fits"))
    fits.PrimaryHDU(counts[:16, :16].astype("f4"), sky(16, 16)).writeto(path("tiny.fits"))
    with open(path("big.fits"), "wb") as out:
        out.write(sky(BIG, BIG, -32).tostring().encode())
        out.truncate(out.tell() + BIG * BIG * 4)
    os.mkdir(path("small"))
    data = counts[:32, :32].astype("i2")
    for i in range(SMALL):
        header = sky(32, 32)
        header["CRVAL1"], header["OBJECT"], header["EXPTIME"] = i * 0.1, f"field {i}", 30.0
        header["DATE-OBS"], header["TELESCOP"], header["FILTER"] = "2020-01-01T00:00:00", "bench", "r"
        for j in range(40):
            header[f"KEY{j}"] = (j * 1.5, "a number that a camera writes")
        fits.PrimaryHDU(data, header).writeto(path(f"small/{i}.fits"))
    open(path("complete"), "w", encoding="ascii").close()


TIME = """
CREATE OR REPLACE FUNCTION pg_temp.ms(statement text, times integer) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE before timestamptz; ignored bytea;
BEGIN
    EXECUTE statement INTO ignored;
    before := clock_timestamp();
    FOR i IN 1 .. times LOOP EXECUTE statement INTO ignored; END LOOP;
    RETURN extract(epoch FROM clock_timestamp() - before) * 1000 / times;
END $$"""


def psql(*commands):
    return subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1"] + [part for c in commands for part in ("-c", c)],
                          check=True, capture_output=True, text=True).stdout.strip()


def ours(name, width, times):
    statement = f"SELECT sky.cutout('{name}', sky.box(150, 2, {(width - 1) * SCALE}, {(width - 1) * SCALE}))"
    return float(psql(TIME, f"SELECT pg_temp.ms($$ {statement} $$, {times})"))


def theirs(name, width, times):
    def once():
        with fits.open(path(name)) as hdus:
            image = hdus[0] if hdus[0].data is not None else hdus[1]
            wcs = WCS(image.header)
            part = Cutout2D(image.data, wcs.wcs_world2pix([[150.0, 2.0]], 0)[0], (width, width), wcs)
            header = image.header.copy()
            header.update(part.wcs.to_header())
            fits.PrimaryHDU(part.data, header).writeto(io.BytesIO())

    once()
    before = time.perf_counter()
    for _ in range(times):
        once()
    return (time.perf_counter() - before) * 1000 / times


def show(what, value, hold):
    print(f"{what:48} {value:>34}   to hold: {hold}", flush=True)


def beside_astropy(what, name, width, times, hold):
    pairs = [(ours(name, width, times[0]), theirs(name, width, times[1])) for _ in range(ROUNDS)]
    mine, other = (statistics.median(side) for side in zip(*pairs))
    show(what, f"{mine:.2f} ms, astropy {other:.1f} ms, {other / mine:.1f} x", hold)


def alone(what, name, width, times, hold):
    show(what, f"{statistics.median(ours(name, width, times) for _ in range(ROUNDS)):.2f} ms", hold)


def ingest():
    psql("DROP TABLE IF EXISTS ivoa.obscore; TRUNCATE sky.data_file")
    before = time.perf_counter()
    outcomes = psql("SELECT outcome, count(*) FROM sky.ingest('small') GROUP BY 1")
    seconds = time.perf_counter() - before
    assert outcomes == f"new|{SMALL}", outcomes
    show(f"ingest of {SMALL} small files", f"{SMALL / seconds:.0f} files/s", "500 on 2 cores")


def measure():
    beside_astropy("256 x 256 of 4096 x 4096 float32", "plain.fits", 256, (100, 10), "4 x")
    beside_astropy("the same, Rice in tiles of 256 x 256", "rice_squares.fits", 256, (20, 1), "30 x")
    beside_astropy("the same, Rice in rows", "rice_rows.fits", 256, (20, 1), "30 x")
    beside_astropy("the same, 16-bit integers", "rice_rows_i2.fits", 256, (20, 1), "30 x")
    alone("3 x 3 of 16 x 16", "tiny.fits", 3, 500, "0.3 ms")
    alone("1024 x 1024 of 4 GB, warm", "big.fits", 1024, 10, "50 ms")
    ingest()


{"prepare": prepare, "measure": measure}[WHAT]()
