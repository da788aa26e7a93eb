-- What belongs to products: relations between them, files, JSON, the page.
\pset format unaligned
\pset tuples_only on
\getenv abs_srcdir PG_ABS_SRCDIR
\set folder :abs_srcdir '/demo/data'
SET pgsky.data_dirs = :'folder';
SET pgsky.authority = 'archive.example.org';
SELECT outcome, count(*) FROM sky.ingest('fits', 'demo') GROUP BY outcome;
\set id 'ivo://archive.example.org/demo?fits/'
INSERT INTO sky.link (obs_publisher_did, semantics, access_url, linked_did, description, content_type, link_index) VALUES
	(:'id' || 'ngc1316_optical_tilecompressed.fits', '#progenitor', NULL, :'id' || 'ngc1316_optical.fits', NULL, NULL, 1),
	(:'id' || 'ngc1316_optical_tilecompressed.fits', '#auxiliary', '/data/fits/sip_wcs.fits', NULL, 'Weights', NULL, 2),
	(:'id' || 'ngc1316_optical_tilecompressed.fits', '#documentation', 'https://example.org/a?b=1&c=2', NULL, 'A <manual>', 'text/html', 3),
	(:'id' || 'ngc1316_optical_tilecompressed.fits', '#calibration', NULL, 'ivo://archive.example.org/demo?secret', 'Not for all', NULL, 4),
	(:'id' || 'ngc1316_optical_tilecompressed.fits', '#calibration', NULL, 'ivo://archive.example.org/demo?elsewhere', NULL, NULL, 5);
INSERT INTO sky.link (obs_publisher_did, semantics) VALUES ('ivo://x', '#this');
INSERT INTO ivoa.obscore (calib_level, obs_collection, obs_id, obs_publisher_did, access_url, access_format) VALUES
	(2, 'demo', 'elsewhere', 'ivo://archive.example.org/demo?elsewhere', 'https://example.org/f.fits', 'image/fits'),
	(2, 'secret', 'secret', 'ivo://archive.example.org/demo?secret', 'https://example.org/s.fits', 'image/fits');
ALTER TABLE ivoa.obscore ENABLE ROW LEVEL SECURITY;
CREATE POLICY no_secrets ON ivoa.obscore USING (obs_collection <> 'secret');
CREATE FUNCTION ask(query text, headers text DEFAULT '') RETURNS text LANGUAGE sql
	RETURN (SELECT convert_from(s.body, 'UTF8') FROM sky.serve('GET', '/datalink/links', query, headers, NULL) s);
-- The links of one ID without what svc_soda shows.
CREATE FUNCTION links(name text) RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
	SELECT concat_ws(' | ', l ->> 'semantics', l ->> 'access_url', l ->> 'service_def', l ->> 'error_message', l ->> 'description', l ->> 'content_type', l ->> 'content_length')
	FROM json_array_elements(ask('RESPONSEFORMAT=json&ID=' || name)::json -> 'links') l;
END;
SET ROLE sky_anon;
SELECT links(:'id' || 'ngc1316_optical_tilecompressed.fits');
SELECT links('ngc1316_optical');
SELECT links('fits/sdssAstar.fits');
SELECT links('elsewhere');
SELECT links('secret');
SELECT links('ivo://archive.example.org/demo?secret');
-- The other way of writing it; everything at once; nothing at all.
SELECT ask('RESPONSFORMAT=json&ID=elsewhere&ID=nothing');
SELECT ask('RESPONSEFORMAT=json');
-- What is wrong with all of a request is an error document, that begins with the kind of fault.
SELECT ask('ID=elsewhere&RESPONSEFORMAT=' || f) FROM unnest('{csv,none}'::text[]) f;
-- Too much of it.
SELECT json_array_length(j -> 'links'), j ->> 'status' FROM (SELECT ask('RESPONSEFORMAT=json' || repeat('&ID=elsewhere', 252))::json) q(j);
SELECT unnest(regexp_matches(ask(repeat('&ID=elsewhere', 252)), 'QUERY_STATUS" value="[A-Z]+', 'g'));
SELECT ask('ID=ngc6503_hi_cube') ~ 'name="BAND".*<MIN value="0.2[0-9]+"/><MAX value="0.2[0-9]+"/>';
-- Of the services, JSON and VOTable tell the same.
CREATE TEMP TABLE product AS SELECT obs_publisher_did AS did FROM ivoa.obscore;
CREATE TEMP VIEW said_by_votable AS
	SELECT s.id, p.name, p.ucd, p.unit, p.datatype, p.arraysize, p.xtype, p.value, p.least, p.most, array_to_string(p.options, '/') AS options
	FROM product, XMLTABLE(XMLNAMESPACES('http://www.ivoa.net/xml/VOTable/v1.3' AS v),
			'//v:RESOURCE[@utype="adhoc:service"]' PASSING (ask('ID=' || sky.percent_encode(did))::xml)
			COLUMNS id text PATH '@ID', resource xml PATH '.') s,
		XMLTABLE(XMLNAMESPACES('http://www.ivoa.net/xml/VOTable/v1.3' AS v), '//v:PARAM' PASSING resource
			COLUMNS name text PATH '@name', ucd text PATH '@ucd', unit text PATH '@unit', datatype text PATH '@datatype',
				arraysize text PATH '@arraysize', xtype text PATH '@xtype', value text PATH '@value',
				least text PATH 'v:VALUES/v:MIN/@value', most text PATH 'v:VALUES/v:MAX/@value', element xml PATH '.') x,
		LATERAL (SELECT x.name, x.ucd, x.unit, x.datatype, x.arraysize, x.xtype, nullif(x.value, '') AS value, x.least, x.most,
			xpath('//*[local-name()="OPTION"]/@value', x.element)::text[] AS options) p;
CREATE TEMP VIEW said_by_json AS
	SELECT s ->> 'ID' AS id, p ->> 'name' AS name, p ->> 'ucd' AS ucd, p ->> 'unit' AS unit, p ->> 'datatype' AS datatype,
		p ->> 'arraysize' AS arraysize, p ->> 'xtype' AS xtype, p ->> 'value' AS value,
		translate(p ->> 'min', ',[]', ' ') AS least, translate(p ->> 'max', ',[]', ' ') AS most,
		coalesce((SELECT string_agg(o, '/') FROM json_array_elements_text(p -> 'options') o), '') AS options
	FROM product, json_array_elements(ask('RESPONSEFORMAT=json&ID=' || sky.percent_encode(did))::json -> 'services') s,
		LATERAL (SELECT json_array_elements(s -> 'inputParams')
			UNION ALL SELECT json_build_object('name', key, 'value', value, 'datatype', 'char', 'arraysize', '*')
				FROM json_each_text(s) WHERE key IN ('standardID', 'resourceIdentifier', 'accessURL')) params(p);
GRANT SELECT ON product, said_by_votable, said_by_json TO sky_anon;
SELECT count(*), count(least), count(most), count(nullif(options, '')) FROM said_by_json;
SELECT * FROM said_by_votable EXCEPT ALL SELECT * FROM said_by_json;
SELECT * FROM said_by_json EXCEPT ALL SELECT * FROM said_by_votable;
SELECT ask('RESPONSEFORMAT=json&ID=ngc6503_hi_cube');
-- As people see it.
SELECT ask('ID=' || :'id' || 'ngc1316_optical_tilecompressed.fits&ID=%3Cb%3E', 'accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8');
SELECT headers FROM sky.serve('GET', '/datalink/links', 'ID=elsewhere', 'accept: text/html', NULL);
RESET ROLE;
-- Two products of one observation.
UPDATE ivoa.obscore SET obs_id = 'sip_wcs' WHERE obs_id = 'elsewhere';
SET ROLE sky_anon;
SELECT links('sip_wcs');
RESET ROLE;
DROP VIEW said_by_votable, said_by_json;
DROP TABLE product;
DROP FUNCTION links, ask;
DELETE FROM sky.link;
DELETE FROM sky.data_file;
DROP SCHEMA ivoa CASCADE;
