-- :rows footprints and 10,000 places for bench/index/shapes.
SET client_min_messages = warning;
CREATE EXTENSION pgsky;
CREATE EXTENSION pg_sphere;
CREATE SCHEMA shapes;
SET search_path = shapes, public;

-- Images of 0.1 to 1 degree, turned any way, 40 % of them in 30 clumps; one in 2500 is of
-- 10 to 90 degrees. The corner at a distance and position angle from a place, [deg].
CREATE FUNCTION corner(lon float8, lat float8, angle float8, distance float8, OUT clon float8, OUT clat float8) LANGUAGE sql IMMUTABLE AS $$
	SELECT lon + atan2d(sind(angle) * sind(distance) * cosd(lat), cosd(distance) - sind(lat) * s), asind(greatest(-1, least(1, s)))
	FROM (SELECT sind(lat) * cosd(distance) + cosd(lat) * sind(distance) * cosd(angle)) v(s)
$$;
SELECT setseed(0.42) \g /dev/null
CREATE TEMP TABLE clump AS SELECT i, 360 * random() AS lon, asind(2 * random() - 1) AS lat, 1 + 4 * random() AS size FROM generate_series(0, 29) i;
CREATE TEMP TABLE centre AS SELECT i, CASE WHEN own THEN lon ELSE clon END AS lon, CASE WHEN own THEN lat ELSE clat END AS lat,
		CASE WHEN i % 2500 = 7 THEN 5 + 40 * size ELSE 0.05 * power(10, size) END AS half, turn
	FROM (SELECT i, random() < 0.6 AS own, 360 * random() AS lon, asind(2 * random() - 1) AS lat, random() AS size, 90 * random() AS turn,
		(30 * random())::int % 30 AS k, 360 * random() AS angle, sqrt(-2 * ln(1 - random())) AS far FROM generate_series(1, :rows) i) v
	JOIN (SELECT i AS k, lon AS mlon, lat AS mlat, size AS msize FROM clump) m USING (k), LATERAL corner(mlon, mlat, angle, least(60, far * msize));
CREATE TABLE image AS SELECT i AS id,
		sky.polygon(VARIADIC ARRAY[a.clon, a.clat, b.clon, b.clat, c.clon, c.clat, d.clon, d.clat]) AS s_region, sky.circle(lon, lat, half) AS field,
		format('{(%sd,%sd),(%sd,%sd),(%sd,%sd),(%sd,%sd)}', a.clon, a.clat, b.clon, b.clat, c.clon, c.clat, d.clon, d.clat)::spoly AS spoly,
		scircle(spoint(radians(lon), radians(lat)), radians(half)) AS scircle
	FROM centre, corner(lon, lat, turn, sqrt(2) * half) a, corner(lon, lat, turn + 90, sqrt(2) * half) b,
		corner(lon, lat, turn + 180, sqrt(2) * half) c, corner(lon, lat, turn + 270, sqrt(2) * half) d ORDER BY i;
CREATE TABLE place AS SELECT i, lon, lat, spoint(radians(lon), radians(lat)) AS spoint
	FROM (SELECT i, CASE WHEN i % 2 = 0 THEN lon ELSE 360 * random() END AS lon, CASE WHEN i % 2 = 0 THEN lat ELSE asind(2 * random() - 1) END AS lat
		FROM centre WHERE i <= 10000) v;

CREATE FUNCTION cpu() RETURNS float8 LANGUAGE sql AS $$
	SELECT split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::float8 / 1e6
$$;
CREATE TABLE build (index text, cpu_ms float8, size text);
CREATE PROCEDURE build(name text, expression text) LANGUAGE plpgsql AS $$
DECLARE
	began float8 := cpu();
BEGIN
	EXECUTE format('CREATE INDEX %I ON image USING gist (%s)', name, expression);
	INSERT INTO build VALUES (name, cpu() - began, pg_size_pretty(pg_relation_size(quote_ident(name))));
END
$$;
CALL build('sky polygon', 's_region');
CALL build('sky circle', 'field');
CALL build('pg_sphere spoly', 'spoly');
CALL build('pg_sphere scircle', 'scircle');
VACUUM (FREEZE, ANALYZE) image;
ANALYZE place;
