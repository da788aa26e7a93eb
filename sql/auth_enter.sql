-- sky.enter_as and sky.enter_with: from tokens, keys and passwords to a frozen principal.
\set QUIET on
\set VERBOSITY terse
CREATE ROLE auth_staff NOLOGIN;
CREATE ROLE auth_strong NOLOGIN SUPERUSER;
CREATE ROLE auth_bypass NOLOGIN BYPASSRLS;
CREATE ROLE auth_replica NOLOGIN REPLICATION;
CREATE ROLE auth_reader NOLOGIN IN ROLE pg_read_all_data;
CREATE ROLE auth_heir NOLOGIN IN ROLE auth_strong;
CREATE ROLE auth_grandchild NOLOGIN IN ROLE auth_heir;
GRANT auth_staff, auth_strong, auth_bypass, auth_replica, auth_reader, auth_heir, auth_grandchild TO sky_shim;
INSERT INTO sky.issuer (iss, name_claim, prefix, shares_names, role_claim, roles) VALUES
	('https://idp.example.org', 'preferred_username', 'idp:', true, 'realm',
	 '{"staff": "auth_staff", "root": "auth_strong", "all": "auth_bypass", "copy": "auth_replica", "worker": "sky_worker", "reader": "auth_reader",
	 "heir": "auth_heir", "grandchild": "auth_grandchild", "none": "nobody_at_all"}'),
	('https://other.example.org', 'sub', '', true, NULL, '{}');
UPDATE sky.issuer SET scopes_claim = 'scope', default_role = NULL WHERE iss LIKE '%other%';


-- Claims become a principal, which stands in their place.
SET SESSION AUTHORIZATION sky_shim;
BEGIN;
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": "ann", "sub": "17",
	"groups": ["team", "x"], "colour": "blue", "list": [1, {"a": null}]}') AS principal \gset
SELECT :'principal'::jsonb - 'claims' AS principal;
SELECT current_user, sky.subject(), sky.has_group('idp:team') AS team, sky.has_group('team') AS other,
	sky.claim('colour') AS colour, sky.claim('list') AS list, sky.claim('iss') AS iss, sky.claim('none') AS none;
COMMIT;
SELECT sky.subject(), sky.has_group('idp:team') AS team, sky.claim('colour') AS colour;
BEGIN;
SELECT sky.enter_as(:'principal') = :'principal' AS same;
SELECT current_user, sky.subject(), sky.claim('colour') AS colour, current_setting('transaction_read_only') AS read_only;
COMMIT;
BEGIN;
SELECT sky.enter_as(:'principal', true) IS NOT NULL AS entered;
SELECT current_setting('transaction_read_only') AS read_only;
-- It is frozen.
SAVEPOINT s;
SELECT sky.enter_as(:'principal');
ROLLBACK TO s;
SELECT sky.enter_with('password', 'ann', 'x');
ROLLBACK TO s;
SET LOCAL pgsky.principal = '';
ROLLBACK TO s;
SELECT set_config('pgsky.principal', '{}', true);
ROLLBACK TO s;
RESET pgsky.principal;
ROLLBACK TO s;
RESET ALL;
SELECT sky.subject();
SHOW pgsky.principal;
ROLLBACK TO s;
SELECT sky.subject();
ROLLBACK;
-- A savepoint takes it back with the role.
BEGIN;
SAVEPOINT s;
SELECT sky.enter_as(:'principal') IS NOT NULL AS entered;
ROLLBACK TO s;
SELECT current_user, sky.subject();
-- Who enters anew, without a token, is nobody again.
SELECT sky.enter('sky_anon');
SELECT current_user, sky.subject();
COMMIT;

-- Roles that a token cannot have, whatever the table says.
SELECT sky.enter_as(format('{"iss": "https://idp.example.org", "preferred_username": "ann", "realm": %s}', r)) IS NULL AS r
FROM (VALUES ('"root"')) v (r);
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": "ann", "realm": "all"}');
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": "ann", "realm": ["copy"]}');
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": "ann", "realm": "worker"}');
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": "ann", "realm": "reader"}');
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": "ann", "realm": "heir"}');
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": "ann", "realm": "grandchild"}');
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": "ann", "realm": "none"}');
SELECT sky.enter_as('{"iss": "pgsky:principal", "sub": "ann", "role": "auth_strong"}');
SELECT sky.enter_as('{"iss": "pgsky:principal", "sub": "ann"}');
BEGIN;
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": "ann", "realm": ["unknown", "staff"]}') IS NOT NULL AS entered;
SELECT current_user;
COMMIT;
-- Claims that are not taken.
SELECT sky.enter_as('{"iss": "https://idp.example.org/", "preferred_username": "ann"}');
SELECT sky.enter_as('{"iss": ["https://idp.example.org"], "preferred_username": "ann"}');
SELECT sky.enter_as('{"preferred_username": "ann"}');
SELECT sky.enter_as('{"iss": "https://idp.example.org", "sub": "ann"}');
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": ""}');
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": ["ann"]}');
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": "a\nb"}');
SELECT sky.enter_as(format('{"iss": "https://idp.example.org", "preferred_username": "%s"}', repeat('a', 60)));
SELECT sky.enter_as('{"iss": "https://idp.example.org", "preferred_username": "ann", "exp": 1000000000}');
SELECT sky.enter_as('{"iss": "pgsky:principal", "sub": "ann", "role": "sky_user", "exp": 1000000000}');
SELECT sky.enter_as('{"iss": "https://other.example.org", "sub": "ann"}');
SELECT sky.enter_as('[]');
SELECT sky.enter_as('"x"');
SELECT sky.enter_as(NULL);
RESET SESSION AUTHORIZATION;

-- Nobody lays a principal ready.
SET pgsky.principal = '{"iss": "pgsky:principal", "sub": "ann", "role": "sky_user"}';
ALTER ROLE auth_staff SET pgsky.principal = 'x';
SELECT sky.subject();

-- Parallel workers know it.
CREATE TABLE public.auth_big AS SELECT g AS x, CASE WHEN g % 2 = 0 THEN 'idp:ann' ELSE 'bob' END AS owner FROM generate_series(1, 20000) g;
ALTER TABLE public.auth_big ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.auth_big USING (owner = sky.subject() AND sky.has_group('idp:team') AND sky.claim('colour') = 'blue');
GRANT SELECT ON public.auth_big TO sky_anon;
ANALYZE public.auth_big;
SET SESSION AUTHORIZATION sky_shim;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
BEGIN;
SELECT sky.enter_as(:'principal') IS NOT NULL AS entered;
EXPLAIN (COSTS OFF) SELECT count(*) FROM public.auth_big;
SELECT count(*) FROM public.auth_big;
COMMIT;
BEGIN;
SELECT sky.enter('sky_user');
SELECT count(*) FROM public.auth_big;
COMMIT;
RESET ALL;
RESET SESSION AUTHORIZATION;
DROP TABLE public.auth_big;

-- Users, their passwords and keys.
INSERT INTO sky.user_record (name, password) VALUES ('ann', sky.password_hash('correct horse')), ('eve', NULL);
INSERT INTO sky.group_member VALUES ('team', 'ann');
INSERT INTO sky.key_record (id, hash, kind, owner, scopes, expires)
SELECT substr(k, 5, 22), sha256(convert_to(k, 'UTF8')), kind, owner, scopes, expires
FROM (VALUES ('psk-AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB', 'key', 'ann', '{read:tap}'::text[], NULL::timestamptz),
	('psk-CCCCCCCCCCCCCCCCCCCCCC.BBBBBBBBBBBBBBBBBBBBBB', 'key', 'ann', NULL, '2020-01-01'),
	('psk-DDDDDDDDDDDDDDDDDDDDDD.BBBBBBBBBBBBBBBBBBBBBB', 'refresh', 'ann', NULL, NULL),
	('psk-EEEEEEEEEEEEEEEEEEEEEE.BBBBBBBBBBBBBBBBBBBBBB', 'anonymous', NULL, NULL, '2999-01-01')) v (k, kind, owner, scopes, expires);
SET SESSION AUTHORIZATION sky_shim;
BEGIN;
SELECT sky.enter_with('password', 'ann', 'correct horse');
SELECT current_user, sky.subject(), sky.has_group('team') AS team;
COMMIT;
SELECT sky.enter_with('password', 'ann', 'wrong horse');
SELECT sky.enter_with('password', 'nobody', 'wrong horse');
SELECT sky.enter_with('password', 'eve', '');
SELECT sky.enter_with('password', 'eve', NULL);
SELECT sky.enter_with('password', NULL, NULL);
SELECT sky.enter_with('key', NULL, 'psk-AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB') AS principal;
SELECT sky.enter_with('token', NULL, 'psk-AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB') AS principal;
SELECT sky.enter_with('key', NULL, 'psk-EEEEEEEEEEEEEEEEEEEEEE.BBBBBBBBBBBBBBBBBBBBBB') AS principal;
-- Basic may carry a key in the place of the name or of the password.
SELECT sky.enter_with('password', 'psk-AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB', 'anything') IS NOT NULL AS entered;
SELECT sky.enter_with('password', 'x-oauth-basic', 'psk-AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB') IS NOT NULL AS entered;
SELECT sky.enter_with('password', 'ann', 'psk-AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB') IS NOT NULL AS entered;
SELECT sky.enter_with('password', 'eve', 'psk-AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB') IS NOT NULL AS entered;
-- Wrong, expired, of another kind.
SELECT sky.enter_with('key', NULL, 'psk-AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBC');
SELECT sky.enter_with('key', NULL, 'psk-CCCCCCCCCCCCCCCCCCCCCC.BBBBBBBBBBBBBBBBBBBBBB');
SELECT sky.enter_with('key', NULL, 'psk-DDDDDDDDDDDDDDDDDDDDDD.BBBBBBBBBBBBBBBBBBBBBB');
SELECT sky.enter_with('key', NULL, '');
SELECT sky.enter_with('cookie', NULL, 'x');
RESET SESSION AUTHORIZATION;
SELECT id, last_used IS NOT NULL AS used FROM sky.key_record ORDER BY id;
UPDATE sky.user_record SET disabled = true;
SET SESSION AUTHORIZATION sky_shim;
SELECT sky.enter_with('password', 'ann', 'correct horse');
SELECT sky.enter_with('key', NULL, 'psk-AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB');
-- Nothing but entering.
SELECT * FROM sky.user_record;
SELECT sky.credential_principal('password', 'ann', 'x');
RESET SESSION AUTHORIZATION;

SELECT count(*) FROM sky.key_record WHERE owner IS NOT NULL;
DELETE FROM sky.user_record;
SELECT (SELECT count(*) FROM sky.group_member) AS members, array_agg(kind) AS keys FROM sky.key_record;
DELETE FROM sky.key_record;
DELETE FROM sky.issuer;
-- No name is two clients': not of two issuers, not of an issuer and a user.
DELETE FROM sky.user_record;
\set VERBOSITY default
\set SHOW_CONTEXT never
INSERT INTO sky.issuer (iss) VALUES ('https://a.example.org');
INSERT INTO sky.issuer (iss) VALUES ('https://b.example.org');
INSERT INTO sky.issuer (iss, prefix) VALUES ('https://b.example.org', 'b:');
SELECT sky.create_user('ann');
\set VERBOSITY terse
UPDATE sky.issuer SET prefix = 'a:';
INSERT INTO sky.issuer (iss, prefix) VALUES ('https://b.example.org', 'a:b:'), ('https://c.example.org', 'c:');
INSERT INTO sky.issuer (iss, prefix) VALUES ('https://b.example.org', 'b:'), ('https://c.example.org', 'c:');
UPDATE sky.issuer SET prefix = 'b' WHERE prefix = 'c:';
SELECT sky.create_user('ann'), sky.create_user('b:ann');
SELECT sky.create_user('ann'), sky.create_user('an:b:');
UPDATE sky.user_record SET name = 'a:' WHERE name = 'ann';
INSERT INTO sky.issuer (iss, prefix) VALUES ('https://d.example.org', 'an');
-- Where the DBA says that they are the same, they may.
INSERT INTO sky.issuer (iss, prefix, shares_names) VALUES ('https://d.example.org', 'an', true);
UPDATE sky.issuer SET shares_names = false WHERE prefix = 'an';
INSERT INTO sky.issuer (iss, prefix) VALUES ('https://e.example.org', 'ana');
INSERT INTO sky.issuer (iss, prefix, shares_names) VALUES ('https://e.example.org', 'ana', true);
DELETE FROM sky.issuer;
DELETE FROM sky.user_record;
DROP ROLE auth_staff, auth_strong, auth_bypass, auth_replica, auth_reader, auth_heir, auth_grandchild;
