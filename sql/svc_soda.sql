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
CREATE FUNCTION ask(path text, query text) RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
	SELECT l FROM sky.serve('GET', path, query, 'host: archive.example.org', NULL) s,
		regexp_split_to_table(concat_ws(E'\n', s.status, trim(E'\n' FROM s.headers), convert_from(s.body, 'UTF8'), s.stream), '\n') l;
END;
GRANT EXECUTE ON FUNCTION ask(text, text) TO sky_anon;
SET ROLE sky_anon;

-- What there is.
SELECT ask('/datalink/links', 'ID=' || :'id');
SELECT ask('/datalink/links', 'ID=' || :'id' || '&ID=ivo://nobody/nothing') LIMIT 24;
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
SELECT sky.cutout_size('ivo://archive.example.org/demo?fits/ngc1316_optical.fits');
-- A reader that wants no more of them.
SELECT length(sky.cutout_pieces('ivo://archive.example.org/demo?fits/ngc1316_optical.fits')) LIMIT 1;

-- What cannot be asked.
SELECT ask('/soda/sync', '');
SELECT ask('/soda/sync', 'ID=/etc/passwd');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&ID=x');
SELECT ask('/soda/sync', 'ID=' || :'id' || '&CIRCLE=1+2+3&POS=CIRCLE+1+2+3');
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
SELECT ask('/datalink/links', 'ID=' || :'id') OFFSET 17 LIMIT 2;
RESET ROLE;
DROP FUNCTION ask;
DELETE FROM sky.link;
DELETE FROM sky.data_file;
DROP SCHEMA ivoa CASCADE;
