-- Whatever the shapes and however they are related, an index on a column of shapes finds
-- what a scan of the table finds.
SET search_path = public, sky;

-- Shapes where it is hard: poles, the meridian of 0, longitudes beyond a turn, the axes,
-- from a microarcsecond to the whole sky, larger than a hemisphere, crossing themselves,
-- of one place; regions that are empty or all of the sky but a hole; and NULL.
CREATE TEMP TABLE centre AS SELECT row_number() OVER (ORDER BY lon, lat) AS c, lon, lat FROM (
	SELECT 360 * (i * 0.6180339887498949 % 1), degrees(asin(2 * (i + 0.5) / 80 - 1)) FROM generate_series(0, 79) i
	UNION SELECT * FROM (VALUES (0::float8, 90::float8), (77, -90), (0, 89.999), (0, 0), (359.9999999, 1e-7),
		(90, 0), (180, 0), (-90, 1e-9), (730, 45), (1e300, 30), (10, 20), (10.01, 20.01), (10, 20.3)) v) w(lon, lat);
CREATE TEMP TABLE size AS SELECT k, s FROM unnest(ARRAY[0, 1e-9, 1e-5, 0.01, 0.3, 5, 60, 90, 179.9]::float8[]) WITH ORDINALITY v(s, k);
CREATE TABLE footprint (id int GENERATED ALWAYS AS IDENTITY, p sky.point, c sky.circle, b sky.box, g sky.polygon, r sky.region, m sky.moc);
INSERT INTO footprint (p, c, b, g) SELECT sky.point(lon, lat), sky.circle(lon, lat, s), sky.box(lon, lat, s, least(180, s * (1 + c % 3))),
		(SELECT sky.polygon(VARIADIC array_agg(v)) FROM generate_series(0, 2 + c % 4) i, unnest(ARRAY[
			lon + least(s, 35) * (1 + (i + c) % 2) * cosd((1 + c % 2) * i * 360 / (3 + c % 4)) / greatest(0.3, cosd(lat)),
			greatest(-90, least(90, lat + least(s, 35) * sind((1 + c % 2) * i * 360 / (3 + c % 4))))]) v)
	FROM centre, size WHERE lon < 1e10 ORDER BY c, k;
INSERT INTO footprint (c, g) VALUES ('0 0 180', '0 80 120 80 240 80'), ('1e300 30 3', '0 -80 120 -80 240 -80'), (NULL, '0 1 120 1 240 1'),
	('0 90 1', '0 -1 120 -1 240 -1'), ('0 -90 1', '0 0 90 0 180 0 270 0'), ('0 90 90', '0 0 100 0.001 200 0'), (NULL, NULL),
	('0 0 0', '45 0 135 0 135 90 45 90'), ('0 0 1e-12', '359 -1 1 -1 1 1 359 1');
UPDATE footprint SET r = CASE id % 6 WHEN 0 THEN g WHEN 1 THEN region(c) + region(b) WHEN 2 THEN region(c) * region(g)
	WHEN 3 THEN region(b) - region(c) WHEN 4 THEN region(g) - region(c) ELSE region(p) END;
UPDATE footprint SET m = CASE WHEN radius(c) < 0.1 THEN moc(c, 12 + id % 4) WHEN radius(c) < 10 THEN moc(c, 6) ELSE moc(c, 2) END;
INSERT INTO footprint (r) VALUES ('NOT (Circle 10 20 30)'), ('Difference (Circle 10 20 1 Circle 10 20 1.5)'), ('Range 350 10 -10 80'),
	('Range 9.9 10.1 19.9 20.1'), ('Intersection (Circle 0 0 1 Circle 2 0 1)'), ('Intersection (Circle 0 0 1 Circle 90 0 1)'), ('AllSky');
INSERT INTO footprint (m) VALUES ('5/'), ('0/0-11'), ('29/3458764513820540927'), ('5/1000-1100 7/4'), ('3/1 29/0');
ANALYZE footprint;
SELECT count(*), count(p) AS p, count(c) AS c, count(b) AS b, count(g) AS g, count(r) AS r, count(m) AS m FROM footprint;

-- Which rows meet a condition, by the index and without; how they are found.
CREATE FUNCTION found(condition text, OUT same bool, OUT rows bigint, OUT indexed bool) LANGUAGE plpgsql AS $$
DECLARE
	with_index int[];
	without int[];
	line text;
BEGIN
	indexed := false;
	PERFORM set_config('enable_seqscan', 'off', true);
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT id FROM footprint WHERE ' || condition LOOP
		indexed := indexed OR line ~ 'Index Cond';
	END LOOP;
	EXECUTE 'SELECT array_agg(id ORDER BY id) FROM footprint WHERE ' || condition INTO with_index;
	PERFORM set_config('enable_seqscan', 'on', true);
	PERFORM set_config('enable_indexscan', 'off', true);
	PERFORM set_config('enable_bitmapscan', 'off', true);
	EXECUTE 'SELECT array_agg(id ORDER BY id) FROM footprint WHERE ' || condition INTO without;
	PERFORM set_config('enable_indexscan', 'on', true);
	PERFORM set_config('enable_bitmapscan', 'on', true);
	rows := coalesce(array_length(without, 1), 0);
	same := with_index IS NOT DISTINCT FROM without;
END
$$;
CREATE TEMP TABLE condition AS SELECT id AS i, form, "column", format(template, "column", value, type) AS condition
	FROM (VALUES (0, '<@', '%1$I <@ %2$L::sky.%3$I'), (1, '@>', '%1$I @> %2$L::sky.%3$I'), (2, '&&', '%1$I && %2$L::sky.%3$I'),
		(3, 'contains', 'contains(%2$L::sky.%3$I, %1$I)'), (4, 'covers', 'covers(%2$L::sky.%3$I, %1$I)'), (5, 'intersects', 'intersects(%2$L::sky.%3$I, %1$I)')) f(f, form, template),
	unnest(ARRAY['p', 'c', 'b', 'g', 'r', 'm']) WITH ORDINALITY u("column", k),
	(SELECT id, 'point', p::text FROM footprint UNION ALL SELECT id, 'circle', c::text FROM footprint
		UNION ALL SELECT id, 'box', b::text FROM footprint UNION ALL SELECT id, 'polygon', g::text FROM footprint
		UNION ALL SELECT id, 'region', r::text FROM footprint UNION ALL SELECT id, 'moc', m::text FROM footprint) v(id, type, value)
	WHERE (id + f + k) % 151 = 0 AND value IS NOT NULL;
INSERT INTO condition SELECT row_number() OVER (), 'inside', "column", format('inside(%L::float8, %L::float8, %I)', lon, lat, "column") FROM unnest(ARRAY['c', 'b', 'g', 'r', 'm']) "column",
	(SELECT lon, lat FROM centre UNION SELECT * FROM (VALUES ('NaN'::float8, 0::float8), (0, 'NaN'), ('Infinity', 0), (0, 90.1), (10.0001, 20.00001)) v) w(lon, lat);

-- A new index is filled in order; made with buffers or row by row it is split as it grows.
CREATE TABLE result (made text, form text, "column" text, searches bigint, pairs bigint, indexed bool, wrong bigint, rows bigint);
CREATE INDEX footprint_p ON footprint USING gist (p);
CREATE INDEX footprint_c ON footprint USING gist (c);
CREATE INDEX footprint_b ON footprint USING gist (b);
CREATE INDEX footprint_g ON footprint USING gist (g);
CREATE INDEX footprint_r ON footprint USING gist (r);
CREATE INDEX footprint_m ON footprint USING gist (m);
INSERT INTO result SELECT 'in order', form, "column", count(*), count(*) * (SELECT count(*) FROM footprint), bool_and(indexed),
	count(*) FILTER (WHERE NOT same), sum(rows) FROM condition, found(condition) GROUP BY form, "column";
DROP INDEX footprint_p, footprint_c, footprint_b, footprint_g, footprint_r, footprint_m;
CREATE INDEX ON footprint USING gist (p, c, b, g, r, m) WITH (buffering = on);
INSERT INTO result SELECT 'with buffers', form, '', count(*), count(*) * (SELECT count(*) FROM footprint), bool_and(indexed),
	count(*) FILTER (WHERE NOT same), sum(rows) FROM condition, found(condition) WHERE i % 7 = 0 GROUP BY form;
CREATE TABLE grown (LIKE footprint);
CREATE INDEX footprint_p ON grown USING gist (p);
CREATE INDEX footprint_c ON grown USING gist (c);
CREATE INDEX footprint_b ON grown USING gist (b);
CREATE INDEX footprint_g ON grown USING gist (g);
CREATE INDEX footprint_r ON grown USING gist (r);
CREATE INDEX footprint_m ON grown USING gist (m);
INSERT INTO grown SELECT * FROM footprint ORDER BY id % 17, id;
-- Half of the rows go, and come again.
DELETE FROM grown WHERE id % 2 = 0;
VACUUM grown;
INSERT INTO grown SELECT * FROM footprint WHERE id % 2 = 0;
DROP TABLE footprint;
ALTER TABLE grown RENAME TO footprint;
ANALYZE footprint;
INSERT INTO result SELECT 'row by row', form, '', count(*), count(*) * (SELECT count(*) FROM footprint), bool_and(indexed),
	count(*) FILTER (WHERE NOT same), sum(rows) FROM condition, found(condition) WHERE i % 7 = 0 GROUP BY form;
SELECT made, form, "column", searches, indexed, wrong, rows FROM result ORDER BY made, form, "column";
SELECT sum(pairs) > 500000 AS many_pairs, sum(wrong) AS wrong FROM result;

-- The operators on extents without an index mean what they do with one.
SELECT relation, "column", same, indexed, rows > 0 AS found FROM unnest(ARRAY['&&', '<@', '@>']) relation, unnest(ARRAY['p', 'c', 'b', 'g', 'r', 'm']) "column",
	found(format('%I OPERATOR(sky.%s) extent(''10 20 0.2''::sky.circle)', "column", relation));
-- Classes are complete; an index on two columns at once, on an expression, for some rows.
SELECT opcname, opcdefault, amvalidate(o.oid) AS valid FROM pg_opclass o JOIN pg_am a ON a.oid = opcmethod
	WHERE opcnamespace = 'sky'::regnamespace AND amname = 'gist' ORDER BY 1;
DROP INDEX footprint_c, footprint_g;
CREATE INDEX ON footprint USING gist (circle(coord1(p), coord2(p), 2)) WHERE id % 3 = 0;
SELECT * FROM found('id % 3 = 0 AND contains(''10 20''::sky.point, circle(coord1(p), coord2(p), 2))');
CREATE INDEX ON footprint USING gist (g, c);
SELECT * FROM found('inside(10, 20, c) AND inside(10, 20, g)');
DROP FUNCTION found;
DROP TABLE footprint, result;
