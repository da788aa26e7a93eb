-- Regions: made of shapes and of each other.

CREATE FUNCTION sky.region(text) RETURNS sky.region
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20
	AS 'MODULE_PATHNAME', 'pgsky_region_of_text';
COMMENT ON FUNCTION sky.region(text)
	IS 'A region from its text: STC-S, or shapes of DALI 1.2; several in a row are their union.';

DO $loop$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['point', 'circle', 'box', 'polygon'] LOOP
		EXECUTE format($sql$
			CREATE FUNCTION sky.region(sky.%1$s) RETURNS sky.region
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
				AS 'MODULE_PATHNAME', 'pgsky_region_of_%1$s';
			COMMENT ON FUNCTION sky.region(sky.%1$s) IS 'A region that is a %1$s.';
			CREATE CAST (sky.%1$s AS sky.region) WITH FUNCTION sky.region(sky.%1$s) AS IMPLICIT;
			COMMENT ON CAST (sky.%1$s AS sky.region) IS 'A region that is a %1$s.';
			CREATE FUNCTION sky.%1$s(sky.region) RETURNS sky.%1$s
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
				AS 'MODULE_PATHNAME', 'pgsky_%1$s_of_region';
			COMMENT ON FUNCTION sky.%1$s(sky.region)
				IS 'The %1$s that a region is; an error if it is anything else.';
			CREATE CAST (sky.region AS sky.%1$s) WITH FUNCTION sky.%1$s(sky.region);
			COMMENT ON CAST (sky.region AS sky.%1$s) IS 'The %1$s that a region is.';
		$sql$, t);
	END LOOP;
END
$loop$;

-- As operators these are the ones of PostgreSQL's ranges.
CREATE FUNCTION sky."union"(sky.region, sky.region) RETURNS sky.region
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_region_union';
COMMENT ON FUNCTION sky."union"(sky.region, sky.region) IS 'All positions of either region.';
CREATE OPERATOR sky.+ (
	LEFTARG = sky.region, RIGHTARG = sky.region, FUNCTION = sky."union",
	COMMUTATOR = OPERATOR(sky.+));
COMMENT ON OPERATOR sky.+ (sky.region, sky.region) IS 'All positions of either region.';
CREATE FUNCTION sky.intersection(sky.region, sky.region) RETURNS sky.region
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_region_intersection';
COMMENT ON FUNCTION sky.intersection(sky.region, sky.region)
	IS 'The positions that are in both regions.';
CREATE OPERATOR sky.* (
	LEFTARG = sky.region, RIGHTARG = sky.region, FUNCTION = sky.intersection,
	COMMUTATOR = OPERATOR(sky.*));
COMMENT ON OPERATOR sky.* (sky.region, sky.region)
	IS 'The positions that are in both regions.';
CREATE FUNCTION sky.difference(sky.region, sky.region) RETURNS sky.region
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_region_difference';
COMMENT ON FUNCTION sky.difference(sky.region, sky.region)
	IS 'The positions of the first region that are not in the second; the boundary of the second is not.';
CREATE OPERATOR sky.- (
	LEFTARG = sky.region, RIGHTARG = sky.region, FUNCTION = sky.difference);
COMMENT ON OPERATOR sky.- (sky.region, sky.region)
	IS 'The positions of the first region that are not in the second.';
CREATE FUNCTION sky.complement(sky.region) RETURNS sky.region
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_region_complement';
COMMENT ON FUNCTION sky.complement(sky.region)
	IS 'All positions that are not in the region; its boundary is not.';
