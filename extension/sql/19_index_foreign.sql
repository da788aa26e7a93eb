-- Bounds of shapes for the indexes of Q3C (those for pg_sphere's come with
-- sky.enable_pgsphere).

DO $loop$
DECLARE
	args text;
BEGIN
	FOREACH args IN ARRAY ARRAY['lon float8, lat float8, radius float8', 'center sky.point, radius float8',
		'sky.circle', 'sky.box', 'sky.polygon', 'sky.region']
	LOOP
		EXECUTE format($sql$
			CREATE FUNCTION sky.q3c_bound(%1$s, number int) RETURNS int8
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 200
				AS 'MODULE_PATHNAME', 'pgsky_q3c_bound';
			COMMENT ON FUNCTION sky.q3c_bound(%1$s, int)
				IS 'Ends of the ranges of q3c_ang2ipix round a shape: the first at even numbers, the last at odd ones; NULL behind them. For indexes.';
		$sql$, args);
	END LOOP;
END
$loop$;
