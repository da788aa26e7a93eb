"""Folders as they are: what sky.ingest makes of odd names, links, damage, and of what comes, goes and is shut."""
import gzip
import json
import os
import shutil

import numpy as np
from astropy.io import fits

from fits_shared import DEMO, FOLDER, psql, report

ODD = os.path.join(FOLDER, "odd")
GOOD = ["plain.fits", "with space.fits", "Größe η.fits", "new\nline.fits", "plus+per%41cent#hash?q&a.fits", "quote'\"<b>.fits",
        "back\\slash.fits", "[brackets](paren).fits", "-dash.fits", "UPPER.FITS", "short.fit", "long.fts", "sub/plain.fits",
        "sub/deep/x.fits", "sub/deeper.fits", "gz.fits.gz", "tile.fits.fz"]
BAD = {"empty.fits": "empty", "text.fits": "not a FITS file", "short_of_bytes.fits": "damaged", "bad.fits.gz": "damaged",
       "latin?.fits": "encoding UTF8", "latin?/": "encoding UTF8"}


def make():
    for folder in (b"sub/deep", b"folder.fits", b"latin\xe9"):
        os.makedirs(os.path.join(os.fsencode(ODD), folder))
    with open(os.path.join(DEMO, "sip_wcs.fits"), "rb") as source:
        data = source.read()
    contents = {name: data for name in GOOD + [".hidden.fits", "noextension", "image.fits.txt"]}
    contents |= {"gz.fits.gz": gzip.compress(data), "empty.fits": b"", "text.fits": b"This is none.",
                 "short_of_bytes.fits": data[:9000], "bad.fits.gz": b"\x1f\x8b" + 100 * b"x"}
    contents = {os.fsencode(name): content for name, content in contents.items()}
    contents |= {b"latin\xe9.fits": data, b"latin\xe9/x.fits": data, b"latin\xe9.txt": b"no FITS"}
    for name, content in contents.items():
        with open(os.path.join(os.fsencode(ODD), name), "wb") as out:
            out.write(content)
    fits.CompImageHDU(np.arange(10000, dtype="i2").reshape(100, 100)).writeto(os.path.join(ODD, "tile.fits.fz"), overwrite=True)
    for name, target in (("loop", "."), ("link.fits", "plain.fits"), ("out.fits", "/etc/passwd"), ("dangling.fits", "nowhere")):
        os.symlink(target, os.path.join(ODD, name))
    os.mkfifo(os.path.join(ODD, "fifo.fits"))


def ingest(folder="odd"):
    """Outcomes and messages by the names of files."""
    text = psql("SET pgsky.authority = 'x'",
                f"SELECT coalesce(json_agg(i), '[]') FROM sky.ingest('{folder}', 'odd') i")
    try:
        rows = json.loads(text)
    except ValueError:
        return {"": ("failed", text)}
    return {row["path"].removeprefix("odd/"): (row["outcome"], row["message"]) for row in rows}


def names(rows, outcome):
    return sorted(name for name, (what, _) in rows.items() if what == outcome)


def check_shut():
    """What the server may not read costs a line each, and nothing below a folder is taken for gone."""
    deep, plain = os.path.join(ODD, "sub/deep"), os.path.join(ODD, "plain.fits")
    os.chmod(deep, 0)
    os.chmod(plain, 0)
    os.utime(plain, (0, 0))
    rows = ingest()
    alone = psql("SELECT sky.ingest('odd/sub/deep')")
    os.chmod(deep, 0o755)
    os.chmod(plain, 0o644)
    report("Permission denied" in str(rows.get("sub/deep/")) and not names(rows, "gone"), "a folder that is shut", rows)
    report(rows.get("plain.fits", ("",))[0] == "bad" and "Permission denied" in str(rows["plain.fits"]), "a file that is shut", rows)
    report(alone.startswith("ERROR:  42501"), "a shut folder alone", alone)
    report(names(ingest(), "changed") == ["plain.fits"], "both are read when they are open again")


def check_folders():
    make()
    rows = ingest()
    report(names(rows, "new") == sorted(GOOD), "every file with a name of FITS is read, but no links, pipes and hidden ones",
           names(rows, "new"), rows.get(""))
    report(all(part in (rows.get(name, ("", ""))[1] or "") for name, part in BAD.items()), "damage is told of each", rows)
    report(names(rows, "bad") == sorted(BAD), "and of nothing else", names(rows, "bad"))
    dids = psql("SELECT obs_publisher_did FROM ivoa.obscore WHERE obs_collection = 'odd'").splitlines()
    report(len(dids) == len(GOOD) and all(did.isascii() and not set(did) & set(" #\"<>\\[]") for did in dids),
           "identifiers are URIs whatever files are called", dids)
    report(psql("SELECT count(*) FROM ivoa.obscore o WHERE octet_length(sky.cutout(o.obs_publisher_did)) > 0 "
                "AND obs_collection = 'odd'") == str(len(GOOD)), "their identifiers lead to the files")
    for folder in ("odd", "./odd/", f"{FOLDER}//odd"):
        again = ingest(folder)
        report(names(again, "bad") == sorted(BAD) and len(again) == len(BAD), f"nothing is read twice from {folder}", again)
    check_shut()
    os.rename(os.path.join(ODD, "short.fit"), os.path.join(ODD, "renamed.fit"))
    os.remove(os.path.join(ODD, "long.fts"))
    shutil.copy(os.path.join(DEMO, "ngc1316_radio.fits"), os.path.join(ODD, "plain.fits"))
    rows = ingest()
    report((names(rows, "new"), names(rows, "gone"), names(rows, "changed"))
           == (["renamed.fit"], ["long.fts", "short.fit"], ["plain.fits"]), "what was renamed, removed, replaced", rows)
    report(psql("SELECT target_name FROM ivoa.obscore WHERE obs_publisher_did = 'ivo://x/odd?odd/plain.fits'") == "NGC 1316",
           "a file that was replaced is another observation")
    os.utime(os.path.join(ODD, "sub/plain.fits"), (0, 0))
    os.utime(os.path.join(ODD, "-dash.fits"), (0, 0))
    report(list(ingest("odd/sub/plain.fits")) == ["sub/plain.fits"], "a file by itself")
