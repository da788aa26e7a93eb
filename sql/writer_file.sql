-- COPY TO a file or a program of the server: who may, and what can go wrong.
LOAD 'pgsky';
\getenv folder PG_ABS_BUILDDIR
\set file :folder '/results/writer_file.csv'
\set command 'cat > ' :file
COPY (SELECT 1 AS a) TO :'file' (FORMAT tap_csv);
SELECT pg_read_file(:'file');
COPY (SELECT 2 AS a) TO PROGRAM :'command' (FORMAT tap_csv);
SELECT pg_read_file(:'file');
COPY (SELECT 1) TO PROGRAM 'exit 3' (FORMAT tap_csv);
COPY (SELECT repeat('x', 1000) FROM generate_series(1, 1000)) TO PROGRAM 'exit 4' (FORMAT tap_csv);
COPY (SELECT 1) TO 'relative' (FORMAT tap_csv);
COPY (SELECT 1) TO '/nonexistent/file' (FORMAT tap_csv);
\set VERBOSITY sqlstate
COPY (SELECT 1) TO :'folder' (FORMAT tap_csv);
\set VERBOSITY default
CREATE ROLE writer_file_user;
SET ROLE writer_file_user;
COPY (SELECT 3) TO :'file' (FORMAT tap_csv);
COPY (SELECT 3) TO PROGRAM :'command' (FORMAT tap_csv);
RESET ROLE;
GRANT pg_write_server_files, pg_execute_server_program TO writer_file_user;
SET ROLE writer_file_user;
COPY (SELECT 3 AS a) TO :'file' (FORMAT tap_csv);
COPY (SELECT 4 AS a) TO PROGRAM :'command' (FORMAT tap_csv);
RESET ROLE;
SELECT pg_read_file(:'file');
DROP ROLE writer_file_user;
