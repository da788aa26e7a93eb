-- Phases move along the edges of the diagram and no others, whoever moves them.
\set QUIET on
\a
\t on
CREATE FUNCTION public.job_phases_try(a text, b text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	job uuid := gen_random_uuid();
BEGIN
	INSERT INTO sky.job_record (id, service, role, share, phase, creation_time,
		execution_duration, destruction)
	VALUES (job, 'test', 'sky_anon', 'job_phases', a, now(), 0, now() + interval '1 day');
	UPDATE sky.job_record SET phase = b WHERE id = job;
	DELETE FROM sky.job_record WHERE id = job;
	RETURN 'may';
EXCEPTION WHEN check_violation THEN
	RETURN sqlerrm;
END
$$;
SELECT a, string_agg(b, ' ' ORDER BY b) AS may_become
FROM unnest('{PENDING,HELD,QUEUED,EXECUTING,SUSPENDED,COMPLETED,ERROR,ABORTED,ARCHIVED,UNKNOWN}'::text[]) a,
	unnest('{PENDING,HELD,QUEUED,EXECUTING,SUSPENDED,COMPLETED,ERROR,ABORTED,ARCHIVED,UNKNOWN}'::text[]) b
WHERE a <> b AND public.job_phases_try(a, b) = 'may'
GROUP BY a ORDER BY a;
SELECT public.job_phases_try('COMPLETED', 'EXECUTING');
SELECT public.job_phases_try('PENDING', 'DONE');
SELECT sky.job_guard();
SELECT count(*) FROM sky.job_record WHERE share = 'job_phases';
-- The records of its files go with a job.
WITH job AS (
	INSERT INTO sky.job_record (id, service, role, share, phase, creation_time,
		execution_duration, destruction)
	VALUES (gen_random_uuid(), 'test', 'sky_anon', 'job_phases', 'COMPLETED', now(), 0, now() + interval '1 day')
	RETURNING id), result AS (
	INSERT INTO sky.job_result SELECT id, 'result', 'file', 'text/csv', 'a.csv', 1, 1, '', 'job_phases' FROM job)
INSERT INTO sky.job_upload SELECT id, 't', 'job_phases', 'file', 2, '' FROM job;
SELECT bytes FROM sky.store_use WHERE share = 'job_phases';
DELETE FROM sky.job_record WHERE share = 'job_phases';
SELECT count(*) FROM sky.job_result WHERE file = 'file';
SELECT count(*) FROM sky.job_upload WHERE share = 'job_phases';
SELECT count(*) FROM sky.store_use WHERE share = 'job_phases';
DROP FUNCTION public.job_phases_try;
