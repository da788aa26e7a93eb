-- What is published and how it is described.  Descriptions themselves are the comments of
-- PostgreSQL; these tables hold what comments cannot say.  Written by sky.publish and
-- sky.describe alone, read through tap_schema.
CREATE TABLE sky.schema_metadata (
	schema_name name PRIMARY KEY,
	schema_oid oid NOT NULL,
	utype text,
	schema_index int4
);
COMMENT ON TABLE sky.schema_metadata IS 'What sky.describe_schema has recorded of schemas.';

CREATE TABLE sky.table_metadata (
	relid regclass PRIMARY KEY,
	published bool NOT NULL DEFAULT false,
	utype text,
	table_index int4
);
COMMENT ON TABLE sky.table_metadata IS
	'What sky.publish and sky.describe have recorded of relations.';

CREATE TABLE sky.column_metadata (
	relid regclass NOT NULL,
	column_name name NOT NULL,
	attnum int2 NOT NULL,
	published bool NOT NULL DEFAULT false,
	unit text,
	ucd text,
	utype text,
	xtype text,
	principal bool,
	std bool,
	column_index int4,
	PRIMARY KEY (relid, attnum)
);
COMMENT ON TABLE sky.column_metadata IS
	'What sky.publish and sky.describe have recorded of columns.';

CREATE FUNCTION sky.metadata_changed() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'pgsky_metadata_changed';
COMMENT ON FUNCTION sky.metadata_changed() IS
	'Keeps records in step with the catalogs and caches in step with records.';

-- ALWAYS: a restore with triggers disabled must renumber too.
CREATE TRIGGER changed BEFORE INSERT OR UPDATE OR DELETE ON sky.schema_metadata
	FOR EACH ROW EXECUTE FUNCTION sky.metadata_changed();
ALTER TABLE sky.schema_metadata ENABLE ALWAYS TRIGGER changed;
CREATE TRIGGER changed BEFORE INSERT OR UPDATE OR DELETE ON sky.table_metadata
	FOR EACH ROW EXECUTE FUNCTION sky.metadata_changed();
ALTER TABLE sky.table_metadata ENABLE ALWAYS TRIGGER changed;
CREATE TRIGGER changed BEFORE INSERT OR UPDATE OR DELETE ON sky.column_metadata
	FOR EACH ROW EXECUTE FUNCTION sky.metadata_changed();
ALTER TABLE sky.column_metadata ENABLE ALWAYS TRIGGER changed;

CREATE FUNCTION sky.follow_ddl() RETURNS event_trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'pgsky_follow_ddl';
COMMENT ON FUNCTION sky.follow_ddl() IS
	'Follows renamed, dropped and commented relations and columns.';

CREATE EVENT TRIGGER pgsky_follow_change ON ddl_command_end
	WHEN TAG IN ('ALTER TABLE', 'ALTER VIEW', 'ALTER MATERIALIZED VIEW',
				 'ALTER FOREIGN TABLE', 'ALTER SCHEMA', 'COMMENT')
	EXECUTE FUNCTION sky.follow_ddl();
COMMENT ON EVENT TRIGGER pgsky_follow_change IS 'Carries renames over to what pgsky publishes.';
CREATE EVENT TRIGGER pgsky_follow_drop ON sql_drop
	EXECUTE FUNCTION sky.follow_ddl();
COMMENT ON EVENT TRIGGER pgsky_follow_drop IS 'Forgets what pgsky has published once it is dropped.';

CREATE FUNCTION sky.votable_datatype(type oid, typmod int4 DEFAULT -1) RETURNS text
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_votable_datatype';
COMMENT ON FUNCTION sky.votable_datatype(oid, int4) IS
	'The VOTable datatype of a PostgreSQL type; NULL if TAP cannot carry it.';
CREATE FUNCTION sky.votable_arraysize(type oid, typmod int4 DEFAULT -1) RETURNS text
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_votable_arraysize';
COMMENT ON FUNCTION sky.votable_arraysize(oid, int4) IS
	'The VOTable arraysize of a PostgreSQL type; NULL for a scalar.';
CREATE FUNCTION sky.votable_xtype(type oid, typmod int4 DEFAULT -1) RETURNS text
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_votable_xtype';
COMMENT ON FUNCTION sky.votable_xtype(oid, int4) IS
	'The DALI xtype of a PostgreSQL type; NULL where there is none.';

CREATE FUNCTION sky.describe(
	relation regclass,
	column_name name DEFAULT NULL,
	unit text DEFAULT NULL,
	ucd text DEFAULT NULL,
	utype text DEFAULT NULL,
	xtype text DEFAULT NULL,
	description text DEFAULT NULL,
	principal bool DEFAULT NULL,
	std bool DEFAULT NULL,
	column_index int4 DEFAULT NULL,
	table_index int4 DEFAULT NULL) RETURNS void
	LANGUAGE c VOLATILE
	AS 'MODULE_PATHNAME', 'pgsky_describe';
COMMENT ON FUNCTION sky.describe(regclass, name, text, text, text, text, text, bool, bool, int4, int4) IS
	'Describes a column or, without column_name, a relation: for its owner, before or after it is published. NULL leaves as it is, an empty text removes. The description is the comment of PostgreSQL.';

CREATE FUNCTION sky.describe_schema(
	schema_name name,
	description text DEFAULT NULL,
	utype text DEFAULT NULL,
	schema_index int4 DEFAULT NULL) RETURNS void
	LANGUAGE c VOLATILE
	AS 'MODULE_PATHNAME', 'pgsky_describe_schema';
COMMENT ON FUNCTION sky.describe_schema(name, text, text, int4) IS
	'Describes a schema: for its owner. NULL leaves as it is, an empty text removes.';

REVOKE EXECUTE ON FUNCTION
	sky.metadata_changed(), sky.follow_ddl(),
	sky.describe(regclass, name, text, text, text, text, text, bool, bool, int4, int4),
	sky.describe_schema(name, text, text, int4)
	FROM PUBLIC;

CREATE FUNCTION sky.publish(relation regclass) RETURNS text
	LANGUAGE c VOLATILE STRICT
	AS 'MODULE_PATHNAME', 'pgsky_publish';
COMMENT ON FUNCTION sky.publish(regclass) IS
	'Makes a relation visible over TAP and lets sky_anon select from it: for its owner. Again: takes up new columns, leaves grants alone. Returns the name that clients use.';

CREATE FUNCTION sky.publish(relation regclass, sky_index bool) RETURNS text
	LANGUAGE c VOLATILE STRICT
	AS 'MODULE_PATHNAME', 'pgsky_publish';
COMMENT ON FUNCTION sky.publish(regclass, bool) IS
	'The same, and if sky_index creates an index on its position where there is none: who writes waits meanwhile.';

CREATE FUNCTION sky.cluster(relation regclass) RETURNS void
	LANGUAGE c VOLATILE STRICT
	AS 'MODULE_PATHNAME', 'pgsky_cluster';
COMMENT ON FUNCTION sky.cluster(regclass) IS
	'Orders the rows of a table, or of its partitions, by its sky index, so that neighbours on the sky are on the same pages: for its owner. Locks it like CLUSTER; VACUUM it afterwards.';

CREATE FUNCTION sky.unpublish(relation regclass) RETURNS text
	LANGUAGE c VOLATILE STRICT
	AS 'MODULE_PATHNAME', 'pgsky_unpublish';
COMMENT ON FUNCTION sky.unpublish(regclass) IS
	'Hides a relation from TAP and takes SELECT from sky_anon; what describes it is kept. Returns the name that clients used.';

CREATE FUNCTION sky.publish_schema(schema_name name) RETURNS SETOF text
	LANGUAGE sql VOLATILE STRICT
BEGIN ATOMIC
	SELECT sky.publish(c.oid)
	FROM pg_catalog.pg_class c
	WHERE c.relnamespace = pg_catalog.quote_ident(publish_schema.schema_name)::pg_catalog.regnamespace
		AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
		AND NOT EXISTS (
			SELECT FROM pg_catalog.pg_depend d
			WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
				AND d.objid = c.oid AND d.deptype = 'e')
	ORDER BY c.relname;
END;
COMMENT ON FUNCTION sky.publish_schema(name) IS
	'Publishes every relation of a schema, or none if one cannot be; returns their names.';

CREATE FUNCTION sky.tap_name(name name) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF
	AS 'MODULE_PATHNAME', 'pgsky_tap_name';
COMMENT ON FUNCTION sky.tap_name(name) IS
	'A name as ADQL wants it: in double quotes where it is reserved, not plain, or has upper case.';

REVOKE EXECUTE ON FUNCTION
	sky.publish(regclass), sky.publish(regclass, bool), sky.unpublish(regclass),
	sky.publish_schema(name), sky.cluster(regclass)
	FROM PUBLIC;
