-- Every type of the sky through publishing, files and sky.load, and back.
LOAD 'pgsky';
SET client_min_messages = warning;
\getenv folder PG_ABS_BUILDDIR
CREATE SCHEMA geo_files;
CREATE TABLE geo_files.shapes (id int, p sky.point, c sky.circle, g sky.polygon, r sky.region, m sky.moc);
INSERT INTO geo_files.shapes VALUES
	(1, '10.1 -20.2', '0.1 -0.2 0.3', '0.1 0.2 3 0 3 3', 'Union (Circle 0.1 0.2 0.3 Not (Box 1 2 3 4))', '1/1 2 4 8/'),
	(2, '359.99999999999994 90', '1e-300 -90 180', '0 0 120 0 240 0', 'range 350 10 -5 5', '29/0 3458764513820540927'),
	(3, '0 0', '1 2 0', '1 2 3 4 5 7', 'AllSky', '5/'),
	(4, NULL, NULL, NULL, NULL, NULL);
SELECT sky.publish('geo_files.shapes');
SELECT column_name, datatype, arraysize, xtype FROM tap_schema.columns
	WHERE table_name = 'geo_files.shapes' ORDER BY column_name;
SELECT sky.adql_to_sql('SELECT id FROM geo_files.shapes WHERE 1 = CONTAINS(POINT(1, 2), r) AND 1 = CONTAINS(p, m)');
SELECT sky.adql_to_sql('SELECT AREA(r), AREA(m), CENTROID(m) FROM geo_files.shapes WHERE 1 = INTERSECTS(r, CIRCLE(1, 2, 3))');

-- What is written is read back the same, and into the same types.
CREATE FUNCTION geo_files.differences(loaded regclass) RETURNS TABLE (types text, rows bigint, lost bigint) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT (SELECT string_agg(atttypid::regtype::text, '' '' ORDER BY attnum)
			FROM pg_attribute WHERE attrelid = %L::regclass AND attnum > 1), count(*),
		count(*) FILTER (WHERE (s.p::text, s.c::text, s.g::text, s.r::text, s.m::text) IS DISTINCT FROM (l.p::text, l.c::text, (l.g::sky.polygon)::text, l.r::text, l.m::text))
		FROM geo_files.shapes s JOIN %s l USING (id)', loaded, loaded);
END
$$;
\set file :folder '/results/geo_files.vot'
COPY geo_files.shapes TO :'file' (FORMAT votable);
SELECT (regexp_matches(pg_read_file(:'file'), '<FIELD name="[rm]"[^>]*>', 'g'))[1];
SELECT sky.load(:'file', 'geo_files.votable') = 4;
SELECT * FROM geo_files.differences('geo_files.votable');
COPY geo_files.shapes TO :'file' (FORMAT votable_td);
SELECT sky.load(:'file', 'geo_files.tabledata') = 4;
SELECT * FROM geo_files.differences('geo_files.tabledata');
COPY geo_files.shapes TO :'file' (FORMAT votable_binary);
SELECT sky.load(:'file', 'geo_files."binary"') = 4;
SELECT * FROM geo_files.differences('geo_files."binary"');
\set file :folder '/results/geo_files.fits'
COPY geo_files.shapes TO :'file' (FORMAT fits);
SELECT sky.load(:'file', 'geo_files.fits') = 4;
SELECT * FROM geo_files.differences('geo_files.fits');
\set file :folder '/results/geo_files.ecsv'
COPY geo_files.shapes TO :'file' (FORMAT ecsv);
SELECT sky.load(:'file', 'geo_files.ecsv') = 4;
SELECT * FROM geo_files.differences('geo_files.ecsv');
CREATE TABLE geo_files.copied (LIKE geo_files.shapes);
COPY geo_files.copied FROM :'file' (FORMAT ecsv);
SELECT * FROM geo_files.differences('geo_files.copied');
COPY (SELECT id, r, m FROM geo_files.shapes ORDER BY id) TO STDOUT (FORMAT tap_csv);
COPY (SELECT id, r, m FROM geo_files.shapes ORDER BY id) TO STDOUT (FORMAT ndjson);
DROP SCHEMA geo_files CASCADE;
