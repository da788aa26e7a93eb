-- Shapes as ranges of sky.key.
DO $$
DECLARE
	shape text;
BEGIN
	FOREACH shape IN ARRAY ARRAY['circle', 'box', 'polygon', 'region'] LOOP
		EXECUTE format($sql$
			CREATE FUNCTION sky.cover(sky.%1$s, hpx_order int DEFAULT 12, cells int DEFAULT 64,
				OUT lo bigint, OUT hi bigint, OUT inside bool) RETURNS SETOF record
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 20
				AS 'MODULE_PATHNAME', 'pgsky_cover';
			COMMENT ON FUNCTION sky.cover(sky.%1$s, int, int)
				IS 'Ranges of sky.key, lo and hi included, that hold all of a %1$s; where not inside, the position must be asked too. The border is followed in cells up to hpx_order, until it meets more than so many cells.';
			$sql$, shape);
	END LOOP;
END
$$;
