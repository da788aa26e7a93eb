-- The sky types: text and binary forms, constructors, casts, and what they refuse.
\set VERBOSITY default
SELECT '10.5 -20'::sky.point, '10.5,-20'::sky.point, '(10.5, -20)'::sky.point,
	'Position ICRS 10.5 -20'::sky.point;
SELECT '10.5 -20 1'::sky.circle, 'CIRCLE ICRS TOPOCENTER 10.5 -20 1'::sky.circle,
	'circle(10.5, -20, 1)'::sky.circle;
SELECT 'Box 10 20 3 4'::sky.box, '{10 20 3 4}'::sky.box;
SELECT 'POLYGON ICRS 10 20 30 20 20 30'::sky.polygon,
	'((10,20),(30,20),(20,30))'::sky.polygon;
-- Every number comes back as it went in.
SELECT '0.1 -0'::sky.point, '1e300 4.9e-324'::sky.point, '-370.00000000000001 89.99999999999999'::sky.point;
SELECT sky.point(10, 20), sky.circle(10, 20, 0.5), sky.circle(sky.point(10, 20), 0.5),
	sky.box(10, 20, 2, 1), sky.box(sky.point(10, 20), 2, 1);
SELECT sky.polygon(10, 20, 30, 20, 20, 30),
	sky.polygon(sky.point(10, 20), sky.point(30, 20), sky.point(20, 30));
SELECT sky.coord1(p), sky.coord2(p), sky.radius(sky.circle(p, 3)), sky.width(sky.box(p, 3, 4)),
	sky.height(sky.box(p, 3, 4)), sky.vertices('1 2 3 4 5 7')
	FROM (VALUES (sky.point(1, 2))) v(p);
SELECT '{1,2}'::float8[]::sky.point, '{1,2,3}'::float8[]::sky.circle, '{1,2,3,4}'::float8[]::sky.box,
	'{1,2,3,4,5,7}'::float8[]::sky.polygon;
SELECT '1 2'::sky.point::float8[], '1 2 3'::sky.circle::float8[], '1 2 3 4'::sky.box::float8[],
	'1 2 3 4 5 7'::sky.polygon::float8[], '1 2'::sky.point::text;

-- Refused, with a word on what to do.
SELECT ''::sky.point;
SELECT '10'::sky.point;
SELECT '10 20 30'::sky.point;
SELECT '10 91'::sky.point;
SELECT 'nan 1'::sky.point;
SELECT '1e400 1'::sky.point;
SELECT '0x10 1'::sky.point;
SELECT '10,,20'::sky.point;
SELECT '10 20,'::sky.point;
SELECT '(10 20]'::sky.point;
SELECT '(10 20'::sky.point;
SELECT '10 Größe'::sky.point;
SELECT 'Circle ICRS 10 20 1'::sky.point;
SELECT 'Circle GALACTIC 10 20 1'::sky.circle;
SELECT '10 20 -1'::sky.circle;
SELECT '10 20 180.5'::sky.circle;
SELECT '10 20 181 1'::sky.box;
SELECT '1 2 3 4'::sky.polygon;
SELECT '1 2 3 4 5'::sky.polygon;
SELECT '1 2 3 4 5 95'::sky.polygon;
SELECT '0 0 180 0 90 45'::sky.polygon;
SELECT repeat('1 2 ', 10001)::sky.polygon;
SELECT sky.point('NaN', 0);
SELECT sky.point('Infinity', 0);
SELECT sky.circle(0, 0, 'NaN');
SELECT sky.polygon(1, 2, 3, 4);
SELECT ARRAY[1, NULL]::float8[]::sky.point;
SELECT '{}'::float8[]::sky.polygon;

-- text::T = x and recv(send(x)) = x for random bits: whole range of doubles.
CREATE TEMP TABLE random_shape AS
	SELECT i, sky.point(lon, lat) AS p, sky.circle(lon, lat, size) AS c,
		sky.box(lon, lat, size, 180 - size) AS b,
		sky.polygon(lon, lat, lon + 10, lat / 2, lon - 10, lat / 3) AS g
	FROM (SELECT i, (random() - 0.5) * power(10, (i % 600) - 300) AS lon,
			(random() - 0.5) * power(10, -(i % 300)) * 180 AS lat,
			random() * power(10, -(i % 300)) * 180 AS size
		FROM (SELECT setseed(0.25)) s, generate_series(1, 20000) i) r;
SELECT count(*) FROM random_shape
	WHERE p::text::sky.point::text <> p::text OR float8send(sky.coord1(p)) <> float8send(sky.coord1(p::text::sky.point))
		OR sky.point_send(p) <> sky.point_send(p::text::sky.point)
		OR sky.circle_send(c) <> sky.circle_send(c::text::sky.circle)
		OR sky.box_send(b) <> sky.box_send(b::text::sky.box)
		OR sky.polygon_send(g) <> sky.polygon_send(g::text::sky.polygon);
CREATE TEMP TABLE received (LIKE random_shape);
\copy random_shape to 'results/geo_types.data' (format binary)
\copy received from 'results/geo_types.data' (format binary)
SELECT count(*), count(*) FILTER (WHERE sky.point_send(r.p) = sky.point_send(s.p)
		AND sky.circle_send(r.c) = sky.circle_send(s.c) AND sky.box_send(r.b) = sky.box_send(s.b)
		AND sky.polygon_send(r.g) = sky.polygon_send(s.g)) AS same
	FROM received r JOIN random_shape s USING (i);
DROP TABLE received, random_shape;

-- Binary input is checked like text: bytes sent as bytea are read as a shape.
CREATE TEMP TABLE sent (b bytea);
CREATE TEMP TABLE point_received (p sky.point);
CREATE TEMP TABLE polygon_received (g sky.polygon);
INSERT INTO sent VALUES (float8send(10) || float8send(91));
\copy sent to 'results/geo_types.data' (format binary)
\copy point_received from 'results/geo_types.data' (format binary)
UPDATE sent SET b = float8send(10) || float8send('NaN');
\copy sent to 'results/geo_types.data' (format binary)
\copy point_received from 'results/geo_types.data' (format binary)
UPDATE sent SET b = float8send(10);
\copy sent to 'results/geo_types.data' (format binary)
\copy point_received from 'results/geo_types.data' (format binary)
UPDATE sent SET b = '\x7fffffff' || float8send(10);
\copy sent to 'results/geo_types.data' (format binary)
\copy polygon_received from 'results/geo_types.data' (format binary)
UPDATE sent SET b = '\xffffffff' || float8send(10);
\copy sent to 'results/geo_types.data' (format binary)
\copy polygon_received from 'results/geo_types.data' (format binary)
UPDATE sent SET b = '\x00000002' || float8send(1) || float8send(2) || float8send(3) || float8send(4);
\copy sent to 'results/geo_types.data' (format binary)
\copy polygon_received from 'results/geo_types.data' (format binary)
DROP TABLE sent, point_received, polygon_received;
