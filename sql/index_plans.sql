-- Where a sky index is used, what EXPLAIN says of it, and that the answers are right.
SET max_parallel_workers_per_gather = 0;
CREATE TABLE star (id int PRIMARY KEY, ra float8, dec float8, pos sky.point, mag real);
INSERT INTO star SELECT i, ra, dec, sky.point(ra, dec), 10 + i % 100 / 10.0 FROM (
	SELECT i, 360 * (i * 0.6180339887498949 % 1) AS ra, degrees(asin(2 * (i + 0.5) / 20000 - 1)) AS dec
	FROM generate_series(0, 19999) i) v;
CREATE INDEX star_sky ON star (sky.key(ra, dec));
VACUUM (FREEZE, ANALYZE) star;
CREATE FUNCTION plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query;
END
$$;
CREATE FUNCTION counts(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ' || query;
END
$$;

-- What is read, by key alone or from the table.
SELECT counts('SELECT count(*) FROM star WHERE sky.cone(ra, dec, 10, 20, 3)');
SELECT counts('SELECT max(mag) FROM star WHERE sky.cone(ra, dec, 10, 20, 3) AND id % 2 = 0');
-- Either order of arguments, distances, shapes; not what says nothing of where.
SELECT plan('SELECT id FROM star WHERE sky.cone(10, 20, ra, dec, 0.5)');
SELECT plan('SELECT id FROM star WHERE sky.distance(ra, dec, 10, 20) < 0.5');
SELECT plan('SELECT id FROM star WHERE 0.5 >= sky.distance(10, 20, ra, dec)');
SELECT plan('SELECT id FROM star WHERE sky.inside(ra, dec, sky.polygon(10, 20, 12, 20, 11, 22))');
SELECT plan('SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.5) OR sky.inside(ra, dec, sky.box(100, 0, 1, 1)) AND mag < 12');
SELECT plan('SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.5) AND sky.cone(ra, dec, 10.3, 20, 0.5)');
SELECT plan('SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.5) OR id = 7');
SELECT plan('SELECT id FROM star WHERE NOT sky.cone(ra, dec, 10, 20, 0.5)');
SELECT plan('SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 10 * random())');
SELECT plan('SELECT id FROM star WHERE sky.cone(dec, ra, 10, 20, 0.5)');
SELECT plan('SELECT id FROM star WHERE sky.distance(ra, dec, 10, 20) > 0.5');

-- Other indexes on a position: by point, by real numbers, with more columns, of some rows; not backwards.
CREATE INDEX star_point ON star (sky.key(pos));
SELECT plan('SELECT id FROM star WHERE pos OPERATOR(sky.<@) sky.circle(10, 20, 0.5)');
SELECT plan('SELECT id FROM star WHERE sky.polygon(10, 20, 12, 20, 11, 22) OPERATOR(sky.@>) pos');
SELECT plan('SELECT id FROM star WHERE pos OPERATOR(sky.<->) sky.point(10, 20) < 1');
SELECT plan('SELECT id FROM star WHERE sky.point(10, 20) OPERATOR(sky.<@) sky.circle(pos, 1)');
CREATE TABLE other (ra real, dec real, mag real);
INSERT INTO other SELECT ra, dec, mag FROM star;
CREATE INDEX other_wide ON other (sky.key(ra, dec), mag) INCLUDE (ra);
ANALYZE other;
SELECT plan('SELECT * FROM other WHERE sky.cone(ra, dec, 10, 20, 0.5)');
DROP INDEX other_wide;
CREATE INDEX other_bright ON other (sky.key(ra, dec)) WHERE mag < 12;
SELECT plan('SELECT * FROM other WHERE sky.cone(ra, dec, 10, 20, 0.5) AND mag < 11');
SELECT plan('SELECT * FROM other WHERE sky.cone(ra, dec, 10, 20, 0.5)');
DROP INDEX other_bright;
CREATE INDEX other_backwards ON other (sky.key(ra, dec) DESC);
CREATE INDEX other_nulls ON other (sky.key(ra, dec) NULLS FIRST);
CREATE INDEX other_text ON other ((sky.key(ra, dec)::text));
CREATE INDEX other_hash ON other USING hash (sky.key(ra, dec));
SELECT plan('SELECT * FROM other WHERE sky.cone(ra, dec, 10, 20, 0.5)');

-- Below subqueries, views, common table expressions, set operations.
CREATE VIEW bright AS SELECT id, ra, dec, mag FROM star WHERE mag < 12;
SELECT plan('SELECT * FROM (SELECT id, ra, dec FROM bright OFFSET 0) b WHERE sky.cone(ra, dec, 10, 20, 5)');
SELECT plan('SELECT * FROM bright WHERE sky.cone(ra, dec, 10, 20, 5)');
SELECT plan('WITH b AS (SELECT * FROM bright) SELECT count(*) FROM b WHERE sky.cone(ra, dec, 10, 20, 5)');
SELECT plan('SELECT id FROM (SELECT id, ra, dec FROM star UNION ALL SELECT 0, ra, dec FROM bright) u WHERE sky.cone(ra, dec, 10, 20, 0.5)');
SELECT plan('SELECT (SELECT count(*) FROM star WHERE sky.cone(ra, dec, x, 20, 5)) FROM generate_series(1, 3) x');

-- Joins: the shape comes from the other side.
SET pgsky.enable_skymatch = off;
SELECT plan('SELECT a.id, b.id FROM star a JOIN star b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 2) WHERE a.id < 5');
SELECT plan('SELECT a.id, b.id FROM star a LEFT JOIN star b ON sky.distance(a.ra, a.dec, b.ra, b.dec) < 0.1 WHERE a.id < 5');
SELECT plan('SELECT a.id FROM star a WHERE a.id < 5 AND NOT EXISTS (SELECT FROM star b WHERE b.id <> a.id AND sky.cone(b.ra, b.dec, a.ra, a.dec, 1))');
SELECT plan('SELECT a.id, b.id FROM (VALUES (sky.circle(10, 20, 2)), (''50 0 2'')) a(id) JOIN star b ON sky.contains(b.pos, a.id)');
RESET pgsky.enable_skymatch;
SELECT count(*), sum(a.id * b.id) FROM star a JOIN star b ON sky.cone(b.ra, b.dec, a.ra, a.dec, a.mag / 10) WHERE a.id % 100 = 0;
SET pgsky.enable_skyscan = off;
SELECT count(*), sum(a.id * b.id) FROM star a JOIN star b ON sky.cone(b.ra, b.dec, a.ra, a.dec, a.mag / 10) WHERE a.id % 100 = 0;
RESET pgsky.enable_skyscan;

-- A join that wants no column of the searched table looks at keys alone; not if another clause does.
VACUUM star;
SET pgsky.enable_skymatch = off;
SELECT counts('SELECT count(*) FROM bright a JOIN star b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 2) WHERE a.id < 300');
SELECT counts('SELECT a.id FROM bright a WHERE a.id < 300 AND EXISTS (SELECT FROM star b WHERE sky.distance(b.ra, b.dec, a.ra + 0.1, a.dec) < 0.2)');
SELECT counts('SELECT count(*) FROM bright a LEFT JOIN star b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 2) AND b.mag > a.mag WHERE a.id < 300');
SELECT counts('SELECT count(*), sum(b.ra) FROM bright a JOIN star b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 2) WHERE a.id < 300');
SELECT counts('SELECT count(*) FROM bright a JOIN star b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 2) JOIN star c ON c.id = b.id WHERE a.id < 300');
RESET pgsky.enable_skymatch;

-- Partitions and inheritance: each child has its own scan, or none.
CREATE TABLE survey (id int, ra float8, dec float8, night int)
	PARTITION BY RANGE (night);
CREATE TABLE survey_1 PARTITION OF survey FOR VALUES FROM (0) TO (1);
CREATE TABLE survey_2 PARTITION OF survey FOR VALUES FROM (1) TO (2);
CREATE TABLE survey_3 PARTITION OF survey FOR VALUES FROM (2) TO (3);
INSERT INTO survey (id, ra, dec, night) SELECT id, ra, dec, id % 3 FROM star;
CREATE INDEX ON survey (sky.key(ra, dec));
ANALYZE survey;
SELECT plan('SELECT count(*) FROM survey WHERE sky.cone(ra, dec, 10, 20, 2)');
SELECT plan('SELECT id FROM survey WHERE sky.distance(ra, dec, 10, 20) < 2 AND night = 1');
SET pgsky.enable_skymatch = off;
SELECT plan('SELECT a.id, b.id FROM star a JOIN survey b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 2) WHERE a.id < 5');
RESET pgsky.enable_skymatch;
SELECT count(*) FROM survey WHERE sky.cone(ra, dec, 10, 20, 10);
SELECT count(*) FROM star WHERE sky.cone(ra, dec, 10, 20, 10);
CREATE TABLE parent (id int, ra float8, dec float8);
CREATE TABLE child () INHERITS (parent);
INSERT INTO child SELECT id, ra, dec FROM star;
CREATE INDEX child_sky ON child (sky.key(ra, dec));
ANALYZE parent;
ANALYZE child;
SELECT plan('SELECT id FROM parent WHERE sky.distance(ra, dec, 10, 20) < 2');
SELECT plan('DELETE FROM parent WHERE sky.cone(ra, dec, 10, 20, 2)');

-- Prepared statements, with values and without.
PREPARE near(float8, float8, float8) AS SELECT count(*) FROM star WHERE sky.cone(ra, dec, $1, $2, $3);
PREPARE within(sky.polygon) AS SELECT count(*) FROM star WHERE sky.inside(ra, dec, $1);
SET plan_cache_mode = force_generic_plan;
SELECT plan('EXECUTE near(10, 20, 3)');
EXECUTE near(10, 20, 3);
EXECUTE near(-350, 20, 30);
EXECUTE near(10, 20, NULL);
EXECUTE within('10 20 30 20 20 40');
SET plan_cache_mode = force_custom_plan;
EXECUTE near(10, 20, 3);
EXECUTE within('10 20 30 20 20 40');
RESET plan_cache_mode;
-- The index goes, and comes back.
DROP INDEX star_sky;
SELECT plan('EXECUTE near(10, 20, 3)');
EXECUTE near(10, 20, 3);
CREATE INDEX star_sky ON star (sky.key(ra, dec));
ANALYZE star;
SELECT plan('EXECUTE near(10, 20, 3)');
DEALLOCATE ALL;

-- Cursors go forward; those that may go back keep what was read.
SELECT plan('DECLARE c SCROLL CURSOR FOR SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 3)');
BEGIN;
DECLARE forward NO SCROLL CURSOR FOR SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 3);
DECLARE back SCROLL CURSOR FOR SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 3);
FETCH 3 FROM back;
FETCH BACKWARD 2 FROM back;
FETCH 3 FROM forward;
FETCH BACKWARD 2 FROM forward;
ROLLBACK;

-- Rows are changed and locked through it.
BEGIN;
SELECT plan('SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 1) FOR UPDATE');
SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 1) ORDER BY id FOR UPDATE;
UPDATE star SET ra = ra + 180 WHERE sky.cone(ra, dec, 10, 20, 1);
SELECT count(*) FROM star WHERE sky.cone(ra, dec, 10, 20, 1);
SELECT count(*) FROM star WHERE sky.cone(ra, dec, 190, 20, 1);
DELETE FROM star WHERE sky.cone(ra, dec, 190, 20, 1);
SELECT count(*) FROM star WHERE sky.cone(ra, dec, 190, 20, 1);
INSERT INTO star (id, ra, dec) VALUES (-1, 190, 20);
SELECT id, tableoid::regclass, ctid IS NOT NULL AS has_ctid FROM star WHERE sky.cone(ra, dec, 190, 20, 0);
-- Here some rows must be fetched to know who sees them.
SELECT counts('SELECT count(*) FROM star WHERE sky.cone(ra, dec, 190, 20, 3)');
ROLLBACK;
SELECT count(*) FROM star WHERE sky.cone(ra, dec, 10, 20, 1);

-- By several processes.
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET min_parallel_index_scan_size = 0;
SELECT plan('SELECT count(*), sum(id) FROM star WHERE sky.cone(ra, dec, 10, 20, 40)');
SELECT count(*), sum(id) FROM star WHERE sky.cone(ra, dec, 10, 20, 40);
SELECT plan('SELECT count(*) FROM star WHERE sky.cone(ra, dec, 10, 20, 40)');
SELECT count(*) FROM star WHERE sky.cone(ra, dec, 10, 20, 40);
SELECT x, (SELECT count(*) FROM star WHERE sky.cone(ra, dec, x, 20, 40)) FROM generate_series(10, 12) x;
SET max_parallel_workers_per_gather = 0;
SELECT count(*), sum(id) FROM star WHERE sky.cone(ra, dec, 10, 20, 40);
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET min_parallel_index_scan_size;

-- Nearest first.
SELECT plan('SELECT id FROM star ORDER BY sky.distance(ra, dec, 10, 20) LIMIT 3');
SELECT plan('SELECT id FROM star ORDER BY pos OPERATOR(sky.<->) sky.point(10, 20), id LIMIT 3');
SELECT plan('SELECT id FROM star ORDER BY sky.distance(ra, dec, 10, 20) DESC LIMIT 3');
SELECT plan('SELECT id FROM star ORDER BY sky.distance(ra, dec, 10, 20)');
SELECT plan('SELECT id FROM survey ORDER BY sky.distance(10, 20, ra, dec) LIMIT 3');
SELECT plan('SELECT a.id, n.id FROM bright a, LATERAL (SELECT id FROM star b WHERE b.id <> a.id
	ORDER BY sky.distance(b.ra, b.dec, a.ra, a.dec) LIMIT 1) n WHERE a.id < 300');

-- Row-level security: an ordinary user has his rows, by the index.
CREATE ROLE index_reader;
GRANT SELECT ON star, other TO index_reader;
ALTER TABLE star ENABLE ROW LEVEL SECURITY;
CREATE POLICY even ON star FOR SELECT USING (id % 2 = 0);
CREATE FUNCTION tell(float8) RETURNS float8 LANGUAGE plpgsql STABLE COST 1 AS $$ BEGIN RAISE NOTICE 'told %', $1; RETURN $1; END $$;
SET ROLE index_reader;
SELECT plan('SELECT count(*) FROM star WHERE sky.cone(ra, dec, 10, 20, 3)');
SELECT count(*), count(*) FILTER (WHERE id % 2 = 0) AS even FROM star WHERE sky.cone(ra, dec, 10, 20, 3);
SELECT plan('SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 3) AND tell(mag) > 0');
-- What could tell is not asked before the policy.
SELECT plan('SELECT s.id FROM other o, star s WHERE o.mag < 0 AND sky.cone(s.ra, s.dec, o.ra, o.dec, tell(o.mag))');
RESET ROLE;
DROP OWNED BY index_reader;
DROP ROLE index_reader;
DROP FUNCTION tell, plan, counts;
DROP TABLE star, other, survey, parent CASCADE;
