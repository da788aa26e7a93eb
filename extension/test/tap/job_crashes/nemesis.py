"""Kills servers, shims, workers; fills the disk; and lets them recover."""
import os
import signal
import threading
import time

from servers import wait_until


class Nemesis:
    def __init__(self, server, shims, random):
        self.server, self.shims, self.random = server, shims, random
        self.full_disks = []  # (from, to)

    def run(self, seconds):
        """All there is, in any order, again and again; returns how often each was done."""
        end = time.monotonic() + seconds
        counts = {}
        while time.monotonic() < end:
            deeds = [self.kill_shim, self.kill_backend, self.kill_worker, self.kill_launcher,
                     self.kill_postmaster, self.stop_immediately, self.fill_disk, self.stop_worker]
            self.random.shuffle(deeds)
            for deed in deeds:
                time.sleep(self.random.uniform(1, 4))
                deed()
                counts[deed.__name__] = counts.get(deed.__name__, 0) + 1
                if time.monotonic() > end and len(counts) == len(deeds):
                    break
        return counts

    def kill_shim(self):
        shim = self.random.choice(self.shims)
        shim.stop(signal.SIGKILL)
        time.sleep(self.random.uniform(0, 0.5))
        shim.start()

    def signal_one(self, signal_number, backend_type, who=""):
        """To one of the processes of that type, as soon as there is one."""
        found = []

        def find():
            found[:] = self.server.processes(backend_type, who)
            return found
        wait_until(find, 30, f"there is a {backend_type}")
        try:
            os.kill(self.random.choice(found), signal_number)
        except ProcessLookupError:
            pass  # it ended by itself: no harm was done, nor need be
        time.sleep(0.2)
        self.server.wait_ready()

    def kill_backend(self):
        self.signal_one(signal.SIGKILL, "client backend", "sky_shim")

    def kill_worker(self):
        self.signal_one(signal.SIGKILL, "pgsky worker")

    def stop_worker(self):
        self.signal_one(signal.SIGTERM, "pgsky worker")

    def kill_launcher(self):
        self.signal_one(signal.SIGKILL, "pgsky launcher")

    def kill_postmaster(self):
        self.server.stop(signal.SIGKILL)
        wait_until(self.nobody_is_left, 30, "the processes of a killed postmaster end")
        self.server.start()

    def nobody_is_left(self):
        """Has no process this data directory for its own?"""
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.readlink(f"/proc/{entry}/cwd") == self.server.data:
                    return False
            except OSError:
                continue
        return True

    def stop_immediately(self):
        self.server.stop(signal.SIGQUIT)
        time.sleep(self.random.uniform(0, 1))
        self.server.start()

    def fill_disk(self):
        began = time.monotonic()
        open(self.server.flag, "w").close()
        time.sleep(2)
        os.unlink(self.server.flag)
        self.full_disks.append((began, time.monotonic()))


class Sampler(threading.Thread):
    """Looks for what must never be seen: a job with two workers, or too many at once."""

    QUERY = """
        SELECT (SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM pg_stat_activity
                WHERE backend_type = 'pgsky worker' AND state = 'active' AND query LIKE 'runs job %'
                GROUP BY query) s),
            (SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM sky.job_record
                WHERE phase = 'EXECUTING' GROUP BY share) s),
            (SELECT coalesce(max(attempt), 0) FROM sky.job_record)"""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.done = server, threading.Event()
        self.workers = self.executing = self.attempts = self.samples = 0

    def run(self):
        while not self.done.wait(0.2):
            answer = self.server.run("psql", "-XAtq", "-F", " ", "-d", "crashes", "-c", self.QUERY).stdout
            if len(answer.split()) == 3:
                workers, executing, attempts = map(int, answer.split())
                self.workers = max(self.workers, workers)
                self.executing = max(self.executing, executing)
                self.attempts = max(self.attempts, attempts)
                self.samples += 1
