-- Types of pg_sphere: conversions, made when both extensions are there.

CREATE FUNCTION sky.enable_pgsphere() RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
	home text;
	c record;
	good bool;
BEGIN
	SELECT quote_ident(nspname) INTO home
		FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'pg_sphere';
	IF home IS NULL THEN
		RAISE 'extension "pg_sphere" is not installed in this database'
			USING ERRCODE = 'undefined_object',
				HINT = 'Run CREATE EXTENSION pg_sphere; PostgreSQL 15 needs its version 1.4.2.';
	END IF;

	-- From theirs to ours: by our library, of which the planner knows them.
	FOR c IN
		SELECT * FROM (VALUES
			('point', 'spoint', ' LEAKPROOF', 'a position'),
			('circle', 'scircle', ' LEAKPROOF', 'a circle'),
			('polygon', 'spoly', '', 'a polygon'),
			('region', 'sbox', '', 'all between two meridians and two parallels'),
			('moc', 'smoc', '', 'a coverage map')
		) AS v (ours, theirs, leakproof, meaning)
	LOOP
		EXECUTE format($sql$
			CREATE OR REPLACE FUNCTION sky.%1$s(%2$s.%3$s) RETURNS sky.%1$s
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE%4$s COST 5
				AS '$libdir/pgsky', 'pgsky_%1$s_of_%3$s';
			COMMENT ON FUNCTION sky.%1$s(%2$s.%3$s) IS 'The same in pg_sphere: %5$s.';
		$sql$, c.ours, home, c.theirs, c.leakproof, c.meaning);
		PERFORM sky.link_pgsphere(home, c.theirs, 'sky.' || c.ours, 'i');
	END LOOP;
	EXECUTE format($sql$ SELECT
		sky.distance(sky.point(%1$s.spoint_deg(350, -20)), sky.point(350, -20)) < 1e-9
		AND sky.float8s(sky.circle(%1$s.scircle_deg(%1$s.spoint_deg(0, 90), 2)))::numeric(20, 9)[] = '{0,90,2}'
		AND sky.float8s(sky.polygon('{(1d,2d),(3d,2d),(3d,4d)}'::%1$s.spoly))::numeric(20, 9)[] = '{1,2,3,2,3,4}'
		AND sky.region('((350d,-5d),(10d,5d))'::%1$s.sbox) OPERATOR(sky.@>) sky.point(9.9, 4.9)
		AND sky.moc('3/1,5-7 4/97,100'::%1$s.smoc) OPERATOR(sky.=) sky.moc('3/1 5-7 4/97 100')
		$sql$, home) INTO good;
	IF NOT good THEN
		RAISE 'this version of pg_sphere stores its values in an unknown way'
			USING ERRCODE = 'feature_not_supported';
	END IF;

	-- From ours to theirs: by its constructors, which know what it takes.
	FOR c IN
		SELECT * FROM (VALUES
			('spoint', 'point', '%1$s.spoint_deg(sky.coord1($1), sky.coord2($1))'),
			('scircle', 'circle', '%1$s.scircle_deg(%1$s.spoint_deg((sky.float8s($1))[1], (sky.float8s($1))[2]), sky.radius($1))'),
			('spoly', 'polygon', '%1$s.spoly_deg(sky.float8s($1))'),
			('smoc', 'moc', '%1$s.smoc_in(sky.moc_out($1))'),
			('sbox', 'region', NULL)
		) AS v (theirs, ours, body)
	LOOP
		EXECUTE format($sql$
			CREATE OR REPLACE FUNCTION sky.%2$s(sky.%3$s) RETURNS %1$s.%2$s
				%4$s IMMUTABLE STRICT PARALLEL SAFE AS %5$s;
			COMMENT ON FUNCTION sky.%2$s(sky.%3$s) IS 'A %2$s of pg_sphere, as far as that can hold it.';
		$sql$, home, c.theirs, c.ours, CASE WHEN c.body IS NULL THEN 'LANGUAGE c' ELSE 'LANGUAGE sql' END,
			CASE WHEN c.body IS NULL THEN $$'$libdir/pgsky', 'pgsky_sbox_of_region'$$
				ELSE quote_literal('SELECT ' || format(c.body, home)) END);
		PERFORM sky.link_pgsphere('sky', c.ours, home || '.' || c.theirs, 'a');
	END LOOP;

	-- What its indexes are asked for.
	FOR c IN
		SELECT args, bound FROM unnest(ARRAY['lon float8, lat float8, radius float8', 'center sky.point, radius float8',
			'sky.circle', 'sky.box', 'sky.polygon', 'sky.region', 'sky.moc']) AS a (args), unnest(ARRAY['sbox', 'scircle']) AS b (bound)
	LOOP
		EXECUTE format($sql$
			CREATE OR REPLACE FUNCTION sky.%1$s_around(%2$s) RETURNS %3$s.%1$s
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20
				AS '$libdir/pgsky', 'pgsky_%1$s_around';
			COMMENT ON FUNCTION sky.%1$s_around(%2$s)
				IS 'An %1$s of pg_sphere round a shape, with room to spare. For indexes.';
			ALTER FUNCTION sky.%1$s_around(%2$s) DEPENDS ON EXTENSION pg_sphere;
			ALTER FUNCTION sky.%1$s_around(%2$s) DEPENDS ON EXTENSION pgsky;
		$sql$, c.bound, c.args, home);
	END LOOP;
END
$function$;
COMMENT ON FUNCTION sky.enable_pgsphere()
	IS 'Let values of pg_sphere be cast to the types of the sky and back, and their columns be published; run again after either extension was made anew.';

-- The cast of a conversion that is made already; both go with either extension.
CREATE FUNCTION sky.link_pgsphere(source_schema text, source text, target text, context "char") RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
	from_type regtype := source_schema || '.' || source;
	conversion regprocedure := format('sky.%s(%s)', split_part(target, '.', 2), from_type);
	extension name;
BEGIN
	IF NOT EXISTS (SELECT FROM pg_cast WHERE castsource = from_type AND casttarget = target::regtype) THEN
		EXECUTE format('CREATE CAST (%s AS %s) WITH FUNCTION %s AS %s', from_type, target, conversion,
			CASE context WHEN 'i' THEN 'IMPLICIT' ELSE 'ASSIGNMENT' END);
	END IF;
	FOREACH extension IN ARRAY ARRAY['pgsky', 'pg_sphere'] LOOP
		EXECUTE format('ALTER FUNCTION %s DEPENDS ON EXTENSION %I', conversion, extension);
		-- Casts have no such clause.
		INSERT INTO pg_depend (classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype)
			SELECT 'pg_cast'::regclass, c.oid, 0, 'pg_extension'::regclass, e.oid, 0, 'x'
			FROM pg_cast c, pg_extension e
			WHERE castsource = from_type AND casttarget = target::regtype AND extname = extension
				AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid
					AND d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid);
	END LOOP;
END
$function$;
COMMENT ON FUNCTION sky.link_pgsphere(text, text, text, "char") IS 'For sky.enable_pgsphere: makes one cast.';
REVOKE EXECUTE ON FUNCTION sky.enable_pgsphere(), sky.link_pgsphere(text, text, text, "char") FROM PUBLIC;
