-- Joins by position of tables in several parts: partitions, some of them in parts again, and children.
CREATE TABLE source AS SELECT i AS id, (360 * (i * 0.6180339887498949 % 1))::float8 AS ra, degrees(asin(2 * (i + 0.5) / 400 - 1)) AS dec,
	i % 4 AS g, 0.5::float8 AS err FROM generate_series(0, 399) i;
CREATE INDEX ON source (sky.key(ra, dec));
CREATE TABLE part (id int, ra float8, dec float8, name text, g int) PARTITION BY LIST (g);
CREATE TABLE part_a PARTITION OF part FOR VALUES IN (0);
-- Its columns are in another order, and some are gone.
CREATE TABLE part_b (gone int, g int, name text, lost text, dec float8, ra float8, id int);
ALTER TABLE part_b DROP gone, DROP lost;
ALTER TABLE part ATTACH PARTITION part_b FOR VALUES IN (1);
CREATE TABLE part_c PARTITION OF part FOR VALUES IN (2, 3) PARTITION BY RANGE (id);
CREATE TABLE part_c_low PARTITION OF part_c FOR VALUES FROM (0) TO (2000);
CREATE TABLE part_c_high PARTITION OF part_c FOR VALUES FROM (2000) TO (5000);
CREATE TABLE part_empty PARTITION OF part DEFAULT;
INSERT INTO part SELECT 10 * id + k, ra + 0.3 * cos(k), greatest(-90, least(90, dec + 0.3 * sin(k))), 'p' || id, (g + k) % 4
	FROM source, generate_series(0, 2) k;
CREATE INDEX part_key ON part (sky.key(ra, dec));
CREATE TABLE base (id int, ra float8, dec float8, name text);
CREATE TABLE child (extra int) INHERITS (base);
INSERT INTO base SELECT id, ra, dec, name FROM part WHERE id % 3 = 0;
INSERT INTO child SELECT id, ra, dec, name, g FROM part WHERE id % 3 = 1;
CREATE INDEX ON base (sky.key(ra, dec));
CREATE INDEX ON child (sky.key(ra, dec));
CREATE VIEW both_parts AS SELECT id, ra, dec, name FROM base WHERE id > 100;
ANALYZE source, part, base, child;

-- A query with SkyMatch finds what comparing every pair finds; nodes: how it was joined.
CREATE FUNCTION joined(query text, OUT same bool, OUT rows bigint, OUT nodes text) LANGUAGE plpgsql
	SET enable_mergejoin = off SET enable_hashjoin = off AS $$
DECLARE
	matched numeric;
	compared numeric;
	line text;
BEGIN
	PERFORM set_config('enable_nestloop', 'off', true);
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		nodes := nullif(concat_ws(': ', nodes, substring(line FROM '(?:Join Type|Sky Index|Sky Indexes): (.*)')), '');
	END LOOP;
	EXECUTE format('SELECT count(*), sum(hashtextextended(x::text, 0)) FROM (%s) x', query) INTO rows, matched;
	PERFORM set_config('enable_nestloop', 'on', true), set_config('pgsky.enable_skymatch', 'off', true),
		set_config('pgsky.enable_skyscan', 'off', true);
	EXECUTE format('SELECT sum(hashtextextended(x::text, 0)) FROM (%s) x', query) INTO compared;
	PERFORM set_config('pgsky.enable_skymatch', 'on', true), set_config('pgsky.enable_skyscan', 'on', true);
	same := matched IS NOT DISTINCT FROM compared;
END
$$;

EXPLAIN (COSTS OFF) SELECT s.id, p.name FROM source s JOIN part p ON sky.cone(p.ra, p.dec, s.ra, s.dec, 0.31);
-- The other way round each part of the source may be the one with the discs.
EXPLAIN (COSTS OFF) SELECT s.id, p.name FROM part p LEFT JOIN source s ON sky.cone(p.ra, p.dec, s.ra, s.dec, 0.31);
SET enable_nestloop = off;
EXPLAIN (COSTS OFF) SELECT s.id, p.name FROM source s JOIN part p ON sky.cone(p.ra, p.dec, s.ra, s.dec, 0.31) WHERE p.g IN (1, 2) AND p.id < 900;
RESET enable_nestloop;
SELECT q, j.* FROM unnest(ARRAY[
	'SELECT s.id, p.name, p.g FROM source s JOIN part p ON sky.cone(p.ra, p.dec, s.ra, s.dec, 0.31)',
	'SELECT s.id, p.name, p.tableoid::regclass, p.ctid FROM source s JOIN part p ON sky.distance(p.ra, p.dec, s.ra, s.dec) < s.err',
	'SELECT s.id, p.name FROM source s LEFT JOIN part p ON sky.cone(p.ra, p.dec, s.ra, s.dec, 0.31) AND p.g <> 1',
	'SELECT s.id, p.name FROM source s RIGHT JOIN part p ON sky.cone(p.ra, p.dec, s.ra, s.dec, 0.31) AND s.id > 50',
	'SELECT s.id FROM source s WHERE EXISTS (SELECT FROM part p WHERE sky.cone(p.ra, p.dec, s.ra, s.dec, 0.31) AND p.g = 1)',
	'SELECT s.id FROM source s WHERE NOT EXISTS (SELECT FROM part p WHERE sky.cone(p.ra, p.dec, s.ra, s.dec, 0.31) AND p.g = 1)',
	'SELECT p.id FROM part p WHERE EXISTS (SELECT FROM source s WHERE sky.cone(p.ra, p.dec, s.ra, s.dec, s.err))',
	'SELECT p.id FROM part p WHERE NOT EXISTS (SELECT FROM source s WHERE sky.cone(p.ra, p.dec, s.ra, s.dec, s.err / 2))',
	'SELECT s.id, p.name FROM source s JOIN part p ON sky.cone(p.ra, p.dec, s.ra, s.dec, 0.31) WHERE p.g IN (1, 2) AND p.id < 900',
	'SELECT a.id, b.id AS other FROM part a JOIN part b ON sky.cone(a.ra, a.dec, b.ra, b.dec, 0.31) AND a.g < b.g',
	'SELECT s.id, b.name FROM source s JOIN base b ON sky.cone(b.ra, b.dec, s.ra, s.dec, 0.31)',
	'SELECT s.id, b.name FROM source s LEFT JOIN both_parts b ON sky.cone(b.ra, b.dec, s.ra, s.dec, 0.31)',
	'SELECT s.id, p FROM source s JOIN part p ON sky.cone(p.ra, p.dec, s.ra, s.dec, 0.31)',
	'SELECT s.id, v.name FROM source s JOIN (SELECT * FROM base UNION ALL SELECT id, ra, dec, name FROM part) v ON sky.cone(v.ra, v.dec, s.ra, s.dec, 0.31)']) q,
	joined(q) j;
-- In many chunks, and again and again.
SET work_mem = '64kB';
SELECT j.* FROM joined('SELECT a.id, b.id AS other FROM part a LEFT JOIN part b ON sky.cone(a.ra, a.dec, b.ra, b.dec, 0.31) AND a.g < b.g') j;
SELECT r, n, m FROM unnest(ARRAY[0.01, 0.31, 1]) r,
	LATERAL (SELECT count(*) AS n, count(p.id) AS m FROM source s LEFT JOIN part p ON sky.cone(p.ra, p.dec, s.ra, s.dec, r)) v;
RESET work_mem;
SELECT count(*) FROM (SELECT FROM source s JOIN part p ON sky.cone(p.ra, p.dec, s.ra, s.dec, 0.31) LIMIT 5) v;
-- A part without an index leaves it to others.
DROP INDEX part_key;
CREATE INDEX ON part_a (sky.key(ra, dec));
SELECT * FROM joined('SELECT s.id, p.name FROM source s JOIN part p ON sky.cone(p.ra, p.dec, s.ra, s.dec, 0.31)');
DROP VIEW both_parts;
DROP TABLE source, part, base, child;
DROP FUNCTION joined;
