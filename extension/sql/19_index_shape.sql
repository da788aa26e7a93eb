-- Indexes on shapes: GiST over their extents.  CREATE INDEX ON t USING gist (shape).

CREATE TYPE sky.extent;
CREATE FUNCTION sky.extent_in(cstring) RETURNS sky.extent
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_extent_in';
COMMENT ON FUNCTION sky.extent_in(cstring) IS 'Raises: extents are not read from text.';
CREATE FUNCTION sky.extent_out(sky.extent) RETURNS cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_extent_out';
COMMENT ON FUNCTION sky.extent_out(sky.extent) IS 'Text output: two corners.';
CREATE TYPE sky.extent (
	INPUT = sky.extent_in, OUTPUT = sky.extent_out,
	INTERNALLENGTH = 24, ALIGNMENT = int4, STORAGE = plain);
COMMENT ON TYPE sky.extent IS 'What an index knows of a shape: a box in space that holds it.';

CREATE FUNCTION sky.extent(lon float8, lat float8) RETURNS sky.extent
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 5
	AS 'MODULE_PATHNAME', 'pgsky_extent_of_position';
COMMENT ON FUNCTION sky.extent(lon float8, lat float8)
	IS 'The extent of a position; of none at all where it is no position.';

CREATE FUNCTION sky.extent_union(internal, internal) RETURNS sky.extent
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_extent_union';
COMMENT ON FUNCTION sky.extent_union(internal, internal) IS 'GiST support.';
CREATE FUNCTION sky.extent_penalty(internal, internal, internal) RETURNS internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_extent_penalty';
COMMENT ON FUNCTION sky.extent_penalty(internal, internal, internal) IS 'GiST support.';
CREATE FUNCTION sky.extent_picksplit(internal, internal) RETURNS internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_extent_picksplit';
COMMENT ON FUNCTION sky.extent_picksplit(internal, internal) IS 'GiST support.';
CREATE FUNCTION sky.extent_same(sky.extent, sky.extent, internal) RETURNS internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_extent_same';
COMMENT ON FUNCTION sky.extent_same(sky.extent, sky.extent, internal) IS 'GiST support.';
CREATE FUNCTION sky.extent_sortsupport(internal) RETURNS void
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_extent_sortsupport';
COMMENT ON FUNCTION sky.extent_sortsupport(internal) IS 'GiST support.';

CREATE FUNCTION sky.shape_analyze(internal) RETURNS bool
	LANGUAGE c STABLE STRICT AS 'MODULE_PATHNAME', 'pgsky_shape_analyze';
COMMENT ON FUNCTION sky.shape_analyze(internal) IS 'ANALYZE of columns of shapes.';
REVOKE EXECUTE ON FUNCTION sky.shape_analyze(internal) FROM PUBLIC;

DO $loop$
DECLARE
	shape text;
BEGIN
	FOREACH shape IN ARRAY ARRAY['point', 'circle', 'box', 'polygon', 'region', 'moc']
	LOOP
		EXECUTE format($sql$
			CREATE FUNCTION sky.extent(sky.%1$s) RETURNS sky.extent
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
				AS 'MODULE_PATHNAME', 'pgsky_extent';
			COMMENT ON FUNCTION sky.extent(sky.%1$s) IS 'The extent of the %1$s.';

			CREATE FUNCTION sky.extent_overlaps(sky.%1$s, sky.extent) RETURNS bool
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
				AS 'MODULE_PATHNAME', 'pgsky_extent_overlaps' SUPPORT sky.support;
			COMMENT ON FUNCTION sky.extent_overlaps(sky.%1$s, sky.extent)
				IS 'Does the extent of the %1$s overlap the other?';
			CREATE OPERATOR sky.&& (
				LEFTARG = sky.%1$s, RIGHTARG = sky.extent, FUNCTION = sky.extent_overlaps,
				RESTRICT = sky.shape_sel, JOIN = sky.shape_joinsel);
			COMMENT ON OPERATOR sky.&& (sky.%1$s, sky.extent)
				IS 'Does the extent of the %1$s overlap the other? For indexes.';

			CREATE FUNCTION sky.extent_within(sky.%1$s, sky.extent) RETURNS bool
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
				AS 'MODULE_PATHNAME', 'pgsky_extent_within' SUPPORT sky.support;
			COMMENT ON FUNCTION sky.extent_within(sky.%1$s, sky.extent)
				IS 'Does the extent of the %1$s lie in the other?';
			CREATE OPERATOR sky.<@ (
				LEFTARG = sky.%1$s, RIGHTARG = sky.extent, FUNCTION = sky.extent_within,
				RESTRICT = sky.shape_sel, JOIN = sky.shape_joinsel);
			COMMENT ON OPERATOR sky.<@ (sky.%1$s, sky.extent)
				IS 'Does the extent of the %1$s lie in the other? For indexes.';

			CREATE FUNCTION sky.extent_covers(sky.%1$s, sky.extent) RETURNS bool
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
				AS 'MODULE_PATHNAME', 'pgsky_extent_covers' SUPPORT sky.support;
			COMMENT ON FUNCTION sky.extent_covers(sky.%1$s, sky.extent)
				IS 'Does the extent of the %1$s contain the other?';
			CREATE OPERATOR sky.@> (
				LEFTARG = sky.%1$s, RIGHTARG = sky.extent, FUNCTION = sky.extent_covers,
				RESTRICT = sky.shape_sel, JOIN = sky.shape_joinsel);
			COMMENT ON OPERATOR sky.@> (sky.%1$s, sky.extent)
				IS 'Does the extent of the %1$s contain the other? For indexes.';

			ALTER TYPE sky.%1$s SET (ANALYZE = sky.shape_analyze);
			CREATE FUNCTION sky.%1$s_compress(internal) RETURNS internal
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
				AS 'MODULE_PATHNAME', 'pgsky_%1$s_compress';
			COMMENT ON FUNCTION sky.%1$s_compress(internal) IS 'GiST support.';
			CREATE FUNCTION sky.extent_consistent(internal, sky.%1$s, int2, oid, internal) RETURNS bool
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
				AS 'MODULE_PATHNAME', 'pgsky_extent_consistent';
			COMMENT ON FUNCTION sky.extent_consistent(internal, sky.%1$s, int2, oid, internal)
				IS 'GiST support.';
			CREATE OPERATOR CLASS sky.%1$s_ops DEFAULT FOR TYPE sky.%1$s USING gist AS
				OPERATOR 3 sky.&& (sky.%1$s, sky.extent),
				OPERATOR 7 sky.@> (sky.%1$s, sky.extent),
				OPERATOR 8 sky.<@ (sky.%1$s, sky.extent),
				FUNCTION 1 sky.extent_consistent(internal, sky.%1$s, int2, oid, internal),
				FUNCTION 2 sky.extent_union(internal, internal),
				FUNCTION 3 sky.%1$s_compress(internal),
				FUNCTION 5 sky.extent_penalty(internal, internal, internal),
				FUNCTION 6 sky.extent_picksplit(internal, internal),
				FUNCTION 7 sky.extent_same(sky.extent, sky.extent, internal),
				FUNCTION 11 sky.extent_sortsupport(internal),
				STORAGE sky.extent;
			COMMENT ON OPERATOR CLASS sky.%1$s_ops USING gist
				IS 'Search for a %1$s by where it lies.';
		$sql$, shape);
	END LOOP;
END
$loop$;
