-- /tap/sync: what the COPY statement is, and what clients are told of their mistakes.
\set QUIET on
\a
\t on
CREATE SCHEMA svc_sync;
CREATE TABLE svc_sync.stars (id int4 PRIMARY KEY, ra float8, "Dec" float8, name text);
INSERT INTO svc_sync.stars VALUES (1, 10, 20, 'Größe'), (2, 11, 21, 'it''s \'), (3, 12, 22, NULL);
CREATE TABLE svc_sync.secret (x int4);
SET client_min_messages = warning;
SELECT sky.publish('svc_sync.stars');
RESET client_min_messages;
GRANT USAGE ON SCHEMA svc_sync TO sky_anon;

CREATE FUNCTION svc_sync.get(query text) RETURNS text LANGUAGE sql AS $$
	SELECT status || E'\n' || headers || coalesce(stream, convert_from(body, 'UTF8'))
	FROM sky.serve('GET', '/tap/sync', query, E'sky-request-id: r1\n', NULL)
$$;
CREATE FUNCTION svc_sync.post(type text, body bytea, query text DEFAULT '') RETURNS text
	LANGUAGE sql AS $$
	SELECT status || E'\n' || coalesce(stream, convert_from(svc.body, 'UTF8'))
	FROM sky.serve('POST', '/tap/sync', query, E'content-type: ' || type, body) svc
$$;
-- The text of an error document.
CREATE FUNCTION svc_sync.fault(query text) RETURNS text LANGUAGE sql AS $$
	SELECT status || ' ' || (xpath('//*[@name="QUERY_STATUS" and @value="ERROR"]/text()',
		XMLPARSE(DOCUMENT convert_from(body, 'UTF8'))))[1]::text
	FROM sky.serve('GET', '/tap/sync', query, '', NULL)
$$;

BEGIN;
SELECT sky.enter();
-- One statement, whatever the query holds; the names are those the client wrote.
SELECT svc_sync.get('LANG=ADQL&QUERY=SELECT+id,ra+AS+Ra_J2000,%22Dec%22+FROM+svc_sync.stars+WHERE+id=1');
SELECT svc_sync.get('QUERY=SELECT+name+FROM+svc_sync.stars+WHERE+name=%27it%27%27s+%5C%27'
	|| '&RUNID=a%27b%5Cc%22%0Ad&MAXREC=5&FORMAT=votable/b2&request=doQuery&VERSION=1.0&DUMMY=1&dummy=2');
SELECT svc_sync.get('QUERY=SELECT+id+FROM+svc_sync.stars&responseformat=TEXT/XML&maxrec=99999999999');
SELECT svc_sync.post('application/x-www-form-urlencoded', 'QUERY=SELECT+id+FROM+svc_sync.stars', 'MAXREC=1');
SELECT svc_sync.post('multipart/form-data; boundary=b',
	convert_to(E'--b\r\nContent-Disposition: form-data; name="QUERY"\r\n\r\nSELECT id\r\nFROM svc_sync.stars\r\n--b\r\nContent-Disposition: form-data; name="lang"\r\n\r\nadql-2.1\r\n--b--\r\n', 'UTF8'));

-- Mistakes in the query: all of them, with their places.
SELECT svc_sync.get('QUERY=SELECT+idd%0AFROM+svc_sync.stars');
SELECT svc_sync.fault('QUERY=SELECT+%27Gr%C3%B6%C3%9Fe%27,+idd,+raa+FROM+svc_sync.stars');
SELECT svc_sync.fault('QUERY=SELEC+id');
SELECT svc_sync.fault('QUERY=SELECT+x+FROM+svc_sync.secret');
SELECT svc_sync.fault('QUERY=SELECT+rolname+FROM+pg_catalog.pg_authid');
SELECT svc_sync.fault('QUERY=SELECT+set_config(%27role%27,+%27none%27,+false)+FROM+svc_sync.stars');
SELECT svc_sync.fault('QUERY=SELECT+pg_catalog.set_config(%27role%27,+%27none%27,+false)+FROM+svc_sync.stars');
SELECT svc_sync.fault('QUERY=SELECT+1+FROM+svc_sync.stars;RESET+ROLE');

-- Mistakes in the parameters.
SELECT svc_sync.fault('');
SELECT svc_sync.fault('QUERY=');
SELECT svc_sync.fault('LANG=OOBLECK&QUERY=SELECT+1');
SELECT svc_sync.fault('QUERY=SELECT+1&query=SELECT+2');
SELECT svc_sync.fault('QUERY=SELECT+1&REQUEST=doQuery&REQUEST=doQuery');
SELECT substring(svc_sync.fault('QUERY=SELECT+1&FORMAT=papyrus') FROM '.* formats are');
SELECT svc_sync.fault('QUERY=SELECT+1&MAXREC=-1');
SELECT svc_sync.fault('QUERY=SELECT+1&MAXREC=many');
SELECT svc_sync.fault('QUERY=SELECT+1&UPLOAD=t,http://localhost/t');
SELECT svc_sync.fault('QUERY=%00');
SELECT svc_sync.fault('QUERY=%C3%28');
SELECT svc_sync.fault('QUERY=SELECT+1+WHERE+a+LIKE+%27%%27');
SELECT svc_sync.fault(repeat('a&', 300));
SELECT svc_sync.fault(repeat('n', 200));
SELECT svc_sync.post('application/json', '{}');
SELECT svc_sync.post('multipart/form-data; boundary=b', '--b');
SELECT svc_sync.post('application/x-www-form-urlencoded', repeat('x', 17 * 1024 * 1024)::bytea);
SELECT svc_sync.post('multipart/form-data; boundary=b',
	E'--b\r\nContent-Disposition: form-data; name=QUERY; filename=q\r\n\r\n\\377\\000\r\n--b--');
COMMIT;

-- The limits are the DBA's.
SET pgsky.maxrec_default = 7;
SET pgsky.maxrec_hard = 9;
SELECT substring(svc_sync.get('QUERY=SELECT+id+FROM+svc_sync.stars') FROM 'MAXREC \d+');
SELECT substring(svc_sync.get('QUERY=SELECT+id+FROM+svc_sync.stars&MAXREC=8') FROM 'MAXREC \d+');
SELECT substring(svc_sync.get('QUERY=SELECT+id+FROM+svc_sync.stars&MAXREC=10') FROM 'MAXREC \d+');
SELECT substring(svc_sync.get('QUERY=SELECT+id+FROM+svc_sync.stars&MAXREC=0') FROM 'MAXREC \d+');
SET pgsky.max_query_length = '1kB';
SELECT svc_sync.fault('QUERY=SELECT+id+FROM+svc_sync.stars' || repeat('+', 1100));
RESET pgsky.max_query_length;
RESET pgsky.maxrec_default;
RESET pgsky.maxrec_hard;

-- The statement runs as it stands, and the result is well-formed.
BEGIN;
SELECT sky.enter();
SELECT stream FROM sky.serve('GET', '/tap/sync',
	'FORMAT=votable&RUNID=it%27s%5C&QUERY=SELECT+id,name+FROM+svc_sync.stars+ORDER+BY+id', '', NULL) \gset
:stream;
COMMIT;

SET client_min_messages = warning;
DROP SCHEMA svc_sync CASCADE;
