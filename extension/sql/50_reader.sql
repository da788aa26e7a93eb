CREATE FUNCTION sky.load(path text, target text) RETURNS bigint
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_load';
COMMENT ON FUNCTION sky.load(text, text) IS
	'Makes the table target (schema.table) from a VOTable, FITS, ECSV or CSV file of the '
	'server, compressed with gzip or not, fills it, and keeps its descriptions, units and '
	'UCDs; an empty table that exists is filled. Returns the number of rows. For superusers '
	'and members of pg_read_server_files.';
REVOKE EXECUTE ON FUNCTION sky.load(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sky.load(text, text) TO pg_read_server_files;
