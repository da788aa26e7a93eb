"""A private PostgreSQL with pgsky and two shims before it, made to be killed."""
import http.client
import os
import signal
import socket
import subprocess
import time

DATABASE = "crashes"
RUNNING = 4  # jobs at once
ROWS = 3000  # of cat.number

SETTINGS = {
    "listen_addresses": "",
    "shared_preload_libraries": "pgsky",
    "pgsky.databases": DATABASE,
    "pgsky.jobs_running": RUNNING,
    "pgsky.jobs_running_per_user": RUNNING - 1,
    "max_worker_processes": 16,
    "max_parallel_workers_per_gather": 0,
    "shared_buffers": "64MB",
    "restart_after_crash": "on",
}
SCHEMA = f"""
CREATE EXTENSION pgsky;
CREATE SCHEMA cat;
CREATE TABLE cat.number (id int4 PRIMARY KEY);
INSERT INTO cat.number SELECT generate_series(1, {ROWS});
ANALYZE cat.number;
SELECT sky.publish('cat.number');
"""


def wait_until(condition, seconds, what):
    """Poll until condition() is true; a TimeoutError names what was waited for."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.05)


class Server:
    def __init__(self, folder, bin_folder):
        self.folder, self.bin = folder, bin_folder
        self.data = os.path.join(folder, "data")
        self.flag = os.path.join(folder, "disk-is-full")
        self.process = None
        self.environment = dict(os.environ, PGHOST=folder, PGPORT="5432", PGUSER="admin",
                                PGCONNECT_TIMEOUT="5", FULL_DISK_FLAG=self.flag)

    def run(self, *command, **options):
        return subprocess.run((os.path.join(self.bin, command[0]),) + command[1:],
                              env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, **options)

    def create(self):
        self.run("initdb", "-D", self.data, "-U", "admin", "-A", "trust", "-E", "UTF8",
                 "--locale=C.UTF-8", "-N", check=True)
        with open(os.path.join(self.data, "postgresql.conf"), "a") as conf:
            for name, value in SETTINGS.items():
                conf.write(f"{name} = '{value}'\n")
            conf.write(f"unix_socket_directories = '{self.folder}'\n")
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "full_disk.c")
        library = os.path.join(self.folder, "full_disk.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
        self.library = library
        self.start()
        self.run("createdb", DATABASE, check=True)
        self.sql(SCHEMA)

    def start(self):
        log = open(os.path.join(self.folder, "server.log"), "ab")
        self.process = subprocess.Popen([os.path.join(self.bin, "postgres"), "-D", self.data],
                                        env=dict(self.environment, LD_PRELOAD=self.library),
                                        stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.wait_ready()

    def wait_ready(self):
        wait_until(self.is_ready, 60, "the server accepts connections")

    def is_ready(self):
        if self.process.poll() is not None:
            raise RuntimeError("the server has ended by itself")
        return self.run("psql", "-XAtq", "-d", "postgres", "-c", "SELECT 1").stdout == "1\n"

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        self.process.wait(60)

    def sql(self, statement, database=DATABASE):
        return self.run("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement,
                        check=True).stdout.strip()

    def processes(self, backend_type, who=""):
        """Ids of server processes, by the type and the user that pg_stat_activity tells."""
        return [int(pid) for pid in self.sql(
            f"SELECT pid FROM pg_stat_activity WHERE backend_type = '{backend_type}'"
            f" AND coalesce(usename, '') LIKE '%{who}'", "postgres").split()]


class Shim:
    """Restarted on the same port, as a supervisor would."""

    def __init__(self, server, number):
        self.server, self.number = server, number
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process = None

    def start(self):
        log = open(os.path.join(self.server.folder, f"shim{self.number}.log"), "ab")
        self.process = subprocess.Popen(
            [os.path.join(self.server.bin, "pgsky-shim"), "--listen", f"127.0.0.1:{self.port}",
             "--threads", "1", "--connections", "6",
             "--database", f"host={self.server.folder} port=5432 user=sky_shim dbname={DATABASE}"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_until(self.is_ready, 60, "the shim is ready")

    def is_ready(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/-/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(60)
