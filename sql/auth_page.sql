-- Pages for people: login, sessions, the account.
\set QUIET on
\set VERBOSITY terse
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION public.page_ask(method text, path text, body text DEFAULT '', headers text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	a record;
BEGIN
	SELECT * INTO a FROM sky.serve(method, split_part(path, '?', 1), split_part(path, '?', 2),
		E'sky-base-url: https://archive.example.org\ncontent-type: application/x-www-form-urlencoded\n' || headers, convert_to(body, 'UTF8'));
	RETURN a.status || E'\n' || regexp_replace(a.headers, 'X-RateLimit[^\n]*\n', '', 'g') || convert_from(a.body, 'UTF8');
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ' ' || sqlerrm;
END $$;
-- A page without what all pages have, and without what is random or of now.
CREATE FUNCTION public.page_plain(answer text) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(answer,
		'Content-Type.*<h1>', '<h1>'), 'ps([ks])-[\w-]{22,43}(\.[\w-]{22})?', 'ps\1-.', 'g'), '"[\w-]{22}"', '"."', 'g'),
		'<code>[\w-]{22}<', '<code>.<', 'g'), '\d{4}-\d\d-\d\d( \d\d:\d\d)?', '.', 'g'), E'(<h2>What you may ask</h2>\n)<table>.*</table>', '\1') $$;
CREATE FUNCTION public.page_secret(answer text) RETURNS text LANGUAGE sql AS $$ SELECT substring(answer FROM 'session=([^;]*);') $$;
GRANT USAGE ON SCHEMA public TO sky_shim, sky_user;
SELECT sky.create_user('ann', 'correct horse', groups => '{team,<b>}', full_name => 'Ann "A" Other', email => 'ann@example.org');
SELECT sky.create_user('bob', 'correct horse');
SELECT sky.create_organisation('agency', 'Agency & Co.', 'ann'), sky.create_organisation('other', 'Other', 'bob');
SELECT sky.new_key('ann', name => 'for a password') AS ann_key \gset

-- The form; what is wrong with what was sent.
SELECT public.page_plain(public.page_ask('GET', '/login?next=/tap/async%3FLAST%3D3'));
SELECT public.page_plain(public.page_ask('POST', '/login', 'username=ann%22&password=wrong&next=/x'));
SELECT left(public.page_ask('POST', '/login', 'username=robot'), 4);
SELECT left(public.page_ask('POST', '/login', 'username=ann&password=' || :'ann_key'), 4) AS a_key_is_no_password;
SELECT left(public.page_ask('POST', '/login', 'username=ann&password=correct+horse', h), 4) AS status, h
	FROM unnest(ARRAY[E'sec-fetch-site: cross-site\n', E'sec-fetch-site: same-site\n', E'origin: https://archive.example.org.evil\n', E'origin: null\n']) h;
-- Where one goes from there: never elsewhere.
SELECT n, public.page_plain(split_part(public.page_ask('POST', '/login', 'username=ann&password=correct+horse&next=' || sky.percent_encode(n)), 'Location: ', 2))
	FROM unnest(ARRAY['/tap/async?LAST=3&x=%26', '', '//evil.example.org', 'https://evil.example.org', '/\evil.example.org', E'/a\nSet-Cookie: a=b', 'javascript:alert(1)']) n;
SELECT public.page_ask('POST', '/login', 'username=ann&password=correct+horse', E'sec-fetch-site: same-origin\norigin: https://archive.example.org\n') AS entered \gset
SELECT public.page_plain(:'entered');
SELECT public.page_plain(split_part(public.page_ask('POST', '/login', 'username=ann&password=correct+horse', E'sky-base-url: http://localhost:8080\n'), E'\n', 3)) ~ 'Host';
SELECT public.page_secret(:'entered') AS secret \gset
SELECT count(*) FROM sky.session_record s WHERE to_jsonb(s)::text LIKE '%' || :'secret' || '%';

-- The session is for nothing but that.
SET SESSION AUTHORIZATION sky_shim;
SELECT sky.enter_with('session', NULL, :'secret') AS session \gset
SELECT :'session'::jsonb - 'csrf' - 'exp' - 'auth_time';
SELECT sky.enter_with('session', NULL, :'ann_key') IS NULL, sky.enter_with('session', NULL, 'pss-nothing') IS NULL;
SELECT sky.enter_with('key', NULL, :'secret');
SELECT sky.enter_with('token', NULL, :'secret');
SELECT sky.enter_with('password', 'ann', :'secret');
BEGIN; SELECT sky.enter_with('session', NULL, 'pss-nothing', true) IS NULL, current_user; COMMIT;
SELECT :'session'::jsonb ->> 'csrf' AS csrf \gset

-- What changes something needs what the forms hold.
BEGIN; SELECT sky.enter_as(:'session', true) IS NOT NULL;
SELECT public.page_ask('POST', '/account', 'action=create&token_name=laptop');
SELECT public.page_ask('POST', '/account', 'action=create&token_name=laptop&csrf=wrong');
SELECT public.page_ask('POST', '/account', 'action=create&token_name=laptop&csrf=' || :'csrf', E'sec-fetch-site: cross-site\n');
SELECT public.page_ask('POST', '/auth/api/v1/users/ann/tokens', 'token_name=laptop');
SELECT public.page_ask('DELETE', '/auth/api/v1/users/ann/tokens/' || substr(:'ann_key', 5, 22));
SELECT left(public.page_ask('POST', '/auth/api/v1/users/ann/tokens', 'token_name=by+a+script', 'x-csrf-token: ' || :'csrf' || E'\n'), 4);
SELECT left(public.page_ask('GET', '/auth/api/v1/users/ann/tokens'), 4);
SELECT public.page_ask('GET', '/auth/api/v1/login') ~ :'csrf';
SELECT public.page_plain(public.page_ask('POST', '/account', 'action=create&kind=upload&days=90&token_name=%3Cscript%3E&csrf=' || :'csrf'));
SELECT substring(public.page_ask('POST', '/account', v || '&csrf=' || :'csrf') FROM 'role="status">([^<]*)') FROM unnest(ARRAY[
	'action=create&token_name=%3Cscript%3E', 'action=create&token_name=x&kind=anonymous', 'action=create', 'action=create&token_name=y&days=x',
	'action=create&token_name=y&days=-1', 'action=create&token_name=y&days=0', 'action=create&token_name=y&days=99999999999', 'action=revoke&id=nosuch', 'action=revoke']) v;
SELECT substring(public.page_ask('POST', '/account', 'action=revoke&id=' || k.id || '&csrf=' || :'csrf') FROM 'role="status">([^<]*)')
	FROM sky.key k WHERE k.name = '<script>';
SELECT public.page_ask('POST', '/account', 'action=create&days=30&scopes=read:tap,+read:image&token_name=some&csrf=' || :'csrf') ~ 'Your new key';
SELECT name, kind, scopes, expires < now() + interval '31 d' AS soon FROM sky.key ORDER BY name;
COMMIT;
-- A job page has forms for its owner.
BEGIN; SELECT sky.enter_as(:'session') IS NOT NULL;
SELECT public.page_ask('GET', '/tap/async', '', E'accept: text/html\n') ~ format('name="csrf" value="%s"', :'csrf');
SELECT public.page_ask('GET', '/account') ~ 'csrf', public.page_ask('GET', '/login') ~ 'logged in as <b>ann</b>';
COMMIT;
-- Nobody, and those who may not look.
BEGIN; SELECT sky.enter(writes => true); SELECT public.page_ask('GET', '/account'); SELECT public.page_ask('POST', '/account', 'action=create&token_name=x');
SELECT public.page_ask('POST', '/logout') ~ '^303';
ROLLBACK;
BEGIN; SELECT sky.enter_as('{"iss": "pgsky:principal", "sub": "ann", "kind": "key", "role": "sky_user", "groups": [], "scopes": ["read:tap"]}', true) IS NOT NULL;
SELECT public.page_ask('GET', '/account');
ROLLBACK;

-- The end of sessions.
BEGIN; SELECT sky.enter_as(:'session', true) IS NOT NULL; SELECT public.page_ask('POST', '/logout');
SELECT public.page_plain(public.page_ask('POST', '/logout', 'csrf=' || :'csrf')); COMMIT;
SELECT sky.enter_with('session', NULL, :'secret') IS NULL;
RESET SESSION AUTHORIZATION;
SELECT sky.begin_session('ann') AS one \gset
SELECT sky.begin_session('ann') AS two \gset
SELECT sky.begin_session('bob') AS bobs \gset
SELECT sky.session_principal(:'one') ->> 'csrf' AS csrf \gset
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_with('session', NULL, :'one', true) IS NOT NULL;
SELECT left(public.page_ask('POST', '/logout', 'everywhere=true&csrf=' || :'csrf'), 3); COMMIT;
RESET SESSION AUTHORIZATION;
SELECT sky.session_principal(:'one') IS NULL, sky.session_principal(:'two') IS NULL, sky.session_principal(:'bobs') ->> 'sub';
SELECT sky.begin_session('ann') AS one \gset
SELECT sky.set_password('ann', 'another horse');
SELECT sky.session_principal(:'one') IS NULL;
SELECT sky.begin_session('ann') AS one \gset
SELECT sky.disable_user('ann'), sky.disable_user('ann', false);
SELECT sky.session_principal(:'one') IS NULL;
UPDATE sky.session_record SET expires = now() WHERE owner = 'bob';
SELECT sky.session_principal(:'bobs') IS NULL;
SELECT count(sky.begin_session('ann')) FROM generate_series(1, 30);
SELECT owner, count(*) FROM sky.session_record GROUP BY 1;
SELECT format('ALTER DATABASE %I SET pgsky.session_lifetime = 0', current_database()) \gexec
\c -
SELECT public.page_ask('GET', '/login');
SELECT format('ALTER DATABASE %I RESET pgsky.session_lifetime', current_database()) \gexec
DELETE FROM sky.organisation_record;
DELETE FROM sky.user_record;
SELECT count(*) FROM sky.session_record;
DROP FUNCTION public.page_ask, public.page_plain, public.page_secret;
