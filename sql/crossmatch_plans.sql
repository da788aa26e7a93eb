-- When the planner takes SkyMatch, and that what is round it works.
CREATE TABLE a AS SELECT i AS id, (360 * (i * 0.6180339887498949 % 1))::float8 AS ra, degrees(asin(2 * (i + 0.5) / 5000 - 1)) AS dec, i % 10 AS g
	FROM generate_series(0, 4999) i;
CREATE TABLE b AS SELECT id, ra + 0.0001 AS ra, dec, g, 'b' || id AS name, 0.0002::float8 AS err FROM a;
CREATE INDEX a_place ON a (sky.key(ra, dec));
CREATE INDEX b_place ON b (sky.key(ra, dec));
VACUUM ANALYZE a, b;
EXPLAIN (COSTS OFF) SELECT a.id, b.name FROM a JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003) WHERE a.g = 3 AND b.g < 5 AND a.id + b.id > 7;
EXPLAIN (COSTS OFF) SELECT a.id, b.name FROM a LEFT JOIN b ON sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.0003 AND a.g = b.g WHERE b.id IS NULL OR b.g = 1;
EXPLAIN (COSTS OFF) SELECT id FROM a WHERE NOT EXISTS (SELECT FROM b WHERE sky.cone(a.ra, a.dec, b.ra, b.dec, b.err));
-- Estimates: each star finds its own at least.
CREATE FUNCTION estimated(query text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
	plan json;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan;
	RETURN plan -> 0 -> 'Plan' ->> 'Plan Rows';
END
$$;
SELECT r, estimated(format('SELECT FROM a JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, %s)', r)) BETWEEN 2500 AND 10000 AS cone,
	estimated(format('SELECT FROM a JOIN b ON sky.distance(b.ra, b.dec, a.ra, a.dec) < %s', r)) BETWEEN 2500 AND 10000 AS distance
	FROM unnest(ARRAY[1e-6, 0.0003, 0.01]) r;

-- Not where rows are locked or changed: there a join is run again for single rows.
CREATE FUNCTION node(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF line ~ 'SkyMatch' THEN RETURN 'SkyMatch'; END IF;
	END LOOP;
	RETURN 'other';
END
$$;
SELECT q, node(q) FROM unnest(ARRAY[
	'SELECT FROM a JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003)',
	'SELECT FROM a JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003) FOR UPDATE OF a',
	'UPDATE a SET g = b.g FROM b WHERE sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003)',
	'DELETE FROM a USING b WHERE sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003)',
	'INSERT INTO a SELECT a.* FROM a JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003)',
	'SELECT FROM a JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, a.g + random())',
	'SELECT FROM a JOIN b ON NOT sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003)',
	'SELECT FROM a JOIN b TABLESAMPLE SYSTEM (50) ON sky.cone(b.ra, b.dec, 1, a.dec, 0.0003) LIMIT 1']) q;
SET pgsky.enable_skymatch = off;
SELECT node('SELECT FROM a JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003)');
RESET pgsky.enable_skymatch;

-- Prepared, with the radius as a parameter.
PREPARE near(float8) AS SELECT count(*), sum(b.id) FROM a JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, $1);
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE near(0.0003);
EXECUTE near(0.0003);
EXECUTE near(0.00001);
EXECUTE near(0.02);
EXECUTE near(NULL);
RESET plan_cache_mode;
DEALLOCATE near;

-- Run again and again with other parameters, as the inner side of a lateral join.
EXPLAIN (COSTS OFF) SELECT r, n FROM unnest(ARRAY[0.0003, 0.00001, 0.02]) r,
	LATERAL (SELECT count(*) AS n FROM a LEFT JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, r)) v;
SELECT r, n FROM unnest(ARRAY[0.0003, 0.00001, 0.02]) r,
	LATERAL (SELECT count(*) AS n, count(b.id) AS m FROM a LEFT JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, r) WHERE a.g < r * 100000) v;
SELECT r, n, m FROM unnest(ARRAY[0.0003, 0.00001, 0.02]) r,
	LATERAL (SELECT count(*) AS n, count(b.id) AS m FROM a FULL JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, r)) v;

-- Where no column of the swept side is wanted, keys tell which rows have a pair: none is fetched that all can see.
CREATE FUNCTION counted(query text, OUT join_type text, OUT heap_pages int, OUT same bool) LANGUAGE plpgsql AS $$
DECLARE
	node json;
	found text;
	expected text;
BEGIN
	EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, FORMAT json) ' || query INTO node;
	node := node -> 0 -> 'Plan';
	WHILE node ->> 'Custom Plan Provider' IS DISTINCT FROM 'SkyMatch' LOOP
		node := node -> 'Plans' -> 0;
		EXIT WHEN node IS NULL;
	END LOOP;
	join_type := node ->> 'Join Type';
	heap_pages := node ->> 'Heap Pages';
	EXECUTE 'SELECT v::text FROM (' || query || ') v' INTO found;
	SET LOCAL pgsky.enable_skymatch = off;
	SET LOCAL pgsky.enable_skyscan = off;
	EXECUTE 'SELECT v::text FROM (' || query || ') v' INTO expected;
	SET LOCAL pgsky.enable_skymatch = on;
	SET LOCAL pgsky.enable_skyscan = on;
	same := found = expected;
END
$$;
SET enable_nestloop = off;
CREATE TABLE few AS SELECT * FROM a WHERE g = 3 AND (id < 500 OR id > 4500);
ANALYZE few;
SELECT q, join_type, heap_pages, same FROM unnest(ARRAY[
	'SELECT count(*) FROM few JOIN b ON sky.cone(b.ra, b.dec, few.ra, few.dec, 0.0003)',
	'SELECT count(*), sum(few.id) FROM few JOIN b ON sky.distance(few.ra, few.dec, b.ra, b.dec) < 2 AND few.id > 100',
	'SELECT count(*), sum(few.id) FROM few LEFT JOIN b ON sky.cone(b.ra, b.dec, few.ra, few.dec, 0.00005)',
	'SELECT count(*), sum(id) FROM few WHERE EXISTS (SELECT FROM b WHERE sky.cone(b.ra, b.dec, few.ra, few.dec, few.g / 10.0))',
	'SELECT count(*), sum(id) FROM few WHERE NOT EXISTS (SELECT FROM b WHERE sky.cone(b.ra, b.dec, few.ra + 1, few.dec, 0.5))',
	'SELECT count(*), count(b.g) FROM few JOIN b ON sky.cone(b.ra, b.dec, few.ra, few.dec, 0.0003)',
	'SELECT count(*) FROM few JOIN b ON sky.cone(b.ra, b.dec, few.ra, few.dec, 0.0003) AND b.g > few.g - 1',
	'SELECT count(*) FROM few JOIN b ON sky.cone(b.ra, b.dec, few.ra, few.dec, 0.0003) WHERE b.g = 3']) q, counted(q);
-- What the join itself cannot see is not counted, nor what is not vacuumed yet taken for granted.
CREATE TABLE moving AS SELECT * FROM b;
CREATE INDEX ON moving (sky.key(ra, dec));
VACUUM ANALYZE moving;
BEGIN;
DELETE FROM moving WHERE g = 3 AND id < 300;
UPDATE moving SET ra = ra + 90 WHERE g = 3 AND id > 4700;
UPDATE moving SET name = 'new' WHERE id % 7 = 0;
SELECT q, same FROM unnest(ARRAY[
	'SELECT count(*), sum(few.id) FROM few JOIN moving b ON sky.cone(b.ra, b.dec, few.ra, few.dec, 0.0003)',
	'SELECT count(*), sum(few.id) FROM few LEFT JOIN moving b ON sky.cone(b.ra, b.dec, few.ra, few.dec, 0.0003)',
	'SELECT count(*), sum(id) FROM few WHERE EXISTS (SELECT FROM moving b WHERE sky.cone(b.ra, b.dec, few.ra, few.dec, 0.0003))',
	'SELECT count(*), sum(id) FROM few WHERE NOT EXISTS (SELECT FROM moving b WHERE sky.cone(b.ra, b.dec, few.ra, few.dec, 0.0003))',
	'SELECT count(*), sum(id) FROM moving b WHERE EXISTS (SELECT FROM few WHERE sky.cone(b.ra, b.dec, few.ra, few.dec, 0.5))']) q, counted(q);
ROLLBACK;
RESET enable_nestloop;
DROP TABLE few, moving;
DROP FUNCTION counted;

-- Cursors go backwards, and may stop anywhere.
BEGIN;
SET LOCAL enable_nestloop = off;
DECLARE c SCROLL CURSOR FOR SELECT a.id FROM (SELECT * FROM a WHERE id < 10 ORDER BY id OFFSET 0) a JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003);
FETCH 5 FROM c;
FETCH BACKWARD 2 FROM c;
FETCH ALL FROM c;
FETCH BACKWARD 3 FROM c;
COMMIT;
SELECT count(*) FROM (SELECT FROM a JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003) LIMIT 3) v;

-- A long one can be cancelled.
SET statement_timeout = '100ms';
SELECT count(*) FROM a JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 180) JOIN b c ON sky.cone(c.ra, c.dec, a.ra, a.dec, 180);
RESET statement_timeout;

-- Several processes, each with its share of the covering side.
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET enable_nestloop = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM a LEFT JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003) AND b.g < 5;
SELECT count(*), count(b.id), sum(b.id) FROM a LEFT JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003) AND b.g < 5;
-- A covering side with an index of its own is shared out by slices of the sky; rows without a place belong to some slice, too.
CREATE TABLE many AS SELECT i AS id, CASE WHEN i % 1000 = 7 THEN NULL WHEN i % 1000 = 8 THEN 'NaN' ELSE (360 * (i * 0.6180339887498949 % 1))::float8 + 0.0002 END AS ra,
	degrees(asin(2 * (i % 5000 + 0.5) / 5000 - 1)) AS dec, i % 10 AS g, (0.03 * (i % 10))::float8 AS err FROM generate_series(0, 99999) i;
CREATE INDEX many_place ON many (sky.key(ra, dec));
VACUUM ANALYZE many;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM many LEFT JOIN many b ON sky.cone(b.ra, b.dec, many.ra, many.dec, many.err) AND b.g < 5;
CREATE FUNCTION several(query text, OUT nodes text, OUT rows bigint, OUT same bool) LANGUAGE plpgsql AS $$
DECLARE
	line text;
	found numeric;
	expected numeric;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		nodes := nullif(concat_ws(', ', nodes, substring(line FROM 'Join Type: .*'), substring(line FROM '(Parallel .*) on')), '');
	END LOOP;
	EXECUTE format('SELECT count(*), sum(hashtextextended(v::text, 0)) FROM (%s) v', query) INTO rows, found;
	SET LOCAL max_parallel_workers_per_gather = 0;
	EXECUTE format('SELECT sum(hashtextextended(v::text, 0)) FROM (%s) v', query) INTO expected;
	SET LOCAL max_parallel_workers_per_gather = 2;
	same := found IS NOT DISTINCT FROM expected;
END
$$;
SELECT several.* FROM unnest(ARRAY[
	'SELECT many.id, b.id AS b FROM many JOIN many b ON sky.cone(b.ra, b.dec, many.ra, many.dec, many.err)',
	'SELECT many.id, b.id AS b FROM many LEFT JOIN many b ON sky.distance(b.ra, b.dec, many.ra, many.dec) < many.err WHERE many.g <> 3',
	'SELECT many.id FROM many WHERE EXISTS (SELECT FROM many b WHERE sky.cone(b.ra, b.dec, many.ra, many.dec, many.err))',
	'SELECT many.id FROM many WHERE NOT EXISTS (SELECT FROM many b WHERE sky.cone(b.ra, b.dec, many.ra, many.dec, many.err))',
	'SELECT many.id, b.id AS b FROM many JOIN many b ON sky.cone(b.ra, b.dec, many.ra, many.dec, many.err) WHERE sky.cone(many.ra, many.dec, 10, 20, 30)']) q, several(q);
SELECT x, (SELECT count(*) FROM many JOIN many b ON sky.cone(b.ra, b.dec, many.ra, many.dec, many.err) WHERE many.g = x) FROM generate_series(1, 3) x;
DROP TABLE many;
DROP FUNCTION several;
RESET enable_seqscan;
RESET max_parallel_workers_per_gather;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET enable_nestloop;

-- Through views, and under policies: what they hide is hidden, with the index used.
CREATE VIEW near AS SELECT a.id, b.id AS other, b.g FROM a JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, b.err);
SELECT node('SELECT * FROM near WHERE g = 3'), (SELECT count(*) FROM near WHERE g = 3) AS rows;
ALTER TABLE b ENABLE ROW LEVEL SECURITY;
CREATE POLICY most ON b USING (g <> 1);
CREATE ROLE crossmatch_reader;
GRANT SELECT ON a, b, near TO crossmatch_reader;
GRANT USAGE ON SCHEMA sky TO crossmatch_reader;
SET ROLE crossmatch_reader;
-- Tells of every row of b that it should not see.
CREATE FUNCTION pg_temp.tell(id int) RETURNS bool LANGUAGE plpgsql COST 0.0001 AS
	'BEGIN IF id % 10 = 1 THEN RAISE WARNING ''saw %'', id; END IF; RETURN true; END';
EXPLAIN (COSTS OFF) SELECT a.id, b.id FROM a LEFT JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003) AND pg_temp.tell(b.id) WHERE a.id < 50;
SELECT count(*), count(b.id) FROM a LEFT JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003) AND pg_temp.tell(b.id) WHERE a.id < 50;
EXPLAIN (COSTS OFF) SELECT a.id, b.id FROM b LEFT JOIN a ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003) AND pg_temp.tell(b.id);
SELECT count(*), count(a.id) FROM b LEFT JOIN a ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003) AND pg_temp.tell(b.id);
SELECT count(*) FROM a LEFT JOIN b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.0003) WHERE b.id IS NULL;
RESET ROLE;
DROP FUNCTION pg_temp.tell;
DROP VIEW near;
DROP TABLE a, b;
DROP FUNCTION node, estimated;
REVOKE USAGE ON SCHEMA sky FROM crossmatch_reader;
DROP ROLE crossmatch_reader;
