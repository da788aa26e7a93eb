SET statement_timeout = '60s';
-- No pair of shapes, however odd, makes a predicate fail, and the answers agree with each other.
CREATE TEMP TABLE odd (n int, s sky.region);
INSERT INTO odd SELECT row_number() OVER (), s::sky.region FROM unnest(ARRAY['Position 0 0', 'Position 360 0', 'Position 77 90', 'Position 0 -90', 'Position 1e22 45',
	'Circle 0 0 0', 'Circle 0 90 0', 'Circle 0 0 5e-324', 'Circle 0 0 1e-9', 'Circle 360 1e-9 1e-9', 'Circle 10 89.999999999 1e-9', 'Circle 0 0 90', 'Circle 180 0 90', 'Circle 0 0 180', 'Circle 5 5 179.999999999', 'Circle 0 -90 170',
	'Box 0 0 0 0', 'Box 0 0 180 180', 'Box 0 90 1 1', 'Box 0 0 1e-9 1e-9', 'Box 0 0 180 0', 'Box 12 -90 179.9 0.1',
	'Polygon 0 0 0 0 0 0', 'Polygon 0 0 1 0 2 0', 'Polygon 0 0 1 0 0 0 1 0', 'Polygon 0 0 10 10 10 0 0 10', 'Polygon 0 0 2 0 2 2 1 0 0 2', 'Polygon 0 80 90 80 180 80 270 80', 'Polygon 0 -1 90 -1 180 -1 270 -1',
	'Polygon 359 0 1 0 1 1 359 1', 'Polygon 0 0 1e-9 0 0 1e-9', 'Polygon 0 90 0 80 10 80', 'Polygon 0 0 120 0 240 0', 'Polygon 0 0 179 0 179 1e-9',
	'PositionInterval 350 -5 10 5', 'PositionInterval 0 -90 360 90', 'PositionInterval 10 90 20 90', 'PositionInterval 10 0 10 10', 'AllSky', 'Not (AllSky)', 'Not (Circle 0 0 1)',
	'Intersection (Circle 0 0 1 Circle 2 0 1)', 'Difference (Circle 0 0 1 Circle 0 0 1)', 'Union (Circle 0 0 1 Not (Circle 0 0 1))']) s;
SELECT count(*), count(*) FILTER (WHERE (a.s OPERATOR(sky.<@) b.s) <> (b.s OPERATOR(sky.@>) a.s)) AS contains_covers,
	count(*) FILTER (WHERE (a.s OPERATOR(sky.&&) b.s) <> (b.s OPERATOR(sky.&&) a.s)) AS intersects_both,
	count(*) FILTER (WHERE (a.s OPERATOR(sky.<@) b.s) AND NOT (a.s OPERATOR(sky.&&) b.s) AND a.s OPERATOR(sky.&&) 'AllSky'::sky.region) AS contained_apart,
	count(*) FILTER (WHERE a.n = b.n AND NOT (a.s OPERATOR(sky.<@) b.s)) AS not_in_itself FROM odd a, odd b;
