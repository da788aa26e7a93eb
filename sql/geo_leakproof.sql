-- Predicates on shapes are pushed below a security barrier: only so do they find an index
-- under row-level security.  They may be, since no value makes them fail or speak.
CREATE TEMP TABLE hidden (lon float8, lat float8, p sky.point, c sky.circle, b sky.box, g sky.polygon,
	r sky.region, m sky.moc, open bool);
CREATE TEMP VIEW shown WITH (security_barrier) AS SELECT * FROM hidden WHERE open;
CREATE FUNCTION pg_temp.is_pushed(predicate text) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT * FROM shown WHERE ' || predicate LOOP
		IF line LIKE '%Subquery Scan%' THEN
			RETURN false;
		END IF;
	END LOOP;
	RETURN true;
END
$$;
SELECT predicate, pg_temp.is_pushed(predicate) FROM unnest(ARRAY[
	'1 / lon > 0',
	'sky.point(lon, lat) OPERATOR(sky.=) p',
	'sky.cone(lon, lat, 1, 2, 3)',
	'sky.distance(lon, lat, 1, 2) < 3',
	'p OPERATOR(sky.<->) ''1 2'' < 3',
	'sky.inside(lon, lat, c)',
	'sky.inside(lon, lat, b)',
	'sky.inside(lon, lat, g)',
	'sky.inside(lon, lat, r)',
	'sky.inside(lon, lat, m)',
	'sky.contains(p, g)',
	'sky.intersects(c, g)',
	'sky.contains(r, c)',
	'p OPERATOR(sky.<@) c',
	'g OPERATOR(sky.@>) b',
	'g OPERATOR(sky.&&) g',
	'r OPERATOR(sky.<@) r',
	'g OPERATOR(sky.<@) m',
	'p OPERATOR(sky.=) ''1 2''',
	'sky.area(g) > 1',
	'sky.area(r) > 1',
	'sky.area(m) > 1',
	'sky.cells(m) > 1',
	'sky.coord1(sky.centroid(g)) > 1']) WITH ORDINALITY u(predicate, i) ORDER BY i;
-- The extremes of stored values and of arguments: an answer each time.
INSERT INTO hidden SELECT lon, lat, sky.point(0, 0), c, b, g, r, m, true
	FROM unnest(ARRAY[0, 'NaN', 'Infinity', '-Infinity', 1e308]::float8[]) lon,
		unnest(ARRAY[0, 'NaN', 'Infinity', '-Infinity', 90.5]::float8[]) lat,
		(VALUES ('0 0 0'::sky.circle), ('1e308 -90 180')) v(c),
		(VALUES ('0 0 0 0'::sky.box), ('0 90 180 180')) w(b),
		(VALUES ('0 0 0 0 0 0'::sky.polygon), ('0 0 120 0 240 0'), ('0 0 4 4 4 0 0 4')) x(g),
		(VALUES ('AllSky'::sky.region), ('Not (AllSky)'), ('Intersection (Position 0 0 Position 1 1)'),
			('Difference (range 0 1e308 -90 90 Box 0 90 180 180 Polygon 0 0 0 0 0 0 Circle 1e308 -90 180)'),
			((repeat('Not (', 32) || 'range 0 0 0 0' || repeat(')', 32))::sky.region)) y(r),
		(VALUES ('29/'::sky.moc), ('0/0-11 29/'), ('29/0 1729382256910270464-1729382256910270466')) z(m);
SELECT count(*), count(sky.cone(lon, lat, lat, lon, lon)) AS cone, count(sky.distance(lon, lat, lat, lon)) AS distance,
	count(sky.inside(lon, lat, c)) AS c, count(sky.inside(lon, lat, b)) AS b, count(sky.inside(lon, lat, g)) AS g,
	count(sky.contains(c, g)) AS cg, count(sky.contains(b, g)) AS bg, count(sky.contains(g, c)) AS gc,
	count(sky.intersects(g, b)) AS gb, count(sky.area(g)) AS area, count(sky.centroid(g)) AS centroid FROM hidden;
SELECT count(*), count(sky.inside(lon, lat, r)) AS r, count(sky.contains(r, c)) AS rc, count(sky.contains(c, r)) AS cr,
	count(sky.contains(r, g)) AS rg, count(sky.contains(g, r)) AS gr, count(sky.intersects(b, r)) AS br,
	count(sky.contains(p, r)) AS pr, count(sky.contains(r, p)) AS rp,
	count(sky.area(r)) AS area, count(sky.centroid(r)) AS centroid FROM hidden
	WHERE lon = 0 AND lat = 0 AND m OPERATOR(sky.=) '29/';
SELECT count(*), count(sky.inside(lat, lon, m)) AS m FROM hidden;
SELECT count(*), count(sky.contains(p, m)) AS pm, count(sky.contains(m, p)) AS mp, count(sky.contains(c, m)) AS cm,
	count(sky.contains(m, c)) AS mc, count(sky.contains(g, m)) AS gm, count(sky.contains(m, g)) AS mg,
	count(sky.contains(r, m)) AS rm, count(sky.contains(m, r)) AS mr, count(sky.intersects(r, m)) AS meets,
	count(sky.contains(m, m)) AS mm, count(sky.area(m)) AS area, count(sky.cells(m)) AS cells FROM hidden
	WHERE lon = 0 AND lat = 0;
SELECT count(sky.contains(x.r, y.r)) AS rr, count(sky.intersects(x.r, y.r)) AS meets
	FROM (SELECT DISTINCT r FROM hidden) x, (SELECT DISTINCT r FROM hidden) y;
