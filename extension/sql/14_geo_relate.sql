-- Relations of any two shapes, for every pair of types, as functions and as operators.
-- The boundary belongs to a shape: touching is enough to intersect.

DO $loop$
DECLARE
	a text;
	b text;
BEGIN
	FOR a, b IN
		SELECT * FROM unnest(ARRAY['point', 'circle', 'box', 'polygon', 'region', 'moc']) AS x(a),
			unnest(ARRAY['point', 'circle', 'box', 'polygon', 'region', 'moc']) AS y(b)
	LOOP
		EXECUTE format($sql$
			CREATE FUNCTION sky.contains("inner" sky.%1$s, "outer" sky.%2$s) RETURNS bool
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
				AS 'MODULE_PATHNAME', 'pgsky_contains';
			COMMENT ON FUNCTION sky.contains(sky.%1$s, sky.%2$s)
				IS 'Does the %1$s lie in the %2$s, boundary included?';
			CREATE OPERATOR sky.<@ (
				LEFTARG = sky.%1$s, RIGHTARG = sky.%2$s, FUNCTION = sky.contains,
				COMMUTATOR = OPERATOR(sky.@>), RESTRICT = contsel, JOIN = contjoinsel);
			COMMENT ON OPERATOR sky.<@ (sky.%1$s, sky.%2$s)
				IS 'Does the %1$s lie in the %2$s, boundary included?';

			CREATE FUNCTION sky.covers("outer" sky.%1$s, "inner" sky.%2$s) RETURNS bool
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
				AS 'MODULE_PATHNAME', 'pgsky_covers';
			COMMENT ON FUNCTION sky.covers(sky.%1$s, sky.%2$s)
				IS 'Does the %1$s contain the %2$s, boundary included?';
			CREATE OPERATOR sky.@> (
				LEFTARG = sky.%1$s, RIGHTARG = sky.%2$s, FUNCTION = sky.covers,
				COMMUTATOR = OPERATOR(sky.<@), RESTRICT = contsel, JOIN = contjoinsel);
			COMMENT ON OPERATOR sky.@> (sky.%1$s, sky.%2$s)
				IS 'Does the %1$s contain the %2$s, boundary included?';

			CREATE FUNCTION sky.intersects(a sky.%1$s, b sky.%2$s) RETURNS bool
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 100
				AS 'MODULE_PATHNAME', 'pgsky_intersects';
			COMMENT ON FUNCTION sky.intersects(sky.%1$s, sky.%2$s)
				IS 'Have the %1$s and the %2$s a position in common?';
			CREATE OPERATOR sky.&& (
				LEFTARG = sky.%1$s, RIGHTARG = sky.%2$s, FUNCTION = sky.intersects,
				COMMUTATOR = OPERATOR(sky.&&), RESTRICT = areasel, JOIN = areajoinsel);
			COMMENT ON OPERATOR sky.&& (sky.%1$s, sky.%2$s)
				IS 'Have the %1$s and the %2$s a position in common?';
		$sql$, a, b);
	END LOOP;
END
$loop$;
