-- TAP 1.1, section 4: the relations of tap_schema.  Everything is read from the catalogs
-- at the moment of the query, and only what the caller may select is there.
-- LEFT JOIN: never schemas first, which would ask for privileges once per schema and table.
CREATE VIEW sky.published_table WITH (security_barrier) AS
SELECT c.oid AS relid,
	c.relnamespace AS schema_oid,
	n.nspname AS plain_schema_name,
	sky.tap_name(n.nspname) AS schema_name,
	sky.tap_name(n.nspname) || '.' || sky.tap_name(c.relname) AS table_name,
	CASE WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END AS table_type,
	m.utype,
	pg_catalog.obj_description(c.oid, 'pg_class') AS description,
	m.table_index
FROM sky.table_metadata m
	JOIN pg_catalog.pg_class c ON c.oid = m.relid
	LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE m.published AND NOT c.relispartition
	AND pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE')
	AND (pg_catalog.has_table_privilege(c.oid, 'SELECT')
		OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT'))
UNION ALL
SELECT c.oid,
	c.relnamespace,
	u.schema_name,
	sky.tap_name(u.schema_name),
	sky.tap_name(u.schema_name) || '.' || sky.tap_name(u.name::name),
	'table',
	m.utype,
	pg_catalog.obj_description(c.oid, 'pg_class'),
	m.table_index
FROM sky.user_table u
	JOIN pg_catalog.pg_class c ON c.oid = u.relid
	LEFT JOIN sky.table_metadata m ON m.relid = u.relid;
COMMENT ON VIEW sky.published_table IS
	'Published relations that the caller may select from, and the tables of users that he may read.';

CREATE VIEW sky.published_column WITH (security_barrier) AS
SELECT t.relid,
	a.attnum,
	t.table_name,
	sky.tap_name(a.attname) AS column_name,
	sky.votable_datatype(a.atttypid, a.atttypmod) AS datatype,
	sky.votable_arraysize(a.atttypid, a.atttypmod) AS arraysize,
	coalesce(m.xtype, sky.votable_xtype(a.atttypid, a.atttypmod)) AS xtype,
	pg_catalog.col_description(a.attrelid, a.attnum) AS description,
	m.utype,
	m.unit,
	m.ucd,
	EXISTS (
		SELECT FROM pg_catalog.pg_index i
		WHERE i.indrelid = a.attrelid AND i.indisvalid
			AND i.indkey[0] = a.attnum) AS indexed,
	coalesce(m.principal, false) AS principal,
	coalesce(m.std, false) AS std,
	coalesce(m.column_index, a.attnum::int4) AS column_index
FROM sky.published_table t
	JOIN sky.column_metadata m ON m.relid = t.relid
	JOIN pg_catalog.pg_attribute a ON a.attrelid = m.relid AND a.attnum = m.attnum
WHERE m.published AND NOT a.attisdropped
	AND sky.votable_datatype(a.atttypid, a.atttypmod) IS NOT NULL
	AND pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT');
COMMENT ON VIEW sky.published_column IS 'Published columns that the caller may select.';

CREATE VIEW sky.published_key WITH (security_barrier) AS
SELECT f.table_name || '.' || sky.tap_name(k.conname) AS key_id,
	f.table_name AS from_table,
	t.table_name AS target_table,
	pg_catalog.obj_description(k.oid, 'pg_constraint') AS description,
	c.from_columns,
	c.target_columns
FROM sky.published_table f
	JOIN pg_catalog.pg_constraint k ON k.conrelid = f.relid
	JOIN sky.published_table t ON t.relid = k.confrelid,
	LATERAL (
		SELECT pg_catalog.array_agg(a.column_name ORDER BY p.i) AS from_columns,
			pg_catalog.array_agg(b.column_name ORDER BY p.i) AS target_columns
		FROM unnest(k.conkey, k.confkey) WITH ORDINALITY AS p (a, b, i)
			LEFT JOIN sky.published_column a ON a.relid = k.conrelid AND a.attnum = p.a
			LEFT JOIN sky.published_column b ON b.relid = k.confrelid AND b.attnum = p.b
	) c
WHERE k.contype = 'f'
	AND pg_catalog.array_position(c.from_columns, NULL) IS NULL
	AND pg_catalog.array_position(c.target_columns, NULL) IS NULL
UNION ALL
SELECT 'tap_schema.' || source || '.' || from_column,
	'tap_schema.' || source, 'tap_schema.' || target,
	what, ARRAY[from_column], ARRAY[target_column]
FROM (VALUES
	('tables', 'schema_name', 'schemas', 'schema_name', 'the schema of a table'),
	('columns', 'table_name', 'tables', 'table_name', 'the table of a column'),
	('keys', 'from_table', 'tables', 'table_name', 'the table a key points from'),
	('keys', 'target_table', 'tables', 'table_name', 'the table a key points to'),
	('key_columns', 'key_id', 'keys', 'key_id', 'the key of a pair of columns')
) AS own (source, from_column, target, target_column, what);
COMMENT ON VIEW sky.published_key IS 'Foreign keys whose both ends the caller may select.';

CREATE SCHEMA tap_schema;
COMMENT ON SCHEMA tap_schema IS 'What can be queried here: schemas, tables, columns, keys.';

CREATE VIEW tap_schema.schemas WITH (security_barrier) AS
SELECT s.schema_name,
	m.utype,
	pg_catalog.obj_description(s.schema_oid, 'pg_namespace') AS description,
	m.schema_index
FROM (SELECT DISTINCT schema_oid, plain_schema_name, schema_name FROM sky.published_table) s
	LEFT JOIN sky.schema_metadata m ON m.schema_name = s.plain_schema_name;
COMMENT ON VIEW tap_schema.schemas IS 'Schemas that hold tables.';

CREATE VIEW tap_schema.tables WITH (security_barrier) AS
SELECT schema_name, table_name, table_type, utype, description, table_index
FROM sky.published_table;
COMMENT ON VIEW tap_schema.tables IS 'Tables that can be queried.';

CREATE VIEW tap_schema.columns WITH (security_barrier) AS
SELECT table_name,
	column_name,
	datatype,
	arraysize,
	xtype,
	(pg_catalog.regexp_match(arraysize, '^([0-9]+)\*?$'))[1]::int4 AS "size",
	description,
	utype,
	unit,
	ucd,
	indexed::int4 AS indexed,
	principal::int4 AS principal,
	std::int4 AS std,
	column_index
FROM sky.published_column;
COMMENT ON VIEW tap_schema.columns IS 'Columns of the tables that can be queried.';

CREATE VIEW tap_schema.keys WITH (security_barrier) AS
SELECT key_id, from_table, target_table, description, NULL::text AS utype
FROM sky.published_key;
COMMENT ON VIEW tap_schema.keys IS 'Foreign keys: which tables can be joined.';

CREATE VIEW tap_schema.key_columns WITH (security_barrier) AS
SELECT k.key_id, c.from_column, c.target_column
FROM sky.published_key k, unnest(k.from_columns, k.target_columns) AS c (from_column, target_column);
COMMENT ON VIEW tap_schema.key_columns IS 'Pairs of columns that make up the foreign keys.';

COMMENT ON COLUMN tap_schema.schemas.schema_name IS 'name of the schema, as it is written in a query';
COMMENT ON COLUMN tap_schema.schemas.utype IS 'utype of the schema';
COMMENT ON COLUMN tap_schema.schemas.description IS 'what the schema holds';
COMMENT ON COLUMN tap_schema.schemas.schema_index IS 'recommended place among the schemas';
COMMENT ON COLUMN tap_schema.tables.schema_name IS 'schema of the table';
COMMENT ON COLUMN tap_schema.tables.table_name IS 'name of the table, as it is written in a query';
COMMENT ON COLUMN tap_schema.tables.table_type IS 'table or view';
COMMENT ON COLUMN tap_schema.tables.utype IS 'utype of the table';
COMMENT ON COLUMN tap_schema.tables.description IS 'what the table holds';
COMMENT ON COLUMN tap_schema.tables.table_index IS 'recommended place among the tables';
COMMENT ON COLUMN tap_schema.columns.table_name IS 'table of the column';
COMMENT ON COLUMN tap_schema.columns.column_name IS 'name of the column, as it is written in a query';
COMMENT ON COLUMN tap_schema.columns.datatype IS 'datatype as in VOTable';
COMMENT ON COLUMN tap_schema.columns.arraysize IS 'arraysize as in VOTable';
COMMENT ON COLUMN tap_schema.columns.xtype IS 'how the value is to be read, as in DALI';
COMMENT ON COLUMN tap_schema.columns."size" IS 'length of an array or text; deprecated, see arraysize';
COMMENT ON COLUMN tap_schema.columns.description IS 'what the column holds';
COMMENT ON COLUMN tap_schema.columns.utype IS 'utype of the column';
COMMENT ON COLUMN tap_schema.columns.unit IS 'unit, as in VOUnits';
COMMENT ON COLUMN tap_schema.columns.ucd IS 'what the quantity is, as in UCD1+';
COMMENT ON COLUMN tap_schema.columns.indexed IS '1 if an index begins with the column';
COMMENT ON COLUMN tap_schema.columns.principal IS '1 if the column is among the most important ones';
COMMENT ON COLUMN tap_schema.columns.std IS '1 if a standard defines the column';
COMMENT ON COLUMN tap_schema.columns.column_index IS 'recommended place among the columns';
COMMENT ON COLUMN tap_schema.keys.key_id IS 'name of the key';
COMMENT ON COLUMN tap_schema.keys.from_table IS 'table that the key points from';
COMMENT ON COLUMN tap_schema.keys.target_table IS 'table that the key points to';
COMMENT ON COLUMN tap_schema.keys.description IS 'what the key says';
COMMENT ON COLUMN tap_schema.keys.utype IS 'utype of the key';
COMMENT ON COLUMN tap_schema.key_columns.key_id IS 'key that the pair belongs to';
COMMENT ON COLUMN tap_schema.key_columns.from_column IS 'column of the table that the key points from';
COMMENT ON COLUMN tap_schema.key_columns.target_column IS 'column of the table that the key points to';

-- tap_schema describes itself.
INSERT INTO sky.table_metadata (relid, published, table_index)
SELECT ('tap_schema.' || name)::regclass, true, place
FROM unnest('{schemas,tables,columns,keys,key_columns}'::text[]) WITH ORDINALITY AS own (name, place);
INSERT INTO sky.column_metadata (relid, column_name, published, principal, std)
SELECT a.attrelid, a.attname, true, a.attname NOT IN ('utype', 'size', 'xtype', 'std'), true
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'tap_schema'::regnamespace AND a.attnum > 0;

-- Records survive dump and restore; those of tap_schema come with CREATE EXTENSION.
SELECT pg_catalog.pg_extension_config_dump('sky.schema_metadata', '');
SELECT pg_catalog.pg_extension_config_dump('sky.table_metadata', $$
	WHERE relid NOT IN (SELECT oid FROM pg_catalog.pg_class
						WHERE relnamespace = 'tap_schema'::pg_catalog.regnamespace)$$);
SELECT pg_catalog.pg_extension_config_dump('sky.column_metadata', $$
	WHERE relid NOT IN (SELECT oid FROM pg_catalog.pg_class
						WHERE relnamespace = 'tap_schema'::pg_catalog.regnamespace)$$);

CREATE FUNCTION sky.unpublish_schema(schema_name name) RETURNS SETOF text
	LANGUAGE sql VOLATILE STRICT
BEGIN ATOMIC
	SELECT sky.unpublish(t.relid)
	FROM sky.published_table t
	WHERE t.schema_oid = pg_catalog.quote_ident(unpublish_schema.schema_name)::pg_catalog.regnamespace
	ORDER BY t.table_name;
END;
COMMENT ON FUNCTION sky.unpublish_schema(name) IS
	'Hides every published relation of a schema from TAP; returns their names.';
REVOKE EXECUTE ON FUNCTION sky.unpublish_schema(name) FROM PUBLIC;

CREATE FUNCTION sky.find_table(name text) RETURNS regclass
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_find_table';
COMMENT ON FUNCTION sky.find_table(text) IS
	'The published relation that a table name of an ADQL query means to the caller; NULL if there is none.';

GRANT USAGE ON SCHEMA tap_schema TO PUBLIC;
GRANT SELECT ON sky.published_table, sky.published_column, sky.published_key,
	tap_schema.schemas, tap_schema.tables, tap_schema.columns,
	tap_schema.keys, tap_schema.key_columns TO PUBLIC;
