-- The documents that describe the service, as an anonymous client gets them.
\set QUIET on
\a
\t on
CREATE SCHEMA svc_vosi;
COMMENT ON SCHEMA svc_vosi IS 'a < b & "c"';
CREATE TABLE svc_vosi.stars (
	id int4 PRIMARY KEY,
	ra float8,
	"Dec" float8,
	name varchar(12)
);
COMMENT ON TABLE svc_vosi.stars IS 'brighter than 5 & <script>alert(1)</script>';
COMMENT ON COLUMN svc_vosi.stars.name IS 'Größe <b>';
CREATE TABLE svc_vosi."Spectra" (
	spectrum int8,
	star int4 REFERENCES svc_vosi.stars,
	flux float4[]
);
SET client_min_messages = warning;
SELECT sky.publish_schema('svc_vosi');
RESET client_min_messages;

-- Status, headers and body of a GET; tap_schema left out.
CREATE FUNCTION svc_vosi.get(path text, query text DEFAULT '', method text DEFAULT 'GET')
	RETURNS text LANGUAGE sql AS $$
	SELECT status || E'\n' || headers || regexp_replace(convert_from(body, 'UTF8'),
		'<schema><name>tap_schema</name>.*</schema>', '<!-- tap_schema -->')
	FROM sky.serve(method, path, query, E'sky-base-url: http://sky.org:80\nsky-request-id: r1\n', NULL)
$$;
GRANT USAGE ON SCHEMA svc_vosi TO sky_anon;

BEGIN;
SELECT sky.enter();
SELECT svc_vosi.get('/tap/tables');
SELECT svc_vosi.get('/tap/tables', 'detail=MIN');
SELECT svc_vosi.get('/tap/tables/svc_vosi.stars', 'detail=min');
SELECT svc_vosi.get('/tap/tables/Svc_Vosi.STARS') = svc_vosi.get('/tap/tables/svc_vosi.stars');
SELECT svc_vosi.get('/tap/tables/svc_vosi.%22Spectra%22');
SELECT svc_vosi.get('/tap/tables/svc_vosi.%22spectra%22');
SELECT svc_vosi.get('/tap/tables/no.such%20table');
SELECT svc_vosi.get('/tap/tables/%ff');
SELECT svc_vosi.get('/tap/tables/a%00b');
SELECT svc_vosi.get('/tap/tables/a%4');
SELECT svc_vosi.get('/tap/tables', 'detail=all');
SELECT svc_vosi.get('/tap/tables', 'detail=min&DETAIL=max');
SELECT regexp_replace(svc_vosi.get('/tap/availability'), '[0-9-]{10}T[0-9:]{8}Z', 'TIME');
SELECT svc_vosi.get('/tap/availability', '', 'POST');
SELECT svc_vosi.get('/tap/nothing');
SELECT svc_vosi.get('');
COMMIT;

-- Every document is well-formed XML, whoever asks, and HEAD is GET.
BEGIN;
SELECT sky.enter();
SELECT path, status, parsed.ok
FROM (VALUES ('/'), ('/tap'), ('/tap/tables'), ('/tap/capabilities'), ('/tap/availability'),
	('/tap/examples'), ('/tap/functions')) AS v (path),
	sky.serve('HEAD', path, '', '', NULL) AS s,
	LATERAL (SELECT XMLPARSE(DOCUMENT convert_from(s.body, 'UTF8')) IS DOCUMENT AS ok) AS parsed
ORDER BY path COLLATE "C";
-- Pages hold what the archive says of itself as text, never as markup.
SELECT strpos(page, '&lt;script&gt;alert(1)') > 0 AS shown, strpos(page, '<script') > 0 AS run
FROM convert_from((sky.serve('GET', '/', '', 'sky-base-url: http://a"><script>', NULL)).body, 'UTF8') AS page;
COMMIT;

-- What capabilities say: endpoints below the address the client used, limits as set.
SET pgsky.maxrec_default = 77;
SET pgsky.sync_timeout = '90s';
CREATE FUNCTION svc_vosi.capabilities(xpath text) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT unnest(xpath(xpath, XMLPARSE(DOCUMENT convert_from(body, 'UTF8'))))::text
	FROM sky.serve('GET', '/tap/capabilities', '', 'sky-base-url: https://sky.org/&<x>', NULL)
$$;
SELECT svc_vosi.capabilities('//capability/@standardID');
SELECT svc_vosi.capabilities('//accessURL/text()');
SELECT svc_vosi.capabilities('//language/version/text()');
SELECT svc_vosi.capabilities('//executionDuration/*/text()');
SELECT svc_vosi.capabilities('//outputLimit/*/text()');
SELECT svc_vosi.capabilities('//uploadMethod');
-- Each name and alias of each format is one that the service takes.
SELECT name FROM sky.formats() f
WHERE NOT EXISTS (SELECT FROM svc_vosi.capabilities('//outputFormat/alias/text()') a WHERE a = f.name)
ORDER BY name;
RESET pgsky.maxrec_default;
RESET pgsky.sync_timeout;

-- Every service has such documents of its own, and there is one of all.
CREATE FUNCTION svc_vosi.endpoints(service text) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT concat_ws(' ', (xpath('/capability/@standardID', c))[1], (xpath('/capability/interface/@version', c))[1],
		(xpath('/capability/interface/@role', c))[1], (xpath('/capability/interface/accessURL/@use', c))[1],
		(xpath('/capability/interface/accessURL/text()', c))[1])
	FROM sky.serve('GET', service || '/capabilities', '', 'sky-base-url: https://sky.org', NULL),
		unnest(xpath('/*/capability', XMLPARSE(DOCUMENT convert_from(body, 'UTF8')))) c
$$;
SELECT service, svc_vosi.endpoints(service) FROM (VALUES (''), ('/tap'), ('/sia'), ('/ssa'), ('/datalink'), ('/soda')) v (service);
SELECT path, status FROM sky.route, sky.serve('GET', path, '', '', NULL) WHERE path LIKE '%/availability'
	AND path !~ '^/(api/(cutout|datalink|scs|sia|tap)|dataPortal|ssap|tap_(cat|obs))(/|$)' ORDER BY path COLLATE "C";

-- A table without rights is nowhere: not in the documents, and 404 as if it did not exist.
REVOKE SELECT ON svc_vosi.stars FROM sky_anon;
BEGIN;
SELECT sky.enter();
SELECT svc_vosi.get('/tap/tables') LIKE '%svc_vosi.stars%';
SELECT svc_vosi.get('/tap/tables/svc_vosi.stars');
COMMIT;

-- Examples of the DBA's come first; each one translates.
SELECT sky.add_example('<Mine> & yours', 'SELECT id FROM svc_vosi.stars WHERE id < 4', '');
SELECT sky.add_example('<Mine> & yours', 'SELECT id FROM svc_vosi.stars WHERE id < 5', 'a "test"');
\set VERBOSITY terse
SELECT sky.add_example('Broken', 'SELECT idd FROM svc_vosi.stars');
\set VERBOSITY default
CREATE FUNCTION svc_vosi.examples(property text) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT unnest(xpath('//*[@property="' || property || '"]/text()',
		XMLPARSE(DOCUMENT convert_from(body, 'UTF8'))))::text
	FROM sky.serve('GET', '/tap/examples', '', '', NULL)
$$;
SELECT svc_vosi.examples('name');
SELECT svc_vosi.examples('table');
SELECT sky.adql_to_sql(replace(svc_vosi.examples('query'), '&lt;', '<'));
-- What a client may not ask is no example for him; many are told page by page.
CREATE TABLE svc_vosi.inner (id int8);
SET client_min_messages = warning;
SELECT sky.publish('svc_vosi.inner');
RESET client_min_messages;
REVOKE SELECT ON svc_vosi.inner FROM sky_anon;
SELECT sky.add_example('Inner', 'SELECT id FROM svc_vosi.inner', '', 7);
SELECT count(*) FROM svc_vosi.examples('name');
BEGIN;
SELECT sky.enter();
SELECT cardinality(xpath('//*[@property="name"]', x)), cardinality(xpath('//*[@property="name"][text()="Inner"]', x))
FROM sky.serve('GET', '/tap/examples', '', '', NULL), XMLPARSE(DOCUMENT convert_from(body, 'UTF8')) x;
COMMIT;
SELECT count(sky.add_example(format('Example %s', i), 'SELECT id FROM svc_vosi.stars', '', i)) FROM generate_series(1, 60) i;
SELECT (xpath('//*[@property="continuation"]/@href', x))[1], cardinality(xpath('//*[@typeof="example"]', x)), (xpath('//*[@typeof="example"]/@id', x))[50]
FROM sky.serve('GET', '/tap/examples', '', E'sky-base-url: https://a.example\n', NULL), XMLPARSE(DOCUMENT convert_from(body, 'UTF8')) x;
SELECT (xpath('//*[@property="continuation"]/@href', x))[1], cardinality(xpath('//*[@typeof="example"]', x)), (xpath('//*[@typeof="example"]/@id', x))[1]
FROM sky.serve('GET', '/tap/examples', 'FIRST=50', '', NULL), XMLPARSE(DOCUMENT convert_from(body, 'UTF8')) x;
SELECT status, convert_from(body, 'UTF8') FROM sky.serve('GET', '/tap/examples', 'FIRST=-1', '', NULL);
DELETE FROM sky.example WHERE name LIKE '<Mine>%' OR name LIKE 'Example %' OR name = 'Inner';

-- The document, the page and the view say the same, each of them all.
SELECT (SELECT count(*) FROM sky.adql_function WHERE feature LIKE '%-udf') > 80 AS many,
	(SELECT count(*) FROM svc_vosi.capabilities('//languageFeatures[contains(@type, "-udf")]/feature/form/text()'))
		= (SELECT count(*) FROM sky.adql_function WHERE feature LIKE '%-udf') AS same;
SELECT form FROM sky.adql_function WHERE feature LIKE '%-udf'
EXCEPT SELECT replace(f, '&gt;', '>') FROM svc_vosi.capabilities('//languageFeatures[contains(@type, "-udf")]/feature/form/text()') f;
SELECT upper(name) FROM sky.adql_function WHERE feature IS NOT NULL AND feature NOT LIKE '%-udf'
EXCEPT SELECT f FROM svc_vosi.capabilities('//languageFeatures/feature/form/text()') f;
SELECT f FROM svc_vosi.capabilities('//languageFeatures[contains(@type, "-udf")]/feature/form/text()') f
WHERE replace(f, '&gt;', '>') !~ '^[A-Za-z][A-Za-z0-9_]*\s*\(.*\)\s*->\s*.*$';
CREATE TEMP TABLE page AS SELECT svc_vosi.get('/tap/functions') AS body;
SELECT form FROM sky.adql_function, page
WHERE strpos(body, '<code>' || replace(replace(replace(form, '&', '&amp;'), '<', '&lt;'), '>', '&gt;') || '</code>') = 0;
SELECT (SELECT count(*) FROM regexp_matches(body, '<tr>', 'g')) - (SELECT count(*) FROM sky.adql_function) AS clauses FROM page;
-- Every optional feature of ADQL that a function has is declared, each form once.
SELECT DISTINCT feature FROM sky.adql_function
WHERE feature NOT IN (SELECT svc_vosi.capabilities('//languageFeatures/@type'))
ORDER BY feature;
SELECT svc_vosi.capabilities('//languageFeatures[feature/form = "DISTANCE"]/@type');
SELECT form, count(*) FROM svc_vosi.capabilities('//feature/form/text()') AS form
GROUP BY form HAVING count(*) > 1;

SELECT * FROM sky.route WHERE path !~ '^/(api/(cutout|datalink|scs|sia|tap)|dataPortal|ssap|tap_(cat|obs))(/|$)' ORDER BY path COLLATE "C";
SELECT sky.api_version();
SET client_min_messages = warning;
DROP SCHEMA svc_vosi CASCADE;
