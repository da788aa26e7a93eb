-- Pictures of products.
\pset format unaligned
\pset tuples_only on
\getenv abs_srcdir PG_ABS_SRCDIR
\set folder :abs_srcdir '/demo/data'
SET pgsky.data_dirs = :'folder';
SET pgsky.authority = 'archive.example.org';
SELECT outcome, count(*) FROM sky.ingest('fits', 'demo') GROUP BY outcome;
-- What a PNG says of itself.
CREATE FUNCTION size_of(png bytea) RETURNS text LANGUAGE sql
	RETURN CASE WHEN substr(png, 1, 8) = '\x89504e470d0a1a0a' THEN concat_ws(' x ',
		get_byte(png, 18) * 256 + get_byte(png, 19), get_byte(png, 22) * 256 + get_byte(png, 23)) END;
CREATE FUNCTION ask(path text, query text, headers text DEFAULT '') RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
	SELECT regexp_replace(regexp_replace(l, '[0-9a-f]+-[0-9a-f]+-[0-9a-f]+', 'VERSION'), '^(Last-Modified|Sky-Length): .*', '\1: ...')
	FROM sky.serve('GET', path, query, headers, NULL) s,
		regexp_split_to_table(concat_ws(E'\n', s.status, trim(E'\n' FROM s.headers), CASE WHEN s.status >= 400 THEN convert_from(s.body, 'UTF8') END), '\n') l;
END;
SET ROLE sky_anon;
SELECT obs_id, size_of(sky.preview(obs_publisher_did)) FROM ivoa.obscore ORDER BY obs_id;
SELECT size_of(sky.preview('ngc1316_radio', w)) FROM unnest('{16, 100, 440, 2048}'::int[]) w;
SELECT substr(sky.preview('ngc1316_radio', 64, 'jpeg'), 1, 3);
-- Planes of a cube differ, from each other and from their mean.
SELECT count(DISTINCT sky.preview('ngc6503_hi_cube', 64, 'png', plane)) FROM generate_series(0, 30) plane;
-- What was made before is the same as what is made anew.
RESET ROLE;
SET pgsky.preview_space = 0;
SET ROLE sky_anon;
SELECT sky.preview('ngc1316_radio', 100) AS anew \gset
RESET ROLE;
RESET pgsky.preview_space;
SET ROLE sky_anon;
SELECT sky.preview('ngc1316_radio', 100) = :'anew'::bytea;
SELECT sky.preview('ngc1316_radio', 100) = :'anew'::bytea;

SELECT ask('/preview/fits/ngc1316_radio.fits', 'width=100');
SELECT ask('/preview/ngc1316_radio', 'width=100&format=jpeg&plane=1') LIMIT 3;
SELECT substring(headers FROM 'ETag: ([^\n]*)') AS etag FROM sky.serve('GET', '/preview/ngc1316_radio', 'width=100', '', NULL) \gset
SELECT ask('/preview/ngc1316_radio', 'width=100', 'if-none-match: ' || :'etag') LIMIT 1;
SELECT ask('/preview/ngc1316_radio', 'width=101', 'if-none-match: ' || :'etag') LIMIT 1;

-- What cannot be had.
SELECT sky.preview('ngc1316_radio', 15);
SELECT sky.preview('ngc1316_radio', 2049);
SELECT sky.preview('ngc1316_radio', 100, 'gif');
SELECT sky.preview('ngc1316_radio', 100, 'png', 2);
SELECT sky.preview('ngc1316_radio', 100, 'png', -1);
SELECT sky.preview('hipparcos.ecsv.gz');
SELECT ask('/preview/ngc1316_radio', 'width=abc');
SELECT ask('/preview/ngc1316_radio', 'width=-100');
SELECT ask('/preview/ngc1316_radio', 'format=gif');
SELECT ask('/preview/hipparcos.ecsv.gz', '');
RESET ROLE;
ALTER TABLE ivoa.obscore ENABLE ROW LEVEL SECURITY;
SET ROLE sky_anon;
SELECT ask('/preview/ngc1316_radio', '') OFFSET 3;
RESET ROLE;
DROP FUNCTION ask, size_of;
DELETE FROM sky.data_file;
DROP SCHEMA ivoa CASCADE;
