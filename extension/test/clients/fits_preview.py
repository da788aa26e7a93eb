"""Pictures of FITS files against astropy's zscale and asinh; what becomes of them when files
change; links that lead elsewhere.

    fits_preview.py DATABASE FOLDER
"""
import io
import os
import subprocess
import sys

import numpy as np
from astropy.io import fits
from astropy.visualization import AsinhStretch, ZScaleInterval
from PIL import Image

DATABASE, FOLDER = sys.argv[1:3]
RNG = np.random.default_rng(7)


def report(good, what, *more):
    print(("ok " if good else "not ok ") + what, *([] if good else more), flush=True)


def psql(*commands):
    run = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose", "-d", DATABASE,
                          "-c", f"SET pgsky.data_dirs = '{FOLDER}'"]
                         + [part for c in commands for part in ("-c", c)],
                         capture_output=True, text=True, check=False)
    return run.stdout.strip() if run.returncode == 0 else run.stderr


def write(name, *hdus):
    fits.HDUList(list(hdus)).writeto(os.path.join(FOLDER, name), overwrite=True)


def picture(name, **wish):
    more = "".join(f", {key} => {value!r}" for key, value in wish.items())
    text = psql(f"SELECT encode(sky.preview('{name}'{more}), 'hex')")
    if "ERROR" in text:
        print("#", text)
        return text
    return Image.open(io.BytesIO(bytes.fromhex(text)))


def levels(name, **wish):
    """The levels of grey, the first row of the file first."""
    return np.asarray(picture(name, **wish).convert("L"), float)[::-1]


def expected(data):
    low, high = ZScaleInterval().get_limits(data)
    return 1 + 254 * AsinhStretch(0.1)(np.clip((data - low) / (high - low), 0, 1))


def stars(shape):
    data = RNG.normal(100, 5, shape)
    for _ in range(40):
        y, x = (RNG.uniform(0, s) for s in shape)
        yy, xx = np.indices(shape)
        data += RNG.exponential(300) * np.exp(-((xx - x) ** 2 + (yy - y) ** 2) / 8)
    return data.astype("f4")


def check_images():
    data = stars((90, 120))
    write("plain.fits", fits.PrimaryHDU(data))
    write("packed.fits", fits.PrimaryHDU(), fits.CompImageHDU(data, compression_type="GZIP_2", quantize_level=0.0))
    scaled = fits.PrimaryHDU((data * 10).astype("i2"))
    scaled.header["BZERO"], scaled.header["BSCALE"] = 5.0, 0.1
    write("scaled.fits", scaled)
    holes = data.copy()
    holes[:30, :40] = np.nan
    write("holes.fits", fits.PrimaryHDU(holes))
    cube = np.stack([data + i * stars((90, 120)) for i in range(5)])
    write("cube.fits", fits.PrimaryHDU(cube))
    write("large.fits", fits.PrimaryHDU(np.repeat(np.repeat(data, 8, 0), 8, 1)))
    psql("SELECT sky.ingest()")
    for name, pixels, wish in (("plain", data, {}), ("packed", data, {}), ("scaled", np.trunc(data * 10) / 10 + 5, {}),
                               ("cube", cube.mean(0), {}), ("cube", cube[2], {"plane": 3}), ("large", data, {})):
        have = levels(name, width=120, **wish)
        off = np.abs(have - expected(pixels))
        report(have.shape == (90, 120) and off.max() <= 3, f"{name} {wish} as astropy shows it", off.max())
    have = picture("holes", width=120).convert("RGBA")
    clear = np.asarray(have)[::-1, :, 3] == 0
    report(np.array_equal(clear, np.isnan(holes)), "blank pixels are transparent")
    jpeg = picture("plain", width=120, format="jpeg")
    off = np.abs(np.asarray(jpeg.convert("L"), float)[::-1] - expected(data))
    report(jpeg.format == "JPEG" and np.mean(off) < 6, "the same as JPEG", np.mean(off))
    report(picture("plain", width=500).size == (500, 375), "pictures larger than images")


def ink(name):
    """Where the curve is: rows of the darkest level, from the top, of each column that has some."""
    dark = np.asarray(picture(name, width=640).convert("L")) < 90
    return {int(x): np.flatnonzero(dark[:, x]) for x in np.flatnonzero(dark.any(0))}


def check_spectra():
    wave = np.linspace(400, 800, 3000)
    flux = 10 + 5 * np.exp(-((wave - 500) / 4) ** 2)
    columns = [fits.Column("WAVE", "D", array=wave, unit="nm"), fits.Column("Flux", "D", array=flux)]
    write("rows.fits", fits.PrimaryHDU(), fits.BinTableHDU.from_columns(columns))
    columns = [fits.Column("WAVE", "3000D", array=[wave * 10], unit="Angstrom"),
               fits.Column("FLUX", "3000D", array=[flux])]
    write("arrays.fits", fits.PrimaryHDU(), fits.BinTableHDU.from_columns(columns))
    image = fits.PrimaryHDU(flux)
    image.header["CTYPE1"], image.header["CUNIT1"] = "WAVE", "nm"
    image.header["CRVAL1"], image.header["CDELT1"], image.header["CRPIX1"] = 400.0, wave[1] - wave[0], 1.0
    write("curve.fits", image)
    psql("SELECT sky.ingest()")
    rows = ink("rows")
    first, last = min(rows), max(rows)
    peak = min(rows, key=lambda x: rows[x][0])
    report(abs((peak - first) / (last - first) - 0.25) < 0.01, "the line is where it belongs", first, peak, last)
    report(picture("rows").tobytes() == picture("arrays").tobytes(), "rows and arrays look alike")
    off = np.abs(np.asarray(picture("rows"), float) - np.asarray(picture("curve"), float))
    report(off.mean() < 0.5, "tables and images look alike", off.mean())


def check_changes():
    write("change.fits", fits.PrimaryHDU(stars((50, 50))))
    psql("SELECT sky.ingest()")
    before = picture("change").tobytes()
    write("new", fits.PrimaryHDU(stars((50, 50))))
    os.replace(os.path.join(FOLDER, "new"), os.path.join(FOLDER, "change.fits"))
    report(picture("change").tobytes() != before, "another file has another picture")
    os.rename(os.path.join(FOLDER, "change.fits"), os.path.join(FOLDER, "away.fits"))
    os.symlink("away.fits", os.path.join(FOLDER, "change.fits"))
    report("SK404" in picture("change"), "a link is no file")
    os.remove(os.path.join(FOLDER, "change.fits"))
    os.symlink("/etc/passwd", os.path.join(FOLDER, "change.fits"))
    answer = psql("SELECT sky.product_file('change.fits')")
    report("SK404" in answer, "nor does one lead out", answer)


def check_space():
    """No more than the space that is set, and a few."""
    folder = os.path.join(psql("SHOW data_directory"), psql("SHOW pgsky.store_dir"), "previews")
    write("noise.fits", fits.PrimaryHDU(RNG.normal(0, 1, (300, 300)).astype("f4")))
    psql("SELECT sky.ingest()")
    for part in range(3):
        psql("SET pgsky.preview_space = '1MB'",
             f"SELECT sum(length(sky.preview('noise', w))) FROM generate_series({200 + 40 * part}, {239 + 40 * part}) w")
    sizes = [os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder)]
    report(sizes and sum(sizes) < 1024 ** 2 + 17 * max(sizes), "the space of previews is kept", len(sizes), sum(sizes))
    report(not any(name.endswith(".new") for name in os.listdir(folder)), "nothing unfinished is left")
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "r+b") as out:
            out.truncate(os.path.getsize(out.name) // 2)
    report(picture("noise", width=319).size == (319, 319), "half a picture is made anew")
    whole = picture("noise", width=318).tobytes()
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "r+b") as out:
            middle = os.path.getsize(out.name) // 2
            out.seek(middle)
            byte = out.read(1)[0]
            out.seek(middle)
            out.write(bytes([byte ^ 1]))
    report(picture("noise", width=318).tobytes() == whole, "a picture with a wrong bit is made anew")


def check_damaged():
    """Some bytes of headers and tables changed: at most an error."""
    names = [f"damaged_{i}.fits" for i in range(300)]
    originals = [open(os.path.join(FOLDER, name), "rb").read()
                 for name in ("packed.fits", "scaled.fits", "curve.fits", "rows.fits", "arrays.fits", "cube.fits")]
    psql("SET client_min_messages = warning", """CREATE FUNCTION try(name text) RETURNS text LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM sky.preview(name, 64);
            RETURN 'read';
        EXCEPTION WHEN OTHERS THEN RETURN sqlstate;
        END $$""")
    for i, name in enumerate(names):
        write(name, fits.PrimaryHDU(np.full((40, 40), i, "i2")))
    psql("SELECT sky.ingest()")
    for name in names:
        data = bytearray(originals[RNG.integers(len(originals))])
        for _ in range(RNG.integers(1, 7)):
            data[RNG.integers(min(len(data), 8640))] = ord("0123456789-'=.E "[RNG.integers(16)])
        with open(os.path.join(FOLDER, name), "wb") as out:
            out.write(data)
    lines = psql("SET pgsky.fits_timeout = '5s'", "SELECT try(replace(n, '.fits', '')) FROM unnest('{"
                 + ",".join(names) + "}'::text[]) n").splitlines()
    seen = {state: lines.count(state) for state in set(lines)}
    report(len(lines) == 300 and set(seen) <= {"read", "22P02", "38000", "57014", "54000", "0A000", "53200", "SK404"},
           "300 damaged files cost no more than errors", seen)
    report(seen.get("read", 0) > 50, "many of them have pictures", seen)
    print("#", seen)


print("#", psql("CREATE EXTENSION pgsky"))
check_images()
check_spectra()
check_changes()
check_space()
check_damaged()
