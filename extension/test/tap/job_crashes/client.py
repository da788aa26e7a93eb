"""A client of two shims, and the log of all it asked and was told."""
import hashlib
import http.client
import json
import random
import re
import threading
import time
import urllib.parse

from servers import ROWS

PATIENCE = 20  # [s] for an answer
BUSY = 3       # jobs of one client that run or wait

CSV = "\r\n"


def csv_of(lines):
    return (CSV.join(lines) + CSV).encode()


def numbers(first, last):
    return (f"SELECT id FROM cat.number WHERE id BETWEEN {first} AND {last} ORDER BY id",
            csv_of(["id"] + [str(i) for i in range(first, last + 1)]))


def pairs(rows):
    return (f"SELECT a.id AS a, b.id AS b FROM cat.number AS a, cat.number AS b"
            f" WHERE a.id <= {rows} ORDER BY a.id, b.id",
            csv_of(["a,b"] + [f"{a},{b}" for a in range(1, rows + 1) for b in range(1, ROWS + 1)]))


def count():
    return ("SELECT COUNT(*) AS n FROM cat.number AS a, cat.number AS b WHERE a.id + b.id > 0",
            csv_of(["n", str(ROWS * ROWS)]))


def table(rows):
    """A table to upload."""
    return csv_of(["x"] + [str(i) for i in range(rows)])


def sum_of(rows):
    return ("SELECT COUNT(*) AS n, SUM(x) AS s FROM TAP_UPLOAD.mine",
            csv_of(["n,s", f"{rows},{rows * (rows - 1) // 2}"]))


def multipart(form, content):
    """The form with a file named t."""
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in form.items()]
    return b"".join(parts + [b'--b\r\nContent-Disposition: form-data; name="t"; filename="t.csv"\r\n\r\n',
                             content, b"\r\n--b--\r\n"])


def digest(content):
    return hashlib.sha256(content).hexdigest()


class Log:
    """Append-only: what was asked, when, and what came of it."""

    def __init__(self, path):
        self.file = open(path, "a")
        self.lock = threading.Lock()

    def add(self, entry):
        with self.lock:
            self.file.write(json.dumps(entry) + "\n")
            self.file.flush()


class Client(threading.Thread):
    """Does what users do, at random, until it is told to stop."""

    def __init__(self, number, ports, log, seed, known):
        super().__init__(daemon=True)
        self.number, self.ports, self.log = number, ports, log
        self.random = random.Random(seed)
        self.known = known  # ids of everybody's jobs
        self.jobs = {}      # own: id to what was last seen
        self.uploads = []
        self.done = threading.Event()
        self.tag = 0

    def ask(self, method, path, form=None, content=None):
        """(status, headers, body); status 0: nobody knows whether it was done, -1: it was not."""
        connection = http.client.HTTPConnection("127.0.0.1", self.random.choice(self.ports),
                                                timeout=PATIENCE)
        try:
            connection.connect()
        except OSError:
            return -1, {}, b""
        try:
            body, headers = None, {}
            if content is not None:
                body = multipart(form, content)
                headers["Content-Type"] = "multipart/form-data; boundary=b"
            elif form is not None:
                body = urllib.parse.urlencode(form)
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), answer.read()
        except (OSError, http.client.HTTPException):
            return 0, {}, b""
        finally:
            connection.close()

    def note(self, op, job, began, status, **more):
        outcome = ("ok" if 200 <= status < 400 else "fail" if status == -1 or 400 <= status < 500
                   else "unknown")
        self.log.add(dict(client=self.number, op=op, job=job, began=began, ended=time.monotonic(),
                          status=status, outcome=outcome, **more))
        if outcome != "ok":
            time.sleep(0.1)
        return outcome

    def run(self):
        acts = ([self.create] * 6 + [self.look] * 8 + [self.wait] * 3 + [self.fetch] * 6 +
                [self.start_pending] * 4 + [self.abort] + [self.delete] + [self.change] * 2 +
                [self.ask_sync] * 2 + [self.fetch_upload])
        while not self.done.is_set():
            self.random.choice(acts)()
            time.sleep(self.random.uniform(0, 0.05))

    # What a client may ask.
    def create(self):
        if sum(phase in ("QUEUED", "EXECUTING", "?") for phase in self.jobs.values()) >= BUSY:
            return
        first, rows = self.random.randint(1, ROWS - 20), self.random.choice([1, 1000, 250000])
        kind, (query, expected) = self.random.choice([
            ("small", numbers(first, first + 20)), ("small", numbers(first, first)),
            ("small", numbers(2, 1)), ("big", pairs(80)), ("slow", count()),
            ("wrong", ("SELECT nothing FROM cat.number", b"")), ("upload", sum_of(rows))])
        content = table(rows) if kind == "upload" else None
        self.tag += 1
        form = {"LANG": "ADQL", "FORMAT": "csv", "QUERY": query, "MAXREC": "1000000",
                "TAG": f"{self.number}-{self.tag}"}
        if content is not None:
            form["UPLOAD"] = "mine,param:t"
        run = {"PHASE": "RUN"} if self.random.random() < 0.7 else {}
        began = time.monotonic()
        status, headers, _ = self.ask("POST", "/tap/async", dict(form, **run), content)
        job = headers.get("location", "").rpartition("/")[2] if status == 303 else None
        self.note("create", job, began, status, kind=kind, parameters=form, run=bool(run),
                  sha256=digest(expected), size=len(expected),
                  uploaded=digest(content) if content is not None else None)
        if job:
            if content is not None:
                self.uploads.append(job)
            self.jobs[job] = "?" if run else "PENDING"
            self.known.append(job)

    def some_job(self, *phases):
        mine = [job for job, phase in self.jobs.items() if not phases or phase in phases]
        return self.random.choice(mine) if mine else None

    def anybodys_job(self):
        return self.random.choice(self.known) if self.known else None

    def look_at(self, op, job, query=""):
        began = time.monotonic()
        status, _, body = self.ask("GET", f"/tap/async/{job}{query}")
        text = body.decode()
        phase = re.search(r"<uws:phase>(\w+)<", text)
        seen = {}
        if status == 200 and phase:
            seen = {"phase": phase[1], "creation": re.search(r"creationTime>([^<]*)<", text)[1],
                    "destruction": re.search(r"destruction>([^<]*)<", text)[1],
                    "duration": re.search(r"executionDuration>([^<]*)<", text)[1],
                    "owner": "<uws:ownerId xsi:nil" not in text,
                    "parameters": dict(re.findall(r'<uws:parameter id="(\w+)"[^>]*>([^<]*)<', text)),
                    "message": "".join(re.findall(r"message>([^<]*)<", text))}
        self.note(op, job, began, status, **seen)
        if job in self.jobs and seen:
            self.jobs[job] = seen["phase"]
        if status == 404:
            self.jobs.pop(job, None)
        return status, seen

    def look(self):
        job = self.some_job() if self.random.random() < 0.8 else self.anybodys_job()
        if job:
            self.look_at("look", job)

    def wait(self):
        job = self.some_job("QUEUED", "EXECUTING", "?")
        if job:
            self.look_at("look", job, "?WAIT=2")

    def fetch(self):
        job = self.some_job("COMPLETED") if self.random.random() < 0.7 else self.some_job()
        if not job:
            return
        began = time.monotonic()
        status, headers, body = self.ask("GET", f"/tap/async/{job}/results/result")
        self.note("fetch", job, began, status, sha256=digest(body), size=len(body),
                  etag=headers.get("etag", "").strip('"'))

    def fetch_upload(self):
        if self.uploads:
            self.fetch_upload_of(self.random.choice(self.uploads))

    def fetch_upload_of(self, job):
        began = time.monotonic()
        status, _, body = self.ask("GET", f"/tap/async/{job}/parameters/t")
        self.note("upload", job, began, status, sha256=digest(body))
        return status

    def post(self, op, job, path, form, method="POST", **more):
        began = time.monotonic()
        status, _, _ = self.ask(method, f"/tap/async/{job}{path}", form)
        return self.note(op, job, began, status, **more)

    def start_pending(self):
        job = self.some_job("PENDING", "HELD")
        if job and self.post("run", job, "/phase", {"PHASE": "RUN"}) == "ok":
            self.jobs[job] = "?"

    def abort(self):
        job = self.anybodys_job()
        if job:
            self.post("abort", job, "/phase", {"PHASE": "ABORT"})

    def delete(self):
        job = self.anybodys_job()
        if not job:
            return
        if self.random.random() < 0.5:
            self.post("delete", job, "", None, method="DELETE")
        else:
            self.post("delete", job, "", {"ACTION": "DELETE"})

    def change(self):
        job = self.some_job()
        if not job:
            return
        if self.random.random() < 0.5:
            value = time.strftime("%Y-%m-%dT%H:%M:%S.000Z",
                                  time.gmtime(time.time() + self.random.randint(1, 20) * 86400))
            self.post("destruction", job, "/destruction", {"DESTRUCTION": value}, value=value)
        else:
            value = str(self.random.randint(100, 3600))
            self.post("duration", job, "/executionduration", {"EXECUTIONDURATION": value}, value=value)

    def ask_sync(self):
        query, expected = numbers(1, ROWS)
        began = time.monotonic()
        status, _, body = self.ask("POST", "/tap/sync", {"LANG": "ADQL", "QUERY": query, "FORMAT": "csv"})
        self.note("sync", None, began, status, right=body == expected)
