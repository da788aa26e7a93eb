-- Publishing offers or makes the index on the position; sky.cluster orders rows by it.
\set VERBOSITY default
CREATE SCHEMA sky_test;
CREATE TABLE sky_test.star (id int, ra float8, dec float8, note text);
INSERT INTO sky_test.star SELECT i, 360 * (i * 0.6180339887498949 % 1), degrees(asin(2 * (i + 0.5) / 20000 - 1)), repeat('x', 100)
	FROM generate_series(0, 19999) i;
SELECT sky.publish('sky_test.star');
SELECT sky.publish('sky_test.star', sky_index => false);
SELECT sky.publish('sky_test.star', sky_index => true);
SELECT indexdef FROM pg_indexes WHERE schemaname = 'sky_test';
-- Once is enough.
SELECT sky.publish('sky_test.star', true);
SELECT sky.publish('sky_test.star');
EXPLAIN (COSTS OFF) SELECT id FROM sky_test.star WHERE sky.cone(ra, dec, 10, 20, 1);
-- Neighbours on the sky become neighbours in the table.
SELECT count(DISTINCT (ctid::text::point)[0]) > 50 AS scattered FROM sky_test.star WHERE sky.cone(ra, dec, 10, 20, 10);
SELECT sky.cluster('sky_test.star');
SELECT count(DISTINCT (ctid::text::point)[0]) < 15 AS together FROM sky_test.star WHERE sky.cone(ra, dec, 10, 20, 10);
SELECT count(*), sum(id) FROM sky_test.star;

-- Columns that are described, and names that need quotes; points; partitions.
CREATE TABLE sky_test."Odd" ("The RA" real, "The Dec" numeric, a float8, b float8);
SELECT sky.describe('sky_test."Odd"', 'The RA', unit => 'deg', ucd => 'pos.eq.ra;meta.main'),
	sky.describe('sky_test."Odd"', 'The Dec', unit => 'deg', ucd => 'pos.eq.dec;meta.main'),
	sky.describe('sky_test."Odd"', 'a', ucd => 'pos.eq.ra'), sky.describe('sky_test."Odd"', 'b', ucd => 'pos.eq.dec');
SELECT sky.publish('sky_test."Odd"', true);
CREATE TABLE sky_test.point (id int, p sky.point);
SELECT sky.publish('sky_test.point', true);
CREATE TABLE sky_test.parted (id int, ra float8, dec float8) PARTITION BY RANGE (id);
CREATE TABLE sky_test.part1 PARTITION OF sky_test.parted FOR VALUES FROM (0) TO (10);
CREATE TABLE sky_test.part2 PARTITION OF sky_test.parted FOR VALUES FROM (10) TO (20);
INSERT INTO sky_test.parted VALUES (1, 200, 0), (2, 100, 0), (3, 200, 1), (11, 1, 1);
SELECT sky.publish('sky_test.parted', true);
SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'sky_test' AND tablename <> 'star' ORDER BY 1, 2;
SELECT sky.cluster('sky_test.parted');
SELECT id FROM sky_test.part1;

-- Refused: no position, not in degrees, no table, no index, no owner.
CREATE TABLE sky_test.bare (id int);
SELECT sky.publish('sky_test.bare', true);
CREATE TABLE sky_test.radians (ra float8, dec float8);
SELECT sky.describe('sky_test.radians', 'ra', unit => 'rad', ucd => 'pos.eq.ra'), sky.describe('sky_test.radians', 'dec', unit => 'rad', ucd => 'pos.eq.dec');
SELECT sky.publish('sky_test.radians', true);
CREATE VIEW sky_test.bright AS SELECT * FROM sky_test.star;
SELECT sky.publish('sky_test.bright', true);
SELECT sky.cluster('sky_test.bare');
CREATE ROLE index_other;
GRANT USAGE ON SCHEMA sky_test TO index_other;
GRANT EXECUTE ON FUNCTION sky.cluster(regclass) TO index_other;
SET ROLE index_other;
SELECT sky.cluster('sky_test.star');
RESET ROLE;
DROP OWNED BY index_other;
DROP ROLE index_other;
SET client_min_messages = warning;
DROP SCHEMA sky_test CASCADE;
