-- MOCs: text and binary forms, from shapes and ranges of keys, operations, relations.
SET search_path = public, sky;
SET extra_float_digits = 0;
\set VERBOSITY default
SELECT '1/1 2 4 2/12-14 21 23 25 8/'::sky.moc AS ascii, '{"1":[1,2,4],"8":[]}'::sky.moc AS json,
	's3/5,6,7 4/'::sky.moc AS commas, '5/'::sky.moc AS nothing, sky.moc('2/0-3') AS merged;
SELECT '1/48'::sky.moc;
SELECT '30/1'::sky.moc;
SELECT 't61/1'::sky.moc;
SELECT '1/5-'::sky.moc;
SELECT ''::sky.moc;

-- From shapes: all cells that they meet.
SELECT sky.moc(sky.circle(10, 20, 1), 6), sky.moc(sky.point(10, 20), 29), sky.moc(sky.box(10, 20, 1, 1), 5),
	sky.moc(sky.polygon(0, 0, 4, 0, 0, 4), 4), sky.moc(sky.region('range 350 10 -5 5'), 3);
SELECT sky.moc(sky.circle(10, 20, 1), 30);
SELECT o AS hpx_order, sky.cells(sky.moc(sky.circle(10, 20, 1), o)) AS cells,
	round(sky.area(sky.moc(sky.circle(10, 20, 1), o))::numeric, 4) AS area FROM generate_series(6, 12, 2) o;
SELECT count(*), count(*) FILTER (WHERE sky.inside(lon, lat, m)) AS inside, count(*) FILTER (WHERE sky.inside(lon, lat, c)) AS disc,
	count(*) FILTER (WHERE sky.inside(lon, lat, c) AND NOT sky.inside(lon, lat, m)) AS missed
	FROM (VALUES (sky.circle(359.5, 80, 1))) v(c), sky.moc(c, 9) m, generate_series(350, 370, 0.05) lon, generate_series(78, 82, 0.05) lat;

-- From and to ranges of sky.key.
SELECT '2/5-7'::sky.moc::int8multirange, '{[0,4),[16,20)}'::int8multirange::sky.moc, '{}'::int8multirange::sky.moc;
SELECT '{[0,)}'::int8multirange::sky.moc;
SELECT '{[-1,5)}'::int8multirange::sky.moc;
SELECT sky.moc(range_agg(int8range(lo, hi, '[]'))) @> sky.circle(10, 20, 0.01) AS covers FROM sky.cover(sky.circle(10, 20, 0.01));
SELECT sky.key(10, 20) <@ sky.moc(sky.circle(10, 20, 1), 8)::int8multirange AS holds;

-- Operations and measures.
SELECT '1/1 2 4'::sky.moc + '3/0-5' AS "union", '1/1 2 4'::sky.moc * '2/4' AS intersection, '1/1 2 4'::sky.moc - '2/4' AS difference,
	sky.complement('1/1-47'::sky.moc), sky.degrade('8/100-200 300', 3);
SELECT sky.area('0/0-11'::sky.moc) AS sky, sky.area('5/'::sky.moc) AS nothing, sky.max_order('1/1 8/'), sky.cells('1/1 8/'::sky.moc);
SELECT sky.centroid('0/4'::sky.moc) OPERATOR(sky.<->) '0 0' < 1e-9 AS face, sky.centroid('5/'::sky.moc) AS nothing;

-- Relations.
CREATE TEMP TABLE coverage (id int, m sky.moc);
INSERT INTO coverage VALUES (1, sky.moc(sky.circle(10, 20, 1), 9)), (2, sky.moc(sky.circle(10, 20, 3), 7)), (3, '3/'), (4, '0/0-11');
SELECT a.id, b.id, a.m <@ b.m AS in, a.m @> b.m AS over, a.m && b.m AS meets FROM coverage a, coverage b ORDER BY 1, 2;
SELECT id, sky.point(10, 20) <@ m AS p, sky.circle(10, 20, 1) <@ m AS c, sky.box(10, 20, 5, 5) <@ m AS b, sky.region('AllSky') <@ m AS r,
	m <@ sky.circle(10, 20, 2) AS within, m && sky.polygon(12, 20, 14, 20, 14, 24) AS meets, m && sky.circle(10, 24, 0.5) AS far
	FROM coverage ORDER BY id;
SELECT id, sky.inside(10, 20, m) AS inside, sky.inside('NaN', 0, m) AS nan, sky.inside(0, 91, m) AS no_latitude FROM coverage ORDER BY id;

-- Values: DISTINCT, GROUP BY, sorting, joins; equal are the same cells of the same order.
SELECT '1/1'::sky.moc = '2/4-7 1/' AS finer, '1/1 2/'::sky.moc = '2/4-7' AS same, '1/1'::sky.moc < '1/2' AS less;
INSERT INTO coverage SELECT id + 10, m FROM coverage;
SELECT count(DISTINCT m), count(*) FROM coverage;
SELECT count(*) FROM coverage a JOIN coverage b USING (m);
SET enable_sort = off;
SELECT m, count(*) FROM coverage WHERE sky.cells(m) < 20 GROUP BY m ORDER BY m;
RESET enable_sort;

-- recv(send(x)) = x and in(out(x)) = x.
CREATE TEMP TABLE random_moc AS
	SELECT i, sky.moc(sky.circle(random() * 360, random() * 180 - 90, random() * 20), i % 8) +
		sky.moc(sky.point(random() * 360, random() * 180 - 90), i % 30) AS m
	FROM (SELECT setseed(0.5)) s, generate_series(1, 500) i;
CREATE TEMP TABLE received (LIKE random_moc);
\copy random_moc to 'results/geo_mocs.data' (format binary)
\copy received from 'results/geo_mocs.data' (format binary)
SELECT count(*), count(*) FILTER (WHERE a.m = b.m AND sky.moc_send(a.m) = sky.moc_send(b.m)) AS binary,
	count(*) FILTER (WHERE a.m = a.m::text::sky.moc) AS text,
	count(*) FILTER (WHERE a.m::int8multirange = sky.degrade(a.m::int8multirange::sky.moc, 29)::int8multirange) AS ranges
	FROM random_moc a JOIN received b USING (i);
-- Binary input is checked.
CREATE TEMP TABLE sent (b bytea);
CREATE TEMP TABLE moc_received (m sky.moc);
INSERT INTO sent VALUES ('\x0000001d' || '\x00000001'::bytea || int8send(5) || int8send(5));
\copy sent to 'results/geo_mocs.data' (format binary)
\copy moc_received from 'results/geo_mocs.data' (format binary)
UPDATE sent SET b = '\x00000005' || '\x00000001'::bytea || int8send(0) || int8send(4);
\copy sent to 'results/geo_mocs.data' (format binary)
\copy moc_received from 'results/geo_mocs.data' (format binary)
UPDATE sent SET b = '\x0000001e' || '\x00000000'::bytea;
\copy sent to 'results/geo_mocs.data' (format binary)
\copy moc_received from 'results/geo_mocs.data' (format binary)
UPDATE sent SET b = '\x0000001d' || '\x7fffffff'::bytea;
\copy sent to 'results/geo_mocs.data' (format binary)
\copy moc_received from 'results/geo_mocs.data' (format binary)
DROP TABLE sent, moc_received, received, random_moc, coverage;

-- Kept out of line.
CREATE TEMP TABLE stored (m sky.moc);
ALTER TABLE stored ALTER m SET STORAGE external;
INSERT INTO stored VALUES (sky.moc(sky.circle(10, 20, 5), 12)), (sky.moc(sky.circle(20, 20, 5), 12));
SELECT count(*) FILTER (WHERE sky.inside(lon, 20, m)), count(*) FROM stored, generate_series(0, 30, 0.5) lon;
DROP TABLE stored;

-- A narrow range lies on one side of the sky: nothing of it is at 180 degrees.
SELECT east, sky.intersects('2/109 111'::sky.moc, r) AS far, sky.intersects('0/4'::sky.moc, r) AS near, sky.contains(sky.moc(r, 5), '0/0 4-5 8'::sky.moc) AS here,
		sky.intersects(sky.moc(r, 3), '0/2 6 10'::sky.moc) AS there
	FROM unnest(ARRAY[0.0051, 0.006, 0.03, 0.3, 3, 30]) east, LATERAL (SELECT format('Range 0.005 %s 13 25', east)::sky.region AS r) v;
