"""Keys and tokens for the tests:  tokens.py FOLDER

Writes the keys of issuers (jwks.json, next.json with one key more, own.json, key.pem, secret),
a certificate of 127.0.0.1 with its key (tls.pem), a document that is too large (large.json)
and cases.tsv: name, token, status, a part of the challenge.  Tokens whose time matters stand
first.  Everything is signed here, without the code under test.
"""
import base64
import datetime
import ipaddress
import json
import sys
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

folder = sys.argv[1]
now = int(time.time())
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
SECRET = b"a secret that two programs share, 48 bytes long.."


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(n):
    return b64(n.to_bytes((n.bit_length() + 7) // 8, "big"))


def new_rsa(bits=2048):
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def jwk(key, kid, **more):
    public = key.public_key()
    if isinstance(key, rsa.RSAPrivateKey):
        n = public.public_numbers()
        out = {"kty": "RSA", "n": number(n.n), "e": number(n.e)}
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        n = public.public_numbers()
        size = key.key_size // 8
        out = {"kty": "EC", "crv": f"P-{key.key_size}", "x": b64(n.x.to_bytes(size, "big")),
               "y": b64(n.y.to_bytes(size, "big"))}
    else:
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        out = {"kty": "OKP", "crv": "Ed25519", "x": b64(raw)}
    return {**out, "kid": kid, **more}


def pem(key):
    return key.public_key().public_bytes(serialization.Encoding.PEM,
                                         serialization.PublicFormat.SubjectPublicKeyInfo)


def mac(secret, text):
    h = hmac.HMAC(secret, hashes.SHA256())
    h.update(text)
    return h.finalize()


def ecdsa(key, text, digest):
    r, s = utils.decode_dss_signature(key.sign(text, ec.ECDSA(digest)))
    size = key.key_size // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def pkcs(digest):
    return lambda key, text: key.sign(text, padding.PKCS1v15(), digest())


SIGN = {
    "RS256": pkcs(hashes.SHA256),
    "RS384": pkcs(hashes.SHA384),
    "RS512": pkcs(hashes.SHA512),
    "PS256": lambda key, text: key.sign(text, padding.PSS(padding.MGF1(hashes.SHA256()), 32),
                                        hashes.SHA256()),
    "ES256": lambda key, text: ecdsa(key, text, hashes.SHA256()),
    "ES384": lambda key, text: ecdsa(key, text, hashes.SHA384()),
    "EdDSA": lambda key, text: key.sign(text),
    "HS256": mac,
}

rsa1, rsa2, rsa3, evil, small = new_rsa(), new_rsa(), new_rsa(), new_rsa(), new_rsa(1024)
p256 = ec.generate_private_key(ec.SECP256R1())
p384 = ec.generate_private_key(ec.SECP384R1())
edkey = ed25519.Ed25519PrivateKey.generate()
own = ec.generate_private_key(ec.SECP256R1())

CLAIMS = {"iss": "https://idp.test", "sub": "ada", "aud": "archive", "exp": now + 3600}


def raw_token(header, claims, sign):
    """Parts as bytes; sign(text) gives the signature."""
    text = f"{b64(header)}.{b64(claims)}".encode()
    return text.decode() + "." + b64(sign(text))


def token(key=rsa1, alg="RS256", kid="rsa-1", header=None, drop=(), **claims):
    head = {"alg": alg, "typ": "JWT", "kid": kid, **(header or {})}
    body = {k: v for k, v in {**CLAIMS, **claims}.items() if k not in drop}
    head = {k: v for k, v in head.items() if v is not ...}
    return raw_token(json.dumps(head).encode(), json.dumps(body).encode(),
                     lambda text: SIGN[alg if alg in SIGN else "RS256"](key, text))


def written(claims):
    """Claims as they are written."""
    return raw_token(b'{"alg":"RS256","kid":"rsa-1"}', claims.encode(),
                     lambda text: SIGN["RS256"](rsa1, text))


def headed(header, key=rsa1):
    return raw_token(header.encode(), json.dumps(CLAIMS).encode(),
                     lambda text: SIGN["RS256"](key, text))


def unsigned(alg, signature=b""):
    return raw_token(json.dumps({"alg": alg}).encode(), json.dumps(CLAIMS).encode(),
                     lambda text: signature)


def changed(make, **opt):
    """A good token, its three parts changed."""
    return make(*token(**opt).split("."))


def malleable():
    text = token(p256, "ES256", "ec-1")
    head, body, signature = text.split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    s = ORDER - int.from_bytes(raw[32:], "big")
    return f"{head}.{body}.{b64(raw[:32] + s.to_bytes(32, 'big'))}"


def loose_bits(signature):
    """The same bytes in another spelling: bits that encode nothing set."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return signature[:-1] + digits[digits.index(signature[-1]) ^ 1]


def es256(sign):
    return raw_token(b'{"alg":"ES256","kid":"ec-1"}', json.dumps(CLAIMS).encode(), sign)


FILE = {"iss": "https://file.test"}
SHARED = {"iss": "https://secret.test"}
STRICT = {"iss": "https://strict.test"}
good = token(jti="good")
invalid = 'error="invalid_token"'

CASES = [
    # What time it is.
    ("expired a second ago: clocks differ", token(exp=now - 1), 200, ""),
    ("valid in 15 seconds", token(nbf=now + 15), 200, ""),
    ("issued in 15 seconds", token(iat=now + 15), 200, ""),
    ("expired a minute ago", token(exp=now - 60), 401, "the token has expired"),
    ("expired long ago", token(exp=1), 401, "the token has expired"),
    ("valid tomorrow", token(nbf=now + 86400), 401, "not valid yet"),
    ("issued tomorrow", token(iat=now + 86400), 401, "not valid yet"),
    ("exp missing", token(drop=["exp"]), 401, "a claim of the token"),
    ("exp a string", token(exp=str(now + 3600)), 401, "a claim of the token"),
    ("exp with a fraction", token(exp=now + 3600.5), 200, ""),
    ("exp negative", token(exp=-1), 401, "a claim of the token"),
    ("exp 2^63", token(exp=2**63), 401, "malformed"),
    ("exp 1e400", written(json.dumps(CLAIMS).replace(str(now + 3600), "1e400")), 401,
     "malformed"),
    ("exp null", token(exp=None), 401, "a claim of the token"),
    ("nbf a string", token(nbf="0"), 401, "a claim of the token"),
    # Algorithms, each with the key that is for it.
    ("RS256", good, 200, ""),
    ("RS384", token(alg="RS384"), 200, ""),
    ("RS512", token(alg="RS512"), 200, ""),
    ("PS256", token(alg="PS256"), 200, ""),
    ("ES256", token(p256, "ES256", "ec-1"), 200, ""),
    ("ES384", token(p384, "ES384", "ec-2"), 200, ""),
    ("EdDSA", token(edkey, "EdDSA", "ed-1"), 200, ""),
    ("HS256 with the shared secret", token(SECRET, "HS256", ..., **SHARED), 200, ""),
    ("RS256 with a PEM key", token(rsa3, kid=..., **FILE), 200, ""),
    ("RS256 with a PEM key, any kid", token(rsa3, kid="x", **FILE), 200, ""),
    # Other algorithms than the key is for.
    ("none", unsigned("none"), 401, "the algorithm"),
    ("None", unsigned("None"), 401, "the algorithm"),
    ("nOnE", unsigned("nOnE"), 401, "the algorithm"),
    ("none with a signature", unsigned("none", b"x" * 256), 401, "the algorithm"),
    ("none, an empty text", unsigned(""), 401, "the algorithm"),
    ("no alg", headed('{"kid":"rsa-1"}'), 401, "the algorithm"),
    ("alg a list", headed('{"alg":["RS256"],"kid":"rsa-1"}'), 401, "the algorithm"),
    ("rs256 in lower case", headed('{"alg":"rs256","kid":"rsa-1"}'), 401, "the algorithm"),
    ("HS256 with the public key of a JWKS", token(pem(rsa1), "HS256"), 401, "the algorithm"),
    ("HS256 with the text of the JWK", token(json.dumps(jwk(rsa1, "rsa-1")).encode(), "HS256"),
     401, "the algorithm"),
    ("HS256 with the PEM key itself", token(pem(rsa3), "HS256", ..., **FILE), 401,
     "the algorithm"),
    ("HS256 with an empty secret", token(b"", "HS256", ..., **SHARED), 401, "the signature"),
    ("RS256 where a secret is shared", token(rsa1, **SHARED), 401, "the algorithm"),
    ("RS256 where only ES256 may be", token(rsa1, header={"typ": "at+jwt"}, **STRICT), 401,
     "the algorithm"),
    ("RS256 that says PS256", headed('{"alg":"PS256","kid":"rsa-1"}'), 401, "the signature"),
    ("RS256 that says ES256", headed('{"alg":"ES256","kid":"ec-1"}'), 401, "the signature"),
    # Signatures.
    ("no signature", changed(lambda h, b, s: f"{h}.{b}."), 401, "the signature"),
    ("another's signature", token(evil), 401, "the signature"),
    ("half a signature", changed(lambda h, b, s: f"{h}.{b}.{s[:172]}"), 401, "the signature"),
    ("other claims", changed(lambda h, b, s: f"{h}.{b64(json.dumps({**CLAIMS, 'sub': 'eve'}).encode())}.{s}"),
     401, "the signature"),
    ("r and s are 0", es256(lambda text: bytes(64)), 401, "the signature"),
    ("r and s are the order", es256(lambda text: ORDER.to_bytes(32, "big") * 2), 401,
     "the signature"),
    ("the other s", malleable(), 200, ""),
    ("ES256 in DER", es256(lambda text: p256.sign(text, ec.ECDSA(hashes.SHA256()))), 401,
     "the signature"),
    ("ES256 with a byte more", es256(lambda text: SIGN["ES256"](p256, text) + b"x"), 401,
     "the signature"),
    # Forms.
    ("two parts", "a.b", 401, invalid),
    ("two dots", "..", 401, "malformed"),
    ("four parts", good + ".x", 401, "malformed"),
    ("five parts", "a.b.c.d.e", 401, "malformed"),
    ("no header", changed(lambda h, b, s: f".{b}.{s}"), 401, "malformed"),
    ("padding behind the header", changed(lambda h, b, s: f"{h}=.{b}.{s}"), 401, "malformed"),
    ("padding behind the signature", good + "==", 401, "the signature"),
    ("bits that encode nothing", changed(lambda h, b, s: f"{h}.{b}.{loose_bits(s)}"), 401,
     "the signature"),
    ("the other alphabet", changed(lambda h, b, s: f"{h}.{b}.+{s[1:]}"), 401, "the signature"),
    ("a header that is no JSON", headed("alg=RS256"), 401, "malformed"),
    ("a header that is a list", headed('["RS256"]'), 401, "malformed"),
    ("alg twice", headed('{"alg":"none","alg":"RS256","kid":"rsa-1"}'), 401, "malformed"),
    ("alg twice, once escaped", headed('{"\\u0061lg":"none","alg":"RS256","kid":"rsa-1"}'), 401,
     "malformed"),
    ("a header of 5 kB", token(header={"x": "x" * 5000}), 401, "malformed"),
    ("claims of 17 kB", token(x="x" * 17000), 401, "malformed"),
    ("claims of 15 kB", token(x="x" * 15000), 200, ""),
    ("claims that are no JSON", written("iss=https://idp.test"), 401, "malformed"),
    ("claims that are a list", written("[]"), 401, "malformed"),
    ("claims 2500 deep", written('{"a":' * 2500 + "1" + "}" * 2500), 401, "malformed"),
    ("sub twice", written(json.dumps(CLAIMS)[:-1] + ',"sub":"eve"}'), 401, "malformed"),
    ("a zero character", token(x="\0"), 401, "malformed"),
    ("half a surrogate", written(json.dumps(CLAIMS)[:-1] + ',"x":"\\ud800"}'), 401, "malformed"),
    ("claims that are no UTF-8", raw_token(b'{"alg":"RS256","kid":"rsa-1"}', b'{"iss":"\xff"}',
                                           lambda text: SIGN["RS256"](rsa1, text)), 401,
     "malformed"),
    # What a header may demand.
    ("crit, empty", token(header={"crit": []}), 401, "demands extensions"),
    ("crit with a known name", token(header={"crit": ["exp"]}), 401, "demands extensions"),
    ("b64 false", token(header={"crit": ["b64"], "b64": False}), 401, "demands extensions"),
    ("b64 false without crit", token(header={"b64": False}), 401, "demands extensions"),
    ("typ at+jwt", token(header={"typ": "at+jwt"}), 200, ""),
    ("typ application/at+jwt", token(header={"typ": "application/at+JWT"}), 200, ""),
    ("no typ", token(header={"typ": ...}), 200, ""),
    ("typ of a logout token", token(header={"typ": "logout+jwt"}), 401, "another type"),
    ("typ a number", token(header={"typ": 1}), 401, "another type"),
    ("typ as it is wanted", token(p256, "ES256", "ec-1", {"typ": "at+jwt"}, **STRICT), 200, ""),
    ("typ other than wanted", token(p256, "ES256", "ec-1", **STRICT), 401, "another type"),
    # Which key.
    ("no kid, one key suits", token(p256, "ES256", ...), 200, ""),
    ("no kid, two keys suit", token(kid=...), 401, "which key"),
    ("kid a path", token(kid="../../etc/passwd"), 401, "key of the token"),
    ("kid an SQL text", token(kid="' OR 1=1 --"), 401, "key of the token"),
    ("kid empty", token(kid=""), 401, "key of the token"),
    ("kid a number", token(kid=1), 401, "malformed"),
    ("kid null", token(kid=None), 401, "malformed"),
    ("kid of 300 characters", token(kid="k" * 300), 401, "malformed"),
    ("kid of another issuer", token(own, "ES256", "own-1"), 401, "key of the token"),
    ("kid of another kind", token(kid="ec-1"), 401, "the algorithm"),
    ("kid of the other RSA key", token(kid="rsa-2"), 401, "the signature"),
    ("a short RSA key", token(small, kid="small"), 401, "key of the token"),
    ("a key for encryption", token(evil, kid="enc"), 401, "key of the token"),
    ("jku", token(evil, header={"jku": "http://127.0.0.1:1/evil"}), 401, "the signature"),
    ("jku with a good signature", token(header={"jku": "http://127.0.0.1:1/evil"}), 200, ""),
    ("jwk", token(evil, header={"jwk": jwk(evil, "rsa-1")}), 401, "the signature"),
    ("x5u", token(evil, header={"x5u": "http://127.0.0.1:1/evil"}), 401, "the signature"),
    ("x5c", token(evil, header={"x5c": ["AAAA"]}), 401, "the signature"),
    # Issuer, audience, subject.
    ("iss with a slash", token(iss="https://idp.test/"), 401, "the issuer"),
    ("iss a beginning", token(iss="https://idp"), 401, "the issuer"),
    ("iss in capitals", token(iss="https://IDP.test"), 401, "the issuer"),
    ("iss missing", token(drop=["iss"]), 401, "the issuer"),
    ("iss a list", token(iss=["https://idp.test"]), 401, "the issuer"),
    ("iss of the database's principals", token(iss="pgsky:principal"), 401, "the issuer"),
    ("iss of another key", token(rsa1, kid=..., **FILE), 401, "the signature"),
    ("aud one of two", token(aud=["x", "archive"]), 200, ""),
    ("aud the other", token(aud="https://archive.test"), 200, ""),
    ("aud another's", token(aud="elsewhere"), 401, "another audience"),
    ("aud a beginning", token(aud="arch"), 401, "another audience"),
    ("aud both in one", token(aud="archive https://archive.test"), 401, "another audience"),
    ("aud empty", token(aud=[]), 401, "another audience"),
    ("aud missing", token(drop=["aud"]), 401, "a claim of the token"),
    ("aud null", token(aud=None), 401, "a claim of the token"),
    ("aud an object", token(aud={"archive": 1}), 401, "a claim of the token"),
    ("aud with a number", token(aud=["archive", 1]), 401, "a claim of the token"),
    ("sub missing", token(drop=["sub"]), 401, "a claim of the token"),
    ("sub empty", token(sub=""), 401, "a claim of the token"),
    ("sub a number", token(sub=1), 401, "a claim of the token"),
    ("sub of 300 characters", token(sub="s" * 300), 401, "a claim of the token"),
    ("sub with a line feed", token(sub="ada\nX-Evil: 1"), 401, "a claim of the token"),
    ("sub nobody knows", token(sub="nobody"), 401, invalid),
    ("a role that nobody may have", token(role="postgres"), 403, ""),
    ("signed by the database's key", token(own, "ES256", "own-1", iss="https://archive.test"),
     200, ""),
]

keys = [jwk(rsa1, "rsa-1", use="sig"), jwk(rsa2, "rsa-2"), jwk(p256, "ec-1"), jwk(p384, "ec-2"),
        jwk(edkey, "ed-1", alg="EdDSA"), jwk(small, "small"), jwk(evil, "enc", use="enc"),
        {"kty": "oct", "kid": "oct", "k": b64(SECRET)}, {"kty": "new", "kid": "new"}]


def certificate(key):
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    day = datetime.timedelta(days=1)
    today = datetime.datetime.utcnow()
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(),
                                   today - day, today + day)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    return made.add_extension(address, False).sign(key, hashes.SHA256()).public_bytes(
        serialization.Encoding.PEM)


def write(name, data):
    with open(f"{folder}/{name}", "wb") as out:
        out.write(data if isinstance(data, bytes) else data.encode())


write("jwks.json", json.dumps({"keys": keys}))
write("next.json", json.dumps({"keys": keys + [jwk(evil, "rsa-9")]}))
write("own.json", json.dumps({"keys": [jwk(own, "own-1")], "issuer": "https://archive.test",
                              "audience": "archive"}))
write("key.pem", pem(rsa3))
write("secret", SECRET + b"\n")
write("large.json", json.dumps({"keys": keys, "x": "x" * 300000}))
write("tls.pem", rsa2.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                    serialization.NoEncryption()) + certificate(rsa2))
write("cases.tsv", "".join("\t".join(map(str, case)) + "\n" for case in CASES))
# Many different ones, of a key that is there and of one that will be; and some to choose from.
write("old.txt", "".join(token(p256, "ES256", "ec-1", jti=i) + "\n" for i in range(300)))
write("new.txt", "".join(token(evil, kid="rsa-9", jti=i) + "\n" for i in range(300)))
write("flood.txt", "".join(token(kid=f"flood-{i}") + "\n" for i in range(100)))
write("scoped.txt", token(scope="whole stream") + "\n")
