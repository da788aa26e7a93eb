-- Jobs from SQL: submit, wait, read, abort, delete; whose they are, and how many.
\set QUIET on
\a
\t on
CREATE ROLE job_ann;
CREATE ROLE job_bob;
CREATE SCHEMA job_submit;
GRANT USAGE ON SCHEMA job_submit TO PUBLIC;
CREATE TABLE job_submit.star (id int4 PRIMARY KEY, name text);
INSERT INTO job_submit.star SELECT g, 'star ' || g FROM generate_series(1, 50) g;
CREATE TABLE job_submit.bobs (id int4);
INSERT INTO job_submit.bobs VALUES (7);
SET client_min_messages = warning;
SELECT sky.publish('job_submit.star'), sky.publish('job_submit.bobs');
RESET client_min_messages;
REVOKE SELECT ON job_submit.bobs FROM sky_anon;
GRANT SELECT ON job_submit.bobs, job_submit.star TO job_bob;
GRANT SELECT ON job_submit.star TO job_ann;

-- The phase of a job when it does not change by itself any more.
CREATE FUNCTION job_submit.wait(job uuid) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1 .. 1500 LOOP
		IF (SELECT phase NOT IN ('QUEUED', 'EXECUTING') FROM sky.job j WHERE j.id = job) THEN
			EXIT;
		END IF;
		PERFORM pg_sleep(0.02);
	END LOOP;
	RETURN (SELECT phase FROM sky.job j WHERE j.id = job);
END
$$;
-- Wait until a condition holds.
CREATE FUNCTION job_submit.until(condition text) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
	holds bool;
BEGIN
	FOR i IN 1 .. 1500 LOOP
		EXECUTE 'SELECT ' || condition INTO holds;
		EXIT WHEN holds;
		PERFORM pg_sleep(0.02);
		PERFORM pg_stat_clear_snapshot();
	END LOOP;
	RETURN holds;
END
$$;
CREATE FUNCTION job_submit.text(job uuid) RETURNS text LANGUAGE sql AS $$
	SELECT convert_from(string_agg(piece, ''), 'UTF8') FROM sky.result(job) AS piece
$$;

-- No job runs with the rights of a role that workers were not given.
SET ROLE job_ann;
SELECT sky.submit('SELECT id FROM job_submit.star');
RESET ROLE;
GRANT job_ann, job_bob TO sky_worker;

SET ROLE job_ann;
SELECT sky.submit('SELECT id, name FROM job_submit.star WHERE id < 3 ORDER BY id', 'csv', run_id => 'first') AS job \gset
SELECT job_submit.wait(:'job');
SELECT job_submit.text(:'job');
SELECT phase, owner, run_id, service, query, rows, bytes, attempt, message, parameters,
	execution_duration, end_time >= start_time AND start_time >= creation_time AS in_order,
	destruction - creation_time AS kept
FROM sky.job WHERE id = :'job';
-- Messages name the job: here only their codes are the same in every run.
\set VERBOSITY sqlstate
-- Pieces of it.
SELECT convert_from(piece, 'UTF8') FROM sky.result(:'job', 'result', 3, 5) AS piece;
SELECT count(*) FROM sky.result(:'job', 'result', 1000, 5) AS piece;
SELECT piece FROM sky.result(:'job', 'other') AS piece;
-- What ended cannot be aborted, nor run again.
SELECT sky.abort(:'job');
SELECT sky.run(:'job');
SELECT sky.submit('SELECT id FROM job_submit.star', 'csv', maxrec => 2) AS job2 \gset
SELECT job_submit.wait(:'job2'), job_submit.text(:'job2');

-- Faults of the query are the job's, with their places.
SELECT sky.submit('SELECT idd, namee FROM job_submit.star') AS bad \gset
SELECT job_submit.wait(:'bad');
SELECT message FROM sky.job WHERE id = :'bad';
SELECT sky.submit('SELECT id FROM job_submit.bobs') AS bad \gset
SELECT job_submit.wait(:'bad');
SELECT message FROM sky.job WHERE id = :'bad';
SELECT sky.submit('SELECT 1/(id-3) FROM job_submit.star') AS bad \gset
SELECT job_submit.wait(:'bad');
SELECT message FROM sky.job WHERE id = :'bad';
SELECT sky.submit(NULL) AS bad \gset
SELECT job_submit.wait(:'bad');
SELECT message FROM sky.job WHERE id = :'bad';
SELECT sky.submit('SELECT 1', 'papyrus') AS bad \gset
SELECT job_submit.wait(:'bad');
SELECT left(message, 40) FROM sky.job WHERE id = :'bad';

-- A job that is to wait; a job that is aborted while it runs.
SELECT sky.submit('SELECT id FROM job_submit.star', run => false) AS waits \gset
SELECT phase FROM sky.job WHERE id = :'waits';
SELECT sky.run(:'waits');
SELECT job_submit.wait(:'waits');
SELECT sky.submit('SELECT COUNT(*) FROM job_submit.star a, job_submit.star b, job_submit.star c,
	job_submit.star d, job_submit.star e, job_submit.star f') AS long \gset
SELECT job_submit.until('EXISTS (SELECT FROM sky.job WHERE query LIKE ''%star f'' AND phase = ''EXECUTING'' AND expected_rows > 0)');
SELECT phase, rows, expected_rows FROM sky.job WHERE id = :'long';
SELECT sky.abort(:'long');
SELECT phase, message FROM sky.job WHERE id = :'long';
SELECT sky.abort(:'long');

-- Others see nothing of it.
SET ROLE job_bob;
SELECT count(*) FROM sky.job;
SELECT sky.abort(:'job');
SELECT sky.delete_job(:'job');
SELECT sky.job_progress(:'job');
SELECT sky.job_progress(gen_random_uuid()) IS NULL AS no_more;
SELECT piece FROM sky.result(:'job') AS piece;
SELECT id FROM sky.job_record;
SELECT sky.submit('SELECT id FROM job_submit.bobs', 'csv') AS bobs \gset
SELECT job_submit.wait(:'bobs'), job_submit.text(:'bobs');
SELECT sky.fsck();
SELECT sky.store_folder();

-- Rolled back with its transaction: nothing is run, removed or cancelled.
SET ROLE job_ann;
SELECT count(*) FROM sky.job \gset
BEGIN;
SELECT sky.submit('SELECT 1 AS rolled_back') AS gone \gset
SELECT sky.delete_job(:'job');
SAVEPOINT s;
SELECT sky.delete_job(:'job2');
ROLLBACK TO s;
ROLLBACK;
SELECT sky.run(:'gone');
SELECT count(*) = :count FROM sky.job;
SELECT job_submit.text(:'job');
BEGIN;
SAVEPOINT s;
SELECT sky.delete_job(:'job2');
ROLLBACK TO s;
SELECT sky.delete_job(:'job');
COMMIT;
SELECT job_submit.text(:'job2');
SELECT sky.delete_job(:'job');
SELECT sky.run('00000000-0000-0000-0000-000000000000');

-- Quotas: jobs past the first are held, and run when there is room; past the second there
-- are no more.
RESET ROLE;
SET pgsky.jobs_queued = 2;
ALTER SYSTEM SET pgsky.jobs_running = 0;
SELECT pg_reload_conf();
SELECT job_submit.until('NOT EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = ''pgsky worker'')');
SET ROLE job_ann;
SELECT sky.submit('SELECT ' || n || ' AS n', 'csv', run_id => 'quota ' || n) FROM generate_series(1, 3) n \g /dev/null
SELECT run_id, phase, message FROM sky.job WHERE run_id LIKE 'quota%' ORDER BY run_id;
SELECT sky.run(id) FROM sky.job WHERE run_id = 'quota 3';
SELECT sky.abort(id) FROM sky.job WHERE run_id = 'quota 1';
SELECT sky.run(id) FROM sky.job WHERE run_id = 'quota 3';
SELECT run_id, phase, message FROM sky.job WHERE run_id LIKE 'quota%' ORDER BY run_id;
RESET ROLE;
SELECT count(*) AS stored FROM sky.job_record WHERE share = 'job_ann' \gset
SET pgsky.jobs_stored = :stored;
SET ROLE job_ann;
SELECT sky.submit('SELECT 1');
RESET ROLE;
RESET pgsky.jobs_stored;
RESET pgsky.jobs_queued;

-- Shares take turns: of ten jobs of ann's and one of bob's, his is among the first two.
SET ROLE job_ann;
SELECT sky.submit('SELECT ' || n || ' AS n', 'csv', run_id => 'turn') FROM generate_series(1, 10) n \g /dev/null
SET ROLE job_bob;
SELECT sky.submit('SELECT 1 AS n', 'csv', run_id => 'turn') \g /dev/null
RESET ROLE;
ALTER SYSTEM SET pgsky.jobs_running = 1;
SELECT pg_reload_conf();
SELECT count(job_submit.wait(id)) FROM sky.job;
SELECT owner, place <= 2 AS early FROM (
	SELECT owner, rank() OVER (ORDER BY start_time) AS place FROM sky.job
	WHERE run_id = 'turn' OR run_id LIKE 'quota%' AND phase = 'COMPLETED') t
WHERE owner = 'job_bob';
ALTER SYSTEM RESET pgsky.jobs_running;
SELECT pg_reload_conf();

-- Time limits: of the run, and of the job itself.
SET pgsky.job_duration_default = 1;
SET pgsky.job_retention_default = 1;
SET ROLE job_bob;
SELECT sky.submit('SELECT COUNT(*) FROM job_submit.star a, job_submit.star b, job_submit.star c,
	job_submit.star d, job_submit.star e, job_submit.star f', run_id => 'slow') AS slow \gset
RESET ROLE;
RESET pgsky.job_retention_default;
SET ROLE job_bob;
SELECT sky.submit('SELECT COUNT(*) FROM job_submit.star a, job_submit.star b, job_submit.star c,
	job_submit.star d, job_submit.star e, job_submit.star f', run_id => 'slow') AS kept \gset
SELECT job_submit.wait(:'kept');
SELECT phase, message, execution_duration FROM sky.job WHERE id = :'kept';
SELECT job_submit.until('count(*) = 1 FROM sky.job WHERE run_id = ''slow''');
SELECT id = :'kept' AS the_other_one FROM sky.job WHERE run_id = 'slow';
RESET ROLE;

-- The store has what the rows say, and nothing else.
SELECT * FROM sky.fsck(read_files => true);
SELECT file AS bobs_file FROM sky.job_result WHERE job = :'bobs' \gset
SELECT (pg_stat_file(sky.store_folder() || '/' || :'bobs_file')).size AS bytes;
SELECT sky.submit('SELECT 1 AS n', 'csv') AS mine \gset
SELECT job_submit.wait(:'mine'), owner = current_user AS own, j.role
FROM sky.job JOIN sky.job_record j USING (id, owner) WHERE id = :'mine';

SELECT sky.delete_job(id) FROM sky.job \g /dev/null
SELECT count(*) FROM sky.job;
SELECT count(*) FROM sky.fsck();
SELECT count(*) FROM pg_ls_dir(sky.store_folder()) AS left_over;
SET client_min_messages = warning;
DROP SCHEMA job_submit CASCADE;
REVOKE job_ann, job_bob FROM sky_worker;
DROP ROLE job_ann, job_bob;
