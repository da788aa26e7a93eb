"""Cutouts of spectra and of tables, as fits_cutout.py tests those of images."""
import io
import json
import os

import numpy as np
from astropy.io import fits

from fits_shared import DEMO, FOLDER, RNG, cutout, keep, psql, report

WAVES = np.linspace(4000.0, 9000.0, 500)  # Angstrom
BAND = "'{5e-7,6e-7}'"
INSIDE = (WAVES >= 5000) & (WAVES <= 6000)


def path(name):
    return os.path.join(FOLDER, name)


def lists(lengths, dtype):
    cells = np.empty(len(lengths), object)
    cells[:] = [RNG.normal(0, 1, n).astype(dtype) for n in lengths]
    return cells


def make_catalogue(name, names, units, ucds, factors):
    count = 400
    lon, lat = RNG.uniform(149.9, 150.1, count), RNG.uniform(1.9, 2.1, count)
    columns = [fits.Column("id", "J", array=np.arange(count)), fits.Column("band", "3A", array=["r", "gg"] * (count // 2)),
               fits.Column(names[0], "D", array=lon / factors[0], unit=units[0]),
               fits.Column(names[1], "D", array=lat / factors[1], unit=units[1]),
               fits.Column("bits", "13X", array=RNG.random((count, 13)) > 0.5),
               fits.Column("curve", "PE()", array=lists(RNG.integers(0, 5, count), "f4")),
               fits.Column("counts", "QJ()", array=lists(RNG.integers(0, 3, count), "i4"))]
    table = fits.BinTableHDU.from_columns(columns, name="SOURCES")
    for i, ucd in enumerate(ucds):
        if ucd is not None:
            table.header[f"TUCD{i + 3}"] = ucd
    fits.HDUList([fits.PrimaryHDU(header=fits.Header({"OBJECT": "field"})), table,
                  fits.BinTableHDU.from_columns([fits.Column("k", "J", array=[1, 2, 3])], name="OTHER"),
                  fits.TableHDU.from_columns([fits.Column("t", "F8.3", array=[1.5, 2.5], ascii=True)], name="TEXT")]
                 ).writeto(path(name), overwrite=True, checksum=True)
    return name


def make_spectra():
    flux = np.sin(WAVES).astype("f4")
    spectrum = [fits.Column("WAVE", "500D", array=[WAVES, WAVES], unit="Angstrom"),
                fits.Column("FLUX", "500E", array=[flux, 2 * flux], dim="(500)"), fits.Column("MASK", "500I", array=[np.arange(500)] * 2),
                fits.Column("NAME", "500A", array=["a", "b"]), fits.Column("SNR", "E", array=[1, 2])]
    fits.HDUList([fits.PrimaryHDU(), fits.BinTableHDU.from_columns(spectrum, name="SPECTRUM")]
                 ).writeto(path("spectrum_arrays.fits"), overwrite=True, checksum=True)
    lengths = [np.where(INSIDE)[0][-1] + 30, 20, 500]
    waves = np.empty(3, object)
    waves[:] = [3e18 / 1e9 / WAVES[:n] for n in lengths]  # GHz
    fits.HDUList([fits.PrimaryHDU(), fits.BinTableHDU.from_columns(
        [fits.Column("freq", "PD()", array=waves, unit="GHz"), fits.Column("flux", "PE()", array=lists(lengths, "f4")),
         fits.Column("other", "PE()", array=lists([7, 7, 7], "f4")), fits.Column("n", "J", array=lengths)], name="SPECTRA")]
                 ).writeto(path("spectrum_lists.fits"), overwrite=True, checksum=True)
    fits.HDUList([fits.PrimaryHDU(), fits.BinTableHDU.from_columns(
        [fits.Column("flux", "E", array=flux), fits.Column("loglam", "E", array=np.log10(WAVES))], name="COADD")]
                 ).writeto(path("spectrum_rows.fits"), overwrite=True, checksum=True)
    header = fits.Header({"CTYPE1": "WAVE", "CUNIT1": "nm", "CRVAL1": 400.0, "CDELT1": 1.0, "CRPIX1": 1.0})
    fits.PrimaryHDU(flux, header).writeto(path("spectrum_image.fits"), overwrite=True)
    header = fits.Header({"CTYPE1": "LINEAR", "CRVAL1": np.log10(4000.0), "CD1_1": 1e-3, "DC-FLAG": 1,
                          "WAT1_001": "wtype=linear label=Wavelength units=Angstroms"})
    fits.PrimaryHDU(flux, header).writeto(path("spectrum_iraf.fits"), overwrite=True)
    return ["spectrum_arrays.fits", "spectrum_lists.fits", "spectrum_rows.fits", "spectrum_image.fits", "spectrum_iraf.fits"]


def make_tables():
    return [make_catalogue("sources_ucd.fits", ("x", "y"), ("deg", "deg"), ("pos.eq.ra;meta.main", "pos.eq.dec;meta.main"), (1, 1)),
            make_catalogue("sources_names.fits", ("RAJ2000", "DEJ2000"), (None, None), (None, None), (1, 1)),
            make_catalogue("sources_units.fits", ("RA", "Dec"), ("h", "rad"), (None, None), (15, np.degrees(1)))] + make_spectra()


def same(part, source, wanted=None):
    """Are the rows those that are wanted of the source, arrays of variable length included?"""
    rows = np.arange(len(source)) if wanted is None else np.flatnonzero(wanted)
    return part.dtype.names == source.dtype.names and len(part) == len(rows) and all(
        np.array_equal(part[name][i], source[name][row]) for name in part.dtype.names for i, row in enumerate(rows))


def check_sources(name, factors):
    original = fits.open(path(name))
    table = original[1].data
    lon, lat = (np.asarray(table.field(i)) * f for i, f in zip((2, 3), factors))
    apart = np.hypot((lon - 150) * np.cos(np.radians(lat)), lat - 2)
    data = cutout(name, shape="sky.circle(150, 2, 0.05)")
    keep(data)
    part = fits.open(io.BytesIO(data))
    wanted = apart <= 0.05
    report(same(part[1].data, table, wanted) and 0 < wanted.sum() < len(table), f"rows of {name} inside a circle")
    report([h.name for h in part] == [h.name for h in original]
           and all(same(part[i].data, original[i].data) for i in (2, 3)), f"other tables of {name} are copied along")
    report(cutout(name, shape="sky.circle(10, 2, 0.05)") is None and cutout(name, pol="'{I}'") is None,
           f"nothing of {name} elsewhere")


def check_spectrum_tables():
    original = fits.open(path("spectrum_arrays.fits"))[1].data
    data = cutout("spectrum_arrays.fits", band=BAND)
    keep(data)
    part = fits.open(io.BytesIO(data))[1].data
    report(all(np.array_equal(part[n], original[n][:, INSIDE]) for n in ("WAVE", "FLUX", "MASK"))
           and all(np.array_equal(part[n], original[n]) for n in ("NAME", "SNR")), "arrays of spectra are trimmed together")
    original = fits.open(path("spectrum_lists.fits"))[1].data
    data = cutout("spectrum_lists.fits", band=BAND)
    keep(data)
    part = fits.open(io.BytesIO(data))[1].data
    good = len(part) == 2
    for row, source in zip(part, (original[0], original[2])):
        wavelengths = 299792458.0 / (source["freq"] * 1e9)
        inside = (wavelengths >= 5e-7) & (wavelengths <= 6e-7)
        good &= all(np.array_equal(row[n], source[n][inside]) for n in ("freq", "flux"))
        good &= np.array_equal(row["other"], source["other"]) and row["n"] == source["n"]
    report(good, "arrays of variable length, too")
    original = fits.open(path("spectrum_rows.fits"))[1].data
    data = cutout("spectrum_rows.fits", band=BAND)
    keep(data)
    inside = (10.0 ** original["loglam"].astype("f8") >= 5000) & (10.0 ** original["loglam"].astype("f8") <= 6000)
    report(same(fits.open(io.BytesIO(data))[1].data, original, inside), "a row for each sample")
    report(cutout("spectrum_rows.fits", band="'{1,2}'") is None, "no such wavelength, no file")
    whole = cutout("spectrum_arrays.fits")
    keep(whole)
    report(same(fits.open(io.BytesIO(whole))[1].data, fits.open(path("spectrum_arrays.fits"))[1].data), "all of a table")


def check_spectrum_images():
    """What stays reaches into the band with its pixels; its wavelengths are what they were."""
    for name, start, step, is_log in (("spectrum_image.fits", 4e-7, 1e-9, False), ("spectrum_iraf.fits", 0, 0, True),
                                      ("sdssQSO.fits", 0, 0, True), ("sdssAstar.fits", 0, 0, True)):
        source = path(name) if name.startswith("spectrum") else os.path.join(DEMO, name)
        if not os.path.exists(path(name)):
            with open(path(name), "wb") as out:
                out.write(open(source, "rb").read())
        header, pixels = (lambda h: (h.header, h.data))(fits.open(source)[0])
        count = pixels.shape[-1]
        edges = np.arange(count + 1) - 0.5
        edges = 10 ** (header["CRVAL1"] + edges * header["CD1_1"] - 10) if is_log else start + step * edges
        wanted = np.flatnonzero((edges[1:] >= 5e-7) & (edges[:-1] <= 6e-7))
        data = cutout(name, band=BAND)
        keep(data)
        part = fits.open(io.BytesIO(data))
        here = part[0].header
        first = here["CRVAL1"] + (1 - here["CRPIX1"]) * here.get("CD1_1", here.get("CDELT1"))
        there = header["CRVAL1"] + wanted[0] * header.get("CD1_1", header.get("CDELT1"))
        report(np.array_equal(part[0].data, pixels[..., wanted[0]: wanted[-1] + 1]) and abs(first - there) < 1e-12,
               f"a band of {name}", wanted[[0, -1]], part[0].data.shape, first - there)
        report("COEFF0" not in here or abs(here["COEFF0"] - there) < 1e-9, f"COEFF0 of {name}")
        report(len(part) == len(fits.open(source)), f"tables beside {name}")


def unit(lon, lat):
    lon, lat = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def outside(vertices, lon, lat):
    """How far the outermost place is beyond a side of a convex polygon [arcsec]; negative: inside."""
    corners = unit(vertices[::2], vertices[1::2])
    normals = np.cross(corners, np.roll(corners, -1, axis=0))
    normals /= np.linalg.norm(normals, axis=1)[:, None]
    inwards = np.sign(np.sum(normals @ corners.mean(axis=0)))
    return -np.degrees(np.arcsin((unit(lon, lat) @ normals.T * inwards).min())) * 3600


def check_spreads():
    """Sources lie within what a file says of them, the outermost half an arc second from its border."""
    count = 500
    turned = RNG.uniform(0, 2 * np.pi, count)
    out = np.sqrt(RNG.uniform(0, 1, count))
    fields = {"equator": (out * np.cos(turned) % 360, out * np.sin(turned)), "pole": (np.degrees(turned), 90 - 3 * out),
              "tile": (RNG.uniform(10, 12, count), RNG.uniform(-61, -60, count)), "wide": (100 + 55 * np.cos(turned), 40 * np.sin(turned)),
              "one": (np.array([200.0]), np.array([-30.0])), "line": (np.linspace(10, 20, 50), np.zeros(50))}
    os.makedirs(path("spread"), exist_ok=True)
    for name, (lon, lat) in fields.items():
        shown = np.append(np.stack([lon, lat]), [[np.nan, 50, 50], [50, np.nan, -99]], axis=1)
        columns = [fits.Column("RA", "D", array=shown[0], unit="deg"), fits.Column("DEC", "D", array=shown[1], unit="deg")]
        fits.BinTableHDU.from_columns(columns).writeto(path(f"spread/{name}.fits"), overwrite=True)
        spread = np.array(json.loads(psql(f"SELECT sky.fits_describe('spread/{name}.fits') -> 'hdus' -> 1 -> 'spread'")))
        report(-1 < outside(spread, lon, lat) < -0.1 and len(spread) == 32, f"where the sources of a {name} are", outside(spread, lon, lat))
    lon, lat = RNG.uniform(0, 360, count), np.degrees(np.arcsin(RNG.uniform(-1, 1, count)))
    for name, places in (("sky", (lon, lat)), ("nowhere", (np.full(3, np.nan), np.zeros(3)))):
        columns = [fits.Column("RA", "D", array=places[0], unit="deg"), fits.Column("DEC", "D", array=places[1], unit="deg")]
        fits.BinTableHDU.from_columns(columns).writeto(path(f"spread/{name}.fits"), overwrite=True)
        report(psql(f"SELECT sky.fits_describe('spread/{name}.fits') -> 'hdus' -> 1 ? 'spread'") == "f", f"no polygon has the sources of {name}")
    psql("SELECT sky.ingest('spread', 'sources')")
    row = psql("SELECT dataproduct_type, s_xel1, abs(s_ra - 11) < 0.03 AND abs(s_dec + 60.5) < 0.03, s_fov BETWEEN 1.3 AND 1.45,"
               " abs(sky.area(s_region) - 0.985) < 0.02 FROM ivoa.obscore WHERE obs_id = 'tile'")
    report(row == "measurements|-1|t|t|t", "sources as an observation", row)
    answer = psql("SELECT convert_from(body, 'UTF8') FROM sky.serve('GET', '/datalink/links', 'RESPONSEFORMAT=json&ID=tile', '', NULL)")
    params = {p["name"]: p for p in json.loads(answer)["services"][0]["inputParams"]}
    report(abs(params["CIRCLE"]["max"][0] - 11) < 0.03 and len(params["POLYGON"]["max"]) == 32 and "CUTOUTDETAIL" not in params,
           "limits of cutouts of sources", params)
    psql("DROP SCHEMA ivoa CASCADE", "DELETE FROM sky.data_file")


def check_tables():
    make_tables()
    check_spreads()
    check_sources("sources_ucd.fits", (1, 1))
    check_sources("sources_names.fits", (1, 1))
    check_sources("sources_units.fits", (15, np.degrees(1)))
    check_spectrum_tables()
    check_spectrum_images()
    text = psql("SELECT h->'band'->>0, h->'band'->>1 FROM jsonb_array_elements(sky.fits_describe('spectrum_iraf.fits')->'hdus') h")
    ends = [4e-7 * 10.0 ** -0.0005, 4e-7 * 10.0 ** 0.4995]
    report(np.allclose([float(n) for n in text.split("|")], ends, 1e-9), "the band of a spectrum that IRAF wrote", text)
