"""What clients do with cutouts: PyVO, any UWS client, forms, tar; every FITS file that comes
is kept for fitsverify.  Prints one "ok" or "not ok" line per check.

    soda_session.py URL FOLDER
"""
import csv
import io
import os
import subprocess
import sys
import tarfile
import warnings

import numpy as np
import pyvo
import requests
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS

warnings.simplefilter("ignore")  # of old dates in the headers
base, folder = sys.argv[1:3]
failed = False
kept = []
OPTICAL, TILES, RADIO, CUBE, MANY = (
    f"ivo://localhost/demo?fits/{name}.fits" for name in
    ("ngc1316_optical", "ngc1316_optical_tilecompressed", "ngc1316_radio", "ngc6503_hi_cube", "gmos_ngc_multi"))
PLACES = [(50.67, -37.2, 0.02), (50.6, -37.22, 0.01), (150.0, 0.0, 0.01)]


def check(passed, what, *more):
    global failed
    failed |= not passed
    print("ok" if passed else "not ok", what, *([] if passed else more), flush=True)


def keep(data):
    with open(os.path.join(folder, f"soda{len(kept)}.fits"), "wb") as out:
        out.write(data)
    kept.append(out.name)
    return fits.open(io.BytesIO(data), checksum=True)


def text(numbers):
    return " ".join(str(n) for n in numbers)


def images(hdus):
    return [hdu for hdu in hdus if hdu.data is not None]


def same(a, b):
    """Are two cutouts the same pixels at the same places?"""
    return (len(a) == len(b) and all(np.array_equal(x.data, y.data, equal_nan=x.data.dtype.kind == "f")
                                     and WCS(x.header).celestial.wcs.compare(WCS(y.header).celestial.wcs)
                                     for x, y in zip(a, b)))


# One cutout, and several in one file, by every way that a form can be sent.
def one(product, **wish):
    return keep(requests.get(base + "/soda/sync", params={"ID": product, **wish}).content)


single = [images(one(product, CIRCLE=text(PLACES[i]))) for product in (OPTICAL, TILES, RADIO) for i in (0, 1)]
wish = [("ID", product) for product in (OPTICAL, TILES, RADIO)] + [("CIRCLE", text(place)) for place in PLACES]
answers = {
    "GET": requests.get(base + "/soda/sync", params=wish),
    "a form": requests.post(base + "/soda/sync", data=wish),
    "multipart": requests.post(base + "/soda/sync", files=[(name, (None, value)) for name, value in wish]),
}
for way, answer in answers.items():
    check(answer.status_code == 200 and answer.headers["Content-Type"] == "application/fits"
          and int(answer.headers["Content-Length"]) == len(answer.content), f"several cutouts by {way}", answer.text[:300])
check(len({answer.content for answer in answers.values()}) == 1, "the same by every way")
several = keep(answers["GET"].content)
check(several[0].data is None and same(images(several), sum(single, [])), "they are those that come one by one",
      several.info(False), [hdu[0].data.shape for hdu in single])
def mosaic(*products, **wish):
    return requests.get(base + "/soda/mosaic", params={"ID": products, **wish})


# Both images are of the same pixels: the first one counts.
whole = mosaic(RADIO, OPTICAL)
check(whole.headers["Content-Type"] == "application/fits" and int(whole.headers["Content-Length"]) == len(whole.content)
      and same(images(keep(whole.content)), images(one(RADIO))), "a mosaic is streamed", whole.text[:300])
part = mosaic(OPTICAL, RADIO, CIRCLE=text(PLACES[0]))
check(same(images(keep(part.content)), single[0]), "a circle of a mosaic", part.text[:300])
answer = mosaic(OPTICAL, CUBE)
check(answer.status_code == 400 and answer.text.startswith(f'UsageError: "{CUBE}" cannot be put beside "{OPTICAL}": '),
      "images of different projections", answer.text[:300])
check(mosaic(OPTICAL, RADIO, CIRCLE=text(PLACES[2])).status_code == 204, "a mosaic of nothing")
history = ["".join(str(line) for line in hdu.header["HISTORY"]) for hdu in images(several)]
check([OPTICAL in text_of or RADIO in text_of or TILES in text_of for text_of in history] == [True] * len(single)
      and all("pgsky: cut out of HDU" in text_of for text_of in history), "they say where they are from", history)
many = keep(requests.get(base + "/soda/sync", params=[("ID", MANY), ("ID", MANY), ("PIXEL", "1 20 1 30")]).content)
names = [(hdu.header.get("EXTNAME"), hdu.header.get("EXTVER")) for hdu in many[1:]]
check(len(names) > 2 and len(set(names)) == len(names), "extensions of one name are told apart", names)
spectra = keep(requests.get(base + "/soda/sync", params=[("ID", f"fits/{name}.fits") for name in ("sdssQSO", "sdssAstar")]
                            + [("BAND", "4e-7 5e-7")]).content)
check(len(spectra) > 2, "spectra in one file")
block = images(one(OPTICAL, PIXEL="11 20 -Inf 5", HDU="0"))
check(block[0].data.shape == (5, 10), "a block of pixels", block[0].data.shape)
check(requests.get(base + "/soda/sync", params={"ID": OPTICAL, "CIRCLE": text(PLACES[2])}).status_code == 204,
      "nothing there is 204")
head = requests.head(base + "/soda/sync", params=wish)
check(head.headers["Content-Length"] == answers["GET"].headers["Content-Length"] and head.content == b"",
      "HEAD tells the length")
for name, value in (("CIRCLE", "1 2"), ("POS", "BOX 1 2 3 4"), ("BAND", "x"), ("HDU", "first"), ("PIXEL", "5 1"),
                    ("POL", "Z")):
    answer = requests.get(base + "/soda/sync", params={"ID": OPTICAL, name: value})
    check(answer.status_code == 400 and answer.text.startswith("UsageError: "), f"{name}={value} is a UsageError",
          answer.status_code, answer.text)
long = requests.get(base + "/soda/sync", params=[("ID", OPTICAL)] + [("CIRCLE", f"50.67 -37.2 {1 + n}") for n in range(20)])
check(len(long.content) > 4 * 2 ** 20 and int(long.headers["Content-Length"]) == len(long.content)
      and len(images(keep(long.content))) == 20, "what is long is streamed, its length known")

# PyVO, by the descriptor that comes with a product.
links = pyvo.dal.adhoc.DatalinkResults.from_result_url(
    base + "/datalink/links?" + requests.models.RequestEncodingMixin._encode_params({"ID": CUBE}))
proc = next(links.iter_procs())
cube = images(keep(proc.process(band=(0.2110, 0.2112)).read()))
check(cube[0].data.shape[-3] < fits.getdata(os.path.join(os.path.dirname(__file__), "../../../demo/data/fits/ngc6503_hi_cube.fits"
                                                         )).shape[-3], "PyVO cuts a band out of a cube", cube[0].data.shape)
polygon = images(keep(proc.process(polygon=(267.3, 70.1, 267.4, 70.1, 267.4, 70.2)).read()))
check(polygon[0].data.size > 0, "and a polygon")

# A job: PyVO's client of UWS knows nothing of SODA.
submitted = requests.post(base + "/soda/async", data=wish, allow_redirects=False)
check(submitted.status_code == 303, "a job is created")
job = pyvo.dal.AsyncTAPJob(submitted.headers["Location"])
check(job.phase == "PENDING", "it waits to be run")
job.run().wait(timeout=120)
check(job.phase == "COMPLETED", "it is run", job.phase)
results = {result.id_: result for result in job._job.results}
check(sorted(results, key=lambda id_: int(id_.split("-")[1])) == [f"cutout-{n + 1}" for n in range(9)],
      "there is a result for each product and shape", list(results))
made = []
for n in range(9):
    answer = requests.get(results[f"cutout-{n + 1}"].href)
    if n % 3 == 2:
        check(answer.headers["Content-Type"].startswith("text/plain") and answer.text.startswith("Error: ")
              and text(PLACES[2]) in answer.text, "what has nothing says so", answer.text)
    else:
        made += images(keep(answer.content))
check(same(made, sum(single, [])), "jobs make the same cutouts")
job.delete()
job = requests.post(base + "/soda/async", data={"ID": OPTICAL, "CIRCLE": "1", "PHASE": "RUN"}).url
requests.get(job, params={"WAIT": 60, "PHASE": "QUEUED"})
requests.get(job, params={"WAIT": 60, "PHASE": "EXECUTING"})
check(requests.get(job + "/error").text.startswith("UsageError: CIRCLE"), "a wrong job says what is wrong")
requests.delete(job)

# A thousand stamps in one request.
rng = np.random.default_rng(1)
places = "ra,dec\n" + "".join(f"{lon:.6f},{lat:.6f}\n" for lon, lat in
                              zip(rng.uniform(50.25, 51.1, 600), rng.uniform(-37.55, -36.85, 600)))
query = ("SELECT o.obs_id, m.ra, m.dec, SKY_CUTOUT(o.obs_publisher_did, CIRCLE(m.ra, m.dec, 0.005)) AS stamp "
         "FROM TAP_UPLOAD.mine AS m JOIN ivoa.obscore AS o ON 1 = INTERSECTS(CIRCLE(m.ra, m.dec, 0.3), o.s_region) "
         "WHERE o.dataproduct_type = 'image'")
answer = requests.post(base + "/tap/sync", data={"LANG": "ADQL", "FORMAT": "tar", "QUERY": query, "UPLOAD": "mine,param:t"},
                       files={"t": ("mine.csv", places)})
check(answer.headers["Content-Type"] == "application/x-tar", "stamps come as tar", answer.text[:300])
with tarfile.open(fileobj=io.BytesIO(answer.content)) as tar:
    members = {member.name: tar.extractfile(member).read() for member in tar}
rows = list(csv.DictReader(io.StringIO(members.pop("index.csv").decode())))
check(len(rows) >= 1000 and [row["file"] for row in rows if row["file"]] == list(members), "all of them are listed",
      len(rows), len(members))
check(any(not row["file"] for row in rows), "those too that meet nothing")
wrong = []
for row in [row for row in rows if row["file"]][::20]:
    stamp = images(fits.open(io.BytesIO(members[row["file"]]), checksum=True))[0]
    x, y = SkyCoord(float(row["ra"]), float(row["dec"]), unit="deg").to_pixel(WCS(stamp.header).celestial)
    size = stamp.data.shape
    if not (row["obs_id"] in row["file"] and -15 < x < size[-1] + 15 and -15 < y < size[-2] + 15):
        wrong.append((row, x, y, size))
check(not wrong, "each is of its place", wrong[:3])
for name in list(members)[::100]:
    keep(members[name])

run = subprocess.run(["fitsverify"] + kept, capture_output=True, text=True, check=False)
bad = [line for line in run.stdout.splitlines() if line.startswith("***")
       and "EPOCH is deprecated" not in line and "i keywords appear to be missing" not in line and not line.startswith("**** Verification found")]
check(run.stdout.count("**** Verification found") == len(kept) and not bad,
      f"fitsverify finds nothing in {len(kept)} files that is not in the originals", bad)
sys.exit(failed)
