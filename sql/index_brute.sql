-- Whatever the shape, a scan of the sky index finds what a scan of the table finds.
CREATE TABLE star (id int PRIMARY KEY, ra float8, dec float8, pos sky.point);
-- Evenly on the sky; then where it is hard: poles, the meridian of 0, the seams of HEALPix,
-- clumps down to a microarcsecond, places that come often, and what is no place.
INSERT INTO star SELECT i, 360 * (i * 0.6180339887498949 % 1), degrees(asin(2 * (i + 0.5) / 2000 - 1))
	FROM generate_series(0, 1999) i;
INSERT INTO star SELECT 2000 + i, lon, lat FROM (
	SELECT row_number() OVER () AS i, lon, lat FROM (
		SELECT lon, side * (90 - distance) FROM unnest(ARRAY[0, 45, 90, 123.456, 359.999999]) lon,
			unnest(ARRAY[-1, 1]) side, unnest(ARRAY[0, 1e-13, 1e-9, 1e-6, 1e-3, 0.1, 1]) distance
		UNION ALL SELECT lon + turn, lat FROM unnest(ARRAY[0, 1e-12, 1e-9, 1e-4, -1e-12, -1e-4]) lon,
			unnest(ARRAY[0, 360, -360, 720]) turn, unnest(ARRAY[-60, -0.5, 0, 1e-10, 41.8103148957786, 75]) lat
		UNION ALL SELECT 90 * q, degrees(asin(z)) FROM generate_series(0, 4) q,
			unnest(ARRAY[-2 / 3.0, -0.25, 0, 0.5, 2 / 3.0]::float8[]) z
		UNION ALL SELECT 10 + s * cos(a), 20 + s * sin(a) FROM generate_series(0.0, 6.2, 0.4) a,
			unnest(ARRAY[1e-10, 1e-9, 1e-7, 1e-5, 1e-3, 0.1]) s
		UNION ALL SELECT 200, -45 FROM generate_series(1, 300)
	) v(lon, lat)) w;
INSERT INTO star SELECT 10000 + i, lon, lat FROM (SELECT row_number() OVER () AS i, lon, lat FROM
	unnest(ARRAY[NULL, 'NaN', 'Infinity', '-Infinity', 10, 1e300]::float8[]) lon,
	unnest(ARRAY[NULL, 'NaN', 'Infinity', '-Infinity', 20, 90.0000001, -91]::float8[]) lat) v;
UPDATE star SET pos = sky.point(ra, dec) WHERE id < 10000;
CREATE INDEX star_by_place ON star (sky.key(ra, dec));
CREATE INDEX star_by_point ON star (sky.key(pos));
VACUUM (FREEZE, ANALYZE) star;
SELECT count(*), count(sky.key(ra, dec)) AS keys FROM star;

-- Which rows meet a condition, by the index and without; how they are found.
CREATE FUNCTION found(condition text, OUT same bool, OUT rows bigint, OUT indexed bool) LANGUAGE plpgsql AS $$
DECLARE
	with_index int[];
	without int[];
	counted bigint;
	line text;
BEGIN
	indexed := false;
	PERFORM set_config('enable_seqscan', 'off', true);
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT id FROM star WHERE ' || condition LOOP
		indexed := indexed OR line ~ 'SkyScan';
	END LOOP;
	EXECUTE 'SELECT array_agg(id ORDER BY id) FROM star WHERE ' || condition INTO with_index;
	EXECUTE 'SELECT count(*) FROM star WHERE ' || condition INTO counted;
	PERFORM set_config('enable_seqscan', 'on', true);
	PERFORM set_config('pgsky.enable_skyscan', 'off', true);
	EXECUTE 'SELECT array_agg(id ORDER BY id) FROM star WHERE ' || condition INTO without;
	PERFORM set_config('pgsky.enable_skyscan', 'on', true);
	rows := coalesce(array_length(without, 1), 0);
	same := with_index IS NOT DISTINCT FROM without AND counted = rows;
END
$$;

-- Cones and distances: centres of all kinds times radii from 0 to beyond the sky.
CREATE TEMP TABLE centre AS SELECT row_number() OVER (ORDER BY lon, lat) AS c, lon, lat FROM (
	SELECT ra AS lon, dec AS lat FROM star WHERE id IN (7, 1500, 1999) OR id BETWEEN 2000 AND 9999 AND id % 37 = 0
	UNION SELECT * FROM (VALUES (0::float8, 90::float8), (77, -90), (1e300, 30), (-45, 0), (10, 20), (200, -45)) v) w;
CREATE TEMP TABLE radius AS SELECT k, r FROM unnest(ARRAY[-1, 0, 1e-12, 3e-10, 1e-7, 1e-5, 1 / 3600.0, 0.1, 1, 10, 60, 89.9, 90,
	120, 179.9999999, 180, 200, 'NaN', 'Infinity']::float8[]) WITH ORDINALITY v(r, k);
SELECT form, count(*) AS searches, count(*) * (SELECT count(*) FROM star) AS pairs, bool_and(indexed) AS indexed,
	count(*) FILTER (WHERE NOT same) AS wrong, sum(rows) AS rows
FROM (VALUES (0, 'cone', 'sky.cone(ra, dec, %1$L, %2$L, %3$L)'), (1, 'cone of the other', 'sky.cone(%1$L, %2$L, ra, dec, %3$L)'),
	(2, 'distance <', 'sky.distance(ra, dec, %1$L, %2$L) < %3$L'), (3, '>= distance', '%3$L >= sky.distance(%1$L, %2$L, ra, dec)'),
	(4, 'point', 'pos OPERATOR(sky.<->) sky.point(%1$L, %2$L) <= %3$L')) f(f, form, template),
	centre, radius, LATERAL found(format(template, lon, lat, r))
WHERE (c + k + f) % 2 = 0
GROUP BY form ORDER BY form;

-- Shapes: small and large, over poles, larger than a hemisphere, crossing themselves, thin.
CREATE TEMP TABLE shape (i int GENERATED ALWAYS AS IDENTITY, kind text, value text);
INSERT INTO shape (kind, value) SELECT 'circle', sky.circle(lon, lat, r)::text FROM centre, radius WHERE r BETWEEN 0 AND 180 AND lon < 1e10;
INSERT INTO shape (kind, value) SELECT 'box', sky.box(lon, lat, least(w, 180), least(w * f, 180))::text
	FROM centre, unnest(ARRAY[0, 1e-6, 0.5, 20, 180]) w, unnest(ARRAY[0.01, 3]) f;
INSERT INTO shape (kind, value) VALUES ('polygon', '10 20 10 20 10 20'), ('polygon', '10 20 11 20 10 20'), ('polygon', '0 80 120 80 240 80'),
	('polygon', '0 -80 120 -80 240 -80'), ('polygon', '0 0 120 0 240 0'), ('polygon', '0 1 120 1 240 1'),
	('polygon', '0 -1 120 -1 240 -1'), ('polygon', '0 0 90 0 180 0 270 0'), ('polygon', '0 0 20 20 20 0 0 20'),
	('polygon', '0 0 10 0 10 10 5 5 0 10'), ('polygon', '0 0 10 0 10 10 0 10 0 0 5 5'), ('polygon', '359 -1 1 -1 1 1 359 1'),
	('polygon', '200 -45 201 -45 200 -44'), ('polygon', '0 0 100 0.001 200 0'), ('polygon', '45 0 135 0 135 90 45 90'),
	('polygon', '9.9999 19.9999 10.0001 19.9999 10.0001 20.0001 9.9999 20.0001');
INSERT INTO shape (kind, value) SELECT 'polygon', (SELECT string_agg((lon + s * (1 + 0.5 * (k % 2)) * cos(k) / cos(radians(lat * 0.9))) || ' ' ||
		greatest(-90, least(90, lat + s * (1 + 0.5 * (k % 2)) * sin(k))), ' ' ORDER BY k) FROM generate_series(0.0, 6.2, 0.3) k)
	FROM centre, unnest(ARRAY[1e-6, 0.01, 1, 20]) s WHERE lon < 1e10;
INSERT INTO shape (kind, value) SELECT 'point', lon || ' ' || lat FROM centre;
INSERT INTO shape (kind, value) SELECT 'moc', value FROM unnest(ARRAY['5/', '0/0-11', '0/4 6', '3/5 7 100-200 8/', '29/0 100 3458764513820540927',
	sky.moc(sky.circle(10, 20, 5), 7)::text, sky.moc(sky.circle(10, 20, 1e-6), 29)::text, sky.moc(sky.polygon(0, 80, 120, 80, 240, 80), 9)::text,
	sky.complement(sky.moc(sky.circle(200, -45, 1), 6))::text, sky.moc(sky.point(200, -45), 29)::text]) value, generate_series(1, 3);
INSERT INTO shape (kind, value) SELECT 'region', value FROM unnest(ARRAY['Not (Circle 10 20 30)', 'Not (Circle 200 -45 0)', 'AllSky',
	'Union (Circle 10 20 5 Box 200 -45 3 3 Polygon 0 80 120 80 240 80)', 'Difference (Circle 10 20 20 Circle 10 20 0.001)',
	'Intersection (Circle 10 20 20 Not (Box 10 20 1 1) Not (Polygon 0 0 20 20 20 0))', 'Range 350 10 -5 5', 'Range 0 360 80 90',
	'Union (Position 10 20 Position 200 -45 Position 0 90)', 'Not (Union (Circle 10 20 90 Circle 190 -20 89.9999))']) value, generate_series(1, 3);
SELECT kind, form, count(*) AS searches, count(*) * (SELECT count(*) FROM star) AS pairs, bool_and(indexed) AS indexed,
	count(*) FILTER (WHERE NOT same) AS wrong, sum(rows) AS rows
FROM shape, (VALUES (0, 'inside', 'sky.inside(ra, dec, %1$L::sky.%2$s)'), (1, '<@', 'pos OPERATOR(sky.<@) %1$L::sky.%2$s'),
	(2, '&&', '%1$L::sky.%2$s OPERATOR(sky.&&) pos')) f(f, form, template), LATERAL found(format(template, value, kind))
WHERE (i + f) % 3 = 0 AND NOT (kind = 'point' AND form = 'inside')
GROUP BY kind, form ORDER BY kind, form;

-- Conditions joined by AND and OR.
SELECT condition, indexed, same, rows FROM unnest(ARRAY[
	'sky.cone(ra, dec, 10, 20, 5) AND sky.cone(ra, dec, 13, 20, 5)',
	'sky.cone(ra, dec, 10, 20, 5) AND sky.cone(ra, dec, 100, 20, 5)',
	'sky.cone(ra, dec, 10, 20, 5) OR sky.cone(ra, dec, 13, 20, 5)',
	'sky.cone(ra, dec, 10, 20, 5) OR sky.cone(ra, dec, 200, -45, 0) OR sky.inside(ra, dec, ''0 90 3''::sky.circle)',
	'sky.cone(ra, dec, 10, 20, 5) AND id % 2 = 0',
	'sky.cone(ra, dec, 10, 20, 5) AND id % 2 = 0 OR sky.cone(ra, dec, 200, -45, 1) AND id % 3 = 0',
	'sky.cone(ra, dec, 10, 20, 5) OR id % 100 = 0',
	'sky.cone(ra, dec, 10, 20, 5) AND (sky.cone(ra, dec, 10, 20, 3) OR id % 100 = 0)',
	'sky.cone(ra, dec, 10, 20, 60) AND NOT sky.cone(ra, dec, 10, 20, 50)',
	'NOT sky.cone(ra, dec, 10, 20, 170)',
	'sky.cone(ra, dec, 10, 20, 5) IS TRUE',
	'sky.cone(ra, dec, 10, 20, NULL)',
	'sky.cone(ra, dec, 10, 20, 2) OR sky.cone(ra, dec, 10, 20, NULL)',
	'sky.distance(ra, dec, 10, 20) BETWEEN 1 AND 20',
	'sky.distance(ra, dec, 10, 20) < 1::real',
	'sky.distance(ra, dec, 10, 20) <= ''NaN'' OR sky.cone(ra, dec, 0, 0, 1)',
	'sky.distance(ra, dec, 10, 20) <= ''NaN'' AND sky.cone(ra, dec, 0, 0, 30)',
	'sky.cone(ra, dec, ra, 20, 5)',
	'sky.point(ra, dec) OPERATOR(sky.<@) ''10 20 5''::sky.circle AND id < 10000',
	'sky.point(10, 20) OPERATOR(sky.<@) sky.circle(pos, 5)',
	'sky.inside(10, 20, sky.circle(ra, dec, 5)) AND abs(dec) <= 90 AND ra < ''Infinity'' AND ra > ''-Infinity''']) condition, found(condition);
DROP FUNCTION found;

-- Nearest first, as far as the last, those without a place: the same distances as by sorting.
CREATE FUNCTION nearest(condition text, distance text, wanted int, OUT same bool, OUT indexed bool) LANGUAGE plpgsql AS $$
DECLARE
	query text := format('SELECT array_agg(d) FROM (SELECT %s AS d FROM star WHERE %s ORDER BY 1 LIMIT %s) v', distance, condition, wanted);
	with_index float8[];
	without float8[];
	line text;
BEGIN
	indexed := false;
	PERFORM set_config('enable_sort', 'off', true);
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		indexed := indexed OR line ~ 'Order By';
	END LOOP;
	EXECUTE query INTO with_index;
	PERFORM set_config('enable_sort', 'on', true);
	PERFORM set_config('pgsky.enable_skyscan', 'off', true);
	EXECUTE query INTO without;
	PERFORM set_config('pgsky.enable_skyscan', 'on', true);
	same := with_index IS NOT DISTINCT FROM without;
END
$$;
SELECT wanted, condition, count(*) AS searches, bool_and(indexed) AS indexed, count(*) FILTER (WHERE NOT same) AS wrong
FROM (SELECT lon, lat FROM centre UNION VALUES ('NaN'::float8, 0::float8), (0, 'Infinity')) c, unnest(ARRAY[1, 10, 400, 5000]) wanted,
	unnest(ARRAY['true', 'id % 5 = 0', 'sky.cone(ra, dec, 10, 20, 50)', 'sky.distance(ra, dec, 10, 20) <= ''NaN''']) condition,
	LATERAL nearest(condition, format('sky.distance(ra, dec, %L, %L)', lon, lat), wanted)
GROUP BY 1, 2 ORDER BY 1, 2;
SELECT count(*) AS searches, bool_and(indexed) AS indexed, count(*) FILTER (WHERE NOT same) AS wrong
FROM centre, unnest(ARRAY[1, 20]) wanted,
	LATERAL nearest('pos IS NOT NULL', format('pos OPERATOR(sky.<->) sky.point(%L, %L)', lon, lat), wanted);
-- Without a centre nothing is nearest; rings are made narrower where many rows are at one distance.
PREPARE anywhere(float8) AS SELECT count(*) FROM (SELECT FROM star ORDER BY sky.distance(ra, dec, $1, 0) LIMIT 10) v;
SET plan_cache_mode = force_generic_plan;
EXECUTE anywhere(NULL);
SET work_mem = '64kB';
SELECT * FROM nearest('true', 'sky.distance(ra, dec, 200, -45)', 2000), nearest('true', 'sky.distance(ra, dec, 200, -45.001)', 2000) again;
RESET work_mem;
RESET plan_cache_mode;
DROP FUNCTION nearest;
DROP TABLE star;
