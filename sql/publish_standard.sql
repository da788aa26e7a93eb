-- What TAP 1.1, section 4, demands of tap_schema, with odd names and keys in it.
SET client_min_messages = warning;
CREATE SCHEMA "Sky Test";
CREATE TABLE "Sky Test"."Order" ("Size" int PRIMARY KEY, "date" timestamp, v varchar(9), a float8[], p sky.point);
CREATE TABLE "Sky Test".part (id int REFERENCES "Sky Test"."Order", "user" text);
SELECT * FROM sky.publish_schema('Sky Test');
SET ROLE sky_anon;

-- Each of these lists what breaks a rule.
SELECT 'null' AS rule, t::text FROM tap_schema.schemas t WHERE schema_name IS NULL
UNION ALL SELECT 'null', t::text FROM tap_schema.tables t
	WHERE num_nulls(schema_name, table_name, table_type) > 0
UNION ALL SELECT 'null', t::text FROM tap_schema.columns t
	WHERE num_nulls(table_name, column_name, datatype, indexed, principal, std) > 0
UNION ALL SELECT 'null', t::text FROM tap_schema.keys t
	WHERE num_nulls(key_id, from_table, target_table) > 0
UNION ALL SELECT 'null', t::text FROM tap_schema.key_columns t
	WHERE num_nulls(key_id, from_column, target_column) > 0
UNION ALL SELECT 'type', table_name FROM tap_schema.tables WHERE table_type NOT IN ('table', 'view')
UNION ALL SELECT 'flag', column_name FROM tap_schema.columns
	WHERE indexed NOT IN (0, 1) OR principal NOT IN (0, 1) OR std NOT IN (0, 1)
UNION ALL SELECT 'datatype', datatype FROM tap_schema.columns
	WHERE datatype NOT IN ('boolean', 'short', 'int', 'long', 'float', 'double', 'char', 'unicodeChar',
		'unsignedByte')
UNION ALL SELECT 'arraysize', arraysize FROM tap_schema.columns
	WHERE arraysize !~ '^([0-9]+|[0-9]*\*)$' OR arraysize = '1'
	OR (datatype IN ('char', 'unicodeChar')) <> (arraysize IS NOT NULL)
		AND datatype IN ('char', 'unicodeChar', 'int', 'long')
UNION ALL SELECT 'size', column_name FROM tap_schema.columns
	WHERE "size"::text IS DISTINCT FROM substring(arraysize FROM '^[0-9]+')
UNION ALL SELECT 'name', n FROM (
	SELECT column_name FROM tap_schema.columns UNION SELECT schema_name FROM tap_schema.schemas
	UNION SELECT (string_to_array(table_name, '.'))[2] FROM tap_schema.tables) AS names (n)
	WHERE n !~ '^([a-z][a-z0-9_]*|"([^"]|"")+")$' OR n IN ('size', 'date', 'user', 'order', 'public')
UNION ALL SELECT 'schema of table', t.table_name FROM tap_schema.tables t
	LEFT JOIN tap_schema.schemas s USING (schema_name) WHERE s.schema_name IS NULL
UNION ALL SELECT 'table of column', c.column_name FROM tap_schema.columns c
	LEFT JOIN tap_schema.tables t USING (table_name) WHERE t.table_name IS NULL
UNION ALL SELECT 'table of key', k.key_id FROM tap_schema.keys k
	LEFT JOIN tap_schema.tables f ON f.table_name = k.from_table
	LEFT JOIN tap_schema.tables t ON t.table_name = k.target_table
	WHERE f.table_name IS NULL OR t.table_name IS NULL
UNION ALL SELECT 'column of key', k.key_id FROM tap_schema.keys k
	LEFT JOIN tap_schema.key_columns p USING (key_id)
	LEFT JOIN tap_schema.columns f ON f.table_name = k.from_table AND f.column_name = p.from_column
	LEFT JOIN tap_schema.columns t ON t.table_name = k.target_table AND t.column_name = p.target_column
	WHERE f.column_name IS NULL OR t.column_name IS NULL OR f.datatype <> t.datatype;

-- Names are unique.
SELECT schema_name FROM tap_schema.schemas GROUP BY 1 HAVING count(*) > 1;
SELECT table_name FROM tap_schema.tables GROUP BY 1 HAVING count(*) > 1;
SELECT table_name, column_name FROM tap_schema.columns GROUP BY 1, 2 HAVING count(*) > 1;
SELECT key_id FROM tap_schema.keys GROUP BY 1 HAVING count(*) > 1;

-- tap_schema describes itself: its columns are standard, flags and "size" are int.
SELECT table_name, string_agg(column_name || ' ' || datatype, ', ' ORDER BY column_index) AS columns,
	min(std) AS std
FROM tap_schema.columns WHERE table_name LIKE 'tap\_schema.%' GROUP BY 1 ORDER BY 1;
SELECT from_table, from_column, target_table, target_column
FROM tap_schema.keys JOIN tap_schema.key_columns USING (key_id) ORDER BY 1, 2;
SELECT DISTINCT pg_typeof("size"), pg_typeof(indexed), pg_typeof(principal), pg_typeof(std),
	pg_typeof(column_index) FROM tap_schema.columns;
-- A type that is not there, or no more, has no face.
SELECT sky.votable_datatype(1), sky.votable_arraysize(0), sky.votable_xtype(4294967295);
RESET ROLE;
DROP SCHEMA "Sky Test" CASCADE;
