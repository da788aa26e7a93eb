-- Guesses at passwords: limited by address and by name, without locking anybody out.
\set QUIET on
\set VERBOSITY terse
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION public.auth_try(who text, secret text, remote text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sky.enter_with('password', who, secret, false, remote);
	RAISE EXCEPTION 'entered'; -- and left
EXCEPTION WHEN OTHERS THEN
	RETURN CASE WHEN sqlerrm = 'entered' THEN sqlerrm ELSE sqlstate || ' ' || sqlerrm END;
END $$;
-- A name and addresses of their own, for guesses of an earlier run may still count.
SELECT 'guess' || pg_backend_pid() AS ada, 'nobody' || pg_backend_pid() AS nobody, format('13.%s.0.', pg_backend_pid()) AS net,
	format('2001:db8:%s:%s:', to_hex(pg_backend_pid() / 65536 + 1), to_hex(pg_backend_pid() % 65536)) AS net6 \gset
SELECT sky.create_user(:'ada', 'correct horse');
SET pgsky.login_requests = 2;
SET SESSION AUTHORIZATION sky_shim;
SELECT p, public.auth_try(:'ada', p, :'net' || 1) FROM unnest('{a,b,correct horse}'::text[]) p;
-- Elsewhere she comes in, as often as she likes.
SELECT DISTINCT public.auth_try(:'ada', 'correct horse', :'net' || 2) FROM generate_series(1, 10);
-- A network of IPv6 is one address.
SELECT n, public.auth_try(:'ada', 'wrong', :'net6' || n) FROM unnest('{:1,:2,1:2:3:4}'::text[]) n;
SELECT replace(:'net6', '2001', '2002') AS home6 \gset
SELECT public.auth_try(:'ada', 'correct horse', :'home6' || ':1');
-- From many addresses: ten times as many of each name, whether it is somebody's or not;
-- but she comes in from where she has come in before.
RESET SESSION AUTHORIZATION;
SET pgsky.login_requests = 1;
CREATE FUNCTION public.auth_flood(who text, net text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	told text;
BEGIN
	FOR n IN 1 .. 100 LOOP
		told := public.auth_try(who, 'wrong', net || n);
		IF n <= 8 AND told !~ 'SK401' OR told ~ 'SK429' THEN
			RETURN told || CASE WHEN n <= 8 THEN ' too early' ELSE '' END;
		END IF;
	END LOOP;
	RETURN 'no limit';
END $$;
SET SESSION AUTHORIZATION sky_shim;
SELECT public.auth_flood(:'nobody', 'n' || :'net');
SELECT public.auth_flood(:'ada', 'a' || :'net'), public.auth_try(:'ada', 'correct horse', :'net' || 100), public.auth_try(:'ada', 'correct horse', :'net' || 2);
-- So does the token endpoint; the answer says when to come again, and how one stands.
RESET SESSION AUTHORIZATION;
CREATE FUNCTION public.auth_token(who text, remote text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	headers text := format(E'sky-remote: %s\ncontent-type: application/x-www-form-urlencoded\n', remote);
BEGIN
	RETURN (SELECT status FROM sky.serve('POST', '/auth/token', '', headers, convert_to('grant_type=password&username=' || who || '&password=guess', 'UTF8')));
EXCEPTION WHEN SQLSTATE 'SK429' THEN
	RETURN sqlerrm || ': ' || (SELECT regexp_replace(d.headers || convert_from(d.body, 'UTF8'), '(Reset: )\d+|in \d+ s', '\1N', 'g')
		FROM sky.error_document('POST', '/auth/token', '', headers, NULL, sqlstate, sqlerrm, NULL, NULL) d);
END $$;
SET pgsky.token_lifetime = '1h';
SELECT public.auth_token(:'ada', :'net' || 101);
SELECT public.auth_token(:'ada', :'net' || 2);
SET SESSION AUTHORIZATION sky_shim;
SELECT public.auth_try(:'ada', 'correct horse', :'home6' || '1:2:3:4');
RESET SESSION AUTHORIZATION;
-- Keys for anybody are counted as logins are.
SELECT status FROM generate_series(1, 3) n, LATERAL sky.serve('POST', '/api/key', left(n::text, 0), format(E'sky-remote: %s\n', :'net' || 102), NULL);
DROP FUNCTION public.auth_token;
DELETE FROM sky.user_record WHERE name = :'ada';
DROP FUNCTION public.auth_flood, public.auth_try;
