-- /auth/openid/login: a program sends a person here, who logs in and says whether it may act
-- in his name, and goes back with a code (RFC 6749, section 4.1; OpenID Connect Core 1.0).
CREATE FUNCTION sky.query_string(params jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT string_agg(sky.percent_encode(key) || '=' || sky.percent_encode(value), '&' ORDER BY key) FROM jsonb_each_text(params) WHERE value IS NOT NULL $$;
COMMENT ON FUNCTION sky.query_string(jsonb) IS 'Parameters as a URL has them behind its question mark.';

CREATE FUNCTION sky.send_back(params jsonb, answer jsonb) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT sky.page(303, '', '', 'Location: ' || u || CASE WHEN u LIKE '%?%' THEN '&' ELSE '?' END
		|| sky.query_string(answer || jsonb_build_object('state', params -> 'state', 'iss', current_setting('pgsky.base_url'))))
	FROM (SELECT params ->> 'redirect_uri') v (u) $$;
COMMENT ON FUNCTION sky.send_back(jsonb, jsonb) IS 'Sends a person back to the program that sent him.';

CREATE FUNCTION sky.scopes_of(params jsonb) RETURNS text[]
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT coalesce(array_agg(DISTINCT w), '{}') FROM regexp_split_to_table(params ->> 'scope', '\s+') w WHERE w <> '' $$;
COMMENT ON FUNCTION sky.scopes_of(jsonb) IS 'The scopes that are asked for.';

CREATE FUNCTION sky.authorize_fault(params jsonb, client sky.oauth_client, who jsonb) RETURNS jsonb
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT jsonb_build_object('error', fault, 'error_description', reason) FROM (VALUES
		(params ? 'request', 'request_not_supported', 'send the parameters as they are'),
		(params ? 'request_uri', 'request_uri_not_supported', 'send the parameters as they are'),
		(params ->> 'response_type' IS DISTINCT FROM 'code', 'unsupported_response_type', 'response_type is code'),
		(params ->> 'response_mode' <> 'query', 'invalid_request', 'response_mode is query'),
		(client.secret IS NULL AND NOT params ? 'code_challenge', 'invalid_request', 'a program without a secret sends a code_challenge'),
		(params ? 'code_challenge' AND (params ->> 'code_challenge' !~ '^[A-Za-z0-9_-]{43}$' OR params ->> 'code_challenge_method' IS DISTINCT FROM 'S256'),
			'invalid_request', 'code_challenge_method is S256'),
		(EXISTS (SELECT FROM unnest(sky.scopes_of(params)) s WHERE s !~ '^[\w.:*/-]{1,100}$') OR cardinality(sky.scopes_of(params)) NOT BETWEEN 1 AND 50,
			'invalid_scope', 'scope says what the program wants to do'),
		(length(params ->> 'nonce') > 1000 OR length(params ->> 'state') > 4000, 'invalid_request', 'nonce or state are too long'),
		(params ->> 'max_age' !~ '^\d{1,9}$', 'invalid_request', 'max_age is a number of seconds'),
		(params ->> 'prompt' = 'none' AND NOT coalesce(who ? 'csrf', false), 'login_required', 'nobody is logged in'),
		(params ->> 'prompt' = 'none', 'consent_required', 'the person is to be asked')) f (is_so, fault, reason)
	WHERE is_so LIMIT 1 $$;
COMMENT ON FUNCTION sky.authorize_fault(jsonb, sky.oauth_client, jsonb) IS
	'What is wrong with what a program asks for: error and error_description; NULL: nothing.';

CREATE FUNCTION sky.origin_of(uri text) RETURNS text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
	SELECT coalesce(substring(uri FROM '^https?://[A-Za-z0-9.:\[\]-]+'), substring(uri FROM '^[a-z][a-z0-9.-]*:')) $$;
COMMENT ON FUNCTION sky.origin_of(text) IS 'Scheme and host of a URI; of one of a program''s own, the scheme.';

CREATE FUNCTION sky.consent_html(params jsonb, client sky.oauth_client, who jsonb) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT sky.html(E'<p>You are <b>%s</b>. <b>%s</b>, at <code>%s</code>, wants to</p>\n<ul>\n', who ->> 'sub', coalesce(client.title, client.id),
			sky.origin_of(params ->> 'redirect_uri'))
		|| (SELECT string_agg(sky.html(E'<li>%s</li>\n', CASE s WHEN 'openid' THEN 'know that you are you' WHEN 'profile' THEN 'know your name'
				WHEN 'email' THEN 'know your address' WHEN 'groups' THEN 'know your groups' WHEN 'offline_access' THEN 'do so when you are away'
				WHEN '*' THEN 'do all that you may' ELSE 'use ' || s END), '' ORDER BY s) FROM unnest(sky.scopes_of(params)) s)
		|| E'</ul>\n<form action="/auth/openid/login" method="post">\n' || sky.csrf_field(who)
		|| (SELECT string_agg(sky.html('<input type="hidden" name="%s" value="%s"/>', key, value), '' ORDER BY key)
			FROM jsonb_each_text(params) WHERE key <> 'decision')
		|| E'\n<p><button type="submit" name="decision" value="allow">Allow</button>\n'
		|| E'<button type="submit" name="decision" value="deny">Do not</button></p>\n</form>\n' $$;
COMMENT ON FUNCTION sky.consent_html(jsonb, sky.oauth_client, jsonb) IS 'Asks a person whether a program may.';

CREATE FUNCTION sky.make_code(params jsonb, who jsonb) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	grant_id text := sky.random_word(16);
	code text := 'psc-' || grant_id || '.' || sky.random_word(16);
BEGIN
	DELETE FROM sky.client_grant g WHERE g.kept_until < now();
	INSERT INTO sky.client_grant (id, code_hash, code_expires, client, owner, redirect_uri, scopes, nonce, challenge, auth_time, kept_until)
	VALUES (grant_id, sha256(convert_to(code, 'UTF8')), now() + interval '60 s', params ->> 'client_id', who ->> 'sub', params ->> 'redirect_uri',
		sky.scopes_of(params), params ->> 'nonce', params ->> 'code_challenge', (who ->> 'auth_time')::int8, now() + interval '60 s');
	RETURN code;
END $$;
COMMENT ON FUNCTION sky.make_code(jsonb, jsonb) IS 'A code for a program that a person has allowed what it asked for, good once and for 60 s.';

CREATE FUNCTION sky.authorize_page(method text, params jsonb, who jsonb, base_url text) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	client sky.oauth_client%ROWTYPE;
	fault jsonb;
BEGIN
	IF current_setting('pgsky.token_lifetime') = '0' THEN
		RAISE EXCEPTION 'this archive issues no tokens' USING ERRCODE = 'SK404';
	END IF;
	SELECT * INTO client FROM sky.oauth_client c WHERE c.id = params ->> 'client_id';
	-- Nobody is sent to an address that is not known.
	IF client.id IS NULL OR NOT coalesce(params ->> 'redirect_uri' = ANY (client.redirect_uris), false) THEN
		RETURN sky.page(400, 'This program is not known', E'<p>The page that sent you here is not among those that may. Tell its makers: '
			'client_id or redirect_uri is another one than this archive knows.</p>\n');
	END IF;
	fault := sky.authorize_fault(params, client, who);
	IF fault IS NOT NULL THEN
		RETURN sky.send_back(params, fault);
	ELSIF NOT coalesce(who ? 'csrf', false) THEN
		RAISE EXCEPTION 'you are to log in' USING ERRCODE = 'SK401';
	ELSIF method <> 'POST' AND (params ->> 'prompt' = 'login'
		OR (params ->> 'max_age')::int8 < extract(epoch FROM now()) - (who ->> 'auth_time')::int8) THEN
		RETURN sky.page(303, '', '', 'Location: ' || base_url || '/login?next='
			|| sky.percent_encode('/auth/openid/login?' || sky.query_string(params - 'prompt')));
	ELSIF method <> 'POST' THEN
		RETURN sky.page(200, 'Let a program in?', sky.consent_html(params, client, who), 'Form-Action: ' || sky.origin_of(params ->> 'redirect_uri'));
	ELSIF params ->> 'decision' IS DISTINCT FROM 'allow' THEN
		RETURN sky.send_back(params, '{"error": "access_denied", "error_description": "the person said no"}');
	END IF;
	RETURN sky.send_back(params, jsonb_build_object('code', sky.make_code(params, who)));
END $$;
COMMENT ON FUNCTION sky.authorize_page(text, jsonb, jsonb, text) IS '/auth/openid/login: asks the person, and sends him back with a code or an error.';

-- On /account: what was let in, and the door.
CREATE FUNCTION sky.grants_html(who jsonb) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT E'<h2>Programs that you let in</h2>\n<div class="wide"><table>\n<tr><th>Program</th><th>For</th><th>Since</th><td></td></tr>\n'
		|| string_agg(sky.html('<tr><td>%s</td><td>%s</td><td>%s</td>', coalesce(c.title, c.id), array_to_string(g.scopes, ' '), left(sky.utc(g.creation_time), 10))
		|| sky.html('<td><form action="/account" method="post"><input type="hidden" name="id" value="%s"/>', g.id) || sky.csrf_field(who)
		|| sky.html(E'<button type="submit" name="action" value="shut out" aria-label="Shut out %s">Shut out</button></form></td></tr>\n', coalesce(c.title, c.id)),
		'' ORDER BY g.creation_time, g.id) || E'</table></div>\n'
	FROM sky.client_grant g JOIN sky.oauth_client c ON c.id = g.client
	WHERE g.owner = who ->> 'sub' AND g.redeemed AND g.kept_until > now() AND who ? 'csrf' $$;
COMMENT ON FUNCTION sky.grants_html(jsonb) IS 'What somebody let programs do, each with its button; NULL: nothing.';

REVOKE EXECUTE ON FUNCTION sky.query_string(jsonb), sky.send_back(jsonb, jsonb), sky.scopes_of(jsonb),
	sky.authorize_fault(jsonb, sky.oauth_client, jsonb), sky.consent_html(jsonb, sky.oauth_client, jsonb), sky.origin_of(text),
	sky.make_code(jsonb, jsonb), sky.authorize_page(text, jsonb, jsonb, text), sky.grants_html(jsonb) FROM PUBLIC;
