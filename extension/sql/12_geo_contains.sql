-- inner lies in outer, boundary included: sky.contains(inner, outer) and inner <@ outer.

CREATE FUNCTION sky.contains(inner sky.point, outer sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.point, outer sky.point)
	IS 'Does the point lie in the point, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.point, RIGHTARG = sky.point, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.point, sky.point) IS 'Does the point lie in the point, boundary included?';
CREATE FUNCTION sky.contains(inner sky.point, outer sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.point, outer sky.circle)
	IS 'Does the point lie in the circle, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.point, RIGHTARG = sky.circle, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.point, sky.circle) IS 'Does the point lie in the circle, boundary included?';
CREATE FUNCTION sky.contains(inner sky.point, outer sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.point, outer sky.box)
	IS 'Does the point lie in the box, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.point, RIGHTARG = sky.box, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.point, sky.box) IS 'Does the point lie in the box, boundary included?';
CREATE FUNCTION sky.contains(inner sky.point, outer sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.point, outer sky.polygon)
	IS 'Does the point lie in the polygon, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.point, RIGHTARG = sky.polygon, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.point, sky.polygon) IS 'Does the point lie in the polygon, boundary included?';
CREATE FUNCTION sky.contains(inner sky.circle, outer sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.circle, outer sky.point)
	IS 'Does the circle lie in the point, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.circle, RIGHTARG = sky.point, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.circle, sky.point) IS 'Does the circle lie in the point, boundary included?';
CREATE FUNCTION sky.contains(inner sky.circle, outer sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.circle, outer sky.circle)
	IS 'Does the circle lie in the circle, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.circle, RIGHTARG = sky.circle, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.circle, sky.circle) IS 'Does the circle lie in the circle, boundary included?';
CREATE FUNCTION sky.contains(inner sky.circle, outer sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.circle, outer sky.box)
	IS 'Does the circle lie in the box, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.circle, RIGHTARG = sky.box, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.circle, sky.box) IS 'Does the circle lie in the box, boundary included?';
CREATE FUNCTION sky.contains(inner sky.circle, outer sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.circle, outer sky.polygon)
	IS 'Does the circle lie in the polygon, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.circle, RIGHTARG = sky.polygon, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.circle, sky.polygon) IS 'Does the circle lie in the polygon, boundary included?';
CREATE FUNCTION sky.contains(inner sky.box, outer sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.box, outer sky.point)
	IS 'Does the box lie in the point, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.box, RIGHTARG = sky.point, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.box, sky.point) IS 'Does the box lie in the point, boundary included?';
CREATE FUNCTION sky.contains(inner sky.box, outer sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.box, outer sky.circle)
	IS 'Does the box lie in the circle, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.box, RIGHTARG = sky.circle, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.box, sky.circle) IS 'Does the box lie in the circle, boundary included?';
CREATE FUNCTION sky.contains(inner sky.box, outer sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.box, outer sky.box)
	IS 'Does the box lie in the box, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.box, RIGHTARG = sky.box, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.box, sky.box) IS 'Does the box lie in the box, boundary included?';
CREATE FUNCTION sky.contains(inner sky.box, outer sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.box, outer sky.polygon)
	IS 'Does the box lie in the polygon, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.box, RIGHTARG = sky.polygon, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.box, sky.polygon) IS 'Does the box lie in the polygon, boundary included?';
CREATE FUNCTION sky.contains(inner sky.polygon, outer sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.polygon, outer sky.point)
	IS 'Does the polygon lie in the point, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.polygon, RIGHTARG = sky.point, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.polygon, sky.point) IS 'Does the polygon lie in the point, boundary included?';
CREATE FUNCTION sky.contains(inner sky.polygon, outer sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.polygon, outer sky.circle)
	IS 'Does the polygon lie in the circle, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.polygon, RIGHTARG = sky.circle, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.polygon, sky.circle) IS 'Does the polygon lie in the circle, boundary included?';
CREATE FUNCTION sky.contains(inner sky.polygon, outer sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.polygon, outer sky.box)
	IS 'Does the polygon lie in the box, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.polygon, RIGHTARG = sky.box, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.polygon, sky.box) IS 'Does the polygon lie in the box, boundary included?';
CREATE FUNCTION sky.contains(inner sky.polygon, outer sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_contains';
COMMENT ON FUNCTION sky.contains(inner sky.polygon, outer sky.polygon)
	IS 'Does the polygon lie in the polygon, boundary included?';
CREATE OPERATOR sky.<@ (
	LEFTARG = sky.polygon, RIGHTARG = sky.polygon, FUNCTION = sky.contains,
	COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.<@ (sky.polygon, sky.polygon) IS 'Does the polygon lie in the polygon, boundary included?';
