-- The same the other way round: sky.covers(outer, inner) and outer @> inner.

CREATE FUNCTION sky.covers(outer sky.point, inner sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.point, inner sky.point)
	IS 'Does the point contain the point, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.point, RIGHTARG = sky.point, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.point, sky.point) IS 'Does the point contain the point, boundary included?';
CREATE FUNCTION sky.covers(outer sky.point, inner sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.point, inner sky.circle)
	IS 'Does the point contain the circle, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.point, RIGHTARG = sky.circle, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.point, sky.circle) IS 'Does the point contain the circle, boundary included?';
CREATE FUNCTION sky.covers(outer sky.point, inner sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.point, inner sky.box)
	IS 'Does the point contain the box, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.point, RIGHTARG = sky.box, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.point, sky.box) IS 'Does the point contain the box, boundary included?';
CREATE FUNCTION sky.covers(outer sky.point, inner sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.point, inner sky.polygon)
	IS 'Does the point contain the polygon, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.point, RIGHTARG = sky.polygon, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.point, sky.polygon) IS 'Does the point contain the polygon, boundary included?';
CREATE FUNCTION sky.covers(outer sky.circle, inner sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.circle, inner sky.point)
	IS 'Does the circle contain the point, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.circle, RIGHTARG = sky.point, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.circle, sky.point) IS 'Does the circle contain the point, boundary included?';
CREATE FUNCTION sky.covers(outer sky.circle, inner sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.circle, inner sky.circle)
	IS 'Does the circle contain the circle, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.circle, RIGHTARG = sky.circle, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.circle, sky.circle) IS 'Does the circle contain the circle, boundary included?';
CREATE FUNCTION sky.covers(outer sky.circle, inner sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.circle, inner sky.box)
	IS 'Does the circle contain the box, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.circle, RIGHTARG = sky.box, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.circle, sky.box) IS 'Does the circle contain the box, boundary included?';
CREATE FUNCTION sky.covers(outer sky.circle, inner sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.circle, inner sky.polygon)
	IS 'Does the circle contain the polygon, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.circle, RIGHTARG = sky.polygon, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.circle, sky.polygon) IS 'Does the circle contain the polygon, boundary included?';
CREATE FUNCTION sky.covers(outer sky.box, inner sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.box, inner sky.point)
	IS 'Does the box contain the point, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.box, RIGHTARG = sky.point, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.box, sky.point) IS 'Does the box contain the point, boundary included?';
CREATE FUNCTION sky.covers(outer sky.box, inner sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.box, inner sky.circle)
	IS 'Does the box contain the circle, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.box, RIGHTARG = sky.circle, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.box, sky.circle) IS 'Does the box contain the circle, boundary included?';
CREATE FUNCTION sky.covers(outer sky.box, inner sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.box, inner sky.box)
	IS 'Does the box contain the box, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.box, RIGHTARG = sky.box, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.box, sky.box) IS 'Does the box contain the box, boundary included?';
CREATE FUNCTION sky.covers(outer sky.box, inner sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.box, inner sky.polygon)
	IS 'Does the box contain the polygon, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.box, RIGHTARG = sky.polygon, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.box, sky.polygon) IS 'Does the box contain the polygon, boundary included?';
CREATE FUNCTION sky.covers(outer sky.polygon, inner sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.polygon, inner sky.point)
	IS 'Does the polygon contain the point, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.polygon, RIGHTARG = sky.point, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.polygon, sky.point) IS 'Does the polygon contain the point, boundary included?';
CREATE FUNCTION sky.covers(outer sky.polygon, inner sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.polygon, inner sky.circle)
	IS 'Does the polygon contain the circle, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.polygon, RIGHTARG = sky.circle, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.polygon, sky.circle) IS 'Does the polygon contain the circle, boundary included?';
CREATE FUNCTION sky.covers(outer sky.polygon, inner sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.polygon, inner sky.box)
	IS 'Does the polygon contain the box, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.polygon, RIGHTARG = sky.box, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.polygon, sky.box) IS 'Does the polygon contain the box, boundary included?';
CREATE FUNCTION sky.covers(outer sky.polygon, inner sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'pgsky_covers';
COMMENT ON FUNCTION sky.covers(outer sky.polygon, inner sky.polygon)
	IS 'Does the polygon contain the polygon, boundary included?';
CREATE OPERATOR sky.@> (
	LEFTARG = sky.polygon, RIGHTARG = sky.polygon, FUNCTION = sky.covers,
	COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR sky.@> (sky.polygon, sky.polygon) IS 'Does the polygon contain the polygon, boundary included?';
