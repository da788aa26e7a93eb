-- Uploads of jobs: kept with them, replaced, counted, found again, gone with them.
\set QUIET on
\a
\t on
CREATE SCHEMA job_upload;
GRANT USAGE ON SCHEMA job_upload TO PUBLIC;
CREATE FUNCTION job_upload.file(name text, content text) RETURNS text LANGUAGE sql AS $$
	SELECT format(E'--b\r\nContent-Disposition: form-data; name="%s"; filename="a.csv"\r\n\r\n%s\r\n', name, content)
$$;
-- POST a multipart form; returns the status and where to go, or what is wrong.
CREATE FUNCTION job_upload.post(path text, query text, VARIADIC files text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer record;
BEGIN
	SELECT * INTO answer FROM sky.serve('POST', '/tap/async' || path, query,
		E'sky-base-url: http://h\nsky-remote: 192.0.2.9\ncontent-type: multipart/form-data; boundary=b',
		convert_to(array_to_string(files, '') || '--b--', 'UTF8'));
	RETURN answer.status || ' ' || coalesce(substring(answer.headers FROM 'Location: http://h/tap/async(/\S+)'),
		convert_from(answer.body, 'UTF8'));
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ': ' || sqlerrm;
END
$$;
CREATE FUNCTION job_upload.create(query text, VARIADIC files text[]) RETURNS uuid LANGUAGE sql AS $$
	SELECT substring(job_upload.post('', query, VARIADIC files) FROM '303 /(\S+)')::uuid
$$;
CREATE FUNCTION job_upload.get(path text) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(a.status || ' ' || coalesce(a.stream, convert_from(a.body, 'UTF8')),
		'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'ID', 'g')
	FROM sky.serve('GET', '/tap/async' || path, '', 'sky-base-url: http://h', '') a
$$;
CREATE FUNCTION job_upload.wait(job uuid) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1 .. 1500 LOOP
		EXIT WHEN (SELECT phase NOT IN ('QUEUED', 'EXECUTING') FROM sky.job j WHERE j.id = job);
		PERFORM pg_sleep(0.02);
	END LOOP;
	RETURN (SELECT phase FROM sky.job j WHERE j.id = job);
END
$$;

SELECT job_upload.create('LANG=ADQL&FORMAT=csv&UPLOAD=mine,param:t&QUERY=SELECT+SUM(x)+AS+s+FROM+TAP_UPLOAD.mine',
	job_upload.file('t', E'x\n1\n2\n'), job_upload.file('unasked', 'y')) AS job \gset
SELECT name, share, size, encode(sha256, 'hex') = encode(sha256(E'x\n1\n2\n'), 'hex') AS sha256 FROM sky.job_upload WHERE job = :'job';
SELECT job_upload.get('/' || :'job' || '/parameters');
SELECT job_upload.get('/' || :'job' || '/parameters/T');
SELECT job_upload.get('/' || :'job' || '/parameters/unasked');
SELECT convert_from(piece, 'UTF8') FROM sky.upload(:'job', 't') AS piece;
SELECT convert_from(piece, 'UTF8') FROM sky.upload(:'job', 't', 2, 3) AS piece;
-- Another of its name takes its place, and a second table comes beside it.
SELECT left(job_upload.post('/' || :'job' || '/parameters', 'UPLOAD=more,param:u',
	job_upload.file('T', E'x\n10\n20\n'), job_upload.file('u', E'k\n5\n')), 4);
SELECT name, size FROM sky.job_upload WHERE job = :'job' ORDER BY name;
SELECT left(job_upload.post('/' || :'job' || '/parameters', 'QUERY=SELECT+SUM(m.x*u.k)+AS+s+FROM+TAP_UPLOAD.mine+AS+m,+TAP_UPLOAD.more+AS+u', ''), 4);
SELECT sky.run(:'job');
SELECT job_upload.wait(:'job');
SELECT convert_from(piece, 'UTF8') FROM sky.result(:'job') AS piece;
SELECT left(job_upload.post('/' || :'job' || '/parameters', 'UPLOAD=more,param:u', job_upload.file('u', 'x')), 5);
SELECT * FROM sky.fsck(false, true);

-- What is wrong with a table is an error of the job.
SELECT job_upload.create('PHASE=RUN&LANG=ADQL&UPLOAD=mine,param:t&QUERY=SELECT+*+FROM+TAP_UPLOAD.mine',
	job_upload.file('t', E'x\n"1\n')) AS bad \gset
SELECT job_upload.wait(:'bad');
SELECT message FROM sky.job WHERE id = :'bad';
SELECT job_upload.create('PHASE=RUN&LANG=ADQL&UPLOAD=mine,param:none&QUERY=SELECT+*+FROM+TAP_UPLOAD.mine', '') AS bad2 \gset
SELECT job_upload.wait(:'bad2');
SELECT message FROM sky.job WHERE id = :'bad2';
SELECT job_upload.post('', 'UPLOAD=a,param:t;b,param:T', job_upload.file('t', 'x'), job_upload.file('T', 'x'));

-- Rolled back, nothing is left of a job and its files.
BEGIN;
SELECT left(job_upload.post('', 'UPLOAD=a,param:t', job_upload.file('t', 'x')), 4);
SAVEPOINT s;
SELECT left(job_upload.post('', 'UPLOAD=a,param:t', job_upload.file('t', 'x')), 4);
ROLLBACK TO s;
SELECT left(job_upload.post('', 'UPLOAD=a,param:t', job_upload.file('t', 'x')), 4);
ROLLBACK;
BEGIN;
SAVEPOINT s;
SELECT left(job_upload.post('', 'UPLOAD=a,param:t', job_upload.file('t', 'x')), 4);
ROLLBACK TO s;
SAVEPOINT r;
SELECT sky.delete_job(:'bad');
ROLLBACK TO r;
COMMIT;
SELECT * FROM sky.fsck(false, true);
SELECT count(*) FROM sky.job_upload WHERE job = :'bad';

-- All jobs of a user, or of an address, have so much space.
SET pgsky.job_upload_space = 1;
SELECT job_upload.post('', 'UPLOAD=a,param:t', job_upload.file('t', repeat('x', 1048577)));
SET pgsky.job_upload_space = 0;
SELECT job_upload.post('', 'UPLOAD=a,param:t', job_upload.file('t', 'x'));
SELECT left(job_upload.post('', 'UPLOAD=a,param:t', ''), 4);
RESET pgsky.job_upload_space;

-- Others see nothing of it.
SET ROLE sky_user;
SELECT sky.submit('SELECT 1 AS one', run => false) AS others \gset
SELECT count(*) FROM sky.job_upload;
\set VERBOSITY sqlstate
SELECT sky.upload(:'job', 't');
RESET ROLE;
SELECT sky.upload(:'others', 't');
SELECT sky.upload(NULL, 't'), sky.result(NULL), sky.result(:'job', NULL), sky.upload(:'job', 't', NULL);
\set VERBOSITY default

-- A file that is lost.
SELECT sky.delete_job(:'others');
SELECT job_upload.create('LANG=ADQL&UPLOAD=mine,param:t&QUERY=SELECT+*+FROM+TAP_UPLOAD.mine', job_upload.file('t', E'x\n1\n')) AS lost \gset
UPDATE sky.job_upload SET file = file || 'x', size = 5 WHERE job = :'lost';
SELECT problem, job = :'lost' FROM sky.fsck() ORDER BY problem;
SELECT job_upload.get('/' || :'lost' || '/parameters/t');
SELECT sky.run(:'lost');
SELECT job_upload.wait(:'lost');
SELECT message FROM sky.job WHERE id = :'lost';
SELECT problem FROM sky.fsck(repair => true) ORDER BY problem;
SELECT problem FROM sky.fsck(false, true);
SELECT phase FROM sky.job WHERE id = :'lost';

SELECT count(sky.delete_job(id)) FROM sky.job_record WHERE 'UPLOAD' = ANY (parameters);
SELECT count(*) FROM sky.job_upload;
SELECT * FROM sky.fsck();
SET client_min_messages = warning;
DROP SCHEMA job_upload CASCADE;
