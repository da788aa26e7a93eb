-- Whatever the join, SkyMatch finds what comparing every pair finds.
CREATE TABLE p (id int, ra float8, dec float8, err float8, g int, pos sky.point, circle sky.circle);
-- Evenly on the sky with radii of all sizes; then poles, the meridian of 0, seams of HEALPix,
-- the same place twice, and what is no position or no radius.
INSERT INTO p SELECT i, 360 * (i * 0.6180339887498949 % 1), degrees(asin(2 * (i + 0.5) / 80 - 1)), 6 * (i * 0.37 % 1) ^ 4, i % 7
	FROM generate_series(0, 79) i;
INSERT INTO p SELECT 1000 + i, ra, dec, err, i % 7 FROM (SELECT *, row_number() OVER () AS i FROM (VALUES
	(0::float8, 90::float8, 0.1::float8), (123, 90, 0), (0, -90, 1), (77, -90, 180), (0, 0, 0.5), (360, 0, 0.5), (-1e-13, 0, 0),
	(359.9999999, 0.0000001, 1e-6), (45, 41.810314895778596, 0.01), (45, 41.8103, 1e-9), (90, 0, 1), (180, 0, 2), (270, 0, 90),
	(NULL, 5, 1), (5, NULL, 1), (5, 5, NULL), ('NaN', 1, 1), (1, 'NaN', 1), (1, 1, 'NaN'), ('Infinity', 0, 1), (0, 'Infinity', 1),
	(0, 91, 1), (0, -90.0001, 1), (10, 10, -1), (10, 10, 0), (10, 10, 0), (370, 10, 0), (-350, 10, 1e-12), (33, 33, 'Infinity'),
	(200, -89.99999, 0.001), (20, -89.99999, 0.001), (720, 45, 200), (1e18, 45, 1)) v(ra, dec, err)) w;
CREATE TABLE q AS SELECT * FROM p;
-- Round the places of p, some of them on the rim; and a clump.
INSERT INTO q SELECT 2000 + 10 * id + k, ra + err * cos(k), greatest(-90, least(90, dec + err * sin(k) / k)), err / k, g
	FROM p, generate_series(1, 3) k WHERE dec BETWEEN -90 AND 90 AND err BETWEEN 0 AND 90;
INSERT INTO q SELECT 50000 + i, 10, 10, 0.001 * i, i % 7 FROM generate_series(1, 20) i;
UPDATE p SET pos = sky.point(ra, dec), circle = sky.circle(ra, dec, err) WHERE dec BETWEEN -90 AND 90 AND err BETWEEN 0 AND 180 AND abs(ra) < 1e19;
UPDATE q SET pos = sky.point(ra, dec), circle = sky.circle(ra, dec, err) WHERE dec BETWEEN -90 AND 90 AND err BETWEEN 0 AND 180 AND abs(ra) < 1e19;
CREATE INDEX p_place ON p (sky.key(ra, dec));
CREATE INDEX q_place ON q (sky.key(ra, dec));
CREATE INDEX p_point ON p (sky.key(pos));
CREATE INDEX q_point ON q (sky.key(pos));
VACUUM ANALYZE p, q;
SELECT (SELECT count(*) FROM p) AS p, (SELECT count(*) FROM q) AS q;

-- The rows of a query with SkyMatch, and by comparing every pair; nodes: how it was joined.
CREATE FUNCTION joined(query text, OUT same bool, OUT rows bigint, OUT nodes text) LANGUAGE plpgsql
	SET enable_mergejoin = off SET enable_hashjoin = off AS $$
DECLARE
	-- PostgreSQL cannot compare every pair for a full join.
	every text := CASE WHEN query LIKE '% FULL JOIN %' THEN replace(query, ' FULL JOIN ', ' LEFT JOIN ') || ' UNION ALL '
		|| replace(replace(query, ' FULL JOIN ', ' RIGHT JOIN '), ' ON ', ' ON (') || ') WHERE p.id IS NULL' ELSE query END;
	matched numeric;
	compared numeric;
	line text;
BEGIN
	PERFORM set_config('enable_nestloop', 'off', true);
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		nodes := coalesce(nodes, substring(line FROM 'Join Type: (.*)'));
	END LOOP;
	EXECUTE format('SELECT count(*), sum(hashtextextended(x::text, 0)) FROM (%s) x', query) INTO rows, matched;
	PERFORM set_config('enable_nestloop', 'on', true), set_config('pgsky.enable_skymatch', 'off', true),
		set_config('pgsky.enable_skyscan', 'off', true);
	EXECUTE format('SELECT sum(hashtextextended(x::text, 0)) FROM (%s) x', every) INTO compared;
	PERFORM set_config('pgsky.enable_skymatch', 'on', true), set_config('pgsky.enable_skyscan', 'on', true);
	same := matched IS NOT DISTINCT FROM compared;
END
$$;

CREATE TABLE condition (c int, sql text);
INSERT INTO condition VALUES
	(1, 'sky.cone(q.ra, q.dec, p.ra, p.dec, p.err)'), (2, 'sky.cone(p.ra, p.dec, q.ra, q.dec, p.err)'),
	(3, 'sky.distance(q.ra, q.dec, p.ra, p.dec) < p.err'), (4, 'sky.distance(p.ra, p.dec, q.ra, q.dec) <= p.err'),
	(5, 'p.err > sky.distance(q.ra, q.dec, p.ra, p.dec)'), (6, 'p.err >= sky.distance(q.ra, q.dec, p.ra, p.dec)'),
	(7, 'sky.cone(q.ra, q.dec, p.ra, p.dec, 0.01)'), (8, 'sky.cone(q.ra, q.dec, p.ra, p.dec, 0)'),
	(9, 'sky.cone(q.ra, q.dec, p.ra, p.dec, 2)'), (10, 'sky.cone(q.ra, q.dec, p.ra, p.dec, 100)'),
	(11, 'sky.cone(q.ra, q.dec, p.ra, p.dec, 180)'), (12, 'sky.distance(q.ra, q.dec, p.ra, p.dec) < 180'),
	(13, 'sky.distance(q.ra, q.dec, p.ra, p.dec) < ''NaN'''), (14, 'sky.distance(q.ra, q.dec, p.ra, p.dec) <= ''NaN'''),
	(15, 'sky.cone(q.ra, q.dec, p.ra, p.dec, q.err) AND p.g = q.g'),
	(16, 'sky.cone(q.ra, q.dec, p.ra, p.dec, q.err) AND p.id <> q.id AND p.err < q.err + 1'),
	(17, 'sky.contains(q.pos, p.circle)'), (18, 'p.circle OPERATOR(sky.@>) q.pos'),
	(19, 'sky.distance(q.pos, p.pos) < 2'), (20, 'sky.contains(q.pos, sky.circle(p.pos, 0.5))'),
	(21, 'sky.inside(q.ra, q.dec, p.circle)');
CREATE TABLE form (f int, name text, sql text);
INSERT INTO form VALUES
	(1, 'inner', 'SELECT p.id AS a, q.id AS b, q.err FROM p JOIN q ON %s'),
	(2, 'left', 'SELECT p.id AS a, q.id AS b, q.err FROM p LEFT JOIN q ON %s'),
	(3, 'right', 'SELECT p.id AS a, q.id AS b, q.err FROM p RIGHT JOIN q ON %s'),
	(4, 'full', 'SELECT p.id AS a, q.id AS b FROM p FULL JOIN q ON %s'),
	(5, 'semi', 'SELECT p.id AS a, p.err FROM p WHERE EXISTS (SELECT FROM q WHERE %s)'),
	(6, 'semi of the other', 'SELECT q.id AS a, q.err FROM q WHERE EXISTS (SELECT FROM p WHERE %s)'),
	(7, 'anti', 'SELECT p.id AS a, p.err FROM p WHERE NOT EXISTS (SELECT FROM q WHERE %s)'),
	(8, 'anti of the other', 'SELECT q.id AS a, q.err FROM q WHERE NOT EXISTS (SELECT FROM p WHERE %s)'),
	(9, 'left, then filtered', 'SELECT p.id AS a, q.id AS b FROM p LEFT JOIN q ON %s WHERE q.id IS NULL OR q.g = 3'),
	(10, 'left with more', 'SELECT p.id AS a, q.id AS b FROM p LEFT JOIN q ON %s AND q.g = 3 AND p.g <> 1'),
	(11, 'of subqueries', 'SELECT p.id AS a, q.id AS b FROM (SELECT * FROM p WHERE g < 4) p LEFT JOIN (SELECT * FROM q WHERE g > 2) q ON %s'),
	(12, 'whole rows', 'SELECT p, q, q.ctid IS NULL AS lonely FROM p LEFT JOIN q ON %s'),
	(13, 'of one side only', 'SELECT p.id AS a, p.pos FROM p JOIN q ON %s'),
	(14, 'of the other only', 'SELECT q.id AS a, q.pos FROM p JOIN q ON %s');
-- In one chunk, and in several.
SELECT name, count(*) AS joins, count(*) FILTER (WHERE NOT same) AS wrong, sum(rows) AS rows, string_agg(DISTINCT coalesce(nodes, 'none'), ', ') AS nodes
FROM condition c, form f, joined(replace(f.sql, '%s', c.sql)) GROUP BY f, name ORDER BY f;
INSERT INTO p SELECT id + 100000, ra, dec + 0.001, least(err, 0.01), g, NULL, NULL FROM q WHERE id >= 2000;
SET work_mem = '64kB';
SELECT name, count(*) AS joins, count(*) FILTER (WHERE NOT same) AS wrong, sum(rows) AS rows
FROM condition c, form f, joined(replace(f.sql, '%s', c.sql)) WHERE c IN (1, 4, 8, 9, 10, 16, 17) GROUP BY f, name ORDER BY f;
RESET work_mem;

-- Of rows that come and go the query sees those of its snapshot, with HOT chains and without.
UPDATE q SET g = g + 1 WHERE id % 3 = 0;
UPDATE q SET ra = ra + 0.001 WHERE id % 5 = 0;
DELETE FROM q WHERE id % 11 = 0;
INSERT INTO q SELECT id + 100000, ra, dec, err, g FROM p;
SELECT name, same, rows FROM form, joined(replace(sql, '%s', 'sky.cone(q.ra, q.dec, p.ra, p.dec, 0.01)')) ORDER BY f;
DROP TABLE condition, form, p, q CASCADE;
DROP FUNCTION joined;
