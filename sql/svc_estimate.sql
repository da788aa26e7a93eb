-- /tap/estimate: what a query would cost; and what /tap/sync refuses for its cost.
\set QUIET on
\a
\t on
SET client_min_messages = warning;
CREATE SCHEMA svc_estimate;
CREATE TABLE svc_estimate.stars (id int8, ra float8, dec float8);
CREATE TABLE svc_estimate.secret (id int8);
INSERT INTO svc_estimate.stars SELECT i, (i * 137.508) % 360, degrees(asin((i % 2000) / 1000.0 - 1))
	FROM generate_series(1, 20000) i;
CREATE INDEX stars_sky ON svc_estimate.stars (sky.key(ra, dec));
ANALYZE svc_estimate.stars;
SELECT sky.publish('svc_estimate.stars');
CREATE FUNCTION svc_estimate.ask(path text, query text) RETURNS text LANGUAGE sql AS $$
	SELECT status || ' ' || coalesce(stream, convert_from(body, 'UTF8'))
	FROM sky.serve('GET', path, query, E'sky-base-url: https://a.example\n', NULL)
$$;
GRANT USAGE ON SCHEMA svc_estimate TO sky_anon;
-- Costs that mean the same everywhere.
SET pgsky.cost_per_second = 1000;
SET max_parallel_workers_per_gather = 0;

BEGIN;
SELECT sky.enter();
-- The cost of the plan is that of EXPLAIN; rows end at MAXREC.
SELECT svc_estimate.ask('/tap/estimate', 'RESPONSEFORMAT=json&QUERY=SELECT+id+FROM+svc_estimate.stars');
SELECT svc_estimate.ask('/tap/estimate', 'RESPONSEFORMAT=json&MAXREC=100&QUERY=SELECT+id+FROM+svc_estimate.stars');
SELECT svc_estimate.ask('/tap/estimate', 'RESPONSEFORMAT=json&MAXREC=0&QUERY=SELECT+id+FROM+svc_estimate.stars');
-- A VOTable, unless asked for JSON.
SELECT svc_estimate.ask('/tap/estimate', 'FORMAT=csv&QUERY=SELECT+COUNT(*)+FROM+svc_estimate.stars');
SELECT headers FROM sky.serve('GET', '/tap/estimate', 'QUERY=SELECT+COUNT(*)+FROM+svc_estimate.stars', '', NULL);
-- Indexes that are used, and what keeps a query from them.
SELECT j->'sky_index', j->'advice' FROM substr(svc_estimate.ask('/tap/estimate', 'FORMAT=json&QUERY='
	'SELECT+id+FROM+svc_estimate.stars+WHERE+DISTANCE(ra,dec,10,20)%3C0.1'), 5) t, json(t) j;
SELECT j->'sky_index', j->'advice' FROM substr(svc_estimate.ask('/tap/estimate', 'FORMAT=json&QUERY='
	'SELECT+id+FROM+svc_estimate.stars+WHERE+DISTANCE(ra,dec,10,20)%3E0.1+OR+DISTANCE(ra%2B1,dec,10,20)%3C0.1'), 5) t, json(t) j;
-- Tables that come with it.
SELECT status, convert_from(body, 'UTF8') FROM sky.serve('POST', '/tap/estimate', 'RESPONSEFORMAT=json',
	'content-type: multipart/form-data; boundary=b', convert_to(
	E'--b\r\nContent-Disposition: form-data; name="QUERY"\r\n\r\nSELECT x FROM TAP_UPLOAD.t\r\n'
	'--b\r\nContent-Disposition: form-data; name="UPLOAD"\r\n\r\nt,param:f\r\n'
	'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
	|| E'x\n' || repeat(E'1\n', 1000) || E'\r\n--b--', 'UTF8'));
-- Faults are those of /tap/sync.
SELECT svc_estimate.ask('/tap/estimate', 'RESPONSEFORMAT=csv&QUERY=SELECT+idd+FROM+svc_estimate.stars');
SELECT svc_estimate.ask('/tap/estimate', 'RESPONSEFORMAT=csv&QUERY=SELECT+id+FROM+svc_estimate.secret');
SELECT svc_estimate.ask('/tap/estimate', 'RESPONSEFORMAT=csv');
COMMIT;

-- Of a table with a policy nothing is told that its statistics know of hidden rows.
CREATE TABLE svc_estimate.guarded AS SELECT i AS id, CASE WHEN i <= 5000 THEN 'hidden' ELSE 'seen' || i END AS name
	FROM generate_series(1, 10000) i;
ANALYZE svc_estimate.guarded;
ALTER TABLE svc_estimate.guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON svc_estimate.guarded USING (name LIKE 'seen%');
SELECT sky.publish('svc_estimate.guarded');
BEGIN;
SELECT sky.enter();
SELECT svc_estimate.ask('/tap/estimate', 'FORMAT=json&QUERY=SELECT+id+FROM+svc_estimate.guarded+WHERE+name=''hidden''');
SELECT svc_estimate.ask('/tap/estimate', 'QUERY=SELECT+id+FROM+svc_estimate.guarded+WHERE+name=''hidden''');
COMMIT;

-- What is expected to take too long is not begun, and told where it may run.
CREATE FUNCTION svc_estimate.refused(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE hint text;
BEGIN
	EXECUTE (SELECT replace(stream, 'TO STDOUT', 'TO PROGRAM ''cat >/dev/null''') FROM sky.serve('GET', '/tap/sync', query, E'sky-base-url: https://a.example\n', NULL));
	RETURN 'taken';
EXCEPTION WHEN program_limit_exceeded THEN
	GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
	RETURN SQLSTATE || ' ' || SQLERRM || ' / ' || hint;
END $$;
SET pgsky.sync_expected_max = 1;
SELECT svc_estimate.refused('QUERY=SELECT+COUNT(*)+AS+n+FROM+svc_estimate.stars+AS+a,svc_estimate.stars+AS+b+WHERE+a.id%3Cb.id');
SELECT svc_estimate.refused('QUERY=SELECT+COUNT(*)+AS+n+FROM+svc_estimate.stars');
SELECT convert_from(body, 'UTF8')::json->'sync' FROM sky.serve('GET', '/tap/estimate',
	'FORMAT=json&QUERY=SELECT+COUNT(*)+AS+n+FROM+svc_estimate.stars+AS+a,svc_estimate.stars+AS+b+WHERE+a.id%3Cb.id', '', NULL);
-- MAXREC counts: the first rows of a long query come quickly.
SELECT svc_estimate.refused('MAXREC=10&QUERY=SELECT+a.id+FROM+svc_estimate.stars+AS+a,svc_estimate.stars+AS+b');
-- Of guarded tables a refusal would tell of hidden rows, and so would one of a view that
-- hides some: all are taken alike.
CREATE VIEW svc_estimate.shown WITH (security_barrier) AS SELECT * FROM svc_estimate.stars WHERE id > 10000;
SELECT sky.publish('svc_estimate.shown');
CREATE FUNCTION svc_estimate.sync_of(tables text, condition text) RETURNS text LANGUAGE sql AS $$
	SELECT (j ->> 'sync') || ' ' || (j -> 'seconds')::text || ' ' || (j -> 'sky_index')::text
	FROM substr(svc_estimate.ask('/tap/estimate', 'FORMAT=json&QUERY=SELECT+COUNT(*)+AS+n+FROM+'
		|| tables || '+WHERE+a.id%3Cb.id+AND+' || condition), 5) t, json(t) j $$;
BEGIN;
SELECT sky.enter();
SELECT n, svc_estimate.sync_of('svc_estimate.guarded+AS+a,svc_estimate.guarded+AS+b', 'a.name=''' || n || '''') FROM unnest('{hidden,absent}'::text[]) n;
SELECT svc_estimate.sync_of('svc_estimate.stars+AS+a,svc_estimate.shown+AS+b', 'DISTANCE(a.ra,a.dec,10,20)%3C90');
SELECT stream AS guarded FROM sky.serve('GET', '/tap/sync', 'FORMAT=csv&QUERY=SELECT+COUNT(*)+AS+n+FROM+svc_estimate.guarded+AS+a,svc_estimate.guarded+AS+b+WHERE+a.id%3Cb.id+AND+a.name=''hidden''', '', NULL) \gset
:guarded;
COMMIT;
SET pgsky.sync_expected_max = 0;
SELECT svc_estimate.ask('/tap/sync', 'QUERY=SELECT+id+FROM+svc_estimate.stars');
-- The options by themselves.
COPY (SELECT 1 AS a) TO STDOUT (FORMAT tap_csv, EXPECTED_MAX -1);
COPY (SELECT 1 AS a) TO STDOUT (FORMAT tap_csv, EXPECTED_MAX 3, INSTEAD 'nothing');
DROP SCHEMA svc_estimate CASCADE;
