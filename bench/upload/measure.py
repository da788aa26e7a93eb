"""Uploads through HTTP, measured:  measure.py URL SHIM_PID FOLDER [TABLE...] [slow]

Prints for each what it took, and the anonymous memory that the HTTP program and the
largest server process had beside what they held before.  Files are made in FOLDER, once.
The tables (ra, dec) are matched with 100,000 uploaded positions.  slow: only senders that
dawdle.
"""
import glob
import gzip
import os
import socket
import struct
import sys
import threading
import time
import urllib.parse

url, shim, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
options = sys.argv[4:]
host, port = urllib.parse.urlsplit(url).netloc.split(":")
BOUNDARY = "b9f1"


def server_processes():
    """The server's processes, by their command lines."""
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            line = open(path, "rb").read().replace(b"\0", b" ")
            if line.startswith(b"postgres: ") and b" sky_shim " in line:
                yield int(path.split("/")[2])
        except OSError:
            pass


def anonymous(pid):
    """Anonymous memory of a process [bytes]."""
    try:
        for line in open(f"/proc/{pid}/smaps_rollup"):
            if line.startswith("Anonymous:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


class Watch:
    """The most memory while something runs, less what was held when it began."""

    def __enter__(self):
        self.ended = False
        self.first = {pid: anonymous(pid) for pid in [shim, *server_processes()]}
        self.most = dict.fromkeys(self.first, 0)
        self.thread = threading.Thread(target=self.look)
        self.began = time.time()
        self.thread.start()
        return self

    def look(self):
        while not self.ended:
            for pid in [shim, *server_processes()]:
                more = anonymous(pid) - self.first.get(pid, 0)
                self.most[pid] = max(self.most.get(pid, 0), more)
            time.sleep(0.02)

    def __exit__(self, *_):
        self.seconds = time.time() - self.began
        self.ended = True
        self.thread.join()

    def memory(self, pid):
        return self.most[pid] / 2**20

    def backend(self):
        return max((m for p, m in self.most.items() if p != shim), default=0) / 2**20


def parts(query):
    fields = [("LANG", "ADQL"), ("QUERY", query), ("RESPONSEFORMAT", "csv"), ("UPLOAD", "t,param:f")]
    text = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields)
    text += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    return text.encode(), f"\r\n--{BOUNDARY}--\r\n".encode()


def at_once(sock, file):
    with open(file, "rb") as stream:
        while chunk := stream.read(1 << 20):
            sock.sendall(chunk)


def post(path, query, file, pace=None):
    """Send a file with a query; pace: how."""
    head, tail = parts(query)
    size = os.path.getsize(file) if isinstance(file, str) else len(file)
    sock = socket.create_connection((host, int(port)))
    sock.settimeout(300)
    sock.sendall((f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n"
                  f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
                  f"Content-Length: {len(head) + size + len(tail)}\r\n\r\n").encode() + head)
    try:
        (pace or at_once)(sock, file)
        if pace is not stalled:
            sock.sendall(tail)
    except (BrokenPipeError, ConnectionResetError):
        pass
    answer = b""
    try:
        while chunk := sock.recv(1 << 16):
            answer += chunk
    except ConnectionResetError:
        pass
    sock.close()
    status = int(answer.split(b" ", 2)[1]) if answer else 0
    return status, answer.partition(b"\r\n\r\n")[2].decode(errors="replace").strip()


def tell(what, watch, outcome):
    print(f"{what:44} {watch.seconds:7.2f} s  shim {watch.memory(shim):6.1f}  backend "
          f"{watch.backend():6.1f} MiB  {outcome}", flush=True)


def rows(count, seed=1):
    """Seeded positions all over the sky."""
    import random
    draw = random.Random(seed)
    for i in range(count):
        yield i, draw.random() * 360, draw.random() * 170 - 85, draw.random() * 20


FIELDS = ('<FIELD name="id" datatype="long"/>'
          '<FIELD name="ra" datatype="double" unit="deg" ucd="pos.eq.ra;meta.main"/>'
          '<FIELD name="dec" datatype="double" unit="deg" ucd="pos.eq.dec;meta.main"/>'
          '<FIELD name="mag" datatype="float"/>')


def write_tabledata(path, count, seed=1):
    with open(path, "w") as out:
        out.write(f'<VOTABLE version="1.3"><RESOURCE><TABLE>{FIELDS}<DATA><TABLEDATA>\n')
        for row in rows(count, seed):
            out.write("<TR><TD>%d</TD><TD>%.9f</TD><TD>%.9f</TD><TD>%.3f</TD></TR>\n" % row)
        out.write("</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>\n")


def write_binary2(path, count):
    import base64
    with open(path, "w") as out:
        out.write(f'<VOTABLE version="1.3"><RESOURCE><TABLE>{FIELDS}<DATA><BINARY2><STREAM encoding="base64">\n')
        block = b"".join(struct.pack(">xqddf", *row) for row in rows(count))
        out.write(base64.encodebytes(block).decode())
        out.write("</STREAM></BINARY2></DATA></TABLE></RESOURCE></VOTABLE>\n")


def write_csv(path, count):
    with open(path, "w") as out:
        out.write("id,ra,dec,mag\n")
        for row in rows(count):
            out.write("%d,%.9f,%.9f,%.3f\n" % row)


def write_bomb(path, head, unit):
    """A gzip file of 10 MB and more that blows up a thousandfold."""
    with gzip.open(path, "wb", 6) as out:
        out.write(head)
        block = unit * (2**20 // len(unit))
        for _ in range(10 * 1024):
            out.write(block)


def made(name, write, *arguments):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        write(path, *arguments)
    return path


def steady(sock, file):
    """20 kB a second."""
    for at in range(0, len(file), 2000):
        sock.sendall(file[at:at + 2000])
        time.sleep(0.1)


def stalled(sock, file):
    """Half of it, and no more."""
    sock.sendall(file[:len(file) // 2])


def prepare():
    made("million.vot", write_tabledata, 1000000)
    made("million2.vot", write_binary2, 1000000)
    made("million.csv", write_csv, 1000000)
    made("whole.vot", write_tabledata, 3200000)
    made("places.vot", write_tabledata, 100000, 2)
    made("rows.csv.gz", write_bomb, b"a\n", b"1\n")
    made("line.csv.gz", write_bomb, b"a\n", b"1")
    made("blank.vot.gz", write_bomb, b"<VOTABLE><RESOURCE><TABLE>", b" ")
    made("cell.vot.gz", write_bomb, f"<VOTABLE><RESOURCE><TABLE>{FIELDS}<DATA><TABLEDATA><TR><TD>".encode(), b"1")


def dawdle():
    small = b"a,b\n" + b"1,2\n" * 75000
    for pace in (steady, stalled):
        with Watch() as watch:
            answer = post("/tap/sync", "SELECT COUNT(*) AS n FROM TAP_UPLOAD.t", small, pace=pace)
        tell(f"{pace.__name__} sender of {len(small) / 1e3:.0f} kB", watch, answer)


def send(what, name, query):
    path = os.path.join(folder, name)
    with Watch() as watch:
        status, text = post("/tap/sync", query, path)
    tell(f"{what} {name}, {os.path.getsize(path) / 1e6:.0f} MB", watch, (status, text[-300:]))


def main():
    prepare()
    if "prepare" in options:
        return
    if "slow" in options:
        dawdle()
        return
    for name in ("million.vot", "million2.vot", "million.csv", "whole.vot"):
        send("table", name, "SELECT COUNT(*) AS n, MAX(mag) AS m FROM TAP_UPLOAD.t")
    for name in ("rows.csv.gz", "line.csv.gz", "blank.vot.gz", "cell.vot.gz"):
        send("bomb", name, "SELECT COUNT(*) AS n FROM TAP_UPLOAD.t")
    for table in options:
        query = (f"SELECT COUNT(*) AS n FROM TAP_UPLOAD.t AS t JOIN {table} AS s"
                 " ON DISTANCE(s.ra, s.dec, t.ra, t.dec) < 0.01")
        print(post("/tap/estimate", query, os.path.join(folder, "places.vot"))[1])
        send(table + " and", "places.vot", query)


main()
