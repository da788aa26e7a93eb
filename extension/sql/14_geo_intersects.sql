-- A common position, be it on the boundaries: sky.intersects(a, b) and a && b.

CREATE FUNCTION sky.intersects(a sky.point, b sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.point, b sky.point)
	IS 'Have the point and the point a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.point, RIGHTARG = sky.point, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.point, sky.point) IS 'Have the point and the point a position in common?';
CREATE FUNCTION sky.intersects(a sky.point, b sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.point, b sky.circle)
	IS 'Have the point and the circle a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.point, RIGHTARG = sky.circle, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.point, sky.circle) IS 'Have the point and the circle a position in common?';
CREATE FUNCTION sky.intersects(a sky.point, b sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.point, b sky.box)
	IS 'Have the point and the box a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.point, RIGHTARG = sky.box, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.point, sky.box) IS 'Have the point and the box a position in common?';
CREATE FUNCTION sky.intersects(a sky.point, b sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.point, b sky.polygon)
	IS 'Have the point and the polygon a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.point, RIGHTARG = sky.polygon, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.point, sky.polygon) IS 'Have the point and the polygon a position in common?';
CREATE FUNCTION sky.intersects(a sky.circle, b sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.circle, b sky.point)
	IS 'Have the circle and the point a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.circle, RIGHTARG = sky.point, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.circle, sky.point) IS 'Have the circle and the point a position in common?';
CREATE FUNCTION sky.intersects(a sky.circle, b sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.circle, b sky.circle)
	IS 'Have the circle and the circle a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.circle, RIGHTARG = sky.circle, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.circle, sky.circle) IS 'Have the circle and the circle a position in common?';
CREATE FUNCTION sky.intersects(a sky.circle, b sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.circle, b sky.box)
	IS 'Have the circle and the box a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.circle, RIGHTARG = sky.box, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.circle, sky.box) IS 'Have the circle and the box a position in common?';
CREATE FUNCTION sky.intersects(a sky.circle, b sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.circle, b sky.polygon)
	IS 'Have the circle and the polygon a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.circle, RIGHTARG = sky.polygon, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.circle, sky.polygon) IS 'Have the circle and the polygon a position in common?';
CREATE FUNCTION sky.intersects(a sky.box, b sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.box, b sky.point)
	IS 'Have the box and the point a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.box, RIGHTARG = sky.point, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.box, sky.point) IS 'Have the box and the point a position in common?';
CREATE FUNCTION sky.intersects(a sky.box, b sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.box, b sky.circle)
	IS 'Have the box and the circle a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.box, RIGHTARG = sky.circle, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.box, sky.circle) IS 'Have the box and the circle a position in common?';
CREATE FUNCTION sky.intersects(a sky.box, b sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.box, b sky.box)
	IS 'Have the box and the box a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.box, RIGHTARG = sky.box, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.box, sky.box) IS 'Have the box and the box a position in common?';
CREATE FUNCTION sky.intersects(a sky.box, b sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.box, b sky.polygon)
	IS 'Have the box and the polygon a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.box, RIGHTARG = sky.polygon, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.box, sky.polygon) IS 'Have the box and the polygon a position in common?';
CREATE FUNCTION sky.intersects(a sky.polygon, b sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.polygon, b sky.point)
	IS 'Have the polygon and the point a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.polygon, RIGHTARG = sky.point, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.polygon, sky.point) IS 'Have the polygon and the point a position in common?';
CREATE FUNCTION sky.intersects(a sky.polygon, b sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.polygon, b sky.circle)
	IS 'Have the polygon and the circle a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.polygon, RIGHTARG = sky.circle, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.polygon, sky.circle) IS 'Have the polygon and the circle a position in common?';
CREATE FUNCTION sky.intersects(a sky.polygon, b sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.polygon, b sky.box)
	IS 'Have the polygon and the box a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.polygon, RIGHTARG = sky.box, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.polygon, sky.box) IS 'Have the polygon and the box a position in common?';
CREATE FUNCTION sky.intersects(a sky.polygon, b sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_intersects';
COMMENT ON FUNCTION sky.intersects(a sky.polygon, b sky.polygon)
	IS 'Have the polygon and the polygon a position in common?';
CREATE OPERATOR sky.&& (
	LEFTARG = sky.polygon, RIGHTARG = sky.polygon, FUNCTION = sky.intersects,
	COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
COMMENT ON OPERATOR sky.&& (sky.polygon, sky.polygon) IS 'Have the polygon and the polygon a position in common?';
