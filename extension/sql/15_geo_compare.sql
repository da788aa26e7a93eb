-- Equality, order and hash of the types by their numbers, as DISTINCT and GROUP BY need.

DO $loop$
DECLARE
	t text;
	c record;
BEGIN
	FOREACH t IN ARRAY ARRAY['point', 'circle', 'box', 'polygon', 'region', 'moc'] LOOP
		FOR c IN
			SELECT * FROM (VALUES
				('eq', '=', 'eqsel', 'eqjoinsel'),
				('ne', '<>', 'neqsel', 'neqjoinsel'),
				('lt', '<', 'scalarltsel', 'scalarltjoinsel'),
				('le', '<=', 'scalarlesel', 'scalarlejoinsel'),
				('gt', '>', 'scalargtsel', 'scalargtjoinsel'),
				('ge', '>=', 'scalargesel', 'scalargejoinsel')
			) AS v (name, operator, restrict_by, join_by)
		LOOP
			EXECUTE format($sql$
				CREATE FUNCTION sky.%1$s_%2$s(sky.%1$s, sky.%1$s) RETURNS bool
					LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
					AS 'MODULE_PATHNAME', 'pgsky_%1$s_%2$s';
				COMMENT ON FUNCTION sky.%1$s_%2$s(sky.%1$s, sky.%1$s)
					IS 'Function of the operator %3$s.';
				CREATE OPERATOR sky.%3$s (
					LEFTARG = sky.%1$s, RIGHTARG = sky.%1$s, FUNCTION = sky.%1$s_%2$s,
					COMMUTATOR = OPERATOR(sky.%4$s), NEGATOR = OPERATOR(sky.%5$s),
					RESTRICT = %6$s, JOIN = %7$s%8$s);
				COMMENT ON OPERATOR sky.%3$s (sky.%1$s, sky.%1$s)
					IS 'Order of the numbers, for sorting and grouping alone.';
			$sql$, t, c.name, c.operator,
				CASE c.operator WHEN '<' THEN '>' WHEN '<=' THEN '>=' WHEN '>' THEN '<'
					WHEN '>=' THEN '<=' ELSE c.operator END,
				CASE c.operator WHEN '=' THEN '<>' WHEN '<>' THEN '=' WHEN '<' THEN '>='
					WHEN '<=' THEN '>' WHEN '>' THEN '<=' ELSE '<' END,
				c.restrict_by, c.join_by,
				CASE c.operator WHEN '=' THEN ', HASHES, MERGES' ELSE '' END);
		END LOOP;
		EXECUTE format($sql$
			CREATE FUNCTION sky.%1$s_cmp(sky.%1$s, sky.%1$s) RETURNS int4
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
				AS 'MODULE_PATHNAME', 'pgsky_%1$s_cmp';
			COMMENT ON FUNCTION sky.%1$s_cmp(sky.%1$s, sky.%1$s)
				IS 'Order of the numbers: -1, 0 or 1.';
			CREATE FUNCTION sky.%1$s_hash(sky.%1$s) RETURNS int4
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
				AS 'MODULE_PATHNAME', 'pgsky_%1$s_hash';
			COMMENT ON FUNCTION sky.%1$s_hash(sky.%1$s) IS 'Hash of the numbers.';
			CREATE FUNCTION sky.%1$s_hash_extended(sky.%1$s, int8) RETURNS int8
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
				AS 'MODULE_PATHNAME', 'pgsky_%1$s_hash_extended';
			COMMENT ON FUNCTION sky.%1$s_hash_extended(sky.%1$s, int8)
				IS 'Hash of the numbers with a seed.';
			CREATE OPERATOR CLASS sky.%1$s_ops DEFAULT FOR TYPE sky.%1$s USING btree AS
				OPERATOR 1 sky.<, OPERATOR 2 sky.<=, OPERATOR 3 sky.=,
				OPERATOR 4 sky.>=, OPERATOR 5 sky.>,
				FUNCTION 1 sky.%1$s_cmp(sky.%1$s, sky.%1$s);
			COMMENT ON OPERATOR CLASS sky.%1$s_ops USING btree
				IS 'Order of the type %1$s by its numbers.';
			CREATE OPERATOR CLASS sky.%1$s_ops DEFAULT FOR TYPE sky.%1$s USING hash AS
				OPERATOR 1 sky.=,
				FUNCTION 1 sky.%1$s_hash(sky.%1$s),
				FUNCTION 2 sky.%1$s_hash_extended(sky.%1$s, int8);
			COMMENT ON OPERATOR CLASS sky.%1$s_ops USING hash
				IS 'Hash of the type %1$s by its numbers.';
		$sql$, t);
	END LOOP;
END
$loop$;
