-- Images and cubes found by parameters (SIA 2.0), as an anonymous client finds them.
\set QUIET on
\a
\t on
SET client_min_messages = warning;
SELECT sky.create_obscore();
INSERT INTO ivoa.obscore (obs_id, dataproduct_type, calib_level, obs_collection, obs_publisher_did, access_url, access_format,
	target_name, s_ra, s_dec, s_fov, s_region, s_resolution, t_min, t_max, t_exptime, t_resolution, em_min, em_max,
	em_res_power, pol_states, facility_name, instrument_name)
VALUES
	('m31', 'image', 2, 'survey', 'ivo://Example.org/survey?M31', 'https://a.example/1', 'image/fits', 'M 31',
		10.68, 41.27, 1, 'Circle ICRS 10.68 41.27 0.5', 2, 55000, 55001, 300, 300, 4e-7, 5e-7, 5, '/I/', 'Tower', 'Wide'),
	('pole', 'cube', 3, 'survey', 'ivo://example.org/survey?pole', 'https://a.example/2', 'image/fits', 'Polaris',
		0, 90, 4, 'Circle ICRS 0 90 2', 0.5, 56000, 56010, 3600, 10, 0.20, 0.22, 5e5, '/I/Q/U/V/', 'Dish', 'Horn'),
	('edge', 'image', 1, 'it''s "odd"', 'ivo://example.org/odd?edge', 'https://a.example/3', 'image/fits', NULL,
		359.9, 0, 0.5, 'Polygon ICRS 359.8 -0.1 0.1 -0.1 0.1 0.1 359.8 0.1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('nowhere', 'image', 0, 'survey', 'ivo://example.org/survey?nowhere', 'https://a.example/4', 'image/fits', 'm 31',
		NULL, NULL, NULL, NULL, NULL, 55000.5, 55000.5, 1, 1, 1e-6, 2e-6, 1, '/POLI/', 'Tower', 'Narrow'),
	('spectrum', 'spectrum', 2, 'survey', 'ivo://example.org/survey?spectrum', 'https://a.example/5', 'application/fits', 'M 31',
		10.68, 41.27, 1, 'Circle ICRS 10.68 41.27 0.001', NULL, 55000, 55001, 300, NULL, 4e-7, 9e-7, 2000, NULL, 'Tower', 'Prism');

-- What the answer to a request would hold; or what is wrong with the request.
CREATE FUNCTION found(query text, path text DEFAULT '/sia/query') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer record;
	ids text;
BEGIN
	SELECT s.status, convert_from(s.body, 'UTF8') AS body, s.stream INTO answer
		FROM sky.serve('GET', path, regexp_replace(query, ' ', '+', 'g'), '', NULL) s;
	IF answer.stream IS NULL THEN
		RETURN answer.status || ' ' || regexp_replace(answer.body, '^.*value="ERROR">|</INFO>.*$|\nHint: The formats are .*$', '', 'g');
	END IF;
	EXECUTE format('SELECT string_agg(obs_id, '' '' ORDER BY obs_id) FROM (%s) q',
		regexp_replace(answer.stream, '^COPY \(|\) TO STDOUT .*$', '', 'g')) INTO ids;
	RETURN ids;
END $$;
GRANT EXECUTE ON FUNCTION found(text, text) TO sky_anon;
SET ROLE sky_anon;

SELECT q, found(q) FROM unnest(ARRAY[
	'',
	'POS=CIRCLE 10.68 41.27 0.01',
	'POS=CIRCLE 10.68 42 0.3',
	'POS=CIRCLE 10.68 42 0.2',
	'POS=CIRCLE 0 0 0.01&POS=CIRCLE 180 89 1',
	'POS=CIRCLE -0.1 0 0.01',
	'POS=CIRCLE 370.68 41.27 0',
	'POS=RANGE 359 361 -1 1',
	'POS=RANGE -Inf %2BInf 80 %2BInf',
	'POS=RANGE 0 360 -90 90',
	'POS=POLYGON 9 40 12 40 12 43 9 43',
	'POS=POLYGON 9 43 12 43 12 40 9 40',
	'BAND=4.5e-7',
	'BAND=5e-7 1e-6',
	'BAND=-Inf 4e-7',
	'BAND=0.1 %2BInf',
	'BAND=-Inf Inf',
	'BAND=Inf Inf',
	'BAND=4.5e-7&BAND=0.21',
	'TIME=55000.5',
	'TIME=55001 56000',
	'TIME=55002 55999',
	'POL=I', 'POL=Q', 'POL=POLI', 'POL=Q&POL=POLI',
	'FOV=1', 'FOV=0.9 4', 'FOV=-Inf 0.7',
	'SPATRES=0 1', 'SPECRP=1 10', 'EXPTIME=300', 'TIMERES=-Inf 10',
	'ID=ivo://example.org/survey?m31', 'ID=IVO://EXAMPLE.ORG/SURVEY?POLE',
	'COLLECTION=survey', 'COLLECTION=Survey', 'COLLECTION=it''s "odd"', 'COLLECTION=survey&COLLECTION=none',
	'FACILITY=Tower&INSTRUMENT=Wide', 'FACILITY=Tower&INSTRUMENT=Horn',
	'DPTYPE=cube', 'DPTYPE=spectrum', 'CALIB=1&CALIB=3', 'TARGET=M 31', 'FORMAT=image/fits&POL=I',
	'pos=&band=&Time=55000.5', 'UNKNOWN=1&RUNID=x']) q;

-- What cannot be asked.
SELECT q, found(q) FROM unnest(ARRAY[
	'POS=10 20 30', 'POS=circle 10 20 30', 'POS=CIRCLE 10 20', 'POS=CIRCLE 10 91 1', 'POS=CIRCLE 10 20 -1', 'POS=CIRCLE NaN 20 1',
	'POS=CIRCLE Inf 20 1', 'POS=CIRCLE 1,2,3', 'POS=RANGE 1 2 5 4', 'POS=RANGE Inf Inf 0 1', 'POS=POLYGON 1 2 3 4', 'POS=POLYGON 1 2 3 4 5', 'POS=POLYGON 1 2 3 95 5 6', 'POS=CIRCLE 10 20 181',
	'BAND=1 2 3', 'BAND=2 1', 'BAND=NaN', 'BAND=0x10', 'BAND=1e999', 'TIME=2010-01-01', 'POL=%', 'POL=R', 'POL=/I/', 'CALIB=5', 'CALIB=1.5', 'CALIB=0 1',
	'MAXREC=-1', 'MAXREC=1&MAXREC=2', 'RESPONSEFORMAT=nonsense', 'FOV=1&FOV=x']) q;

-- Texts stay texts.
SELECT q, found(q) FROM unnest(ARRAY[
	'TARGET='' OR 1=1 --', 'TARGET=''''', 'ID=\', 'COLLECTION=a"b', 'TARGET=%25', 'FACILITY=/* ', 'INSTRUMENT=$$x$$', 'TARGET=Ωmega ☉']) q;
SELECT regexp_replace(stream, '^.* WHERE (.*)\) TO STDOUT.*$', '\1') FROM sky.serve('GET', '/sia/query',
	'TARGET=%27+OR+1=1+--&ID=%5C%27&POS=CIRCLE+1+2+3&BAND=-Inf+1e-7', '', NULL);

-- Formats, types of content, errors in the format that was asked for.
SELECT q, status, headers, convert_from(body, 'UTF8') FROM unnest(ARRAY['POL=X', 'POL=X&RESPONSEFORMAT=csv', 'RESPONSEFORMAT=text/xml&FORMAT=fits', 'RESPONSEFORMAT=csv']) q,
	sky.serve('GET', '/sia/query', q, '', NULL);
SELECT stream FROM sky.serve('POST', '/sia/query', 'MAXREC=1', E'content-type: application/x-www-form-urlencoded\n', 'POL=I&RESPONSEFORMAT=tsv') \gset
SELECT :'stream' LIKE '%MAXREC 1,%' AS limited, :'stream' LIKE '%LIKE ''\%/I/\%''%' AS both;
SELECT stream FROM sky.serve('GET', '/sia/query', 'MAXREC=0&RESPONSEFORMAT=tsv', '', NULL) \gset
:stream;

-- One collection alone, whose name may need quotes and encoding.
SELECT path, found('POS=RANGE 0 360 -90 90', path) FROM unnest(ARRAY['/sia/survey/query', '/sia/it''s%20%22odd%22/query', '/sia/none/query',
	'/sia/%00/query', '/sia/survey', '/sia/survey/queries']) path;
SELECT found('COLLECTION=survey', '/sia/it''s%20%22odd%22/query');
SELECT regexp_matches(convert_from(body, 'UTF8'), 'https://[^<]*', 'g')
FROM sky.serve('GET', '/sia/survey/capabilities', '', 'sky-base-url: https://sky.org', NULL);
SELECT status FROM sky.serve('GET', '/sia/survey/availability', '', '', NULL);

-- An index answers.
SET enable_seqscan = off;
SELECT regexp_replace(stream, '^COPY \(|\) TO STDOUT .*$', '', 'g') AS query
FROM sky.serve('GET', '/sia/query', 'POS=CIRCLE+1+2+3', '', NULL) \gset
EXPLAIN (COSTS OFF) :query;
SELECT regexp_replace(stream, '^COPY \(|\) TO STDOUT .*$', '', 'g') AS query
FROM sky.serve('GET', '/sia/query', 'ID=ivo://x/y', '', NULL) \gset
EXPLAIN (COSTS OFF) :query;
RESET enable_seqscan;
RESET ROLE;

-- What the service says of itself, with the values there are; and where to go on from a product.
SELECT stream FROM sky.serve('GET', '/sia/query', 'MAXREC=0&RESPONSEFORMAT=votable/td', 'sky-base-url: https://sky.org', NULL) \gset
:stream;
SELECT regexp_matches(stream, 'https://sky.org/sia[^"]*|"COLLECTION".{150}', 'g')
FROM sky.serve('GET', '/sia/survey/query', 'MAXREC=0&RESPONSEFORMAT=votable/td', 'sky-base-url: https://sky.org', NULL);
SELECT :'stream' ~ 'APPENDIX' AS with_services, stream ~ 'APPENDIX' AS without, stream ~ 'inputParams' AS self
FROM sky.serve('GET', '/sia/query', 'RESPONSEFORMAT=csv', '', NULL);

-- Whoever sees no row finds none.
ALTER TABLE ivoa.obscore ENABLE ROW LEVEL SECURITY;
CREATE POLICY released ON ivoa.obscore TO sky_anon USING (obs_id <> 'm31');
SET ROLE sky_anon;
SELECT found('TARGET=M 31'), found('POS=CIRCLE 0 0 180');
RESET ROLE;
REVOKE SELECT ON ivoa.obscore FROM sky_anon;
SET ROLE sky_anon;
SELECT found('');
RESET ROLE;

-- A view of one's own does as well: the mandatory columns only, regions as text.
ALTER TABLE ivoa.obscore RENAME TO product;
DO $$
BEGIN
	EXECUTE (SELECT format('CREATE VIEW ivoa.obscore AS SELECT %s FROM ivoa.product',
		string_agg(CASE name WHEN 's_region' THEN 's_region::text AS s_region' ELSE name END, ', '))
		FROM sky.obscore_columns() WHERE mandatory);
END $$;
SELECT sky.publish('ivoa.obscore');
SET ROLE sky_anon;
SELECT found('POS=CIRCLE 10.68 41.27 0.01'), found('DPSUBTYPE=x'), found('CALIB=3');
RESET ROLE;
DROP FUNCTION found;
DROP SCHEMA ivoa CASCADE;
SELECT status FROM sky.serve('GET', '/sia/query', '', '', NULL);
