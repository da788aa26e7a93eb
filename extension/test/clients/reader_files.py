"""Write one table with astropy in every format that it knows: reader_files.py FOLDER"""
import sys
import warnings

import numpy as np
from astropy.io.votable import from_table, writeto
from astropy.table import MaskedColumn, Table

warnings.simplefilter("ignore")
folder = sys.argv[1]

table = Table()
table["id"] = np.array([1, 2, 3], "i4")
table["big"] = np.array([-(2**63), 2**63 - 1, 0], "i8")
table["small"] = np.array([-32768, 32767, 0], "i2")
table["ra"] = MaskedColumn(np.array([0.1, 359.99999999999994, 5e-324]), unit="deg", description="where")
table["mag"] = np.array([0.1, np.inf, -np.inf], "f4")
table["name"] = np.array(["a\"b\\c", "x,{y}", "N/A"])
table["triple"] = np.array([[1.5, 2, 3], [4, 5, 6], [7, 8, 1e300]])
table["ra"].meta["ucd"] = "pos.eq.ra"
table.write(f"{folder}/astropy.fits")
table.write(f"{folder}/astropy.fits.gz")
table.write(f"{folder}/astropy-blanks.ecsv", format="ascii.ecsv")
table.write(f"{folder}/astropy-commas.ecsv", format="ascii.ecsv", delimiter=",")
for serialization in ("tabledata", "binary", "binary2"):
    writeto(from_table(table), f"{folder}/astropy-{serialization}.vot", tabledata_format=serialization)
