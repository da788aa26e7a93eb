-- Files that only links name, beside products: found, cut out and shown with the rights of these.
\pset format unaligned
\pset tuples_only on
\getenv abs_srcdir PG_ABS_SRCDIR
\set folder :abs_srcdir '/demo/data'
SET pgsky.data_dirs = :'folder';
SET pgsky.authority = 'archive.example.org';
SELECT outcome, count(*) FROM sky.ingest('fits', 'demo') GROUP BY outcome;
\set id 'ivo://archive.example.org/demo?fits/'
-- Three files are no products of their own; the radio image is one that few may read.
DELETE FROM ivoa.obscore WHERE obs_id IN ('ngc1316_optical_tilecompressed', 'ngc6503_hi_cube', 'sdssQSO');
DELETE FROM sky.data_file WHERE path ~ 'tilecompressed|hi_cube|sdssQSO';
INSERT INTO sky.link (obs_publisher_did, semantics, access_url, linked_did, description, content_type, link_index) VALUES
	(:'id' || 'ngc1316_optical.fits', '#weight', '/data/fits/ngc1316_optical_tilecompressed.fits', NULL, 'the weights', NULL, 1),
	(:'id' || 'ngc1316_optical.fits', 'http://example.org/rdf#mask', '/data/fits/ngc6503_hi_cube.fits', 'ivo://archive.example.org/masks?7', NULL, NULL, 2),
	(:'id' || 'ngc1316_optical.fits', '#documentation', '/data/README.md', NULL, 'What it is', NULL, 3),
	(:'id' || 'ngc1316_optical.fits', '#auxiliary', '/data/README.md', NULL, 'Of no use for cutouts', 'text/plain', 4),
	(:'id' || 'ngc1316_optical.fits', '#auxiliary', '/data/fits/ngc1316_radio.fits', NULL, 'a product of its own', NULL, 5),
	(:'id' || 'ngc1316_optical.fits', '#auxiliary', '/data/fits/not_there.fits', NULL, 'missing', NULL, 6),
	(:'id' || 'sip_wcs.fits', '#weight', '/data/fits/sdssQSO.fits', NULL, NULL, NULL, 1);
INSERT INTO sky.link (obs_publisher_did, semantics, access_url, linked_did) VALUES ('ivo://x', '#weight', 'https://example.org/a', 'ivo://y');
SELECT count(*) FROM sky.protect('ivoa.obscore');
UPDATE ivoa.obscore SET obs_release_date = CASE WHEN obs_id = 'ngc1316_optical' THEN '2000-01-01' ELSE '2999-01-01' END::timestamp;
CREATE FUNCTION ask(path text, query text) RETURNS text LANGUAGE sql
	RETURN (SELECT format('%s %s', s.status, CASE WHEN substr(s.body, 1, 6) = 'SIMPLE' THEN length(s.body)::text
		WHEN s.stream IS NOT NULL THEN regexp_replace(s.stream, '[0-9a-f]+-[0-9a-f]+-[0-9a-f]+', 'ETAG') ELSE convert_from(s.body, 'UTF8') END)
		FROM sky.serve('GET', path, query, '', NULL) s);
CREATE FUNCTION links(name text) RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
	SELECT concat_ws(' | ', l ->> 'semantics', l ->> 'access_url', l ->> 'service_def', l ->> 'error_message', l ->> 'description', l ->> 'content_type', l ->> 'content_length', l ->> 'link_authorized')
	FROM json_array_elements(substr(ask('/datalink/links', 'RESPONSEFORMAT=json&ID=' || name), 5)::json -> 'links') l;
END;
SET ROLE sky_anon;
SELECT links(:'id' || 'ngc1316_optical.fits');
-- By its identifier, own or derived, and by its path.
SELECT links(:'id' || 'ngc1316_optical_tilecompressed.fits');
SELECT links('fits/ngc1316_optical_tilecompressed.fits');
SELECT links('ivo://archive.example.org/masks?7');
SELECT ask('/soda/sync', 'CIRCLE=50.67+-37.2+0.02&ID=' || :'id' || 'ngc1316_optical.fits');
SELECT ask('/soda/sync', 'CIRCLE=50.67+-37.2+0.02&ID=' || :'id' || 'ngc1316_optical_tilecompressed.fits');
SELECT ask('/soda/sync', 'CIRCLE=50.67+-37.2+0.02&ID=fits/ngc1316_optical_tilecompressed.fits');
SELECT ask('/soda/sync', 'CIRCLE=50.67+-37.2+0.02&ID=fits/ngc1316_optical_tilecompressed.fits&ID=' || :'id' || 'ngc1316_optical.fits');
SELECT ask('/soda/sync', 'BAND=0.2110+0.2112&ID=ivo://archive.example.org/masks?7');
SELECT length(sky.cutout('ivo://archive.example.org/masks?7', band => '{0.2110,0.2112}'));
SELECT ask('/soda/mosaic', 'ID=fits/ngc1316_optical_tilecompressed.fits&ID=' || :'id' || 'ngc1316_optical.fits&CIRCLE=50.67+-37.2+0.02');
SELECT ask('/data/fits/ngc1316_optical_tilecompressed.fits', '');
SELECT ask('/data/README.md', '');
SELECT length(sky.preview('ivo://archive.example.org/masks?7')) > 1000;
-- What the caller may not have: a product of its own, what belongs to a private one, what no product links to.
SELECT sky.cutout(:'id' || 'ngc1316_radio.fits');
SELECT sky.cutout(:'id' || 'sdssQSO.fits');
SELECT sky.cutout('ivo://archive.example.org/demo?../../etc/passwd');
SELECT links(:'id' || 'sip_wcs.fits');
RESET ROLE;
-- Who sees no row knows of no file; a document is for who sees the row.
UPDATE ivoa.obscore SET obs_release_date = '2999-01-01';
SET ROLE sky_anon;
SELECT sky.cutout(:'id' || 'ngc1316_optical_tilecompressed.fits');
SELECT ask('/data/README.md', '');
RESET ROLE;
UPDATE ivoa.obscore SET data_rights = 'secure';
SET ROLE sky_anon;
SELECT sky.cutout(:'id' || 'ngc1316_optical_tilecompressed.fits');
SELECT ask('/data/README.md', '');
RESET ROLE;
DROP FUNCTION links, ask;
DELETE FROM sky.link;
DELETE FROM sky.protection;
DELETE FROM sky.data_file;
DROP SCHEMA ivoa CASCADE;
