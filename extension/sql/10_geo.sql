-- Types of the sky: ICRS degrees outside, exact text and binary forms.

CREATE TYPE sky.point;
CREATE TYPE sky.circle;
CREATE TYPE sky.box;
CREATE TYPE sky.polygon;

CREATE FUNCTION sky.point_in(cstring) RETURNS sky.point
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_point_in';
COMMENT ON FUNCTION sky.point_in(cstring) IS 'Text input: longitude latitude in degrees.';
CREATE FUNCTION sky.point_out(sky.point) RETURNS cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_point_out';
COMMENT ON FUNCTION sky.point_out(sky.point) IS 'Text output: the shortest exact numbers.';
CREATE FUNCTION sky.point_recv(internal) RETURNS sky.point
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_point_recv';
COMMENT ON FUNCTION sky.point_recv(internal) IS 'Binary input.';
CREATE FUNCTION sky.point_send(sky.point) RETURNS bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_point_send';
COMMENT ON FUNCTION sky.point_send(sky.point) IS 'Binary output.';
CREATE TYPE sky.point (
	INPUT = sky.point_in, OUTPUT = sky.point_out, RECEIVE = sky.point_recv, SEND = sky.point_send,
	INTERNALLENGTH = 16, ALIGNMENT = double, STORAGE = plain);
COMMENT ON TYPE sky.point IS 'A position on the sky.';

CREATE FUNCTION sky.circle_in(cstring) RETURNS sky.circle
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_circle_in';
COMMENT ON FUNCTION sky.circle_in(cstring) IS 'Text input: longitude latitude radius in degrees.';
CREATE FUNCTION sky.circle_out(sky.circle) RETURNS cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_circle_out';
COMMENT ON FUNCTION sky.circle_out(sky.circle) IS 'Text output: the shortest exact numbers.';
CREATE FUNCTION sky.circle_recv(internal) RETURNS sky.circle
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_circle_recv';
COMMENT ON FUNCTION sky.circle_recv(internal) IS 'Binary input.';
CREATE FUNCTION sky.circle_send(sky.circle) RETURNS bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_circle_send';
COMMENT ON FUNCTION sky.circle_send(sky.circle) IS 'Binary output.';
CREATE TYPE sky.circle (
	INPUT = sky.circle_in, OUTPUT = sky.circle_out, RECEIVE = sky.circle_recv, SEND = sky.circle_send,
	INTERNALLENGTH = 24, ALIGNMENT = double, STORAGE = plain);
COMMENT ON TYPE sky.circle IS 'All positions within a radius of a centre.';

CREATE FUNCTION sky.box_in(cstring) RETURNS sky.box
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_box_in';
COMMENT ON FUNCTION sky.box_in(cstring) IS 'Text input: longitude latitude width height in degrees.';
CREATE FUNCTION sky.box_out(sky.box) RETURNS cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_box_out';
COMMENT ON FUNCTION sky.box_out(sky.box) IS 'Text output: the shortest exact numbers.';
CREATE FUNCTION sky.box_recv(internal) RETURNS sky.box
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_box_recv';
COMMENT ON FUNCTION sky.box_recv(internal) IS 'Binary input.';
CREATE FUNCTION sky.box_send(sky.box) RETURNS bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_box_send';
COMMENT ON FUNCTION sky.box_send(sky.box) IS 'Binary output.';
CREATE TYPE sky.box (
	INPUT = sky.box_in, OUTPUT = sky.box_out, RECEIVE = sky.box_recv, SEND = sky.box_send,
	INTERNALLENGTH = 32, ALIGNMENT = double, STORAGE = plain);
COMMENT ON TYPE sky.box IS 'A rectangle on the sky with great circles as sides: centre, width and height.';

CREATE FUNCTION sky.polygon_in(cstring) RETURNS sky.polygon
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_polygon_in';
COMMENT ON FUNCTION sky.polygon_in(cstring) IS 'Text input: longitude latitude of each vertex in degrees.';
CREATE FUNCTION sky.polygon_out(sky.polygon) RETURNS cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_polygon_out';
COMMENT ON FUNCTION sky.polygon_out(sky.polygon) IS 'Text output: the shortest exact numbers.';
CREATE FUNCTION sky.polygon_recv(internal) RETURNS sky.polygon
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_polygon_recv';
COMMENT ON FUNCTION sky.polygon_recv(internal) IS 'Binary input.';
CREATE FUNCTION sky.polygon_send(sky.polygon) RETURNS bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_polygon_send';
COMMENT ON FUNCTION sky.polygon_send(sky.polygon) IS 'Binary output.';
CREATE TYPE sky.polygon (
	INPUT = sky.polygon_in, OUTPUT = sky.polygon_out, RECEIVE = sky.polygon_recv, SEND = sky.polygon_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended);
COMMENT ON TYPE sky.polygon IS 'A polygon on the sky with great circles as sides; it is the smaller part of the sky.';

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

CREATE FUNCTION sky.point(float8[]) RETURNS sky.point
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_point_of_array';
COMMENT ON FUNCTION sky.point(float8[])
	IS 'A point from an array: longitude latitude.';
CREATE CAST (float8[] AS sky.point) WITH FUNCTION sky.point(float8[]);
COMMENT ON CAST (float8[] AS sky.point) IS 'A point from its numbers.';
CREATE FUNCTION sky.float8s(sky.point) RETURNS float8[]
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_array_of_point';
COMMENT ON FUNCTION sky.float8s(sky.point)
	IS 'The numbers of a point: longitude latitude.';
CREATE CAST (sky.point AS float8[]) WITH FUNCTION sky.float8s(sky.point);
COMMENT ON CAST (sky.point AS float8[]) IS 'The numbers of a point.';
CREATE FUNCTION sky.circle(float8[]) RETURNS sky.circle
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_circle_of_array';
COMMENT ON FUNCTION sky.circle(float8[])
	IS 'A circle from an array: longitude latitude radius.';
CREATE CAST (float8[] AS sky.circle) WITH FUNCTION sky.circle(float8[]);
COMMENT ON CAST (float8[] AS sky.circle) IS 'A circle from its numbers.';
CREATE FUNCTION sky.float8s(sky.circle) RETURNS float8[]
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_array_of_circle';
COMMENT ON FUNCTION sky.float8s(sky.circle)
	IS 'The numbers of a circle: longitude latitude radius.';
CREATE CAST (sky.circle AS float8[]) WITH FUNCTION sky.float8s(sky.circle);
COMMENT ON CAST (sky.circle AS float8[]) IS 'The numbers of a circle.';
CREATE FUNCTION sky.box(float8[]) RETURNS sky.box
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_box_of_array';
COMMENT ON FUNCTION sky.box(float8[])
	IS 'A box from an array: longitude latitude width height.';
CREATE CAST (float8[] AS sky.box) WITH FUNCTION sky.box(float8[]);
COMMENT ON CAST (float8[] AS sky.box) IS 'A box from its numbers.';
CREATE FUNCTION sky.float8s(sky.box) RETURNS float8[]
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_array_of_box';
COMMENT ON FUNCTION sky.float8s(sky.box)
	IS 'The numbers of a box: longitude latitude width height.';
CREATE CAST (sky.box AS float8[]) WITH FUNCTION sky.float8s(sky.box);
COMMENT ON CAST (sky.box AS float8[]) IS 'The numbers of a box.';
CREATE CAST (float8[] AS sky.polygon) WITH FUNCTION sky.polygon(float8[]);
COMMENT ON CAST (float8[] AS sky.polygon) IS 'A polygon from its numbers.';
CREATE FUNCTION sky.float8s(sky.polygon) RETURNS float8[]
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_array_of_polygon';
COMMENT ON FUNCTION sky.float8s(sky.polygon)
	IS 'The numbers of a polygon: longitude latitude of each vertex.';
CREATE CAST (sky.polygon AS float8[]) WITH FUNCTION sky.float8s(sky.polygon);
COMMENT ON CAST (sky.polygon AS float8[]) IS 'The numbers of a polygon.';

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
