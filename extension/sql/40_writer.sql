
CREATE FUNCTION sky.formats(
	OUT name text, OUT mime text, OUT aliases text[], OUT ivoid text,
	OUT file_extension text, OUT description text)
	RETURNS SETOF record
	LANGUAGE c STABLE PARALLEL SAFE ROWS 12
	AS 'MODULE_PATHNAME', 'pgsky_formats';
COMMENT ON FUNCTION sky.formats() IS
	'The result formats of COPY ... TO ... (FORMAT name), with the MIME types and short names by which services know them.';
