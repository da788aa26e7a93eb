"""PyVO as somebody:  pyvo_people.py TAP_URL TOKEN PASSWORD; prints "ok" or "not ok" lines."""
import sys

import pyvo
import requests

url, token, password = sys.argv[1:]
failed = False


def check(passed, what):
    global failed
    failed |= not passed
    print("ok" if passed else "not ok", what, flush=True)


def rows(session, run="run_sync"):
    tap = pyvo.dal.TAPService(url, session=session)
    return sorted(getattr(tap, run)("SELECT id FROM sample.mine")["id"])


session = requests.Session()
session.headers["Authorization"] = "Bearer " + token
check(rows(session) == [3, 4], "a token")
check(rows(session, "run_async") == [3, 4], "a token, and a job of its own")

session = requests.Session()
session.auth = ("ada", password)
check(rows(session) == [1], "a password")

auth = pyvo.auth.authsession.AuthSession()
auth.credentials.set_password("ada", password)
tap = pyvo.dal.TAPService(url, session=auth)
auth.update_from_capabilities(tap.capabilities)
check(rows(auth) == [1], "what the capabilities say")

try:
    rows(requests.Session())
    check(False, "nobody")
except pyvo.dal.DALAccessError as error:
    check("401" in str(error), "nobody is refused")
sys.exit(failed)
