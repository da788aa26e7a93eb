-- Spectra found by parameters (SSA 1.1), as an anonymous client finds them.
\set QUIET on
\a
\t on
SET client_min_messages = warning;
SET pgsky.base_url = 'https://sky.org/it''s';
SET pgsky.authority = 'sky.org';
SELECT sky.create_obscore();
INSERT INTO ivoa.obscore (obs_id, dataproduct_type, calib_level, obs_collection, obs_publisher_did, access_url, access_format,
	target_name, target_class, s_ra, s_dec, s_fov, s_resolution, t_min, t_max, t_exptime, t_resolution, em_min, em_max,
	em_res_power, em_xel, o_ucd, instrument_name, obs_title)
VALUES
	('star', 'spectrum', 2, 'Survey of stars', 'ivo://sky.org/s?Star', 'https://sky.org/it''s/datalink/links?ID=ivo%3A%2F%2Fsky.org%2Fs%3FStar',
		'application/x-votable+xml;content=datalink', 'HD 1', 'star', 10, 20, 0.001, 1.8, 51910, 51910.5, 3600, 3600, 3.8e-7, 9.2e-7, 2000, 3800, 'phot.flux.density', 'Prism', 'A star'),
	('quasar', 'spectrum', 2, 'Survey of quasars', 'ivo://sky.org/s?quasar', 'https://elsewhere.org/q.xml', 'application/x-votable+xml',
		'3C 273', 'QSO', 187.28, 2.05, 0.001, NULL, 55197.25, 55197.75, 1800, 10, 1.2e-7, 3.1e-7, 20000, 9000, 'phot.flux.density', 'Grating', NULL),
	('plot', 'spectrum', 2, 'Survey of quasars', 'ivo://sky.org/s?plot', 'https://elsewhere.org/q.png', 'image/png',
		'3C 273', NULL, 187.28, 2.05, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('other', 'spectrum', 1, 'x', 'ivo://sky.org/s?other', 'https://elsewhere.org/datalink/links?ID=1', 'application/x-votable+xml;content=datalink',
		NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0.2, 0.22, NULL, NULL, NULL, NULL, NULL),
	('image', 'image', 2, 'x', 'ivo://sky.org/s?image', 'https://elsewhere.org/i.fits', 'image/fits',
		'HD 1', 'star', 10, 20, 1, 1, 51910, 51911, 1, 1, 3e-7, 9e-7, 1, 1, NULL, NULL, NULL);

-- What the answer to a request would hold; or what is wrong with the request.
CREATE FUNCTION found(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer record;
	ids text;
BEGIN
	SELECT s.status, convert_from(s.body, 'UTF8') AS body, s.stream INTO answer
		FROM sky.serve('GET', '/ssa', 'REQUEST=queryData&' || regexp_replace(query, ' ', '+', 'g'), '', NULL) s;
	IF answer.stream IS NULL THEN
		RETURN answer.status || ' ' || regexp_replace(answer.body, '^.*value="ERROR">|</INFO>.*$|\nHint: The formats are .*$', '', 'g');
	END IF;
	EXECUTE format('SELECT string_agg(substr(publisher_did, 17), '' '' ORDER BY publisher_did) FROM (%s) q',
		regexp_replace(answer.stream, '^COPY \(|\) TO STDOUT .*$', '', 'g')) INTO ids;
	RETURN ids;
END $$;
GRANT EXECUTE ON FUNCTION found(text) TO sky_anon;
SET ROLE sky_anon;

SELECT q, found(q) FROM unnest(ARRAY[
	'', 'VERSION=1.1&COMPRESS=true&RUNID=x&NOBODY=knows',
	'POS=10,20', 'POS=10.09,20', 'POS=10.2,20', 'POS=10.2,20&SIZE=1', 'POS=10,20;ICRS&SIZE=0', 'POS=370,20&SIZE=0.1', 'POS=0,0&SIZE=360', 'POS=', 'SIZE=1',
	'BAND=5e-7', 'BAND=3.1E-7/3.8e-7', 'BAND=/2E-7', 'BAND=1E-6/', 'BAND=/', 'BAND=5E-7,0.21', 'BAND=Optical', 'BAND=uv,radio', 'BAND=3E-7/4E-7;observer', 'BAND=1E-7/2E-7/1E-8',
	'TIME=2001', 'TIME=2001-01', 'TIME=2001-02', 'TIME=2001-01-01T00:00:00', 'TIME=2001-01-01T00:00', 'TIME=2001-01-01T12:00:00.5Z', 'TIME=2001-01-01T11:59:59.9',
	'TIME=2000/2002', 'TIME=/2000', 'TIME=2005/', 'TIME=2001,2010-01-01', 'TIME=2009-12-31T23:59/2010-01-01T06:00:00',
	'FORMAT=all', 'FORMAT=fits', 'FORMAT=votable', 'FORMAT=graphic', 'FORMAT=native', 'FORMAT=Compliant', 'FORMAT=xml', 'FORMAT=application/fits,IMAGE/PNG', 'FORMAT=METADATA', 'FORMAT=metadata&POS=nonsense',
	'TARGETNAME=hd 1', 'TARGETNAME=3c 273,HD 1', 'TARGETCLASS=qso', 'COLLECTION=QUASAR', 'COLLECTION=survey', 'COLLECTION=%25', 'PUBDID=ivo://SKY.org/s?star', 'CREATORDID=x',
	'SPECRP=5000', 'SPATRES=0.0005', 'SPATRES=0.0004', 'TIMERES=60', 'FLUXCALIB=absolute',
	'TARGETNAME='' OR ''''=''', 'FORMAT=a/b'' OR 1=1 --', 'BAND=Optical&POS=187.28,2.05']) q;

-- The parts of the spectrum.
SELECT b, substring(stream FROM ' WHERE .*(?=\) TO STDOUT)')
FROM unnest('{gamma-ray,x-ray,euv,uv,optical,infrared,millimeter,radio}'::text[]) b, sky.serve('GET', '/ssa', 'REQUEST=queryData&BAND=' || b, '', NULL);

-- What cannot be asked.
SELECT q, found(q) FROM unnest(ARRAY[
	'POS=10', 'POS=10,20,30', 'POS=10 20', 'POS=10,91', 'POS=10,20;GALACTIC', 'POS=NaN,1', 'POS=10,20&SIZE=-1', 'POS=10,20&SIZE=361', 'POS=10,20&SIZE=1&SIZE=2', 'POS=Sirius',
	'BAND=K', 'BAND=-1', 'BAND=2/1', 'BAND=1,', 'BAND=1E-7/2E-7;source', 'BAND=1e-7 2e-7', 'TIME=2001-13', 'TIME=2001-02-29', 'TIME=51910', 'TIME=2002/2001', 'TIME=2001-01-01 00:00',
	'FORMAT=nonsense', 'SPECRP=x', 'SPECRP=-1', 'TOP=x', 'MAXREC=x', 'VERSION=2.0', 'RESPONSEFORMAT=x']) q;
SELECT q, status, headers, convert_from(body, 'UTF8') FROM unnest(ARRAY['', 'REQUEST=getCapabilities', 'REQUEST=queryData&REQUEST=queryData']) q,
	sky.serve('GET', '/ssa', q, E'sky-request-id: r1\n', NULL);

-- The answer; products that are here are given as files.
SELECT status, headers, stream FROM sky.serve('GET', '/ssa', 'request=querydata&TARGETNAME=HD+1', '', NULL) \gset
\echo :status :headers
:stream;
-- The shortest request.
SELECT status, convert_from(body, 'UTF8') FROM sky.serve('GET', '/ssa', 'POS=5.85,-0.5&SIZE=', '', NULL);
SELECT count(*) FROM (SELECT stream FROM sky.serve('GET', '/ssa', 'POS=5.85,-0.5&SIZE=0.2', '', NULL)
	INTERSECT SELECT stream FROM sky.serve('GET', '/ssa', 'REQUEST=queryData&POS=5.85,-0.5&SIZE=0.2', '', NULL)) s WHERE stream IS NOT NULL;
SELECT stream FROM sky.serve('GET', '/ssa', 'FORMAT=METADATA', '', NULL) \gset
:stream;
SELECT stream FROM sky.serve('GET', '/ssa', 'REQUEST=queryData&TOP=2&RESPONSEFORMAT=json', '', NULL) \gset
SELECT :'stream' LIKE '%LIMIT 2)%' AS limited;
SELECT stream FROM sky.serve('GET', '/ssa', 'REQUEST=queryData&MAXREC=0&RESPONSEFORMAT=tsv', '', NULL) \gset
:stream;
-- The index answers.
SET enable_seqscan = off;
SELECT regexp_replace(stream, '^COPY \(|\) TO STDOUT .*$', '', 'g') AS query
FROM sky.serve('GET', '/ssa', 'REQUEST=queryData&POS=10,20&SIZE=0.2', '', NULL) \gset
EXPLAIN (COSTS OFF) :query;
RESET enable_seqscan;
RESET ROLE;

-- Whoever sees no row finds none; a view does as well.
ALTER TABLE ivoa.obscore ENABLE ROW LEVEL SECURITY;
CREATE POLICY released ON ivoa.obscore TO sky_anon USING (obs_id <> 'star');
SET ROLE sky_anon;
SELECT found('');
RESET ROLE;
ALTER TABLE ivoa.obscore RENAME TO product;
DO $$
BEGIN
	EXECUTE (SELECT format('CREATE VIEW ivoa.obscore AS SELECT %s FROM ivoa.product', string_agg(name, ', '))
		FROM sky.obscore_columns() WHERE mandatory);
END $$;
SELECT sky.publish('ivoa.obscore');
SET ROLE sky_anon;
SELECT found('POS=10,20'), found('TARGETCLASS=star');
RESET ROLE;
-- It may have columns of other archives.
DO $$
BEGIN
	EXECUTE (SELECT format('CREATE OR REPLACE VIEW ivoa.obscore AS SELECT %s, ''ADP.'' || obs_id AS dp_id, 12.5::float4 AS snr FROM ivoa.product',
		string_agg(name, ', ')) FROM sky.obscore_columns() WHERE mandatory);
END $$;
SELECT sky.publish('ivoa.obscore');
SET ROLE sky_anon;
SELECT regexp_replace(stream, '^COPY \(|\) TO STDOUT .*$', '', 'g') AS query
FROM sky.serve('GET', '/ssap', 'POS=10,20', '', NULL) \gset
SELECT publisher_did, dp_id, snr FROM (:query) q;
RESET ROLE;
DROP FUNCTION found;
DROP SCHEMA ivoa CASCADE;
SELECT status, convert_from(body, 'UTF8') FROM sky.serve('GET', '/ssa', 'REQUEST=queryData', '', NULL);
