-- Positions in shapes, and measures of shapes.  Degrees and square degrees.

DO $loop$
DECLARE
	t record;
BEGIN
	FOR t IN
		SELECT * FROM (VALUES
			('point', 20, 'The position itself.'),
			('circle', 20, 'Centre of a circle.'),
			('box', 50, 'Centre of a box.'),
			('polygon', 50, 'Centre of gravity of the area of a polygon.'),
			('region', 100, 'Centre of gravity of the area of a region.'),
			('moc', 10, 'Centre of gravity of the cells of a MOC; NULL without any.')
		) AS v (name, cost, centroid)
	LOOP
		IF t.name <> 'point' THEN
			EXECUTE format($sql$
				CREATE FUNCTION sky.inside(lon float8, lat float8, sky.%1$s) RETURNS bool
					LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST %2$s
					AS 'MODULE_PATHNAME', 'pgsky_inside';
				COMMENT ON FUNCTION sky.inside(lon float8, lat float8, sky.%1$s)
					IS 'Does a %1$s contain a position? %4$s; false for NaN.';
			$sql$, t.name, t.cost, t.centroid,
				CASE t.name WHEN 'moc' THEN 'It is that of sky.key'
					ELSE 'The boundary belongs to it' END);
		END IF;
		EXECUTE format($sql$
			CREATE FUNCTION sky.area(sky.%1$s) RETURNS float8
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
				AS 'MODULE_PATHNAME', 'pgsky_area';
			COMMENT ON FUNCTION sky.area(sky.%1$s) IS 'Area of a %1$s in square degrees.';
			CREATE FUNCTION sky.centroid(sky.%1$s) RETURNS sky.point
				LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 50
				AS 'MODULE_PATHNAME', 'pgsky_centroid';
			COMMENT ON FUNCTION sky.centroid(sky.%1$s) IS '%3$s';
		$sql$, t.name, t.cost, t.centroid);
	END LOOP;
END
$loop$;
