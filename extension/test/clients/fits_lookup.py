"""Images distorted by lookup tables, as those of the Hubble Space Telescope are: footprints and cutouts."""
import io
import os

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

from fits_shared import FOLDER, RNG, cutout, keep, psql, report

SHAPE = (300, 400)
SCALE = 1e-4


def array(name, version, most, step, left_out=()):
    """A smooth array of 8 x 8 whose greatest element is most [pixels]."""
    y, x = np.mgrid[:8, :8] / 8.0
    data = np.sin(2 * np.pi * (RNG.uniform(0.4, 0.9) * x + RNG.uniform(0.4, 0.9) * y) + RNG.uniform(0, 6))
    made = fits.ImageHDU((most * data / np.abs(data).max()).astype("f4"), name=name, ver=version)
    made.header.update({"CRPIX1": 1.5, "CRPIX2": 0.5, "CRVAL1": 3.25, "CRVAL2": -2.0, "CDELT1": step[0], "CDELT2": step[1]})
    for key in left_out:
        del made.header[key]
    return made


def records(header, kind, record, axis, version, axes=(1, 2)):
    header[f"{kind}{axis}"] = "Lookup"
    for text in (f"EXTVER: {version}.0", "NAXES: 2.0", f"AXIS.1: {axes[0]}.0", f"AXIS.2: {axes[1]}.0"):
        header.append((f"{record}{axis}", text), end=True)


def science(sip, detector, versions=(1, 2), place=(83.8, -5.4), axes=(1, 2)):
    suffix = "-SIP" if sip else ""
    header = fits.Header({"CTYPE1": f"RA---TAN{suffix}", "CTYPE2": f"DEC--TAN{suffix}", "CRVAL1": place[0], "CRVAL2": place[1],
                          "CRPIX1": 190.5, "CRPIX2": 160.25, "CD1_1": -SCALE, "CD1_2": 2e-5, "CD2_1": 2e-5, "CD2_2": SCALE})
    if sip:
        header.update({"A_ORDER": 2, "B_ORDER": 2, "A_2_0": 3e-5, "B_0_2": -2e-5, "A_1_1": 1e-5})
    for axis in (1, 2):
        records(header, "CPDIS", "DP", axis, versions[axis - 1], axes)
        if detector:
            records(header, "D2IMDIS", "D2IM", axis, axis)
    return fits.ImageHDU(RNG.normal(size=SHAPE).astype("f4"), header, name="SCI")


def write(name, hdus):
    fits.HDUList([fits.PrimaryHDU()] + hdus).writeto(os.path.join(FOLDER, name), overwrite=True, output_verify="fix")


def make_lookups():
    """Names of files: WCSDVARR, with SIP, with D2IMARR, with a packed array, with axes the other way round."""
    tables = [array("WCSDVARR", 1, 3.0, (60.0, 45.0)), array("WCSDVARR", 2, 3.0, (60.0, 45.0), ("CRVAL1", "CRPIX2", "CRVAL2"))]
    detector = [array("D2IMARR", 1, 0.7, (40.0, 50.0)), array("D2IMARR", 2, 0.4, (70.0, 30.0))]
    errors = fits.ImageHDU(RNG.normal(size=SHAPE).astype("f4"), name="ERR")
    write("lookup.fits", [science(False, False)] + tables)
    write("lookup_sip.fits", [science(True, False), errors] + tables)
    write("lookup_detector.fits", detector + [science(True, True), errors] + tables)
    write("lookup_packed.fits", [science(True, False), fits.CompImageHDU(tables[0].data, tables[0].header, name="WCSDVARR",
                                                                       compression_type="GZIP_1", quantize_level=0.0), tables[1]])
    turned = [array("WCSDVARR", version, 3.0, (55.0, 55.0)) for version in (1, 2)]
    for table in turned:
        table.header.update({"CRPIX2": 1.5, "CRVAL2": 3.25})
    write("lookup_turned.fits", [science(False, False, axes=(2, 1))] + turned)
    return ["lookup.fits", "lookup_sip.fits", "lookup_detector.fits", "lookup_packed.fits", "lookup_turned.fits"]


def make_small():
    """Files to be damaged: with arrays as they are and packed."""
    image = science(True, True)
    arrays = [array(name, version, 1.0, (10.0, 10.0)) for name in ("WCSDVARR", "D2IMARR") for version in (1, 2)]
    packed = [fits.CompImageHDU(a.data, a.header, name=a.name, compression_type="GZIP_1", quantize_level=0.0) for a in arrays]
    names = ["lookup_small.fits", "lookup_small_packed.fits"]
    for name, tables in zip(names, (arrays, packed)):
        write(name, [fits.ImageHDU(image.data[:40, :50], image.header, name="SCI")] + tables)
    return names


def places(hdus, x, y, offset=(0, 0), number=None):
    """Where pixels of the science image of a file are, as astropy says, counted from 0."""
    image = hdus["SCI"] if number is None else hdus[number]
    return np.stack(WCS(image.header, hdus).all_pix2world(np.asarray(x, float) - offset[0], np.asarray(y, float) - offset[1], 0), -1)


def distance(a, b):
    off = np.abs((a - b + 180) % 360 - 180)
    off[..., 0] *= np.cos(np.radians(b[..., 1]))
    return off.max(axis=-1)


def block_of(header):
    line = [text for text in header["HISTORY"] if "cut out of HDU" in text][-1]
    return [[int(end) for end in part.split(":")] for part in line.split("[")[1].split("]")[0].split(",")]


def check_footprint(name, hdus):
    number = hdus.index_of("SCI")
    have = np.array(psql(f"SELECT sky.wcs_footprint('{name}', {number})").split(), float).reshape(-1, 2)
    height, width = SHAPE
    along = np.linspace(-0.5, 0.5, 6401)
    border = np.concatenate([np.stack((along * width + width / 2 - 0.5, np.full(6401, y)), -1) for y in (-0.5, height - 0.5)]
                            + [np.stack((np.full(6401, x), along * height + height / 2 - 0.5), -1) for x in (-0.5, width - 0.5)])
    sky = places(hdus, border[:, 0], border[:, 1])
    off = [distance(vertex, sky).min() for vertex in have]
    report(len(have) >= 32 and max(off) < 0.1 * SCALE, f"the footprint of {name} is where its border is", len(have), max(off))
    corners = places(hdus, [-0.5, width - 0.5, width - 0.5, -0.5], [-0.5, -0.5, height - 0.5, height - 0.5])
    off = [distance(corner, have).min() for corner in corners]
    report(max(off) < 1e-9, f"the corners of {name} are in its footprint", off)


def differs(hdus, data):
    """How far a cutout is from its original [deg], and the block it has."""
    cut = fits.open(io.BytesIO(data))
    image = next(h for h in cut if h.name == "SCI")
    (x0, x1), (y0, y1) = block_of(image.header)
    if not np.array_equal(image.data, hdus["SCI"].data[y0 - 1:y1, x0 - 1:x1]):
        return np.inf, None
    y, x = np.mgrid[y0 - 1:y1:0.75, x0 - 1:x1:0.75]
    return distance(places(hdus, x, y), places(cut, x, y, (x0 - 1, y0 - 1))).max(), (x0, x1, y0, y1)


def check_cutouts(name, hdus):
    height, width = SHAPE
    y, x = np.mgrid[-0.5:height - 0.5:0.25, -0.5:width - 0.5:0.25]
    sky = places(hdus, x, y)
    for middle in ((40.0, 30.0), (200.0, 150.0), (399.0, 299.0), (310.0, 200.0)):
        lon, lat = places(hdus, *middle)
        radius = 12 * SCALE
        data = cutout(name, shape=f"sky.circle({lon}, {lat}, {radius})")
        keep(data)
        off, block = differs(hdus, data)
        # In a plane, which is much nearer than a quarter of a pixel.
        inside = np.hypot((sky[..., 0] - lon) * np.cos(np.radians(lat)), sky[..., 1] - lat) <= radius
        wanted = (np.round(x[inside].min()) + 1, np.round(x[inside].max()) + 1,
                  np.round(y[inside].min()) + 1, np.round(y[inside].max()) + 1)
        report(off <= 1e-9 and np.abs(np.subtract(block, wanted)).max() <= 1, f"a circle round {middle} of {name}", off, block, wanted)
    for more in ({"pixels": "ARRAY[101,140,51,70]"}, {}, {"hdu": str(hdus.index_of("SCI")), "pixels": "ARRAY[7,350,NULL,99]"}):
        data = cutout(name, **more)
        keep(data)
        off, block = differs(hdus, data)
        report(off <= 1e-9, f"pixels of {name}: {more}", off, block)
        arrays = [h for h in fits.open(io.BytesIO(data)) if h.name in ("WCSDVARR", "D2IMARR")]
        same = all(np.array_equal(h.data, hdus[h.name, h.ver].data) for h in arrays)
        report(same and len(arrays) == len([h for h in hdus if h.name in ("WCSDVARR", "D2IMARR")]), "with all arrays, whole, once",
               arrays)


def check_shared():
    """Two images with arrays of their own are cut apart; with shared ones they cannot be."""
    tables = [array("WCSDVARR", version, 2.0, (60.0, 45.0)) for version in (1, 2, 3, 4)]
    beside = (83.8 + 0.008, -5.4)
    for name, versions in (("lookup_own.fits", (3, 4)), ("lookup_shared.fits", (1, 2))):
        write(name, [science(True, False), science(True, False, versions, beside)] + tables)
        original = fits.open(os.path.join(FOLDER, name))
        shape = f"sky.circle({83.8}, {-5.4}, {20 * SCALE})"
        if versions == (1, 2):
            text = psql(f"SELECT sky.cutout('{name}', shape => {shape})")
            report(text.startswith("ERROR:  0A000") and "HDU 3" in text, "images that share tables are not cut unlike", text)
            continue
        cut = fits.open(io.BytesIO(cutout(name, shape=shape)))
        images = [i for i, h in enumerate(cut) if h.name == "SCI"]
        off = []
        for number in images:
            (x0, x1), (y0, y1) = block_of(cut[number].header)
            y, x = np.mgrid[y0 - 1:y1, x0 - 1:x1]
            off.append(distance(places(original, x, y, number=number), places(cut, x, y, (x0 - 1, y0 - 1), number)).max())
        report(len(off) == 2 and max(off) <= 1e-9, "images with tables of their own are cut apart", off)


def check_parts():
    """Cutouts one after another in a file: each finds its own arrays."""
    name, shapes = "lookup_detector.fits", ((11, 60, 21, 50), (301, 380, 101, 222))
    original = fits.open(os.path.join(FOLDER, name))
    text = psql("SELECT encode(sky.fits_primary(), 'hex')", *[
        f"SELECT encode(sky.cutout('{name}', pixels => ARRAY{list(shape)}, part => {part}), 'hex')"
        for part, shape in enumerate(shapes, 1)])
    data = bytes.fromhex(text.replace("\n", ""))
    keep(data)
    cut = fits.open(io.BytesIO(data))
    off = []
    for number in (i for i, h in enumerate(cut) if h.name == "SCI"):
        (x0, x1), (y0, y1) = block_of(cut[number].header)
        y, x = np.mgrid[y0 - 1:y1, x0 - 1:x1]
        off.append(distance(places(original, x, y), places(cut, x, y, (x0 - 1, y0 - 1), number)).max())
    report(len(off) == 2 and max(off) <= 1e-9, "two cutouts in one file", off, text[:200])


def check_broken():
    """Tables that are missing or mad leave the image as without, or cost an error."""
    image = science(False, True)
    plain = fits.ImageHDU(image.data, image.header.copy(), name="SCI")
    for key in ("CPDIS1", "CPDIS2", "DP1", "DP2", "D2IMDIS1", "D2IMDIS2", "D2IM1", "D2IM2"):
        while key in plain.header:
            del plain.header[key]
    write("lookup_plain.fits", [plain])
    wanted = psql("SELECT sky.wcs_footprint('lookup_plain.fits', 1)")
    good = [array(name, version, 1.0, (60.0, 45.0)) for name in ("WCSDVARR", "D2IMARR") for version in (1, 2)]

    def changed(**cards):
        made = good[0].copy()
        made.header.update(cards)
        return made

    for what, first in (("missing", []), ("a line", [fits.ImageHDU(np.zeros(8, "f4"), name="WCSDVARR")]),
                        ("a cube", [fits.ImageHDU(np.zeros((8, 8, 2), "f4"), name="WCSDVARR")]),
                        ("empty", [fits.ImageHDU(name="WCSDVARR")]), ("without steps", [changed(CDELT2=0.0)]),
                        ("too large", [fits.ImageHDU(np.zeros((2100, 2100), "u1"), name="WCSDVARR")]),
                        ("a table", [fits.BinTableHDU.from_columns([fits.Column("a", "E", array=[1.0])], name="WCSDVARR")]),
                        ("the image itself", [])):
        broken = fits.ImageHDU(image.data, image.header, name="WCSDVARR" if what == "the image itself" else "SCI")
        write("lookup_broken.fits", [broken] + first + good[1:])
        have = psql("SELECT sky.wcs_footprint('lookup_broken.fits', 1)")
        alike = have == wanted if what != "the image itself" else "ERROR" not in have
        report(bool(wanted) and alike, f"a table of distortions that is {what}", have, wanted)
        report("ERROR" not in psql("SELECT length(sky.cutout('lookup_broken.fits', pixels => '{3,9,4,8}'))"), "and the cutout")
    write("lookup_mad.fits", [image, changed(CRVAL1=1e300, CDELT1=1e-300)] + good[1:])
    report("ERROR" not in psql("SELECT sky.wcs_footprint('lookup_mad.fits', 1)"), "places beyond all bounds are at the border")
    text = psql("SELECT sky.mosaic('{lookup.fits,lookup.fits}')")
    report(text.startswith("ERROR:  22") and "lookup tables" in text, "no mosaic of them", text)


def check_lookups():
    for name in make_lookups():
        with fits.open(os.path.join(FOLDER, name)) as hdus:
            check_footprint(name, hdus)
            # astropy takes CRVALi of a table to be along the image's axis i, whatever AXIS.i says.
            if name != "lookup_turned.fits":
                check_cutouts(name, hdus)
    check_shared()
    check_parts()
    check_broken()
