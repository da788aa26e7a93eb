-- Shapes as ranges of sky.key: what anybody can join with, without any hook.
SELECT * FROM sky.cover(sky.circle(45, 0, 0));
SELECT * FROM sky.cover(sky.circle(45, 0, 1), hpx_order => 4);
SELECT * FROM sky.cover(sky.circle(10, 20, 180));
SELECT inside, count(*) > 0 AS some, sum(hi - lo + 1) * 41252.96124941928 / (12 * 4 ^ 29) AS square_degrees
	FROM sky.cover(sky.polygon(10, 80, 130, 80, 250, 80), cells => 20) GROUP BY 1 ORDER BY 1;
-- Every star in a shape, found by ranges, and none that is not there.
CREATE TEMP TABLE star AS SELECT i, 360 * (i * 0.6180339887 % 1) AS ra, degrees(asin(2 * (i + 0.5) / 4000 - 1)) AS dec
	FROM generate_series(0, 3999) i;
CREATE INDEX ON star (sky.key(ra, dec));
SELECT name, count(*) FILTER (WHERE wanted) AS wanted, count(*) FILTER (WHERE wanted AND NOT found) AS missed,
	count(*) FILTER (WHERE inside AND NOT wanted) AS wrong
FROM (VALUES ('pole', '10 89 5'::sky.circle), ('turn', '0 0 20'), ('most', '100 -40 140')) v(name, shape), LATERAL
	(SELECT sky.inside(ra, dec, shape) AS wanted, lo IS NOT NULL AS found, coalesce(inside, false) AS inside
	 FROM star LEFT JOIN sky.cover(shape) ON sky.key(ra, dec) BETWEEN lo AND hi) w
GROUP BY 1 ORDER BY 1;
SELECT count(*) FROM sky.cover(sky.box(200, -60, 60, 30)) c JOIN star ON sky.key(ra, dec) BETWEEN lo AND hi
	WHERE inside OR sky.inside(ra, dec, sky.box(200, -60, 60, 30));
SELECT count(*) FROM star WHERE sky.inside(ra, dec, sky.box(200, -60, 60, 30));
SELECT * FROM sky.cover(sky.circle(0, 0, 1), 30);
SELECT * FROM sky.cover(sky.circle(0, 0, 1), cells => 0);
SELECT * FROM sky.cover('Union (Circle 45 0 0.001 Circle 200 40 0.001)'::sky.region, 6);
