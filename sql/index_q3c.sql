-- Indexes of Q3C serve our clauses where there is no sky index; not a row is lost at the edges of its cells.
SET max_parallel_workers_per_gather = 0;
SET client_min_messages = warning;
CREATE EXTENSION q3c;
CREATE SCHEMA q;
SET search_path = q, public;
-- Evenly spread; at poles, at edges and corners of the cube and of cells, round the turn, beyond it; no positions.
CREATE TABLE star AS SELECT row_number() OVER () AS id, ra, dec FROM (
	SELECT 360 * (i * 0.6180339887498949 % 1) AS ra, degrees(asin(2 * (i + 0.5) / 8000 - 1)) AS dec FROM generate_series(0, 7999) i
	UNION ALL SELECT ra + e, dec + f FROM unnest('{0,45,90,135,180,225,270,315}'::float8[]) ra,
		unnest(ARRAY[0, 45, -45, degrees(atan(1 / sqrt(2))), -degrees(atan(1 / sqrt(2))), 89.9, -89.9]) dec,
		unnest('{0,1e-14,-1e-13,1e-9,-1e-9,0.01}'::float8[]) e, unnest('{0,1e-14,-1e-12,1e-9,-0.01}'::float8[]) f
	UNION ALL VALUES (0, 90), (123, 90), (0, -90), (77, -90), (360, 0), (359.99999999999994, 0), (-10, 20), (370, 20), (-1e-15, 0), (720.5, 0.1),
		('NaN', 0), (10, 'NaN'), ('Infinity', 0), (10, 91), (NULL, NULL), (10, NULL)) v (ra, dec);
CREATE INDEX star_q3c ON star (q3c_ang2ipix(ra, dec));
VACUUM (FREEZE, ANALYZE) star;
CREATE FUNCTION plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		CONTINUE WHEN line ~ 'Recheck Cond';
		RETURN NEXT line;
	END LOOP;
END
$$;
SELECT plan('SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.5)');
SELECT plan('SELECT id FROM star WHERE sky.distance(10, 20, ra, dec) < 0.5');
SELECT plan('SELECT id FROM star WHERE sky.inside(ra, dec, sky.polygon(10, 20, 12, 20, 11, 22)) AND id > 7');
SELECT plan('SELECT id FROM star WHERE sky.contains(sky.point(ra, dec), sky.box(0, 0, 2, 2))');
-- Of other tables; outer joins; arguments that come when the query runs.
CREATE TABLE probe AS SELECT id, ra, dec, 10.0 ^ (id % 7 - 5) AS r FROM star WHERE id % 1000 = 1 OR id > 8000 AND id % 9 = 0;
ANALYZE probe;
SELECT plan('SELECT * FROM probe p JOIN star s ON sky.distance(p.ra, p.dec, s.ra, s.dec) < 0.001');
SELECT plan('SELECT * FROM probe p LEFT JOIN star s ON sky.cone(s.ra, s.dec, p.ra, p.dec, p.r)');
PREPARE near(float8, float8) AS SELECT id FROM star WHERE sky.cone(ra, dec, $1, $2, 0.5);
SET plan_cache_mode = force_generic_plan;
SELECT plan('EXECUTE near(10, 20)');
EXECUTE near('NaN', 20);
RESET plan_cache_mode;
-- Not where nothing follows, nor for maps of cells of another kind.
SELECT plan('SELECT id FROM star WHERE sky.distance(ra, dec, 10, 20) > 0.5');
SELECT plan('SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.5) OR id = 7');
SELECT plan('SELECT id FROM star WHERE sky.inside(ra, dec, sky.moc(''5/17''))');

-- The same rows as without it: cones and shapes of any size, at all the edges.
CREATE TABLE shape AS SELECT row_number() OVER () AS n, condition FROM (
	SELECT format('sky.cone(ra, dec, %L, %L, %L)', ra, dec, radius) AS condition FROM probe,
		unnest('{0,1e-12,1e-9,1e-5,0.02,1,7,60,90,120,180}'::float8[]) radius WHERE id % 2 = 0
	UNION ALL SELECT format('sky.distance(ra, dec, %L, %L) < %L', ra, dec, radius) FROM probe, unnest('{1e-9,0.02,3,NaN}'::float8[]) radius WHERE id % 7 = 0
	UNION ALL SELECT format('sky.inside(ra, dec, sky.%s)', s) FROM unnest(ARRAY['box(0,90,10,10)', 'box(45,35,20,20)', 'box(0,0,179,179)',
		'circle(1,2,3)', 'circle(135,-45,170)', 'polygon(0,80,90,80,180,80,270,80)', 'polygon(350,-5,10,-5,10,5,350,5)',
		'polygon(44,30,46,30,46,60,44,60)', 'polygon(0,-10,120,-10,240,-10)', 'region(''Union (Circle 10 10 1 Circle 190 -80 2)'')',
		'region(''Not (Circle 10 10 100)'')', 'region(''PositionInterval 350 -5 10 5'')']) s) v;
CREATE FUNCTION compare() RETURNS TABLE (shapes bigint, indexed bigint, matched numeric, differ bigint) LANGUAGE plpgsql AS $$
DECLARE
	s record;
	line text;
	with_index text;
	without text;
BEGIN
	shapes := 0; indexed := 0; differ := 0; matched := 0;
	FOR s IN SELECT * FROM shape ORDER BY n LOOP
		SET LOCAL enable_seqscan = off;
		SET LOCAL enable_bitmapscan = on;
		SET LOCAL enable_indexscan = on;
		FOR line IN EXECUTE 'EXPLAIN SELECT id FROM star WHERE ' || s.condition LOOP
			IF line LIKE '%star_q3c%' THEN indexed := indexed + 1; EXIT; END IF;
		END LOOP;
		EXECUTE 'SELECT count(*) || '' '' || coalesce(sum(id * id), 0) FROM star WHERE ' || s.condition INTO with_index;
		SET LOCAL enable_seqscan = on;
		SET LOCAL enable_bitmapscan = off;
		SET LOCAL enable_indexscan = off;
		EXECUTE 'SELECT count(*) || '' '' || coalesce(sum(id * id), 0) FROM star WHERE ' || s.condition INTO without;
		shapes := shapes + 1;
		matched := matched + split_part(without, ' ', 1)::bigint;
		differ := differ + (with_index <> without)::int;
	END LOOP;
	RETURN NEXT;
END
$$;
SELECT shapes, shapes - indexed AS not_indexed, matched > 1000000 AS matched, differ FROM compare();
SET enable_seqscan = off;
SELECT count(*), sum(p.id * s.id) FROM probe p JOIN star s ON sky.cone(s.ra, s.dec, p.ra, p.dec, p.r) \gset index_
SET enable_indexscan = off;
SET enable_bitmapscan = off;
SELECT count(*), sum(p.id * s.id) FROM probe p JOIN star s ON sky.cone(s.ra, s.dec, p.ra, p.dec, p.r) \gset plain_
SELECT :index_count = :plain_count AS same_count, :index_sum = :plain_sum AS same_sum, :index_count > 1000 AS many;
RESET ALL;
SET client_min_messages = warning;
SET search_path = q, public;
SET max_parallel_workers_per_gather = 0;

-- Real columns, as Q3C takes them; partitions; views.
CREATE TABLE faint (id int, ra real, dec real) PARTITION BY RANGE (id);
CREATE TABLE faint_1 PARTITION OF faint FOR VALUES FROM (0) TO (10000);
CREATE TABLE faint_2 PARTITION OF faint DEFAULT;
INSERT INTO faint SELECT id, ra, dec FROM star WHERE id <= 8000;
CREATE INDEX faint_q3c ON faint (q3c_ang2ipix(ra, dec));
ANALYZE faint;
CREATE VIEW seen AS SELECT id, ra, dec FROM faint WHERE id > 100;
SELECT plan('SELECT id FROM seen WHERE sky.cone(ra, dec, 10, 20, 0.5)');
-- Q3C's function might tell of rows that a policy hides: it is not asked before the policy.
CREATE ROLE regress_q3c_reader;
GRANT USAGE ON SCHEMA q TO regress_q3c_reader;
GRANT SELECT ON star TO regress_q3c_reader;
CREATE POLICY even ON star USING (id % 2 = 0);
ALTER TABLE star ENABLE ROW LEVEL SECURITY;
SET ROLE regress_q3c_reader;
SELECT plan('SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.5)');
RESET ROLE;
ALTER TABLE star DISABLE ROW LEVEL SECURITY;
-- The compiler's queries, which say so.
SELECT sky.publish('q.star');
SELECT sky.describe('q.star', 'ra', unit => 'deg', ucd => 'pos.eq.ra;meta.main');
SELECT sky.describe('q.star', 'dec', unit => 'deg', ucd => 'pos.eq.dec;meta.main');
SELECT sky_index, advice FROM sky.adql_explain('SELECT id FROM q.star WHERE 1 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 0.1))');
SELECT sky_index, advice FROM sky.adql_explain('SELECT id FROM q.star WHERE DISTANCE(POINT(ra, dec), POINT(10, 20)) < 0.1');
-- A sky index is better.
CREATE INDEX star_sky ON star (sky.key(ra, dec));
ANALYZE star;
SELECT plan('SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.5)');
DROP SCHEMA q CASCADE;
DROP EXTENSION q3c;
DROP ROLE regress_q3c_reader;
