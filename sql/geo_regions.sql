-- Regions: text and binary forms, casts, operations, relations, measures.
SET search_path = public, sky;
SET extra_float_digits = 0;
\set VERBOSITY default
SELECT 'Union ICRS (Circle 10 20 1 Polygon 1 2 3 4 5 7 Not (Box 1 2 3 4))'::sky.region;
SELECT 'circle 10 20 1 range 350 10 -5 5'::sky.region AS dali, 'Intersection(Circle 1 2 3, AllSky)'::sky.region AS commas;
SELECT 'Circle GALACTIC 0 0 1'::sky.region AS galactic, 'Circle FK5 1 2 3 unit deg'::sky.region AS fk5;
SELECT sky.region('Circle ICRS 10 20 1') = 'circle(10, 20, 1)' AS same;
SELECT ''::sky.region;
SELECT 'Ellipse ICRS 1 2 3 4 5'::sky.region;
SELECT 'Circle FK4 1 2 3'::sky.region;
SELECT 'Union (Circle 1 2 3'::sky.region;
SELECT '1 2 3'::sky.region;
SELECT repeat('Not (', 40)::sky.region;

-- From and to the other shapes.
SELECT sky.region(sky.point(1, 2)), sky.region(sky.circle(1, 2, 3)), sky.region(sky.box(1, 2, 3, 4)),
	sky.region(sky.polygon(1, 2, 3, 4, 5, 7));
SELECT 'Position 1 2'::sky.region::sky.point, 'Circle 1 2 3'::sky.region::sky.circle,
	'Box 1 2 3 4'::sky.region::sky.box, 'Polygon 1 2 3 4 5 7'::sky.region::sky.polygon;
SELECT 'Union (Circle 1 2 3 Circle 4 5 6)'::sky.region::sky.circle;
CREATE TEMP TABLE footprint (id int, region sky.region);
INSERT INTO footprint VALUES (1, sky.circle(10, 20, 1)), (2, sky.polygon(0, 0, 4, 0, 0, 4)), (3, 'Not (Circle 10 20 1)');

-- Operations.
SELECT sky.circle(1, 2, 3) + sky.box(4, 5, 6, 7) AS "union", sky.circle(1, 2, 3) * sky.box(4, 5, 6, 7) AS intersection,
	sky.circle(1, 2, 3) - sky.box(4, 5, 6, 7) AS difference, sky.complement(sky.circle(1, 2, 3));
SELECT region + region + region FROM footprint WHERE id = 1;
SELECT (sky.circle(1, 2, 3) - sky.circle(1, 2, 1)) - sky.circle(2, 2, 1) AS twice_less;

-- Relations: with its boundary a shape is closed, its complement is not.
SELECT id, sky.inside(10, 21, region) AS rim, sky.inside(10, 21.0000001, region) AS outside,
	sky.inside('NaN', 0, region) AS nan, sky.inside(0, 91, region) AS no_latitude FROM footprint ORDER BY id;
SELECT a.id, b.id, sky.contains(a.region, b.region), a.region <@ b.region AS in, a.region @> b.region AS over,
	sky.covers(a.region, b.region), a.region && b.region AS meets, sky.intersects(b.region, a.region) AS met
	FROM footprint a, footprint b ORDER BY 1, 2;
SELECT sky.point(10, 21) <@ region AS p, sky.circle(10, 20, 1) <@ region AS c, sky.box(10, 20, 1, 1) <@ region AS b,
	sky.polygon(10, 20, 11, 20, 10, 21) && region AS g, region @> sky.point(10, 20) AS over FROM footprint ORDER BY id;
SELECT sky.contains(sky.circle(0, 0, 2), sky.circle(-1, 0, 2) + sky.circle(1, 0, 2)) AS across,
	sky.contains(sky.circle(0, 0, 1.5), sky.circle(-1, 0, 2) + sky.circle(1, 0, 2)) AS within;

-- Measures.
SELECT id, round(sky.area(region)::numeric, 9) AS area, round(sky.coord1(c)::numeric, 9) AS lon, round(sky.coord2(c)::numeric, 9) AS lat
	FROM footprint, sky.centroid(region) AS c ORDER BY id;
SELECT round((sky.area(a + b) + sky.area(a * b) - sky.area(a) - sky.area(b))::numeric, 12) AS nothing,
	round((sky.area(a - b) + sky.area(a * b) - sky.area(a))::numeric, 12) AS nothing
	FROM (VALUES (sky.region('Circle 10 20 1'), sky.region('Polygon 10 20 13 20 13 23'))) v(a, b);
SELECT sky.area(sky.region('AllSky')) AS sky, sky.area(sky.region('range 0 90 0 90')) AS octant,
	sky.area(sky.region('Position 1 2')) AS place;

-- Values: DISTINCT, GROUP BY, sorting, joins.
INSERT INTO footprint SELECT id + 10, region FROM footprint;
SELECT count(DISTINCT region) FROM footprint;
SELECT region, count(*) FROM footprint GROUP BY region ORDER BY region;
SELECT count(*) FROM footprint a JOIN footprint b USING (region);

-- recv(send(x)) = x and in(out(x)) = x.
CREATE TEMP TABLE random_region AS
	SELECT i, sky.circle(lon, lat, size) + sky.box(lon, lat, size, 180 - size) -
		sky.polygon(lon, lat, lon + 10, lat / 2, lon - 10, lat / 3) * sky.complement(sky.point(lon, lat)) AS r
	FROM (SELECT i, (random() - 0.5) * power(10, (i % 600) - 300) AS lon,
			(random() - 0.5) * power(10, -(i % 300)) * 180 AS lat,
			random() * power(10, -(i % 300)) * 180 AS size
		FROM (SELECT setseed(0.25)) s, generate_series(1, 3000) i) r;
CREATE TEMP TABLE received (LIKE random_region);
\copy random_region to 'results/geo_regions.data' (format binary)
\copy received from 'results/geo_regions.data' (format binary)
SELECT count(*), count(*) FILTER (WHERE a.r = b.r AND sky.region_send(a.r) = sky.region_send(b.r)) AS binary,
	count(*) FILTER (WHERE a.r = a.r::text::sky.region) AS text FROM random_region a JOIN received b USING (i);
-- Binary input is checked like text.
CREATE TEMP TABLE sent (b bytea);
CREATE TEMP TABLE region_received (r sky.region);
INSERT INTO sent VALUES ('\x00000005' || float8send(2) || float8send(3) || float8send(10) || float8send(91) || float8send(1));
\copy sent to 'results/geo_regions.data' (format binary)
\copy region_received from 'results/geo_regions.data' (format binary)
UPDATE sent SET b = '\x00000002' || float8send(7) || float8send(5);
\copy sent to 'results/geo_regions.data' (format binary)
\copy region_received from 'results/geo_regions.data' (format binary)
UPDATE sent SET b = '\x00000002' || float8send(2) || float8send('NaN');
\copy sent to 'results/geo_regions.data' (format binary)
\copy region_received from 'results/geo_regions.data' (format binary)
UPDATE sent SET b = '\x7fffffff' || float8send(2);
\copy sent to 'results/geo_regions.data' (format binary)
\copy region_received from 'results/geo_regions.data' (format binary)
DROP TABLE sent, region_received, received, random_region;

-- Kept out of line, fetched once for all rows.
CREATE TEMP TABLE stored (r sky.region);
ALTER TABLE stored ALTER r SET STORAGE external;
INSERT INTO stored SELECT ('Union (' || string_agg(format('Circle %s %s 0.1', i % 100, i / 100 - 5), ' ') || ')')::sky.region
	FROM generate_series(0, 999) i;
SELECT count(*) FILTER (WHERE sky.inside(lon, lat, r)), count(*) FROM stored, generate_series(0, 99, 0.5) lon, generate_series(-5, 4, 0.5) lat;
SELECT round(sky.area(r)::numeric, 6) AS area, r <@ r AS in_itself FROM stored;
INSERT INTO stored SELECT sky.complement(r) FROM stored;
SELECT count(*) FILTER (WHERE sky.inside(lon, 0, r)), count(*) FROM stored, generate_series(0, 99, 0.5) lon;
DROP TABLE stored, footprint;

-- In ADQL a region is a geometry like others.
SELECT sky.adql_to_sql('SELECT TOP 1 REGION(''Circle ICRS 1 2 3'') AS r FROM tap_schema.tables');
