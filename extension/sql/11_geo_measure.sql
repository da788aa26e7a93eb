-- Positions in shapes, and measures of shapes.  Degrees and square degrees.

CREATE FUNCTION sky.inside(lon float8, lat float8, sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 20
	AS 'MODULE_PATHNAME', 'pgsky_inside';
COMMENT ON FUNCTION sky.inside(lon float8, lat float8, sky.circle)
	IS 'Does a circle contain a position? The boundary belongs to it; false for NaN.';
CREATE FUNCTION sky.inside(lon float8, lat float8, sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'pgsky_inside';
COMMENT ON FUNCTION sky.inside(lon float8, lat float8, sky.box)
	IS 'Does a box contain a position? The boundary belongs to it; false for NaN.';
CREATE FUNCTION sky.inside(lon float8, lat float8, sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'pgsky_inside';
COMMENT ON FUNCTION sky.inside(lon float8, lat float8, sky.polygon)
	IS 'Does a polygon contain a position? The boundary belongs to it; false for NaN.';
CREATE FUNCTION sky.area(sky.point) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'pgsky_area';
COMMENT ON FUNCTION sky.area(sky.point)
	IS 'Area of a point in square degrees.';
CREATE FUNCTION sky.area(sky.circle) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'pgsky_area';
COMMENT ON FUNCTION sky.area(sky.circle)
	IS 'Area of a circle in square degrees.';
CREATE FUNCTION sky.area(sky.box) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'pgsky_area';
COMMENT ON FUNCTION sky.area(sky.box)
	IS 'Area of a box in square degrees.';
CREATE FUNCTION sky.area(sky.polygon) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'pgsky_area';
COMMENT ON FUNCTION sky.area(sky.polygon)
	IS 'Area of a polygon in square degrees.';
CREATE FUNCTION sky.centroid(sky.point) RETURNS sky.point
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'pgsky_centroid';
COMMENT ON FUNCTION sky.centroid(sky.point)
	IS 'The position itself.';
CREATE FUNCTION sky.centroid(sky.circle) RETURNS sky.point
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'pgsky_centroid';
COMMENT ON FUNCTION sky.centroid(sky.circle)
	IS 'Centre of a circle.';
CREATE FUNCTION sky.centroid(sky.box) RETURNS sky.point
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'pgsky_centroid';
COMMENT ON FUNCTION sky.centroid(sky.box)
	IS 'Centre of a box.';
CREATE FUNCTION sky.centroid(sky.polygon) RETURNS sky.point
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'pgsky_centroid';
COMMENT ON FUNCTION sky.centroid(sky.polygon)
	IS 'Centre of gravity of the area of a polygon.';
