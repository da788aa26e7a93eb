"""Calibrations as ESO's clients ask for them: astroquery by the trees in XML, the scripts of the
archive by the links in VOTable, with PyVO.  Prints one "ok" or "not ok" line per check.

    calselector_session.py URL
"""
import email
import re
import sys
import warnings
import xml.etree.ElementTree as ET

import pyvo
import requests

warnings.simplefilter("ignore")
base = sys.argv[1]
failed = False
SERVICE = base + "/calselector/v1/associations"
TERMS = "http://archive.eso.org/rdf/datalink/eso#"
STAR, OTHER_STAR, GALAXY = "fits/sdssAstar.fits", "fits/sdssMWDstar.fits", "fits/ngc1316_optical.fits"


def check(passed, what, *more):
    global failed
    failed |= not passed
    print("ok" if passed else "not ok", what, *([] if passed else more), flush=True)


def names(xml):
    return {file.attrib["name"] for file in ET.fromstring(xml).iter("file")}


def links(url):
    return list(pyvo.dal.adhoc.DatalinkResults.from_result_url(url))


# The tree of one product, the trees of several.
answer = requests.post(SERVICE, data={"dp_id": [STAR], "mode": "Raw2Raw"})
check("application/xml" in answer.headers["Content-Type"] and names(answer.content) - {STAR} == {OTHER_STAR}, "the tree of one",
      answer.text)
check(re.search(r'filename="?(sdssAstar[^"/]*[.]xml)', answer.headers["Content-Disposition"]), "it has the name of a file",
      answer.headers["Content-Disposition"])
answer = requests.post(SERVICE, data={"dp_id": [STAR, GALAXY], "mode": "raw2raw"})
message = email.message_from_string("Content-Type: " + answer.headers["Content-Type"] + "\r\n\r\n" + answer.text)
parts = message.get_payload()
check(len(parts) == 2 and [names(part.get_payload(decode=True)) - {STAR, GALAXY} for part in parts]
      == [{OTHER_STAR}, {"fits/ngc1316_optical_tilecompressed.fits", "fits/ngc1316_radio.fits"}], "the trees of two", answer.text)
check(len({part.get_filename() for part in parts} - {None}) == 2, "each has the name of a file")
for name in names(parts[1].get_payload(decode=True)):
    check(requests.head(f"{base}/data/{name}").status_code == 200, f"{name} is there by its name")

# From the links of a product to those of its calibrations.
found = {link.semantics: link for link in links(f"{base}/datalink/links?ID={STAR}")}
selector = found.get(TERMS + "calSelector_raw2raw")
check(selector is not None and "content=datalink" in selector.content_type, "links lead there", list(found))
told = links(selector.access_url)
this = dict(re.findall(r'(\w+)="([^"]*)"', told[0].description))
check(told[0].semantics == "#this" and this == {"category": "SCIENCE", "complete": "false", "certified": "false", "mode": "Raw2Raw",
                                                "messages": "STANDARD (stars of the survey): 1 of 2 files"},
      "the product tells what is missing", this)
check([(link.semantics, link["eso_category"], link.access_url) for link in told[1:]]
      == [("#calibration", "STANDARD", f"{base}/data/{OTHER_STAR}"),
          ("#auxiliary", "ASSOCIATION_TREE", told[-1].access_url)], "calibrations have a category",
      [dict(link) for link in told])
check(names(requests.get(told[-1].access_url).content) >= {OTHER_STAR}, "the tree is among them")
siblings = [link.access_url for link in links(f"{SERVICE}?dp_id={GALAXY}&responseformat=votable")
            if link.semantics == TERMS + "sibling_raw"]
check(len(siblings) == 2, "siblings", siblings)

sys.exit(failed)
