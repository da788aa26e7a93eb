"""The figures of jobs, by HTTP:  measure.py PORT PSQL"""
import hashlib
import http.client
import re
import selectors
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse

PORT, PSQL = int(sys.argv[1]), sys.argv[2]
MILLION = {"LANG": "ADQL", "QUERY": "SELECT * FROM bench.source", "MAXREC": "10000000",
           "FORMAT": "votable/b2"}
TINY = {"LANG": "ADQL", "QUERY": "SELECT id, ra, dec FROM bench.source WHERE id < 5", "FORMAT": "csv"}


class Connection:
    """One that is kept alive."""

    def __init__(self):
        self.http = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)

    def ask(self, method, path, form=None):
        body = urllib.parse.urlencode(form) if form is not None else None
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
        self.http.request(method, path, body, headers)
        answer = self.http.getresponse()
        return answer, answer.read()

    def submit(self, form, **more):
        answer, body = self.ask("POST", "/tap/async", dict(form, **more))
        assert answer.status == 303, body
        return urllib.parse.urlparse(answer.headers["Location"]).path

    def wait(self, job):
        """The document of a job that has ended."""
        while True:
            text = self.ask("GET", f"{job}?WAIT=30")[1].decode()
            phase = re.search("phase>([A-Z]+)<", text)[1]
            if phase not in ("PENDING", "QUEUED", "EXECUTING"):
                assert phase == "COMPLETED", text
                return text


def sql(statement):
    return subprocess.run([PSQL, "-XAtq", "-c", statement], check=True, capture_output=True,
                          text=True).stdout.strip()


def show(what, value, hold):
    print(f"{what:62} {value:>12}   to hold: {hold}", flush=True)


def percentile(values, part):
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def timed(act):
    began = time.perf_counter()
    result = act()
    return time.perf_counter() - began, result


def seconds_of(text, tag):
    moment = re.search(rf"{tag}>\d+-\d+-\d+T(\d+):(\d+):([\d.]+)Z<", text)
    return int(moment[1]) * 3600 + int(moment[2]) * 60 + float(moment[3])


def submissions(clients=16, seconds=5):
    """Jobs that wait for their owner, made by so many clients at a time."""
    counts, end = [0] * clients, time.perf_counter() + seconds

    def work(n):
        connection = Connection()
        while time.perf_counter() < end:
            connection.submit(TINY)
            counts[n] += 1
    threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    show(f"submitted by {clients} clients, per second", f"{sum(counts) / seconds:.0f}", ">= 500")


def lists():
    """100 jobs of 100,000."""
    missing = 100000 - int(sql("SELECT count(*) FROM sky.job_record WHERE owner = 'sky_user'"))
    sql("INSERT INTO sky.job_record (id, service, owner, role, share, phase, creation_time,"
        " execution_duration, destruction) SELECT gen_random_uuid(), 'tap', 'sky_user', 'sky_user', 'sky_user',"
        " 'COMPLETED', now() - g * interval '1 s', 60, now() + interval '7 days'"
        f" FROM generate_series(1, {missing}) g; ANALYZE sky.job_record")
    connection = Connection()
    for query in ("LAST=100", "LAST=100&PHASE=COMPLETED", "LAST=100&AFTER=2020-01-01T00:00:00Z"):
        times = [timed(lambda: connection.ask("GET", "/tap/async?" + query)) for _ in range(50)]
        assert times[0][1][1].count(b"<uws:jobref") == 100
        show(f"list {query} among 100,000, p50 / p99 [ms]",
             f"{1000 * statistics.median(t for t, _ in times):.1f} / {1000 * percentile([t for t, _ in times], 0.99):.1f}",
             "<= 20")


def starts(count=100):
    """From the POST to the start, with a free slot, now and then with no worker at hand."""
    connection, delays = Connection(), []
    for n in range(count):
        if n % 25 == 24:
            time.sleep(6)  # idle workers have gone
        text = connection.wait(connection.submit(TINY, PHASE="RUN"))
        delays.append(seconds_of(text, "startTime") - seconds_of(text, "creationTime"))
    show("start after submission, p50 / p99 [ms]",
         f"{1000 * statistics.median(delays):.0f} / {1000 * percentile(delays, 0.99):.0f}", "<= 1000")


def tiny(count=100):
    connection = Connection()

    def one():
        return connection.wait(connection.submit(TINY, PHASE="RUN"))
    one()
    times = [timed(one)[0] for _ in range(count)]
    show("a tiny job COMPLETED after its POST, p50 / p99 [ms]",
         f"{1000 * statistics.median(times):.1f} / {1000 * percentile(times, 0.99):.1f}", "<= 30")


def million(runs=5):
    connection, whole = Connection(), []

    def ask_sync():
        return len(connection.ask("POST", "/tap/sync", MILLION)[1])
    size = ask_sync()
    sync = [timed(ask_sync)[0] for _ in range(runs)]
    for _ in range(runs):
        whole.append(timed(lambda: connection.wait(connection.submit(MILLION, PHASE="RUN")))[0])
        time.sleep(1)
    job = connection.submit(MILLION, PHASE="RUN")
    text = connection.wait(job)
    fetch, (answer, body) = timed(lambda: connection.ask("GET", job + "/results/result"))
    assert answer.headers["ETag"].strip('"') == hashlib.sha256(body).hexdigest()
    assert abs(len(body) - size) < 1000, "the same document, but for its parameters"
    show(f"1,000,000 rows, {size / 1e6:.0f} MB BINARY2, sync, median [s]", f"{statistics.median(sync):.2f}", "")
    show("the same as a job, POST to COMPLETED, median [s]", f"{statistics.median(whole):.2f}", "<= 0.6")
    show("ratio", f"{statistics.median(whole) / statistics.median(sync):.2f}", "<= 1.5")
    show("its run as the server tells, [s]",
         f"{seconds_of(text, 'endTime') - seconds_of(text, 'startTime'):.2f}", "")
    show("its result fetched [s]", f"{fetch:.2f}", "")


def waiters(count=1000):
    """Clients that wait for a job, and what that costs."""
    connection = Connection()
    job = connection.submit(TINY)
    selector, begun = selectors.DefaultSelector(), []
    for n in range(count):
        if n % 100 == 99:
            time.sleep(0.1)  # the shim's queue is for 256 requests of a thread
        one = socket.create_connection(("127.0.0.1", PORT))
        one.sendall(f"GET {job}?WAIT=60 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode())
        selector.register(one, selectors.EVENT_READ)
        begun.append(one)
    time.sleep(2)
    early = len(selector.select(0))
    busy = sql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'sky_shim' AND state <> 'idle'")
    other = [timed(lambda: connection.ask("GET", job + "/phase"))[0] for _ in range(100)]
    connection.ask("POST", job + "/phase", {"PHASE": "ABORT"})
    told, waited = timed(lambda: sum(b"ABORTED" in read_all(one) for one in begun))
    show(f"{count} waiting clients: answered early, backends held", f"{early}, {busy}", "0, 0")
    show("another client meanwhile, p99 [ms]", f"{1000 * percentile(other, 0.99):.1f}", "<= 50")
    show("told of the end, all within [s]", f"{waited} in {told:.2f}", f"{count}")


def read_all(one):
    parts = []
    while part := one.recv(65536):
        parts.append(part)
    one.close()
    return b"".join(parts)


submissions()
starts()
tiny()
million()
waiters()
lists()
