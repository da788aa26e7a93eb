-- sky.load: a table that fits a file, its rows and what the file tells of its columns.
SET datestyle = iso;
\pset null '~'
\getenv folder PG_ABS_BUILDDIR
\set csv :folder '/results/reader_load.csv'
\set ecsv :folder '/results/reader_load.ecsv'
CREATE SCHEMA reader_load;

\o :csv
\qecho 'ID,RA,Größe,flag,seen,code,note,Note,'
\qecho '1,10.5,"a ""b"", c",true,2020-02-29,007,,x,'
\qecho '-9223372036854775808,NaN,,F,2020-02-29T23:59:59.5Z,1,"",y,'
\o
SELECT sky.load(:'csv', 'reader_load.plain');
SELECT attname, format_type(atttypid, atttypmod)
FROM pg_attribute WHERE attrelid = 'reader_load.plain'::regclass AND attnum > 0 ORDER BY attnum;
TABLE reader_load.plain;

\o :ecsv
\qecho '# %ECSV 1.0'
\qecho '# ---'
\qecho '# delimiter: '',''  '
\qecho '# datatype:'
\qecho '# - {name: id, datatype: uint8, description: "It''s the number", meta: {ucd: meta.id, utype: obs.id}}'
\qecho '# - {name: pos, datatype: string, subtype: "float64[2]", unit: deg, meta: {ucd: pos, xtype: point}}'
\qecho '# - {name: shape, datatype: string, subtype: "float64[null]", unit: deg, meta: {xtype: polygon}}'
\qecho '# - {name: values, datatype: string, subtype: "float32[2,null]", unit: "µm"}'
\qecho '# - {name: big, datatype: uint64}'
\qecho '# - {name: seen, datatype: string, meta: {xtype: timestamp}}'
\qecho '# meta: {description: A table}'
\qecho 'id,pos,shape,values,big,seen'
\qecho '1,"[10.5,-20]","[0,0,1,0,1,1]","[[1,2],[null,4]]",18446744073709551615,2020-01-01T00:00:00'
\qecho '255,,,"[]",,'
\o
SELECT sky.load(:'ecsv', 'reader_load.described');
SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum)
FROM pg_attribute WHERE attrelid = 'reader_load.described'::regclass AND attnum > 0 ORDER BY attnum;
SELECT obj_description('reader_load.described'::regclass);
TABLE reader_load.described;
SELECT sky.publish('reader_load.described');
SELECT column_name, datatype, arraysize, xtype, unit, ucd, utype FROM tap_schema.columns
WHERE table_name = 'reader_load.described' ORDER BY column_index, column_name;

-- an empty table that exists is filled; one with rows is left alone
SELECT sky.load(:'csv', 'reader_load.plain');
TRUNCATE reader_load.plain;
ALTER TABLE reader_load.plain ADD more int DEFAULT 5;
SELECT sky.load(:'csv', 'reader_load.plain');
SELECT id, more FROM reader_load.plain ORDER BY id;
SELECT sky.load(:'csv', 'tap_schema.tables');

-- faults
SELECT sky.load('/nonexistent/file', 'reader_load.x');
SELECT sky.load('/', 'reader_load.x');
SELECT sky.load('/dev/null', 'reader_load.x');
SELECT sky.load(:'csv', 'nowhere.x');
SELECT sky.load(:'csv', 'x');
SELECT sky.load(NULL, 'reader_load.x');
\o :csv
\qecho 'a,b'
\qecho '1,2'
\qecho '3'
\o
SELECT sky.load(:'csv', 'reader_load.x');
SELECT to_regclass('reader_load.x');
BEGIN READ ONLY;
SELECT sky.load(:'csv', 'reader_load.x');
ROLLBACK;

-- rights: the file needs pg_read_server_files, the table what creating one needs
CREATE ROLE reader_load_user;
SET ROLE reader_load_user;
SELECT sky.load(:'ecsv', 'reader_load.x');
RESET ROLE;
GRANT pg_read_server_files TO reader_load_user;
SET ROLE reader_load_user;
SELECT sky.load(:'ecsv', 'reader_load.x');
RESET ROLE;
GRANT CREATE, USAGE ON SCHEMA reader_load TO reader_load_user;
SET ROLE reader_load_user;
SELECT sky.load(:'ecsv', 'reader_load.x');
RESET ROLE;
SELECT tableowner FROM pg_tables WHERE schemaname = 'reader_load' AND tablename = 'x';

\set VERBOSITY terse
SET client_min_messages = warning;
DROP SCHEMA reader_load CASCADE;
DROP ROLE reader_load_user;
