"""Images to cut out of:  images.py FOLDER COUNT

4096 x 4096 float32, a second of arc to the pixel, north up, centres along the equator one
degree apart; seeded.
"""
import os
import sys

import numpy as np

FOLDER, COUNT = sys.argv[1], int(sys.argv[2])
SIZE = 4096
CARDS = ["SIMPLE  =                    T", "BITPIX  =                  -32", "NAXIS   =                    2",
         f"NAXIS1  = {SIZE:20d}", f"NAXIS2  = {SIZE:20d}", "CTYPE1  = 'RA---TAN'", "CTYPE2  = 'DEC--TAN'",
         "CRVAL1  = {lon:20.1f}", "CRVAL2  =                  0.0", "CRPIX1  =               2048.5",
         "CRPIX2  =               2048.5", "CDELT1  = -2.77777777777778E-04", "CDELT2  =  2.77777777777778E-04",
         "RADESYS = 'ICRS    '", "OBJECT  = 'field {n}'", "END"]

for n in range(COUNT):
    header = "".join(card.format(lon=10.0 + n, n=n).ljust(80) for card in CARDS).ljust(2880)
    pixels = np.random.default_rng(n).normal(100, 10, (SIZE, SIZE)).astype(">f4").tobytes()
    with open(os.path.join(FOLDER, f"field{n}.fits"), "wb") as out:
        out.write(header.encode() + pixels + bytes(-len(pixels) % 2880))
