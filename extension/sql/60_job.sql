-- Jobs: what is to be run, what became of it, and the files it left.  Written by the
-- library alone; sky.job shows them.
CREATE TABLE sky.job_record (
	id uuid PRIMARY KEY,
	service text NOT NULL,
	owner text,
	role name NOT NULL,
	share text NOT NULL,
	phase text NOT NULL,
	turn int8 NOT NULL DEFAULT 0,
	run_id text,
	creation_time timestamptz NOT NULL,
	start_time timestamptz,
	end_time timestamptz,
	execution_duration int8 NOT NULL CHECK (execution_duration >= 0),
	destruction timestamptz NOT NULL,
	attempt int2 NOT NULL DEFAULT 0,
	message text,
	parameters text[] NOT NULL DEFAULT '{}',
	principal text
);
COMMENT ON TABLE sky.job_record IS 'Every asynchronous job; see sky.job.';
COMMENT ON COLUMN sky.job_record.service IS 'What runs the job.';
COMMENT ON COLUMN sky.job_record.owner IS 'Who made it; NULL: an anonymous client.';
COMMENT ON COLUMN sky.job_record.role IS 'The role that the job runs as.';
COMMENT ON COLUMN sky.job_record.share IS 'Whose quota the job counts for: the owner, or an anonymous client''s address.';
COMMENT ON COLUMN sky.job_record.turn IS 'Place in the queue: the jobs of one share have turns of their own, so that shares take turns.';
COMMENT ON COLUMN sky.job_record.execution_duration IS 'Longest run in seconds; 0: no limit.';
COMMENT ON COLUMN sky.job_record.destruction IS 'When the job and its results go.';
COMMENT ON COLUMN sky.job_record.attempt IS 'How often the job was begun: again after a crash.';
COMMENT ON COLUMN sky.job_record.message IS 'Why the job has no results, or is held.';
COMMENT ON COLUMN sky.job_record.parameters IS 'Names and values by turns.';
COMMENT ON COLUMN sky.job_record.principal IS 'Who its owner was proved to be when he sent it, as sky.enter_as tells it: so it runs; NULL: by its role alone.';
CREATE INDEX job_record_owner ON sky.job_record (owner, creation_time DESC) WHERE owner IS NOT NULL;
CREATE INDEX job_record_share ON sky.job_record (share);
CREATE INDEX job_record_destruction ON sky.job_record (destruction);
CREATE INDEX job_record_queue ON sky.job_record (turn, creation_time) WHERE phase = 'QUEUED';
CREATE INDEX job_record_queued ON sky.job_record (share, turn) WHERE phase = 'QUEUED';
CREATE INDEX job_record_executing ON sky.job_record (share) WHERE phase = 'EXECUTING';

CREATE FUNCTION sky.job_guard() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'pgsky_job_guard';
COMMENT ON FUNCTION sky.job_guard() IS
	'Lets phases move along the edges of the UWS phase diagram only.';
REVOKE EXECUTE ON FUNCTION sky.job_guard() FROM PUBLIC;
CREATE TRIGGER guard BEFORE UPDATE OF phase ON sky.job_record
	FOR EACH ROW WHEN (OLD.phase IS DISTINCT FROM NEW.phase) EXECUTE FUNCTION sky.job_guard();

CREATE TABLE sky.job_result (
	job uuid NOT NULL,
	id text NOT NULL,
	file text NOT NULL,
	mime_type text NOT NULL,
	file_name text NOT NULL,
	size int8 NOT NULL,
	rows int8,
	sha256 bytea NOT NULL,
	share text NOT NULL,
	PRIMARY KEY (job, id)
);
COMMENT ON TABLE sky.job_result IS 'The files that jobs have left in pgsky.store_dir.';
COMMENT ON COLUMN sky.job_result.file IS 'Name of the file in this database''s folder of the store.';
COMMENT ON COLUMN sky.job_result.file_name IS 'What a client may save it as.';
COMMENT ON COLUMN sky.job_result.sha256 IS 'Of the file''s bytes; the ETag of the result.';
COMMENT ON COLUMN sky.job_result.share IS 'Whose store_bytes of sky.quota it takes, as in sky.job_record.';

CREATE TABLE sky.job_upload (
	job uuid NOT NULL,
	name text NOT NULL,
	share text NOT NULL,
	file text NOT NULL,
	size int8 NOT NULL,
	sha256 bytea NOT NULL,
	PRIMARY KEY (job, name)
);
COMMENT ON TABLE sky.job_upload IS 'The files that came with jobs, kept in pgsky.store_dir as long as these.';
COMMENT ON COLUMN sky.job_upload.name IS 'What the parameter UPLOAD calls it, after param:.';
COMMENT ON COLUMN sky.job_upload.share IS 'Whose pgsky.job_upload_space, and store_bytes of sky.quota, it takes, as in sky.job_record.';
COMMENT ON COLUMN sky.job_upload.file IS 'Name of the file in this database''s folder of the store.';
CREATE INDEX job_upload_share ON sky.job_upload (share) INCLUDE (size);

-- Not dumped: it comes anew with the rows of the two tables.
CREATE TABLE sky.store_use (
	share text PRIMARY KEY,
	bytes int8 NOT NULL
);
COMMENT ON TABLE sky.store_use IS 'How many bytes the results and uploads of each share''s jobs have.';

CREATE FUNCTION sky.count_store() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF tg_op = 'INSERT' THEN
		INSERT INTO sky.store_use AS u (share, bytes)
			SELECT f.share, sum(f.size) FROM files f GROUP BY f.share ORDER BY f.share
			ON CONFLICT ON CONSTRAINT store_use_pkey DO UPDATE SET bytes = u.bytes + excluded.bytes;
	ELSE
		UPDATE sky.store_use u SET bytes = u.bytes - f.bytes
			FROM (SELECT o.share, sum(o.size) AS bytes FROM files o GROUP BY o.share) f WHERE f.share = u.share;
		DELETE FROM sky.store_use u WHERE u.bytes <= 0 AND u.share IN (SELECT o.share FROM files o);
	END IF;
	RETURN NULL;
END $$;
COMMENT ON FUNCTION sky.count_store() IS 'Keeps sky.store_use.';
REVOKE EXECUTE ON FUNCTION sky.count_store() FROM PUBLIC;
CREATE TRIGGER taken AFTER INSERT ON sky.job_result REFERENCING NEW TABLE AS files
	FOR EACH STATEMENT EXECUTE FUNCTION sky.count_store();
CREATE TRIGGER freed AFTER DELETE ON sky.job_result REFERENCING OLD TABLE AS files
	FOR EACH STATEMENT EXECUTE FUNCTION sky.count_store();
CREATE TRIGGER taken AFTER INSERT ON sky.job_upload REFERENCING NEW TABLE AS files
	FOR EACH STATEMENT EXECUTE FUNCTION sky.count_store();
CREATE TRIGGER freed AFTER DELETE ON sky.job_upload REFERENCING OLD TABLE AS files
	FOR EACH STATEMENT EXECUTE FUNCTION sky.count_store();

CREATE FUNCTION sky.forget_job() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	DELETE FROM sky.job_result WHERE job = OLD.id;
	DELETE FROM sky.job_upload WHERE job = OLD.id;
	RETURN NULL;
END $$;
COMMENT ON FUNCTION sky.forget_job() IS 'Deletes with a job the records of its files.';
REVOKE EXECUTE ON FUNCTION sky.forget_job() FROM PUBLIC;
CREATE TRIGGER forget AFTER DELETE ON sky.job_record FOR EACH ROW EXECUTE FUNCTION sky.forget_job();

SELECT pg_catalog.pg_extension_config_dump('sky.job_record', '');
SELECT pg_catalog.pg_extension_config_dump('sky.job_result', '');
SELECT pg_catalog.pg_extension_config_dump('sky.job_upload', '');

CREATE FUNCTION sky.run(job uuid) RETURNS text
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_run_job';
COMMENT ON FUNCTION sky.run(uuid) IS
	'Puts a job that is PENDING or HELD into the queue; returns its phase.';

CREATE FUNCTION sky.abort(job uuid) RETURNS text
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_abort_job';
COMMENT ON FUNCTION sky.abort(uuid) IS
	'Aborts a job, and cancels what runs of it; returns its phase.';

CREATE FUNCTION sky.delete_job(job uuid) RETURNS void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_delete_job';
COMMENT ON FUNCTION sky.delete_job(uuid) IS
	'Aborts a job and forgets it, its results included.';

CREATE FUNCTION sky.result(
	job uuid, result text DEFAULT 'result', first int8 DEFAULT 0, length int8 DEFAULT NULL)
	RETURNS SETOF bytea
	LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 1000
	AS 'MODULE_PATHNAME', 'pgsky_result';
COMMENT ON FUNCTION sky.result(uuid, text, int8, int8) IS
	'The bytes of a job''s result in pieces, for COPY (SELECT sky.result(id)) TO ... (FORMAT raw); '
	'from byte number first, at most length bytes.';

CREATE FUNCTION sky.upload(
	job uuid, name text, first int8 DEFAULT 0, length int8 DEFAULT NULL)
	RETURNS SETOF bytea
	LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 1000
	AS 'MODULE_PATHNAME', 'pgsky_upload';
COMMENT ON FUNCTION sky.upload(uuid, text, int8, int8) IS
	'The bytes of a file that came with a job, as sky.result gives them.';

CREATE FUNCTION sky.job_progress(
	job uuid, OUT rows int8, OUT bytes int8, OUT expected_rows int8)
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_job_progress';
COMMENT ON FUNCTION sky.job_progress(uuid) IS
	'How far a running job is: rows and bytes written, rows that the planner expects; NULL if it does not run.';

CREATE VIEW sky.job WITH (security_barrier) AS
SELECT j.id,
	j.phase,
	j.owner,
	j.run_id,
	j.service,
	j.parameters[array_position(j.parameters, 'QUERY') + 1] AS query,
	j.creation_time,
	j.start_time,
	j.end_time,
	j.execution_duration * interval '1 s' AS execution_duration,
	j.destruction,
	coalesce(r.rows, p.rows) AS rows,
	p.expected_rows,
	coalesce(r.size, p.bytes) AS bytes,
	j.attempt,
	j.message,
	j.parameters
FROM sky.job_record j
	CROSS JOIN LATERAL (SELECT sum(f.rows)::int8 AS rows, sum(f.size)::int8 AS size FROM sky.job_result f WHERE f.job = j.id) r
	LEFT JOIN LATERAL sky.job_progress(j.id) p ON j.phase = 'EXECUTING'
WHERE j.owner = sky.subject()
	OR (SELECT u.rolsuper FROM pg_catalog.pg_roles u WHERE u.rolname = current_user);
COMMENT ON VIEW sky.job IS 'The caller''s jobs; all jobs for superusers.';
COMMENT ON COLUMN sky.job.rows IS 'Rows of the results, so far while the job runs.';
COMMENT ON COLUMN sky.job.expected_rows IS 'What the planner expects them to be in the end.';
COMMENT ON COLUMN sky.job.bytes IS 'Bytes of the results, so far while the job runs.';
GRANT SELECT ON sky.job TO PUBLIC;

CREATE FUNCTION sky.fsck(
	repair boolean DEFAULT false, read_files boolean DEFAULT false,
	OUT problem text, OUT job uuid, OUT file text)
	RETURNS SETOF record
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_fsck';
COMMENT ON FUNCTION sky.fsck(boolean, boolean) IS
	'Lists results and uploads whose files are lost or have another size (or, with read_files, other bytes), and files that belong to no job. '
	'With repair jobs that lost their result become ARCHIVED, and files without a job are removed. For superusers.';
REVOKE EXECUTE ON FUNCTION sky.fsck(boolean, boolean) FROM PUBLIC;

CREATE FUNCTION sky.store_folder() RETURNS text
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_store_folder';
COMMENT ON FUNCTION sky.store_folder() IS
	'The folder of this database''s results; where their files are to be copied after a restore elsewhere.';
REVOKE EXECUTE ON FUNCTION sky.store_folder() FROM PUBLIC;
