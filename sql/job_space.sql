-- Bytes of clients: what they send with a request, what their jobs keep.
\set QUIET on
\a
\t on
CREATE SCHEMA job_space;
GRANT USAGE ON SCHEMA job_space TO PUBLIC;
CREATE FUNCTION job_space.post(path text, query text, VARIADIC contents text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	body text := (SELECT string_agg(format(E'--b\r\nContent-Disposition: form-data; name="t%s"; filename="t.csv"\r\n\r\n%s\r\n', n, c), '')
		FROM unnest(contents) WITH ORDINALITY u (c, n));
	answer record;
BEGIN
	SELECT * INTO answer FROM sky.serve('POST', path, query,
		E'sky-base-url: http://h\nsky-remote: 192.0.2.9\ncontent-type: multipart/form-data; boundary=b', convert_to(body || '--b--', 'UTF8'));
	RETURN answer.status || ' ' || coalesce(substring(answer.headers FROM 'Location: http://h/tap/async/(\S+)'),
		substring(convert_from(answer.body, 'UTF8') FROM 'the tables[^<\n]*'), substr(answer.stream, 1, 4));
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ': ' || sqlerrm;
END $$;
CREATE FUNCTION job_space.wait(job uuid) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1 .. 1500 LOOP
		EXIT WHEN (SELECT phase NOT IN ('QUEUED', 'EXECUTING') FROM sky.job j WHERE j.id = job);
		PERFORM pg_sleep(0.02);
	END LOOP;
	RETURN (SELECT phase || coalesce(': ' || message, '') FROM sky.job j WHERE j.id = job);
END $$;
\set me '\'{"iss": "pgsky:principal", "sub": "job_space", "role": "sky_user", "groups": []}\''
\set you '\'{"iss": "pgsky:principal", "sub": "job_space2", "role": "sky_user", "groups": []}\''

-- Tables that come with a request, together.
SELECT sky.set_quota('upload_bytes', 10, client => 'job_space');
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:me, true) IS NOT NULL;
SELECT job_space.post('/tap/sync', 'FORMAT=csv&UPLOAD=a,param:t1&QUERY=SELECT+*+FROM+TAP_UPLOAD.a', E'x\n1\n');
SELECT job_space.post('/tap/sync', 'FORMAT=csv&UPLOAD=b,param:t1&QUERY=SELECT+*+FROM+TAP_UPLOAD.b', E'x\n123456789\n');
SELECT job_space.post('/tap/sync', 'UPLOAD=c,param:t1;d,param:t2&QUERY=SELECT+*+FROM+TAP_UPLOAD.c', E'x\n1234\n', E'x\n1234\n');
SELECT job_space.post('/tap/async', 'UPLOAD=a,param:t1;b,param:t2&QUERY=SELECT+*+FROM+TAP_UPLOAD.a', E'x\n1234\n', E'x\n1234\n');
SELECT sky.user_table_put('a', E'x\n123456789\n'); ROLLBACK;
BEGIN; SELECT sky.enter_as(:me) IS NOT NULL;
SELECT regexp_matches(convert_from(body, 'UTF8'), '<uploadLimit>.*</uploadLimit>') FROM sky.serve('GET', '/tap/capabilities', '', E'sky-base-url: http://h\n', NULL);
COMMIT;
BEGIN; SELECT sky.enter_as(:you, true) IS NOT NULL;
SELECT left(job_space.post('/tap/async', 'UPLOAD=a,param:t1&QUERY=SELECT+*+FROM+TAP_UPLOAD.a', E'x\n123456789\n'), 4); COMMIT;
RESET SESSION AUTHORIZATION;
SELECT owner FROM sky.job WHERE owner LIKE 'job_space%';

-- What jobs keep: uploads and results.
SELECT sky.drop_quota('upload_bytes', client => 'job_space');
SELECT sky.set_quota('store_bytes', 20, client => 'job_space');
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:me, true) IS NOT NULL;
SELECT substr(job_space.post('/tap/async', 'LANG=ADQL&FORMAT=csv&UPLOAD=a,param:t1&QUERY=SELECT+12+AS+n+FROM+TAP_UPLOAD.a', E'x\n123456789\n'), 5) AS one \gset
SELECT job_space.post('/tap/async', 'UPLOAD=a,param:t1&QUERY=SELECT+*+FROM+TAP_UPLOAD.a', E'x\n123456789\n');
SELECT job_space.post('/tap/async/' || :'one' || '/parameters', 'UPLOAD=b,param:t2', 'x', E'x\n12345678\n');
COMMIT;
RESET SESSION AUTHORIZATION;
SELECT bytes FROM sky.store_use WHERE share = 'job_space';
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:me, true) IS NOT NULL;
SELECT sky.run(:'one');
SELECT sky.submit('SELECT 123456789 AS n, 123456789 AS m FROM tap_schema.tables WHERE table_name = ''tap_schema.tables''', 'csv') AS two \gset
COMMIT;
RESET SESSION AUTHORIZATION;
SELECT job_space.wait(:'one');
SELECT job_space.wait(:'two');
SELECT bytes FROM sky.store_use WHERE share = 'job_space';
SELECT sum(f.size) FROM (SELECT size FROM sky.job_result WHERE share = 'job_space' UNION ALL SELECT size FROM sky.job_upload WHERE share = 'job_space') f;
SELECT problem FROM sky.fsck(false, false);
-- What is deleted or destroyed is free again.
DO $$ BEGIN PERFORM sky.delete_job(id) FROM sky.job WHERE owner LIKE 'job_space%'; END $$;
SELECT count(*) FROM sky.store_use WHERE share LIKE 'job_space%';
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:me, true) IS NOT NULL;
SELECT sky.submit('SELECT 12 AS n FROM tap_schema.tables WHERE table_name = ''tap_schema.tables''', 'csv') AS three \gset
COMMIT;
RESET SESSION AUTHORIZATION;
SELECT job_space.wait(:'three');
DO $$ BEGIN PERFORM sky.delete_job(id) FROM sky.job WHERE owner LIKE 'job_space%'; END $$;
SELECT count(*) FROM sky.store_use WHERE share LIKE 'job_space%';
DELETE FROM sky.quota;
SET client_min_messages = warning;
DROP SCHEMA job_space CASCADE;
