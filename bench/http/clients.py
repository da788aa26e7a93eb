"""Clients that wrk cannot play:  clients.py URL idle COUNT PID | stream QUERY [RATE] PID

idle holds COUNT open connections and times a request through the crowd; stream takes one
answer, at most RATE bytes a second.  Both watch the resident memory of process PID.
"""
import resource
import socket
import sys
import time
import urllib.parse


def rss_mb(pid):
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


def get(host, port, target, keep=False):
    sock = socket.create_connection((host, port))
    close = "" if keep else "Connection: close\r\n"
    sock.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\n{close}\r\n".encode())
    return sock


def idle(host, port, count, pid):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, count + 100), hard))
    before = rss_mb(pid)
    crowd = []
    for _ in range(count):
        sock = get(host, port, "/-/live", keep=True)
        sock.recv(4096)
        crowd.append(sock)
    times = []
    for sock in crowd[:: max(1, count // 500)]:
        began = time.perf_counter()
        sock.sendall(f"GET /-/live HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        sock.recv(4096)
        times.append(time.perf_counter() - began)
    times.sort()
    print(f"{len(crowd)} idle connections: {rss_mb(pid):.1f} MiB resident (before: {before:.1f}), "
          f"a request among them p99 {times[int(len(times) * 0.99)] * 1000:.2f} ms")


def stream(host, port, query, rate, pid):
    target = "/tap/sync?LANG=ADQL&MAXREC=1000000000&QUERY=" + urllib.parse.quote_plus(query)
    began = time.perf_counter()
    sock = get(host, port, target)
    first = None
    size = 0
    peak = 0.0
    looked = began
    while data := sock.recv(1 << 20):
        now = time.perf_counter()
        first = first or now - began
        size += len(data)
        if now - looked > 0.5:
            looked = now
            peak = max(peak, rss_mb(pid))
        if rate and size / rate > now - began:
            time.sleep(size / rate - (now - began))
    seconds = time.perf_counter() - began
    peak = max(peak, rss_mb(pid))
    print(f"{size / 1e6:.0f} MB in {seconds:.2f} s: {size / 1e6 / seconds:.0f} MB/s, "
          f"first byte {first * 1000:.1f} ms, shim at most {peak:.1f} MiB resident")


def main():
    url = urllib.parse.urlparse(sys.argv[1])
    what, argument, pid = sys.argv[2], sys.argv[3], sys.argv[-1]
    if what == "idle":
        idle(url.hostname, url.port, int(argument), pid)
    else:
        rate = int(sys.argv[4]) if len(sys.argv) > 5 else 0
        stream(url.hostname, url.port, argument, rate, pid)


main()
