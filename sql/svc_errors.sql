-- Error documents: what of an error of the database reaches a client, in which dress.
\set QUIET on
\a
\t on
CREATE SCHEMA svc_errors;
CREATE FUNCTION svc_errors.document(sqlstate text, message text, hint text DEFAULT NULL,
	path text DEFAULT '/tap/tables', query text DEFAULT '', body bytea DEFAULT NULL,
	headers text DEFAULT E'sky-request-id: r1\ncontent-type: application/x-www-form-urlencoded\n')
	RETURNS text LANGUAGE sql AS $$
	SELECT d.status || E'\n' || d.headers || convert_from(d.body, 'UTF8')
	FROM sky.error_document('POST', path, query, headers, body, sqlstate, message, 'DETAIL: secret', hint) d
$$;

-- Errors that speak of the client's own values keep their words; all others lose them.
SELECT sqlstate, d.status, convert_from(d.body, 'UTF8')
FROM unnest(ARRAY['08006', '0A000', '22012', '22P02', '28000', '40001', '42501', '42P01', '53100',
	'53200', '53300', '53400', '54001', '55P03', '57014', '57P01', '58030', 'P0001', 'SK404',
	'XX000', '', 'junk']) AS sqlstate,
	sky.error_document('GET', '/tap/tables', '', E'sky-request-id: r1\n', NULL, sqlstate,
		'MESSAGE of ' || sqlstate, 'DETAIL', 'HINT') AS d
ORDER BY sqlstate COLLATE "C";

SELECT svc_errors.document('XX000', 'could not open file "base/1/2"', 'secret', headers => '');
SELECT svc_errors.document('22012', E'division by <zero> & more');
SELECT svc_errors.document('22012', 'division by zero', path => '/nowhere');
SELECT svc_errors.document(NULL, NULL);
SELECT svc_errors.document('22012', 'division by zero', query => 'broken=%');
SELECT sky.error_document(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL) IS NOT NULL;

-- An anonymous client's transaction can ask for them too.
BEGIN;
SELECT sky.enter();
SELECT status FROM sky.error_document('GET', '/', '', '', NULL, '57014', '', '', '');
COMMIT;
DROP SCHEMA svc_errors CASCADE;
