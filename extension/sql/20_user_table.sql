-- Tables of users: what they brought to stay.  The rows are in schema tap_user, in tables
-- whose names tell nothing; who called them what is here.  Written by the library alone.
CREATE SCHEMA tap_user;
COMMENT ON SCHEMA tap_user IS 'Tables of users; each sees those of his own and those shared with him';
GRANT USAGE ON SCHEMA tap_user TO PUBLIC;

CREATE TABLE sky.user_table_record (
	owner text NOT NULL,
	name text NOT NULL,
	relid regclass NOT NULL UNIQUE,
	creation_time timestamptz NOT NULL,
	PRIMARY KEY (owner, name)
);
COMMENT ON TABLE sky.user_table_record IS 'Every table of a user; see sky.user_table.';
COMMENT ON COLUMN sky.user_table_record.name IS 'What its owner calls it, in lower case.';

CREATE TABLE sky.user_table_share (
	owner text NOT NULL,
	name text NOT NULL,
	reader text NOT NULL,
	is_group boolean NOT NULL,
	PRIMARY KEY (owner, name, reader, is_group)
);
COMMENT ON TABLE sky.user_table_share IS 'Who may read the tables of others: users and groups.';
CREATE INDEX user_table_share_reader ON sky.user_table_share (reader, is_group);
-- Foreign keys between tables of an extension break pg_restore -j: it fills them in any order.
CREATE FUNCTION sky.forget_user_table() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	DELETE FROM sky.user_table_share WHERE owner = OLD.owner AND name = OLD.name;
	RETURN NULL;
END $$;
COMMENT ON FUNCTION sky.forget_user_table() IS 'Deletes with a user''s table what says who may read it.';
REVOKE EXECUTE ON FUNCTION sky.forget_user_table() FROM PUBLIC;
CREATE TRIGGER forget AFTER DELETE ON sky.user_table_record
	FOR EACH ROW EXECUTE FUNCTION sky.forget_user_table();
SELECT pg_catalog.pg_extension_config_dump('sky.user_table_record', '');
SELECT pg_catalog.pg_extension_config_dump('sky.user_table_share', '');

-- The policy of every table of a user asks this view.
CREATE VIEW sky.user_table WITH (security_barrier) AS
SELECT CASE WHEN t.owner = sky.subject() THEN 'tap_user' ELSE 'tap_user_' || t.owner END::name AS schema_name,
	t.name,
	t.owner,
	t.relid,
	pg_catalog.pg_total_relation_size(t.relid) AS bytes,
	t.creation_time
FROM sky.user_table_record t
	JOIN pg_catalog.pg_class c ON c.oid = t.relid AND c.relnamespace = 'tap_user'::regnamespace
WHERE t.owner = sky.subject()
	OR EXISTS (
		SELECT FROM sky.user_table_share s
		WHERE s.owner = t.owner AND s.name = t.name
			AND CASE WHEN s.is_group THEN sky.has_group(s.reader) ELSE s.reader = sky.subject() END);
COMMENT ON VIEW sky.user_table IS 'The caller''s tables, and those shared with him.';
COMMENT ON COLUMN sky.user_table.schema_name IS 'Schema in queries: tap_user, or tap_user_ and the owner''s name.';
COMMENT ON COLUMN sky.user_table.bytes IS 'Size with its indexes.';
GRANT SELECT ON sky.user_table TO PUBLIC;
