"""Cutouts that stay compressed: the bits of the plain ones, the same cards, the method of the original."""
import io
import os

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

from fits_shared import FOLDER, RNG, cutout, cutouts, keep, psql, report

# Method, type, shape, tile, options, method of the cutout.
KINDS = (
    ("RICE_1", "u1", (41, 67), (16, 16), {}, "RICE_1"),
    ("RICE_1", "i2", (70, 64), None, {}, "RICE_1"),
    ("RICE_1", "i4", (5, 40, 33), (8, 7, 2), {}, "RICE_1"),
    ("RICE_1", "u2", (50, 60), (60, 4), {}, "RICE_1"),
    ("GZIP_1", "i4", (70, 64), (30, 30), {}, "GZIP_1"),
    ("GZIP_2", "i2", (70, 64), (64, 70), {}, "GZIP_2"),
    ("HCOMPRESS_1", "i2", (70, 64), (16, 16), {}, "HCOMPRESS_1"),
    ("HCOMPRESS_1", "i4", (41, 67), (67, 41), {}, "HCOMPRESS_1"),
    ("HCOMPRESS_1", "i4", (3, 40, 33), (33, 40, 1), {}, "HCOMPRESS_1"),
    ("HCOMPRESS_1", "u1", (70, 64), (64, 16), {}, "HCOMPRESS_1"),
    ("HCOMPRESS_1", "i2", (70, 64), (64, 10), {"hcomp_scale": 3}, "HCOMPRESS_1"),
    ("PLIO_1", "i2", (70, 64), None, {}, "GZIP_2"),
    ("RICE_1", "f4", (70, 64), (25, 9), {"quantize_method": 1, "dither_seed": 5}, "GZIP_2"),
    ("RICE_1", "f8", (4, 30, 64), None, {"quantize_method": 2, "dither_seed": 5}, "GZIP_2"),
    ("HCOMPRESS_1", "f4", (70, 64), (64, 16), {}, "GZIP_2"),
    ("GZIP_1", "f4", (70, 64), None, {"quantize_level": 0.0}, "GZIP_2"),
    ("GZIP_2", "f8", (70, 64), (10, 10), {"quantize_level": 0.0}, "GZIP_2"),
)


def make_pixels(dtype, shape, method):
    dtype = np.dtype(dtype)
    smooth = 100 + 20 * np.sin(np.arange(np.prod(shape)) / 17).reshape(shape)
    data = (smooth + RNG.normal(0, 3, shape)).astype(dtype)
    if dtype.kind == "f":
        data.flat[::97] = np.nan
        data.flat[5::101] = -0.0
        data.flat[7::103] = np.finfo(dtype).tiny / 8
        return data
    if method != "PLIO_1":
        data.flat[::31], data.flat[1::37] = np.iinfo(dtype).max, np.iinfo(dtype).min
    return data


def make_file(number, kind):
    method, dtype, shape, tile, more, _ = kind
    header = fits.Header({"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 30.0, "CRVAL2": 80.0, "CRPIX1": 7.25, "CRPIX2": 6.5,
                          "CD1_1": -1e-3, "CD1_2": 0.0, "CD2_1": 0.0, "CD2_2": 1e-3, "OBJECT": "M 31", "COMMENT": "of a camera"})
    name = f"keep_{number}_{method}_{dtype}.fits"
    image = fits.CompImageHDU(make_pixels(dtype, shape, method), header, name="SCI", compression_type=method, tile_size=tile, **more)
    fits.HDUList([fits.PrimaryHDU(header=fits.Header({"TELESCOP": "VST"})), image]).writeto(
        os.path.join(FOLDER, name), overwrite=True, checksum=True)
    return name


def only_image(data, **more):
    return next(h for h in fits.open(io.BytesIO(data), do_not_scale_image_data=True, **more) if h.header["NAXIS"] > 0)


def cards(data):
    """The cards of an image that are no matter of storage."""
    table = only_image(data, disable_image_compression=True).header
    storage = ("SIMPLE", "EXTEND", "XTENSION", "BITPIX", "NAXIS", "PCOUNT", "GCOUNT", "TFIELDS", "TTYPE1", "TFORM1", "CHECKSUM", "DATASUM")
    zs = ("ZIMAGE", "ZTENSION", "ZBITPIX", "ZNAXIS", "ZPCOUNT", "ZGCOUNT", "ZTILE", "ZCMPTYPE", "ZNAME", "ZVAL", "ZQUANTIZ")
    return [c.image for c in table.cards if c.keyword not in storage and not c.keyword.startswith(zs + ("NAXIS",))]


def differences(plain, packed, method):
    """What tells a packed cutout from the plain one, but for its storage."""
    a, b = only_image(plain), only_image(packed)
    table = only_image(packed, disable_image_compression=True).header
    differs = [] if table.get("ZCMPTYPE") == method else [f"by {table.get('ZCMPTYPE')}"]
    if (table.get("ZQUANTIZ") == "NONE") != (a.header["BITPIX"] < 0):
        differs.append("ZQUANTIZ")
    if not np.array_equal(a.data, b.data, equal_nan=a.data.dtype.kind == "f"):
        differs.append("other pixels")
    if cards(plain) != cards(packed):
        differs.append(f"cards {set(cards(plain)) ^ set(cards(packed))}")
    places = [[0.0, 0.0], [17.5, 3.25]]
    if not np.array_equal(*(WCS(h.header).celestial.all_pix2world(places, 0) for h in (a, b))):
        differs.append("coordinates")
    return differs


def same_bits(plain, packed):
    """A packed file, as cfitsio reads it: a plain cutout of all of it against the plain one."""
    with open(os.path.join(FOLDER, "again.fits"), "wb") as out:
        out.write(packed)
    return only_image(cutout("again.fits")).data.tobytes() == only_image(plain).data.tobytes()


def blocks(shape, hcompress):
    """Some blocks of pixels, the whole and one pixel among them; HCOMPRESS takes none below 4."""
    wishes = [[None] * 4, [1, 1, 1, 1]][:1 if hcompress else 2]
    for _ in range(5):
        ends = []
        for size in shape[:-3:-1]:
            first = int(RNG.integers(1, size - 8))
            ends += [first, int(RNG.integers(first + 4, size + 1))]
        wishes.append(ends)
    return ["ARRAY[" + ",".join("NULL" if end is None else str(end) for end in ends) + "]::float8[]" for ends in wishes]


def check_kinds():
    for number, kind in enumerate(KINDS):
        name, bad = make_file(number, kind), []
        for block in blocks(kind[2], kind[5] == "HCOMPRESS_1"):
            plain, packed = cutouts(name, [{"pixels": block}, {"pixels": block, "compress": "'keep'"}])
            keep(packed)
            differs = differences(plain, packed, kind[5]) + ([] if same_bits(plain, packed) else ["other bits"])
            bad += [f"{block}: {differs}"] if differs else []
        report(not bad, f"{name} stays compressed", bad)


def check_shapes():
    """Tiles of the original where they fit; HCOMPRESS where it cannot be; a size that is known before."""
    def table(name, block):
        return only_image(cutout(name, pixels=f"ARRAY[{block}]", compress="'keep'"), disable_image_compression=True).header

    kept = table("keep_4_GZIP_1_i4.fits", "1,50,11,50")
    report((kept["ZTILE1"], kept["ZTILE2"]) == (30, 30), "tiles are kept", kept)
    rows = table("keep_1_RICE_1_i2.fits", "11,20,1,70")
    report((rows["ZTILE1"], rows["ZTILE2"]) == (10, 26), "rows that are short are put together", rows)
    thin = table("keep_6_HCOMPRESS_1_i2.fits", "1,3,1,70")
    report(thin["ZCMPTYPE"] == "GZIP_2", "too thin for HCOMPRESS", thin)
    same = psql("SELECT size = length(file) AND file = sky.cutout('keep_4_GZIP_1_i4.fits', compress => 'keep') AND file = "
                "(SELECT string_agg(p, '') FROM sky.cutout_pieces('keep_4_GZIP_1_i4.fits', sky.cutout_wish(compress => 'keep')) p) "
                "FROM sky.cutout_within('keep_4_GZIP_1_i4.fits', sky.cutout_wish(compress => 'keep'), most => 1000000)")
    report(same == "t", "measured, in pieces, whole: the same file", same)
    alone = cutout("keep_4_GZIP_1_i4.fits", hdu="1", compress="'keep'")
    keep(alone)
    report(len(fits.open(io.BytesIO(alone))) == 2 and not differences(cutout("keep_4_GZIP_1_i4.fits", hdu="1"), alone, "GZIP_1"),
           "one HDU alone gets a primary one before it")


def check_limit():
    """More than 64 MB are plain."""
    image = fits.CompImageHDU(np.zeros((6000, 6000), "i2"), compression_type="RICE_1")
    fits.HDUList([fits.PrimaryHDU(), image]).writeto(os.path.join(FOLDER, "keep_large.fits"), overwrite=True)
    sizes = psql("SELECT (sky.cutout_within('keep_large.fits', sky.cutout_wish(compress => 'keep'))).size",
                 "SELECT (sky.cutout_within('keep_large.fits', sky.cutout_wish(pixels => '{NULL,NULL,1,5500}', compress => 'keep'))).size").split()
    report(int(sizes[0]) > 72_000_000 and int(sizes[1]) < 1_000_000, "large images are plain", sizes)
    os.unlink(os.path.join(FOLDER, "keep_large.fits"))


def check_packed():
    check_kinds()
    check_shapes()
    check_limit()
