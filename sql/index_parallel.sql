-- A search by several processes finds the rows that one finds, each once.
CREATE TABLE star (id int, ra float8, dec float8, mag real);
-- In no order, and a third of them in a clump: some ranges have most of the rows.
INSERT INTO star SELECT i, CASE WHEN i % 3 = 0 THEN 100 + ra / 360 ELSE ra END,
	CASE WHEN i % 3 = 0 THEN 20 + dec / 180 ELSE dec END, 10 + i % 100 / 10.0
FROM (SELECT i, 360 * (i * 0.6180339887498949 % 1) AS ra, degrees(asin(2 * (i * 0.7548776662466927 % 1) - 1)) AS dec
	FROM generate_series(1, 60000) i) v;
-- Without a position.
INSERT INTO star SELECT i, NULL, 0, 10 FROM generate_series(60001, 60100) i;
CREATE INDEX star_sky ON star (sky.key(ra, dec));
VACUUM (FREEZE, ANALYZE) star;
CREATE TABLE place AS SELECT x AS ra, y AS dec, r FROM (VALUES (100, 20, 0.2), (100, 20, 3), (99, 21, 60),
	(0, 0, 180), (250, -80, 30), (10, 90, 25), (300, 10, 0.001)) v(x, y, r);

SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET min_parallel_index_scan_size = 0;
SET random_page_cost = 0.01;
SET seq_page_cost = 0.01;
SET enable_seqscan = off;
SET work_mem = '64kB';

-- How many rows, which, and how many of them more than once; and by how many workers.
CREATE FUNCTION found(what text, workers int, OUT rows int, OUT which bigint, OUT again int, OUT plan text) LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	PERFORM set_config('max_parallel_workers_per_gather', workers::text, true);
	EXECUTE format('SELECT count(*), sum(hashint4extended(id, 1) %% 1000000007), count(*) - count(DISTINCT id)
		FROM (SELECT id, mag FROM star WHERE %s) v', what) INTO rows, which, again;
	FOR line IN EXECUTE format('EXPLAIN (COSTS OFF) SELECT sum(mag) FROM star WHERE %s', what) LOOP
		plan := concat(plan, ' ' || substring(line FROM 'Workers Planned: \d+|(?:Parallel )?Custom Scan'));
	END LOOP;
END
$$;
SELECT format('(%s, %s) %s', ra, dec, r) AS cone, one.rows, many.plan,
	(one.rows, one.which, one.again) IS NOT DISTINCT FROM (many.rows, many.which, many.again) AS same, one.again
FROM place, format('sky.cone(ra, dec, %s, %s, %s)', ra, dec, r) c,
	found(c, 0) one, found(c, 3) many ORDER BY place.r;
SELECT s, one.rows, many.plan, (one.rows, one.which, one.again) IS NOT DISTINCT FROM (many.rows, many.which, many.again) AS same
FROM (VALUES ('polygon ''90 10 110 10 110 30 90 30'''), ('box ''100 20 40 2''')) v(s),
	format('sky.inside(ra, dec, sky.%s) AND id %% 7 <> 0', s) c, found(c, 0) one, found(c, 3) many;

-- Again and again: the processes begin anew with each row of the other side.
SET max_parallel_workers_per_gather = 2;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET enable_material = off;
EXPLAIN (COSTS OFF) SELECT k, count(s.id), sum(s.id) FROM generate_series(0, 4) k
LEFT JOIN (SELECT id FROM star WHERE sky.cone(ra, dec, 100, 20, 15)) s ON s.id % 5 = k GROUP BY k ORDER BY k;
CREATE TEMP TABLE many AS SELECT k, count(s.id), sum(s.id) FROM generate_series(0, 4) k
LEFT JOIN (SELECT id FROM star WHERE sky.cone(ra, dec, 100, 20, 15)) s ON s.id % 5 = k GROUP BY k;
SET max_parallel_workers_per_gather = 0;
SET pgsky.enable_skyscan = off;
SELECT count(*) FROM (SELECT id % 5 AS k, count(*), sum(id) FROM star
	WHERE sky.cone(ra, dec, 100, 20, 15) GROUP BY 1) one NATURAL JOIN many;

-- One process with room for all rows at a time, each on a page of its own or many on one.
RESET work_mem;
RESET pgsky.enable_skyscan;
SELECT count(*), sum(id), sum(mag::numeric) FROM star WHERE sky.cone(ra, dec, 99, 21, 150);
CLUSTER star USING star_sky;
VACUUM star;
SELECT count(*), sum(id), sum(mag::numeric) FROM star WHERE sky.cone(ra, dec, 99, 21, 150);
SET pgsky.enable_skyscan = off;
SELECT count(*), sum(id), sum(mag::numeric) FROM star WHERE sky.cone(ra, dec, 99, 21, 150);
DROP FUNCTION found;
DROP TABLE star, place;
