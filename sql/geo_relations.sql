-- Relations, measures and operators of the sky types, for all pairs of types.
SET search_path = public, sky;
SET extra_float_digits = 0;
SELECT sky.distance(10, 20, 10, 21), sky.distance(sky.point(359, 0), sky.point(1, 0)),
	sky.point(0, 90) <-> sky.point(77, 89) AS operator, sky.distance('NaN', 0, 0, 0) AS nothing,
	sky.distance(0, 91, 0, 0) AS no_latitude;
SELECT sky.cone(10, 21, 10, 20, 1) AS rim, sky.cone(10, 21.0000001, 10, 20, 1) AS outside,
	sky.cone('NaN', 0, 0, 0, 180) AS nan, sky.cone(NULL, 0, 0, 0, 1) AS nothing;
SELECT sky.inside(45, 0, sky.polygon(0, 0, 90, 0, 0, 90)) AS side,
	sky.inside(0, 0, sky.box(0, 0, 1, 1)) AS box, sky.inside(10, 21, sky.circle(10, 20, 1)) AS circle,
	sky.inside('NaN', 0, sky.circle(0, 0, 180)) AS nan, sky.inside('Infinity', 0, sky.box(0, 0, 1, 1)) AS infinite;

-- One shape of each type round the same place, the later in the list the larger.
CREATE TEMP TABLE shape AS SELECT p, c, b, g FROM (VALUES
	(sky.point(359.5, 80), sky.circle(359.5, 80, 1), sky.box(359.5, 80, 3, 3),
		sky.polygon(330, 76, 20, 76, 20, 84, 330, 84))) v(p, c, b, g);
SELECT sky.contains(p, p) pp, sky.contains(p, c) pc, sky.contains(p, b) pb, sky.contains(p, g) pg,
	sky.contains(c, p) cp, sky.contains(c, c) cc, sky.contains(c, b) cb, sky.contains(c, g) cg,
	sky.contains(b, p) bp, sky.contains(b, c) bc, sky.contains(b, b) bb, sky.contains(b, g) bg,
	sky.contains(g, p) gp, sky.contains(g, c) gc, sky.contains(g, b) gb, sky.contains(g, g) gg FROM shape;
SELECT p <@ p pp, p <@ c pc, p <@ b pb, p <@ g pg, c <@ p cp, c <@ c cc, c <@ b cb, c <@ g cg,
	b <@ p bp, b <@ c bc, b <@ b bb, b <@ g bg, g <@ p gp, g <@ c gc, g <@ b gb, g <@ g gg FROM shape;
SELECT p @> p pp, p @> c pc, p @> b pb, p @> g pg, c @> p cp, c @> c cc, c @> b cb, c @> g cg,
	b @> p bp, b @> c bc, b @> b bb, b @> g bg, g @> p gp, g @> c gc, g @> b gb, g @> g gg FROM shape;
SELECT p && p pp, p && c pc, p && b pb, p && g pg, c && p cp, c && c cc, c && b cb, c && g cg,
	b && p bp, b && c bc, b && b bb, b && g bg, g && p gp, g && c gc, g && b gb, g && g gg FROM shape;
-- The same round the other side of the sky: nothing touches.
SELECT sky.intersects(f, p) OR sky.intersects(f, c) OR sky.intersects(f, b) OR sky.intersects(f, g) AS any
	FROM shape, (VALUES (sky.circle(180, -80, 5))) v(f);
SELECT sky.area(p) AS p, round(sky.area(c)::numeric, 9) AS c, round(sky.area(b)::numeric, 9) AS b,
	round(sky.area(g)::numeric, 9) AS g FROM shape;
SELECT sky.centroid(p) = p AS p, sky.centroid(c) = p AS c, sky.centroid(b) = p AS b,
	round(sky.coord1(sky.centroid(g))::numeric, 6) AS lon, round(sky.coord2(sky.centroid(g))::numeric, 6) AS lat FROM shape;
DROP TABLE shape;

-- A sky cut in eight, in either order of the vertices: every place is in one part.
CREATE TEMP TABLE octant AS
	SELECT sky.polygon(lon, 0, lon + 90, 0, 0, pole) AS g
	FROM generate_series(0, 270, 90) lon, (VALUES (90), (-90)) v(pole);
SELECT count(*), round(sum(sky.area(g))::numeric, 6) FROM octant;
SELECT parts, count(*) FROM (SELECT (SELECT count(*) FROM octant WHERE sky.inside(lon, lat, g)) AS parts
	FROM generate_series(-719.5, 720, 7) lon, generate_series(-89.5, 90, 11) lat) s GROUP BY parts;
DROP TABLE octant;

-- Values: DISTINCT, GROUP BY, joins, sorting.
CREATE TEMP TABLE value AS SELECT i, sky.point(i % 3, -(i % 2)) AS p, sky.circle(i % 3, 0, 1) AS c,
	sky.box(i % 3, 0, 1, 1) AS b, sky.polygon(i % 3, 0, 5, 0, 5, 5) AS g FROM generate_series(1, 12) i;
SELECT DISTINCT p FROM value ORDER BY p;
SELECT count(DISTINCT p) AS p, count(DISTINCT c) AS c, count(DISTINCT b) AS b, count(DISTINCT g) AS g FROM value;
SELECT g, count(*) FROM value GROUP BY g ORDER BY g;
SET enable_sort = off;
SELECT c, count(*) FROM value GROUP BY c ORDER BY c DESC;
SELECT count(*) FROM value v JOIN value w USING (p);
SELECT '0 -0'::sky.point = '0 0' AS equal, '0 0'::sky.point <> '0 1' AS different, '1 0'::sky.point > '0 9' AS greater;
CREATE UNIQUE INDEX ON value (i, g);
DROP TABLE value;
RESET enable_sort;

-- What is compressed or short in a table means the same.
CREATE TEMP TABLE stored (g sky.polygon);
INSERT INTO stored SELECT sky.polygon(VARIADIC array_agg(v ORDER BY i)) FROM
	(SELECT i, unnest(ARRAY[(i % 1000) * 0.36, 89 - i / 100000.0]) AS v FROM generate_series(0, 999) i) s;
INSERT INTO stored VALUES ('0 0 4 0 4 4');
SELECT cardinality(g::float8[]), sky.inside(0, 90, g), sky.area(g) < 4, g = g::text::sky.polygon AS same FROM stored ORDER BY 1;
DROP TABLE stored;

-- Predicates that scans use do not let values out, and run in parallel.
SELECT proname, count(*) FROM pg_proc WHERE pronamespace = 'sky'::regnamespace AND proleakproof
	AND provolatile = 'i' AND proparallel = 's' AND proisstrict
	AND proname IN ('cone', 'distance', 'inside', 'contains', 'covers', 'intersects', 'point_eq')
	GROUP BY 1 ORDER BY 1;
-- Every operator with a partner knows it.
SELECT oprname, count(*), count(NULLIF(oprcom, 0)) AS commutators, count(NULLIF(oprnegate, 0)) AS negators
	FROM pg_operator WHERE oprnamespace = 'sky'::regnamespace GROUP BY 1 ORDER BY 1;
