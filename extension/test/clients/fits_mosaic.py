"""Mosaics: pieces of one large image, put together again by sky.mosaic."""
import io
import os

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

from fits_shared import FOLDER, RNG, keep, psql, report

SCALE = 1e-3


def write(name, whole, columns, rows, header, packed=False, **more):
    """A part of an image, whose world coordinates stay what they are."""
    part = header.copy()
    part["CRPIX1"] -= columns.start
    part["CRPIX2"] -= rows.start
    part.update(more)
    data = whole[..., rows, columns]
    hdus = [fits.PrimaryHDU(), fits.CompImageHDU(data, part, name="SCI")] if packed else [fits.PrimaryHDU(data, part)]
    fits.HDUList(hdus).writeto(os.path.join(FOLDER, name), overwrite=True)
    return name


def mosaic(names, more=""):
    text = psql(f"SELECT coalesce(encode(sky.mosaic('{{{','.join(names)}}}'{more}), 'hex'), '-')")
    return text if "ERROR" in text else None if text == "-" else bytes.fromhex(text)


def header_of(bits):
    header = fits.Header({"CTYPE1": "RA---TAN-SIP", "CTYPE2": "DEC--TAN-SIP", "CRVAL1": 30.0, "CRVAL2": 80.0, "CRPIX1": 77.25,
                          "CRPIX2": 60.5, "CD1_1": -SCALE, "CD1_2": 1e-5, "CD2_1": 1e-5, "CD2_2": SCALE, "A_ORDER": 2,
                          "B_ORDER": 2, "A_2_0": 1e-6, "B_0_2": -2e-6})
    if bits == "i2":
        header["BLANK"] = -9999
    return header


def check_pixels(bits, packed):
    """Four parts that overlap, one of them missing; the whole, and what a circle wants of it."""
    whole = RNG.integers(-500, 500, (100, 140)).astype(bits)
    header = header_of(bits)
    parts = [(slice(0, 80), slice(0, 50)), (slice(70, 140), slice(0, 60)), (slice(0, 75), slice(45, 100))]
    names = [write(f"mosaic_{bits}_{packed}_{i}.fits", whole, c, r, header, packed) for i, (c, r) in enumerate(parts)]
    seen = np.zeros(whole.shape, bool)
    for columns, rows in parts:
        seen[rows, columns] = True
    wanted = np.where(seen, whole, np.nan if bits[0] == "f" else -9999).astype(bits)
    data = mosaic(names)
    keep(data)
    part = fits.open(io.BytesIO(data), do_not_scale_image_data=True)[0]
    report(np.array_equal(part.data, wanted, equal_nan=bits[0] == "f") and part.data.dtype.kind == wanted.dtype.kind,
           f"a mosaic of {bits}, {packed}")
    there = np.array([[0.0, 0.0], [139.0, 99.0], [70.3, 45.1]])
    off = np.abs(WCS(part.header).all_pix2world(there, 0) - WCS(header).all_pix2world(there, 0))
    report(off.max() < 1e-9, "its places", off.max())
    lon, lat = WCS(header).all_pix2world(76.0, 52.0, 0)
    data = mosaic(names[::-1], f", shape => sky.circle({lon}, {lat}, {9 * SCALE})")
    keep(data)
    part = fits.open(io.BytesIO(data), do_not_scale_image_data=True)[0]
    x, y = (int(round(float(v))) for v in WCS(part.header).all_world2pix(*WCS(header).all_pix2world(0, 0, 0), 0))
    block = wanted[-y:part.data.shape[0] - y, -x:part.data.shape[1] - x]
    report(part.data.shape[0] < 25 and np.array_equal(part.data, block, equal_nan=bits[0] == "f"), "a circle of it")
    report(mosaic(names, ", shape => sky.circle(0, 0, 1)") is None, "no overlap, no mosaic")


def check_refusals():
    whole, header = np.zeros((60, 60), "f4"), header_of("f4")
    half = (slice(0, 30), slice(0, 60)), (slice(30, 60), slice(0, 60))
    first = write("mosaic_first.fits", whole, *half[0], header)
    for key, value in (("CRVAL1", 30.5), ("CD1_2", 2e-5), ("A_2_0", 2e-6), ("CRPIX1", 47.5), ("BSCALE", 2.0)):
        if key == "CRPIX1":
            other = write("mosaic_other.fits", whole, *half[1], header, CRPIX1=47.5)
        else:
            other = write("mosaic_other.fits", whole, *half[1], header)
            fits.setval(os.path.join(FOLDER, other), key, value=value)
        answer = mosaic([first, other])
        report(isinstance(answer, str) and answer.startswith("ERROR:  22023") and "mosaic_other.fits" in answer
               and f": {key} is" in answer, f"{key} is not shared", answer)
    other = write("mosaic_short.fits", whole.astype("i2"), *half[1], header)
    report("BITPIX" in str(mosaic([first, other])), "BITPIX is not shared")
    gap = [write("mosaic_a.fits", whole.astype("i2"), slice(0, 20), slice(0, 60), header),
           write("mosaic_b.fits", whole.astype("i2"), slice(30, 60), slice(0, 60), header)]
    report("gaps" in str(mosaic(gap)), "integers without BLANK have no gaps")
    gap = [write("mosaic_a.fits", whole.astype("i2"), slice(0, 60), slice(0, 20), header),
           write("mosaic_b.fits", whole.astype("i2"), slice(0, 60), slice(30, 60), header)]
    report("gaps" in str(mosaic(gap)), "nor rows of them")
    thirds = [write(f"mosaic_third_{i}.fits", whole.astype("i2"), slice(20 * i, 20 * i + 20), slice(0, 60), header) for i in range(3)]
    report(isinstance(mosaic(thirds), bytes), "three images beside each other leave none")
    far = write("mosaic_far.fits", whole, *half[1], header)
    fits.setval(os.path.join(FOLDER, far), "CRPIX1", value=header["CRPIX1"] - 500_000_000)
    report("54000" in str(mosaic([first, far])), "nothing but blanks")
    report("22023" in psql("SELECT sky.mosaic('{}')") and "58P01" in str(mosaic([first, "absent.fits"]))
           and psql("SELECT sky.mosaic(NULL) IS NULL, (SELECT count(*) FROM sky.mosaic_pieces(NULL))") == "t|0", "odd arguments")


def check_mosaics():
    for bits in ("f4", "i2", "f8"):
        check_pixels(bits, False)
    check_pixels("i2", True)
    check_refusals()
