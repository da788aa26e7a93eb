-- The corpus, published; the time of each of its queries that compile [us].
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT sky.publish_schema(nspname) FROM pg_namespace
WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'sky', 'tap_schema')
ORDER BY nspname;

CREATE TABLE bench_query (id text, origin text, version text, verdict text, query text);
\set statement '\\copy bench_query FROM ''' :corpus ''''
:statement
DELETE FROM bench_query WHERE id = 'id';
ALTER TABLE bench_query ADD us float8;

-- The types of ADQL, as the compiler names them.
CREATE TABLE bench_columns AS
SELECT trim('"' FROM t.schema_name) AS schema_name,
    trim('"' FROM substr(c.table_name, length(t.schema_name) + 2)) AS table_name,
    trim('"' FROM c.column_name) AS column_name,
    CASE WHEN c.xtype = 'point' THEN 'POINT' WHEN c.xtype = 'polygon' THEN 'POLYGON'
        WHEN c.xtype = 'timestamp' THEN 'TIMESTAMP' WHEN c.arraysize IS NOT NULL
            THEN CASE WHEN c.datatype IN ('char', 'unicodeChar') THEN 'VARCHAR' END
        ELSE CASE c.datatype WHEN 'short' THEN 'SMALLINT' WHEN 'int' THEN 'INTEGER'
            WHEN 'long' THEN 'BIGINT' WHEN 'float' THEN 'REAL' WHEN 'double'
            THEN 'DOUBLE PRECISION' WHEN 'boolean' THEN 'BOOLEAN' ELSE 'VARCHAR' END
    END AS type
FROM tap_schema.columns c JOIN tap_schema.tables t USING (table_name)
ORDER BY 1, 2, c.column_index, 3;

-- The least of five times, each the mean of twenty translations.
CREATE FUNCTION bench_time(query text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
    best float8;
    took float8;
    began timestamptz;
BEGIN
    PERFORM sky.adql_to_sql(query);
    FOR round IN 1 .. 5 LOOP
        began := clock_timestamp();
        FOR i IN 1 .. 20 LOOP
            PERFORM sky.adql_to_sql(query);
        END LOOP;
        took := extract(epoch FROM clock_timestamp() - began) * 1e6 / 20;
        best := least(best, took);
    END LOOP;
    RETURN best;
EXCEPTION WHEN OTHERS THEN
    RETURN NULL;
END $$;
UPDATE bench_query SET us = bench_time(query);
