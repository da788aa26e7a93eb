-- /auth and its kin over HTTP: keys, tokens, who am I.  Each function takes the parameters
-- of the request as an object and answers with a status and a document in JSON.
CREATE FUNCTION sky.answer(status int4, document jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN status || coalesce(' ' || document::text, '');
COMMENT ON FUNCTION sky.answer(int4, jsonb) IS 'An answer of sky.auth_answer.';

CREATE FUNCTION sky.utc(t timestamptz) RETURNS text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
COMMENT ON FUNCTION sky.utc(timestamptz) IS 'An instant as ISO 8601 in UTC, with microseconds.';

-- The grants of OAuth 2.0 (RFC 6749), and what sends name and password without naming one.
CREATE FUNCTION sky.token_grant(params jsonb) RETURNS jsonb
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	client sky.oauth_client%ROWTYPE;
	-- Scopes of OpenID Connect say which claims are wanted, and limit nothing.
	wanted text[] := nullif(ARRAY(SELECT w FROM regexp_split_to_table(trim(params ->> 'scope'), '\s+') w
		WHERE w NOT IN ('', 'openid', 'profile', 'email', 'groups', 'offline_access')), '{}');
	grant_type text := coalesce(params ->> 'grant_type', 'password');
	user_name text;
	allowed text[];
	client_grant text;
BEGIN
	IF params ->> 'client_id' IS NOT NULL OR grant_type IN ('client_credentials', 'authorization_code') THEN
		SELECT * INTO client FROM sky.oauth_client c WHERE c.id = params ->> 'client_id';
		IF client.id IS NULL OR (client.secret IS NOT NULL OR grant_type = 'client_credentials')
			AND NOT sky.password_fits(params ->> 'client_secret', client.secret) THEN
			RETURN '{"error": "invalid_client", "error_description": "the program is not known, or its secret is wrong"}';
		END IF;
	END IF;
	CASE grant_type
		WHEN 'password' THEN
			IF sky.is_password_of(params ->> 'username', params ->> 'password') THEN
				user_name := params ->> 'username';
			END IF;
		WHEN 'client_credentials' THEN
			user_name := client.account;
		WHEN 'refresh_token' THEN
			SELECT t.owner, t.scopes, t.client_grant INTO user_name, allowed, client_grant
				FROM sky.take_refresh_token(params ->> 'refresh_token', wanted, client.id) t;
			IF NOT wanted <@ allowed THEN
				RETURN '{"error": "invalid_scope", "error_description": "the token was for less"}';
			END IF;
			wanted := coalesce(wanted, allowed);
		WHEN 'authorization_code' THEN
			RETURN sky.redeem_code(params, client.id);
		ELSE
			RETURN '{"error": "unsupported_grant_type", "error_description": "grants are authorization_code, client_credentials, password and refresh_token"}';
	END CASE;
	RETURN coalesce(sky.issue_token(user_name, wanted, grant_type <> 'client_credentials', client_grant),
		'{"error": "invalid_grant", "error_description": "the credentials are not valid"}');
END $$;
COMMENT ON FUNCTION sky.token_grant(jsonb) IS 'What the token endpoint answers: a token, or error and error_description.';

-- A second use of a code means that it was stolen: nothing that it gave is good any more.
CREATE FUNCTION sky.redeem_code(params jsonb, client_id text) RETURNS jsonb
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	code text := params ->> 'code';
	g sky.client_grant%ROWTYPE;
	made jsonb;
BEGIN
	SELECT * INTO g FROM sky.client_grant c
		WHERE c.id = substr(code, 5, 22) AND c.code_hash = sha256(convert_to(code, 'UTF8')) FOR UPDATE;
	IF g.redeemed THEN
		DELETE FROM sky.client_grant c WHERE c.id = g.id;
		RETURN '{"error": "invalid_grant", "error_description": "the code was used before: what it gave is void"}';
	ELSIF g.id IS NULL OR g.client <> client_id OR g.redirect_uri IS DISTINCT FROM params ->> 'redirect_uri' THEN
		RETURN '{"error": "invalid_grant", "error_description": "the code is not one for this program and redirect_uri"}';
	ELSIF g.code_expires <= clock_timestamp() OR g.creation_time < (SELECT u.tokens_since FROM sky.user_record u WHERE u.name = g.owner) THEN
		RETURN '{"error": "invalid_grant", "error_description": "the code has expired"}';
	ELSIF (g.challenge IS NOT NULL OR params ? 'code_verifier') AND (coalesce(params ->> 'code_verifier' !~ '^[A-Za-z0-9._~-]{43,128}$', true)
		OR g.challenge IS DISTINCT FROM sky.base64url(sha256(convert_to(params ->> 'code_verifier', 'UTF8')))) THEN
		RETURN '{"error": "invalid_grant", "error_description": "the code_verifier does not fit the code_challenge"}';
	END IF;
	UPDATE sky.client_grant c SET redeemed = true, kept_until = now() + interval '31 d' WHERE c.id = g.id;
	made := sky.issue_token(g.owner, g.scopes, 'offline_access' = ANY (g.scopes), g.id);
	IF made IS NULL THEN
		RETURN '{"error": "invalid_grant", "error_description": "the user is not let in any more"}';
	ELSIF 'openid' = ANY (g.scopes) THEN
		made := made || jsonb_build_object('id_token', sky.id_token(g, made ->> 'access_token'));
	END IF;
	RETURN made;
END $$;
COMMENT ON FUNCTION sky.redeem_code(jsonb, text) IS 'Tokens for a code of /auth/openid/login (RFC 6749, section 4.1.3), or error and error_description.';

CREATE FUNCTION sky.scoped_claims(claims jsonb, scopes jsonb) RETURNS jsonb
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
	SELECT claims - CASE WHEN scopes ? 'profile' THEN '{}' ELSE '{name}'::text[] END
		- CASE WHEN scopes ? 'email' THEN '{}' ELSE '{email}'::text[] END - CASE WHEN scopes ? 'groups' THEN '{}' ELSE '{groups}'::text[] END $$;
COMMENT ON FUNCTION sky.scoped_claims(jsonb, jsonb) IS 'The claims that somebody has let a program know.';

CREATE FUNCTION sky.id_token(g sky.client_grant, access_token text) RETURNS text
	LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
	SELECT sky.signed_token(sky.scoped_claims(jsonb_build_object('sub', u.name, 'name', u.full_name, 'email', u.email,
			'groups', sky.user_principal(u.name, 'jwt') -> 'groups'), to_jsonb(g.scopes))
		|| jsonb_build_object('aud', g.client, 'azp', g.client, 'nonce', g.nonce, 'auth_time', g.auth_time,
			'at_hash', sky.base64url(substr(sha256(convert_to(access_token, 'UTF8')), 1, 16))))
	FROM sky.user_record u WHERE u.name = g.owner $$;
COMMENT ON FUNCTION sky.id_token(sky.client_grant, text) IS 'Who has logged in, signed for the program that asked (OpenID Connect Core 1.0, section 2).';

CREATE FUNCTION sky.auth_token(method text, rest text, params jsonb) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	answer jsonb;
BEGIN
	IF rest LIKE 'refresh%' THEN
		params := params || jsonb_build_object('grant_type', 'refresh_token', 'refresh_token', params -> 'refresh');
	END IF;
	answer := sky.token_grant(params);
	IF answer ? 'error' THEN
		RETURN sky.answer(CASE WHEN answer ->> 'error' = 'invalid_client' OR rest <> '' OR NOT params ? 'grant_type' THEN 401 ELSE 400 END,
			answer || jsonb_build_object('detail', answer -> 'error_description'));
	ELSIF params ? 'grant_type' AND rest = '' THEN
		RETURN sky.answer(200, answer);
	END IF;
	RETURN sky.answer(200, jsonb_build_object('access', answer -> 'access_token', 'refresh', answer -> 'refresh_token',
		'access_exp', sky.utc(now() + make_interval(secs => (answer ->> 'expires_in')::float8)),
		'refresh_exp', sky.utc(now() + interval '30 d'), 'username',
		(SELECT k.owner FROM sky.key_record k WHERE k.id = substr(answer ->> 'refresh_token', 5, 22))));
END $$;
COMMENT ON FUNCTION sky.auth_token(text, text, jsonb) IS
	'/auth/token: OAuth 2.0 where a grant_type is sent; else a name and a password for access and refresh.';

CREATE FUNCTION sky.auth_configuration() RETURNS jsonb
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT jsonb_build_object('issuer', u, 'token_endpoint', u || '/auth/token', 'jwks_uri', u || '/.well-known/jwks.json',
		'userinfo_endpoint', u || '/auth/userinfo', 'authorization_endpoint', u || '/auth/openid/login',
		'grant_types_supported', '["authorization_code", "password", "client_credentials", "refresh_token"]'::jsonb,
		'response_types_supported', '["code", "token", "id_token token"]'::jsonb, 'response_modes_supported', '["query"]'::jsonb,
		'subject_types_supported', '["public"]'::jsonb, 'id_token_signing_alg_values_supported', '["RS256"]'::jsonb,
		'code_challenge_methods_supported', '["S256"]'::jsonb, 'authorization_response_iss_parameter_supported', true,
		'prompt_values_supported', '["none", "login", "consent"]'::jsonb,
		'scopes_supported', '["openid", "profile", "email", "groups", "offline_access"]'::jsonb,
		'token_endpoint_auth_methods_supported', '["client_secret_basic", "client_secret_post", "none"]'::jsonb,
		'claims_supported', '["sub", "name", "email", "groups", "scope"]'::jsonb)
	FROM current_setting('pgsky.base_url') u $$;
COMMENT ON FUNCTION sky.auth_configuration() IS '/.well-known/openid-configuration (OpenID Connect Discovery 1.0, section 3).';

CREATE FUNCTION sky.auth_keys(method text, rest text, params jsonb, who jsonb) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	key_id text := split_part(rest, '/', 3);
	made text;
BEGIN
	IF who ->> 'sub' IS NULL THEN
		RETURN sky.answer(401, '{"detail": "you are to log in"}');
	ELSIF split_part(rest, '/', 1) <> who ->> 'sub' OR split_part(rest, '/', 2) <> 'tokens' THEN
		RETURN sky.answer(403, '{"detail": "these keys are not yours"}');
	ELSIF who -> 'scopes' IS NOT NULL AND NOT who -> 'scopes' ?| '{user:token,*}' THEN
		RETURN sky.answer(403, '{"detail": "it takes the scope user:token"}');
	ELSIF method = 'POST' AND key_id = '' THEN
		made := sky.create_key(params ->> 'token_name',
			CASE WHEN params ? 'scopes' THEN ARRAY(SELECT jsonb_array_elements_text(sky.words(params -> 'scopes'))) END,
			CASE WHEN params ->> 'expires' ~ '^\d{1,12}$' THEN to_timestamp((params ->> 'expires')::float8)
				ELSE (params ->> 'expires')::timestamptz END - now(), coalesce(params ->> 'kind', 'key'));
		RETURN sky.answer(201, jsonb_build_object('token', made));
	ELSIF method = 'DELETE' AND key_id <> '' THEN
		RETURN CASE WHEN sky.revoke_key(key_id) THEN sky.answer(204, NULL) ELSE sky.answer(404, '{"detail": "you have no such key"}') END;
	ELSIF method IN ('GET', 'HEAD') THEN
		RETURN (SELECT CASE WHEN key_id = '' THEN sky.answer(200, coalesce(jsonb_agg(k ORDER BY k ->> 'created'), '[]'))
				WHEN count(k) = 0 THEN sky.answer(404, '{"detail": "you have no such key"}') ELSE sky.answer(200, jsonb_agg(k) -> 0) END
			FROM (SELECT jsonb_build_object('token', r.id, 'username', r.owner, 'token_name', r.name, 'token_type', r.kind,
					'scopes', coalesce(to_jsonb(r.scopes), '["*"]'), 'created', floor(extract(epoch FROM r.creation_time)),
					'expires', floor(extract(epoch FROM r.expires)), 'last_used', floor(extract(epoch FROM r.last_used)))
				FROM sky.key_record r WHERE r.owner = who ->> 'sub' AND r.kind <> 'refresh' AND key_id IN ('', r.id)) s (k));
	END IF;
	RETURN sky.answer(405, '{"detail": "that cannot be done with keys"}');
END $$;
COMMENT ON FUNCTION sky.auth_keys(text, text, jsonb, jsonb) IS '/auth/api/v1/users/NAME/tokens: the keys of a user.';

CREATE FUNCTION sky.anonymous_key(params jsonb) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	made text;
	expiry text;
	most int8 := current_setting('pgsky.anonymous_keys')::int8;
BEGIN
	IF most = 0 THEN
		RETURN sky.answer(404, '{"status": "failed", "message": "This archive gives no keys to anonymous clients.", "result": null}');
	END IF;
	DELETE FROM sky.key_record k WHERE k.expires < now();
	IF (SELECT count(*) FROM sky.key_record k WHERE k.kind = 'anonymous') >= most THEN
		DELETE FROM sky.key_record k WHERE k.id IN (SELECT o.id FROM sky.key_record o WHERE o.kind = 'anonymous'
			ORDER BY o.creation_time LIMIT greatest(most / 100, 1));
	END IF;
	made := sky.new_key(NULL, 'anonymous');
	SELECT sky.utc(k.expires) INTO expiry FROM sky.key_record k WHERE k.id = substr(made, 5, 22);
	RETURN sky.answer(200, jsonb_build_object('status', 'ok', 'message', 'API key generated successfully. Expires: ' || expiry,
		'result', jsonb_build_object('apikey', made, 'expires', expiry)));
END $$;
COMMENT ON FUNCTION sky.anonymous_key(jsonb) IS '/api/key: a key for a client of no name.';

CREATE FUNCTION sky.verify_key(params jsonb) RETURNS text
	LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
	SELECT coalesce((SELECT sky.answer(200, jsonb_build_object('status', 'ok',
			'message', 'API key verified successfully. Expires: ' || sky.utc(k.expires), 'result', jsonb_build_object('expires', sky.utc(k.expires))))
		FROM sky.key_record k WHERE k.id = substr(params ->> 'key', 5, 22) AND sky.key_principal(params ->> 'key') IS NOT NULL),
		sky.answer(401, '{"status": "failed", "message": "API key could not be verified or has expired.", "result": null}')) $$;
COMMENT ON FUNCTION sky.verify_key(jsonb) IS '/api/auth, /api/verify: is the key good, and how long?';

-- The answer is the same whatever is wrong: the user, the key, or that he is no member.
CREATE FUNCTION sky.verify_owner(params jsonb, as_member boolean, refusal text) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	who jsonb := sky.key_principal(params ->> 'key');
BEGIN
	IF who ->> 'sub' IN (SELECT params ->> 'username'
			UNION ALL SELECT u.name FROM sky.user_record u WHERE u.email = params ->> 'username')
		AND (NOT as_member OR who -> 'groups' ? ('org:' || (params ->> 'organisation'))) THEN
		RETURN sky.answer(204, NULL);
	END IF;
	RETURN sky.answer(401, jsonb_build_object('detail', refusal));
END $$;
COMMENT ON FUNCTION sky.verify_owner(jsonb, boolean, text) IS
	'/auth/key/verify and verify-organisation: is the key one of that user (by his name or address), who is a member?';

CREATE FUNCTION sky.auth_answer(method text, path text, params jsonb, who jsonb) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	endpoint text := rtrim(path, '/');
	answer jsonb;
	unknown text := sky.answer(404, '{"detail": "there is nothing here"}');
BEGIN
	IF current_setting('pgsky.token_lifetime') = '0' AND (endpoint LIKE '/.well-known/%' OR endpoint IN ('/auth/token', '/auth/token/refresh', '/sso/oidc/token')) THEN
		RETURN sky.answer(404, '{"detail": "this archive issues no tokens"}');
	END IF;
	CASE
		WHEN endpoint IN ('/auth/token', '/auth/token/refresh') THEN
			IF method <> 'POST' THEN
				RETURN sky.answer(405, '{"detail": "send POST: secrets are not for URLs"}');
			END IF;
			RETURN sky.auth_token(method, substr(endpoint, 13), params);
		WHEN endpoint = '/sso/oidc/token' THEN
			RETURN sky.auth_token(method, '', params || jsonb_build_object('grant_type', coalesce(params ->> 'grant_type', 'password')));
		WHEN endpoint = '/.well-known/openid-configuration' THEN
			RETURN sky.answer(200, sky.auth_configuration());
		WHEN endpoint = '/.well-known/jwks.json' THEN
			RETURN sky.answer(200, coalesce(sky.jwks()::jsonb - 'issuer' - 'audience', '{"keys": []}'));
		WHEN endpoint = '/auth/key/verify' THEN
			RETURN sky.verify_owner(params, false, 'the key is not one of that user');
		WHEN endpoint = '/auth/key/verify-organisation' THEN
			RETURN sky.verify_owner(params, true, 'the key is not one of such a member of that organisation');
		WHEN endpoint ~ '^/(profiles|organisations)(/|$)' THEN
			RETURN sky.people_answer(endpoint, who);
		WHEN (endpoint IN ('/auth/api/v1/token-info', '/auth/api/v1/user-info', '/auth/userinfo') AND who IS NULL)
			OR (endpoint = '/auth/api/v1/login' AND NOT coalesce(who ? 'csrf', false)) THEN
			RETURN sky.answer(401, '{"detail": "you are to log in"}');
		WHEN endpoint = '/auth/api/v1/token-info' THEN
			RETURN sky.answer(200, jsonb_strip_nulls(jsonb_build_object('username', who -> 'sub', 'token_type', who -> 'kind',
				'scopes', coalesce(who -> 'scopes', '["*"]'), 'expires', who -> 'exp')));
		WHEN endpoint IN ('/auth/api/v1/user-info', '/auth/userinfo') THEN
			answer := jsonb_strip_nulls(jsonb_build_object('username', who -> 'sub', 'sub', who -> 'sub', 'name', who -> 'claims' -> 'name',
				'email', who -> 'claims' -> 'email', 'groups', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', g)), '[]')
					FROM jsonb_array_elements(who -> 'groups') g)));
			RETURN sky.answer(200, CASE WHEN who -> 'scopes' ? 'openid' THEN sky.scoped_claims(answer, who -> 'scopes') ELSE answer END);
		WHEN endpoint = '/auth/api/v1/login' AND who ? 'csrf' THEN
			RETURN sky.answer(200, jsonb_build_object('csrf', who -> 'csrf', 'username', who -> 'sub', 'scopes', '["*"]'::jsonb));
		WHEN endpoint LIKE '/auth/api/v1/users/%' THEN
			RETURN sky.auth_keys(method, substr(endpoint, 20), params, who);
		WHEN endpoint = '/api/key' THEN
			RETURN sky.anonymous_key(params);
		WHEN endpoint IN ('/api/auth', '/api/verify') THEN
			RETURN sky.verify_key(params);
		ELSE
			RETURN unknown;
	END CASE;
END $$;
COMMENT ON FUNCTION sky.auth_answer(text, text, jsonb, jsonb) IS
	'Answers a request below /auth, /api, /sso and /.well-known with a status, a blank and a document in JSON.';

REVOKE EXECUTE ON FUNCTION sky.answer(int4, jsonb), sky.utc(timestamptz), sky.token_grant(jsonb), sky.redeem_code(jsonb, text),
	sky.id_token(sky.client_grant, text), sky.scoped_claims(jsonb, jsonb), sky.auth_token(text, text, jsonb),
	sky.auth_configuration(), sky.auth_keys(text, text, jsonb, jsonb), sky.anonymous_key(jsonb), sky.verify_key(jsonb), sky.verify_owner(jsonb, boolean, text),
	sky.auth_answer(text, text, jsonb, jsonb) FROM PUBLIC;
