"""Coordinates by tables (-TAB): as astropy reads them in the original, and in cutouts with their tables."""
import io
import json

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

from fits_shared import FOLDER, RNG, air_to_vacuum, block_of, cutout, keep, psql, report

LIGHT = 299792458.0
POSITION = {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 10.0, "CRVAL2": 20.0, "CRPIX1": 20.5, "CRPIX2": 15.5,
            "CDELT1": -1e-3, "CDELT2": 1e-3, "CUNIT1": "deg", "CUNIT2": "deg"}


def axis(number, ctype, unit, column, version=None, index=None, m=1):
    """Cards of an axis that counts the elements of a table."""
    cards = {f"CTYPE{number}": ctype, f"CUNIT{number}": unit, f"CRVAL{number}": 1.0, f"CRPIX{number}": 1.0, f"CDELT{number}": 1.0,
             f"PS{number}_0": "COORDS", f"PS{number}_1": column, f"PV{number}_3": m}
    if version is not None:
        cards[f"PV{number}_1"] = version
    if index is not None:
        cards[f"PS{number}_2"] = index
    return cards


def array(name, values):
    """A cell with coordinates, their number first."""
    return fits.Column(name, f"{values.size}D", dim=str(tuple(values.shape[::-1])).replace(" ", ""), array=values[np.newaxis])


def vector(name, values):
    return fits.Column(name, f"{values.size}D", array=values[np.newaxis])


def table(*columns, version=None):
    hdu = fits.BinTableHDU.from_columns(columns, name="COORDS")
    if version is not None:
        hdu.ver = version
    return hdu


def write(name, *hdus):
    fits.HDUList([fits.PrimaryHDU(), *hdus]).writeto(f"{FOLDER}/{name}", overwrite=True, checksum=True)
    return name


def image(cards, shape=(6, 30, 40), name="SCI"):
    return fits.ImageHDU(RNG.normal(size=shape).astype("f4"), fits.Header(cards), name=name)


def make_tabular():
    waves = np.cumsum(RNG.uniform(1.0, 3.0, 6)) + 500.0
    days = np.cumsum(RNG.uniform(0.5, 2.0, 6)) + 55000.0
    y, x = np.mgrid[0:7, 0:9]
    places = np.stack([359.97 + 0.01 * x + 0.001 * y ** 1.5, 5 + 0.01 * y - 0.0005 * x], -1)
    grid = {**axis(1, "RA---TAB", "deg", "PLACES", m=1), **axis(2, "DEC--TAB", "deg", "PLACES", m=2),
            "CDELT1": 0.2, "CDELT2": 0.2, "RADESYS": "ICRS"}
    index = np.array([1.0, 2.0, 4.0, 7.0, 8.0, 10.0])
    return [
        write("tab_wave.fits", image({**POSITION, **axis(3, "WAVE-TAB", "nm", "WAVE", 1)}), table(array("WAVE", waves[:, np.newaxis]))),
        write("tab_index.fits", table(array("F", 1e6 * LIGHT / waves[:, np.newaxis]), vector("I", index), version=7),
              image({**POSITION, **axis(3, "FREQ-TAB", "kHz", "F", 7, "I"), "CDELT3": 1.7})),
        write("tab_air.fits", image({**POSITION, **axis(3, "AWAV-TAB", "Angstrom", "WAVE")}), table(vector("WAVE", 10 * waves))),
        write("tab_time.fits", image({**POSITION, **axis(3, "TIME-TAB", "d", "T"), "MJDREF": 0.5}), table(array("T", days[:, np.newaxis]))),
        write("tab_sky.fits", image(grid, (30, 40)), table(array("PLACES", places))),
    ]


def open_cut(data):
    """A cutout whose image has tables; its image, its coordinates, its block."""
    keep(data)
    cut = fits.open(io.BytesIO(data))
    part = next(h for h in cut if h.data is not None and h.header.get("CTYPE1", "").startswith("RA"))
    return cut, part, WCS(part.header, cut), block_of(part.header)[1]


def world_of(wcs, block, shift=True):
    """World coordinates of all pixels of a block, an array for each axis."""
    indices = np.mgrid[block].reshape(len(block), -1)[::-1].astype(float)
    if shift:
        indices -= np.array([[part.start] for part in block[::-1]])
    return np.stack(wcs.all_pix2world(*indices, 0))


def check_cut(name, data, what):
    """The same coordinates for the same pixels, by the table of the original, untouched."""
    original = fits.open(f"{FOLDER}/{name}")
    cut, part, wcs, block = open_cut(data)
    source = next(h for h in original if h.header.get("EXTNAME") == "SCI")
    there = world_of(WCS(source.header, original), block, shift=False)
    off = np.abs(world_of(wcs, block) - there) / np.maximum(np.abs(there), 1)
    tables = [h for h in cut if h.header.get("EXTNAME") == "COORDS"]
    same = len(tables) == 1 and all(np.array_equal(tables[0].data[c], original["COORDS"].data[c]) for c in tables[0].data.names)
    report(np.array_equal(part.data, source.data[block]) and off.max() <= 1e-12 and same, what, off.max(), len(tables), block)
    return block, there


def edges_of(name):
    """Values at the borders of pixels along the third axis, the first and the last at a centre where a table ends."""
    opened = fits.open(f"{FOLDER}/{name}")
    source = next(h for h in opened if h.header.get("EXTNAME") == "SCI")
    count = source.data.shape[0]
    values = [WCS(source.header, opened).all_pix2world(np.zeros(count + 1), np.zeros(count + 1), at, 0)[2]
              for at in (np.arange(count + 1) - 0.5, np.clip(np.arange(count + 1) - 0.5, 0, count - 1))]
    return np.where(np.isnan(values[0]), values[1], values[0]), opened.index(source)


def check_axis(name, key, convert):
    """What is told of an axis, and cutouts by it."""
    edges, number = edges_of(name)
    edges = convert(edges)
    told = json.loads(psql(f"SELECT sky.fits_describe('{name}') -> 'hdus' -> {number} -> '{'band' if key == 'band' else 'time'}'"))
    report(np.allclose(told, sorted((edges[0], edges[-1])), rtol=1e-8, atol=0), f"the {key} of {name}", told, edges)
    lo, hi = (float(v) for v in sorted((edges[2] + 0.3 * (edges[3] - edges[2]), edges[4] - 0.3 * (edges[4] - edges[3]))))
    data = cutout(name, shape="sky.circle(10.0, 20.0, 0.004)", **{f'"{key}"': f"ARRAY[{lo!r},{hi!r}]"})
    block, _ = check_cut(name, data, f"a cutout of {name} by {key}")
    report(block[0] == slice(2, 4) and block[1].stop - block[1].start < 12, f"the {key}s of it", block)
    lo, hi = (float(n * max(edges)) for n in (2, 3))
    report(cutout(name, **{f'"{key}"': f"ARRAY[{lo!r},{hi!r}]"}) is None, f"no such {key} in {name}, no file")


def check_sky():
    name = "tab_sky.fits"
    original = fits.open(f"{FOLDER}/{name}")
    wcs = WCS(original[1].header, original)
    have = np.array(psql(f"SELECT sky.wcs_footprint('{name}', 1)").split(), float).reshape(-1, 2)
    corners = np.array([wcs.all_pix2world(x, y, 0) for x, y in ((0, 0), (38.9, 0), (38.9, 28.9), (0, 28.9))])
    off = [np.min(np.hypot((have[:, 0] - lon + 180) % 360 - 180, have[:, 1] - lat)) for lon, lat in corners]
    report(max(off) < 0.01, "the footprint of a table of places", off)
    for x, y in ((12.0, 20.0), (30.0, 8.0)):  # this side of 0 h and beyond
        lon, lat = (float(v) for v in wcs.all_pix2world(x, y, 0))
        block, _ = check_cut(name, cutout(name, shape=f"sky.circle({lon % 360!r}, {lat!r}, 0.005)"), "a cutout by a table of places")
        report(all(part.start <= at < part.stop and part.stop - part.start < 9 for part, at in zip(block, (y, x))), "round its place", block)


def check_followers():
    """One unit alone brings its table along; a table alone is found by nothing; two cutouts in one file keep apart."""
    check_cut("tab_wave.fits", cutout("tab_wave.fits", hdu="1", pixels="ARRAY[3,9]"), "one unit and its table")
    report(cutout("tab_wave.fits", shape="sky.circle(100, 20, 0.1)", band="ARRAY[4e-7,6e-7]") is None, "no table of an image that is not met")
    check_cut("tab_wave.fits", cutout("tab_wave.fits"), "all of a file")
    for name, versions in (("tab_index.fits", (7, 1007)), ("tab_air.fits", (1, 1001))):
        original = fits.open(f"{FOLDER}/{name}")
        source = next(h for h in original if h.header.get("EXTNAME") == "SCI")
        text = psql("SELECT encode(sky.fits_primary(), 'hex')", *[
            f"SELECT encode(sky.cutout('{name}', pixels => ARRAY[{first},{first + 3},1,4,2,5], part => {part}), 'hex')"
            for part, first in ((1, 2), (2, 11))])
        data = bytes.fromhex(text.replace("\n", ""))
        keep(data)
        cut = fits.open(io.BytesIO(data))
        images = [h for h in cut if h.name == "SCI"]
        off = []
        for part in images:
            block = block_of(part.header)[1]
            there = world_of(WCS(source.header, original), block, shift=False)
            off.append(np.max(np.abs(world_of(WCS(part.header, cut), block) - there) / np.maximum(np.abs(there), 1)))
        report(len(images) == 2 and max(off) <= 1e-12 and tuple(h.header["PV3_1"] for h in images) == versions
               and tuple(h.ver for h in cut if h.name == "COORDS") == versions, f"two cutouts of {name} in one file", off)


def check_missing():
    """Without its table an axis means nothing; places remain known."""
    data = fits.open(f"{FOLDER}/tab_wave.fits")
    for name, hdus in (("tab_lost.fits", data[:2]), ("tab_short.fits", [data[0], data[1], table(array("WAVE", np.ones((6, 2))))]),
                       ("tab_text.fits", [data[0], data[1], table(fits.Column("WAVE", "6A", array=["abcdef"]))])):
        fits.HDUList(hdus).writeto(f"{FOLDER}/{name}", overwrite=True)
        report(len(psql(f"SELECT sky.wcs_footprint('{name}', 1)").split()) >= 8
               and psql(f"SELECT sky.fits_describe('{name}') -> 'hdus' -> 1 ? 'band'") == "f", f"places in {name}")


def check_refused():
    """A mosaic has no room for the table of any axis, even if its images share it."""
    for name in ("tab_wave.fits", "tab_index.fits", "tab_sky.fits"):
        for names in ((name, name), ("tab_lost.fits", name)):
            text = psql(f"SELECT sky.mosaic('{{{','.join(names)}}}')")
            report(text.startswith("ERROR:  22023") and f'"{name}" has tables' in text and "-TAB" in text, f"no mosaic of {names}", text)


def check_tabular():
    make_tabular()
    check_axis("tab_wave.fits", "band", lambda v: v * 1e-9)
    check_axis("tab_index.fits", "band", lambda v: LIGHT / (1e3 * v))
    check_axis("tab_air.fits", "band", lambda v: air_to_vacuum(v * 1e-10))
    check_axis("tab_time.fits", "time", lambda v: v + 0.5)
    check_sky()
    check_followers()
    check_missing()
    check_refused()
