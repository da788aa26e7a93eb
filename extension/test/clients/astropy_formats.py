"""Every result format over HTTP, read by astropy and compared with the first one."""
import io
import json
import sys
import urllib.parse
import urllib.request

import numpy
from astropy.io import fits
from astropy.table import Table

base = sys.argv[1]
failed = False
query = ("SELECT TOP 200 hip, ra, dec, vmag, b_v, name FROM cat.hipparcos "
         "WHERE name IS NOT NULL ORDER BY hip")


def check(passed, what):
    global failed
    failed |= not passed
    print("ok" if passed else "not ok", what, flush=True)


def fetch(name):
    form = urllib.parse.urlencode({"LANG": "ADQL", "RESPONSEFORMAT": name, "QUERY": query})
    with urllib.request.urlopen(base + "/tap/sync", form.encode()) as answer:
        return answer.read(), answer.headers["Content-Type"]


def table(name, **options):
    data, mime = fetch(name)
    return Table.read(io.BytesIO(data), **options), mime


def same(one, other):
    return (len(one) == len(other)
            and numpy.array_equal(numpy.asarray(one["hip"]), numpy.asarray(other["hip"]))
            and numpy.array_equal(numpy.asarray(one["ra"]), numpy.asarray(other["ra"]))
            and [str(n).strip() for n in one["name"]] == [str(n).strip() for n in other["name"]])


reference, mime = table("votable", format="votable")
check(len(reference) == 200, "the reference has 200 rows")
check(mime.startswith("application/x-votable+xml"), "votable has its MIME type")
for name in ("votable/td", "votable/b", "application/x-votable+xml;serialization=tabledata", "text/xml"):
    check(same(table(name, format="votable")[0], reference), f"{name} has the same rows")
check(same(table("fits", format="fits")[0], reference), "fits has the same rows")
check(same(table("ecsv", format="ascii.ecsv")[0], reference), "ecsv has the same rows")
check(same(table("csv", format="ascii.csv")[0], reference), "csv has the same rows")
check(same(table("tsv", format="ascii.tab")[0], reference), "tsv has the same rows")
check(same(table("ipac", format="ascii.ipac")[0], reference), "ipac has the same rows")
page = table("html", format="ascii.html")[0]
page.rename_columns(page.colnames, [name.split("[")[0] for name in page.colnames])  # unit below
check(same(page, reference), "html has the same rows")
check(len(json.loads(fetch("json")[0])) > 0, "json is JSON")
check(len([json.loads(line) for line in fetch("ndjson")[0].splitlines()]) >= 200,
      "ndjson has a JSON value per line")
check(len(fetch("text")[0].splitlines()) >= 200, "text has a line per row")
sys.exit(failed)
