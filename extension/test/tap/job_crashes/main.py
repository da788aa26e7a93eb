"""Eight clients, two shims, one database and a nemesis; prints a line for each invariant.

main.py BIN_FOLDER FOLDER SECONDS SEED
"""
import json
import os
import random
import sys
import time

from client import Client, Log
from nemesis import Nemesis, Sampler
from servers import RUNNING, Server, Shim, wait_until
from verify import Verifier

CLIENTS = 8
bin_folder, folder, seconds, seed = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])


def report(complaints, what):
    complaints = list(complaints)
    print("not ok" if complaints else "ok", what, flush=True)
    for complaint in complaints[:10]:
        print("#", complaint, flush=True)


def final_state(clients, jobs):
    """How every job looks at the end, by HTTP."""
    client = clients[0]
    for _ in range(100):
        states = {job: client.look_at("look", job) for job in jobs}
        uploads = [client.fetch_upload_of(job) for one in clients for job in one.uploads]
        if all(status in (200, 404) for status in uploads + [status for status, _ in states.values()]):
            return states
        time.sleep(0.2)
    raise TimeoutError("not all jobs can be read")


server = Server(folder, bin_folder)
server.create()
shims = [Shim(server, number) for number in (1, 2)]
for shim in shims:
    shim.start()
log, known = Log(os.path.join(folder, "clients.log")), []
clients = [Client(number, [shim.port for shim in shims], log, seed * 100 + number, known)
           for number in range(CLIENTS)]
nemesis, sampler = Nemesis(server, shims, random.Random(seed)), Sampler(server)
try:
    for thread in clients + [sampler]:
        thread.start()
    counts = nemesis.run(seconds)
    for client in clients:
        client.done.set()
    for client in clients:
        client.join(60)
    report([] if not any(client.is_alive() for client in clients) else ["a client hangs"],
           "every request is answered or broken off")
    wait_until(lambda: server.sql("SELECT count(*) FROM sky.job_record WHERE phase IN ('QUEUED', 'EXECUTING')")
               == "0", 120, "all jobs end")
    sampler.done.set()
    sampler.join(60)
    # The janitor looks for files at the start.
    server.stop()
    server.start()
    wait_until(shims[0].is_ready, 30, "the first shim is ready again")
    wait_until(shims[1].is_ready, 30, "the second shim is ready again")
    verifier = Verifier(log.file.name, final_state(clients, list(known)), json.loads(server.sql(
        "SELECT coalesce(json_agg(json_build_object('id', id, 'attempt', attempt, 'tag',"
        " parameters[array_position(parameters, 'TAG') + 1])), '[]') FROM sky.job_record")), nemesis.full_disks)
    report(verifier.kept(), "(a) no job is lost, and each is as it was made")
    report(verifier.phantoms(), "(a) no job exists that nobody made")
    report(verifier.results(), "(b) COMPLETED stays, with the right bytes, and none before")
    report(verifier.ends(), "(c) every job comes to its end")
    report([f"{sampler.workers} workers"] if sampler.workers > 1 else [], "(c) no job ever has two workers")
    report([f"{sampler.attempts} attempts"] if sampler.attempts > 2 else [], "(c) nor a third attempt")
    report(verifier.uploads(), "(d) uploads are as they were")
    report(verifier.phases(), "(e) phases go along the diagram")
    report([f"{sampler.executing} at once"] if sampler.executing > RUNNING - 1 else [],
           "(f) no more jobs run than may")
    wait_until(lambda: server.sql("SELECT count(*) FROM sky.fsck(false, true)") == "0", 30,
               "(g) rows and files belong together: " + server.sql("SELECT * FROM sky.fsck(false, true)"))
    report([], "(g) rows and files belong together")
    report(verifier.synchronous(), "synchronous answers are whole")
    outcomes = [entry["outcome"] for entry in verifier.entries]
    ends = [seen["phase"] for status, seen in verifier.final.values() if status == 200]
    print("#", {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))},
          {phase: ends.count(phase) for phase in sorted(set(ends))}, counts, sampler.samples, "samples")
    # A test that saw nothing proves nothing.
    report([] if {"COMPLETED", "ERROR", "ABORTED"} <= set(ends) and "unknown" in outcomes
           and sampler.samples > seconds / 4 else ["see above"], "all of this was put to the test")
finally:
    for shim in shims:
        if shim.process and shim.process.poll() is None:
            shim.stop()
    if server.process and server.process.poll() is None:
        server.stop()
