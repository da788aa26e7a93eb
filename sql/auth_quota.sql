-- Limits of clients: whose counts, what an answer says of it, and what is refused.
\set QUIET on
\set VERBOSITY terse
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION public.auth_ask(path text, headers text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	a record;
BEGIN
	SELECT * INTO a FROM sky.serve('GET', path, '', headers, NULL);
	RETURN a.status || coalesce(' limit ' || substring(a.headers FROM 'X-RateLimit-Limit: (\d+)')
		|| ' left ' || substring(a.headers FROM 'X-RateLimit-Remaining: (\d+)'), '')
		|| CASE WHEN a.headers ~ 'X-RateLimit-Reset: \d+' THEN ' reset' ELSE '' END
		|| CASE WHEN a.headers ~ 'Retry-After: [1-9]\d*' THEN ' retry' ELSE '' END;
END $$;
-- Names and addresses of their own, for requests of an earlier run may still count.
SELECT name AS ann, jsonb_build_object('iss', 'pgsky:principal', 'sub', name, 'role', 'sky_user') AS as_ann
	FROM (SELECT 'ann' || pg_backend_pid()) s (name) \gset
SELECT name AS bob, jsonb_build_object('iss', 'pgsky:principal', 'sub', name, 'role', 'sky_user') AS as_bob
	FROM (SELECT 'bob' || pg_backend_pid()) s (name) \gset
-- Nothing is limited where nothing is said, but for guesses at secrets, of each address over HTTP.
SELECT public.auth_ask('/limits');
SET pgsky.login_requests = 2;
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter();
SELECT a, public.auth_ask('/auth/token', format(E'sky-remote: 11.%s.0.%s\n', pg_backend_pid(), a)) FROM unnest(ARRAY[1, 1, 2, 1]) a;
SELECT public.auth_ask('/auth/token');
COMMIT;
RESET SESSION AUTHORIZATION;
INSERT INTO sky.quota (kind, route, value) VALUES ('requests', '', 100), ('requests', '/log*', 200);
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter();
SELECT p, public.auth_ask(p, format(E'sky-remote: 11.%s.0.1\n', pg_backend_pid())) FROM unnest('{/auth/token/refresh/,/login,/limits}'::text[]) p;
COMMIT;
RESET SESSION AUTHORIZATION;
UPDATE sky.quota SET value = 1 WHERE route = '';
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter();
SELECT public.auth_ask('/auth/token', format(E'sky-remote: 11.%s.0.3\n', pg_backend_pid())) FROM generate_series(1, 2);
COMMIT;
RESET SESSION AUTHORIZATION;
RESET pgsky.login_requests;
DELETE FROM sky.quota;
INSERT INTO sky.quota (kind, role, client, route, value) VALUES
	('requests', '', '', '', 3), ('requests', 'sky_user', '', '', 5), ('requests', '', :'bob', '', 2), ('requests', 'sky_user', '', '/tap/ex*', 1),
	('rows', 'sky_anon', '', '', 2), ('rows', '', :'ann', '', 10), ('jobs_queued', '', :'ann', '', 0),
	('jobs_stored', '', :'bob', '', 0), ('table_bytes', '', :'ann', '', 1000), ('requests', '', '', '/tap/functions', 0);
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'as_ann') IS NOT NULL; SELECT public.auth_ask('/limits') FROM generate_series(1, 6); COMMIT;
BEGIN; SELECT sky.enter_as(:'as_bob') IS NOT NULL; SELECT public.auth_ask('/limits') FROM generate_series(1, 3); COMMIT;
BEGIN; SELECT sky.enter_as(:'as_ann') IS NOT NULL; SELECT public.auth_ask('/tap/examples') FROM generate_series(1, 2);
-- Who waits is not counted again.
SELECT public.auth_ask('/limits', E'sky-parked: 100 QUEUED\n'); COMMIT;
BEGIN; SELECT sky.enter();
SELECT a, public.auth_ask('/limits', format(E'sky-remote: 10.%s.0.%s\n', pg_backend_pid(), a)) FROM unnest(ARRAY[1, 1, 2, 1, 1, 2]) a;
SELECT public.auth_ask('/tap/functions');
COMMIT;
-- Told in three ways.
BEGIN; SELECT sky.enter_as(:'as_ann') IS NOT NULL;
SELECT convert_from(body, 'UTF8') FROM sky.serve('GET', '/limits', '', E'sky-parked: 1 X\naccept: application/json\n', NULL);
SELECT convert_from(body, 'UTF8') FROM sky.serve('GET', '/limits', '', E'sky-parked: 1 X\n', NULL);
SELECT convert_from(body, 'UTF8') ~ '<td>rows of an answer</td><td>10</td>' FROM sky.serve('GET', '/limits', '', E'sky-parked: 1 X\naccept: text/html\n', NULL);
COMMIT;
-- They hold: rows, jobs, tables.
BEGIN; SELECT sky.enter();
SELECT stream ~ 'MAXREC ''?2\M' OR stream ~ 'maxrec ''?2\M' AS two_rows FROM sky.serve('GET', '/tap/sync', 'LANG=ADQL&QUERY=SELECT+table_name+FROM+tap_schema.tables&MAXREC=100', '', NULL);
COMMIT;
BEGIN; SELECT sky.enter_as(:'as_ann', true) IS NOT NULL; SELECT sky.user_table_put('big', convert_to('a' || repeat(E'\n1', 1000), 'UTF8')); ROLLBACK;
BEGIN; SELECT sky.enter_as(:'as_bob', true) IS NOT NULL; SELECT sky.submit('SELECT TOP 1 table_name FROM tap_schema.tables'); ROLLBACK;
BEGIN; SELECT sky.enter_as(:'as_ann', true) IS NOT NULL; SELECT sky.submit('SELECT TOP 1 table_name FROM tap_schema.tables') AS job \gset
SELECT phase, message FROM sky.job WHERE id = :'job'; ROLLBACK;
RESET SESSION AUTHORIZATION;
DELETE FROM sky.quota;
SELECT public.auth_ask('/limits');
INSERT INTO sky.quota (kind, value) VALUES ('nosuch', 1);
-- Jobs that may not run would wait for ever.
SELECT sky.set_quota('jobs_running', 0);
SELECT sky.set_quota('rows', 1, role => 'nosuch');
-- Levels of privilege: of roles, groups, persons.  A name counts before a group, a group
-- before a role, of two groups the one that allows more, of two routes the longer.
SELECT sky.set_quota('rows', 100, role => 'sky_anon'), sky.set_quota('rows', 1000, role => 'sky_user'),
	sky.set_quota('rows', 5000, group_name => 'survey'), sky.set_quota('rows', 50000, group_name => 'staff'),
	sky.set_quota('rows', 0, client => 'eve'), sky.set_quota('requests', 600, role => 'sky_anon'),
	sky.set_quota('requests', 6000, role => 'sky_user'), sky.set_quota('requests', 60000, group_name => 'staff'),
	sky.set_quota('requests', 0, client => 'eve'), sky.set_quota('requests', 60, route => '/tap/*'),
	sky.set_quota('requests', 30, route => '/tap/ex*');
CREATE FUNCTION public.auth_levels(OUT rows text, OUT requests text, OUT asked text) LANGUAGE sql AS $$
	SELECT b.j ->> 'rows', b.j ->> 'requests', public.auth_ask('/tap/examples', E'sky-remote: 12.0.0.1\n')
	FROM (SELECT convert_from(body, 'UTF8')::jsonb FROM sky.serve('GET', '/limits', '', E'sky-parked: 1 X\naccept: application/json\n', NULL)) b (j) $$;
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter(); SELECT * FROM public.auth_levels(); COMMIT;
BEGIN; SELECT sky.enter_as('{"iss": "pgsky:principal", "sub": "u1", "role": "sky_user", "groups": []}') IS NOT NULL; SELECT * FROM public.auth_levels(); COMMIT;
BEGIN; SELECT sky.enter_as('{"iss": "pgsky:principal", "sub": "u2", "role": "sky_user", "groups": ["survey"]}') IS NOT NULL; SELECT * FROM public.auth_levels(); COMMIT;
BEGIN; SELECT sky.enter_as('{"iss": "pgsky:principal", "sub": "u3", "role": "sky_user", "groups": ["survey", "staff"]}') IS NOT NULL; SELECT * FROM public.auth_levels(); COMMIT;
BEGIN; SELECT sky.enter_as('{"iss": "pgsky:principal", "sub": "eve", "role": "sky_user", "groups": ["staff"]}') IS NOT NULL; SELECT * FROM public.auth_levels(); COMMIT;
RESET SESSION AUTHORIZATION;
SELECT sky.set_quota('rows', 200, role => 'sky_anon');
SELECT value FROM sky.quota WHERE kind = 'rows' AND role = 'sky_anon';
SELECT sky.drop_quota('rows', role => 'sky_anon'), sky.drop_quota('rows', role => 'sky_anon');
DELETE FROM sky.quota;
DROP FUNCTION public.auth_levels;
DROP FUNCTION public.auth_ask;
