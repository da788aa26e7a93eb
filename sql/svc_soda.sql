-- Cutouts and links over HTTP, as the shim asks for them.
\getenv abs_srcdir PG_ABS_SRCDIR
\set folder :abs_srcdir '/demo/data'
SET pgsky.data_dirs = :'folder';
SET pgsky.authority = 'archive.example.org';
SET pgsky.base_url = 'https://archive.example.org';
SELECT outcome, count(*) FROM sky.ingest('fits', 'demo') GROUP BY outcome;
INSERT INTO sky.link (obs_publisher_did, semantics, access_url, content_type) VALUES
	('ivo://archive.example.org/demo?fits/ngc1316_optical.fits', '#preview', '/p.png', 'image/png');
\set id 'ivo%3A%2F%2Farchive.example.org%2Fdemo%3Ffits%2Fngc1316_optical.fits'
-- How often a file says that it was cut out of a HDU.
CREATE FUNCTION cuts(file bytea) RETURNS bigint LANGUAGE sql
	RETURN (SELECT count(*) FROM regexp_matches(encode(file, 'escape'), 'pgsky: cut out of HDU', 'g'));
CREATE FUNCTION ask(path text, query text) RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
	SELECT left(l, 240) FROM sky.serve('GET', path, query, 'host: archive.example.org', NULL) s,
		regexp_split_to_table(concat_ws(E'\n', s.status, trim(E'\n' FROM s.headers),
			CASE WHEN substr(s.body, 1, 6) = 'SIMPLE' THEN format('%s bytes, %s cut out', length(s.body), cuts(s.body))
				ELSE convert_from(s.body, 'UTF8') END, s.stream), '\n') l;
END;
GRANT EXECUTE ON FUNCTION ask(text, text) TO sky_anon;
SET ROLE sky_anon;

-- What there is.
SELECT ask('/datalink/links', 'ID=' || :'id');
SELECT ask('/datalink/links', 'ID=' || :'id' || '&ID=ivo://nobody/nothing') LIMIT 27;
SELECT ask('/datalink/links', '') LIMIT 4;
SELECT ask('/datalink/links', 'RESPONSEFORMAT=fits') LIMIT 3;

-- Cutouts.
SELECT ask('/soda/sync', 'ID=' || :'id' || '&CIRCLE=50.67+-37.2+0.02');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&POS=RANGE+50.6+50.7+-Inf+%2BInf');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&POLYGON=50.6+-37.2+50.7+-37.2+50.7+-37.1');
SELECT ask('/soda/sync', 'ID=' || replace(:'id', 'ngc1316_optical', 'ngc6503_hi_cube') || '&BAND=0.211+%2BInf');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&CIRCLE=150+0+0.02');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&POL=I&POL=Q');
SELECT length(sky.cutout('ivo://archive.example.org/demo?fits/ngc1316_optical.fits', sky.circle(50.67, -37.2, 0.02)));
SELECT sum(length(p)) FROM (SELECT sky.cutout_pieces('ivo://archive.example.org/demo?fits/ngc1316_optical.fits') p) q;
SELECT size, length(file) FROM sky.cutout_within('ivo://archive.example.org/demo?fits/ngc1316_optical.fits');
SELECT size, length(file) FROM sky.cutout_within('ivo://archive.example.org/demo?fits/ngc1316_optical.fits', most => 276480);
SELECT size, length(file) FROM sky.cutout_within('ivo://archive.example.org/demo?fits/ngc1316_optical.fits', most => 276479);
SELECT size, length(file) FROM sky.cutout_within('ivo://archive.example.org/demo?fits/ngc1316_optical.fits', sky.cutout_wish(sky.circle(150, 0, 0.02)), most => 276479);
SELECT ask('/soda/sync', 'ID=' || :'id' || '&RANGE=50.66+50.68+-37.21+-37.19&PREFIX=../a');

-- Several at once: the extensions of one file.
SELECT ask('/soda/sync', 'ID=' || :'id' || '&CIRCLE=50.67+-37.2+0.02&CIRCLE=150+0+0.02&POS=CIRCLE+50.6+-37.2+0.01&POLYGON=50.6+-37.2+50.7+-37.2+50.7+-37.1');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&CIRCLE=150+0+0.02&CIRCLE=151+0+0.02');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&ID=' || replace(:'id', 'optical', 'radio') || '&CIRCLE=50.67+-37.2+0.2&PIXEL=-Inf+%2BInf+1+150&HDU=0');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&HDU=7');
-- What is long is streamed.
SELECT ask('/soda/sync', 'ID=' || :'id' || (SELECT string_agg('&CIRCLE=50.67+-37.2+' || 1 + n * 0.1, '') FROM generate_series(1, 16) n));
SELECT sum(length(p)) FROM (SELECT sky.fits_primary() UNION ALL
	SELECT sky.cutout_pieces('ivo://archive.example.org/demo?fits/ngc1316_optical.fits', sky.cutout_wish(part => 1)) UNION ALL
	SELECT sky.cutout_pieces('ivo://archive.example.org/demo?fits/ngc1316_optical.fits', sky.cutout_wish(part => 2))) q(p);
-- What one statement begins another one of its transaction goes on with, and no other.
BEGIN;
SELECT size, length(file) FROM sky.cutout_open('ivo://archive.example.org/demo?fits/ngc1316_optical.fits', most => 1000);
SELECT sum(length(p)) FROM (SELECT sky.cutout_rest() p) q;
SELECT sky.cutout_rest();
ROLLBACK;
SELECT size, length(file) FROM sky.cutout_open('ivo://archive.example.org/demo?fits/ngc1316_optical.fits', most => 1000);
SELECT sky.cutout_rest();
-- A reader that wants no more of them.
SELECT length(sky.cutout_pieces('ivo://archive.example.org/demo?fits/ngc1316_optical.fits')) LIMIT 1;

-- Compressed as it was, alone and as one of several.
SELECT ask('/soda/sync', 'ID=' || replace(:'id', '.fits', '_tilecompressed.fits') || '&COMPRESS=keep&CIRCLE=50.67+-37.2+0.02');
SELECT ask('/soda/sync', 'ID=' || replace(:'id', '.fits', '_tilecompressed.fits') || '&COMPRESS=keep&CIRCLE=50.67+-37.2+0.02&CIRCLE=50.6+-37.2+0.02');

-- By other names of the product; spectra are tables.
SELECT ask('/soda/sync', 'ID=ngc1316_optical&CIRCLE=50.67+-37.2+0.02');
SELECT ask('/soda/sync', 'ID=fits/sdssQSO.fits&ID=fits/sdssAstar.fits&BAND=4e-7+5e-7');
SELECT length(sky.cutout_pieces(d)), length(sky.cutout_pieces(d, sky.cutout_wish(hdu => 0))) FROM (VALUES ('ivo://archive.example.org/demo?fits/ngc1316_optical.fits')) v(d);

-- What cannot be asked.
SELECT ask('/soda/sync', '');
SELECT ask('/soda/sync', 'ID=/etc/passwd');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&ID=x');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&HDU=1&HDU=2');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&HDU=-1');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&CUTOUTDETAIL=everything');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&COMPRESS=lossy');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&COMPRESS=keep&COMPRESS=none');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&PIXEL=1+2&PIXEL=3+4');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&PIXEL=1+2+3');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&PIXEL=2+1');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&CIRCLE=1+2+nan');
SELECT ask('/soda/sync', 'ID=' || :'id' || (SELECT string_agg('&CIRCLE=1+2+3&BAND=' || n, '') FROM generate_series(1, 40) n));
SELECT sky.cutout('ivo://archive.example.org/demo?fits/ngc1316_optical.fits', part => -1);
SELECT ask('/soda/sync', 'ID=' || :'id' || '&CIRCLE=1+2');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&POS=SQUARE+1+2+3');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&BAND=2+1');
SELECT ask('/soda/sync', 'ID=ivo://nobody/nothing');
SELECT sky.cutout('fits/ngc1316_optical.fits');
SELECT sky.cutout('ivo://archive.example.org/demo?fits/../../../etc/passwd');
RESET ROLE;

-- Who sees no row sees no file.
ALTER TABLE ivoa.obscore ENABLE ROW LEVEL SECURITY;
SET ROLE sky_anon;
SELECT ask('/soda/sync', 'ID=' || :'id');
SELECT ask('/datalink/links', 'ID=' || :'id') OFFSET 20 LIMIT 2;
RESET ROLE;
DROP FUNCTION ask, cuts;
DELETE FROM sky.link;
DELETE FROM sky.data_file;
DROP SCHEMA ivoa CASCADE;
