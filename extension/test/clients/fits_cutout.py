"""Cutouts against the originals, both read by astropy: the same pixels, untouched, at the
same places of the sky; every file that comes out is what fitsverify and astropy call sound.
Then damaged files, none of which may cost more than an error.

    fits_cutout.py DATABASE FOLDER DEMO_DATA [SEED [DAMAGED]]
"""
import gzip
import io
import os
import shutil
import subprocess

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS
from astropy.wcs.utils import proj_plane_pixel_scales

from fits_air import check_air
from fits_damaged import check_damaged
from fits_folder import check_folders
from fits_lookup import check_lookups
from fits_mosaic import check_mosaics
from fits_odd import check_odd
from fits_packed import check_packed
from fits_shapes import check_shapes, distance
from fits_shared import DEMO, FOLDER, RNG, block_of, check_soundness, compare, cutout, psql, report
from fits_tables import check_tables
from fits_tabular import check_tabular



def sky_header(rng, shape, projection="TAN", distorted=False):
    """World coordinates of an image somewhere, poles and the meridian included."""
    centres = [(0.0, 0.0), (359.999, 12.0), (123.4, 89.99), (200.0, -89.999), (266.4, -29.0), (83.8, -5.4)]
    lon, lat = centres[rng.integers(len(centres))]
    scale = 10.0 ** rng.uniform(-5, -2)
    turn = rng.uniform(0, 2 * np.pi)
    header = fits.Header()
    suffix = "-SIP" if distorted else ""
    header["CTYPE1"], header["CTYPE2"] = f"RA---{projection}{suffix}", f"DEC--{projection}{suffix}"
    header["CRVAL1"], header["CRVAL2"] = lon, lat
    header["CRPIX1"], header["CRPIX2"] = shape[-1] * rng.uniform(0.2, 0.8), shape[-2] * rng.uniform(0.2, 0.8)
    header["CD1_1"], header["CD1_2"] = -scale * np.cos(turn), scale * np.sin(turn)
    header["CD2_1"], header["CD2_2"] = scale * np.sin(turn), scale * np.cos(turn)
    header["CUNIT1"], header["CUNIT2"] = "deg", "deg"
    if distorted:
        header["A_ORDER"], header["B_ORDER"] = 2, 2
        header["A_2_0"], header["B_0_2"], header["A_1_1"] = 2e-6, -3e-6, 1e-6
    return header


def pixels(rng, shape, dtype):
    if np.issubdtype(dtype, np.floating):
        data = rng.normal(100, 10, shape).astype(dtype)
        data.flat[:: 97] = np.nan
        return data
    info = np.iinfo(dtype)
    return rng.integers(max(info.min, -30000), min(info.max, 30000), shape, dtype=dtype)


def make_files():
    """One of each kind; names of files."""
    made = []

    def write(name, hdus):
        fits.HDUList(hdus).writeto(os.path.join(FOLDER, name), overwrite=True, checksum=True)
        made.append(name)

    for dtype in ("u1", "i2", "i4", "i8", "f4", "f8"):
        shape = (int(RNG.integers(30, 90)), int(RNG.integers(30, 90)))
        write(f"plain_{dtype}.fits", [fits.PrimaryHDU(pixels(RNG, shape, np.dtype(dtype)), sky_header(RNG, shape))])
    write("unsigned.fits", [fits.PrimaryHDU(RNG.integers(0, 65535, (40, 50), dtype="u2"), sky_header(RNG, (40, 50)))])
    header = sky_header(RNG, (45, 55), distorted=True)
    write("sip.fits", [fits.PrimaryHDU(pixels(RNG, (45, 55), np.dtype("f4")), header)])
    for projection in ("SIN", "ZEA", "CAR", "STG", "ARC"):
        header = sky_header(RNG, (50, 40), projection)
        if projection == "CAR":
            header["CRVAL2"] = 0.0
        write(f"{projection.lower()}.fits", [fits.PrimaryHDU(pixels(RNG, (50, 40), np.dtype("i4")), header)])
    header = sky_header(RNG, (50, 40), "TPV")
    for key, value in (("PV1_0", 0.0), ("PV1_1", 1.0), ("PV1_7", 0.02), ("PV2_0", 0.0), ("PV2_1", 1.0), ("PV2_7", -0.03)):
        header[key] = value
    write("tpv.fits", [fits.PrimaryHDU(pixels(RNG, (50, 40), np.dtype("f4")), header)])
    for method, dtype in (("RICE_1", "i2"), ("RICE_1", "i4"), ("GZIP_1", "i2"), ("GZIP_2", "f4"),
                          ("RICE_1", "f4"), ("HCOMPRESS_1", "i2"), ("PLIO_1", "u1")):
        shape = (70, 64)
        data = pixels(RNG, shape, np.dtype(dtype))
        if dtype == "f4" and method == "GZIP_2":
            kind = {"quantize_level": 0.0}
        else:
            kind = {}
        data = np.abs(data) if method == "PLIO_1" else data
        write(f"packed_{method}_{dtype}.fits", [fits.PrimaryHDU(), fits.CompImageHDU(
            data, sky_header(RNG, shape), compression_type=method, name="SCI", **kind)])
    for dither, dtype, shape, tile in ((1, "f4", (70, 64), (25, 9)), (2, "f8", (70, 64), None), (2, "f4", (300, 400), (400, 300)),
                                       (-1, "f8", (70, 64), (7, 70)), (1, "u1", (70, 64), (16, 16)), (1, "f4", (5, 40, 33), (8, 7, 2))):
        data = np.nan_to_num(pixels(RNG, shape, np.dtype(dtype)))
        data[..., ::11] = 0
        header = sky_header(RNG, shape)
        if len(shape) == 3:
            header["CTYPE3"], header["CRPIX3"], header["CRVAL3"], header["CD3_3"] = "WAVE", 1.0, 5e-7, 1e-9
        write(f"tiles_{dtype}_{dither + 1}_{shape[0]}.fits", [fits.PrimaryHDU(), fits.CompImageHDU(
            data, header, compression_type="RICE_1", quantize_method=dither, dither_seed=77 + dither, tile_size=tile)])
    header = sky_header(RNG, (48, 52))
    write("planes.fits", [fits.PrimaryHDU(header=fits.Header({"OBJECT": "many"}))] + [
        fits.ImageHDU(pixels(RNG, (48, 52), np.dtype(d)), header if n != "DQ" else None, name=n)
        for n, d in (("SCI", "f4"), ("ERR", "f4"), ("DQ", "i2"))])
    for axes in (3, 4):
        shape = (4, 6, 30, 26)[-axes:]
        header = sky_header(RNG, shape)
        header["CTYPE3"], header["CRPIX3"], header["CRVAL3"], header["CDELT3"] = "FREQ", 1.0, 1.4e9, 1e6
        header["CUNIT3"] = "Hz"
        header["CD3_3"] = 1e6
        del header["CDELT3"]
        if axes == 4:
            header["CTYPE4"], header["CRPIX4"], header["CRVAL4"], header["CD4_4"] = "STOKES", 1.0, 1.0, 1.0
        write(f"cube{axes}.fits", [fits.PrimaryHDU(pixels(RNG, shape, np.dtype("f4")), header)])
    for name in os.listdir(DEMO):
        # Spectra have no place; astropy cannot read what AIPS says of that cube.
        if not name.startswith(("sdss", "ngc6503")):
            shutil.copy(os.path.join(DEMO, name), FOLDER)
            made.append(name)
    with open(os.path.join(FOLDER, "plain_f4.fits"), "rb") as plain:
        with gzip.open(os.path.join(FOLDER, "plain_f4.fits.gz"), "wb") as packed:
            packed.write(plain.read())
    made.append("plain_f4.fits.gz")
    return made


def check_planes():
    """Errors, variances and masks by the block of their image, whether they have coordinates or not."""
    lon, lat = WCS(fits.open(os.path.join(FOLDER, "planes.fits"))[1].header).all_pix2world(20.0, 25.0, 0)
    scale = float(np.mean(proj_plane_pixel_scales(WCS(fits.open(os.path.join(FOLDER, "planes.fits"))[1].header))))
    data = cutout("planes.fits", shape=f"sky.circle({lon}, {lat}, {4 * scale})")
    blocks = [block_of(h.header)[1] for h in fits.open(io.BytesIO(data))[1:]]
    report(len(blocks) == 3 and blocks[0][0].stop - blocks[0][0].start < 20 and all(b == blocks[0] for b in blocks)
           and not compare("planes.fits", data), "planes are cut alike by a shape", blocks)


def check_detail():
    """Images, with their errors and masks or without, with tables or without: by their names or classes."""
    names = {"SCI": None, "ERR": None, "DQ": None, "CHIP_2": "DATA", "M": "QUALITY", "Q_VAR": None}
    header = sky_header(RNG, (30, 40))
    units = [fits.ImageHDU(pixels(RNG, (30, 40), np.dtype("f4")), header, name=name) for name in names]
    for unit, kind in zip(units, names.values()):
        if kind is not None:
            unit.header["HDUCLAS2"] = kind
    table = fits.BinTableHDU.from_columns([fits.Column("weight", "D", array=[1.0, 2.0])], name="PSF")
    fits.HDUList([fits.PrimaryHDU(), *units, table]).writeto(os.path.join(FOLDER, "detail.fits"), checksum=True)
    for where in ({"pixels": "ARRAY[1,4]"}, {}):
        for detail, wanted in (("Image", ["SCI", "CHIP_2"]), ("MaskedImage", list(names)), ("exposure", [*names, "PSF"])):
            found = [h.name for h in fits.open(io.BytesIO(cutout("detail.fits", detail=f"'{detail}'", **where)))]
            report(found == ["PRIMARY", *wanted], f"{detail}: {', '.join(wanted)}", (where, found))


def check_axes():
    data = fits.open(io.BytesIO(cutout("cube4.fits", band="ARRAY[0.21361, 0.21372]", pol="'{Q,V}'")))[0]
    report(block_of(data.header)[1][:2] == (slice(1, 4), slice(3, 4)), "a band and states of polarisation",
           data.header["HISTORY"])
    report(cutout("cube4.fits", band="ARRAY[1.0, 2.0]") is None, "no such wavelength, no file")
    report(cutout("cube4.fits", pol="'{XX}'") is None, "no such polarisation, no file")
    data = fits.open(io.BytesIO(cutout("cube3.fits", pixels="ARRAY[3,5,NULL,2]")))[0]
    report(data.data.shape == (6, 2, 3), "intervals of pixels", data.data.shape)
    report(cutout("cube3.fits", pixels="ARRAY[300,500]") is None, "no such pixels, no file")
    whole = fits.open(io.BytesIO(cutout("planes.fits", hdu="2")))
    report(len(whole) == 1 and whole[0].header["EXTNAME"] == "ERR", "one HDU alone")
    many = fits.open(io.BytesIO(cutout("planes.fits", pixels="ARRAY[1,4]")))
    report([h.name for h in many] == ["PRIMARY", "SCI", "ERR", "DQ"], "all planes are cut")
    check_planes()
    report(psql("SELECT sky.cutout('cube3.fits', band => '{2,1}')").startswith("ERROR:  22023"), "an interval upside down")


def check_large():
    """A file of 3 GB, all holes: no more is read than twice what is wanted, and 1 GB goes out in pieces."""
    name = os.path.join(FOLDER, "large.fits")
    with open(name, "wb") as out:
        header = fits.Header({"SIMPLE": True, "BITPIX": -32, "NAXIS": 2, "NAXIS1": 16384, "NAXIS2": 49152})
        out.write(header.tostring().encode())
        out.truncate(out.tell() + 4 * 16384 * 49152)

    def resident():
        return int(subprocess.run(["fincore", "-b", "-n", "-o", "RES", name], capture_output=True, text=True, check=True).stdout)

    before = resident()
    size = int(psql("SELECT length(sky.cutout('large.fits', pixels => '{3001,5048,20001,21000}'))"))
    wanted = 4 * 2048 * 1000
    report(wanted < size < wanted + 5760 and resident() - before <= 2 * wanted, "what is read of a large file", resident() - before)
    size = int(psql("SELECT sum(length(p)) FROM (SELECT sky.cutout_pieces('large.fits', sky.cutout_wish(pixels => '{NULL,NULL,1,17000}')) p) x"))
    report(size == 2880 + -(-4 * 16384 * 17000 // 2880) * 2880, "more than a bytea holds, in pieces", size)
    os.unlink(name)


def check_footprints(made):
    for name in made:
        original = fits.open(os.path.join(FOLDER, name))
        number = next(i for i, h in enumerate(original) if h.data is not None)
        text = psql(f"SELECT sky.wcs_footprint('{name}', {number})")
        have = np.array(text.split(), float).reshape(-1, 2)
        wcs = WCS(original[number].header).celestial
        height, width = original[number].data.shape[-2:]
        if wcs.wcs.radesys.startswith("FK4"):
            continue  # astropy's WCS stays in FK4
        corners = wcs.all_pix2world([[-0.5, -0.5], [width - 0.5, -0.5], [width - 0.5, height - 0.5],
                                     [-0.5, height - 0.5]], 0)
        off = [min(distance(lon, lat, have[:, 0], have[:, 1])) for lon, lat in corners]
        report(max(off) < 1e-9, f"the corners of {name} are in its footprint", off)


def check_changed():
    """Files stay mapped between cutouts: what is written to one, or put in its place, is seen."""
    place = os.path.join(FOLDER, "changed.fits")
    sizes = [8, 8, 90, 8]
    for value, size in enumerate(sizes):
        fits.PrimaryHDU(np.full((size, size), value, ">i2")).writeto(f"{place}.{value}")
    shutil.copy(f"{place}.0", place)
    ask = "SELECT encode(sky.cutout('changed.fits'), 'hex')"
    lines = psql(ask, f"\\! cat {place}.1 >{place}", ask, f"\\! mv {place}.2 {place}", ask,
                 f"\\! cat {place}.3 >{place}", ask).splitlines()
    seen = [fits.open(io.BytesIO(bytes.fromhex(line)))[0].data for line in lines]
    report([(int(d.min()), int(d.max()), d.shape[0]) for d in seen] == [(v, v, s) for v, s in enumerate(sizes)],
           "a file that changes between two cutouts is seen as it is", lines)


def check_paths():
    for path in ("../etc/passwd", "/etc/passwd", f"{FOLDER}/../../../etc/passwd", "absent.fits", "", ".",
                 "plain_f4.fits[1]", "plain_f4.fits(out.fits)", "http://localhost/x.fits", "leaves.fits", "pipe.fits"):
        if path == "leaves.fits":
            os.symlink("/etc/passwd", os.path.join(FOLDER, path))
        if path == "pipe.fits":
            os.mkfifo(os.path.join(FOLDER, path))
        answer = psql(f"SELECT sky.fits_describe('{path}')")
        report(answer.startswith("ERROR:  58P01"), f"no file {path!r}", answer)
    for path, data in (("empty.fits", b""), ("text.fits", b"hello " * 1000), ("short.fits", None)):
        with open(os.path.join(FOLDER, path), "wb") as out:
            out.write(data if data is not None
                      else open(os.path.join(FOLDER, "plain_f8.fits"), "rb").read()[:6000])
        answer = psql(f"SELECT sky.cutout('{path}')")
        report(answer.startswith("ERROR:  22P02"), f"{path} is no FITS file", answer)
    answer = psql("SET ROLE sky_anon", "SELECT sky.cutout('plain_f4.fits')")
    report(answer.startswith("ERROR:  42501"), "not for everyone", answer)


print("#", psql("CREATE EXTENSION pgsky"))
made_files = make_files()
for file in made_files:
    check_shapes(file)
check_tables()
check_mosaics()
check_packed()
check_lookups()
check_tabular()
check_air()
check_odd()
check_axes()
check_detail()
check_large()
check_soundness()
check_footprints(made_files)
check_changed()
check_paths()
check_folders()
check_damaged(made_files)
