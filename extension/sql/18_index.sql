-- The sky index: what the planner asks about our predicates.  Indexes themselves are
-- ordinary ones, on sky.key of a position.

CREATE FUNCTION sky.support(internal) RETURNS internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_support';
COMMENT ON FUNCTION sky.support(internal) IS 'Planner support of predicates on positions.';
CREATE FUNCTION sky.shape_sel(internal, oid, internal, int4) RETURNS float8
	LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_shape_sel';
COMMENT ON FUNCTION sky.shape_sel(internal, oid, internal, int4)
	IS 'Restriction selectivity of operators on shapes.';
CREATE FUNCTION sky.shape_joinsel(internal, oid, internal, int2, internal) RETURNS float8
	LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_shape_joinsel';
COMMENT ON FUNCTION sky.shape_joinsel(internal, oid, internal, int2, internal)
	IS 'Join selectivity of operators on shapes.';
REVOKE EXECUTE ON FUNCTION sky.support(internal), sky.shape_sel(internal, oid, internal, int4),
	sky.shape_joinsel(internal, oid, internal, int2, internal) FROM PUBLIC;

DO $loop$
DECLARE
	predicate regprocedure;
	operator regoperator;
BEGIN
	FOR predicate IN
		SELECT oid FROM pg_catalog.pg_proc
		WHERE pronamespace = 'sky'::pg_catalog.regnamespace AND proname IN
			('cone', 'contains', 'covers', 'distance', 'inside', 'intersects', 'key')
	LOOP
		EXECUTE format('ALTER FUNCTION %s SUPPORT sky.support', predicate);
	END LOOP;
	FOR operator IN
		SELECT oid FROM pg_catalog.pg_operator
		WHERE oprnamespace = 'sky'::pg_catalog.regnamespace AND oprname IN ('<@', '@>', '&&')
	LOOP
		EXECUTE format('ALTER OPERATOR %s SET (RESTRICT = sky.shape_sel, JOIN = sky.shape_joinsel)', operator);
	END LOOP;
END
$loop$;
