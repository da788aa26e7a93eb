-- Files in a tar archive: COPY ... (FORMAT tar), and cutouts found by ADQL.
\set QUIET on
\a
\t on
\getenv abs_srcdir PG_ABS_SRCDIR
\getenv abs_builddir PG_ABS_BUILDDIR
\set folder :abs_srcdir '/demo/data'
\set archive :abs_builddir '/results/writer_tar.tar'
\set list 'tar --list --verbose --numeric-owner --utc --file ' :archive
\set index 'tar --extract --to-stdout --file ' :archive ' index.csv'
SET pgsky.data_dirs = :'folder';
SET pgsky.authority = 'archive.example.org';
SELECT outcome, count(*) FROM sky.ingest('fits', 'demo') GROUP BY outcome;
CREATE TABLE seen (n serial, line text);

COPY (SELECT * FROM (VALUES (1, 'one', 'SIMPLE  =                    T'::bytea), (2, 'two', NULL), (3, NULL, 'x'), (4, repeat('ü/', 99), '')) v(n, name, file))
TO :'archive' (FORMAT tar);
COPY seen (line) FROM PROGRAM :'list';
COPY seen (line) FROM PROGRAM :'index' (DELIMITER E'\x01');
SELECT line FROM seen ORDER BY n;
TRUNCATE seen;

-- Cutouts in SQL: what of each product is there, and what not.
COPY (SELECT obs_id, obs_publisher_did, sky.cutout(obs_publisher_did, sky.circle(50.67, -37.2, 0.02)) FROM ivoa.obscore
	WHERE dataproduct_type = 'image' AND s_region IS NOT NULL ORDER BY obs_id) TO :'archive' (FORMAT tar);
COPY seen (line) FROM PROGRAM :'list';
COPY seen (line) FROM PROGRAM :'index' (DELIMITER E'\x01');
SELECT line FROM seen ORDER BY n;
TRUNCATE seen;

-- The same in ADQL, over HTTP: rows that the client may see.
SET ROLE sky_anon;
SELECT stream FROM sky.serve('GET', '/tap/sync', 'LANG=ADQL&FORMAT=tar&MAXREC=2&QUERY=SELECT+obs_id,SKY_CUTOUT(obs_publisher_did,CIRCLE(50.67,-37.2,0.02))+AS+cutout+FROM+ivoa.obscore+WHERE+1%3DCONTAINS(POINT(50.67,-37.2),s_region)+ORDER+BY+obs_id', '', NULL) \gset
RESET ROLE;
SELECT replace(:'stream', 'TO STDOUT', 'TO ' || quote_literal(:'archive')) AS copy \gset
:copy;
COPY seen (line) FROM PROGRAM :'list';
COPY seen (line) FROM PROGRAM :'index' (DELIMITER E'\x01');
SELECT line FROM seen ORDER BY n;
TRUNCATE seen;

-- What is no archive.
COPY (SELECT 1) TO STDOUT (FORMAT tar);
COPY (SELECT 'a'::bytea, 'b'::bytea) TO STDOUT (FORMAT tar);
DELETE FROM sky.data_file;
DROP TABLE seen;
DROP SCHEMA ivoa CASCADE;
