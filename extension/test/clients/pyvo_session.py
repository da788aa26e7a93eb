"""What a PyVO user does with a TAP service; prints one "ok" or "not ok" line per check."""
import io
import sys
import time
from urllib.parse import quote

import pyvo
import requests
from astropy.io import fits
from astropy.table import Table
from pyvo.dal.adhoc import DatalinkResults

base = sys.argv[1]
failed = False


def check(passed, what):
    global failed
    failed |= not passed
    print("ok" if passed else "not ok", what, flush=True)


tap = pyvo.dal.TAPService(base + "/tap")
check(tap.available, "the service is available")
check(tap.maxrec > 0 and tap.hardlimit > 0, "limits are declared")

tables = tap.tables
names = list(tables.keys())
for name in ("cat.hipparcos", "cat.deepsky", "cat.constellations", "tap_schema.columns"):
    check(name in [n.lower() for n in names], f"{name} is among the tables")
columns = {c.name: c for c in tables["cat.hipparcos"].columns}
check(str(columns["ra"].unit) == "deg", "the unit of ra is known")
check("pos.eq.ra" in (columns["ra"].ucd or ""), "the UCD of ra is known")

result = tap.search("SELECT TOP 5 hip, ra, dec, vmag FROM cat.hipparcos ORDER BY vmag")
check(len(result) == 5, "TOP 5 gives five rows")
check(result["hip"][0] == 32349, "the brightest star is Sirius")
check(str(result.to_table()["ra"].unit) == "deg", "the result carries units")

short = tap.search("SELECT hip FROM cat.hipparcos", maxrec=7)
status = [info.value for info in short.votable.resources[0].infos if info.name == "QUERY_STATUS"]
check(len(short) == 7, "MAXREC cuts the answer")
check(status == ["OK", "OVERFLOW"], "and the answer says so after its rows")

try:
    tap.search("SELECT hip FROM cat.hiparcos")
    check(False, "a wrong table name is an error")
except pyvo.dal.DALQueryError as error:
    check("cat.hipparcos" in str(error), "a wrong table name gets a suggestion")

cone = tap.search(
    "SELECT COUNT(*) AS n FROM cat.hipparcos "
    "WHERE DISTANCE(POINT(ra, dec), POINT(56.75, 24.12)) < 2")
box = tap.search(
    "SELECT COUNT(*) AS n FROM cat.hipparcos "
    "WHERE 1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 56.75, 24.12, 2))")
check(cone["n"][0] == box["n"][0] > 20, "both spellings of a cone agree")

inside = tap.search(
    "SELECT COUNT(*) AS n FROM cat.hipparcos AS h, cat.constellations AS c "
    "WHERE c.constellation = 'Ori' AND 1 = CONTAINS(POINT(h.ra, h.dec), c.boundary)")
check(inside["n"][0] > 500, "stars in the boundary of Orion")

mine = Table({"hip": [32349, 24436, 27989], "seen": ["Größe", "b", "c"]})
mine["hip"].unit = "mag"
joined = tap.search(
    "SELECT h.name, m.* FROM cat.hipparcos AS h JOIN TAP_UPLOAD.mine AS m ON m.hip = h.hip ORDER BY h.vmag",
    uploads={"mine": mine})
check(list(joined["seen"]) == ["Größe", "b", "c"], "an uploaded table joins")
check(str(joined.to_table()["hip"].unit) == "mag", "and keeps its units")

jobs = tap.run_async("SELECT TOP 5 hip, vmag FROM cat.hipparcos ORDER BY vmag")
check(len(jobs) == 5 and jobs["hip"][0] == 32349, "run_async gives the same rows")
job = tap.submit_job("SELECT hip FROM cat.hipparcos", maxrec=7, RUNID="seven")
check(job.phase == "PENDING", "a job waits until it is run")
job.run().wait(timeout=60)
check(job.phase == "COMPLETED" and len(job.fetch_result()) == 7, "and keeps its result")
again = pyvo.dal.AsyncTAPJob(job.url)
check(again.phase == "COMPLETED" and again.owner is None, "which is found by its address")
check(again.destruction is not None and again.quote is None, "it has its times")
job.delete()
try:
    pyvo.dal.AsyncTAPJob(job.url)
    check(False, "a deleted job is not there")
except pyvo.dal.DALServiceError:
    check(True, "a deleted job is not there")
job = tap.submit_job("SELECT nonsense FROM cat.hipparcos")
job.run().wait(timeout=60)
check(job.phase == "ERROR" and "nonsense" in requests.get(job.url + "/error").text,
      "a job with a wrong query says so")
job = tap.submit_job("SELECT COUNT(*) FROM cat.hipparcos AS a, cat.hipparcos AS b, cat.hipparcos AS c")
job.execution_duration = 30
check(job.execution_duration.sec == 30, "the longest run can be set")
job.run()
for _ in range(300):
    if job.phase != "QUEUED":
        break
    time.sleep(0.1)
check(job.phase == "EXECUTING", "a long job runs")
job.abort()
check(job.phase == "ABORTED", "a job that runs is aborted")
job.delete()
check(tap.get_job_list(phases="COMPLETED", last=10) == [], "jobs without an owner are not listed")

jobs = tap.run_async("SELECT m.seen, h.vmag FROM cat.hipparcos AS h JOIN TAP_UPLOAD.mine AS m ON m.hip = h.hip"
                     " ORDER BY h.vmag", uploads={"mine": mine})
check(list(jobs["seen"]) == ["Größe", "b", "c"], "a job has a table of its own")

named = pyvo.dal.TAPService(sys.argv[2] + "/tap")
began = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3600))
mine_too = [named.submit_job("SELECT TOP 1 hip FROM cat.hipparcos", RUNID=f"run {n}") for n in range(3)]
mine_too[0].run().wait(timeout=60)
listed = {job.jobid: job.phase for job in named.get_job_list(after=began)}
check(all(job.job_id in listed for job in mine_too), "a user's jobs are listed")
check([listed[job.job_id] for job in mine_too] == ["COMPLETED", "PENDING", "PENDING"], "with their phases")
check([job.jobid for job in named.get_job_list(last=2)] == [job.job_id for job in mine_too[:0:-1]], "the last ones first")
check(all(job.phase == "COMPLETED" for job in named.get_job_list(phases="COMPLETED")), "or those of a phase")
check(mine_too[0].owner == "sky_user", "they have an owner")
try:
    pyvo.dal.AsyncTAPJob(mine_too[0].url.replace(sys.argv[2], base))
    check(False, "nobody else sees them")
except pyvo.dal.DALServiceError as error:
    check("403" in str(error) or "someone else" in str(error), "nobody else sees them")
for job in mine_too:
    job.delete()
images = tap.search("SELECT obs_publisher_did FROM ivoa.obscore WHERE 1 = CONTAINS(POINT(50.67, -37.2), s_region)")
check(len(images) == 3, "three images have that place in their footprint")
links = DatalinkResults.from_result_url(base + "/datalink/links?ID=" + quote(images["obs_publisher_did"][0], safe=""))
rows = {row.semantics: row for row in links}
check(list(rows)[:3] == ["#this", "#preview", "#cutout"], "a product has its file, a picture and cutouts")
whole = rows["#this"].getdataset().read()
check(len(whole) == rows["#this"].content_length and whole.startswith(b"SIMPLE  ="), "PyVO fetches the file")
check(rows["#preview"].getdataset().read(8) == b"\x89PNG\r\n\x1a\n", "and the picture")
cutout = fits.open(io.BytesIO(next(links.iter_procs()).process(circle=(50.67, -37.2, 0.02)).read()))
check(max(hdu.data.shape for hdu in cutout if hdu.data is not None) == (22, 22), "PyVO cuts out a circle by SODA")

found = pyvo.conesearch(base + "/scs/cat.hipparcos", pos=(56.75, 24.12), radius=0.5)
check(len(found) == 12 and {star.id: star.pos.ra.deg for star in found}["17702"] == 56.8712, "a cone search finds the Pleiades")
everything = pyvo.conesearch(base + "/scs/cat.hipparcos", pos=(56.75, 24.12), radius=0.5, verbosity=3)
check(set(everything.fieldnames) == set(columns), "with all columns, if wanted")
try:
    pyvo.conesearch(base + "/scs/cat.hipparcos", pos=(56.75, 24.12), radius=200)
    check(False, "a radius too large is an error")
except pyvo.dal.DALQueryError as error:
    check("SR cannot be" in str(error), "a radius too large is an error")
ssa = pyvo.dal.SSAService(base + "/ssa")
spectra = ssa.search(pos=(5.85, -0.498), diameter=0.1, band=(4e-7, 5e-7), time=("2000-06-01", "2001-06-01"), format="fits")
check([spectrum.title for spectrum in spectra] == ["0390-51885-01"] and abs(spectra[0].ra - 5.8499598) < 1e-9,
      "SSA finds a spectrum by place, band and time")
check(spectra[0].format == "application/fits"
      and fits.open(io.BytesIO(requests.get(spectra[0].acref).content))[0].data.shape[1] == 3815, "and its address gives it")
check([row.semantics for row in spectra[0].getdatalink()][0] == "#this", "as do its links")
check(len(ssa.search(pos=(5.85, 10), diameter=0.1)) == 0, "elsewhere is none")
check({"INPUT:POS", "INPUT:BAND", "INPUT:TIME", "access_url"} <= {column.name for column in ssa.columns},
      "SSA says what it takes and gives")
check([spectrum.title for spectrum in pyvo.dal.SSAService(base + "/ssap").search(pos=(5.85, -0.498), diameter=0.1)]
      == [spectrum.title for spectrum in ssa.search(pos=(5.85, -0.498), diameter=0.1)], "SSA is where ESO has it, too")
elsewhere = pyvo.dal.TAPService(base + "/api/tap")
check(list(elsewhere.run_async("SELECT hip FROM cat.hipparcos WHERE hip = 17702")["hip"]) == [17702]
      and len(elsewhere.tables) == len(tap.tables), "and TAP where Rubin has it")
try:
    ssa.search(band=(1, 2), pos=(1, 2), VERSION="3")
    check(False, "a wrong version is an error")
except pyvo.dal.DALQueryError as error:
    check("VERSION" in str(error), "a wrong version is an error")

examples = tap.examples
check(len(examples) >= 14, "there are examples")
for example in examples:
    check(len(tap.search(example["QUERY"])) >= 0, "an example runs: " + example["QUERY"][:50])

sys.exit(failed)
