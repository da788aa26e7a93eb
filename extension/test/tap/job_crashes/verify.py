"""Nothing lost: what the clients' log says must hold after all that happened."""
import json

EDGES = {
    "PENDING": {"QUEUED", "HELD", "ABORTED", "ERROR"},
    "HELD": {"QUEUED", "ABORTED", "ERROR"},
    "QUEUED": {"EXECUTING", "ABORTED", "ERROR"},
    "EXECUTING": {"COMPLETED", "ERROR", "ABORTED"},
}
LOST = "the server was restarted while the job ran"
FULL = "the disk where this archive keeps results is full"


def reachable(phase):
    found, todo = {phase}, [phase]
    while todo:
        for following in EDGES.get(todo.pop(), ()):
            if following not in found:
                found.add(following)
                todo.append(following)
    return found


REACHABLE = {phase: reachable(phase) for phase in
             ("PENDING", "HELD", "QUEUED", "EXECUTING", "COMPLETED", "ERROR", "ABORTED")}


class Verifier:
    """One list of complaints for each invariant; all empty: nothing was lost."""

    def __init__(self, path, final, stored, full_disks):
        """final: id to (status, what was seen) of each job at the end; stored: rows of sky.job."""
        with open(path) as file:
            self.entries = [json.loads(line) for line in file]
        self.final, self.full_disks = final, full_disks
        self.stored = stored
        self.of_job = {}
        for entry in self.entries:
            if entry["job"]:
                self.of_job.setdefault(entry["job"], []).append(entry)
        self.creations = {e["job"]: e for e in self.entries if e["op"] == "create" and e["job"]}

    def of(self, job, op, *outcomes):
        return [e for e in self.of_job.get(job, ()) if e["op"] == op and e["outcome"] in outcomes]

    def kept(self):
        """(a) What a client was told to exist exists, as he made it."""
        for job, made in self.creations.items():
            status, seen = self.final[job]
            deleted = self.of(job, "delete", "ok", "unknown")
            if status == 404 and not deleted:
                yield f"job {job} of {made['parameters']['TAG']} is lost"
            if self.of(job, "delete", "ok") and status != 404:
                yield f"job {job} was deleted and is there again"
            if status != 200:
                continue
            wanted = {name: value for name, value in made["parameters"].items()}
            seen["parameters"].pop("t", None)  # the address of an upload
            wanted["QUERY"] = wanted["QUERY"].replace("<", "&lt;").replace(">", "&gt;")
            if {n: v.replace("&#62;", "&gt;") for n, v in seen["parameters"].items()} != wanted:
                yield f"job {job} has other parameters: {seen['parameters']}, not {wanted}"
            if seen["owner"]:
                yield f"job {job} has an owner now"
            for earlier in self.of(job, "look", "ok"):
                if earlier.get("creation", seen["creation"]) != seen["creation"]:
                    yield f"job {job} has another creation time"
            for what in ("destruction", "duration"):
                yield from self.changed(job, what, seen[what])

    def changed(self, job, what, value):
        """Is the value the one that was set last, or one that may have been?"""
        allowed, first = set(), True
        for entry in self.of(job, what, "ok", "unknown"):
            allowed = {entry["value"]} | (allowed if entry["outcome"] == "unknown" else set())
            first = first and entry["outcome"] == "unknown"
        if value not in allowed and not first:
            yield f"job {job} has {what} {value}, not {allowed}"

    def phantoms(self):
        """(a) No job exists that nobody asked for, and none twice."""
        asked = {e["parameters"]["TAG"]: e for e in self.entries if e["op"] == "create"}
        tags = [row["tag"] for row in self.stored]
        for tag in set(tags):
            if tag not in asked or asked[tag]["outcome"] == "fail":
                yield f"nobody asked for job {tag}, or it was refused"
            if tags.count(tag) > 1:
                yield f"{tags.count(tag)} jobs {tag}"

    def results(self):
        """(b) COMPLETED stays so; the bytes are the right ones, and not seen before."""
        for job, made in self.creations.items():
            completed = [e["ended"] for e in self.of(job, "look", "ok") if e.get("phase") == "COMPLETED"]
            fetched = self.of(job, "fetch", "ok")
            deletes = [e["began"] for e in self.of(job, "delete", "ok", "unknown")]
            for entry in fetched:
                if (entry["sha256"], entry["size"]) != (made["sha256"], made["size"]):
                    yield f"job {job} ({made['kind']}) has other bytes: {entry['size']}, not {made['size']}"
                if entry["etag"] != made["sha256"]:
                    yield f"job {job} has ETag {entry['etag']}"
            for entry in self.of(job, "fetch", "fail"):
                if entry["status"] == 404 and completed and min(completed) < entry["began"] and not (
                        deletes and min(deletes) < entry["ended"]):
                    yield f"job {job} was COMPLETED, and then its result was not there"
            if fetched and not any(e["outcome"] == "ok" for e in self.of(job, "look", "ok")):
                continue
            for entry in self.of(job, "look", "ok"):
                if fetched and entry["began"] > fetched[0]["ended"] and entry.get("phase") not in (None, "COMPLETED"):
                    yield f"job {job} had a result, and then was {entry['phase']}"

    def ends(self):
        """(c) Every job comes to the end that it must."""
        for job, made in self.creations.items():
            status, seen = self.final[job]
            if status != 200:
                continue
            phase, message = seen["phase"], seen["message"]
            if phase in ("QUEUED", "EXECUTING"):
                yield f"job {job} is {phase} for ever"
            aborted = self.of(job, "abort", "ok")
            if aborted and phase != "ABORTED":
                yield f"job {job} was aborted, and is {phase}"
            if phase == "ABORTED" and not aborted and not self.of(job, "abort", "unknown"):
                yield f"nobody aborted job {job}: {message}"
            started = made["run"] or self.of(job, "run", "ok")
            if phase in ("PENDING", "HELD") and started and phase != "HELD":
                yield f"job {job} was run, and is {phase}"
            if phase == "COMPLETED" and made["kind"] == "wrong":
                yield f"job {job} must fail"
            if phase == "ERROR" and made["kind"] != "wrong" and LOST not in message and not (
                    self.full_disks and FULL in message):
                yield f"job {job} ({made['kind']}) failed: {message}"
        for row in self.stored:
            if row["attempt"] > 2:
                yield f"job {row['id']} was begun {row['attempt']} times"

    def uploads(self):
        """(d) What was uploaded is there as it was, as long as its job."""
        for job, made in self.creations.items():
            if not made["uploaded"]:
                continue
            for entry in self.of(job, "upload", "ok"):
                if entry["sha256"] != made["uploaded"]:
                    yield f"the upload of job {job} has other bytes"
            if self.final[job][0] == 200 and self.of(job, "upload", "ok", "fail")[-1]["outcome"] != "ok":
                yield f"the upload of job {job} is lost"

    def phases(self):
        """(e) What was seen of a job, in its order, follows the diagram."""
        for job in self.creations:
            seen = [e for e in self.of(job, "look", "ok") if e.get("phase")]
            for entry in seen:
                for later in seen:
                    if entry["ended"] < later["began"] and later["phase"] not in REACHABLE[entry["phase"]]:
                        yield f"job {job} was {entry['phase']} and then {later['phase']}"

    def synchronous(self):
        """What is answered at once is whole, or no answer."""
        for entry in self.entries:
            if entry["op"] == "sync" and entry["status"] == 200 and not entry["right"]:
                yield "a broken synchronous answer was taken for a whole one"
