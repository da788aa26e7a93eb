-- Files of products over HTTP, as the shim asks for them.
\pset format unaligned
\pset tuples_only on
\getenv abs_srcdir PG_ABS_SRCDIR
\set folder :abs_srcdir '/demo/data'
SET pgsky.data_dirs = :'folder';
SET pgsky.authority = 'archive.example.org';
SET pgsky.base_url = 'https://archive.example.org';
SELECT outcome, count(*) FROM sky.ingest('fits', 'demo') GROUP BY outcome;
-- Whoever changed a file last is of no interest here.
CREATE FUNCTION ask(method text, path text, headers text DEFAULT '') RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
	SELECT regexp_replace(regexp_replace(l, '[0-9a-f]+-[0-9a-f]+-[0-9a-f]+', 'VERSION'), '^(Last-Modified: ).* GMT', '\1DATE')
	FROM sky.serve(method, path, '', headers, NULL) s,
		regexp_split_to_table(concat_ws(E'\n', s.status, trim(E'\n' FROM s.headers), convert_from(s.body, 'UTF8'), s.stream), '\n') l;
END;
CREATE FUNCTION header(name text, path text) RETURNS text LANGUAGE sql
BEGIN ATOMIC
	SELECT substring(s.headers FROM name || ': ([^\n]*)') FROM sky.serve('HEAD', path, '', '', NULL) s;
END;
CREATE FUNCTION original() RETURNS bytea LANGUAGE sql SECURITY DEFINER
	RETURN pg_read_binary_file(current_setting('pgsky.data_dirs') || '/fits/sip_wcs.fits');
SET ROLE sky_anon;

-- By path, by identifier, by the name of the observation.
SELECT ask('GET', '/data/fits/sip_wcs.fits');
SELECT ask('HEAD', '/data/ivo%3A%2F%2Farchive.example.org%2Fdemo%3Ffits%2Fsip_wcs.fits') LIMIT 3;
SELECT ask('GET', '/data/sip_wcs') LIMIT 3;
SELECT string_agg(p, '') = original() AS same FROM (SELECT sky.product_file('fits/sip_wcs.fits') p) q;

-- Parts.
SELECT l FROM ask('GET', '/data/fits/sip_wcs.fits', 'range: bytes=2880-5759') l WHERE l ~ '^(2|Content-R|Sky|COPY)';
SELECT l FROM ask('GET', '/data/fits/sip_wcs.fits', 'range: bytes=-80') l WHERE l ~ '^(2|Content-R|Sky|COPY)';
SELECT l FROM ask('GET', '/data/fits/sip_wcs.fits', 'range: bytes=999999-') l WHERE l ~ '^(\d|Content-R|Sky|COPY)';
SELECT l FROM ask('GET', '/data/fits/sip_wcs.fits', 'range: bytes=0-1,5-6') l WHERE l ~ '^(2|Content-R|Sky)';
SELECT string_agg(p, '') = substr(original(), 2881, 80) AS same FROM (SELECT sky.product_file('sip_wcs', 2880, 80) p) q;

-- What a client has already.
SELECT header('ETag', '/data/fits/sip_wcs.fits') AS etag, header('Last-Modified', '/data/fits/sip_wcs.fits') AS modified \gset
SELECT ask('GET', '/data/fits/sip_wcs.fits', 'if-none-match: ' || :'etag') LIMIT 1;
SELECT ask('GET', '/data/fits/sip_wcs.fits', 'if-modified-since: ' || :'modified') LIMIT 1;
SELECT ask('GET', '/data/fits/sip_wcs.fits', 'if-modified-since: Sun, 06 Nov 1994 08:49:37 GMT') LIMIT 1;
SELECT ask('GET', '/data/fits/sip_wcs.fits', E'if-none-match: "other"\nif-modified-since: ' || :'modified') LIMIT 1;
SELECT ask('GET', '/data/fits/sip_wcs.fits', E'range: bytes=0-9\nif-range: ' || :'etag') LIMIT 1;
SELECT ask('GET', '/data/fits/sip_wcs.fits', E'range: bytes=0-9\nif-range: ' || :'modified') LIMIT 1;
SELECT ask('GET', '/data/fits/sip_wcs.fits', E'range: bytes=0-9\nif-range: "other"') LIMIT 1;
-- Who goes on with a file that is another one by now is told so; parts are for GET alone.
SELECT ask('GET', '/data/fits/sip_wcs.fits', E'range: bytes=0-9\nif-match: "other"') LIMIT 1;
SELECT ask('GET', '/data/fits/sip_wcs.fits', E'range: bytes=0-9\nif-match: "other", ' || :'etag') LIMIT 1;
SELECT ask('GET', '/data/fits/sip_wcs.fits', 'if-match: *') LIMIT 1;
SELECT ask('GET', '/data/fits/sip_wcs.fits', 'if-unmodified-since: Sun, 06 Nov 1994 08:49:37 GMT') LIMIT 1;
SELECT ask('GET', '/data/fits/sip_wcs.fits', 'if-unmodified-since: ' || :'modified') LIMIT 1;
SELECT l FROM ask('HEAD', '/data/fits/sip_wcs.fits', 'range: bytes=0-9') l WHERE l ~ '^(2|Content-R|Sky)';
-- Another file than the one that was told of.
SELECT sky.product_file('fits/sip_wcs.fits', 0, 9, '1-2-3');

-- What is not there, or not for this caller, all the same.
SELECT ask('GET', '/data/fits/none.fits');
SELECT ask('GET', '/data/hipparcos.ecsv.gz');
SELECT ask('GET', '/data/fits/../hipparcos.ecsv.gz');
SELECT ask('GET', '/data/..%2F..%2F..%2Fetc%2Fpasswd');
SELECT ask('GET', '/data//etc/passwd');
SELECT ask('GET', '/data/');
SELECT ask('GET', '/data/%ff');
SELECT ask('POST', '/data/fits/sip_wcs.fits');
SELECT sky.product_file('hipparcos.ecsv.gz');
RESET ROLE;
-- The file of a row is gone.
INSERT INTO sky.data_file SELECT 'fits/gone.fits', obs_publisher_did || '#', 0, now(), '{}' FROM sky.data_file WHERE path = 'fits/sip_wcs.fits';
INSERT INTO ivoa.obscore (calib_level, obs_collection, obs_id, obs_publisher_did)
	SELECT 1, 'demo', 'gone', obs_publisher_did FROM sky.data_file WHERE path = 'fits/gone.fits';
SET ROLE sky_anon;
SELECT ask('GET', '/data/fits/gone.fits');
RESET ROLE;
-- Two products of one observation: its name means neither.
UPDATE ivoa.obscore SET obs_id = 'sip_wcs' WHERE obs_id = 'gone';
SET ROLE sky_anon;
SELECT ask('GET', '/data/sip_wcs') LIMIT 1;
RESET ROLE;
ALTER TABLE ivoa.obscore ENABLE ROW LEVEL SECURITY;
SET ROLE sky_anon;
SELECT ask('GET', '/data/fits/sip_wcs.fits');
RESET ROLE;
SELECT sky.unpublish('ivoa.obscore');
SET ROLE sky_anon;
SELECT ask('GET', '/data/fits/sip_wcs.fits');
RESET ROLE;
DROP FUNCTION ask, header, original;
DELETE FROM sky.data_file;
DROP SCHEMA ivoa CASCADE;
SELECT ask FROM (SELECT status FROM sky.serve('GET', '/data/fits/sip_wcs.fits', '', '', NULL)) s(ask);
-- Observations of the DBA's own making, without identifiers.
CREATE SCHEMA ivoa;
CREATE VIEW ivoa.obscore AS SELECT 'x' AS obs_id, NULL::text AS obs_publisher_did;
SELECT sky.may_read_data('x');
SELECT status FROM sky.serve('GET', '/data/x', '', '', NULL);
SELECT status FROM sky.serve('GET', '/datalink/links', 'ID=x', '', NULL);
DROP SCHEMA ivoa CASCADE;
