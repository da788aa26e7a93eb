"""Wavelengths in air: what is told of them and asked for is in vacuum."""
import io
import json

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

from fits_shared import FOLDER, air_to_vacuum, block_of, cutout, keep, psql, report

WAVES = np.linspace(4000.0, 9000.0, 4000)  # Angstrom
BAND = (5.0e-7, 6.0e-7)


def told(name, hdu):
    return json.loads(psql(f"SELECT sky.fits_describe('{name}') -> 'hdus' -> {hdu} -> 'band'"))


def check_column(name, column, cards, header, is_air):
    """Samples of a table whose wavelengths lie in the band, and what it spans."""
    table = fits.BinTableHDU.from_columns([fits.Column(column, "D", unit="Angstrom", array=WAVES),
                                           fits.Column("FLUX", "E", array=np.sin(WAVES))], fits.Header(cards), name="SPECTRUM")
    fits.HDUList([fits.PrimaryHDU(header=fits.Header(header)), table]).writeto(f"{FOLDER}/{name}", overwrite=True)
    waves = air_to_vacuum(WAVES * 1e-10) if is_air else WAVES * 1e-10
    report(np.allclose(told(name, 1), (waves[0], waves[-1]), rtol=1e-8, atol=0), f"the band of {name}", told(name, 1), waves[[0, -1]])
    data = cutout(name, band="'{%r,%r}'" % BAND)
    keep(data)
    part = fits.open(io.BytesIO(data))[1].data[column]
    report(np.array_equal(part, WAVES[(waves >= BAND[0]) & (waves <= BAND[1])]), f"{name} cut by wavelengths in vacuum", part[[0, -1]])


def check_image(name, cards, air):
    """Pixels that reach into the band, by wavelengths of their borders in air [m]."""
    fits.PrimaryHDU(np.arange(4000, dtype="f4"), fits.Header(cards)).writeto(f"{FOLDER}/{name}", overwrite=True)
    edges = air_to_vacuum(air(np.arange(4001) + 0.5))
    report(np.allclose(told(name, 0), (edges[0], edges[-1]), rtol=1e-8, atol=0), f"the band of {name}", told(name, 0), edges[[0, -1]])
    data = cutout(name, band="'{%r,%r}'" % BAND)
    keep(data)
    part = fits.open(io.BytesIO(data))[0]
    wanted = np.flatnonzero((edges[1:] >= BAND[0]) & (edges[:-1] <= BAND[1]))
    report(block_of(part.header)[1] == (slice(wanted[0], wanted[-1] + 1),), f"{name} cut by wavelengths in vacuum", block_of(part.header), wanted[[0, -1]])
    if cards["CTYPE1"].startswith("AWAV"):
        here, there = (WCS(h).all_pix2world(x, 0)[0] for h, x in (
            (part.header, np.arange(len(wanted))), (fits.Header(cards), wanted)))
        report(np.allclose(here, there, rtol=1e-13), f"wavelengths of {name} stay what they were")


def check_air():
    check_column("air_ucd.fits", "WAVE", {"TUCD1": "em.wl;obs.atmos"}, {}, True)
    check_column("air_name.fits", "WAVE_AIR", {}, {"VACUUM": True}, True)
    check_column("air_header.fits", "lambda", {"AIRORVAC": "air"}, {}, True)
    check_column("air_primary.fits", "lambda", {}, {"VACUUM": False}, True)
    check_column("vacuum_header.fits", "lambda", {"AIRORVAC": "vac"}, {"AIRORVAC": "air"}, False)
    check_column("vacuum_name.fits", "WAVE_VAC", {"AIRORVAC": "air"}, {}, False)
    check_column("vacuum_silent.fits", "WAVE", {}, {}, False)
    linear = {"CRVAL1": 4000.0, "CRPIX1": 1.0, "CDELT1": 1.25}
    check_image("awav.fits", {"CTYPE1": "AWAV", "CUNIT1": "Angstrom", **linear}, lambda p: (4000 + 1.25 * (p - 1)) * 1e-10)
    check_image("awav_log.fits", {"CTYPE1": "AWAV-LOG", "CUNIT1": "nm", "CRVAL1": 400.0, "CRPIX1": 1.0, "CDELT1": 0.1},
                lambda p: 4e-7 * np.exp(0.1 * (p - 1) / 400))
    check_image("iraf_air.fits", {"CTYPE1": "LINEAR", "AIRORVAC": "AIR", "DC-FLAG": 0, "WAT1_001": "wtype=linear label=Wavelength units=angstroms",
                                  "CD1_1": 1.25, **linear}, lambda p: (4000 + 1.25 * (p - 1)) * 1e-10)
