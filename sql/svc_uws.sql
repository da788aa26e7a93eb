-- /tap/async: UWS 1.1 over sky.serve, as an anonymous client and as one with a name.
\set QUIET on
\a
\t on
CREATE ROLE svc_uws_ann;
CREATE ROLE svc_uws_bob;
GRANT svc_uws_ann, svc_uws_bob TO sky_worker, sky_shim;
CREATE SCHEMA svc_uws;
GRANT USAGE, CREATE ON SCHEMA svc_uws TO PUBLIC;

-- An answer: status, the fields that tell something, and the body, or what streams it.
-- Ids and times, which differ in each run, are replaced.
CREATE FUNCTION svc_uws.plain(answer text) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(answer,
		'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'ID', 'g'),
		'[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z', 'TIME', 'g'),
		'[0-9a-f]{64}', 'SHA', 'g'), 'Sky-Park: ([0-9]+) [0-9a-f]{32}', 'Sky-Park: \1 KEY'),
		'<elapsed>[0-9.]+', '<elapsed>S')
$$;
CREATE FUNCTION svc_uws.http(
	method text, path text, query text DEFAULT '', body text DEFAULT NULL, headers text DEFAULT '')
	RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer record;
BEGIN
	SELECT * INTO answer FROM sky.serve(method, '/tap/async' || path, query,
		E'sky-base-url: http://h\nsky-remote: 192.0.2.7\ncontent-type: application/x-www-form-urlencoded\n'
			|| headers, convert_to(body, 'UTF8'));
	RETURN answer.status || E'\n' || regexp_replace(answer.headers,
		'(Content-Security-Policy|Vary|Cache-Control|Refresh): [^\n]*\n', '', 'g')
		|| coalesce(answer.stream, convert_from(answer.body, 'UTF8'));
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ': ' || sqlerrm;
END
$$;
-- Create a job; returns its path.
CREATE FUNCTION svc_uws.post(body text) RETURNS text LANGUAGE sql AS $$
	SELECT substring(svc_uws.http('POST', '', '', body) FROM 'Location: http://h/tap/async(/\S+)')
$$;
CREATE FUNCTION svc_uws.wait(path text, was text DEFAULT 'QUEUED|EXECUTING') RETURNS text
	LANGUAGE plpgsql AS $$
DECLARE
	phase text;
BEGIN
	FOR i IN 1 .. 1500 LOOP
		phase := substring(svc_uws.http('GET', path || '/phase') FROM E'\n\n?([A-Z]+)$');
		EXIT WHEN phase !~ ('^(' || was || ')$');
		PERFORM pg_sleep(0.02);
	END LOOP;
	RETURN phase;
END
$$;

SET ROLE sky_anon;
-- A job that waits for its client: every part of it.
SELECT svc_uws.plain(svc_uws.http('POST', '', '', 'LANG=ADQL&QUERY=SELECT+1+AS+%22a%3Cb%22&RUNID=r%261'));
SELECT svc_uws.post('lang=ADQL&QUERY=SELECT+1+AS+one&RUNID=r%261&EXECUTIONDURATION=60') AS job \gset
SELECT svc_uws.plain(svc_uws.http('GET', :'job'));
SELECT svc_uws.plain(svc_uws.http('GET', :'job' || '/' || part))
FROM unnest('{phase,executionduration,destruction,quote,owner,parameters,parameters/QUERY,parameters/lang,results,error,results/result,parameters/nothing,nothing,phase/more}'::text[]) AS part;
SELECT svc_uws.plain(svc_uws.http('GET', '/00000000-0000-0000-0000-000000000000'));
SELECT svc_uws.plain(svc_uws.http('GET', '/job'));
SELECT svc_uws.plain(svc_uws.http('GET', '/%00'));

-- Changed while it waits.
SELECT svc_uws.plain(svc_uws.http('POST', :'job' || '/parameters', '', 'query=SELECT+2+AS+two&runid=r2&FORMAT=csv'));
SELECT svc_uws.plain(svc_uws.http('POST', :'job' || '/executionduration', '', 'EXECUTIONDURATION=99999999999'));
SELECT svc_uws.plain(svc_uws.http('POST', :'job' || '/destruction', '', 'destruction=9999-01-01T00:00:00'));
SELECT svc_uws.plain(svc_uws.http('GET', :'job'));
SELECT substring(svc_uws.http('GET', :'job') FROM '<uws:destruction>(\S+)Z<')::timestamp
	= substring(svc_uws.http('GET', :'job') FROM '<uws:creationTime>(\S+)Z<')::timestamp + interval '30 days' AS clamped;
SELECT svc_uws.plain(svc_uws.http('POST', :'job' || '/executionduration', '', 'EXECUTIONDURATION=' || bad))
FROM unnest(ARRAY['', '-1', 'x', '1e3']) AS bad;
SELECT svc_uws.plain(svc_uws.http('POST', :'job' || '/destruction', '', 'DESTRUCTION=' || bad))
FROM unnest(ARRAY['', 'never', '2026-02-30']) AS bad;
SELECT svc_uws.plain(svc_uws.http('POST', :'job' || '/phase', '', bad))
FROM unnest('{"",PHASE=GO,PHASE=RUN&PHASE=ABORT}'::text[]) AS bad;
SELECT svc_uws.plain(svc_uws.http('POST', :'job', '', 'ACTION=RUN'));
SELECT svc_uws.plain(svc_uws.http('POST', '', '', 'PHASE=ABORT'));
SELECT svc_uws.plain(svc_uws.http('DELETE', ''));
SELECT svc_uws.plain(svc_uws.http('DELETE', :'job' || '/phase'));

-- Run.
SELECT svc_uws.plain(svc_uws.http('POST', :'job' || '/phase', '', 'PHASE=run'));
SELECT svc_uws.wait(:'job');
SELECT svc_uws.plain(svc_uws.http('GET', :'job'));
SELECT svc_uws.plain(svc_uws.http('GET', :'job' || '/results'));
SELECT svc_uws.plain(svc_uws.http('GET', :'job' || '/results/result'));
SELECT convert_from(string_agg(piece, ''), 'UTF8') FROM sky.result(substr(:'job', 2)::uuid) AS piece;
-- Frozen now.
SELECT svc_uws.plain(svc_uws.http('POST', :'job' || part, '', body)) FROM (VALUES
	('/phase', 'PHASE=RUN'), ('/phase', 'PHASE=ABORT'), ('/parameters', 'QUERY=SELECT+3'),
	('/parameters', 'RUNID=x'), ('/executionduration', 'EXECUTIONDURATION=5'),
	('/destruction', 'DESTRUCTION=2030-01-01T00:00:00Z')) AS t (part, body);
-- Parts of the result, and results that are known already.
SELECT svc_uws.plain(svc_uws.http('GET', :'job' || '/results/result', headers => h)) FROM unnest(
	ARRAY[E'range: bytes=2-4\n', E'range: bytes=-2\n', E'range: bytes=100-\n', E'range: bytes=0-1,3-4\n',
	E'if-none-match: *\n', E'if-none-match: "x"\n', E'if-range: "x"\nrange: bytes=2-4\n']) AS h;
SELECT svc_uws.plain(svc_uws.http('HEAD', :'job' || '/results/result'));

-- A job that cannot be: its error is a table of the format that was asked for.
SELECT svc_uws.post('LANG=OOBLECK&QUERY=SELECT+1&PHASE=RUN') AS job \gset
SELECT svc_uws.wait(:'job');
SELECT svc_uws.plain(svc_uws.http('GET', :'job'));
SELECT svc_uws.plain(svc_uws.http('GET', :'job' || '/error'));
SELECT svc_uws.plain(svc_uws.http('GET', :'job' || '/results/result'));
SELECT svc_uws.post('QUERY=SELECT+nothing&FORMAT=csv&PHASE=RUN') AS job \gset
SELECT svc_uws.wait(:'job');
SELECT svc_uws.plain(svc_uws.http('GET', :'job' || '/error'));
SELECT svc_uws.post('QUERY=SELECT+1&QUERY=SELECT+2&PHASE=RUN') AS job \gset
SELECT svc_uws.wait(:'job');
SELECT svc_uws.plain(svc_uws.http('GET', :'job' || '/error'));
SELECT svc_uws.post('PHASE=RUN') AS job \gset
SELECT svc_uws.wait(:'job');
SELECT svc_uws.plain(svc_uws.http('GET', :'job' || '/error'));

-- Aborted before it was run; then deleted, twice.
SELECT svc_uws.post('QUERY=SELECT+1') AS job \gset
SELECT svc_uws.plain(svc_uws.http('POST', :'job' || '/phase', '', 'PHASE=ABORT'));
SELECT svc_uws.plain(svc_uws.http('GET', :'job' || '/phase'));
SELECT svc_uws.plain(svc_uws.http('GET', :'job' || '/error'));
SELECT svc_uws.plain(svc_uws.http('POST', :'job', '', 'ACTION=DELETE'));
SELECT svc_uws.plain(svc_uws.http('GET', :'job'));
SELECT svc_uws.plain(svc_uws.http('DELETE', :'job'));

-- Waiting: the answer asks to be held back, unless there is nothing to wait for.
SELECT svc_uws.post('QUERY=SELECT+1') AS job \gset
SELECT left(svc_uws.plain(svc_uws.http('GET', :'job', query, headers => h)), 90) FROM (VALUES
	('WAIT=5', ''), ('wait=-1', ''), ('WAIT=100000', ''), ('WAIT=0', ''), ('WAIT=5&PHASE=PENDING', ''),
	('WAIT=5&PHASE=QUEUED', ''), ('WAIT=5', E'sky-parked: 2000 PENDING\n'),
	('WAIT=5', E'sky-parked: 5000 PENDING\n'), ('WAIT=5', E'sky-parked: 2000 QUEUED\n'),
	('WAIT=soon', ''), ('WAIT=-2', ''), ('WAIT=', '')) AS t (query, h);
SELECT left(svc_uws.plain(svc_uws.http('HEAD', :'job', 'WAIT=5')), 60);
SELECT svc_uws.http('GET', :'job' || '/phase', 'WAIT=5');

-- Anonymous jobs are listed to nobody; the jobs of others are neither listed nor shown.
SELECT svc_uws.plain(svc_uws.http('GET', ''));
SELECT svc_uws.plain(svc_uws.http('GET', '/'));
SET ROLE svc_uws_ann;
SELECT svc_uws.post('QUERY=SELECT+' || n || '&RUNID=job+' || n), pg_sleep(0.002) FROM generate_series(1, 4) n \g /dev/null
SELECT svc_uws.post('QUERY=SELECT+5&RUNID=job+5&PHASE=RUN') AS job \gset
SELECT svc_uws.wait(:'job');
SELECT svc_uws.plain(svc_uws.http('GET', ''));
CREATE FUNCTION svc_uws.names(query text) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(string_agg(m[1], ' '), 'none') FROM regexp_matches(
		svc_uws.http('GET', '', query), '<uws:runId>job (\d)</uws:runId>', 'g') AS m
$$;
SELECT query, svc_uws.names(query) FROM unnest(ARRAY['LAST=2', 'last=1&PHASE=PENDING', 'PHASE=COMPLETED&phase=ERROR',
	'PHASE=ARCHIVED', 'PHASE=PENDING&AFTER=2999-01-01', 'AFTER=2000-01-01T00:00:00Z&LAST=1', 'LAST=100&DUMMY=1']) AS query;
SELECT 'after the third', svc_uws.names('AFTER=' || to_char(creation_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
FROM sky.job WHERE run_id = 'job 3';
SELECT svc_uws.plain(svc_uws.http('GET', '', bad))
FROM unnest(ARRAY['LAST=0', 'LAST=x', 'LAST=1&LAST=2', 'PHASE=DONE', 'AFTER=yesterday']) AS bad;
SELECT svc_uws.plain(svc_uws.http('GET', :'job'));
SELECT svc_uws.http('GET', :'job' || '/owner');
SET ROLE svc_uws_bob;
SELECT svc_uws.plain(svc_uws.http('GET', ''));
SELECT svc_uws.plain(svc_uws.http(method, :'job' || part, '', body)) FROM (VALUES
	('GET', '', NULL), ('GET', '/results/result', NULL), ('DELETE', '', NULL),
	('POST', '/phase', 'PHASE=ABORT')) AS t (method, part, body);
SET ROLE sky_anon;
SELECT svc_uws.plain(svc_uws.http('GET', :'job'));

-- Pages for browsers at the same addresses, with everything escaped.
SET ROLE svc_uws_ann;
SELECT svc_uws.post('QUERY=%3Cscript%3E&%3Cb%3E=%22&RUNID=%3Cimg+src%3Dx%3E') AS job \gset
SELECT regexp_replace(svc_uws.plain(svc_uws.http('GET', :'job',
	headers => E'accept: text/html,application/xhtml+xml,*/*;q=0.8\n')), '<style>.*</style>', '');
SELECT regexp_replace(svc_uws.plain(svc_uws.http('GET', '', 'LAST=2', headers => E'accept: text/html\n')),
	'<style>.*</style>', '');
-- A long list is cut, with a way to the rest.
RESET ROLE;
INSERT INTO sky.job_record (id, service, owner, role, share, phase, creation_time, execution_duration, destruction)
SELECT gen_random_uuid(), 'tap', 'svc_uws_bob', 'svc_uws_bob', 'svc_uws_bob', 'COMPLETED', now() - g * interval '1 s', 0, now() + interval '1 day'
FROM generate_series(1, 1001) g;
SET ROLE svc_uws_bob;
SELECT svc_uws.plain(svc_uws.http('GET', '', query)) FROM unnest(ARRAY['', 'PHASE=COMPLETED']) AS query;
SELECT regexp_count(svc_uws.http('GET', '', query), '<uws:jobref ') FROM unnest(ARRAY['LAST=1000', 'LAST=5000']) AS query;

-- What becomes of jobs when their time has come: archived first, forgotten in the end.
RESET ROLE;
ALTER SYSTEM SET pgsky.job_archive = '1h';
SELECT pg_reload_conf();
SET ROLE svc_uws_ann;
SELECT svc_uws.post('QUERY=SELECT+5&RUNID=archive&PHASE=RUN') AS job \gset
SELECT svc_uws.wait(:'job');
SELECT svc_uws.plain(svc_uws.http('POST', :'job' || '/destruction', '', 'DESTRUCTION=2020-01-01T00:00:00Z'));
SELECT svc_uws.wait(:'job', 'COMPLETED');
SELECT svc_uws.plain(svc_uws.http('GET', :'job'));
SELECT svc_uws.plain(svc_uws.http('POST', :'job' || '/destruction', '', 'DESTRUCTION=2020-01-01T00:00:00Z'));
SELECT count(*) FROM sky.job WHERE phase = 'ARCHIVED';
SELECT svc_uws.names('PHASE=ARCHIVED'), substring(svc_uws.http('GET', '', 'PHASE=ARCHIVED') FROM 'archive');
RESET ROLE;
ALTER SYSTEM RESET pgsky.job_archive;
SELECT pg_reload_conf();
DELETE FROM sky.job_record WHERE owner = 'svc_uws_bob';
SELECT sky.delete_job(id) FROM sky.job \g /dev/null
SELECT count(*) FROM sky.fsck();
SET client_min_messages = warning;
DROP SCHEMA svc_uws CASCADE;
REVOKE svc_uws_ann, svc_uws_bob FROM sky_worker, sky_shim;
DROP ROLE svc_uws_ann, svc_uws_bob;
