-- Each caller sees what he may select, and publishes what he owns.
SET client_min_messages = warning;
CREATE ROLE regress_sky_owner;
CREATE ROLE regress_sky_other;
CREATE SCHEMA sky_test AUTHORIZATION regress_sky_owner;
GRANT EXECUTE ON FUNCTION sky.publish(regclass), sky.unpublish(regclass) TO regress_sky_owner, regress_sky_other;
GRANT EXECUTE ON FUNCTION
	sky.describe(regclass, name, text, text, text, text, text, bool, bool, int4, int4),
	sky.describe_schema(name, text, text, int4), sky.publish_schema(name), sky.unpublish_schema(name)
	TO regress_sky_owner;

SET ROLE regress_sky_owner;
CREATE TABLE sky_test.t (id int PRIMARY KEY, secret int);
CREATE TABLE sky_test.k (id int REFERENCES sky_test.t, secret int REFERENCES sky_test.t);
SELECT sky.publish_schema('sky_test');
SELECT sky.describe('sky_test.t', 'id', ucd => 'meta.id;meta.main', description => 'a number');
SELECT sky.describe_schema('sky_test', 'mine', schema_index => 1);

-- Anonymous clients: the whole, until the owner takes something away.
SET ROLE sky_anon;
SELECT table_name FROM tap_schema.tables WHERE schema_name = 'sky_test' ORDER BY 1;
SELECT count(*) FROM sky_test.t;
SELECT key_id FROM tap_schema.keys WHERE key_id LIKE 'sky_test%' ORDER BY 1;
SET ROLE regress_sky_owner;
REVOKE SELECT ON sky_test.t FROM sky_anon;
GRANT SELECT (id) ON sky_test.t TO sky_anon;
SET ROLE sky_anon;
SELECT table_name, column_name FROM tap_schema.columns WHERE table_name LIKE 'sky_test.%' ORDER BY 1, column_index;
SELECT sky.find_table('sky_test.t');
SELECT sky.adql_to_sql('SELECT * FROM sky_test.t');
SELECT sky.adql_to_sql('SELECT secret FROM sky_test.t');
SET ROLE regress_sky_owner;
SELECT sky.adql_to_sql('SELECT secret FROM sky_test.t');
REVOKE SELECT ON sky_test.t FROM sky_anon;
REVOKE SELECT (id) ON sky_test.t FROM sky_anon;
-- Publishing again leaves grants alone.
SELECT sky.publish('sky_test.t');
SET ROLE sky_anon;
SELECT table_name FROM tap_schema.tables WHERE schema_name = 'sky_test' ORDER BY 1;
SELECT key_id FROM tap_schema.keys WHERE key_id LIKE 'sky_test%' ORDER BY 1;
SELECT sky.find_table('sky_test.t');
SET ROLE regress_sky_owner;
REVOKE USAGE ON SCHEMA sky_test FROM sky_anon;
SET ROLE sky_anon;
SELECT table_name FROM tap_schema.tables WHERE schema_name = 'sky_test' ORDER BY 1;
SELECT sky.find_table('sky_test.k');

-- Others may neither publish, describe nor touch the records.
SELECT sky.publish('sky_test.t');
SELECT sky.describe('tap_schema.tables', description => 'mine');
TABLE sky.table_metadata;
INSERT INTO tap_schema.tables (table_name) VALUES ('x');
SET ROLE regress_sky_other;
SELECT sky.publish('sky_test.t'::regclass);
RESET ROLE;
GRANT USAGE ON SCHEMA sky_test TO regress_sky_other;
SET ROLE regress_sky_other;
SELECT sky.publish('sky_test.t');
SELECT sky.unpublish('sky_test.t');

-- An owner who cannot open the schema is told whom to ask.
RESET ROLE;
ALTER TABLE sky_test.k OWNER TO regress_sky_other;
SELECT sky.unpublish('sky_test.k');
SET ROLE regress_sky_other;
SELECT sky.publish('sky_test.k');

-- An owner's search_path and operators do not reach the records.
RESET ROLE;
GRANT CREATE ON SCHEMA sky_test TO regress_sky_other;
GRANT USAGE ON SCHEMA sky_test TO sky_anon;
SET ROLE regress_sky_other;
CREATE FUNCTION sky_test.steal(name, name) RETURNS bool LANGUAGE plpgsql AS
	$$BEGIN RAISE EXCEPTION 'called as %', current_user; END$$;
CREATE OPERATOR sky_test.= (FUNCTION = sky_test.steal, LEFTARG = name, RIGHTARG = name);
CREATE OPERATOR sky_test.<> (FUNCTION = sky_test.steal, LEFTARG = name, RIGHTARG = name);
SET search_path = sky_test, pg_catalog;
SELECT sky.publish('k');
ALTER TABLE k RENAME id TO number;
SELECT column_name FROM tap_schema.columns WHERE table_name = 'sky_test.k' ORDER BY column_index;
SHOW search_path;
SELECT current_user;

RESET search_path;
RESET ROLE;
DROP SCHEMA sky_test CASCADE;
DROP OWNED BY regress_sky_owner, regress_sky_other;
DROP ROLE regress_sky_owner, regress_sky_other;
