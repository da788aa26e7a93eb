-- What a query would cost, which sky index it uses, and what keeps it from one.
SET client_min_messages = warning;
CREATE SCHEMA adql_explain;
CREATE TABLE adql_explain.star (id bigint PRIMARY KEY, ra float8, dec float8, mag real);
CREATE TABLE adql_explain.plain (id bigint PRIMARY KEY, "Ra" float8, dec float8, pos sky.point);
INSERT INTO adql_explain.star SELECT i, (i * 137.508) % 360, degrees(asin((i % 2000) / 1000.0 - 1)), i % 20
	FROM generate_series(1, 20000) i;
CREATE INDEX star_sky ON adql_explain.star (sky.key(ra, dec));
ANALYZE adql_explain.star;
SELECT sky.publish_schema('adql_explain');
CREATE FUNCTION pg_temp.explained(condition text) RETURNS text LANGUAGE sql AS
	$$SELECT concat_ws(E'\n', sky_index, advice)
	  FROM sky.adql_explain('SELECT s.id FROM adql_explain.star AS s WHERE ' || condition)$$;
\pset format unaligned
\pset tuples_only on
SELECT rows, bytes, cost > 0 AS costs, round((cost / seconds)::numeric) AS per_second, sky_index, advice FROM sky.adql_explain('SELECT id FROM adql_explain.star');
SELECT rows FROM sky.adql_explain('SELECT COUNT(*) FROM adql_explain.star');
-- However a search on the sky is written, the index serves it.
SELECT pg_temp.explained('1 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 0.5))');
SELECT pg_temp.explained('DISTANCE(POINT(10, 20), POINT(ra, dec)) < 0.5');
SELECT pg_temp.explained('DISTANCE(ra, dec, 10, 20) <= 0.5 AND mag < 5');
SELECT pg_temp.explained('1 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 1)) OR 1 = CONTAINS(POINT(ra, dec), CIRCLE(50, 20, 1))');
-- Joins by position, over partitions as well, and indexes on shapes.
CREATE TABLE adql_explain.night (id int, ra float8, dec float8) PARTITION BY RANGE (id);
CREATE TABLE adql_explain.night_1 PARTITION OF adql_explain.night FOR VALUES FROM (0) TO (10000);
CREATE TABLE adql_explain.night_2 PARTITION OF adql_explain.night FOR VALUES FROM (10000) TO (20000);
INSERT INTO adql_explain.night SELECT id - 1, ra, dec FROM adql_explain.star;
CREATE INDEX night_sky ON adql_explain.night (sky.key(ra, dec));
CREATE TABLE adql_explain.image (id int PRIMARY KEY, s_region sky.polygon);
INSERT INTO adql_explain.image SELECT id, sky.polygon(ra, dec, ra + 0.1, dec, ra, dec + 0.1) FROM adql_explain.star WHERE abs(dec) < 80 AND id % 5 = 0;
CREATE INDEX image_region ON adql_explain.image USING gist (s_region);
ANALYZE adql_explain.night;
ANALYZE adql_explain.image;
SELECT count(*) FROM sky.publish_schema('adql_explain');
SELECT sky_index, advice FROM sky.adql_explain('SELECT s.id, n.id FROM adql_explain.star AS s JOIN adql_explain.night AS n ON DISTANCE(s.ra, s.dec, n.ra, n.dec) < 0.001');
SELECT sky_index, advice FROM sky.adql_explain('SELECT id FROM adql_explain.image WHERE 1 = CONTAINS(POINT(10, 20), s_region)');
SELECT sky_index, advice FROM sky.adql_explain('SELECT id FROM adql_explain.image WHERE 1 = INTERSECTS(s_region, CIRCLE(10, 20, 1)) AND id < 100000');
SELECT sky_index, advice FROM sky.adql_explain('SELECT i.id, s.id FROM adql_explain.image AS i JOIN adql_explain.star AS s ON 1 = CONTAINS(POINT(s.ra, s.dec), i.s_region)');
SELECT sky_index, advice FROM sky.adql_explain('SELECT id FROM adql_explain.image WHERE id = 5');
-- What spoils it.
SELECT pg_temp.explained('0 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 0.5))');
SELECT pg_temp.explained('NOT 1 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 0.5))');
SELECT pg_temp.explained('DISTANCE(ra, dec, 10, 20) > 0.5');
SELECT pg_temp.explained('DISTANCE(ra, dec, 10, 20) = 0.5');
SELECT pg_temp.explained('1 = CONTAINS(POINT(ra + 0.1, dec), CIRCLE(10, 20, 0.5))');
SELECT pg_temp.explained('1 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 0.5)) OR mag < 1');
SELECT pg_temp.explained('id IN (SELECT id FROM adql_explain.plain WHERE 0 = CONTAINS(pos, CIRCLE(10, 20, 1)))');
-- No index yet.
SELECT advice FROM sky.adql_explain('SELECT id FROM adql_explain.plain WHERE 1 = CONTAINS(POINT("Ra", dec), CIRCLE(10, 20, 1))');
SELECT advice FROM sky.adql_explain('SELECT id FROM adql_explain.plain WHERE 1 = CONTAINS(pos, CIRCLE(10, 20, 1))');
-- An index there is, and not worth its use.
SET pgsky.enable_skyscan = off;
SELECT pg_temp.explained('1 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 0.5))');
RESET pgsky.enable_skyscan;
-- A fault is told as such; the caller's rights count.
SELECT * FROM sky.adql_explain('SELECT idd FROM adql_explain.star');
BEGIN READ ONLY;
SET LOCAL ROLE sky_anon;
SELECT sky_index FROM sky.adql_explain('SELECT id FROM adql_explain.star WHERE 1 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 0.5))');
ROLLBACK;
DROP SCHEMA adql_explain CASCADE;
