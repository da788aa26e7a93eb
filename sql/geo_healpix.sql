-- HEALPix cells and the key of the sky index.
-- The examples of the IVOA's catalogue of user-defined functions.
SELECT sky.healpix_index(0, 1, 1), sky.healpix_index(17, 1, 1), sky.healpix_index(17, 359, -1),
	sky.healpix_index(17, sky.point(1, 1)), sky.healpix_center(0, 6);
-- The key is the index at order 29; longitude may be given any way.
SELECT sky.key(1, 1), sky.key(361, 1), sky.key(-359, 1), sky.key(sky.point(1, 1)), sky.healpix_index(29, 1, 1);
-- What is no position has no key, and that is no error.
SELECT lon, lat, sky.key(lon, lat) FROM (VALUES (0::float8, 90.00000001::float8), ('NaN', 0), (0, 'NaN'),
	('Infinity', 0), (0, '-Infinity'), (NULL, 0), (0, NULL)) v(lon, lat);
-- Corners of the numbering: poles, the meridian of 0, where the belt begins.
SELECT lon, lat, sky.healpix_index(1, lon, lat), sky.key(lon, lat) FROM (VALUES (0::float8, 90::float8), (45, 90),
	(359, 90), (0, -90), (200, -90), (0, 0), (-1e-20, 0), (360, 0), (1e308, 45), (45, degrees(asin(2 / 3.0::float8))),
	(0, degrees(asin(2 / 3.0::float8))), (45, 0)) v(lon, lat);
-- The centre of every cell lies in it, and the cells above hold it.
SELECT hpx_order, count(*) AS wrong FROM generate_series(0, 5) hpx_order,
	generate_series(0, (12 << 2 * hpx_order) - 1) i, LATERAL (SELECT sky.healpix_center(hpx_order, i)) v(c)
	WHERE sky.healpix_index(hpx_order, c) <> i OR sky.key(c) >> 2 * (29 - hpx_order) <> i GROUP BY 1;
-- Boundaries: the area is that of a cell, the closer the more vertices.
SELECT sky.healpix_boundary(0, 4), sky.healpix_boundary(1, 47);
SELECT hpx_order, i, step, round((sky.area(sky.healpix_boundary(hpx_order, i, step))
		/ (41252.96124941928 / (12 << 2 * hpx_order)))::numeric, 4) AS share
	FROM (VALUES (0, 4), (1, 3), (1, 17), (3, 0), (3, 63)) v(hpx_order, i), (VALUES (1), (16), (64)) s(step) ORDER BY 1, 2, 3;
SELECT sky.healpix_index(30, 0, 0);
SELECT sky.healpix_index(-1, sky.point(0, 0));
SELECT sky.healpix_center(1, 48);
SELECT sky.healpix_center(0, -1);
SELECT sky.healpix_boundary(0, 0, 0);
SELECT sky.healpix_boundary(0, 0, 2501);
