-- The code flow of OpenID Connect: people let programs in.
\set QUIET on
\set VERBOSITY terse
\pset format unaligned
\pset tuples_only on
SELECT format('ALTER DATABASE %I SET pgsky.%s', current_database(), s)
	FROM unnest(ARRAY['base_url = ''https://archive.example.org''', 'token_lifetime = ''8h''']) s \gexec
\c -
CREATE FUNCTION public.code_ask(method text, path text, form text DEFAULT '', headers text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	a record;
BEGIN
	SELECT * INTO a FROM sky.serve(method, path, CASE WHEN method = 'GET' THEN form ELSE '' END,
		E'sky-base-url: https://archive.example.org\ncontent-type: application/x-www-form-urlencoded\n' || headers,
		convert_to(CASE WHEN method = 'POST' THEN form ELSE '' END, 'UTF8'));
	RETURN a.status || ' ' || coalesce(substring(a.headers FROM 'Location: ([^\n]*)'), substring(convert_from(a.body, 'UTF8') FROM '<h1>.*'), convert_from(a.body, 'UTF8'));
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ' ' || sqlerrm;
END $$;
CREATE FUNCTION public.code_plain(answer text) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(regexp_replace(regexp_replace(answer, 'ps([ckr])-[\w-]{22}\.[\w-]{22}', 'ps\1-.', 'g'), '"[\w-]{22}"', '"."', 'g'),
		'[\w-]+\.[\w-]+\.[\w-]{171}[\w-]{171}', 'JWT', 'g') $$;
CREATE FUNCTION public.code_json(answer text) RETURNS jsonb LANGUAGE sql AS $$ SELECT substr(answer, 5)::jsonb $$;
CREATE FUNCTION public.code_claims(token text) RETURNS jsonb LANGUAGE sql AS $$
	SELECT convert_from(decode(rpad(translate(split_part(token, '.', 2), '-_', '+/'),
		(length(split_part(token, '.', 2)) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb $$;
GRANT USAGE ON SCHEMA public TO sky_shim, sky_user;
SELECT sky.create_user('ann', 'correct horse', groups => '{team}', full_name => 'Ann Other', email => 'ann@example.org'), sky.create_user('bob', 'correct horse');
SELECT sky.create_client('app', redirect_uris => '{https://app.example.org/back,org.example.app:/back}', title => 'The <App>');
SELECT sky.create_client('portal', 'a secret: 100%', redirect_uris => '{https://portal.example.org/back?x=1}');
SELECT sky.create_client('evil', redirect_uris => ARRAY[u]) FROM unnest(ARRAY['http://app.example.org/', 'javascript:alert(1)', 'data:text/html,x',
	'https:///x', '/back', 'https://app.example.org/#x', E'https://app.example.org/\nx', 'org.example.app://x/ y']) u;
SELECT sky.create_client('evil', redirect_uris => '{javascript:alert(1)}');
SELECT count(*) FROM sky.oauth_client;

-- What a program asks for.  The verifier and its challenge are those of RFC 7636, appendix B.
\set verifier dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
\set app 'response_type=code&client_id=app&redirect_uri=https://app.example.org/back&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256'
\set portal 'response_type=code&client_id=portal&redirect_uri=https://portal.example.org/back?x%3D1&scope=openid&state=%26'
SELECT sky.begin_session('ann') AS secret \gset
SELECT sky.session_principal(:'secret') AS session, sky.session_principal(:'secret') ->> 'csrf' AS csrf \gset
SET SESSION AUTHORIZATION sky_shim;
-- To nobody known nobody is sent.
BEGIN; SELECT sky.enter_as(:'session', true) IS NOT NULL;
SELECT left(public.code_ask('GET', '/auth/openid/login', q), 40) FROM unnest(ARRAY['', 'client_id=app', 'client_id=nosuch&redirect_uri=https://app.example.org/back',
	'client_id=app&redirect_uri=https://app.example.org/back/', 'client_id=app&redirect_uri=https://app.example.org/back?x=1',
	'client_id=app&redirect_uri=https://app.example.org.evil/back', 'client_id=app&redirect_uri=https://portal.example.org/back?x%3D1']) q;
-- What is wrong otherwise the program hears.
SELECT public.code_ask('GET', '/auth/openid/login', :'app' || q) FROM unnest(ARRAY['', '&scope=', '&scope=%22', '&scope=openid&response_type=token&state=s',
	'&scope=openid&code_challenge_method=plain', '&scope=openid&code_challenge=short', '&scope=openid&prompt=none', '&scope=openid&request=x', '&scope=openid&max_age=x',
	'&scope=openid&response_mode=form_post']) q;
SELECT public.code_ask('GET', '/auth/openid/login', 'response_type=code&client_id=app&redirect_uri=https://app.example.org/back&scope=openid');
-- The person is asked.
SELECT public.code_plain(public.code_ask('GET', '/auth/openid/login', :'app' || '&scope=openid+profile+read:tap+offline_access&state=a%22b&nonce=n'));
SELECT substring(headers FROM 'form-action[^;]*') FROM sky.serve('GET', '/auth/openid/login', :'app' || '&scope=openid', '', '');
SELECT public.code_ask('GET', '/auth/openid/login', :'app' || '&scope=openid&prompt=login&state=s');
SELECT left(public.code_ask('GET', '/auth/openid/login', :'app' || '&scope=openid&max_age=1000'), 30);
SELECT left(public.code_ask('POST', '/auth/openid/login', :'app' || '&scope=openid&decision=allow'), 60);
SELECT public.code_ask('POST', '/auth/openid/login', :'app' || '&scope=openid&state=s&csrf=' || :'csrf' || d) FROM unnest(ARRAY['', '&decision=deny']) d;
SELECT public.code_ask('POST', '/auth/openid/login', :'app' || '&scope=openid+profile+read:tap+offline_access&state=a%22b&nonce=n&decision=allow&csrf=' || :'csrf') AS sent \gset
SELECT public.code_ask('POST', '/auth/openid/login', :'portal' || '&decision=allow&csrf=' || :'csrf') AS portal_sent \gset
COMMIT;
BEGIN; SELECT sky.enter(writes => true);
SELECT public.code_ask('GET', '/auth/openid/login', :'app' || '&scope=openid'), public.code_ask('GET', '/auth/openid/login', :'app' || '&scope=openid&prompt=none');
COMMIT;
RESET SESSION AUTHORIZATION;
SELECT public.code_plain(:'sent'), public.code_plain(:'portal_sent');
SELECT substring(:'sent' FROM 'code=([^&]*)') AS code, substring(:'portal_sent' FROM 'code=([^&]*)') AS portal_code \gset
SELECT count(*) FROM sky.client_grant g WHERE to_jsonb(g)::text LIKE '%' || split_part(:'code', '.', 2) || '%';

-- The code for tokens: for whom it is, once.
\set redeem 'grant_type=authorization_code&client_id=app&redirect_uri=https://app.example.org/back'
SELECT public.code_ask('POST', '/auth/token', q) FROM unnest(ARRAY[
	'grant_type=authorization_code&code=' || :'code', :'redeem', :'redeem' || '&code=psc-x', :'redeem' || '&code=' || :'code',
	:'redeem' || '&code_verifier=short&code=' || :'code', :'redeem' || '&code_verifier=' || reverse(:'verifier') || '&code=' || :'code',
	:'redeem' || '&code_verifier=' || :'verifier' || '&code=' || :'code' || 'x', :'redeem' || '/&code_verifier=' || :'verifier' || '&code=' || :'code',
	replace(:'redeem', 'client_id=app', 'client_id=portal') || '&code_verifier=' || :'verifier' || '&code=' || :'code',
	replace(:'redeem', 'client_id=app', 'client_id=portal&client_secret=a+secret:+100%25') || '&code_verifier=' || :'verifier' || '&code=' || :'code']) q;
SELECT public.code_ask('POST', '/auth/token', :'redeem' || '&code_verifier=' || :'verifier' || '&code=' || :'code') AS made \gset
SELECT public.code_plain(:'made');
SELECT public.code_json(:'made') ->> 'access_token' AS token, public.code_json(:'made') ->> 'id_token' AS id_token, public.code_json(:'made') ->> 'refresh_token' AS refresh \gset
SELECT public.code_claims(:'id_token') - 'iat' - 'exp' - 'auth_time' - 'at_hash';
SELECT public.code_claims(:'id_token') ->> 'at_hash' = sky.base64url(substr(sha256(:'token'), 1, 16)),
	(public.code_claims(:'id_token') ->> 'auth_time')::int8 <= extract(epoch FROM now());
SELECT public.code_claims(:'token') - 'iat' - 'exp' - 'jti' - 'grant';
-- Programs with a secret show it, in Basic as a rule.
\set redeem_portal 'grant_type=authorization_code&redirect_uri=https://portal.example.org/back?x%3D1&code='
SELECT public.code_ask('POST', '/auth/token', :'redeem_portal' || :'portal_code', 'authorization: Basic ' || b || E'\n')
	FROM unnest(ARRAY[encode('portal:wrong', 'base64'), encode('portal', 'base64'), '!', encode('app:', 'base64')]) b;
SELECT public.code_plain(public.code_ask('POST', '/auth/token', :'redeem_portal' || :'portal_code', 'authorization: Basic ' || encode('portal:a+secret%3A%20100%25', 'base64') || E'\n'));

-- What they are good for.
SET SESSION AUTHORIZATION sky_shim;
SELECT public.code_claims(:'token')::text AS claims \gset
BEGIN; SELECT sky.enter_as(:'claims')::jsonb - 'exp';
SELECT public.code_ask('GET', '/auth/userinfo');
COMMIT;
RESET SESSION AUTHORIZATION;
SELECT public.code_ask('POST', '/auth/token', 'grant_type=refresh_token&refresh_token=' || :'refresh' || c) FROM unnest(ARRAY['', '&client_id=portal', '&client_id=portal&client_secret=a+secret:+100%25']) c;
SELECT public.code_ask('POST', '/auth/token', 'grant_type=refresh_token&client_id=app&refresh_token=' || :'refresh') AS again \gset
SELECT public.code_plain(:'again');
SELECT public.code_claims(public.code_json(:'again') ->> 'access_token') ->> 'grant' = public.code_claims(:'token') ->> 'grant';

-- A code that comes twice was stolen: all that came of it is void.
SELECT public.code_ask('POST', '/auth/token', :'redeem' || '&code_verifier=' || :'verifier' || '&code=' || :'code');
SELECT public.code_ask('POST', '/auth/token', :'redeem' || '&code_verifier=' || :'verifier' || '&code=' || :'code');
SELECT public.code_ask('POST', '/auth/token', 'grant_type=refresh_token&client_id=app&refresh_token=' || (public.code_json(:'again') ->> 'refresh_token'));
SET SESSION AUTHORIZATION sky_shim;
SELECT sky.enter_as(:'claims');
RESET SESSION AUTHORIZATION;
-- Time is over; the person is locked out; he shuts a program out, or the DBA does.
CREATE FUNCTION public.code_grant() RETURNS text LANGUAGE sql AS $$
	SELECT sky.make_code('{"client_id": "portal", "redirect_uri": "https://portal.example.org/back?x=1", "scope": "read:tap"}', '{"sub": "ann", "auth_time": 0}') $$;
CREATE FUNCTION public.code_redeem(code text) RETURNS jsonb LANGUAGE sql AS $$
	SELECT sky.redeem_code(jsonb_build_object('code', code, 'redirect_uri', 'https://portal.example.org/back?x=1'), 'portal') $$;
SELECT public.code_grant() AS code \gset
UPDATE sky.client_grant SET code_expires = now() WHERE NOT redeemed;
SELECT public.code_redeem(:'code');
SELECT public.code_grant() AS code \gset
UPDATE sky.user_record SET disabled = true WHERE name = 'ann';
SELECT public.code_redeem(:'code');
SELECT sky.disable_user('ann', false);
-- Nor is a code good that is older than his password.
SELECT public.code_grant() AS code \gset
SELECT sky.set_password('ann', 'another horse');
SELECT public.code_redeem(:'code');
SELECT public.code_grant() AS code \gset
SELECT public.code_redeem(:'code') AS made \gset
SELECT :'made'::jsonb - 'access_token';
SELECT sky.own_token_principal(public.code_claims(:'made'::jsonb ->> 'access_token')) ->> 'sub';
SELECT sky.begin_session('ann') AS secret \gset
SELECT sky.session_principal(:'secret') AS session, sky.session_principal(:'secret') ->> 'csrf' AS csrf, split_part(substr(:'code', 5), '.', 1) AS grant \gset
SELECT sky.begin_session('bob') AS bobs_secret \gset
SELECT sky.session_principal(:'bobs_secret') AS bobs \gset
SELECT :'bobs'::jsonb ->> 'csrf' AS bobs_csrf \gset
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'bobs', true) IS NOT NULL;
SELECT substring(public.code_ask('POST', '/account', 'action=shut+out&id=' || :'grant' || '&csrf=' || :'bobs_csrf') FROM 'status">([^<]*)'); COMMIT;
BEGIN; SELECT sky.enter_as(:'session', true) IS NOT NULL;
SELECT substring(public.code_ask('GET', '/account') FROM '<tr><td>portal.*?</td><td>[^<]*');
SELECT substring(public.code_ask('POST', '/account', 'action=shut+out&id=' || :'grant' || '&csrf=' || :'csrf') FROM 'status">([^<]*)'); COMMIT;
RESET SESSION AUTHORIZATION;
SELECT sky.own_token_principal(public.code_claims(:'made'::jsonb ->> 'access_token')) IS NULL;
SELECT public.code_redeem(public.code_grant()) ->> 'access_token' AS token \gset
DELETE FROM sky.oauth_client WHERE id = 'portal';
SELECT sky.own_token_principal(public.code_claims(:'token')) IS NULL;
UPDATE sky.client_grant SET kept_until = now() - interval '1 s';
SELECT left(sky.make_code('{"client_id": "app", "redirect_uri": "https://app.example.org/back", "scope": "x"}', '{"sub": "ann", "auth_time": 0}'), 4);
SELECT count(*) FROM sky.client_grant;

DELETE FROM sky.user_record;
DELETE FROM sky.oauth_client;
DELETE FROM sky.signing_key;
SELECT count(*) FROM sky.client_grant;
DROP FUNCTION public.code_ask, public.code_plain, public.code_json, public.code_claims, public.code_grant, public.code_redeem;
SELECT format('ALTER DATABASE %I RESET pgsky.%s', current_database(), s) FROM unnest('{base_url,token_lifetime}'::text[]) s \gexec
