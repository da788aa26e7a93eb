-- TAP_UPLOAD: tables that come with a request.
\set QUIET on
\a
\t on
CREATE SCHEMA svc_upload;
CREATE TABLE svc_upload.stars (id int4 PRIMARY KEY, ra float8, dec float8, name text);
INSERT INTO svc_upload.stars SELECT i, i * 3.0, i - 50.0, 'star ' || i FROM generate_series(1, 100) i;
SET client_min_messages = warning;
SELECT sky.publish('svc_upload.stars');
RESET client_min_messages;
GRANT USAGE ON SCHEMA svc_upload TO sky_anon;

-- A multipart body: the query, the parameter UPLOAD, and the files by name.
CREATE FUNCTION svc_upload.file(name text, file text, content text) RETURNS bytea LANGUAGE sql AS $$
	SELECT convert_to(format(E'--b\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n%s\r\n', name, file, content), 'UTF8')
$$;
CREATE FUNCTION svc_upload.part(name text, content text) RETURNS bytea LANGUAGE sql AS $$
	SELECT convert_to(format(E'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n', name, content), 'UTF8')
$$;
CREATE FUNCTION svc_upload.post(query text, upload text, VARIADIC parts bytea[]) RETURNS TABLE (status int4, stream text)
	LANGUAGE sql AS $$
	SELECT a.status, coalesce(a.stream, convert_from(a.body, 'UTF8'))
	FROM sky.serve('POST', '/tap/sync', 'FORMAT=csv', E'content-type: multipart/form-data; boundary=b',
		svc_upload.part('QUERY', query) || svc_upload.part('UPLOAD', upload)
		|| (SELECT string_agg(p, '' ORDER BY n) FROM unnest(parts) WITH ORDINALITY AS u(p, n)) || '--b--'::bytea) a
$$;

BEGIN;
SELECT sky.enter();
-- CSV joined with what is published.
SELECT stream FROM svc_upload.post('SELECT s.id, s.name, u.note FROM TAP_UPLOAD.mine AS u JOIN svc_upload.stars AS s ON s.id = u.id ORDER BY s.id',
	'mine,param:f', svc_upload.file('f', 'a.csv', E'id,note\n7,seven\n3,"three, or so"\n')) \gexec
-- A second request of the transaction brings another table.
SELECT stream FROM svc_upload.post('SELECT COUNT(*) AS n, MAX(tap_upload.Other.x) AS m FROM tap_upload.OTHER', 'Other,param:f',
	svc_upload.file('f', 'a.csv', E'x\n1.5\n\n-3\n')) \gexec
COMMIT;

-- Nothing of it stays.
BEGIN;
SELECT sky.enter();
SELECT * FROM svc_upload.post('SELECT * FROM TAP_UPLOAD.mine', 'other,param:f', svc_upload.file('f', 'a', 'x'));
COMMIT;

-- A VOTable keeps units, UCDs, arrays, NULLs; two tables in one request.
BEGIN;
SELECT sky.enter();
SELECT stream FROM svc_upload.post('SELECT a.*, b.y FROM TAP_UPLOAD.a AS a, TAP_UPLOAD.b AS b WHERE a.k = b.y', 'a,param:f;b,param:g',
	svc_upload.file('f', 'a.xml', '<VOTABLE version="1.3" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE>'
		'<FIELD name="k" datatype="long"><VALUES null="-1"/></FIELD><FIELD name="Flux" datatype="double" unit="Jy" ucd="phot.flux"><DESCRIPTION>of it</DESCRIPTION></FIELD>'
		'<FIELD name="v" datatype="float" arraysize="2"/><FIELD name="p" datatype="double" arraysize="2" xtype="point"/>'
		'<DATA><TABLEDATA><TR><TD>9007199254740993</TD><TD/><TD>1 2</TD><TD>10 20</TD></TR><TR><TD>-1</TD><TD>NaN</TD><TD/><TD/></TR></TABLEDATA></DATA>'
		'</TABLE></RESOURCE></VOTABLE>'),
	svc_upload.file('g', 'b.csv', E'y\n9007199254740993\n')) \gset
\echo :stream
:stream;
ROLLBACK;

-- More rows than memory takes: they go to a file, which is gone with the transaction.
BEGIN;
SET LOCAL work_mem = '64kB';
SELECT stream FROM svc_upload.post('SELECT COUNT(*) AS n, SUM(b.x) AS s FROM TAP_UPLOAD.t AS a JOIN TAP_UPLOAD.t AS b ON a.x = b.x', 't,param:f',
	svc_upload.file('f', 'a.csv', E'x\n' || (SELECT string_agg(i::text, E'\n') FROM generate_series(1, 20000) i))) \gexec
COMMIT;

-- Mistakes.
BEGIN;
SELECT sky.enter();
SELECT * FROM svc_upload.post('SELECT 1 FROM tap_upload.t', 't', svc_upload.file('f', 'a', 'x'));
SELECT * FROM svc_upload.post('SELECT 1 FROM tap_upload.t', 't,param:g', svc_upload.file('f', 'a', 'x'));
SELECT * FROM svc_upload.post('SELECT 1 FROM tap_upload.t', 't,http://localhost/x', svc_upload.file('f', 'a', 'x'));
SELECT * FROM svc_upload.post('SELECT 1 FROM tap_upload.t', 'tap_upload.t,param:f', svc_upload.file('f', 'a', 'x'));
SELECT * FROM svc_upload.post('SELECT 1 FROM tap_upload.t', '1t,param:f', svc_upload.file('f', 'a', 'x'));
SELECT * FROM svc_upload.post('SELECT 1 FROM tap_upload.t', 't,param:f;T,param:f', svc_upload.file('f', 'a', 'x'));
SELECT * FROM svc_upload.post('SELECT x FROM tap_upload.tt', 'tab,param:f', svc_upload.file('f', 'a', E'xx\n1\n'));
SELECT * FROM svc_upload.post('SELECT x FROM tap_upload.tab', '', svc_upload.file('f', 'a', E'xx\n1\n'));
ROLLBACK;
-- Tables that cannot be read raise, with the place.
CREATE FUNCTION svc_upload.refused(content text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	hint text;
BEGIN
	PERFORM svc_upload.post('SELECT 1 FROM tap_upload.t', 't,param:f', svc_upload.file('f', 'a', content));
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
	RETURN SQLSTATE || ' ' || SQLERRM || coalesce(' / ' || nullif(hint, ''), '');
END $$;
SELECT svc_upload.refused('');
SELECT svc_upload.refused(E'a,b\n1\n');
SELECT svc_upload.refused('<VOTABLE><RESOURCE><TABLE><FIELD name="a" datatype="int"/><DATA><TABLEDATA><TR><TD>1</TD></TR><TR><TD>x</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>');
SELECT svc_upload.refused('<VOTABLE><RESOURCE><TABLE><FIELD name="a" datatype="char" arraysize="*" xtype="point"/><DATA><TABLEDATA><TR><TD>1 2</TD></TR><TR><TD>1 200</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>');
SELECT svc_upload.refused('<VOTABLE><!DOCTYPE x>');
SELECT svc_upload.refused(E'a\n"b\n');
SET pgsky.upload_max_rows = 2;
SELECT svc_upload.refused(E'a\n1\n2\n3\n');
RESET pgsky.upload_max_rows;
SELECT svc_upload.refused(E'a\n1\n2\n3\n');
SET client_min_messages = warning;
DROP SCHEMA svc_upload CASCADE;
