-- Types of the sky: ICRS degrees outside, exact text and binary forms.

DO $loop$
DECLARE
	t record;
BEGIN
	FOR t IN
		SELECT * FROM (VALUES
			('point', '16', 'plain', 'longitude latitude in degrees', 'A position on the sky.'),
			('circle', '24', 'plain', 'longitude latitude radius in degrees',
			 'All positions within a radius of a centre.'),
			('box', '32', 'plain', 'longitude latitude width height in degrees',
			 'A rectangle on the sky with great circles as sides: centre, width and height.'),
			('polygon', 'VARIABLE', 'extended', 'longitude latitude of each vertex in degrees',
			 'A polygon on the sky with great circles as sides; it is the smaller part of the sky.'),
			('region', 'VARIABLE', 'extended', 'STC-S, or shapes of DALI 1.2',
			 'Shapes and their unions, intersections, differences and complements, as sets of positions.')
		) AS v (name, length, storage, input, meaning)
	LOOP
		EXECUTE format($sql$
			CREATE TYPE sky.%1$s;
			CREATE FUNCTION sky.%1$s_in(cstring) RETURNS sky.%1$s
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_%1$s_in';
			COMMENT ON FUNCTION sky.%1$s_in(cstring) IS 'Text input: %4$s.';
			CREATE FUNCTION sky.%1$s_out(sky.%1$s) RETURNS cstring
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_%1$s_out';
			COMMENT ON FUNCTION sky.%1$s_out(sky.%1$s)
				IS 'Text output: the shortest exact numbers.';
			CREATE FUNCTION sky.%1$s_recv(internal) RETURNS sky.%1$s
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_%1$s_recv';
			COMMENT ON FUNCTION sky.%1$s_recv(internal) IS 'Binary input.';
			CREATE FUNCTION sky.%1$s_send(sky.%1$s) RETURNS bytea
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_%1$s_send';
			COMMENT ON FUNCTION sky.%1$s_send(sky.%1$s) IS 'Binary output.';
			CREATE TYPE sky.%1$s (
				INPUT = sky.%1$s_in, OUTPUT = sky.%1$s_out,
				RECEIVE = sky.%1$s_recv, SEND = sky.%1$s_send,
				INTERNALLENGTH = %2$s, ALIGNMENT = double, STORAGE = %3$s);
			COMMENT ON TYPE sky.%1$s IS '%5$s';
		$sql$, t.name, t.length, t.storage, t.input, t.meaning);
	END LOOP;
END
$loop$;

-- Constructors.

CREATE FUNCTION sky.point(lon float8, lat float8) RETURNS sky.point
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_point';
COMMENT ON FUNCTION sky.point(lon float8, lat float8)
	IS 'A position from longitude and latitude in degrees.';
CREATE FUNCTION sky.circle(lon float8, lat float8, radius float8) RETURNS sky.circle
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_circle';
COMMENT ON FUNCTION sky.circle(lon float8, lat float8, radius float8)
	IS 'A circle from centre and radius in degrees.';
CREATE FUNCTION sky.circle(center sky.point, radius float8) RETURNS sky.circle
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_circle_around';
COMMENT ON FUNCTION sky.circle(center sky.point, radius float8)
	IS 'A circle from centre and radius in degrees.';
CREATE FUNCTION sky.box(lon float8, lat float8, width float8, height float8) RETURNS sky.box
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_box';
COMMENT ON FUNCTION sky.box(lon float8, lat float8, width float8, height float8)
	IS 'A box from centre and full sizes in degrees.';
CREATE FUNCTION sky.box(center sky.point, width float8, height float8) RETURNS sky.box
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_box_around';
COMMENT ON FUNCTION sky.box(center sky.point, width float8, height float8)
	IS 'A box from centre and full sizes in degrees.';
CREATE FUNCTION sky.polygon(VARIADIC vertices float8[]) RETURNS sky.polygon
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_polygon_of_array';
COMMENT ON FUNCTION sky.polygon(VARIADIC vertices float8[])
	IS 'A polygon from longitude and latitude of each vertex in degrees.';
CREATE FUNCTION sky.polygon(VARIADIC vertices sky.point[]) RETURNS sky.polygon
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_polygon_of_points';
COMMENT ON FUNCTION sky.polygon(VARIADIC vertices sky.point[])
	IS 'A polygon from its vertices.';

-- From and to arrays of numbers.

DO $loop$
DECLARE
	t record;
BEGIN
	FOR t IN
		SELECT * FROM (VALUES
			('point', 'longitude latitude'),
			('circle', 'longitude latitude radius'),
			('box', 'longitude latitude width height'),
			('polygon', 'longitude latitude of each vertex')
		) AS v (name, numbers)
	LOOP
		-- The constructor of polygons takes an array already.
		IF t.name <> 'polygon' THEN
			EXECUTE format($sql$
				CREATE FUNCTION sky.%1$s(float8[]) RETURNS sky.%1$s
					LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
					AS 'MODULE_PATHNAME', 'pgsky_%1$s_of_array';
				COMMENT ON FUNCTION sky.%1$s(float8[]) IS 'A %1$s from an array: %2$s.';
			$sql$, t.name, t.numbers);
		END IF;
		EXECUTE format($sql$
			CREATE CAST (float8[] AS sky.%1$s) WITH FUNCTION sky.%1$s(float8[]);
			COMMENT ON CAST (float8[] AS sky.%1$s) IS 'A %1$s from its numbers.';
			CREATE FUNCTION sky.float8s(sky.%1$s) RETURNS float8[]
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
				AS 'MODULE_PATHNAME', 'pgsky_array_of_%1$s';
			COMMENT ON FUNCTION sky.float8s(sky.%1$s) IS 'The numbers of a %1$s: %2$s.';
			CREATE CAST (sky.%1$s AS float8[]) WITH FUNCTION sky.float8s(sky.%1$s);
			COMMENT ON CAST (sky.%1$s AS float8[]) IS 'The numbers of a %1$s.';
		$sql$, t.name, t.numbers);
	END LOOP;
END
$loop$;

-- Accessors.

CREATE FUNCTION sky.coord1(sky.point) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_coord1';
COMMENT ON FUNCTION sky.coord1(sky.point)
	IS 'Longitude of a position in degrees.';
CREATE FUNCTION sky.coord2(sky.point) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_coord2';
COMMENT ON FUNCTION sky.coord2(sky.point)
	IS 'Latitude of a position in degrees.';
CREATE FUNCTION sky.radius(sky.circle) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_radius';
COMMENT ON FUNCTION sky.radius(sky.circle)
	IS 'Radius of a circle in degrees.';
CREATE FUNCTION sky.width(sky.box) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_width';
COMMENT ON FUNCTION sky.width(sky.box)
	IS 'Width of a box in degrees.';
CREATE FUNCTION sky.height(sky.box) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_height';
COMMENT ON FUNCTION sky.height(sky.box)
	IS 'Height of a box in degrees.';
CREATE FUNCTION sky.vertices(sky.polygon) RETURNS sky.point[]
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_vertices';
COMMENT ON FUNCTION sky.vertices(sky.polygon)
	IS 'The vertices of a polygon.';

-- Distance and cone.

CREATE FUNCTION sky.distance(lon float8, lat float8, lon0 float8, lat0 float8) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'pgsky_distance';
COMMENT ON FUNCTION sky.distance(lon float8, lat float8, lon0 float8, lat0 float8)
	IS 'Angular distance of two positions in degrees; NaN where there is none.';
CREATE FUNCTION sky.distance(sky.point, sky.point) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'pgsky_point_distance';
COMMENT ON FUNCTION sky.distance(sky.point, sky.point)
	IS 'Angular distance of two positions in degrees.';
CREATE OPERATOR sky.<-> (
	LEFTARG = sky.point, RIGHTARG = sky.point, FUNCTION = sky.distance, COMMUTATOR = OPERATOR(sky.<->));
COMMENT ON OPERATOR sky.<-> (sky.point, sky.point) IS 'Angular distance in degrees.';
CREATE FUNCTION sky.cone(lon float8, lat float8, lon0 float8, lat0 float8, radius float8) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'pgsky_cone';
COMMENT ON FUNCTION sky.cone(lon float8, lat float8, lon0 float8, lat0 float8, radius float8)
	IS 'Is a position within a radius of a centre, the rim included? All in degrees.';
