-- Services for rows of tables, told beside answers that have these; the queries that they are.
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;
CREATE SCHEMA cat;
CREATE TABLE cat.object (objectid bigint PRIMARY KEY, ra float8, "dec" float8, name text);
CREATE TABLE cat.forced (forcedid bigint PRIMARY KEY, objectid bigint, ccdvisitid bigint, visit bigint, detector int, band text, flux float4, fluxerr float4, flags int);
CREATE TABLE cat.ccdvisit (ccdvisitid bigint PRIMARY KEY, visitid bigint, detector int, "expMidptMJD" float8);
CREATE TABLE cat.hidden (objectid bigint, ra float8, "dec" float8);
INSERT INTO cat.object VALUES (9223372036854775807, 10, 20, 'one'), (2, 10.5, 20, 'two'), (3, 50, -20, 'three');
INSERT INTO cat.ccdvisit VALUES (1, 100, 5, 60000.5), (2, 100, 6, 60000.5), (3, 101, 5, 60001.5);
INSERT INTO cat.forced VALUES (1, 2, 1, 100, 5, 'r', 1, 0.1, 0), (2, 2, 2, 100, 6, 'g', 2, 0.1, 0), (3, 2, 3, 101, 5, 'r', 3, 0.1, 1),
	(4, 9223372036854775807, 3, 101, 5, 'r', 4, 0.1, 0);
SELECT sky.describe('cat.object', c, unit => 'deg', ucd => u) FROM (VALUES ('ra', 'pos.eq.ra;meta.main'), ('dec', 'pos.eq.dec;meta.main')) v(c, u);
SELECT sky.describe('cat.forced', c, ucd => u, principal => p)
FROM (VALUES ('flux', 'phot.flux', true), ('fluxerr', 'stat.error;phot.flux', false), ('band', 'instr.bandpass', true), ('flags', 'meta.code', true)) v(c, u, p);
SELECT sky.publish(t::regclass) FROM unnest('{cat.object,cat.forced,cat.ccdvisit}'::text[]) t;

-- What a request is sent to, and what that finds.
CREATE FUNCTION sent(path text, query text) RETURNS text LANGUAGE sql
	RETURN (SELECT s.status || ' ' || coalesce(substring(s.headers FROM 'Location: ([^\n]*)'), substring(convert_from(s.body, 'UTF8') FROM '(?:<INFO name="QUERY_STATUS"[^>]*>)([^<]*)'))
		FROM sky.serve('GET', path, query, E'sky-base-url: https://a.org\n', NULL) s);
CREATE FUNCTION found(path text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	sql text := (SELECT substring(stream FROM '^COPY \((.*)\) TO STDOUT') FROM sky.serve('GET', '/tap/sync', split_part(sent(path, query), '?', 2), '', NULL));
	answer text;
BEGIN
	EXECUTE format('SELECT string_agg(r::text, '' '' ORDER BY r::text) FROM (%s) r', sql) INTO answer;
	RETURN answer;
END $$;
SET ROLE sky_anon;
\set cone 'ra_col=ra&dec_col=dec&ra_val=10.1&dec_val=20&radius=0.5'
SELECT sent('/datalink/cone_search', 'table=cat.object&' || :'cone');
SELECT sent('/api/datalink/cone_search', 'table=cat.object&MAXREC=5&RESPONSEFORMAT=csv&' || :'cone');
SELECT sent('/datalink/cone_search', q) FROM unnest(ARRAY['', 'table=cat.object', 'table=cat.hidden&' || :'cone', 'table=cat.objekt&' || :'cone', 'table=;drop+table+foo;--&' || :'cone',
	'table=cat.object&ra_col=raa&dec_col=dec&ra_val=1&dec_val=1&radius=1', 'table=cat.object&ra_col=ra&dec_col=dec&ra_val=1)&dec_val=1&radius=1',
	'table=cat.object&ra_col=ra&dec_col=dec&ra_val=1&dec_val=91&radius=1', 'table=cat.object&table=cat.object&' || :'cone']) q;
SELECT sent('/datalink/timeseries', 'table=cat.forced&id_column=objectId&id=2' || q) FROM unnest(ARRAY['', '&band=r', '&detail=principal', '&detail=Minimal&band=all',
	'&join_time_column=cat.ccdvisit.expMidptMJD', '&join_time_column=cat.ccdvisit."expMidptMJD"&join_style=visit_detector&band=g', '&band=o''clock',
	'&join_style=none&join_time_column=cat.ccdvisit.visitid', '&join_time_column=visitid', '&join_time_column=cat.ccdvisit.nothing', '&detail=all', '&band=r&band_column=colour']) q;
SELECT sent('/datalink/timeseries', q) FROM unnest(ARRAY['table=cat.forced&id_column=objectid&id=9223372036854775807', 'table=cat.forced&id_column=objectid&id=1+OR+1=1',
	'table=cat.forced&id_column=objectid', 'table=cat.object&id_column=name&id=o''ne']) q;
SELECT found('/datalink/cone_search', 'table=cat.object&' || :'cone');
SELECT found('/datalink/timeseries', 'table=cat.forced&id_column=objectId&id=2' || q) FROM unnest(ARRAY['', '&band=r&detail=principal', '&detail=minimal&join_time_column=cat.ccdvisit.expMidptMJD',
	'&detail=minimal&join_time_column=cat.ccdvisit.expMidptMJD&join_style=visit_detector&band=g']) q;
SELECT found('/datalink/timeseries', 'table=cat.forced&id_column=objectid&id=9223372036854775807&detail=minimal');
RESET ROLE;

-- What is told beside answers of TAP.
CREATE FUNCTION told(query text, more text DEFAULT '') RETURNS text LANGUAGE sql
	RETURN (SELECT coalesce(substring(s.stream FROM 'APPENDIX E?''(.*)'', EXPECTED_MAX'), '-') FROM sky.serve('GET', '/tap/sync', 'LANG=ADQL&QUERY=' || sky.percent_encode(query) || more,
		E'sky-base-url: https://a.org\n', NULL) s);
SELECT told('SELECT * FROM cat.object');
INSERT INTO sky.table_service VALUES
	('light_curve', 'cat.object', 'Light curve of an <object>', '/datalink/timeseries'),
	('neighbours', 'cat.object', 'Objects near this one', '/datalink/cone_search'),
	('elsewhere', 'cat.object', 'Its name elsewhere', 'https://example.org/names?a=b&c=d');
INSERT INTO sky.table_service_param (service, name, column_name, value, options, param_index) VALUES
	('light_curve', 'id', 'objectId', NULL, NULL, 1), ('light_curve', 'table', NULL, 'cat.forced', NULL, 2), ('light_curve', 'id_column', NULL, 'objectid', NULL, 3),
	('light_curve', 'band', NULL, NULL, '{all,u,g,"r&i"}', 4),
	('neighbours', 'ra_val', 'ra', NULL, NULL, NULL), ('neighbours', 'dec_val', 'dec', NULL, NULL, NULL), ('neighbours', 'table', NULL, 'cat.object', NULL, NULL),
	('neighbours', 'ra_col', NULL, 'ra', NULL, NULL), ('neighbours', 'dec_col', NULL, 'dec', NULL, NULL),
	('elsewhere', 'name', 'name', NULL, NULL, NULL);
INSERT INTO sky.table_service_param (service, name, datatype, unit, ucd, description) VALUES
	('neighbours', 'radius', 'double', 'deg', 'phys.angSize', 'How far');
SET ROLE sky_anon;
SELECT told('SELECT * FROM cat.object');
CREATE FUNCTION pg_temp.names(query text, more text DEFAULT '') RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(concat(m[1], '=' || m[2]), ' ') FROM regexp_matches(told(query, more), 'adhoc:service" name="(\w+)"|ref="(\w+)"', 'g') m);
SELECT q, pg_temp.names(q) FROM unnest(ARRAY[
	'SELECT objectid AS id, ra FROM cat.object',
	'SELECT o.name FROM (SELECT name, objectid FROM cat.object) AS o',
	'SELECT o.objectid, f.flux FROM cat.object AS o JOIN cat.forced AS f ON f.objectid = o.objectid',
	'SELECT objectid, flux FROM cat.object JOIN cat.forced USING (objectid)',
	'SELECT objectid, COUNT(*) AS n FROM cat.object GROUP BY objectid',
	'SELECT objectid FROM cat.object UNION SELECT objectid FROM cat.object',
	'SELECT objectid FROM cat.object UNION SELECT objectid FROM cat.forced',
	'SELECT objectid + 0 AS objectid, UPPER(name) AS name FROM cat.object',
	'SELECT objectid FROM cat.forced', 'SELECT COUNT(*) AS n FROM cat.object']) q;
SELECT told('SELECT * FROM cat.object', '&FORMAT=csv');
SELECT s.stream ~ 'APPENDIX .*name="neighbours"' FROM sky.serve('GET', '/scs/cat.object', 'RA=1&DEC=1&SR=1&VERB=3', '', NULL) s;
SELECT * FROM sky.table_service;
RESET ROLE;
-- They change at once.
UPDATE sky.table_service SET access_url = '/scs/cat.object' WHERE name = 'neighbours';
DELETE FROM sky.table_service_param WHERE service = 'light_curve';
SELECT told('SELECT objectid, ra, "dec" FROM cat.object');
INSERT INTO sky.table_service VALUES ('bad', 'cat.object', 'no address', 'javascript:1');
DELETE FROM sky.table_service WHERE table_name = 'cat.object';
DELETE FROM sky.table_service_param WHERE service IN ('neighbours', 'elsewhere');
SELECT told('SELECT * FROM cat.object');
-- The services of observations are such rows, too.
SET client_min_messages = error;
SELECT sky.create_obscore();
SELECT pg_temp.names('SELECT * FROM ivoa.obscore'), pg_temp.names('SELECT obs_id FROM ivoa.obscore');
DROP SCHEMA ivoa CASCADE;
DROP FUNCTION pg_temp.names, told, found, sent;
DROP SCHEMA cat CASCADE;
