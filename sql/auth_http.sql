-- Keys, tokens and who am I, over HTTP.
\set QUIET on
\set VERBOSITY terse
\pset format unaligned
\pset tuples_only on
SELECT format('ALTER DATABASE %I SET pgsky.base_url = %L', current_database(), 'https://archive.example.org') \gexec
\c -
CREATE FUNCTION public.auth_ask(method text, path text, body text DEFAULT '', kind text DEFAULT 'application/x-www-form-urlencoded')
	RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	a record;
BEGIN
	SELECT * INTO a FROM sky.serve(method, split_part(path, '?', 1), CASE WHEN method = 'POST' THEN split_part(path, '?', 2) ELSE split_part(path, '?', 2) END,
		'content-type: ' || kind || E'\n', convert_to(body, 'UTF8'));
	RETURN a.status || ' ' || convert_from(a.body, 'UTF8');
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ' ' || sqlerrm;
END $$;
-- What is random or of now, as dots.
CREATE FUNCTION public.auth_plain(answer text) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(answer, 'psk-[\w-]{22}\.[\w-]{22}', 'psk-.', 'g'),
		'[\w-]+\.[\w-]+\.[\w-]{171}[\w-]{171}', 'JWT', 'g'), '"(\d{4}-\d\d-\d\dT[^"]*|[\w-]{22})"', '"."', 'g'), '\d{10}|\d{4}-\d\d-\d\dT[\d:.]+Z', '.', 'g') $$;
CREATE FUNCTION public.auth_json(answer text) RETURNS jsonb LANGUAGE sql AS $$ SELECT substr(answer, 5)::jsonb $$;

-- Off until the DBA says so.
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=password&username=ann&password=correct+horse');
SELECT public.auth_ask('GET', '/.well-known/jwks.json');
SELECT public.auth_ask('GET', '/api/key');
SELECT sky.jwks() IS NULL;
SELECT format('ALTER DATABASE %I SET pgsky.token_lifetime = ''8h''', current_database()) \gexec
SELECT format('ALTER DATABASE %I SET pgsky.anonymous_keys = 3', current_database()) \gexec
\c -
SELECT sky.create_user('ann', 'correct horse', groups => '{team}', full_name => 'Ann Other', email => 'ann@example.org');
SELECT sky.create_user('robot');
SELECT sky.create_user('bad', 'short');
SELECT sky.create_user('psk-1');
SELECT sky.create_client('portal', 'client secret', 'robot'), sky.create_client('public');

-- Grants.
SET ROLE sky_anon;
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=password&username=ann&password=correct+horse&scope=openid+read:tap') AS granted \gset
RESET ROLE;
SELECT public.auth_plain(:'granted');
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=password&username=ann&password=wrong');
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=password&username=nobody&password=wrong');
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=password&username=robot&password=');
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=password');
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=implicit&username=ann&password=correct+horse');
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=password&username=ann&password=correct+horse&client_id=portal&client_secret=no');
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=password&username=ann&password=correct+horse&client_id=nosuch');
SELECT public.auth_plain(public.auth_ask('POST', '/auth/token', 'grant_type=password&username=ann&password=correct+horse&client_id=public'));
SELECT public.auth_plain(public.auth_ask('POST', '/auth/token', 'grant_type=client_credentials&client_id=portal&client_secret=client+secret'));
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=client_credentials&client_id=public&client_secret=');
SELECT public.auth_ask('GET', '/auth/token?grant_type=password&username=ann&password=correct+horse');
SELECT public.auth_plain(public.auth_ask('GET', '/sso/oidc/token?response_type=id_token+token&grant_type=password&client_id=portal&client_secret=client+secret&username=ann&password=correct+horse'));
SELECT public.auth_plain(public.auth_ask('POST', '/auth/token/', '{"username": "ann", "password": "correct horse"}', 'application/json'));
SELECT public.auth_ask('POST', '/auth/token/', '{"username": "ann", "password": "no"}', 'application/json');
SELECT public.auth_ask('POST', '/auth/token/', '["ann"]', 'application/json');
SELECT public.auth_ask('POST', '/auth/token/', '{"username": "ann", "password": "correct horse\u0000"', 'application/json');
SELECT public.auth_ask('POST', '/auth/token/', '{"password": "correct horse\u0000"}', 'application/json');
-- A refresh token can be taken once, and for no more: asking for more leaves it as it was.
SELECT public.auth_json(:'granted') ->> 'refresh_token' AS refresh, public.auth_json(:'granted') ->> 'access_token' AS token \gset
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=refresh_token&scope=write:files&refresh_token=' || :'refresh');
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=refresh_token&scope=read:tap+write:files&refresh_token=' || :'refresh');
SELECT public.auth_plain(public.auth_ask('POST', '/auth/token', 'grant_type=refresh_token&scope=openid&refresh_token=' || :'refresh'));
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=refresh_token&refresh_token=' || :'refresh');
SELECT public.auth_json(public.auth_ask('POST', '/auth/token', 'grant_type=password&username=ann&password=correct+horse')) ->> 'refresh_token' AS refresh \gset
SELECT public.auth_plain(public.auth_ask('POST', '/auth/token/refresh/', json_build_object('refresh', :'refresh')::text, 'application/json'));
SELECT public.auth_ask('POST', '/auth/token/refresh/', json_build_object('refresh', :'refresh')::text, 'application/json');
-- Those that nobody takes do not pile up: the newest hundred stay, and none that has expired.
INSERT INTO sky.key_record (id, hash, kind, owner, creation_time, expires) SELECT 'refresh' || n, '', 'refresh', 'ann', now() - make_interval(mins => n),
	now() + CASE WHEN n > 1 THEN interval '1 d' ELSE interval '-1 s' END FROM generate_series(1, 150) n;
SELECT sky.issue_token('ann', NULL, true) ->> 'refresh_token' LIKE 'psk-%';
SELECT count(*), count(*) FILTER (WHERE k.id = 'refresh1'), bool_or(k.id = 'refresh2'), bool_or(k.id = 'refresh150') FROM sky.key_record k WHERE k.owner = 'ann' AND k.kind = 'refresh';
DELETE FROM sky.key_record k WHERE k.id LIKE 'refresh%';

-- What is in a token, and that the keys that are told belong to it.
CREATE FUNCTION public.auth_part(token text, n int) RETURNS jsonb LANGUAGE sql AS $$
	SELECT convert_from(decode(rpad(translate(split_part(token, '.', n), '-_', '+/'),
		(length(split_part(token, '.', n)) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb $$;
SELECT public.auth_part(:'token', 1) - 'kid', public.auth_part(:'token', 2) - 'jti' - 'iat' - 'exp';
SELECT (public.auth_part(:'token', 2) ->> 'exp')::int8 - (public.auth_part(:'token', 2) ->> 'iat')::int8 AS lifetime;
SELECT public.auth_part(:'token', 1) ->> 'kid' = public.auth_json(public.auth_ask('GET', '/.well-known/jwks.json')) -> 'keys' -> 0 ->> 'kid';
SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(sky.jwks()::jsonb -> 'keys' -> 0) k;
SELECT sky.rotate_signing_key() <> public.auth_part(:'token', 1) ->> 'kid', jsonb_array_length(sky.jwks()::jsonb -> 'keys');
-- A retired key is told for as long as its tokens live.
UPDATE sky.signing_key SET retired = now() - interval '8 h' WHERE retired IS NOT NULL;
SELECT jsonb_array_length(sky.jwks()::jsonb -> 'keys');
UPDATE sky.signing_key SET retired = now() - interval '8 h 1 min' WHERE retired IS NOT NULL;
SELECT jsonb_array_length(sky.jwks()::jsonb -> 'keys'), (SELECT count(*) FROM sky.signing_key);
SELECT jsonb_pretty(public.auth_json(public.auth_ask('GET', '/.well-known/openid-configuration')));
-- Its claims let its bearer in, till he is disabled or has another password.
SELECT public.auth_part(:'token', 2)::text AS claims \gset
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'claims')::jsonb - 'exp'; SELECT current_user, sky.subject(), sky.has_group('team'); COMMIT;
RESET SESSION AUTHORIZATION;
-- Tokens know seconds.
SELECT pg_sleep(1.1);
SELECT sky.disable_user('ann');
SET SESSION AUTHORIZATION sky_shim;
SELECT sky.enter_as(:'claims');
RESET SESSION AUTHORIZATION;
SELECT sky.disable_user('ann', false);
-- What was void stays so; new tokens are good.
SET SESSION AUTHORIZATION sky_shim;
SELECT sky.enter_as(:'claims');
RESET SESSION AUTHORIZATION;
SELECT public.auth_json(public.auth_ask('POST', '/auth/token', 'grant_type=password&username=ann&password=correct+horse')) AS granted \gset
SELECT public.auth_part(:'granted'::jsonb ->> 'access_token', 2)::text AS claims \gset
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'claims')::jsonb ->> 'sub'; COMMIT;
RESET SESSION AUTHORIZATION;
SELECT pg_sleep(1.1);
SELECT sky.set_password('ann', 'another horse');
SELECT public.auth_ask('POST', '/auth/token', 'grant_type=refresh_token&refresh_token=' || (:'granted'::jsonb ->> 'refresh_token'));
SET SESSION AUTHORIZATION sky_shim;
SELECT sky.enter_as(:'claims');
SELECT sky.enter_as(jsonb_set(:'claims', '{iss}', '"https://other.example.org"')::text);
RESET SESSION AUTHORIZATION;
SELECT sky.disable_user('nosuch');

-- Keys: made, listed, shown to nobody, taken back.
\set ann '{"iss": "pgsky:principal", "sub": "ann", "kind": "password", "role": "sky_user", "groups": ["team"], "claims": {"name": "Ann Other"}}'
\set weak '{"iss": "pgsky:principal", "sub": "ann", "kind": "key", "role": "sky_user", "groups": [], "scopes": ["read:tap"]}'
\set maker '{"iss": "pgsky:principal", "sub": "ann", "kind": "key", "role": "sky_user", "groups": [], "scopes": ["read:tap", "user:token"]}'
\set guest '{"iss": "pgsky:principal", "sub": "idp:zoe", "kind": "jwt", "role": "sky_user", "groups": ["idp:x"], "issuer": "https://idp.example.org", "claims": {"iss": "https://idp.example.org", "sub": "idp:zoe", "groups": ["idp:x"]}}'
\set namesake '{"iss": "pgsky:principal", "sub": "ann", "kind": "jwt", "role": "sky_user", "groups": ["idp:x"], "issuer": "https://idp.example.org", "claims": {"iss": "https://idp.example.org", "sub": "ann", "groups": ["idp:x"]}}'
INSERT INTO sky.issuer (iss, shares_names) VALUES ('https://idp.example.org', true);
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'ann', true) IS NOT NULL;
SELECT public.auth_ask('POST', '/auth/api/v1/users/ann/tokens', '{"token_name": "laptop", "scopes": ["read:tap"], "expires": "2999-01-01T00:00:00Z"}', 'application/json') AS made \gset
SELECT public.auth_plain(:'made');
SELECT public.auth_ask('POST', '/auth/api/v1/users/ann/tokens', '{"token_name": "laptop"}', 'application/json');
SELECT public.auth_plain(public.auth_ask('POST', '/auth/api/v1/users/ann/tokens', 'token_name=pipeline&kind=upload'));
SELECT public.auth_plain(public.auth_ask('GET', '/auth/api/v1/users/ann/tokens'));
SELECT left(public.auth_ask('GET', '/auth/api/v1/users/bob/tokens'), 60);
SELECT public.auth_ask('GET', '/auth/api/v1/users/ann/tokens/nosuch');
SELECT public.auth_ask('GET', '/auth/api/v1/user-info');
SELECT public.auth_ask('GET', '/auth/api/v1/token-info');
SELECT public.auth_ask('GET', '/auth/api/v1/nosuch');
SELECT name, kind, scopes, expires < now() + interval '366 d' AS bounded FROM sky.key ORDER BY name;
COMMIT;
BEGIN; SELECT sky.enter_as(:'weak', true) IS NOT NULL;
SELECT sky.create_key('more');
ROLLBACK;
BEGIN; SELECT sky.enter_as(:'maker', true) IS NOT NULL;
SELECT length(sky.create_key('same', '{read:tap}'));
SAVEPOINT s;
SELECT sky.create_key('more', '{write:tap}');
ROLLBACK TO s;
SELECT sky.create_key('all');
ROLLBACK;
BEGIN; SELECT sky.enter_as(:'guest', true) IS NOT NULL;
SELECT sky.create_key('mine') AS guest_key \gset
COMMIT;
SELECT sky.enter_with('key', NULL, :'guest_key')::jsonb - '{exp,claims}'::text[];
-- His key lives no longer than pgsky.foreign_key_lifetime, and the issuer's row says each time what he is.
RESET SESSION AUTHORIZATION;
SELECT expires - creation_time FROM sky.key_record WHERE owner = 'idp:zoe';
UPDATE sky.issuer SET default_role = 'sky_anon';
SELECT sky.key_principal(:'guest_key') ->> 'role';
UPDATE sky.issuer SET default_role = NULL;
SELECT sky.key_principal(:'guest_key');
UPDATE sky.issuer SET default_role = 'sky_user', prefix = 'other:';
SELECT sky.key_principal(:'guest_key');
UPDATE sky.issuer SET prefix = '';
SET SESSION AUTHORIZATION sky_shim;
-- One whom another issuer calls as a user here is called has no key to that user's groups.
BEGIN; SELECT sky.enter_as(:'namesake', true) IS NOT NULL;
SELECT sky.create_key('theirs') AS namesake_key \gset
COMMIT;
SELECT sky.enter_with('key', NULL, :'namesake_key')::jsonb - '{exp,claims}'::text[];
BEGIN; SELECT sky.enter_as(:'guest') IS NOT NULL; SELECT name FROM sky.key; COMMIT;
BEGIN; SELECT sky.enter(writes => true);
SELECT public.auth_ask('GET', '/auth/api/v1/user-info');
SELECT public.auth_ask('GET', '/auth/api/v1/users/ann/tokens');
SELECT sky.create_key('x');
ROLLBACK;
RESET SESSION AUTHORIZATION;
SELECT public.auth_json(:'made') ->> 'token' AS key \gset
SELECT count(*) FROM sky.key_record k WHERE to_jsonb(k)::text LIKE '%' || split_part(:'key', '.', 2) || '%';
SELECT public.auth_ask('POST', '/auth/key/verify/', json_build_object('username', 'ann@example.org', 'key', :'key')::text, 'application/json');
SELECT public.auth_ask('POST', '/auth/key/verify/', json_build_object('username', 'robot', 'key', :'key')::text, 'application/json');
-- Several may have one address.
UPDATE sky.user_record SET email = 'us@example.org';
SELECT public.auth_ask('POST', '/auth/key/verify/', json_build_object('username', 'us@example.org', 'key', :'key')::text, 'application/json');
SELECT public.auth_plain(public.auth_ask('POST', '/api/auth?key=' || :'key'));
SET SESSION AUTHORIZATION sky_shim;
SELECT sky.enter_with('key', NULL, :'key')::jsonb - 'exp';
BEGIN; SELECT sky.enter_as(:'ann', true) IS NOT NULL;
SELECT public.auth_ask('DELETE', '/auth/api/v1/users/ann/tokens/' || substr(:'key', 5, 22));
SELECT public.auth_ask('DELETE', '/auth/api/v1/users/ann/tokens/' || substr(:'guest_key', 5, 22));
COMMIT;
SELECT sky.enter_with('key', NULL, :'key');
RESET SESSION AUTHORIZATION;
-- With the issuer go the keys of those whom it knew.
DELETE FROM sky.issuer;
SET SESSION AUTHORIZATION sky_shim;
SELECT sky.enter_with('key', NULL, :'guest_key');
RESET SESSION AUTHORIZATION;
-- Anonymous keys: as many as there may be, the oldest make room.
SELECT public.auth_plain(public.auth_ask('GET', '/api/key'));
SELECT count(public.auth_ask('GET', '/api/key')) FROM generate_series(1, 5);
SELECT count(*) FROM sky.key_record WHERE kind = 'anonymous';
SELECT public.auth_ask('POST', '/api/verify', 'key=psk-no');

DELETE FROM sky.key_record;
DELETE FROM sky.user_record;
DELETE FROM sky.oauth_client;
DELETE FROM sky.signing_key;
DROP FUNCTION public.auth_ask, public.auth_plain, public.auth_json, public.auth_part;
SELECT format('ALTER DATABASE %I RESET pgsky.%s', current_database(), s) FROM unnest('{base_url,token_lifetime,anonymous_keys}'::text[]) s \gexec
