-- Small searches of one table are planned in a shorter way: nobody may see any difference.
CREATE SCHEMA quick;
SET search_path = quick;
-- So all rows are looked at.
SET default_statistics_target = 400;
CREATE TABLE star (id int, ra float8, dec float8, mag real, pos sky.point, name text);
INSERT INTO star SELECT i, ra, dec, 10 + i % 100 / 10.0, sky.point(ra, dec), 'star ' || i FROM (
	SELECT i, 360 * (i * 0.6180339887498949 % 1) AS ra, degrees(asin(2 * (i + 0.5) / 100000 - 1)) AS dec
	FROM generate_series(0, 99999) i UNION ALL SELECT 100000 + i, 10 + i / 100.0, 20 + i / 100.0 FROM generate_series(1, 7) i) v;
CREATE INDEX star_id ON star (id);
CREATE INDEX star_sky ON star (sky.key(ra, dec));
CREATE INDEX star_pos ON star (sky.key(pos));
VACUUM (FREEZE, ANALYZE) star;
CREATE VIEW everything AS SELECT * FROM star;
CREATE FUNCTION one_more(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE FUNCTION plan(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
	lines text := '';
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (VERBOSE) ' || query LOOP
		lines := lines || line || E'\n';
	END LOOP;
	RETURN lines;
END
$$;
CREATE FUNCTION answer(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	found text;
BEGIN
	EXECUTE format('SELECT string_agg(v::text, E''\n'' ORDER BY v::text) FROM (%s) v', query) INTO found;
	RETURN found;
END
$$;
-- How many rows a query has; do plan and answer stay the same without the shorter way?
CREATE FUNCTION compare(query text, OUT rows int, OUT same_plan bool, OUT same_answer bool) LANGUAGE plpgsql AS $$
DECLARE
	plan_before text := plan(query);
	before text := answer(query);
BEGIN
	rows := regexp_count(before, E'\n') + 1;
	PERFORM set_config('pgsky.enable_quick_plan', 'off', true);
	same_plan := plan(query) = plan_before;
	same_answer := answer(query) IS NOT DISTINCT FROM before;
	PERFORM set_config('pgsky.enable_quick_plan', 'on', true);
END
$$;

/*
 * Has the plan been made in the shorter way?  That passes over indexes made for one
 * search; where PostgreSQL does not take these either, nobody knows.
 */
CREATE TABLE watched (LIKE star);
INSERT INTO watched TABLE star;
CREATE INDEX watched_sky ON watched (sky.key(ra, dec));
CREATE INDEX watched_pos ON watched (sky.key(pos));
CREATE FUNCTION is_quick(query text) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
	watched text := regexp_replace(regexp_replace(query, '\mstar\M', 'watched', 'g'), '\mimage\M', 'watched_image', 'g');
	usual text;
BEGIN
	PERFORM set_config('pgsky.enable_quick_plan', 'off', true);
	usual := plan(watched);
	PERFORM set_config('pgsky.enable_quick_plan', 'on', true);
	RETURN CASE WHEN usual LIKE '%watched_here%' THEN plan(watched) NOT LIKE '%watched_here%' END;
END
$$;

CREATE TABLE query (n serial, say text, condition text DEFAULT 'sky.cone(ra, dec, 10, 20, 0.3)', beyond text DEFAULT '');
-- What may be selected, and how.
INSERT INTO query (say) SELECT unnest(ARRAY['SELECT * FROM star', 'SELECT FROM star', 'SELECT 1 FROM star', 'SELECT dec, id, dec AS again FROM star',
	'SELECT s FROM star s', 'SELECT s, s.id FROM star s', 'SELECT ctid, xmin = xmax, id FROM star', 'SELECT id FROM ONLY star',
	'SELECT one_more(id), mag * (2 + 3), upper(name) FROM star', 'SELECT random() > 2, id FROM star', 'SELECT now() - now(), id FROM star',
	'SELECT id, id IN (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144) FROM star', 'SELECT CASE WHEN mag > 15 THEN name END FROM star',
	'SELECT count(*) FROM star', 'SELECT sum(mag), count(*) FROM star', 'SELECT min(id), max(id) FROM star', 'SELECT sum(id) + 1 + count(id) FROM star',
	'SELECT string_agg(name, '','' ORDER BY mag, id), count(DISTINCT mag) FROM star', 'SELECT count(*) FILTER (WHERE mag > 15) FROM star',
	'SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY mag) FROM star', 'SELECT coalesce(max(name), ''none'') FROM star']);
-- How many of it.
INSERT INTO query (say, beyond) SELECT 'SELECT id FROM star', unnest(ARRAY['LIMIT 1000', 'LIMIT 1 + 1', 'FETCH FIRST 20 ROWS ONLY']);
INSERT INTO query (say, beyond) SELECT 'SELECT count(*) FROM star', 'LIMIT 1';
-- Where.
INSERT INTO query (say, condition) SELECT 'SELECT id, name FROM star', unnest(ARRAY['sky.cone(10, 20, ra, dec, 0.3)', 'sky.cone(ra, dec, 10, 20, 0.3::real)',
	'sky.distance(ra, dec, 10, 20) <= 0.3', '0.3 > sky.distance(10, 20, ra, dec)', '3600 * sky.distance(ra, dec, 10, 20) < 1000',
	'sky.inside(ra, dec, ''10 20 0.3''::sky.circle)', 'sky.inside(ra, dec, sky.polygon(9.9, 20, 10.3, 20, 10, 20.4))', 'pos OPERATOR(sky.<@) ''10 20 0.3''::sky.circle',
	'sky.contains(pos, sky.circle(10, 20, 0.3))', 'sky.point(10, 20) OPERATOR(sky.<@) sky.circle(pos, 0.3)', 'pos OPERATOR(sky.<->) sky.point(10, 20) < 0.3']);
DO $$
DECLARE
	c text;
BEGIN
	FOR c IN SELECT DISTINCT condition FROM query LOOP
		EXECUTE format('CREATE INDEX watched_here_%s ON watched (id, ra, dec, mag, pos, name) WHERE %s', substr(md5(c), 1, 6), c);
	END LOOP;
END
$$;
VACUUM (FREEZE, ANALYZE) watched;
CREATE FUNCTION whole(query) RETURNS text LANGUAGE sql RETURN concat_ws(' ', $1.say, 'WHERE', $1.condition, $1.beyond);
SELECT is_quick(whole(q)) AS quick, c.*, say, condition, beyond FROM query q, compare(whole(q)) c ORDER BY n;

-- What PostgreSQL plans as ever.
TRUNCATE query;
INSERT INTO query (say) SELECT unnest(ARRAY['SELECT DISTINCT id FROM star', 'SELECT rank() OVER (ORDER BY id) FROM star', 'SELECT id, generate_series(1, 2) FROM star',
	'SELECT id, (SELECT 1) FROM star', 'WITH one AS (SELECT 1) SELECT id FROM star', 'SELECT DISTINCT ON (id) id FROM star',
	'SELECT id FROM (SELECT id, ra, dec FROM star) s', 'SELECT star.id FROM (VALUES (1)) v, star']);
INSERT INTO query (say, beyond) SELECT 'SELECT id FROM star', unnest(ARRAY['ORDER BY id', 'GROUP BY id', 'LIMIT 5 OFFSET 1', 'LIMIT NULL', 'LIMIT 0',
	'UNION SELECT 1', 'LIMIT (SELECT 3)']);
INSERT INTO query (say, beyond) VALUES ('SELECT count(*) FROM star', 'HAVING count(*) > 1'), ('SELECT sum(id) FROM star', 'GROUP BY ()');
INSERT INTO query (say, condition) SELECT 'SELECT id FROM star', unnest(ARRAY['sky.cone(ra, dec, 10, 20, 0.3) AND mag < 15', 'sky.cone(ra, dec, 10, 20, 0.3) OR id = 7',
	'NOT sky.cone(ra, dec, 10, 20, 0.3)', 'sky.cone(ra, dec, 10, 20, NULL)', 'sky.cone(ra, dec, 10, 20, 10)', 'sky.cone(ra, dec, 10, 20, mag / 50)',
	'sky.cone(ra, dec, 10, 20, 0.3 + random() * 0)', 'sky.cone(dec, ra, 20, 10, 0.3)', 'sky.distance(ra, dec, 10, 20) > 179.7', 'id = 7', 'sky.cone(1, 2, 3, 4, 5)', 'true']);
INSERT INTO query (say) VALUES ('SELECT id FROM everything');
SELECT is_quick(whole(q)) AS quick, c.*, say, condition, beyond FROM query q, compare(whole(q)) c ORDER BY n;

-- Whoever sets the planner to something else gets that.
CREATE FUNCTION is_quick_with(setting text, value text, query text DEFAULT 'SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.3)') RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
	before text := current_setting(setting);
	quick bool;
BEGIN
	PERFORM set_config(setting, value, true);
	quick := plan(regexp_replace(query, '\mstar\M', 'watched', 'g')) NOT LIKE '%watched_here%';
	PERFORM set_config(setting, before, true);
	RETURN quick;
END
$$;
SELECT s, is_quick_with(split_part(s, ' ', 1), split_part(s, ' ', 2)) AS quick FROM unnest(ARRAY['pgsky.enable_quick_plan on', 'pgsky.enable_quick_plan off',
	'pgsky.enable_skyscan off', 'constraint_exclusion on', 'parallel_setup_cost 0', 'cpu_operator_cost 0', 'jit_above_cost 0', 'jit_above_cost 1000']) s;
SELECT is_quick_with('force_parallel_mode', 'on');
-- Few rows are read as they come; a LIMIT may be reached soon otherwise.
CREATE TABLE few AS SELECT * FROM star WHERE id < 1000 OR id > 99999;
CREATE INDEX ON few (sky.key(ra, dec));
ANALYZE few;
SELECT * FROM compare('SELECT id FROM few WHERE sky.cone(ra, dec, 10, 20, 0.3)');
SELECT * FROM compare('SELECT ra > 0 AS any FROM star WHERE sky.cone(ra, dec, 10, 20, 170) LIMIT 1');
SELECT * FROM compare('SELECT min(id) FROM star WHERE sky.cone(ra, dec, 10, 20, 1.5)');

-- Footprints, by an index over shapes.
CREATE TABLE image (id int, s_region sky.polygon, field sky.circle, area sky.region, frame sky.box, cover sky.moc, ra float8, dec float8, pos sky.point);
INSERT INTO image SELECT i, sky.polygon(ra - 1, dec - 1, ra + 1, dec - 1, ra + 1, dec + 1, ra - 1, dec + 1), sky.circle(ra, dec, 1),
	sky.region(sky.circle(ra, dec, 1)), sky.box(ra, dec, 2, 2), sky.moc(sky.circle(ra, dec, 1), 5), ra, dec, sky.point(ra, dec) FROM (
	SELECT i, 1 + 358 * (i * 0.6180339887498949 % 1) AS ra, 80 * (2 * (i + 0.5) / 10000 - 1) AS dec FROM generate_series(0, 9999) i) v;
CREATE INDEX image_s_region ON image USING gist (s_region);
CREATE INDEX image_field ON image USING gist (field);
CREATE INDEX image_area ON image USING gist (area);
CREATE INDEX image_frame ON image USING gist (frame);
CREATE INDEX image_cover ON image USING gist (cover);
CREATE INDEX image_around ON image USING gist (sky.circle(ra, dec, 0.5));
CREATE INDEX image_pos ON image USING gist (pos);
CREATE INDEX image_sky ON image (sky.key(ra, dec));
CREATE INDEX image_id ON image (id);
VACUUM (FREEZE, ANALYZE) image;
CREATE TABLE watched_image (LIKE image INCLUDING INDEXES);
INSERT INTO watched_image TABLE image;
TRUNCATE query;
INSERT INTO query (say, condition) SELECT unnest(ARRAY['SELECT id FROM image', 'SELECT count(*) FROM image', 'SELECT s_region FROM image', 'SELECT * FROM image',
	'SELECT max(id) + min(id) FROM image', 'SELECT i, ctid, i.id + 1 FROM image i', 'SELECT sky.area(field) > 1, one_more(id) FROM image']), 'sky.inside(10, 20, s_region)';
INSERT INTO query (say, condition, beyond) SELECT 'SELECT id FROM image', c, l FROM unnest(ARRAY['sky.inside(10, 20, s_region)', 'sky.intersects(s_region, sky.circle(10, 20, 3))']) c,
	unnest(ARRAY['LIMIT 1', 'LIMIT 3', 'LIMIT 1000']) l;
INSERT INTO query (say, condition, beyond) VALUES ('SELECT count(*) FROM image', 'sky.intersects(s_region, sky.circle(10, 20, 3))', 'LIMIT 1');
INSERT INTO query (say, condition) SELECT 'SELECT id, ra FROM image', unnest(ARRAY['sky.inside(10, 20, field)', 'sky.inside(10, 20, area)', 'sky.inside(10, 20, frame)',
	'sky.inside(10, 20, cover)', 'sky.inside(10, 20, sky.circle(ra, dec, 0.5))', 'sky.contains(sky.point(10, 20), s_region)', 'sky.covers(field, sky.point(10, 20))',
	'sky.point(10, 20) OPERATOR(sky.<@) s_region', 'field OPERATOR(sky.@>) sky.point(10, 20)', 'sky.contains(s_region, sky.circle(10, 20, 5))',
	'sky.covers(s_region, sky.circle(10, 20, 0.1))', 'field OPERATOR(sky.<@) sky.circle(10, 20, 3)', 'area OPERATOR(sky.&&) sky.circle(10, 20, 1)',
	'sky.intersects(sky.polygon(9, 20, 11, 20, 10, 22), frame)', 'sky.contains(pos, sky.circle(10, 20, 1))', 'sky.cone(ra, dec, 10, 20, 1)',
	'sky.intersects(pos, sky.circle(10, 20, 1))', 'sky.inside(10, 95, s_region)', 'sky.inside(10, ''NaN'', s_region)', 'sky.inside(0, 90, field)']);
DO $$
DECLARE
	c text;
BEGIN
	FOR c IN SELECT DISTINCT condition FROM query LOOP
		EXECUTE format('CREATE INDEX watched_here_%s ON watched_image (id, s_region, field, area, frame, ra, dec, pos) WHERE %s', substr(md5(c), 1, 6), c);
	END LOOP;
END
$$;
VACUUM (FREEZE, ANALYZE) watched_image;
INSERT INTO query (say, condition) SELECT 'SELECT id, ra FROM image', unnest(ARRAY['sky.inside(10, NULL, s_region)', 'sky.inside(10, 20, s_region) AND id > 5',
	'NOT sky.inside(10, 20, s_region)', 'sky.inside(ra, dec, s_region)', 'sky.intersects(cover, field)', 'sky.inside(10, 20 + 0 * random(), s_region)',
	'sky.intersects(s_region, sky.circle(10, 20, 50))', 'sky.inside(10, 20, sky.circle(ra, dec, 0.6))']);
SELECT is_quick(whole(q)) AS quick, c.*, say, condition, beyond FROM query q, compare(whole(q)) c ORDER BY n;
-- Ways that are not to be taken.
CREATE FUNCTION compare_without(setting text, query text, OUT rows int, OUT same_plan bool, OUT same_answer bool) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config(setting, 'off', true);
	SELECT * INTO rows, same_plan, same_answer FROM compare(query);
	PERFORM set_config(setting, 'on', true);
END
$$;
SELECT s AS without, c AS condition, w.* FROM unnest(ARRAY['enable_indexscan', 'enable_bitmapscan', 'enable_indexonlyscan', 'pgsky.enable_skyscan']) s,
	unnest(ARRAY['sky.inside(10, 20, s_region)', 'sky.intersects(s_region, sky.circle(10, 20, 3))', 'sky.contains(pos, sky.circle(10, 20, 1))']) c,
	compare_without(s, 'SELECT id FROM image WHERE ' || c) w ORDER BY s, c COLLATE "C";
-- Prepared; where rows come, go and are dead.
PREPARE over(float8, float8) AS SELECT id FROM image WHERE sky.inside($1, $2, s_region) LIMIT 2;
SET plan_cache_mode = force_custom_plan;
EXPLAIN (COSTS OFF) EXECUTE over(10, 20);
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE over(10, 20);
RESET plan_cache_mode;
DELETE FROM image WHERE sky.inside(10, 20, s_region);
INSERT INTO image (id, s_region) SELECT i, sky.polygon(9, 19, 11, 19, 10, 21) FROM generate_series(10001, 10004) i;
SELECT id FROM image WHERE sky.inside(10, 20, s_region) ORDER BY id;
SELECT * FROM compare('SELECT id FROM image WHERE sky.inside(10, 20, s_region)');
-- Indexes that are not plain: partial, of more columns, not valid; two of a kind.
DROP INDEX image_field, image_area, image_frame, image_cover, image_around, image_pos, image_sky;
CREATE FUNCTION compare_indexed(definition text) RETURNS TABLE (condition text, rows int, same_plan bool, same_answer bool) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE 'CREATE INDEX another ON image USING gist ' || definition;
	RETURN QUERY SELECT c, w.* FROM unnest(ARRAY['sky.inside(10, 30, s_region)', 'sky.inside(10, 30, field)', 'sky.inside(10, 30, field) AND id < 5000']) c,
		compare('SELECT id FROM image WHERE ' || c) w;
	DROP INDEX another;
END
$$;
SELECT d AS index, c.* FROM unnest(ARRAY['(field) WHERE id < 5000', '(field) WHERE sky.inside(10, 30, field)', '(field, s_region)', '(field) INCLUDE (s_region)', '(s_region)']) d, compare_indexed(d) c;
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'image_s_region'::regclass;
EXPLAIN (COSTS OFF) SELECT id FROM image WHERE sky.inside(10, 30, s_region);
UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'image_s_region'::regclass;
EXPLAIN (COSTS OFF) SELECT id FROM image WHERE sky.inside(10, 30, s_region);

-- Tables of other kinds; children; indexes of other kinds, and such that are not whole.
CREATE MATERIALIZED VIEW kept AS SELECT * FROM star;
CREATE INDEX ON kept (sky.key(ra, dec));
ANALYZE kept;
CREATE TEMP TABLE passing AS SELECT * FROM star;
CREATE INDEX ON passing (sky.key(ra, dec));
ANALYZE passing;
CREATE TABLE parent (LIKE star);
INSERT INTO parent TABLE star;
CREATE INDEX ON parent (sky.key(ra, dec));
ANALYZE parent;
SELECT t, c.* FROM unnest(ARRAY['kept', 'passing', 'parent']) t, compare(format('SELECT id, name FROM %s WHERE sky.cone(ra, dec, 10, 20, 0.3)', t)) c;
CREATE TABLE child () INHERITS (parent);
INSERT INTO child SELECT * FROM star WHERE id = 100003;
SELECT t, c.* FROM unnest(ARRAY['parent', 'ONLY parent']) t, compare(format('SELECT id, name FROM %s WHERE sky.cone(ra, dec, 10, 20, 0.3)', t)) c;
DROP TABLE child;
CREATE INDEX parent_again ON parent (sky.key(ra, dec), mag);
SELECT * FROM compare('SELECT id, mag FROM parent WHERE sky.cone(ra, dec, 10, 20, 0.3)');
CREATE INDEX parent_shape ON parent USING gist (pos);
SELECT * FROM compare('SELECT id, mag FROM parent WHERE pos OPERATOR(sky.<@) sky.circle(10, 20, 0.3)');

DROP TABLE parent;

-- Statements that are prepared: planned each time or once, and again as soon as anything has changed.
PREPARE near(float8, float8, float8) AS SELECT id FROM star WHERE sky.cone(ra, dec, $1, $2, $3);
PREPARE here AS SELECT one_more(id) FROM star WHERE sky.cone(ra, dec, 10, 20, 0.1);
SET plan_cache_mode = force_custom_plan;
EXECUTE near(10, 20, 0.05);
EXPLAIN (COSTS OFF) EXECUTE near(10, 20, 0.05);
SET plan_cache_mode = force_generic_plan;
EXECUTE near(10, 20, 0.05);
EXPLAIN (COSTS OFF) EXECUTE near(10, 20, 0.05);
EXECUTE near(10, 20, NULL);
RESET plan_cache_mode;
EXECUTE here;
EXPLAIN (COSTS OFF) EXECUTE here;
DROP INDEX star_sky;
EXPLAIN (COSTS OFF) EXECUTE here;
EXECUTE here;
CREATE INDEX star_sky ON star (sky.key(ra, dec));
EXPLAIN (COSTS OFF) EXECUTE here;
CREATE OR REPLACE FUNCTION one_more(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 2';
EXECUTE here;
DROP MATERIALIZED VIEW kept;
DROP VIEW everything;
ALTER TABLE star DROP COLUMN name, ADD COLUMN class int DEFAULT 7;
EXECUTE here;
DELETE FROM star WHERE id BETWEEN 99999 AND 100003;
EXECUTE here;
UPDATE star SET ra = 10, dec = 20 WHERE id < 10;
EXPLAIN (COSTS OFF) EXECUTE near(10, 20, 0.05);
ANALYZE star;
EXPLAIN (COSTS OFF) EXECUTE near(10, 20, 0.05);
SELECT * FROM compare('SELECT * FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05)');
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'star_sky'::regclass;
EXPLAIN (COSTS OFF) SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05);
UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'star_sky'::regclass;

-- Where statements are part of others.
CREATE TABLE taken AS SELECT id, class FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05);
INSERT INTO taken SELECT id, 8 FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05);
COPY (SELECT id, ra FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05)) TO STDOUT;
SELECT class, count(*) FROM taken GROUP BY class ORDER BY class;
BEGIN;
DECLARE back SCROLL CURSOR FOR SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05);
FETCH 2 FROM back;
FETCH BACKWARD 1 FROM back;
DECLARE once NO SCROLL CURSOR WITH HOLD FOR SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05);
FETCH 2 FROM once;
COMMIT;
FETCH 2 FROM once;
CLOSE once;
CREATE FUNCTION around(x float8, y float8) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT count(*) FROM star WHERE sky.cone(ra, dec, x, y, 0.05));
END
$$;
SELECT x, around(x, 20) FROM generate_series(9.96, 10.06, 0.02) x;
BEGIN;
SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.02);
SELECT relation::regclass, mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation::regclass::text LIKE 'star%' ORDER BY relation::regclass::text COLLATE "C";
COMMIT;

-- What a query asks of a table is refused or hidden to those who may not.
CREATE ROLE quick_reader;
GRANT USAGE ON SCHEMA quick, sky TO quick_reader;
SET ROLE quick_reader;
SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05);
EXECUTE here;
RESET ROLE;
GRANT SELECT (id, ra, dec) ON star TO quick_reader;
SET ROLE quick_reader;
SELECT count(id) FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05);
SELECT mag FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05);
SELECT * FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05);
RESET ROLE;
ALTER TABLE star ENABLE ROW LEVEL SECURITY;
CREATE POLICY low ON star USING (id < 5);
PREPARE hidden AS SELECT count(id) FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05);
EXECUTE hidden;
SET ROLE quick_reader;
EXECUTE hidden;
SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05);
SELECT same_plan, same_answer FROM compare('SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.05)');
RESET ROLE;
EXECUTE hidden;
REVOKE ALL ON SCHEMA sky FROM quick_reader;
SET client_min_messages = warning;
DROP SCHEMA quick CASCADE;
DROP ROLE quick_reader;
