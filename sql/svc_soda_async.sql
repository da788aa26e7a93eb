-- /soda/async: cutouts as jobs, one result each.
\set QUIET on
\a
\t on
\getenv abs_srcdir PG_ABS_SRCDIR
\set folder :abs_srcdir '/demo/data'
SET pgsky.data_dirs = :'folder';
SET pgsky.authority = 'archive.example.org';
-- For the workers, too; those that are there have begun without it.
ALTER DATABASE :"DBNAME" SET pgsky.data_dirs = :'folder';
SELECT count(pg_terminate_backend(pid, 60000)) >= 0 AS ended FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'pgsky worker';
SELECT outcome, count(*) FROM sky.ingest('fits', 'demo') GROUP BY outcome;
CREATE ROLE svc_soda_ann;
GRANT svc_soda_ann TO sky_worker, sky_shim;
GRANT USAGE ON SCHEMA ivoa TO svc_soda_ann;
GRANT SELECT ON ivoa.obscore TO svc_soda_ann;
CREATE SCHEMA svc_soda;
GRANT USAGE, CREATE ON SCHEMA svc_soda TO PUBLIC;
\set ngc 'ID=ivo%3A%2F%2Farchive.example.org%2Fdemo%3Ffits%2Fngc1316_optical.fits'
\set radio 'ID=ivo%3A%2F%2Farchive.example.org%2Fdemo%3Ffits%2Fngc1316_radio.fits'
CREATE FUNCTION svc_soda.http(method text, path text, body text DEFAULT NULL, accept text DEFAULT 'text/xml')
	RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer record;
BEGIN
	SELECT * INTO answer FROM sky.serve(method, '/soda/async' || path, '',
		E'sky-base-url: http://h\nsky-remote: 192.0.2.7\ncontent-type: application/x-www-form-urlencoded\naccept: '
			|| accept || E'\n', convert_to(body, 'UTF8'));
	RETURN answer.status || E'\n' || regexp_replace(answer.headers,
		'(Content-Security-Policy|Vary|Cache-Control|Refresh): [^\n]*\n', '', 'g')
		|| coalesce(answer.stream, convert_from(answer.body, 'UTF8'));
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ': ' || sqlerrm;
END
$$;
-- Without what differs in each run.
CREATE FUNCTION svc_soda.plain(answer text) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(answer,
		'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'ID', 'g'),
		'[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z', 'TIME', 'g'),
		'[0-9a-f]{64}', 'SHA', 'g'), '<elapsed>[0-9.]+', '<elapsed>S')
$$;
-- Run a job; returns its path.
CREATE FUNCTION svc_soda.post(body text) RETURNS text LANGUAGE sql AS $$
	SELECT substring(svc_soda.http('POST', '', 'PHASE=RUN&' || body) FROM 'Location: http://h/soda/async(/\S+)')
$$;
CREATE FUNCTION svc_soda.wait(path text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	phase text;
BEGIN
	FOR i IN 1 .. 1500 LOOP
		phase := substring(svc_soda.http('GET', path || '/phase') FROM E'\n\n?([A-Z]+)$');
		EXIT WHEN phase NOT IN ('QUEUED', 'EXECUTING');
		PERFORM pg_sleep(0.02);
	END LOOP;
	RETURN phase;
END
$$;

SET ROLE sky_anon;
-- Every ID with every shape; what meets nothing says so.
SELECT svc_soda.post(:'ngc' || '&' || :'radio' || '&CIRCLE=50.67+-37.2+0.02&POS=CIRCLE+150+2+0.02&POS=RANGE+50.6+50.7+-Inf+%2BInf') AS job \gset
SELECT svc_soda.wait(:'job');
SELECT svc_soda.plain(svc_soda.http('GET', :'job'));
SELECT svc_soda.plain(svc_soda.http('GET', :'job' || '/results/cutout-1'));
SELECT convert_from(sky.result(substr(:'job', 2)::uuid, 'cutout-2'), 'UTF8');
SELECT sum(length(p)), substr(string_agg(p, ''), 1, 30) FROM (SELECT sky.result(substr(:'job', 2)::uuid, 'cutout-4') p) q;
SELECT string_agg(p, '') = sky.cutout('ivo://archive.example.org/demo?fits/ngc1316_radio.fits', sky.circle(50.67, -37.2, 0.02))
FROM (SELECT sky.result(substr(:'job', 2)::uuid, 'cutout-4') p) q;
-- A page for people.
SELECT svc_soda.plain(svc_soda.http('GET', :'job', NULL, 'text/html')) ~ '<b>cutout-6.fits</b>';
SELECT svc_soda.http('GET', '', NULL, 'text/html') ~ '<form action="/soda/async" method="post">';

-- What goes wrong is told as SODA wants it.
SELECT svc_soda.post('CIRCLE=50.67+-37.2+0.02') AS job \gset
SELECT svc_soda.wait(:'job');
SELECT svc_soda.plain(svc_soda.http('GET', :'job' || '/error'));
SELECT svc_soda.post(:'ngc' || '&HDU=0&HDU=1') AS job \gset
SELECT svc_soda.wait(:'job');
SELECT svc_soda.plain(svc_soda.http('GET', :'job' || '/error'));
SELECT svc_soda.post('ID=ivo://nobody/nothing') AS job \gset
SELECT svc_soda.wait(:'job');
SELECT svc_soda.plain(svc_soda.http('GET', :'job' || '/error'));
RESET ROLE;

-- Jobs of one service are not those of another.
SET ROLE svc_soda_ann;
SELECT sky.submit('SELECT 1 AS one', run => false) AS query \gset
SELECT svc_soda.plain(svc_soda.http('GET', '/' || :'query'));
SELECT svc_soda.post(:'ngc') AS job \gset
SELECT svc_soda.wait(:'job');
SELECT status FROM sky.serve('GET', '/tap/async' || :'job', '', '', NULL);
SELECT count(*) FROM regexp_matches(svc_soda.http('GET', ''), '<uws:jobref', 'g');
SELECT phase, service, bytes FROM sky.job ORDER BY service;
RESET ROLE;

-- Who sees no row gets no file.
ALTER TABLE ivoa.obscore ENABLE ROW LEVEL SECURITY;
SET ROLE svc_soda_ann;
SELECT svc_soda.post(:'ngc') AS job \gset
SELECT svc_soda.wait(:'job');
SELECT svc_soda.plain(svc_soda.http('GET', :'job' || '/error'));
SELECT sky.delete_job(id) FROM sky.job;
RESET ROLE;
SELECT sky.delete_job(id) FROM sky.job WHERE service = 'soda';
SELECT count(*) FROM sky.job_result WHERE id LIKE 'cutout%';
ALTER DATABASE :"DBNAME" RESET pgsky.data_dirs;
DELETE FROM sky.data_file;
SET client_min_messages = warning;
DROP SCHEMA ivoa, svc_soda CASCADE;
DROP ROLE svc_soda_ann;
