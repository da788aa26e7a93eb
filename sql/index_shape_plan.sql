-- Predicates on shapes become conditions of an index, in whichever form they are written.
CREATE TABLE image (id int PRIMARY KEY, s_region sky.polygon NOT NULL, field sky.circle, band text);
INSERT INTO image SELECT i, sky.polygon(lon, lat, lon + 0.3 / cosd(lat), lat, lon + 0.3 / cosd(lat), lat + 0.2, lon, lat + 0.2),
		CASE WHEN i % 10 > 0 THEN sky.circle(lon, lat, 0.1 + i % 7 / 10.0) END, chr(97 + i % 5)
	FROM (SELECT i, 360 * (i * 0.6180339887498949 % 1), degrees(asin(1.98 * (i + 0.5) / 5000 - 0.99)) FROM generate_series(0, 4999) i) v(i, lon, lat);
-- A deep field, and a few that see half of the sky.
INSERT INTO image SELECT 10000 + i, sky.polygon(lon, lat, lon + 0.3, lat, lon + 0.3, lat + 0.2, lon, lat + 0.2), sky.circle(lon, lat, 0.1), 'a'
	FROM (SELECT i, 150 + 1.3 * sqrt(i / 800.0) * cos(i), 2 + 1.3 * sqrt(i / 800.0) * sin(i) FROM generate_series(0, 799) i) v(i, lon, lat);
INSERT INTO image SELECT 12000 + i, sky.polygon(60 * i, 80, 120 + 60 * i, -60, 240 + 60 * i, 10), sky.circle(60 * i, 10, 80), 'z' FROM generate_series(0, 4) i;
CREATE INDEX image_s_region ON image USING gist (s_region);
CREATE INDEX image_field ON image USING gist (field);
CREATE TABLE star (id int PRIMARY KEY, ra float8, dec float8, p sky.point);
INSERT INTO star SELECT i, lon, lat, sky.point(lon, lat)
	FROM (SELECT i, 360 * (i * 0.7548776662466927 % 1), degrees(asin(2 * (i + 0.5) / 500 - 1)) FROM generate_series(0, 499) i) v(i, lon, lat);
VACUUM ANALYZE image;
ANALYZE star;

SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE sky.inside(10, 20, s_region);
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE sky.contains('10 20'::sky.point, s_region);
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE s_region OPERATOR(sky.@>) '10 20'::sky.point;
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE '10 20'::sky.point OPERATOR(sky.<@) s_region;
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE sky.intersects('10 20 1'::sky.circle, s_region);
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE field OPERATOR(sky.&&) '10 20 1 1'::sky.box;
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE sky.contains(s_region, '10 20 2'::sky.circle);
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE sky.covers(s_region, '10 20 0.01'::sky.circle);
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE sky.inside('NaN', 20, s_region);
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE sky.inside(10, 20, s_region) AND sky.intersects(field, '10 20 1'::sky.circle);
-- Neither of what is volatile or of the same row, nor of the negation.
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE sky.inside(10 + random(), 20, s_region);
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE sky.intersects(s_region, field);
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE NOT sky.inside(10, 20, s_region);
-- Parameters.
PREPARE inside(float8, float8) AS SELECT count(*) FROM image WHERE sky.inside($1, $2, s_region);
PREPARE meeting(sky.polygon) AS SELECT count(*) FROM image WHERE sky.intersects(s_region, $1);
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE inside(150, 2);
EXECUTE inside(150, 2);
EXECUTE inside(NULL, 2);
EXECUTE inside('Infinity', 2);
EXPLAIN (COSTS OFF) EXECUTE meeting('10 20 11 20 11 21');
EXECUTE meeting('10 20 11 20 11 21');
RESET plan_cache_mode;

-- Joins: which images cover each star; which images meet each other.
EXPLAIN (COSTS OFF) SELECT count(*) FROM star s JOIN image i ON sky.inside(s.ra, s.dec, i.s_region);
EXPLAIN (COSTS OFF) SELECT count(*) FROM star s JOIN image i ON sky.contains(s.p, i.s_region);
EXPLAIN (COSTS OFF) SELECT count(*) FROM image a JOIN image b ON a.s_region OPERATOR(sky.&&) b.field WHERE a.band = 'z';
EXPLAIN (COSTS OFF) SELECT id FROM star s WHERE NOT EXISTS (SELECT FROM image i WHERE sky.inside(s.ra, s.dec, i.s_region));
EXPLAIN (COSTS OFF) SELECT s.id, i.id FROM star s LEFT JOIN image i ON sky.contains(sky.circle(s.ra, s.dec, 0.01), i.s_region);
CREATE TEMP TABLE answer AS SELECT
	(SELECT count(*) FROM star s JOIN image i ON sky.inside(s.ra, s.dec, i.s_region)) AS covered,
	(SELECT count(*) FROM image a JOIN image b ON a.s_region OPERATOR(sky.&&) b.field WHERE a.id % 25 = 0) AS meeting,
	(SELECT count(*) FROM star s WHERE NOT EXISTS (SELECT FROM image i WHERE sky.inside(s.ra, s.dec, i.s_region))) AS bare;
SET enable_indexscan = off;
SELECT * FROM answer EXCEPT SELECT
	(SELECT count(*) FROM star s JOIN image i ON sky.inside(s.ra, s.dec, i.s_region)),
	(SELECT count(*) FROM image a JOIN image b ON a.s_region OPERATOR(sky.&&) b.field WHERE a.id % 25 = 0),
	(SELECT count(*) FROM star s WHERE NOT EXISTS (SELECT FROM image i WHERE sky.inside(s.ra, s.dec, i.s_region)));
RESET enable_indexscan;
SELECT covered > 500 AS covered, meeting > 1000 AS meeting, bare > 0 AS bare FROM answer;

-- An index that has the shape with it as well need not look at the table.
CREATE INDEX image_all ON image USING gist (s_region) INCLUDE (s_region, id);
EXPLAIN (COSTS OFF) SELECT id FROM image WHERE sky.inside(10, 20, s_region);
SELECT count(*) FROM image WHERE sky.inside(150, 2, s_region);
DROP INDEX image_all;

-- Under a policy, as somebody who is bound by it.
CREATE ROLE sky_test_reader;
GRANT SELECT ON image TO sky_test_reader;
ALTER TABLE image ENABLE ROW LEVEL SECURITY;
CREATE POLICY bands ON image USING (band <> 'a');
SET ROLE sky_test_reader;
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE sky.inside(10, 20, s_region);
EXPLAIN (COSTS OFF) SELECT * FROM image WHERE sky.intersects(s_region, '150 2 1'::sky.circle);
SELECT count(*) FROM image WHERE sky.intersects(s_region, '150 2 1'::sky.circle);
RESET ROLE;
ALTER TABLE image DISABLE ROW LEVEL SECURITY;
DROP OWNED BY sky_test_reader;
DROP ROLE sky_test_reader;

-- How many rows are expected, within a factor of how many there are.
CREATE FUNCTION factor(query text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
	plan jsonb;
	rows bigint;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
	EXECUTE 'SELECT count(*) FROM (' || query || ') q' INTO rows;
	RETURN greatest((plan #>> '{0,Plan,Plan Rows}')::float8, 1) / greatest(rows, 1);
END
$$;
SELECT what, max(greatest(factor, 1 / factor)) < 3 AS close FROM (
	SELECT 'circle ' || r AS what, factor(format('SELECT FROM image WHERE sky.intersects(s_region, sky.circle(%s, %s, %s))', lon, lat, r))
		FROM (VALUES (10, 20), (200, -60), (300, 5), (100, -30)) c(lon, lat), unnest(ARRAY[5, 20, 60]) r
	UNION ALL SELECT 'within ' || r, factor(format('SELECT FROM image WHERE sky.contains(s_region, sky.circle(%s, %s, %s))', lon, lat, r))
		FROM (VALUES (10, 20), (200, -60), (300, 5), (100, -30)) c(lon, lat), unnest(ARRAY[5, 20, 60]) r
	UNION ALL SELECT 'deep field', factor(format('SELECT FROM image WHERE sky.inside(%s, %s, s_region)', 150 + x, 2 + x)) FROM unnest(ARRAY[-0.7, 0, 0.7]) x
	UNION ALL SELECT 'few of all', factor('SELECT FROM image WHERE sky.inside(222, -22, s_region)')
	UNION ALL SELECT 'position of a parameter', factor('SELECT FROM image, (SELECT 33 AS ra, 44 AS dec OFFSET 0) q WHERE sky.inside(ra, dec, s_region)')
	UNION ALL SELECT 'stars', factor('SELECT FROM star s JOIN image i ON sky.inside(s.ra, s.dec, i.s_region)')
	UNION ALL SELECT 'points', factor('SELECT FROM star s JOIN image i ON sky.contains(s.p, i.s_region)')
	UNION ALL SELECT 'images', factor('SELECT FROM image a JOIN image b ON sky.intersects(a.s_region, b.s_region)')
	UNION ALL SELECT 'NULLs', factor('SELECT FROM image WHERE sky.intersects(field, ''0 0 180''::sky.circle)')
	UNION ALL SELECT 'nowhere', factor('SELECT FROM image WHERE sky.inside(''NaN'', 0, s_region)')) f(what, factor)
GROUP BY what ORDER BY what;
DROP FUNCTION factor;

-- What ADQL becomes.
SELECT sky.describe('image', 's_region', ucd => 'pos.outline;obs.field');
SELECT sky.publish('image'), sky.publish('star');
CREATE FUNCTION plan(adql text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || sky.adql_to_sql(adql);
END
$$;
SELECT plan($$SELECT id FROM image WHERE 1 = CONTAINS(POINT(10, 20), s_region)$$);
SELECT plan($$SELECT id FROM image WHERE INTERSECTS(s_region, CIRCLE(10, 20, 0.5)) = 1$$);
SELECT plan($$SELECT id FROM image WHERE INTERSECTS(BOX(10, 20, 1, 1), s_region) = 1 AND band = 'a'$$);
SELECT plan($$SELECT id FROM image WHERE 1 = CONTAINS(s_region, POLYGON(10, 20, 12, 20, 11, 22))$$);
SELECT plan($$SELECT id FROM image WHERE 1 = CONTAINS(CIRCLE(POINT(10, 20), 0.01), s_region)$$);
SELECT plan($$SELECT s.id, i.id AS image FROM star AS s JOIN image AS i ON 1 = CONTAINS(POINT(s.ra, s.dec), i.s_region)$$);
SELECT plan($$SELECT s.id, i.id AS image FROM star AS s JOIN image AS i ON 1 = INTERSECTS(i.field, CIRCLE(s.p, 0.1))$$);
DROP FUNCTION plan;
DROP TABLE image, star;
