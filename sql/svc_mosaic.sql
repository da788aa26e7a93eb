-- Mosaics over HTTP, as the shim asks for them.
\pset format unaligned
\pset tuples_only on
\set VERBOSITY terse
\getenv abs_srcdir PG_ABS_SRCDIR
\getenv abs_builddir PG_ABS_BUILDDIR
\set original :abs_srcdir '/demo/data'
\set folder :abs_builddir '/results/svc_mosaic'
\! mkdir -p "$PG_ABS_BUILDDIR/results/svc_mosaic/tiles" && rm -f "$PG_ABS_BUILDDIR"/results/svc_mosaic/tiles/*
SET client_min_messages = warning;
SET pgsky.authority = 'x';
SET pgsky.base_url = 'https://archive.example.org';

-- Tiles of an image that overlap, and an image of another projection.
SET pgsky.data_dirs = :'original';
CREATE VIEW tile AS SELECT sky.cutout('fits/ngc1316_optical.fits', pixels => '{1,100,1,80}') AS a,
	sky.cutout('fits/ngc1316_optical.fits', pixels => '{91,200,1,80}') AS b,
	sky.cutout('fits/ngc1316_optical.fits', pixels => '{1,200,71,150}') AS c,
	sky.cutout('fits/ngc1316_optical.fits', pixels => '{1,200,1,150}') AS all_of_it,
	sky.cutout('fits/sip_wcs.fits') AS other;
CREATE FUNCTION write(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('COPY (SELECT %I FROM tile) TO %L (FORMAT raw)', name, current_setting('mosaic.folder') || '/tiles/' || name || '.fits');
END $$;
SET mosaic.folder = :'folder';
SELECT count(write(n)) FROM unnest('{a,b,c,other}'::text[]) n;
SELECT all_of_it FROM tile \gset
SET pgsky.data_dirs = :'folder';
SELECT outcome, count(*) FROM sky.ingest('tiles', 'survey') GROUP BY outcome;
UPDATE ivoa.obscore SET obs_collection = 'other' WHERE obs_id = 'other';

-- The head of the answer, and what is in the file.
CREATE FUNCTION axes(file bytea) RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(trim(m[1]), ' x ') FROM regexp_matches(encode(file, 'escape'), 'NAXIS[12]  =([ 0-9]{21})', 'g') m);
CREATE FUNCTION pixels(file bytea) RETURNS bytea LANGUAGE sql
	RETURN substr(file, 1 + 2880 * ((position('END             '::bytea IN file) + 2879) / 2880));
CREATE FUNCTION ask(query text, method text DEFAULT 'GET') RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
	SELECT left(l, 240) FROM sky.serve(method, '/soda/mosaic', query, 'host: archive.example.org', NULL) s,
		regexp_split_to_table(concat_ws(E'\n', s.status, trim(E'\n' FROM s.headers),
			CASE WHEN substr(s.body, 1, 6) = 'SIMPLE' THEN format('%s bytes, %s', length(s.body), axes(s.body))
				ELSE convert_from(s.body, 'UTF8') END, s.stream), '\n') l;
END;
SET ROLE sky_anon;
\set id 'ID=ivo://x/survey?tiles/'

-- By identifiers: pixels as they were before.
SELECT ask(:'id' || 'a.fits&' || :'id' || 'b.fits&' || :'id' || 'c.fits');
SELECT ask(:'id' || 'a.fits&' || :'id' || 'b.fits&' || :'id' || 'c.fits', 'HEAD');
SELECT ask('ID=a&ID=c') LIMIT 1;
SELECT ask('ID=a&ID=b&CIRCLE=50.67+-37.2+1&HDU=0');
BEGIN;
SELECT status FROM sky.serve('GET', '/soda/mosaic', 'ID=a&ID=b&ID=c', '', NULL);
SELECT axes(file), length(file), length(pixels(file)) >= 2 * 200 * 150 AND pixels(file) = pixels(:'all_of_it') AS same
	FROM (SELECT string_agg(p, '') FROM (SELECT sky.cutout_rest() p) q) r(file);
ROLLBACK;

-- All of a collection that a shape meets.
SELECT sky.coord1(sky.centroid(s_region)) AS lon, sky.coord2(sky.centroid(s_region)) AS lat FROM ivoa.obscore WHERE obs_id = 'a' \gset
SELECT format('CIRCLE=%s+%s+', :lon, :lat) AS circle \gset
SELECT ask('COLLECTION=survey&' || :'circle' || '0.005');
SELECT ask('COLLECTION=survey&' || :'circle' || '1');
SELECT ask('COLLECTION=survey&POS=RANGE+0+360+-90+90') LIMIT 1;
SELECT ask('COLLECTION=survey&CIRCLE=150+0+0.1');
SELECT ask('COLLECTION=nothing&' || :'circle' || '1');
SELECT ask('ID=a&ID=b&CIRCLE=150+0+0.1');
-- Spectra of the collection are none of it.
RESET ROLE;
UPDATE ivoa.obscore SET dataproduct_type = 'spectrum' WHERE obs_id = 'c';
SET ROLE sky_anon;
SELECT ask('COLLECTION=survey&' || :'circle' || '1');
RESET ROLE;
UPDATE ivoa.obscore SET dataproduct_type = 'image' WHERE obs_id = 'c';
SET ROLE sky_anon;

-- What cannot be asked.
SELECT ask('ID=a&' || :'id' || 'other.fits');
SELECT ask('');
SELECT ask('ID=a&COLLECTION=survey');
SELECT ask('COLLECTION=survey');
SELECT ask('COLLECTION=survey&COLLECTION=other');
SELECT ask('ID=a&ID=nothing');
SELECT ask('ID=a&BAND=1+2');
SELECT ask('ID=a&CIRCLE=1+2+3&CIRCLE=1+2+4');
SELECT ask('ID=a&CIRCLE=1+2');
SELECT ask('ID=a&HDU=x');
SELECT ask('ID=a&HDU=5');
SELECT size, file FROM sky.mosaic_within(NULL);
SELECT size, file FROM sky.mosaic_within('{ivo://x/survey?tiles/a.fits}', sky.cutout_wish(band => '{1,2}'));
SELECT size, length(file) FROM sky.mosaic_within('{ivo://x/survey?tiles/a.fits}', most => 1000000);
RESET ROLE;

-- More than may be.
CREATE TABLE many AS SELECT o.* FROM ivoa.obscore o, generate_series(1, 501) WHERE obs_id = 'a';
UPDATE many SET obs_collection = 'many', obs_publisher_did = 'ivo://x/' || ctid;
INSERT INTO ivoa.obscore SELECT * FROM many;
DROP TABLE many;
SET ROLE sky_anon;
SELECT ask('COLLECTION=many&' || :'circle' || '1');
RESET ROLE;
-- What has no file here is not there.
DELETE FROM ivoa.obscore WHERE obs_publisher_did = (SELECT max(obs_publisher_did) FROM ivoa.obscore WHERE obs_collection = 'many');
SET ROLE sky_anon;
SELECT ask('COLLECTION=many&' || :'circle' || '1');
RESET ROLE;
DELETE FROM ivoa.obscore WHERE obs_collection = 'many';

-- Files that the client may not read are left out; by their names they are refused.
UPDATE ivoa.obscore SET obs_release_date = CASE WHEN obs_id = 'c' THEN '2999-01-01' ELSE timestamp '2001-01-01' END;
DO $$ BEGIN PERFORM sky.protect('ivoa.obscore'); END $$;
SET ROLE sky_anon;
SELECT count(*) FROM ivoa.obscore;
SELECT ask('COLLECTION=survey&POS=RANGE+0+360+-90+90');
SELECT ask('ID=a&ID=b') LIMIT 1;
\set VERBOSITY sqlstate
SELECT ask('ID=a&ID=c');
-- Rows that he may not see are not there.
RESET ROLE;
UPDATE ivoa.obscore SET data_rights = 'secure' WHERE obs_id = 'c';
SET ROLE sky_anon;
SELECT count(*) FROM ivoa.obscore;
SELECT ask('ID=a&ID=c');
SELECT ask('COLLECTION=survey&POS=RANGE+0+360+-90+90');
RESET ROLE;

DROP FUNCTION ask, axes, pixels, write;
DROP VIEW tile;
DELETE FROM sky.protection;
DELETE FROM sky.data_file;
DROP SCHEMA ivoa CASCADE;
-- Clients find it.
SELECT xpath('//capability[not(@standardID)]/interface/param/name/text()', convert_from(body, 'UTF8')::xml)
	FROM sky.serve('GET', '/soda/capabilities', '', '', NULL);
