"""Authlib as the programs of others:  oidc_session.py URL PASSWORD; prints "ok" or "not ok" lines."""
import os
import re
import sys
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import jwt
from authlib.oidc.core import CodeIDToken

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback
url, password = sys.argv[1:]
failed = False
PAGE = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate"}


def check(passed, what):
    global failed
    failed |= not passed
    print("ok" if passed else "not ok", what, flush=True)


def refused(what, call, error):
    try:
        call()
        check(False, what)
    except OAuthError as fault:
        check(fault.error == error, "%s: %s" % (what, fault.error))


def fields(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text.replace("&amp;", "&")))


def let_in(person, location):
    """The person's side: logs in if he is to, allows, and is sent back to where the answer says."""
    page = person.get(location, headers=PAGE)
    if page.url.startswith(url + "/login?"):
        form = dict(fields(page), username="ada", password=password)
        page = person.post(url + "/login", form, headers=PAGE)
    return person.post(url + "/auth/openid/login", dict(fields(page), decision="allow"), headers=PAGE, allow_redirects=False)


told = requests.get(url + "/.well-known/openid-configuration").json()
keys = requests.get(told["jwks_uri"]).json()
check(told["issuer"] == url and told["authorization_endpoint"] == url + "/auth/openid/login", "what is told of the provider")

for name, secret, back in (("portal", "a-secret-of-its-own", "https://portal.test/back"), ("app", None, "http://127.0.0.1:9/back")):
    person = requests.Session()
    program = OAuth2Session(name, secret, scope="openid profile groups read:tap offline_access", redirect_uri=back, code_challenge_method="S256",
                            token_endpoint_auth_method="client_secret_basic" if secret else "none", token_endpoint=told["token_endpoint"])
    verifier, nonce = generate_token(48), generate_token()
    location, state = program.create_authorization_url(told["authorization_endpoint"], code_verifier=verifier, nonce=nonce)
    sent = let_in(person, location).headers["Location"]
    answer = {key: value[0] for key, value in parse_qs(urlsplit(sent).query).items()}
    check(sent.startswith(back + "?") and answer["state"] == state and answer["iss"] == url, name + " gets its person back")
    refused(name + ", with another verifier",
            lambda: program.fetch_token(told["token_endpoint"], authorization_response=sent, code_verifier=generate_token(48), state=state), "invalid_grant")
    token = program.fetch_token(told["token_endpoint"], authorization_response=sent, code_verifier=verifier, state=state)
    claims = jwt.decode(token["id_token"], keys, claims_cls=CodeIDToken, claims_options={"iss": {"value": url}, "aud": {"value": name}},
                        claims_params={"nonce": nonce, "client_id": name, "access_token": token["access_token"]})
    claims.validate()
    check(claims["sub"] == "ada" and claims["auth_time"] <= claims["iat"], name + " knows who it is")
    who = program.get(told["userinfo_endpoint"]).json()
    check(who["sub"] == "ada" and "email" not in who, name + " is told what it asked for")
    adql = {"LANG": "ADQL", "FORMAT": "csv", "QUERY": "SELECT id FROM sample.mine"}
    check(program.get(url + "/tap/sync", params=adql).text.split() == ["id", "1"], name + " sees the person's rows")
    check(program.get(url + "/data/x").status_code == 403, name + " may not what it did not ask for")
    check(requests.get(url + "/tap/sync", adql, headers={"Authorization": "Bearer " + token["id_token"]}).status_code == 401,
          "what tells who it is opens nothing")
    token = program.refresh_token(told["token_endpoint"])
    check(program.get(url + "/tap/sync", params=adql).text.split() == ["id", "1"], name + " asks for another token")
    refused(name + ", with a code of before",
            lambda: program.fetch_token(told["token_endpoint"], authorization_response=sent, code_verifier=verifier, state=state), "invalid_grant")
    program.token = token
    check(requests.get(url + "/tap/sync", adql, headers={"Authorization": "Bearer " + token["access_token"]}).status_code == 401,
          "a code that comes twice voids it all")

wrong = OAuth2Session("portal", "wrong", redirect_uri="https://portal.test/back", token_endpoint=told["token_endpoint"])
refused("a wrong secret", lambda: wrong.fetch_token(told["token_endpoint"], grant_type="authorization_code", code="psc-x"), "invalid_client")
sys.exit(failed)
