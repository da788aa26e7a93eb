-- Services where other archives have them: one service, its rights and its limits.
\set QUIET on
\a
\t on
\getenv abs_srcdir PG_ABS_SRCDIR
\set folder :abs_srcdir '/demo/data'
SET client_min_messages = warning;
SET pgsky.data_dirs = :'folder';
SET pgsky.authority = 'archive.example.org';
SELECT outcome, count(*) FROM sky.ingest('fits', 'demo') GROUP BY outcome;
SELECT path, handler FROM sky.route WHERE path ~ '^/(api/(cutout|datalink|scs|sia)|dataPortal|ssap)(/|$)'
ORDER BY path COLLATE "C";
SELECT count(*) AS twice FROM sky.route GROUP BY path HAVING count(*) > 1;

-- All of an answer.
CREATE FUNCTION get(path text, query text DEFAULT '', method text DEFAULT 'GET') RETURNS text LANGUAGE sql
BEGIN ATOMIC
	SELECT s.status || E'\n' || s.headers || coalesce(s.stream, encode(s.body, 'escape'))
	FROM sky.serve(method, path, query, E'sky-base-url: https://a.org\nsky-remote: 192.0.2.7\n', NULL) s;
END;
SET ROLE sky_anon;
\set cutout 'ID=fits/ngc1316_optical.fits&CIRCLE=50.67+-37.2+0.02'
SELECT other, get(other, query) = get(ours, query) AS same, split_part(get(other, query), E'\n', 1) AS status FROM (VALUES
	('/api/cutout/sync', '/soda/sync', :'cutout'),
	('/api/cutout/capabilities', '/soda/capabilities', ''),
	('/api/datalink/links', '/datalink/links', 'ID=ngc1316_optical'),
	('/api/sia/query', '/sia/query', 'POS=CIRCLE+50.67+-37.2+0.02'),
	('/api/sia/demo/query', '/sia/demo/query', 'POS=CIRCLE+50.67+-37.2+0.02'),
	('/api/tap/sync', '/tap/sync', 'LANG=ADQL&QUERY=SELECT+obs_id+FROM+ivoa.obscore'),
	('/dataPortal/file/ngc1316_optical', '/data/ngc1316_optical', ''),
	('/dataPortal/soda/sync', '/soda/sync', :'cutout'),
	('/ssap', '/ssa', 'POS=5.85,-0.5&SIZE=1'),
	('/tap_obs/capabilities', '/tap/capabilities', '')) v(other, ours, query);
-- Rubin Observatory's cutouts are of images alone unless more is wanted.
\set spectrum 'ID=fits/sdssQSO.fits&BAND=5e-7+6e-7'
SELECT get('/api/cutout/sync', :'spectrum') = get('/soda/sync', :'spectrum' || '&CUTOUTDETAIL=Image') AS image,
	get('/api/cutout/sync', :'spectrum') = get('/soda/sync', :'spectrum') AS everything,
	get('/api/cutout/sync', :'spectrum' || '&cutoutdetail=Exposure') = get('/soda/sync', :'spectrum') AS exposure;
SELECT substring(get('/api/cutout/jobs', :'cutout', 'POST') FROM 'https://a.org/(\S+)') AS job \gset
SELECT split_part(get('/' || :'job'), E'\n', 1) AS status, substring(get(replace('/' || :'job', 'soda/async', 'api/cutout/jobs') || '/phase') FROM '\w+$') AS phase,
	get('/' || :'job' || '/parameters') ~ 'id="CUTOUTDETAIL">Image<' AS detail,
	split_part(get(replace('/' || :'job', 'soda/async', 'api/cutout/jobs'), method => 'DELETE'), E'\n', 1) AS deleted;
SELECT path, split_part(get(path), E'\n', 1) AS status FROM unnest(ARRAY['/api/cutout', '/api/cutouts/sync', '/api/tapsync', '/ssapx', '/dataPortal/files/x']) path;
RESET ROLE;

-- Who may ask only so often may not come round another way.
INSERT INTO sky.quota (kind, route, value) VALUES ('requests', '/soda/*', 2);
SELECT path, split_part(get(path, :'cutout'), E'\n', 1) AS status
FROM (VALUES (1, '/soda/sync'), (2, '/api/cutout/sync'), (3, '/dataPortal/soda/sync'), (4, '/datalink/links')) v(n, path) ORDER BY n;
DELETE FROM sky.quota;
DROP FUNCTION get;
DELETE FROM sky.data_file;
DROP SCHEMA ivoa CASCADE;
