-- Equality, order and hash of the types by their numbers, as DISTINCT and GROUP BY need.

CREATE FUNCTION sky.point_eq(sky.point, sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_point_eq';
COMMENT ON FUNCTION sky.point_eq(sky.point, sky.point)
	IS 'Function of the operator =.';
CREATE FUNCTION sky.point_ne(sky.point, sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_point_ne';
COMMENT ON FUNCTION sky.point_ne(sky.point, sky.point)
	IS 'Function of the operator <>.';
CREATE FUNCTION sky.point_lt(sky.point, sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_point_lt';
COMMENT ON FUNCTION sky.point_lt(sky.point, sky.point)
	IS 'Function of the operator <.';
CREATE FUNCTION sky.point_le(sky.point, sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_point_le';
COMMENT ON FUNCTION sky.point_le(sky.point, sky.point)
	IS 'Function of the operator <=.';
CREATE FUNCTION sky.point_gt(sky.point, sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_point_gt';
COMMENT ON FUNCTION sky.point_gt(sky.point, sky.point)
	IS 'Function of the operator >.';
CREATE FUNCTION sky.point_ge(sky.point, sky.point) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_point_ge';
COMMENT ON FUNCTION sky.point_ge(sky.point, sky.point)
	IS 'Function of the operator >=.';
CREATE FUNCTION sky.point_cmp(sky.point, sky.point) RETURNS int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_point_cmp';
COMMENT ON FUNCTION sky.point_cmp(sky.point, sky.point)
	IS 'Order of the numbers: -1, 0 or 1.';
CREATE FUNCTION sky.point_hash(sky.point) RETURNS int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_point_hash';
COMMENT ON FUNCTION sky.point_hash(sky.point)
	IS 'Hash of the numbers.';
CREATE FUNCTION sky.point_hash_extended(sky.point, int8) RETURNS int8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_point_hash_extended';
COMMENT ON FUNCTION sky.point_hash_extended(sky.point, int8)
	IS 'Hash of the numbers with a seed.';
CREATE OPERATOR sky.= (
	LEFTARG = sky.point, RIGHTARG = sky.point, FUNCTION = sky.point_eq, COMMUTATOR = OPERATOR(sky.=),
	NEGATOR = OPERATOR(sky.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR sky.= (sky.point, sky.point) IS 'Are these the same numbers?';
CREATE OPERATOR sky.<> (
	LEFTARG = sky.point, RIGHTARG = sky.point, FUNCTION = sky.point_ne, COMMUTATOR = OPERATOR(sky.<>),
	NEGATOR = OPERATOR(sky.=), RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR sky.<> (sky.point, sky.point) IS 'Are these different numbers?';
CREATE OPERATOR sky.< (
	LEFTARG = sky.point, RIGHTARG = sky.point, FUNCTION = sky.point_lt, COMMUTATOR = OPERATOR(sky.>),
	NEGATOR = OPERATOR(sky.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR sky.< (sky.point, sky.point) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR sky.<= (
	LEFTARG = sky.point, RIGHTARG = sky.point, FUNCTION = sky.point_le, COMMUTATOR = OPERATOR(sky.>=),
	NEGATOR = OPERATOR(sky.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR sky.<= (sky.point, sky.point) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR sky.> (
	LEFTARG = sky.point, RIGHTARG = sky.point, FUNCTION = sky.point_gt, COMMUTATOR = OPERATOR(sky.<),
	NEGATOR = OPERATOR(sky.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR sky.> (sky.point, sky.point) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR sky.>= (
	LEFTARG = sky.point, RIGHTARG = sky.point, FUNCTION = sky.point_ge, COMMUTATOR = OPERATOR(sky.<=),
	NEGATOR = OPERATOR(sky.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR sky.>= (sky.point, sky.point) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR CLASS sky.point_ops DEFAULT FOR TYPE sky.point USING btree AS
	OPERATOR 1 sky.<, OPERATOR 2 sky.<=, OPERATOR 3 sky.=, OPERATOR 4 sky.>=, OPERATOR 5 sky.>,
	FUNCTION 1 sky.point_cmp(sky.point, sky.point);
COMMENT ON OPERATOR CLASS sky.point_ops USING btree IS 'Order of points by their numbers.';
CREATE OPERATOR CLASS sky.point_ops DEFAULT FOR TYPE sky.point USING hash AS
	OPERATOR 1 sky.=,
	FUNCTION 1 sky.point_hash(sky.point), FUNCTION 2 sky.point_hash_extended(sky.point, int8);
COMMENT ON OPERATOR CLASS sky.point_ops USING hash IS 'Hash of points by their numbers.';

CREATE FUNCTION sky.circle_eq(sky.circle, sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_circle_eq';
COMMENT ON FUNCTION sky.circle_eq(sky.circle, sky.circle)
	IS 'Function of the operator =.';
CREATE FUNCTION sky.circle_ne(sky.circle, sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_circle_ne';
COMMENT ON FUNCTION sky.circle_ne(sky.circle, sky.circle)
	IS 'Function of the operator <>.';
CREATE FUNCTION sky.circle_lt(sky.circle, sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_circle_lt';
COMMENT ON FUNCTION sky.circle_lt(sky.circle, sky.circle)
	IS 'Function of the operator <.';
CREATE FUNCTION sky.circle_le(sky.circle, sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_circle_le';
COMMENT ON FUNCTION sky.circle_le(sky.circle, sky.circle)
	IS 'Function of the operator <=.';
CREATE FUNCTION sky.circle_gt(sky.circle, sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_circle_gt';
COMMENT ON FUNCTION sky.circle_gt(sky.circle, sky.circle)
	IS 'Function of the operator >.';
CREATE FUNCTION sky.circle_ge(sky.circle, sky.circle) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_circle_ge';
COMMENT ON FUNCTION sky.circle_ge(sky.circle, sky.circle)
	IS 'Function of the operator >=.';
CREATE FUNCTION sky.circle_cmp(sky.circle, sky.circle) RETURNS int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_circle_cmp';
COMMENT ON FUNCTION sky.circle_cmp(sky.circle, sky.circle)
	IS 'Order of the numbers: -1, 0 or 1.';
CREATE FUNCTION sky.circle_hash(sky.circle) RETURNS int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_circle_hash';
COMMENT ON FUNCTION sky.circle_hash(sky.circle)
	IS 'Hash of the numbers.';
CREATE FUNCTION sky.circle_hash_extended(sky.circle, int8) RETURNS int8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_circle_hash_extended';
COMMENT ON FUNCTION sky.circle_hash_extended(sky.circle, int8)
	IS 'Hash of the numbers with a seed.';
CREATE OPERATOR sky.= (
	LEFTARG = sky.circle, RIGHTARG = sky.circle, FUNCTION = sky.circle_eq, COMMUTATOR = OPERATOR(sky.=),
	NEGATOR = OPERATOR(sky.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR sky.= (sky.circle, sky.circle) IS 'Are these the same numbers?';
CREATE OPERATOR sky.<> (
	LEFTARG = sky.circle, RIGHTARG = sky.circle, FUNCTION = sky.circle_ne, COMMUTATOR = OPERATOR(sky.<>),
	NEGATOR = OPERATOR(sky.=), RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR sky.<> (sky.circle, sky.circle) IS 'Are these different numbers?';
CREATE OPERATOR sky.< (
	LEFTARG = sky.circle, RIGHTARG = sky.circle, FUNCTION = sky.circle_lt, COMMUTATOR = OPERATOR(sky.>),
	NEGATOR = OPERATOR(sky.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR sky.< (sky.circle, sky.circle) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR sky.<= (
	LEFTARG = sky.circle, RIGHTARG = sky.circle, FUNCTION = sky.circle_le, COMMUTATOR = OPERATOR(sky.>=),
	NEGATOR = OPERATOR(sky.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR sky.<= (sky.circle, sky.circle) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR sky.> (
	LEFTARG = sky.circle, RIGHTARG = sky.circle, FUNCTION = sky.circle_gt, COMMUTATOR = OPERATOR(sky.<),
	NEGATOR = OPERATOR(sky.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR sky.> (sky.circle, sky.circle) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR sky.>= (
	LEFTARG = sky.circle, RIGHTARG = sky.circle, FUNCTION = sky.circle_ge, COMMUTATOR = OPERATOR(sky.<=),
	NEGATOR = OPERATOR(sky.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR sky.>= (sky.circle, sky.circle) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR CLASS sky.circle_ops DEFAULT FOR TYPE sky.circle USING btree AS
	OPERATOR 1 sky.<, OPERATOR 2 sky.<=, OPERATOR 3 sky.=, OPERATOR 4 sky.>=, OPERATOR 5 sky.>,
	FUNCTION 1 sky.circle_cmp(sky.circle, sky.circle);
COMMENT ON OPERATOR CLASS sky.circle_ops USING btree IS 'Order of circles by their numbers.';
CREATE OPERATOR CLASS sky.circle_ops DEFAULT FOR TYPE sky.circle USING hash AS
	OPERATOR 1 sky.=,
	FUNCTION 1 sky.circle_hash(sky.circle), FUNCTION 2 sky.circle_hash_extended(sky.circle, int8);
COMMENT ON OPERATOR CLASS sky.circle_ops USING hash IS 'Hash of circles by their numbers.';

CREATE FUNCTION sky.box_eq(sky.box, sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_box_eq';
COMMENT ON FUNCTION sky.box_eq(sky.box, sky.box)
	IS 'Function of the operator =.';
CREATE FUNCTION sky.box_ne(sky.box, sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_box_ne';
COMMENT ON FUNCTION sky.box_ne(sky.box, sky.box)
	IS 'Function of the operator <>.';
CREATE FUNCTION sky.box_lt(sky.box, sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_box_lt';
COMMENT ON FUNCTION sky.box_lt(sky.box, sky.box)
	IS 'Function of the operator <.';
CREATE FUNCTION sky.box_le(sky.box, sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_box_le';
COMMENT ON FUNCTION sky.box_le(sky.box, sky.box)
	IS 'Function of the operator <=.';
CREATE FUNCTION sky.box_gt(sky.box, sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_box_gt';
COMMENT ON FUNCTION sky.box_gt(sky.box, sky.box)
	IS 'Function of the operator >.';
CREATE FUNCTION sky.box_ge(sky.box, sky.box) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_box_ge';
COMMENT ON FUNCTION sky.box_ge(sky.box, sky.box)
	IS 'Function of the operator >=.';
CREATE FUNCTION sky.box_cmp(sky.box, sky.box) RETURNS int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_box_cmp';
COMMENT ON FUNCTION sky.box_cmp(sky.box, sky.box)
	IS 'Order of the numbers: -1, 0 or 1.';
CREATE FUNCTION sky.box_hash(sky.box) RETURNS int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_box_hash';
COMMENT ON FUNCTION sky.box_hash(sky.box)
	IS 'Hash of the numbers.';
CREATE FUNCTION sky.box_hash_extended(sky.box, int8) RETURNS int8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_box_hash_extended';
COMMENT ON FUNCTION sky.box_hash_extended(sky.box, int8)
	IS 'Hash of the numbers with a seed.';
CREATE OPERATOR sky.= (
	LEFTARG = sky.box, RIGHTARG = sky.box, FUNCTION = sky.box_eq, COMMUTATOR = OPERATOR(sky.=),
	NEGATOR = OPERATOR(sky.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR sky.= (sky.box, sky.box) IS 'Are these the same numbers?';
CREATE OPERATOR sky.<> (
	LEFTARG = sky.box, RIGHTARG = sky.box, FUNCTION = sky.box_ne, COMMUTATOR = OPERATOR(sky.<>),
	NEGATOR = OPERATOR(sky.=), RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR sky.<> (sky.box, sky.box) IS 'Are these different numbers?';
CREATE OPERATOR sky.< (
	LEFTARG = sky.box, RIGHTARG = sky.box, FUNCTION = sky.box_lt, COMMUTATOR = OPERATOR(sky.>),
	NEGATOR = OPERATOR(sky.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR sky.< (sky.box, sky.box) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR sky.<= (
	LEFTARG = sky.box, RIGHTARG = sky.box, FUNCTION = sky.box_le, COMMUTATOR = OPERATOR(sky.>=),
	NEGATOR = OPERATOR(sky.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR sky.<= (sky.box, sky.box) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR sky.> (
	LEFTARG = sky.box, RIGHTARG = sky.box, FUNCTION = sky.box_gt, COMMUTATOR = OPERATOR(sky.<),
	NEGATOR = OPERATOR(sky.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR sky.> (sky.box, sky.box) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR sky.>= (
	LEFTARG = sky.box, RIGHTARG = sky.box, FUNCTION = sky.box_ge, COMMUTATOR = OPERATOR(sky.<=),
	NEGATOR = OPERATOR(sky.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR sky.>= (sky.box, sky.box) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR CLASS sky.box_ops DEFAULT FOR TYPE sky.box USING btree AS
	OPERATOR 1 sky.<, OPERATOR 2 sky.<=, OPERATOR 3 sky.=, OPERATOR 4 sky.>=, OPERATOR 5 sky.>,
	FUNCTION 1 sky.box_cmp(sky.box, sky.box);
COMMENT ON OPERATOR CLASS sky.box_ops USING btree IS 'Order of boxes by their numbers.';
CREATE OPERATOR CLASS sky.box_ops DEFAULT FOR TYPE sky.box USING hash AS
	OPERATOR 1 sky.=,
	FUNCTION 1 sky.box_hash(sky.box), FUNCTION 2 sky.box_hash_extended(sky.box, int8);
COMMENT ON OPERATOR CLASS sky.box_ops USING hash IS 'Hash of boxes by their numbers.';

CREATE FUNCTION sky.polygon_eq(sky.polygon, sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_polygon_eq';
COMMENT ON FUNCTION sky.polygon_eq(sky.polygon, sky.polygon)
	IS 'Function of the operator =.';
CREATE FUNCTION sky.polygon_ne(sky.polygon, sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_polygon_ne';
COMMENT ON FUNCTION sky.polygon_ne(sky.polygon, sky.polygon)
	IS 'Function of the operator <>.';
CREATE FUNCTION sky.polygon_lt(sky.polygon, sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_polygon_lt';
COMMENT ON FUNCTION sky.polygon_lt(sky.polygon, sky.polygon)
	IS 'Function of the operator <.';
CREATE FUNCTION sky.polygon_le(sky.polygon, sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_polygon_le';
COMMENT ON FUNCTION sky.polygon_le(sky.polygon, sky.polygon)
	IS 'Function of the operator <=.';
CREATE FUNCTION sky.polygon_gt(sky.polygon, sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_polygon_gt';
COMMENT ON FUNCTION sky.polygon_gt(sky.polygon, sky.polygon)
	IS 'Function of the operator >.';
CREATE FUNCTION sky.polygon_ge(sky.polygon, sky.polygon) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_polygon_ge';
COMMENT ON FUNCTION sky.polygon_ge(sky.polygon, sky.polygon)
	IS 'Function of the operator >=.';
CREATE FUNCTION sky.polygon_cmp(sky.polygon, sky.polygon) RETURNS int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_polygon_cmp';
COMMENT ON FUNCTION sky.polygon_cmp(sky.polygon, sky.polygon)
	IS 'Order of the numbers: -1, 0 or 1.';
CREATE FUNCTION sky.polygon_hash(sky.polygon) RETURNS int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_polygon_hash';
COMMENT ON FUNCTION sky.polygon_hash(sky.polygon)
	IS 'Hash of the numbers.';
CREATE FUNCTION sky.polygon_hash_extended(sky.polygon, int8) RETURNS int8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_polygon_hash_extended';
COMMENT ON FUNCTION sky.polygon_hash_extended(sky.polygon, int8)
	IS 'Hash of the numbers with a seed.';
CREATE OPERATOR sky.= (
	LEFTARG = sky.polygon, RIGHTARG = sky.polygon, FUNCTION = sky.polygon_eq, COMMUTATOR = OPERATOR(sky.=),
	NEGATOR = OPERATOR(sky.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR sky.= (sky.polygon, sky.polygon) IS 'Are these the same numbers?';
CREATE OPERATOR sky.<> (
	LEFTARG = sky.polygon, RIGHTARG = sky.polygon, FUNCTION = sky.polygon_ne, COMMUTATOR = OPERATOR(sky.<>),
	NEGATOR = OPERATOR(sky.=), RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR sky.<> (sky.polygon, sky.polygon) IS 'Are these different numbers?';
CREATE OPERATOR sky.< (
	LEFTARG = sky.polygon, RIGHTARG = sky.polygon, FUNCTION = sky.polygon_lt, COMMUTATOR = OPERATOR(sky.>),
	NEGATOR = OPERATOR(sky.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR sky.< (sky.polygon, sky.polygon) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR sky.<= (
	LEFTARG = sky.polygon, RIGHTARG = sky.polygon, FUNCTION = sky.polygon_le, COMMUTATOR = OPERATOR(sky.>=),
	NEGATOR = OPERATOR(sky.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR sky.<= (sky.polygon, sky.polygon) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR sky.> (
	LEFTARG = sky.polygon, RIGHTARG = sky.polygon, FUNCTION = sky.polygon_gt, COMMUTATOR = OPERATOR(sky.<),
	NEGATOR = OPERATOR(sky.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR sky.> (sky.polygon, sky.polygon) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR sky.>= (
	LEFTARG = sky.polygon, RIGHTARG = sky.polygon, FUNCTION = sky.polygon_ge, COMMUTATOR = OPERATOR(sky.<=),
	NEGATOR = OPERATOR(sky.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR sky.>= (sky.polygon, sky.polygon) IS 'Order of the numbers, for sorting alone.';
CREATE OPERATOR CLASS sky.polygon_ops DEFAULT FOR TYPE sky.polygon USING btree AS
	OPERATOR 1 sky.<, OPERATOR 2 sky.<=, OPERATOR 3 sky.=, OPERATOR 4 sky.>=, OPERATOR 5 sky.>,
	FUNCTION 1 sky.polygon_cmp(sky.polygon, sky.polygon);
COMMENT ON OPERATOR CLASS sky.polygon_ops USING btree IS 'Order of polygons by their numbers.';
CREATE OPERATOR CLASS sky.polygon_ops DEFAULT FOR TYPE sky.polygon USING hash AS
	OPERATOR 1 sky.=,
	FUNCTION 1 sky.polygon_hash(sky.polygon), FUNCTION 2 sky.polygon_hash_extended(sky.polygon, int8);
COMMENT ON OPERATOR CLASS sky.polygon_ops USING hash IS 'Hash of polygons by their numbers.';

