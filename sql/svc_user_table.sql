-- Tables that users keep: theirs alone, until they share them.
\set QUIET on
\a
\t on
SET client_min_messages = warning;
CREATE ROLE regress_sky_alice;
CREATE ROLE regress_sky_bob;
CREATE ROLE regress_sky_carol;
CREATE ROLE regress_sky_team;
GRANT sky_user TO regress_sky_alice, regress_sky_bob, regress_sky_carol;
GRANT regress_sky_team TO regress_sky_carol;
GRANT regress_sky_alice, regress_sky_bob, regress_sky_carol TO CURRENT_USER;
CREATE SCHEMA svc_user;
CREATE TABLE svc_user.stars (id int8 PRIMARY KEY, ra float8, dec float8);
INSERT INTO svc_user.stars SELECT i, i * 3.0, i - 50.0 FROM generate_series(1, 100) i;
SELECT sky.publish('svc_user.stars');
GRANT USAGE ON SCHEMA svc_user TO PUBLIC;
GRANT SELECT ON svc_user.stars TO PUBLIC;
-- A request as that client; errors as the HTTP program would have them told.
CREATE FUNCTION svc_user.ask(method text, path text, content text DEFAULT '', headers text DEFAULT '') RETURNS text
	LANGUAGE plpgsql AS $$
DECLARE
	answer record;
	hint text;
BEGIN
	SELECT status, a.headers, coalesce(convert_from(body, 'UTF8'), stream) AS body INTO answer
		FROM sky.serve(method, path, '', ask.headers, convert_to(content, 'UTF8')) a;
	RETURN answer.status || ' ' || coalesce(substring(answer.headers FROM 'Location: [^\n]*') || ' ', '') || answer.body;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
	SELECT status, convert_from(body, 'UTF8') AS body INTO answer
		FROM sky.error_document(method, path, '', ask.headers, NULL, SQLSTATE, SQLERRM, NULL, hint);
	RETURN answer.status || ' ' || answer.body;
END $$;
CREATE FUNCTION svc_user.act(path text, parameters text) RETURNS text LANGUAGE sql AS $$
	SELECT svc_user.ask('POST', path, parameters, E'content-type: application/x-www-form-urlencoded\n')
$$;
-- What an ADQL query gives, or why it gives nothing.
CREATE FUNCTION svc_user.rows(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
	EXECUTE format('SELECT string_agg(q::text, '' '') FROM (%s) q', sky.adql_to_sql(query)) INTO result;
	RETURN result;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
CREATE FUNCTION svc_user.as_seen() RETURNS SETOF text LANGUAGE sql AS $$
	SELECT table_name || ' ' || string_agg(column_name || coalesce(':' || ucd, ''), ' ' ORDER BY column_index)
	FROM tap_schema.columns WHERE table_name ~ '^"?tap_user' GROUP BY table_name ORDER BY table_name
$$;
GRANT USAGE ON SCHEMA svc_user TO PUBLIC;

-- Anonymous clients have none, and see none.
BEGIN;
SELECT sky.enter('sky_anon', true);
SELECT svc_user.ask('PUT', '/tap/user_tables/mine', E'a\n1\n');
SELECT svc_user.ask('GET', '/tap/user_tables');
SELECT svc_user.ask('DELETE', '/tap/user_tables/mine');
SELECT sky.user_table_put('mine', E'a\n1\n');
ROLLBACK;

-- Alice keeps a table: put, described, asked.
BEGIN;
SELECT sky.enter('regress_sky_alice', true);
SELECT svc_user.ask('PUT', '/tap/user_tables/Mine', E'id,ra,dec,xmin,Note\n7,21.0,-43.0,1,seven\n8,24.0,-42.0,2,\n');
SELECT svc_user.ask('GET', '/tap/user_tables/mine');
SELECT svc_user.ask('GET', '/tap/tables/tap_user.mine') = svc_user.ask('GET', '/tap/user_tables/mine') AS same;
SELECT svc_user.ask('GET', '/tap/user_tables');
SELECT svc_user.as_seen();
SELECT svc_user.rows('SELECT m.* FROM tap_user.mine AS m ORDER BY id');
SELECT svc_user.rows('SELECT s.id, m.note FROM TAP_USER.MINE AS m JOIN svc_user.stars AS s ON DISTANCE(s.ra, s.dec, m.ra, m.dec) < 0.1 ORDER BY s.id');
SELECT svc_user.rows('SELECT id FROM mine');
SELECT svc_user.rows('SELECT id FROM tap_user.mini');
-- The index on its positions, and others.
SELECT svc_user.act('/tap/user_tables/mine', 'INDEX=id&INDEX=Note');
SELECT svc_user.act('/tap/user_tables/mine', 'INDEX=ra,%20dec');
SELECT svc_user.act('/tap/user_tables/mine', 'INDEX=ra,dec,id');
SELECT svc_user.act('/tap/user_tables/mine', 'INDEX=ctid');
SELECT svc_user.act('/tap/user_tables/mine', 'INDEX=nothing');
SELECT svc_user.act('/tap/user_tables/mine', 'OTHER=1');
SELECT svc_user.act('/tap/user_tables/none', 'INDEX=id');
COMMIT;
SELECT regexp_replace(pg_get_indexdef(i.indexrelid), 'u_[0-9a-f]+[a-z_]*', 'u', 'g') FROM pg_index i JOIN sky.user_table_record t ON t.relid = i.indrelid ORDER BY 1;

-- Nobody else sees it: not in metadata, not by name, not in SQL.
CREATE FUNCTION svc_user.relation() RETURNS text LANGUAGE sql SECURITY DEFINER AS
	'SELECT relid::text FROM sky.user_table_record WHERE name = ''mine'' AND owner = ''regress_sky_alice''';
CREATE FUNCTION svc_user.count_all() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
	EXECUTE 'SELECT count(*) FROM ' || svc_user.relation() INTO n;
	RETURN n;
END $$;
CREATE FUNCTION svc_user.probe() RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY SELECT svc_user.as_seen();
	RETURN NEXT svc_user.rows('SELECT COUNT(*) AS n FROM tap_user.mine');
	RETURN NEXT svc_user.rows('SELECT COUNT(*) AS n FROM tap_user_regress_sky_alice.mine');
	RETURN NEXT svc_user.rows('SELECT COUNT(*) AS n FROM tap_user."' || split_part(svc_user.relation(), '.', 2) || '"') ~ 'does not exist';
	RETURN NEXT left(svc_user.ask('GET', '/tap/user_tables/mine'), 30);
	RETURN NEXT left(svc_user.ask('GET', '/tap/tables/tap_user.mine'), 30);
	RETURN NEXT svc_user.count_all();
END $$;
BEGIN;
SELECT sky.enter('regress_sky_bob', true);
SELECT svc_user.probe();
SELECT svc_user.ask('DELETE', '/tap/user_tables/mine');
SELECT svc_user.act('/tap/user_tables/mine', 'GRANT_USER=regress_sky_bob');
SELECT * FROM sky.user_table;
SAVEPOINT s;
SELECT * FROM sky.user_table_record;
ROLLBACK TO s;
SELECT svc_user.count_all();
-- Bob's own of that name is another.
SELECT svc_user.ask('PUT', '/tap/user_tables/mine', E'b\n1\n2\n3\n');
SELECT svc_user.rows('SELECT COUNT(*) AS n FROM tap_user.mine');
COMMIT;
BEGIN;
SELECT sky.enter('sky_anon');
SELECT svc_user.probe();
COMMIT;
BEGIN;
SELECT sky.enter('regress_sky_alice');
SELECT svc_user.rows('SELECT COUNT(*) AS n FROM tap_user.mine');
SELECT svc_user.count_all();
-- A read-only transaction changes nothing.
SELECT svc_user.ask('PUT', '/tap/user_tables/mine', E'b\n1\n2\n3\n');
COMMIT;

-- Shared with a group, then with a user, then no longer.
BEGIN;
SELECT sky.enter('regress_sky_alice', true);
SELECT svc_user.act('/tap/user_tables/mine', 'GRANT_GROUP=regress_sky_team');
COMMIT;
BEGIN;
SELECT sky.enter('regress_sky_carol', true);
SELECT svc_user.probe();
SELECT svc_user.ask('GET', '/tap/user_tables/tap_user_regress_sky_alice.mine') ~ '^200 .*regress_sky_alice.mine';
SELECT svc_user.ask('DELETE', '/tap/user_tables/tap_user_regress_sky_alice.mine');
-- Its rows come into the result of /tap/sync.
SELECT stream ~ '^COPY .SELECT t1."id" AS "id" FROM "tap_user"."u_[0-9a-f]{32}" AS t1. TO STDOUT' FROM sky.serve('GET', '/tap/sync', 'QUERY=SELECT+id+FROM+tap_user_regress_sky_alice.mine', '', NULL);
COMMIT;
BEGIN;
SELECT sky.enter('regress_sky_bob');
SELECT svc_user.probe();
COMMIT;
BEGIN;
SELECT sky.enter('regress_sky_alice', true);
SELECT sky.user_table_revoke('mine', 'regress_sky_team', is_group => true);
-- A user is no group, and a group no user.
SELECT sky.user_table_grant('mine', 'regress_sky_team');
SELECT sky.user_table_grant('mine', 'regress_sky_bob', is_group => true);
COMMIT;
BEGIN;
SELECT sky.enter('regress_sky_carol');
SELECT svc_user.as_seen();
SELECT svc_user.count_all();
COMMIT;
BEGIN;
SELECT sky.enter('regress_sky_bob');
SELECT svc_user.as_seen();
COMMIT;
-- What is shared stays shared when it is put anew.
BEGIN;
SELECT sky.enter('regress_sky_alice', true);
SELECT sky.user_table_grant('mine', 'regress_sky_bob');
SELECT svc_user.ask('PUT', '/tap/user_tables/mine', E'id\n1\n2\n3\n4\n');
COMMIT;
BEGIN;
SELECT sky.enter('regress_sky_bob');
SELECT svc_user.as_seen();
SELECT svc_user.rows('SELECT COUNT(*) AS n FROM tap_user_regress_sky_alice.mine');
COMMIT;

-- An index serves searches through the policy.
BEGIN;
SELECT sky.enter('regress_sky_alice', true);
SELECT sky.user_table_put('many', convert_to(E'id,ra,dec\n' || (SELECT string_agg(format('%s,%s,%s', i, (i * 137.508) % 360, i % 180 - 89.5), E'\n')
	FROM generate_series(1, 20000) i), 'UTF8'));
SELECT rows > 0, sky_index ~ '^u_[0-9a-f]+_key_idx$', advice FROM sky.adql_explain('SELECT id FROM tap_user.many WHERE DISTANCE(ra, dec, 100, 20) < 1');
SELECT svc_user.rows('SELECT COUNT(*) AS n FROM tap_user.many WHERE DISTANCE(ra, dec, 100, 20) < 5');
SELECT sky.user_table_put('unplaced', convert_to(E'a,d\n1,2\n', 'UTF8'));
SELECT advice FROM sky.adql_explain('SELECT a FROM tap_user.unplaced WHERE DISTANCE(a, d, 100, 20) < 1');
COMMIT;
-- So do joins by position: whichever side the table is on, nobody else meets its rows.
CREATE FUNCTION svc_user.many() RETURNS text LANGUAGE sql SECURITY DEFINER AS
	$$SELECT relid::text FROM sky.user_table_record WHERE name = 'many'$$;
CREATE FUNCTION svc_user.matches() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	query text;
	line text;
	nodes text;
	found text;
BEGIN
	FOREACH query IN ARRAY ARRAY[
		'SELECT count(*), count(m.id + n.id) FROM %1$s m JOIN %1$s n ON sky.cone(m.ra, m.dec, n.ra, n.dec, 0.001)',
		'SELECT count(*), count(m.id + s.id) FROM svc_user.stars s LEFT JOIN %1$s m ON sky.cone(m.ra, m.dec, s.ra, s.dec, 1)',
		'SELECT count(*), count(m.id + s.id) FROM %1$s m RIGHT JOIN svc_user.stars s ON sky.cone(s.ra, s.dec, m.ra, m.dec, 1)',
		'SELECT count(*) FROM %1$s m WHERE EXISTS (SELECT FROM svc_user.stars s WHERE sky.cone(m.ra, m.dec, s.ra, s.dec, 1))',
		'SELECT count(*) FROM svc_user.stars s WHERE NOT EXISTS (SELECT FROM %1$s m WHERE sky.cone(m.ra, m.dec, s.ra, s.dec, 1))']
	LOOP
		query := format(query, svc_user.many());
		nodes := '';
		FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
			nodes := concat(nodes, substring(line FROM 'SkyMatch'));
		END LOOP;
		EXECUTE 'SELECT q::text FROM (' || query || ') q' INTO found;
		RETURN NEXT concat_ws(' ', nodes, found);
	END LOOP;
END $$;
CREATE INDEX stars_sky ON svc_user.stars (sky.key(ra, dec));
SET enable_nestloop = off;
BEGIN;
SELECT sky.enter('regress_sky_alice');
SELECT svc_user.matches();
COMMIT;
BEGIN;
SELECT sky.enter('regress_sky_bob');
SELECT svc_user.matches();
COMMIT;
RESET enable_nestloop;
DROP INDEX svc_user.stars_sky;
BEGIN;
SELECT sky.enter('regress_sky_alice', true);
-- Faults of tables, with their places.
SELECT svc_user.ask('PUT', '/tap/user_tables/bad', E'a,b\n1\n');
SELECT svc_user.ask('PUT', '/tap/user_tables/bad', '');
SELECT svc_user.ask('PUT', '/tap/user_tables/bad', '<VOTABLE><RESOURCE><TABLE><FIELD name="a" datatype="char" arraysize="*" xtype="point"/><DATA><TABLEDATA><TR><TD>1 2</TD></TR><TR><TD>1 200</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>');
SELECT svc_user.ask('PUT', '/tap/user_tables/1bad', E'a\n1\n');
SELECT svc_user.ask('PUT', '/tap/user_tables/tap_user.bad', E'a\n1\n');
SELECT svc_user.ask('PUT', '/tap/user_tables/%22%20;DROP', E'a\n1\n');
SELECT svc_user.ask('PUT', '/tap/user_tables/' || repeat('a', 64), E'a\n1\n');
SELECT svc_user.ask('PATCH', '/tap/user_tables/mine');
COMMIT;
-- Quotas.
SET pgsky.user_tables = 3;
SET pgsky.upload_max_rows = 10;
BEGIN;
SELECT sky.enter('regress_sky_alice', true);
SELECT svc_user.ask('PUT', '/tap/user_tables/fourth', E'a\n1\n');
SELECT svc_user.ask('PUT', '/tap/user_tables/mine', E'a\n' || repeat(E'1\n', 11));
SELECT svc_user.ask('PUT', '/tap/user_tables/mine', E'a\n1\n');
SELECT svc_user.ask('DELETE', '/tap/user_tables/many');
SELECT svc_user.ask('PUT', '/tap/user_tables/fourth', E'a\n1\n');
COMMIT;
SET pgsky.upload_max_rows = 1000000;
SET pgsky.user_space = 1;
BEGIN;
SELECT sky.enter('regress_sky_alice', true);
SELECT svc_user.ask('PUT', '/tap/user_tables/fourth', E'a\n' || repeat(E'12345\n', 100000));
SELECT svc_user.ask('PUT', '/tap/user_tables/fourth', E'a\n' || repeat(E'123456789012\n', 100000));
SELECT name FROM sky.user_table ORDER BY name;
COMMIT;
RESET pgsky.user_space;
RESET pgsky.user_tables;
RESET pgsky.upload_max_rows;
-- The archive cannot publish them as its own.
DO $$ BEGIN PERFORM sky.publish(relid) FROM sky.user_table_record; EXCEPTION WHEN insufficient_privilege THEN
	RAISE INFO '%', regexp_replace(SQLERRM, '[0-9a-f]{32}', ''); END $$;
-- One that was dropped behind our back is gone, and can be put anew.
DO $$ BEGIN EXECUTE 'DROP TABLE ' || svc_user.relation(); END $$;
BEGIN;
SELECT sky.enter('regress_sky_alice', true);
SELECT name FROM sky.user_table ORDER BY name;
SELECT svc_user.rows('SELECT * FROM tap_user.mine');
SELECT svc_user.ask('PUT', '/tap/user_tables/mine', E'a\n1\n');
SELECT svc_user.ask('DELETE', '/tap/user_tables/mine');
SELECT svc_user.ask('DELETE', '/tap/user_tables/fourth');
SELECT svc_user.ask('DELETE', '/tap/user_tables/unplaced');
COMMIT;
BEGIN;
SELECT sky.enter('regress_sky_bob', true);
SELECT sky.user_table_drop('mine');
COMMIT;
SELECT * FROM sky.user_table_record;
SELECT * FROM sky.user_table_share;
SELECT count(*) FROM pg_class WHERE relnamespace = 'tap_user'::regnamespace;
DROP SCHEMA svc_user CASCADE;
DROP ROLE regress_sky_alice, regress_sky_bob, regress_sky_carol, regress_sky_team;
