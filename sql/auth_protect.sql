-- sky.protect: rows and files obey the person, whatever the way they are asked for.
\set QUIET on
\set VERBOSITY terse
\getenv abs_srcdir PG_ABS_SRCDIR
\set folder :abs_srcdir '/demo/data'
\pset format unaligned
SET client_min_messages = warning;
\set ECHO none
SELECT format('ALTER DATABASE %I SET pgsky.data_dirs = %L', current_database(), :'folder') \gexec
\set ECHO all
SELECT format('ALTER DATABASE %I SET pgsky.authority = %L', current_database(), 'x') \gexec
\c -
SET client_min_messages = warning;
SELECT outcome, count(*) FROM sky.ingest('fits', 'demo') GROUP BY 1;
SELECT sky.publish('ivoa.obscore');
CREATE TABLE public.auth_products AS
	SELECT row_number() OVER (ORDER BY obs_publisher_did) AS n, obs_publisher_did AS did FROM ivoa.obscore;
-- 1 public by its date, 2 proprietary, 3 secret, 4 of an instrument, 5 of no date and no rights, others far away.
UPDATE ivoa.obscore o SET (obs_id, obs_release_date, data_rights, proposal_id, instrument_name) =
	(SELECT 'obs' || n, CASE n WHEN 1 THEN timestamp '2001-01-01' WHEN 5 THEN NULL ELSE '2999-01-01' END,
		CASE WHEN n = 3 THEN 'secure' WHEN n <> 5 THEN 'proprietary' END, 'prop' || n, CASE n WHEN 4 THEN 'MUSE' ELSE 'other' END
	FROM public.auth_products p WHERE p.did = o.obs_publisher_did);
DELETE FROM ivoa.obscore o USING public.auth_products p WHERE p.did = o.obs_publisher_did AND n > 5;
SELECT * FROM sky.protect('ivoa.obscore');
INSERT INTO sky.data_grant (kind, value, grantee, is_group, metadata_only) VALUES
	('proposal', 'prop2', 'pi', false, false), ('proposal', 'prop3', 'pi', false, false),
	('instrument', 'MUSE', 'muse_team', true, false),
	('proposal', 'prop3', 'operators', true, true);
INSERT INTO sky.delegate VALUES ('pi', 'coi', NULL), ('pi', 'late', '2020-01-01');
INSERT INTO sky.user_record (name) VALUES ('pi'), ('coi'), ('late'), ('member'), ('operator'), ('nobody');
INSERT INTO sky.group_member VALUES ('muse_team', 'member'), ('operators', 'operator');

-- What everybody sees, and may read: in SQL, in ADQL, as files, links and cutouts.
CREATE FUNCTION public.auth_answer(path text, query text) RETURNS text
	LANGUAGE plpgsql AS $$
DECLARE
	answer record;
BEGIN
	SELECT * INTO answer FROM sky.serve('GET', path, query, '', NULL);
	RETURN answer.status;
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate;
END $$;
CREATE FUNCTION public.auth_view(OUT rows text, OUT adql text, OUT readable text, OUT files text, OUT cutouts text, OUT links text)
	LANGUAGE plpgsql AS $$
BEGIN
	SELECT string_agg(obs_id, ' ' ORDER BY obs_id) INTO rows FROM ivoa.obscore;
	EXECUTE 'SELECT string_agg(obs_id, '' '' ORDER BY obs_id) FROM (' || sky.adql_to_sql('SELECT obs_id FROM ivoa.obscore') || ') s' INTO adql;
	SELECT string_agg('obs' || n, ' ' ORDER BY n) INTO readable FROM public.auth_products p WHERE n <= 5 AND sky.may_read_data(did);
	SELECT string_agg(public.auth_answer('/data/' || did, ''), ' ' ORDER BY n),
		string_agg(public.auth_answer('/soda/sync', 'ID=' || sky.percent_encode(did)), ' ' ORDER BY n)
		INTO files, cutouts FROM public.auth_products WHERE n <= 5;
	SELECT string_agg((SELECT string_agg(CASE m[2] WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' ELSE m[1] END, '')
			FROM regexp_matches(convert_from(body, 'UTF8'), '(NotFound)|<TD>#this</TD>.*?<TD>(true|false)</TD>') m), ' ' ORDER BY n)
		INTO links
		FROM public.auth_products, LATERAL sky.serve('GET', '/datalink/links', 'ID=' || sky.percent_encode(did), '', NULL) WHERE n <= 5;
END $$;
GRANT SELECT ON public.auth_products TO sky_anon;
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter(); SELECT 'anonymous' AS who, * FROM public.auth_view(); COMMIT;
\set who nobody
\set principal '{"iss": "pgsky:principal", "sub": "nobody", "role": "sky_user", "groups": []}'
BEGIN; SELECT sky.enter_as(:'principal') IS NOT NULL; SELECT :'who' AS who, * FROM public.auth_view(); COMMIT;
\set who pi
\set principal '{"iss": "pgsky:principal", "sub": "pi", "role": "sky_user", "groups": []}'
BEGIN; SELECT sky.enter_as(:'principal') IS NOT NULL; SELECT :'who' AS who, * FROM public.auth_view(); COMMIT;
\set who coi
\set principal '{"iss": "pgsky:principal", "sub": "coi", "role": "sky_user", "groups": []}'
BEGIN; SELECT sky.enter_as(:'principal') IS NOT NULL; SELECT :'who' AS who, * FROM public.auth_view(); COMMIT;
\set who late
\set principal '{"iss": "pgsky:principal", "sub": "late", "role": "sky_user", "groups": []}'
BEGIN; SELECT sky.enter_as(:'principal') IS NOT NULL; SELECT :'who' AS who, * FROM public.auth_view(); COMMIT;
\set who member
\set principal '{"iss": "pgsky:principal", "sub": "member", "role": "sky_user", "groups": ["muse_team"]}'
BEGIN; SELECT sky.enter_as(:'principal') IS NOT NULL; SELECT :'who' AS who, * FROM public.auth_view(); COMMIT;
\set who operator
\set principal '{"iss": "pgsky:principal", "sub": "operator", "role": "sky_user", "groups": ["operators"]}'
BEGIN; SELECT sky.enter_as(:'principal') IS NOT NULL; SELECT :'who' AS who, * FROM public.auth_view(); COMMIT;

-- A job runs as who sent it, also in the end.
\set principal '{"iss": "pgsky:principal", "sub": "pi", "role": "sky_user", "groups": []}'
BEGIN;
SELECT sky.enter_as(:'principal', true) IS NOT NULL;
SELECT sky.submit('SELECT obs_id FROM ivoa.obscore ORDER BY obs_id', 'csv') AS job \gset
COMMIT;
BEGIN;
SELECT sky.enter(writes => true);
SELECT sky.submit('SELECT obs_id FROM ivoa.obscore ORDER BY obs_id', 'csv') AS open_job \gset
COMMIT;
RESET SESSION AUTHORIZATION;
CREATE PROCEDURE public.auth_wait(job uuid) LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1 .. 600 LOOP
		IF (SELECT phase NOT IN ('QUEUED', 'EXECUTING') FROM sky.job_record WHERE id = job) THEN
			RETURN;
		END IF;
		COMMIT;
		PERFORM pg_sleep(0.1);
	END LOOP;
END $$;
CALL public.auth_wait(:'job');
CALL public.auth_wait(:'open_job');
SELECT phase, owner, message FROM sky.job_record WHERE id IN (:'job', :'open_job') ORDER BY owner;
SELECT convert_from(string_agg(r, ''), 'UTF8') AS pi FROM sky.result(:'job') r;
SELECT convert_from(string_agg(r, ''), 'UTF8') AS anonymous FROM sky.result(:'open_job') r;
-- His job is nobody else's.
\set VERBOSITY sqlstate
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'principal') IS NOT NULL; SELECT count(*) FROM sky.job; COMMIT;
\set principal '{"iss": "pgsky:principal", "sub": "coi", "role": "sky_user", "groups": []}'
BEGIN; SELECT sky.enter_as(:'principal') IS NOT NULL; SELECT count(*) FROM sky.job; SELECT sky.result(:'job'); ROLLBACK;
BEGIN; SELECT sky.enter(); SELECT count(*) FROM sky.job; SELECT sky.result(:'job'); ROLLBACK;

\set VERBOSITY terse
-- So are tables.
\set principal '{"iss": "pgsky:principal", "sub": "pi", "role": "sky_user", "groups": []}'
BEGIN; SELECT sky.enter_as(:'principal', true) IS NOT NULL; SELECT sky.user_table_put('mine', convert_to(E'a,b\n1,2\n', 'UTF8')); SELECT sky.user_table_grant('mine', 'team', true); COMMIT;
BEGIN; SELECT sky.enter_as(:'principal') IS NOT NULL; SELECT schema_name, name FROM sky.user_table; COMMIT;
\set principal '{"iss": "pgsky:principal", "sub": "coi", "role": "sky_user", "groups": ["team"]}'
BEGIN; SELECT sky.enter_as(:'principal') IS NOT NULL; SELECT schema_name, name FROM sky.user_table; COMMIT;
\set principal '{"iss": "pgsky:principal", "sub": "nobody", "role": "sky_user", "groups": []}'
BEGIN; SELECT sky.enter_as(:'principal') IS NOT NULL; SELECT schema_name, name FROM sky.user_table; COMMIT;
\set principal '{"iss": "pgsky:principal", "sub": "pi", "role": "sky_user", "groups": []}'
BEGIN; SELECT sky.enter_as(:'principal', true) IS NOT NULL; SELECT sky.user_table_drop('mine'); COMMIT;
RESET SESSION AUTHORIZATION;
SELECT sky.delete_job(:'job'), sky.delete_job(:'open_job');

-- A table of one's own, and the sky index under its policy.
CREATE SCHEMA auth_cat;
CREATE TABLE auth_cat.t (id int, ra float8, dec float8, run text, released date, hidden boolean);
SELECT setseed(0.5);
INSERT INTO auth_cat.t SELECT g, 360 * random(), degrees(asin(2 * random() - 1)), 'r' || g % 10, date '2000-01-01', g % 2 = 0 FROM generate_series(1, 20000) g;
UPDATE auth_cat.t SET released = '2999-01-01' WHERE id % 5 = 0;
CREATE INDEX ON auth_cat.t (sky.key(ra, dec));
CREATE TABLE auth_cat.s (id int, released date, shape sky.circle, point sky.point);
INSERT INTO auth_cat.s SELECT id, released, sky.circle(ra, dec, 0.1), sky.point(ra, dec) FROM auth_cat.t;
CREATE INDEX ON auth_cat.s USING gist (shape);
CREATE INDEX ON auth_cat.s (sky.key(point));
GRANT USAGE ON SCHEMA auth_cat TO sky_anon;
GRANT SELECT ON ALL TABLES IN SCHEMA auth_cat TO sky_anon;
SELECT * FROM sky.protect('auth_cat.t', release_date => 'released', proposal => 'run', private_metadata => 'hidden');
SELECT * FROM sky.protect('auth_cat.s', release_date => 'released', private_metadata => 'true');
ANALYZE auth_cat.t, auth_cat.s;
INSERT INTO sky.data_grant (kind, value, grantee) VALUES ('proposal', 'r0', 'pi');
CREATE FUNCTION public.auth_node(query text, wanted text DEFAULT 'SkyScan|SkyMatch|Bitmap Index Scan|Index Scan|Seq Scan') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
	found text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		found := coalesce(found, substring(line FROM wanted));
	END LOOP;
	RETURN found;
END $$;
SET SESSION AUTHORIZATION sky_shim;
BEGIN;
SELECT sky.enter_as(:'principal') IS NOT NULL;
SELECT c AS condition, public.auth_node('SELECT id FROM auth_cat.t WHERE ' || c) AS node FROM unnest(ARRAY[
	'sky.cone(ra, dec, 10, 10, 1)', 'sky.distance(ra, dec, 10, 10) < 1', 'sky.distance(ra, dec, 10, 10) <= 1',
	'sky.inside(ra, dec, sky.circle(10, 10, 1))', 'sky.inside(ra, dec, sky.polygon ''(9,9,11,9,10,11)'')']) c;
SELECT c AS condition, public.auth_node('SELECT id FROM auth_cat.s WHERE ' || c) AS node FROM unnest(ARRAY[
	'sky.contains(point, sky.circle(10, 10, 1))', 'point OPERATOR(sky.<@) sky.circle ''10 10 1''', 'point OPERATOR(sky.<->) ''10 10'' < 1',
	'sky.distance(point, sky.point(10, 10)) < 1', 'sky.contains(sky.point(10, 10), shape)', 'sky.covers(shape, sky.point(10, 10))',
	'sky.intersects(shape, sky.circle(10, 10, 1))', 'sky.contains(shape, sky.circle(10, 10, 1))', 'shape OPERATOR(sky.&&) sky.circle ''10 10 1''',
	'shape OPERATOR(sky.@>) sky.point ''10 10''', 'shape OPERATOR(sky.<@) sky.moc ''5/1-3''']) c;
SELECT public.auth_node('SELECT a.id FROM auth_cat.t a JOIN auth_cat.s b ON sky.distance(sky.point(a.ra, a.dec), b.point) < 0.01') AS join_node;
SELECT count(*), count(*) FILTER (WHERE id % 10 = 0) AS granted FROM auth_cat.t;
COMMIT;
SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
BEGIN;
SELECT sky.enter_as(:'principal') IS NOT NULL;
SELECT count(*), count(*) FILTER (WHERE id % 10 = 0) AS granted FROM auth_cat.t;
SELECT public.auth_node('SELECT count(*) FROM auth_cat.t', 'Parallel Seq Scan on t') AS node;
COMMIT;
BEGIN;
SELECT sky.enter();
SELECT count(*), count(*) FILTER (WHERE id % 10 = 0) AS granted FROM auth_cat.t;
COMMIT;
RESET SESSION AUTHORIZATION;
-- Mistakes.
SELECT sky.protect('auth_cat.t', release_date => 'nosuch');
SELECT sky.protect('auth_cat.t');
SELECT sky.protect('auth_cat.t', release_date => 'run');
SELECT sky.unprotect('auth_cat.t');
SELECT count(*) FROM sky.protection;
SET ROLE sky_anon;
SELECT count(*) FROM auth_cat.t;
SELECT sky.protect('auth_cat.t', release_date => 'released');
SELECT count(*) FROM sky.data_grant;
SELECT count(*) FROM sky.my_grant;
RESET ROLE;

-- A view over protected tables: no file of it is anybody's until it is protected itself.
SELECT sky.unpublish('ivoa.obscore');
ALTER TABLE ivoa.obscore RENAME TO products;
CREATE VIEW ivoa.inner_products AS SELECT * FROM ivoa.products;
CREATE VIEW ivoa.obscore AS SELECT * FROM ivoa.inner_products;
GRANT USAGE ON SCHEMA ivoa TO sky_anon;
GRANT SELECT ON ivoa.obscore, ivoa.products TO sky_anon;
CREATE FUNCTION public.auth_readable() RETURNS text LANGUAGE sql AS $$
	SELECT string_agg('obs' || n, ' ' ORDER BY n) FROM public.auth_products WHERE n <= 5 AND sky.may_read_data(did) $$;
SELECT public.auth_readable() IS NULL AS nothing;
SET ROLE sky_anon;
SELECT public.auth_readable() IS NULL AS nothing;
RESET ROLE;
SELECT sky.protect('ivoa.obscore');
CREATE OR REPLACE VIEW ivoa.obscore WITH (security_invoker) AS SELECT * FROM ivoa.products;
SELECT sky.protect('ivoa.obscore', private_metadata => 'true');
SELECT * FROM sky.protect('ivoa.obscore');
SET ROLE sky_anon;
SELECT public.auth_readable();
RESET ROLE;
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'principal') IS NOT NULL; SELECT public.auth_readable(); COMMIT;
RESET SESSION AUTHORIZATION;
-- So it is with a part of a table.
DROP VIEW ivoa.obscore, ivoa.inner_products;
DELETE FROM sky.protection WHERE relid <> 'ivoa.products'::regclass;
CREATE TABLE ivoa.obscore (LIKE ivoa.products);
GRANT SELECT ON ivoa.obscore TO sky_anon;
ALTER TABLE ivoa.products INHERIT ivoa.obscore;
SELECT public.auth_readable() IS NULL AS nothing;
SELECT sky.unprotect('ivoa.products');
SELECT public.auth_readable();
DROP FUNCTION public.auth_readable;
DROP SCHEMA auth_cat, ivoa CASCADE;
DELETE FROM sky.protection;
DELETE FROM sky.data_grant;
DELETE FROM sky.delegate;
DELETE FROM sky.data_file;
DELETE FROM sky.user_record;
DROP PROCEDURE public.auth_wait;
DROP FUNCTION public.auth_view, public.auth_answer, public.auth_node;
DROP TABLE public.auth_products;
SELECT format('ALTER DATABASE %I RESET pgsky.data_dirs', current_database()) \gexec
SELECT format('ALTER DATABASE %I RESET pgsky.authority', current_database()) \gexec
