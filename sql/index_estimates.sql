-- How many rows the planner expects: within a factor of 3 where positions are even, of 10 in a dense clump.
SET max_parallel_workers_per_gather = 0;
CREATE TABLE star (id int, ra float8, dec float8, p sky.point);
INSERT INTO star SELECT i, ra, dec, sky.point(ra, dec) FROM (
	SELECT i, 360 * (i * 0.6180339887498949 % 1) AS ra, degrees(asin(2 * (i + 0.5) / 60000 - 1)) AS dec
		FROM generate_series(0, 59999) i
	UNION ALL SELECT 60000 + i, 150 + 0.3 * sqrt(-2 * ln(1 - (i + 0.5) / 20000)) * cos(2.399963 * i) / cos(radians(30)),
		30 + 0.3 * sqrt(-2 * ln(1 - (i + 0.5) / 20000)) * sin(2.399963 * i) FROM generate_series(0, 19999) i) v;
CREATE INDEX ON star (sky.key(ra, dec));
CREATE INDEX ON star (sky.key(p));
VACUUM ANALYZE star;
CREATE FUNCTION factor(query text, OUT expected float8, OUT actual float8) LANGUAGE plpgsql AS $$
DECLARE
	plan json;
BEGIN
	EXECUTE 'EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ' || query INTO plan;
	expected := plan -> 0 -> 'Plan' ->> 'Plan Rows';
	actual := plan -> 0 -> 'Plan' ->> 'Actual Rows';
END
$$;
CREATE TABLE place (name text, lon float8, lat float8, most float8);
INSERT INTO place SELECT 'even', 360 * (i * 0.754877 % 1), degrees(asin(2 * (i * 0.569840 % 1) - 1)), 3 FROM generate_series(1, 10) i;
INSERT INTO place VALUES ('clump', 150, 30, 10), ('clump', 150.3, 30.2, 10), ('clump', 149.5, 29.8, 10);
CREATE TABLE condition (form text, template text);
INSERT INTO condition VALUES ('cone', 'sky.cone(ra, dec, %1$s, %2$s, %3$s)'), ('distance', 'sky.distance(ra, dec, %1$s, %2$s) < %3$s'),
	('circle', 'p OPERATOR(sky.<@) sky.circle(%1$s, %2$s, %3$s)'),
	('box', 'sky.inside(ra, dec, sky.box(%1$s, %2$s, 2 * %3$s, 2 * %3$s))'),
	('polygon', 'sky.inside(ra, dec, sky.polygon(%1$s - %3$s / cosd(%2$s), %2$s, %1$s, %2$s - %3$s, %1$s + %3$s / cosd(%2$s), %2$s, %1$s, %2$s + %3$s))'),
	('or', '(sky.cone(ra, dec, %1$s, %2$s, %3$s) OR sky.distance(ra, dec, %1$s, 0 - (%2$s)) <= %3$s)');
-- Few rows are counted as some, since chance decides.
SELECT name, form, size, count(*) AS searches,
	count(*) FILTER (WHERE greatest(expected, 5) > most * greatest(actual, 5) OR greatest(actual, 5) > most * greatest(expected, 5)) AS off
FROM place, condition, unnest(ARRAY[0.1, 1, 3, 10]) size,
	LATERAL factor('SELECT * FROM star WHERE ' || format(template, lon, lat, size))
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
-- Star clusters smaller than a bin of the statistics; looked at, next to, and past.
CREATE TABLE starry AS SELECT id, ra, dec FROM star WHERE id < 60000;
CREATE TABLE cluster AS SELECT k, 360 * (k * 0.3819660112501051 % 1) AS lon, 70 - 25.0 * k AS lat, 0.004 * 2 ^ k AS size FROM generate_series(1, 5) k;
INSERT INTO starry SELECT 100000 * k + i, lon + size * sqrt(-2 * ln(1 - (i + 0.5) / 2000)) * cos(2.399963 * i) / cosd(lat),
	lat + size * sqrt(-2 * ln(1 - (i + 0.5) / 2000)) * sin(2.399963 * i) FROM cluster, generate_series(0, 1999) i;
CREATE INDEX ON starry (sky.key(ra, dec));
VACUUM ANALYZE starry;
SELECT away, searched, count(*) AS searches, count(*) FILTER (WHERE greatest(expected, 10) > 10 * greatest(actual, 10) OR greatest(actual, 10) > 10 * greatest(expected, 10)) AS off
FROM cluster, unnest(ARRAY[0, 1.5, 4]) away, unnest(ARRAY[0.1, 0.3, 1, 3, 10]) searched, condition,
	LATERAL factor('SELECT * FROM starry WHERE ' || format(template, lon + away * size / cosd(lat), lat, searched))
WHERE form IN ('cone', 'box') GROUP BY 1, 2 ORDER BY 1, 2;
-- Of each star many rows: an entry of the index has those of one place.
CREATE TABLE seen AS SELECT id, ra, dec FROM star, generate_series(1, 150) WHERE id % 100 = 0 AND id < 60000;
CREATE INDEX ON seen (sky.key(ra, dec));
VACUUM ANALYZE seen;
SELECT size, count(*) AS searches, count(*) FILTER (WHERE expected > 3 * actual OR actual > 3 * expected) AS off
FROM star, unnest(ARRAY[0.1, 1, 10]) size, LATERAL factor(format('SELECT * FROM seen WHERE sky.cone(ra, dec, %s, %s, %s)', ra, dec, size))
WHERE id IN (300, 17700, 30000, 45600, 59900) GROUP BY 1 ORDER BY 1;
-- Without statistics the index itself is asked.
CREATE TABLE fresh AS SELECT * FROM star;
CREATE INDEX ON fresh (sky.key(ra, dec));
SELECT name, size, count(*) AS searches,
	count(*) FILTER (WHERE greatest(expected, 5) > most * greatest(actual, 5) OR greatest(actual, 5) > most * greatest(expected, 5)) AS off
FROM place, unnest(ARRAY[0.1, 1, 3, 10]) size,
	LATERAL factor(format('SELECT * FROM fresh WHERE sky.cone(ra, dec, %s, %s, %s)', lon, lat, size))
GROUP BY 1, 2 ORDER BY 1, 2;
-- Joins of a catalogue with its like: about one for each, and never a scan for each.
CREATE TABLE other AS SELECT id, ra + 1e-5 AS ra, dec FROM star WHERE id % 10 = 0;
ANALYZE other;
SELECT kind, round(expected / actual, 1) BETWEEN 0.1 AND 10 AS near FROM (VALUES
	('cone', 'SELECT * FROM other o JOIN star s ON sky.cone(s.ra, s.dec, o.ra, o.dec, 0.0005)'),
	('distance', 'SELECT * FROM other o JOIN star s ON sky.distance(s.ra, s.dec, o.ra, o.dec) < 0.0005'),
	('exists', 'SELECT * FROM other o WHERE EXISTS (SELECT FROM star s WHERE sky.distance(s.ra, s.dec, o.ra, o.dec) < 0.0005)'),
	('left', 'SELECT * FROM other o LEFT JOIN star s ON sky.cone(s.ra, s.dec, o.ra, o.dec, 0.0005)')) v(kind, query),
	LATERAL (SELECT expected::numeric, actual::numeric FROM factor(query)) f;
-- A partitioned table expects what its children do.
CREATE TABLE parted (LIKE star) PARTITION BY RANGE (id);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (40000);
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (40000) TO (100000);
INSERT INTO parted SELECT * FROM star;
CREATE INDEX ON parted (sky.key(ra, dec));
ANALYZE parted;
SELECT round(expected / actual, 1) BETWEEN 0.3 AND 3 AS near FROM (SELECT expected::numeric, actual::numeric
	FROM factor('SELECT * FROM parted WHERE sky.distance(ra, dec, 150, 30) < 10')) f;
-- Of shapes that are not known yet, few rows.
PREPARE unknown(float8, float8, float8) AS SELECT * FROM star WHERE sky.cone(ra, dec, $1, $2, $3);
PREPARE known_radius(float8, float8) AS SELECT * FROM star WHERE sky.distance(ra, dec, $1, $2) < 10;
SET plan_cache_mode = force_generic_plan;
SELECT expected < 10 AS few FROM factor('EXECUTE unknown(10, 20, 1)');
SELECT round(expected) AS expected FROM factor('EXECUTE known_radius(10, 20)');
RESET plan_cache_mode;
DROP FUNCTION factor;
DROP TABLE star, place, condition, fresh, other, parted, starry, cluster, seen;
