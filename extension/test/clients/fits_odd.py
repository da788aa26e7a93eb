"""Odd files that are sound all the same: axes in any order, headers of any words, tables of any columns."""
import io

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

from fits_shared import FOLDER, RNG, block_of, cutout, keep, psql, report

LONG = "a long text that goes on and on, with 'quotes' and & signs, " * 5


def write(name, *hdus):
    fits.HDUList(list(hdus)).writeto(f"{FOLDER}/{name}", overwrite=True, output_verify="ignore")
    return name


def celestial(lon, lat, matrix, first=1, second=2, names=("RA---TAN", "DEC--TAN"), style="CD"):
    """Cards of a position along two axes, by CD, PC, or CDELT with CROTA."""
    header = fits.Header()
    for axis, name, value, pixel in ((first, names[0], lon, 11.25), (second, names[1], lat, -3.5)):
        header[f"CTYPE{axis}"], header[f"CRVAL{axis}"], header[f"CRPIX{axis}"], header[f"CUNIT{axis}"] = name, value, pixel, "deg"
    axes = (first, second)
    for i in range(2):
        if style == "CROTA":
            header[f"CDELT{axes[i]}"] = float(matrix[i, i])
        else:
            header[f"CDELT{axes[i]}"] = 1.0 if style == "CD" else 1e-3
            for j in range(2):
                header[f"{style}{axes[i]}_{axes[j]}"] = float(matrix[i, j] * (1 if style == "CD" else 1e3))
    if style == "CD":
        del header["CDELT*"]
    if style == "CROTA":
        header[f"CROTA{second}"] = 33.0
    return header


def turned(degrees, scale=(-1e-3, 1e-3)):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[scale[0] * c, scale[1] * s], [-scale[0] * s, scale[1] * c]])


def other_axis(header, axis, ctype, value, step, unit=None, style="CD"):
    header[f"CTYPE{axis}"], header[f"CRVAL{axis}"], header[f"CRPIX{axis}"] = ctype, value, 2.0
    header[f"CD{axis}_{axis}" if style == "CD" else f"CDELT{axis}"] = step
    if unit is not None:
        header[f"CUNIT{axis}"] = unit


def image_headers():
    """Name, header and shape (as numpy has it) of images."""
    made = []
    for n, (lon, lat) in enumerate(((0.0, 0.0), (359.9999, -45.0), (12.0, 89.995), (200.0, -90.0), (180.0, 90.0))):
        for style in ("CD", "PC", "CROTA"):
            matrix = turned(RNG.uniform(0, 360), (1e-3, -2e-3)[::1 if n % 2 else -1])
            if style == "CROTA":
                matrix = np.diag([1e-3, -2e-3][::1 if n % 2 else -1])
            made.append((f"{n}_{style}", celestial(lon, lat, matrix, style=style), (22, 31)))
    made.append(("swapped", celestial(30.0, 60.0, turned(20), 2, 1), (22, 31)))
    made.append(("galactic", celestial(30.0, 60.0, turned(20), names=("GLON-SIN", "GLAT-SIN")), (22, 31)))
    fk5 = celestial(30.0, 60.0, turned(80))
    fk5["RADESYS"], fk5["EQUINOX"] = "FK5", 1975.0
    made.append(("fk5", fk5, (22, 31)))
    poles = celestial(30.0, 60.0, turned(80), names=("RA---ZEA", "DEC--ZEA"))
    poles["LONPOLE"], poles["LATPOLE"] = 120.0, 10.0
    made.append(("poles", poles, (22, 31)))
    cube = celestial(359.9, 5.0, turned(130), 2, 4)
    other_axis(cube, 1, "FREQ", 1.4e9, 1e6, "Hz")
    other_axis(cube, 3, "STOKES", 1.0, 1.0)
    made.append(("cube_mixed", cube, (17, 1, 19, 5)))
    degenerate = celestial(83.0, -5.0, turned(10))
    for axis, ctype in ((3, "STOKES"), (4, "VOPT"), (5, "LINEAR")):
        other_axis(degenerate, axis, ctype, 1.0, 1.0)
    degenerate["RESTFRQ"], degenerate["CUNIT4"] = 1.42e9, "m/s"
    made.append(("degenerate", degenerate, (1, 1, 1, 21, 23)))
    beyond = celestial(83.0, -5.0, turned(10))
    beyond.insert(0, ("WCSAXES", 4))
    other_axis(beyond, 3, "STOKES", 1.0, 1.0)
    other_axis(beyond, 4, "WAVE", 5e-7, 1e-9, "m")
    made.append(("beyond", beyond, (21, 23)))
    coupled = celestial(83.0, -5.0, turned(10))
    other_axis(coupled, 3, "WAVE", 5e-7, 1e-9, "m")
    coupled["CD3_1"] = 1e-11
    made.append(("coupled", coupled, (4, 21, 23)))
    several = celestial(83.0, -5.0, turned(10))
    for key in list(several):
        several[key + "B"] = several[key] if not key.startswith("CRVAL") else several[key] + 1
    several.update({"CTYPE1P": "CCDX", "CRVAL1P": 100.0, "CD1_1P": 2.0, "CTYPE2P": "CCDY", "CRVAL2P": 50.0, "CD2_2P": 2.0,
                    "CRPIX2P": 7.0, "LTV1": -50.0, "LTV2": 3.0, "LTM1_1": 0.5, "LTM2_2": 0.5})
    made.append(("several", several, (22, 31)))
    left_out = celestial(83.0, -5.0, turned(10))
    del left_out["CRPIX1"], left_out["CRPIX2"]
    made.append(("left_out", left_out, (22, 31)))
    return made


def values(dtype, shape):
    if dtype[0] == "f":
        data = RNG.normal(0, 1, shape).astype(dtype)
        data.flat[::7] = np.nan
        data.flat[3] = np.inf
        return data
    info = np.iinfo(dtype)
    data = RNG.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)
    data.flat[:2] = info.min, info.max
    return data


def worlds(header, pixels):
    """Of all descriptions, world coordinates in rows; longitudes as points of a circle."""
    rows = []
    for key in [" "] + [chr(c) for c in range(ord("A"), ord("Z") + 1) if any(k[5:] in (f"1{chr(c)}",) for k in header)]:
        wcs = WCS(header, key=key)
        full = np.tile(wcs.wcs.crpix[:, np.newaxis], (1, pixels.shape[1]))
        full[:pixels.shape[0]] = pixels
        world = wcs.all_pix2world(full.T, 1)
        rows += [world]
    return rows


def off_by(header, source, block):
    """How far the places of a cutout are from those of its original [deg, or parts of the value]."""
    starts = np.array([part.start for part in block[::-1]], float)[:, np.newaxis]
    sizes = np.array([part.stop - part.start for part in block[::-1]], float)[:, np.newaxis]
    here = 0.5 + RNG.uniform(0, 1, (len(block), 20)) * sizes
    most = 0.0
    for mine, theirs in zip(worlds(header, here), worlds(source, here + starts), strict=True):
        off = np.abs(mine - theirs)
        off = np.minimum(off, np.abs(off - 360)) / np.maximum(1, np.abs(theirs) / 1000)
        lat = WCS(source).wcs.lat
        if WCS(source).wcs.lng >= 0 and mine.shape[1] == WCS(source).naxis:
            off[:, WCS(source).wcs.lng] *= np.cos(np.radians(np.clip(theirs[:, lat], -90, 90)))
        most = max(most, float(off.max()))
    return most


def check_image(name, number, data, source, wish):
    """A cutout has the pixels and places of its original, and all cards that say what they mean."""
    made = cutout(name, **wish)
    keep(made)
    part = [h for h in fits.open(io.BytesIO(made), do_not_scale_image_data=True) if h.data is not None][0]
    found, block = block_of(part.header)
    bad = []
    if found != number or part.data.dtype.newbyteorder("=") != data.dtype.newbyteorder("="):
        bad.append(f"HDU {found}, {part.data.dtype}")
    elif part.data.tobytes() != data[block].astype(part.data.dtype).tobytes():
        bad.append("other pixels")
    if "CTYPE1" in source:
        off = off_by(part.header, source, block)
        bad += [] if off <= 1e-9 else [f"{off} away"]
    moved = ("CRPIX", "LTV", "NAXIS", "CHECKSUM", "DATASUM", "SIMPLE", "XTENSION", "EXTEND", "PCOUNT", "GCOUNT", "BITPIX", "HISTORY",
             "COMMENT", "ZNAXIS")
    for key in set(source) - {""}:
        if not key.startswith(moved) and source.count(key) == 1 and (key not in part.header or source[key] != part.header[key]):
            bad.append(f"{key}: {source[key]!r}, {part.header.get(key)!r}")
    for key in ("COMMENT", "HISTORY"):
        if key in source and list(source[key]) != list(part.header[key])[:len(source[key])]:
            bad.append(key)
    return bad


def check_corners(name, number, wcs, sizes, middle):
    """The corners of an image are in its footprint."""
    have = np.array(psql(f"SELECT sky.wcs_footprint('{name}', {number})").split(), float).reshape(-1, 2)
    axes = [int(np.flatnonzero(wcs.pixel_scale_matrix[i])[0]) for i in (wcs.wcs.lng, wcs.wcs.lat)]
    axes = axes if axes[0] != axes[1] else [int(n) for n in np.flatnonzero(wcs.pixel_scale_matrix[wcs.wcs.lng])][:2]
    most = 0.0
    for ends in ((0, 0), (0, 1), (1, 0), (1, 1)):
        pixel = list(middle)
        for axis, end in zip(axes, ends):
            pixel[axis] = sizes[axis] + 0.5 if end else 0.5
        world = wcs.all_pix2world([pixel], 1)[0]
        most = max(most, float(np.min(distance(have[:, 0], have[:, 1], (world[wcs.wcs.lng], world[wcs.wcs.lat])))))
    return [] if most <= 1e-9 else [f"corners of the footprint {most} away"]


def check_images():
    for name, header, shape in image_headers():
        dtype = ("i2", "f4", "u1", "i4", "f8", "i8")[RNG.integers(6)]
        data = values(dtype, shape)
        place = "first" if RNG.random() < 0.5 else "second"
        hdus = [fits.PrimaryHDU(data, header)] if place == "first" else [fits.PrimaryHDU(), fits.ImageHDU(data, header)]
        name = write(f"odd_{name}.fits", *hdus)
        source = fits.open(f"{FOLDER}/{name}")[len(hdus) - 1].header
        bad = []
        for _ in range(3):
            ends = [sorted(int(n) for n in RNG.integers(1, size + 1, 2)) for size in shape[::-1]]
            wish = {"pixels": "ARRAY[" + ",".join(str(n) for pair in ends for n in pair) + "]"}
            bad += check_image(name, len(hdus) - 1, data, source, wish)
        wcs = WCS(source)
        middle = [(size + 1) / 2 for size in shape[::-1]] + list(wcs.wcs.crpix[len(shape):])
        world = wcs.all_pix2world([middle], 1)[0]
        lon, lat = (float(world[i]) for i in (wcs.wcs.lng, wcs.wcs.lat))
        if not wcs.wcs.radesys.startswith("FK5") and "GLON" not in "".join(wcs.wcs.ctype):
            wish = {"shape": f"sky.circle({lon % 360!r}, {lat!r}, 2e-3)"}
            bad += check_image(name, len(hdus) - 1, data, source, wish)
            bad += check_corners(name, len(hdus) - 1, wcs, shape[::-1], middle)
        report(not bad, f"{name}: {dtype}", bad)


def check_values():
    """Unsigned, scaled and blank numbers stay as they are stored; lines, empty axes."""
    for name, dtype, cards in (("u2", "i2", {"BZERO": 32768}), ("u4", "i4", {"BZERO": 2147483648}), ("u8", "i8", {"BZERO": 9223372036854775808}),
                               ("i1", "u1", {"BZERO": -128}), ("scaled", "i2", {"BSCALE": 0.01, "BZERO": 7.5, "BLANK": -32768}),
                               ("float", "f4", {"BSCALE": 2.5, "BZERO": -1.0}), ("blank", "i4", {"BLANK": 2147483647})):
        for shape in ((23,), (9, 11), (2, 1, 7)):
            data = values(dtype, shape)
            hdu = fits.PrimaryHDU(data)
            hdu.header.update(cards)
            name = write(f"odd_{name.split('.')[0].replace('odd_', '')}.fits", hdu)
            source = fits.open(f"{FOLDER}/{name}", do_not_scale_image_data=True)[0].header
            bad = check_image(name, 0, data, source, {"pixels": "ARRAY[2,6]"}) + check_image(name, 0, data, source, {})
            report(not bad, f"{name} of {len(shape)} axes", bad)


def check_headers():
    """Many cards, long ones, odd ones."""
    header = celestial(83.0, -5.0, turned(10))
    header["HIERARCH ESO DET CHIP1 NAME"] = "a chip"
    header["HIERARCH ESO INS OPTI1 A VERY LONG KEYWORD INDEED"] = 1.5
    header["LONGTEXT"] = (LONG, "with a comment")
    header["LONGER"] = LONG * 3
    header["UNDEF"] = fits.card.Undefined()
    header["COMPLEX"] = 1.5 - 2.5j
    header["LOGICAL"] = False
    header["EMPTY"] = ""
    header["lower"] = "case"
    header["A-B_C"] = -1e-300
    for n in range(3000):
        header[f"K{n}"] = (n * 1.1, "one of many")
        if n % 100 == 0:
            header.add_comment(f"a comment {n}, {LONG}")
            header.add_history(f"what was done {n}")
            header.add_blank("")
    data = values("f4", (20, 30))
    name = write("odd_header.fits", fits.PrimaryHDU(header=header), fits.ImageHDU(data, header, name="Sci One"))
    source = fits.open(f"{FOLDER}/{name}")[1].header
    bad = check_image(name, 1, data, source, {"pixels": "ARRAY[3,9,4,8]"}) + check_image(name, 1, data, source, {"hdu": "1"})
    report(not bad, "a header of 3000 cards", bad)
    text = open(f"{FOLDER}/odd_several.fits", "rb").read()
    odd = text
    for before, after in ((b"CRPIX1  =                11.25", b"CRPIX1  =       1.125000000D01"), (b"CRPIX2  =                 -3.5", b"CRPIX2  = -3.5 / in free form ")):
        report(before in odd, f"{before} is there")
        odd = odd.replace(before, after)
    with open(f"{FOLDER}/odd_form.fits", "wb") as out:
        out.write(odd)
    original = fits.open(f"{FOLDER}/odd_form.fits")
    number = len(original) - 1
    bad = check_image("odd_form.fits", number, original[number].data, fits.open(f"{FOLDER}/odd_several.fits")[number].header,
                      {"pixels": "ARRAY[3,9,4,8]"})
    report(not bad, "numbers as FORTRAN writes them", bad)


def odd_columns(rows):
    """All that a column can be."""
    def lists(dtype):
        cells = np.empty(rows, object)
        cells[:] = [RNG.integers(0, 100, n).astype(dtype) for n in RNG.integers(0, 6, rows)]
        return cells

    numbers = np.arange(rows)
    return [fits.Column("flag", "L", array=numbers % 3 == 0), fits.Column("bits", "11X", array=RNG.random((rows, 11)) > 0.5),
            fits.Column("byte", "B", array=(numbers % 256).astype("u1"), null=7),
            fits.Column("short", "I", array=(numbers % 100).astype("i2"), null=-99),
            fits.Column("unsigned", "J", array=(numbers - 7).astype("i4")), fits.Column("scaled", "I", array=(3 * numbers).astype("i2")),
            fits.Column("wide", "K", array=numbers.astype("i8") << 40), fits.Column("cube", "12E", dim="(2,3,2)", array=RNG.normal(size=(rows, 2, 3, 2))),
            fits.Column("complex", "C", array=(numbers + 1j).astype("c8")), fits.Column("complexes", "2M", array=np.ones((rows, 2), "c16") * 1j),
            fits.Column("text", "7A", array=[f"t{n}" for n in numbers], null=None), fits.Column("texts", "12A", dim="(4,3)", array=np.full((rows, 3), "abc")),
            fits.Column("nothing", "0D"), fits.Column("list", "PJ()", array=lists("i4")), fits.Column("longs", "QD()", array=lists("f8")),
            fits.Column("letters", "PA()", array=np.array(["x" * int(n) for n in RNG.integers(0, 9, rows)], dtype=object)),
            fits.Column("pairs", "PC()", array=lists("c8"))]


# Cards that a column has besides, by its name; astropy would scale the numbers itself.
SCALES = {"unsigned": {"TZERO": 2147483648}, "scaled": {"TSCAL": 0.5, "TZERO": 10.0}, "RA_I": {"TSCAL": 1e-6, "TZERO": 180.0},
          "DEC_I": {"TSCAL": 1e-6}}


def table_of(columns, name):
    table = fits.BinTableHDU.from_columns(columns, name=name)
    for number, column in enumerate(columns, 1):
        for key, value in SCALES.get(column.name, {}).items():
            table.header[f"{key}{number}"] = value
        if column.name in ("RA_I", "DEC_I"):
            table.header[f"TUCD{number}"] = "pos.eq.ra" if column.name == "RA_I" else "pos.eq.dec"
    return table


def same_cells(part, source, rows):
    return [name for name in source.dtype.names if name != "nothing"  # of which astropy has no rows
            for at, row in enumerate(rows) if not np.array_equal(part[name][at], source[name][row], equal_nan=source[name].dtype.kind == "f")]


def places(kind, lon, lat):
    """Two columns of positions."""
    if kind in ("scaled", "nulls"):
        null = (0, -99) if kind == "nulls" else (None, None)
        return [fits.Column("RA_I", "J", unit="deg", null=null[0], array=np.round((lon - 180) * 1e6).astype("i4")),
                fits.Column("DEC_I", "J", unit="deg", null=null[1], array=np.round(lat * 1e6).astype("i4"))]
    if kind == "floats":
        return [fits.Column("ra", "E", unit="deg", array=lon), fits.Column("dec", "E", unit="deg", array=lat)]
    if kind == "hours":
        return [fits.Column("RA", "D", unit="h", array=lon / 15), fits.Column("DEC", "D", unit="arcmin", array=lat * 60)]
    return [fits.Column("ALPHA_J2000", "D", unit="deg", array=lon), fits.Column("DELTA_J2000", "D", unit="deg", array=lat)]


def distance(lon, lat, to):
    a, b = np.radians([lat, np.full_like(lat, to[1])])
    half = np.sin((a - b) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(lon - to[0]) / 2) ** 2
    return np.degrees(2 * np.arcsin(np.sqrt(half)))


def check_tables():
    rows = 300
    for n, (kind, to) in enumerate((("scaled", (0.0, 0.0)), ("floats", (150.0, 89.0)), ("hours", (359.99, -20.0)), ("names", (10.0, -90.0)),
                                       ("nulls", (180.0, 0.0)))):
        lat = np.clip(to[1] + RNG.uniform(-1, 1, rows), -90, 90)
        lon = (to[0] + RNG.uniform(-1, 1, rows) / max(np.cos(np.radians(to[1])), 1e-2)) % 360
        if kind in ("hours", "names"):
            lon[5] = np.nan
        if kind == "nulls":
            lon[5], lat[5] = 180.0, 0.0
        columns = odd_columns(rows)
        table = table_of(columns[:4 * n + 1] + places(kind, lon, lat) + columns[4 * n + 1:], "ODD")
        name = write(f"odd_table_{kind}.fits", fits.PrimaryHDU(), table, table_of([c for c in odd_columns(0) if c.name != "texts"], "EMPTY"),
                     fits.TableHDU.from_columns([fits.Column("a", "F10.4", array=np.arange(5.0)), fits.Column("b", "A5", array=["x"] * 5)], name="ASCII"))
        opened = fits.open(f"{FOLDER}/{name}")
        source = opened[1].data
        names = [c.name for c in places(kind, lon, lat)]
        lon, lat = (np.asarray(source[c], float) * (15 if kind == "hours" and c == "RA" else 1 / 60 if kind == "hours" else 1) for c in names)
        if kind == "nulls":
            lon[5] = np.nan
        data = cutout(name, shape=f"sky.circle({to[0]}, {to[1]}, 0.5)")
        keep(data)
        part = fits.open(io.BytesIO(data))
        wanted = np.flatnonzero(distance(lon, lat, to) <= 0.5)
        bad = same_cells(part["ODD"].data, source, wanted) if len(part["ODD"].data) == len(wanted) else [len(part["ODD"].data), len(wanted)]
        cards = [c.keyword for c in opened["ODD"].header.cards if c.keyword[:5] in ("TFORM", "TTYPE", "TUNIT", "TNULL", "TSCAL", "TZERO")
                 and not c.keyword.startswith("TFORM") and part["ODD"].header.get(c.keyword) != c.value]
        cards += [c.keyword for c in opened["ODD"].header.cards if c.keyword.startswith("TDIM") and part["ODD"].header.get(c.keyword) != c.value]
        report(0 < len(wanted) < rows and not bad and not cards and [h.name for h in part] == [h.name for h in opened],
               f"rows of {name}", bad[:5], cards, [h.name for h in part])
        whole = fits.open(io.BytesIO(cutout(name)))
        alone = fits.open(io.BytesIO(cutout(name, hdu="3")))
        report(all(h.name == o.name and h.data is None or h.data.tobytes() == o.data.tobytes() for h, o in zip(whole[1:], opened[1:]))
               and np.array_equal(alone["ASCII"].data["a"], opened["ASCII"].data["a"]), f"all of {name}, and one unit", [h.name for h in alone])
        keep(cutout(name, hdu="2"))
        report(cutout(name, shape=f"sky.circle({to[0]}, {-0.5 * to[1] + 30}, 0.1)") is None, "nothing there, no file")


def check_odd():
    check_images()
    check_values()
    check_headers()
    check_tables()
