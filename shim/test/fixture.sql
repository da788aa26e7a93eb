-- A stand-in for the extension's side of the contract, so that the HTTP edge is tested
-- alone: slow streams, faults at every moment, answers of any size.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

DO $$
BEGIN
	PERFORM pg_advisory_lock(2463534242);
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sky_anon') THEN
		CREATE ROLE sky_anon NOLOGIN;
	END IF;
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sky_shim') THEN
		CREATE ROLE sky_shim LOGIN NOINHERIT;
	END IF;
	GRANT sky_anon TO sky_shim;
	PERFORM pg_advisory_unlock(2463534242);
END
$$;

CREATE SCHEMA sky;
GRANT USAGE ON SCHEMA sky TO sky_shim, sky_anon;

CREATE FUNCTION sky.api_version() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 5';

CREATE TABLE sky.role_fault (fatal boolean, fault text, hint text);
GRANT SELECT ON sky.role_fault TO sky_shim;
CREATE FUNCTION sky.role_faults(OUT fatal boolean, OUT fault text, OUT hint text) RETURNS SETOF record
	LANGUAGE sql STABLE AS 'SELECT * FROM sky.role_fault ORDER BY fatal DESC, fault';

CREATE TABLE sky.route (
	method text, path text, handler text, scope text, max_body bigint, timeout_ms int,
	body text, writes boolean, credentials text, description text);
GRANT SELECT ON sky.route TO sky_shim;
INSERT INTO sky.route
SELECT method, path, 'test', ltrim(path, '/'), max_body, timeout_ms, body, path = '/change',
	CASE path WHEN '/page' THEN 'page' WHEN '/own' THEN 'own' ELSE 'fields' END, ''
FROM (VALUES
	('GET,HEAD,POST', '/', 0, 0, 'none'),
	('GET,HEAD', '/whole', 0, 0, 'none'),
	('GET,HEAD,POST', '/page', 1000, 0, 'memory'),
	('POST', '/own', 1000, 0, 'memory'),
	('GET,HEAD', '/tree/*', 0, 0, 'none'),
	('GET,HEAD', '/tree/leaf', 0, 0, 'none'),
	('POST', '/echo', 200000, 0, 'memory'),
	('POST', '/large', 104857600, 0, 'memory'),
	('GET,HEAD', '/stream', 0, 0, 'none'),
	('GET', '/short-limit', 0, 300, 'none'),
	('GET,POST', '/fail', 1000, 0, 'memory'),
	('GET,HEAD,POST,DELETE', '/change', 1000, 0, 'memory')
) AS r(method, path, max_body, timeout_ms, body);

CREATE TABLE sky.number (n int);
INSERT INTO sky.number SELECT generate_series(1, 20);
GRANT SELECT ON sky.number TO sky_anon;

CREATE FUNCTION sky.enter(role name, writes boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('transaction_read_only', CASE WHEN writes THEN 'off' ELSE 'on' END, true);
	PERFORM set_config('role', role, true);
END
$$;

-- Tokens of "https://idp.test" and "https://archive.test" are taken; three keys and two
-- users.  What is forgotten or asked of the database is counted, in words of the test.
CREATE TABLE sky.credential (secret text PRIMARY KEY, name text, scopes text[]);
INSERT INTO sky.credential VALUES
	('psk-0001.anything', 'ada', NULL),
	('psk-0002.only-whole', 'bob', '{whole}'),
	('psk-0003.for-revocation', 'eve', '{*}'),
	('ada:correct horse', 'ada', NULL),
	('pss-0005.session', 'ada', NULL);
CREATE SEQUENCE sky.asked;
CREATE FUNCTION sky.principal(name text, scopes text[]) RETURNS text LANGUAGE sql AS $$
	SELECT jsonb_strip_nulls(jsonb_build_object('iss', 'pgsky:principal', 'sub', name, 'scopes', scopes))::text
$$;
CREATE FUNCTION sky.enter_as(claims text, writes boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	claim jsonb := claims;
	taken constant text[] := '{https://idp.test,https://file.test,https://strict.test,https://secret.test,https://archive.test}';
BEGIN
	IF claim ->> 'iss' <> 'pgsky:principal' THEN
		PERFORM nextval('sky.asked');
		IF claim ->> 'iss' <> ALL (taken) OR claim ->> 'sub' = 'nobody' THEN
			RAISE EXCEPTION 'nobody of that name is known here' USING ERRCODE = 'SK401';
		ELSIF claim ->> 'role' = 'postgres' THEN
			RAISE EXCEPTION 'nobody may be that' USING ERRCODE = 'SK403';
		END IF;
		claims := sky.principal(claim ->> 'sub', string_to_array(claim ->> 'scope', ' '));
	END IF;
	PERFORM set_config('sky.name', claims::jsonb ->> 'sub', true);
	PERFORM sky.enter('sky_anon', writes);
	RETURN claims;
END
$$;
CREATE FUNCTION sky.enter_with(kind text, name text, secret text, writes boolean, remote text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	shown text := CASE kind WHEN 'password' THEN name || ':' || secret ELSE secret END;
	known sky.credential%ROWTYPE;
BEGIN
	PERFORM nextval('sky.asked');
	SELECT * INTO known FROM sky.credential c WHERE c.secret = shown AND (kind = 'session') = (shown LIKE 'pss-%');
	IF NOT FOUND AND kind = 'session' THEN
		RETURN NULL;
	ELSIF NOT FOUND THEN
		RAISE EXCEPTION 'that is not known here' USING ERRCODE = 'SK401';
	END IF;
	RETURN sky.enter_as(sky.principal(known.name, known.scopes), writes);
END
$$;
GRANT SELECT ON sky.credential TO sky_shim;
GRANT USAGE ON SEQUENCE sky.asked TO sky_shim;
CREATE TABLE sky.key_text (jwks text);
INSERT INTO sky.key_text VALUES ('{"keys":[]}');
GRANT SELECT ON sky.key_text TO sky_shim;
CREATE FUNCTION sky.jwks() RETURNS text LANGUAGE sql STABLE AS 'SELECT jwks FROM sky.key_text';

CREATE FUNCTION sky.end_backend() RETURNS text LANGUAGE sql SECURITY DEFINER AS
	'SELECT pg_terminate_backend(pg_backend_pid())::text';

CREATE FUNCTION sky.parameter(query text, name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT substring('&' || query FROM '&' || name || '=([^&]*)')
$$;

-- Large bodies come in pieces.
CREATE UNLOGGED TABLE sky.piece (call xid8 DEFAULT pg_current_xact_id(), n serial, piece bytea);
CREATE FUNCTION sky.add_body(a_piece bytea) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
	INSERT INTO sky.piece (piece) VALUES (a_piece)
$$;
CREATE FUNCTION sky.whole_body() RETURNS bytea LANGUAGE sql SECURITY DEFINER AS $$
	SELECT string_agg(piece, '' ORDER BY n) FROM sky.piece WHERE call = pg_current_xact_id_if_assigned()
$$;

CREATE FUNCTION sky.serve(a_method text, a_path text, a_query text, a_headers text, a_body bytea,
	OUT status int, OUT headers text, OUT body bytea, OUT stream text)
LANGUAGE plpgsql AS $$
DECLARE
	act text := coalesce(sky.parameter(a_query, 'do'), '');
	n bigint := coalesce(sky.parameter(a_query, 'n'), '10');
BEGIN
	status := coalesce(sky.parameter(a_query, 'status'), '200');
	headers := E'Content-Type: text/plain\n';
	a_body := coalesce(a_body, sky.whole_body());
	CASE act
		WHEN 'rows' THEN -- n lines of 100 bytes
			stream := format('COPY (SELECT lpad(g::text, 99, ''.'') FROM generate_series(1, %s) g) TO STDOUT', n);
		WHEN 'none' THEN
			stream := 'COPY (SELECT 1 WHERE false) TO STDOUT';
		WHEN 'slow' THEN -- a line of 9000 bytes every n ms, for ever
			stream := format('COPY (SELECT pg_sleep(%s / 1000.0), repeat(''x'', 9000) FROM generate_series(1, 1000000)) TO STDOUT', n);
		WHEN 'break' THEN -- a fault after n lines
			stream := format('COPY (SELECT lpad((g / (%s + 1 - g) * 0 + g)::text, 99, ''.'') FROM generate_series(1, %s + 1) g) TO STDOUT', n, n);
		WHEN 'die' THEN -- the backend goes after n lines
			stream := format('COPY (SELECT lpad(g::text, 99, ''.''), CASE WHEN g > %s THEN sky.end_backend() END FROM generate_series(1, %s + 100000) g) TO STDOUT', n, n);
		WHEN 'wrong' THEN
			stream := 'COPY (SELECT * FROM sky.missing) TO STDOUT';
		WHEN 'two' THEN
			stream := 'COPY (SELECT 1) TO STDOUT; SELECT 2';
		WHEN 'other' THEN
			stream := 'SELECT 1';
		WHEN 'sleep' THEN
			PERFORM pg_sleep(n / 1000.0);
			body := 'slept';
		WHEN 'spin' THEN
			stream := 'COPY (SELECT count(*) FROM generate_series(1, 100000000000) a) TO STDOUT';
		WHEN 'suicide' THEN
			PERFORM sky.end_backend();
			PERFORM pg_sleep(5);
		WHEN 'raise' THEN
			RAISE EXCEPTION 'raised on purpose "%"', n
				USING ERRCODE = sky.parameter(a_query, 'code'), DETAIL = 'The detail.', HINT = 'The hint.';
		WHEN 'nothing' THEN
			NULL;
		WHEN 'write' THEN
			INSERT INTO sky.number VALUES (0);
		WHEN 'who' THEN
			body := convert_to(format('%s %s %s', current_user, session_user, current_setting('application_name')), 'UTF8');
		WHEN 'name' THEN
			body := convert_to(coalesce(nullif(current_setting('sky.name', true), ''), 'nobody'), 'UTF8');
		WHEN 'offer' THEN
			headers := headers || E'Sky-Challenge: optional\nWWW-Authenticate: Evil\nX-VO-Authenticated: evil\n';
			body := 'offer';
		WHEN 'fields' THEN
			headers := headers || E'X-Good: yes\nX-Evil: a\rb\nContent-Length: 3\nServer: other\n: no name\nno colon\nX Y: z\n'
				|| E'Transfer-Encoding: gzip\nContent-Security-Policy: default-src ''none''\n';
			body := 'fields';
		WHEN 'bytes' THEN
			body := convert_to(repeat('b', n::int), 'UTF8');
		WHEN 'echo' THEN
			body := a_body;
		ELSE
			body := convert_to(format(E'%s %s ?%s\n%s\n%s', a_method, a_path, a_query, a_headers, length(a_body)), 'UTF8');
	END CASE;
END
$$;

CREATE FUNCTION sky.error_document(a_method text, a_path text, a_query text, a_headers text, a_body bytea,
	sqlstate text, message text, detail text, hint text,
	OUT status int, OUT headers text, OUT body bytea)
LANGUAGE plpgsql AS $$
BEGIN
	IF a_query LIKE '%document=fails%' THEN
		RAISE EXCEPTION 'no document';
	END IF;
	status := coalesce(sky.parameter(a_query, 'document')::int,
		CASE WHEN sqlstate LIKE 'SK%' THEN substr(sqlstate, 3)::int
			WHEN sqlstate = '57014' THEN 504
			WHEN sqlstate = '42501' THEN 403
			WHEN sqlstate ~ '^(22|42)' THEN 400
			WHEN sqlstate ~ '^(08|53|57)' THEN 503
			ELSE 500 END);
	headers := E'Content-Type: text/plain\n';
	body := convert_to(concat_ws('|', sqlstate, message, detail, hint), 'UTF8');
END
$$;
