-- Functions: what is taken in which mode, what cones become, and what is wrong with arguments.
SET client_min_messages = warning;
CREATE SCHEMA adql_functions;
CREATE TABLE adql_functions.star (id int8, ra float8, dec float8, name text, t timestamp, n int4);
SELECT sky.describe('adql_functions.star', 'ra', unit => 'deg');
SELECT sky.publish('adql_functions.star');
INSERT INTO adql_functions.star VALUES (1, 10, 20, 'Ärger', '2000-01-02T12:00', 3), (2, 11, 21, 'ΟΔΟΣ', NULL, NULL);
CREATE FUNCTION pg_temp.adql(query text) RETURNS SETOF text LANGUAGE plpgsql AS
$$ BEGIN RETURN QUERY EXECUTE format('SELECT r::text FROM (%s) r', sky.adql_to_sql(query)); END $$;
CREATE FUNCTION pg_temp.fault(expr text, mode text DEFAULT 'strict') RETURNS text LANGUAGE plpgsql AS
$$ DECLARE hint text;
BEGIN
	RETURN sky.adql_to_sql('SELECT ' || expr || ' FROM star', mode);
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
	RETURN SQLSTATE || ': ' || SQLERRM || coalesce(E'\n' || nullif(hint, ''), '');
END $$;

-- Cones of other archives are ours: columns first, in the form that the index knows.
SELECT sky.adql_to_sql('SELECT id FROM star WHERE q3c_radial_query(ra, dec, 10, 20, 1)');
SELECT sky.adql_to_sql('SELECT id FROM star WHERE 1 = q3c_radial_query(10, 20, ra, dec, 1)');
SELECT sky.adql_to_sql('SELECT a.id FROM star a, star b WHERE q3c_join(a.ra, a.dec, b.ra, b.dec, 1) AND q3c_dist(a.ra, a.dec, 10, 20) <= 1');
SELECT sky.adql_to_sql('SELECT id FROM star WHERE scisql_s2PtInCircle(ra, dec, 10, 20, 1) = 1 AND scisql_angSep(10, 20, ra, dec) < 1');
SELECT sky.adql_to_sql('SELECT id FROM star WHERE scisql_s2PtInCPoly(ra, dec, 9, 19, 12, 19, 9, 23) = 1');
SELECT * FROM pg_temp.adql('SELECT id FROM star WHERE scisql_s2PtInCPoly(ra, dec, 9, 19, 12, 19, 9, 23) = 1');

-- Case is that of Unicode.
SELECT * FROM pg_temp.adql('SELECT id, LOWER(name), UPPER(name) FROM star WHERE name ILIKE ''%ä%'' OR name ILIKE ''οδος'' OR LOWER(name) = ''x'' ORDER BY id');
SELECT * FROM pg_temp.adql('SELECT id FROM star WHERE name NOT ILIKE ''ä%'' AND ivo_nocasematch(name, ''οδο_'') = 1');
SELECT sky.adql_to_sql('SELECT id FROM star WHERE name ILIKE ''a%'' AND name ILIKE ''ä%'' AND name ILIKE LOWER(name)');
CREATE INDEX star_lower ON adql_functions.star (sky.lower(name));
SET enable_seqscan = off;
CREATE FUNCTION pg_temp.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS
$$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || sky.adql_to_sql(query); END $$;
SELECT pg_temp.plan('SELECT id FROM star WHERE LOWER(name) = ''x''') LIKE '%star_lower%' AS index_used LIMIT 1;
RESET enable_seqscan;

-- Arrays and bigints come out as what they are.
SELECT * FROM pg_temp.adql('SELECT ivo_histogram(ra, 10, 11, 2), SUM(id) FROM star');
SELECT * FROM pg_temp.adql('SELECT ivo_histogram(n, 0, 10, 5) FROM star WHERE id > 5');
SELECT * FROM pg_temp.adql('SELECT MEDIAN(ra), STDDEV(DISTINCT ra), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ra) FROM star');

-- Only ADQL is ADQL; the rest has a hint, or none.
SELECT pg_temp.fault('q3c_dist(ra, dec, 1, 2)');
SELECT pg_temp.fault('CEIL(ra)');
SELECT pg_temp.fault('STDDEV(ra)');
SELECT pg_temp.fault('SUBSTRING(name, 2)');
SELECT pg_temp.fault('CEIL(ra)', 'lenient');
SELECT pg_temp.fault('ivo_hasword(name, ''x'')');
SELECT pg_temp.fault('ESO_DATEADD_SEC(5, t)');
SELECT pg_temp.fault('ivo_simbadpoint(''M31'')');

-- Arguments that do not fit.
SELECT pg_temp.fault('ivo_healpix_center(17, 23.2)');
SELECT pg_temp.fault('ivo_geom_transform(''galactic'', ''ICRS'', POINT(1, 2))');
SELECT pg_temp.fault('ivo_geom_transform(''AZ_EL'', ''ICRS'', POINT(1, 2))');
SELECT pg_temp.fault('ivo_geom_transform(name, ''ICRS'', POINT(1, 2))');
SELECT pg_temp.fault('ivo_geom_transform(''FK4'', ''ICRS'', BOX(1, 2, 3, 4))');
SELECT pg_temp.fault('ivo_to_jd(ra)');
SELECT pg_temp.fault('COALESCE(name, ra)');
SELECT pg_temp.fault('COALESCE()');
SELECT pg_temp.fault('MEDIAN(DISTINCT ra)', 'lenient');
SELECT pg_temp.fault('MEDIAN(ra) OVER (ORDER BY id)', 'lenient');
SELECT pg_temp.fault('PERCENTILE(ra, dec)', 'lenient');
SELECT pg_temp.fault('IN_UNIT(n, ''rad'')');
SELECT pg_temp.fault('IN_UNIT(ra, ''kg'')');
SELECT pg_temp.fault('IN_UNIT(ra, ''radians'')');
SELECT * FROM pg_temp.adql('SELECT IN_UNIT(ra, ''arcmin'') AS x FROM star ORDER BY x');

-- What is wrong with values is told when they come.
\set VERBOSITY terse
SELECT sky.geom_transform('x', 'ICRS', sky.point(1, 2));
SELECT sky.epoch_prop_pos(NULL, 2, 3, 4, 5, 6, 7, 8);
SELECT sky.epoch_prop_pos(1, 92, 3, 4, 5, 6, 7, 8);
SELECT sky.histogram(1, 0, 1, 0);
SELECT sky.histogram(1, 1, 0, 5);
SELECT sky.histogram(1, NULL, 0, 5);
SELECT sky.histogram(1, 0, 1, i) FROM generate_series(1, 2) i;
SELECT sky.histogram_add('{0,0,0}', 1, 0, 1, 1);
SELECT sky.histogram_final('{}'), sky.histogram_final(ARRAY[[1, 2], [3, 4]]);
SELECT sky.histogram_final('{1,NULL}');
SELECT sky.histogram_final('{99999999999}');
SELECT sky.histogram_combine('{}', '{1}');
SELECT sky.histogram_combine('{1,2}', '{1,2}'), sky.histogram_combine(NULL, '{1,2}'), sky.histogram_combine('{1,2}', NULL), sky.histogram_combine(NULL, NULL);
\set VERBOSITY default

-- Workers count parts of one histogram.
CREATE TABLE adql_functions.many AS SELECT i % 100 AS i FROM generate_series(1, 20000) i;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SELECT sky.histogram(i, 10, 90, 4) FROM adql_functions.many;
SET max_parallel_workers_per_gather = 0;
SELECT sky.histogram(i, 10, 90, 4) FROM adql_functions.many;
DROP SCHEMA adql_functions CASCADE;
