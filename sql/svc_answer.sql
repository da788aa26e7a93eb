-- Answers that are small enough to be bodies, where the HTTP program has room for them.
\set QUIET on
\a
\t on
CREATE SCHEMA svc_answer;
CREATE TABLE svc_answer.stars AS SELECT g AS id, g / 10.0::float8 AS ra, 'star ' || g AS name FROM generate_series(1, 3000) g;
CREATE TABLE svc_answer.mine AS SELECT g AS id, CASE g % 2 WHEN 0 THEN 'sky_anon' ELSE 'sky_user' END AS reader FROM generate_series(1, 4) g;
CREATE TABLE svc_answer.notes AS SELECT 'short' AS name;
ALTER TABLE svc_answer.mine ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON svc_answer.mine USING (reader = current_user);
ANALYZE svc_answer.stars, svc_answer.mine, svc_answer.notes;
INSERT INTO svc_answer.notes VALUES (repeat('long ', 120));
SET client_min_messages = warning;
SELECT sky.publish(r) FROM unnest('{svc_answer.stars,svc_answer.mine,svc_answer.notes}'::regclass[]) r \g /dev/null
RESET client_min_messages;
GRANT USAGE ON SCHEMA svc_answer TO sky_anon, sky_user;

-- How an answer comes, and how long it is.
CREATE FUNCTION svc_answer.kind(query text, lines text DEFAULT E'sky-room: 65536\n', method text DEFAULT 'GET',
	path text DEFAULT '/tap/sync') RETURNS text LANGUAGE sql AS $$
	SELECT status || CASE WHEN stream IS NOT NULL THEN ' stream' ELSE ' body' END
	FROM sky.serve(method, path, query, lines, NULL)
$$;

BEGIN;
SELECT sky.enter();
SELECT convert_from(body, 'UTF8'), headers, stream FROM sky.serve('GET', '/tap/sync',
	'FORMAT=csv&QUERY=SELECT+id,ra,name+FROM+svc_answer.stars+WHERE+id+BETWEEN+7+AND+9', E'sky-room: 65536\n', NULL);
-- The same document as the stream's.
SELECT convert_from(body, 'UTF8') FROM sky.serve('GET', '/tap/sync',
	'QUERY=SELECT+id,name+FROM+svc_answer.stars+WHERE+id=7&FORMAT=votable/td', E'sky-room: 65536\n', NULL);
SELECT stream FROM sky.serve('GET', '/tap/sync',
	'QUERY=SELECT+id,name+FROM+svc_answer.stars+WHERE+id=7&FORMAT=votable/td', '', NULL) \gset
:stream;
-- No room, or nobody to see it.
SELECT svc_answer.kind('QUERY=SELECT+id+FROM+svc_answer.stars+WHERE+id=7', '');
SELECT svc_answer.kind('QUERY=SELECT+id+FROM+svc_answer.stars+WHERE+id=7', E'sky-room: 100\n');
SELECT svc_answer.kind('QUERY=SELECT+id+FROM+svc_answer.stars+WHERE+id=7', method => 'HEAD');
-- More rows, more time than a small answer takes; documents that are laid out at their end.
SELECT svc_answer.kind('QUERY=SELECT+*+FROM+svc_answer.stars&MAXREC=3000');
SELECT svc_answer.kind('QUERY=SELECT+*+FROM+svc_answer.stars&MAXREC=3');
SELECT svc_answer.kind('QUERY=SELECT+COUNT(*)+FROM+svc_answer.stars+AS+a,svc_answer.stars+AS+b');
SELECT svc_answer.kind('QUERY=SELECT+id+FROM+svc_answer.stars+WHERE+id=7&FORMAT=fits');
-- Longer than expected: all begins anew, and nothing is lost.
SELECT svc_answer.kind('QUERY=SELECT+name+FROM+svc_answer.notes&FORMAT=csv', E'sky-room: 600\n');
SELECT stream FROM sky.serve('GET', '/tap/sync',
	'QUERY=SELECT+name+FROM+svc_answer.notes&FORMAT=csv', E'sky-room: 600\n', NULL) \gset
:stream;
-- What is expected of rows that not all may see shows nowhere.
SELECT svc_answer.kind('QUERY=SELECT+id+FROM+svc_answer.mine');
-- Faults while it runs.
SELECT svc_answer.kind('QUERY=SELECT+1/(id-id)+FROM+svc_answer.stars+WHERE+id=7');
COMMIT;

-- A plan that was kept for its COPY is that of one role, and of the tables as they are.
BEGIN;
SET LOCAL ROLE sky_user;
SELECT stream FROM sky.serve('GET', '/tap/sync', 'FORMAT=csv&QUERY=SELECT+id+FROM+svc_answer.mine+ORDER+BY+id',
	E'sky-room: 65536\n', NULL) \gset
:stream;
COMMIT;
BEGIN;
SET LOCAL ROLE sky_user;
SELECT stream FROM sky.serve('GET', '/tap/sync', 'FORMAT=csv&QUERY=SELECT+id+FROM+svc_answer.mine+ORDER+BY+id',
	E'sky-room: 65536\n', NULL) \gset
SET LOCAL ROLE sky_anon;
:stream;
COMMIT;
BEGIN;
SELECT stream FROM sky.serve('GET', '/tap/sync', 'FORMAT=csv&QUERY=SELECT+id+FROM+svc_answer.stars+ORDER+BY+id',
	E'sky-room: 100\n', NULL) \gset
DROP TABLE svc_answer.stars;
CREATE TABLE svc_answer.stars AS SELECT 42 AS id;
:stream;
ROLLBACK;

SET client_min_messages = warning;
DROP SCHEMA svc_answer CASCADE;
