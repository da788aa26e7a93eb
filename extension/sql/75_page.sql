-- /login, /logout and /account: pages for people, and their sessions.  Forms hold csrf, which
-- sky.serve has checked before anything is called here.
CREATE FUNCTION sky.html(template text, VARIADIC pieces text[]) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
	SELECT format(template, VARIADIC array_agg(replace(replace(replace(replace(p, '&', '&amp;'), '<', '&lt;'),
		'>', '&gt;'), '"', '&quot;') ORDER BY n))
	FROM unnest(pieces) WITH ORDINALITY u (p, n) HAVING count(*) = count(p) $$;
COMMENT ON FUNCTION sky.html(text, text[]) IS
	'A piece of XHTML with texts in the places of its %s, as format has them; NULL if one of them is.';

CREATE FUNCTION sky.page(status int4, title text, html text, VARIADIC headers text[] DEFAULT '{}') RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
	SELECT status || ' ' || title || E'\n' || (SELECT coalesce(string_agg(translate(h, E'\r\n', '') || E'\n', '' ORDER BY n), '')
		FROM unnest(headers) WITH ORDINALITY u (h, n) WHERE h IS NOT NULL) || E'\n' || html $$;
COMMENT ON FUNCTION sky.page(int4, text, text, text[]) IS 'An answer of sky.page_answer: status and title, header lines, an empty line, XHTML.';

CREATE FUNCTION sky.told(said text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
	SELECT coalesce(sky.html(E'<p class="told" role="status">%s</p>\n', said), '') $$;
COMMENT ON FUNCTION sky.told(text) IS 'What came of a form, above a page; nothing for NULL.';

CREATE FUNCTION sky.csrf_field(who jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
	SELECT coalesce(sky.html('<input type="hidden" name="csrf" value="%s"/>', who ->> 'csrf'), '') $$;
COMMENT ON FUNCTION sky.csrf_field(jsonb) IS 'What each form holds that changes something.';

-- Sessions.
CREATE FUNCTION sky.session_cookie(secret text, base_url text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
	SELECT format(CASE WHEN base_url LIKE 'https:%' THEN 'Set-Cookie: __Host-pgsky-session=%s; Path=/; Secure; HttpOnly; SameSite=Lax%s'
		ELSE 'Set-Cookie: pgsky-session=%s; Path=/; HttpOnly; SameSite=Lax%s' END, secret, CASE WHEN secret = '' THEN '; Max-Age=0' END) $$;
COMMENT ON FUNCTION sky.session_cookie(text, text) IS 'The header line that gives a browser its session; empty takes it away.';

CREATE FUNCTION sky.begin_session(user_name text) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	secret text := 'pss-' || sky.random_word(32);
BEGIN
	DELETE FROM sky.session_record s WHERE s.expires <= now();
	DELETE FROM sky.session_record s WHERE s.hash IN (SELECT o.hash FROM sky.session_record o
		WHERE o.owner = user_name ORDER BY o.creation_time DESC OFFSET 19);
	INSERT INTO sky.session_record (hash, owner, csrf, expires)
		VALUES (sha256(convert_to(secret, 'UTF8')), user_name, sky.random_word(16),
			now() + current_setting('pgsky.session_lifetime')::interval);
	RETURN secret;
END $$;
COMMENT ON FUNCTION sky.begin_session(text) IS
	'Logs a user in for pgsky.session_lifetime; returns the secret of the session. He has 20 at most: the oldest ends.';

-- Where a person was going: a place of this service, whatever the address says.
CREATE FUNCTION sky.next_place(params jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
	SELECT CASE WHEN params ->> 'next' ~ '^/[^[:cntrl:]\\]*$' AND params ->> 'next' NOT LIKE '//%' THEN params ->> 'next' ELSE '/account' END $$;
COMMENT ON FUNCTION sky.next_place(jsonb) IS 'Where to go after the login: next, if that is a path of this service.';

CREATE FUNCTION sky.login_form(params jsonb, who jsonb, told text DEFAULT NULL) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT sky.told(told)
		|| coalesce(sky.html(E'<p>You are logged in as <b>%s</b>: see <a href="/account">your account</a>.</p>\n', who ->> 'sub'), '')
		|| E'<form action="/login" method="post">\n'
		|| sky.html(E'<p><label for="username">Name</label><br/><input id="username" name="username" value="%s" autocomplete="username" required="required"/></p>\n'
			'<p><label for="password">Password</label><br/><input id="password" name="password" type="password" autocomplete="current-password" required="required"/></p>\n'
			'<input type="hidden" name="next" value="%s"/>', coalesce(params ->> 'username', ''), sky.next_place(params))
		|| sky.csrf_field(who) || E'\n<p><button type="submit">Log in</button></p>\n</form>\n' $$;
COMMENT ON FUNCTION sky.login_form(jsonb, jsonb, text) IS 'The form of /login, below what is told.';

CREATE FUNCTION sky.login_page(method text, params jsonb, who jsonb, base_url text) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	found jsonb;
BEGIN
	IF current_setting('pgsky.session_lifetime') = '0' THEN
		RAISE EXCEPTION 'nobody can log in to the pages of this archive' USING ERRCODE = 'SK404',
			HINT = 'Its administrator lets people by the setting pgsky.session_lifetime.';
	ELSIF method <> 'POST' THEN
		RETURN sky.page(200, 'Log in', sky.login_form(params, who));
	END IF;
	-- A password alone: a key is for programs, and may be for less.
	found := sky.password_principal(params ->> 'username', params ->> 'password');
	IF found ->> 'kind' IS DISTINCT FROM 'password' THEN
		RETURN sky.page(401, 'Log in', sky.login_form(params, who, 'Name or password are wrong.'));
	END IF;
	PERFORM sky.end_session(who);
	RETURN sky.page(303, '', '', sky.session_cookie(sky.begin_session(found ->> 'sub'), base_url),
		'Location: ' || base_url || sky.next_place(params));
END $$;
COMMENT ON FUNCTION sky.login_page(text, jsonb, jsonb, text) IS '/login: the form, or a session for a name and a password.';

CREATE FUNCTION sky.end_session(who jsonb, everywhere boolean DEFAULT false) RETURNS void
	LANGUAGE sql VOLATILE
BEGIN ATOMIC
	DELETE FROM sky.session_record s WHERE s.owner = who ->> 'sub' AND (everywhere OR s.csrf = who ->> 'csrf');
END;
COMMENT ON FUNCTION sky.end_session(jsonb, boolean) IS 'Ends the session of a principal, or all of his, on every HTTP program.';

CREATE FUNCTION sky.logout_page(method text, params jsonb, who jsonb, base_url text) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF method = 'POST' THEN
		PERFORM sky.end_session(who, params ->> 'everywhere' = 'true');
		RETURN sky.page(303, '', '', sky.session_cookie('', base_url), 'Location: ' || base_url || '/login');
	END IF;
	RETURN sky.page(200, 'Log out', sky.logout_form(who));
END $$;
COMMENT ON FUNCTION sky.logout_page(text, jsonb, jsonb, text) IS '/logout: ends the session, or all of this person''s.';

CREATE FUNCTION sky.logout_form(who jsonb) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT E'<form action="/logout" method="post">\n<p>' || sky.csrf_field(who)
		|| E'<button type="submit">Log out</button>\n'
		|| E'<button type="submit" name="everywhere" value="true">Log out everywhere</button></p>\n</form>\n' $$;
COMMENT ON FUNCTION sky.logout_form(jsonb) IS 'The buttons that end sessions.';

-- The account.
CREATE FUNCTION sky.person_html(who jsonb) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT E'<table>\n' || string_agg(sky.html(E'<tr><th>%s</th><td>%s</td></tr>\n', what, said), '' ORDER BY n) || E'</table>\n'
	FROM (VALUES (1, 'Called', who ->> 'sub'), (2, 'Name', who -> 'claims' ->> 'name'), (3, 'E-mail', who -> 'claims' ->> 'email'),
		(4, 'Groups', (SELECT string_agg(g, ', ' ORDER BY g) FROM jsonb_array_elements_text(who -> 'groups') g)),
		(5, 'Organisations', (SELECT string_agg(format('%s (%s)', o.name, o.role), ', ' ORDER BY o.name) FROM sky.organisation o)),
		(6, 'Logged in until', replace(left(sky.utc(to_timestamp((who ->> 'exp')::float8)), 16), 'T', ' ') || ' UTC')) v (n, what, said)
	WHERE said IS NOT NULL $$;
COMMENT ON FUNCTION sky.person_html(jsonb) IS 'Who somebody is, as a table of XHTML.';

CREATE FUNCTION sky.keys_html(who jsonb) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT coalesce(E'<div class="wide"><table>\n<tr><th>Name</th><th>Kind</th><th>Scopes</th><th>Expires</th><th>Last used</th><th>Id</th><td></td></tr>\n'
		|| string_agg(sky.html(E'<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td><code>%s</code></td>',
			coalesce(k.name, ''), k.kind, coalesce(array_to_string(k.scopes, ' '), 'all'), coalesce(left(sky.utc(k.expires), 10), 'never'),
			coalesce(left(sky.utc(k.last_used), 10), 'never'), k.id)
		|| sky.html('<td><form action="/account" method="post"><input type="hidden" name="id" value="%s"/>', k.id) || sky.csrf_field(who)
		|| sky.html(E'<button type="submit" name="action" value="revoke" aria-label="Revoke %s">Revoke</button></form></td></tr>\n', coalesce(k.name, k.id)),
		'' ORDER BY k.creation_time, k.name) || E'</table></div>\n', E'<p>You have none.</p>\n')
	FROM sky.key_record k WHERE k.owner = who ->> 'sub' AND k.kind IN ('key', 'upload') $$;
COMMENT ON FUNCTION sky.keys_html(jsonb) IS 'The keys of somebody, without their secrets, each with its button.';

CREATE FUNCTION sky.new_key_form(who jsonb) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT E'<form action="/account" method="post">\n' || sky.csrf_field(who)
		|| E'<p><label for="token_name">Name of the new key</label><br/><input id="token_name" name="token_name" maxlength="200" required="required"/></p>\n'
		|| E'<p><label for="kind">It is good</label><br/><select id="kind" name="kind"><option value="key">for all that I may do</option>'
		|| E'<option value="upload">to send files only</option></select></p>\n'
		|| E'<p><label for="scopes">or for these scopes only, as <code>read:tap</code></label><br/><input id="scopes" name="scopes"/></p>\n'
		|| E'<p><label for="days">for</label><br/><select id="days" name="days"><option value="30">30 days</option>'
		|| E'<option value="90">90 days</option><option value="365" selected="selected">a year</option></select></p>\n'
		|| E'<p><button type="submit" name="action" value="create">Get new key</button></p>\n</form>\n' $$;
COMMENT ON FUNCTION sky.new_key_form(jsonb) IS 'The form that makes a key.';

CREATE FUNCTION sky.account_act(params jsonb) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF params ->> 'action' = 'create' AND coalesce(params ->> 'days', '30') !~ '^\d{1,4}$' THEN
		RETURN sky.told('A key is good for so many days.');
	ELSIF params ->> 'action' = 'create' THEN
		RETURN sky.html(E'<div class="told" role="status"><p>Your new key, shown this once:</p>\n<p><code id="new_key">%s</code></p></div>\n',
			sky.create_key(params ->> 'token_name', nullif(regexp_split_to_array(trim(params ->> 'scopes'), '[\s,]+'), '{""}'),
				make_interval(days => (params ->> 'days')::int4), coalesce(params ->> 'kind', 'key')));
	ELSIF params ->> 'action' = 'revoke' THEN
		RETURN sky.told(CASE WHEN sky.revoke_key(params ->> 'id') THEN 'The key is revoked.' ELSE 'You have no such key.' END);
	ELSIF params ->> 'action' = 'shut out' THEN
		DELETE FROM sky.client_grant g WHERE g.id = params ->> 'id' AND g.owner = sky.subject();
		RETURN sky.told(CASE WHEN FOUND THEN 'The program is shut out.' ELSE 'You let no such program in.' END);
	END IF;
	RETURN '';
EXCEPTION
	WHEN SQLSTATE 'SK400' OR SQLSTATE 'SK403' OR invalid_parameter_value THEN
		RETURN sky.told(sqlerrm || '.');
END $$;
COMMENT ON FUNCTION sky.account_act(jsonb) IS 'What a form of /account wants, done; what came of it as XHTML.';

CREATE FUNCTION sky.account_page(method text, params jsonb, who jsonb) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	told text := '';
BEGIN
	IF who ->> 'sub' IS NULL THEN
		RAISE EXCEPTION 'you are to log in' USING ERRCODE = 'SK401';
	ELSIF who -> 'scopes' IS NOT NULL AND NOT who -> 'scopes' ?| '{user:token,*}' THEN
		RAISE EXCEPTION 'what you have shown is not good for looking at keys' USING ERRCODE = 'SK403';
	ELSIF method = 'POST' THEN
		told := sky.account_act(params);
	END IF;
	RETURN sky.page(200, 'Your account', told || sky.person_html(who)
		|| CASE WHEN who ? 'csrf' THEN sky.logout_form(who) ELSE '' END
		|| E'<h2>Your keys</h2>\n<p>For programs, in the place of your password: <code>Authorization: Bearer psk-...</code></p>\n'
		|| sky.keys_html(who) || sky.new_key_form(who) || coalesce(sky.grants_html(who), '') || E'<h2>What you may ask</h2>\n');
END $$;
COMMENT ON FUNCTION sky.account_page(text, jsonb, jsonb) IS '/account: who one is, his keys, and what becomes of them.';

CREATE FUNCTION sky.page_answer(method text, path text, params jsonb, who jsonb, base_url text) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	CASE path
		WHEN '/login' THEN
			RETURN sky.login_page(method, params, who, base_url);
		WHEN '/logout' THEN
			RETURN sky.logout_page(method, params, who, base_url);
		WHEN '/account' THEN
			RETURN sky.account_page(method, params, who);
		WHEN '/auth/openid/login' THEN
			RETURN sky.authorize_page(method, params, who, base_url);
	END CASE;
END $$;
COMMENT ON FUNCTION sky.page_answer(text, text, jsonb, jsonb, text) IS 'Answers a request for a page of sky.page''s form.';

REVOKE EXECUTE ON FUNCTION sky.html(text, text[]), sky.page(int4, text, text, text[]), sky.told(text), sky.csrf_field(jsonb),
	sky.session_cookie(text, text), sky.begin_session(text), sky.next_place(jsonb), sky.login_form(jsonb, jsonb, text),
	sky.login_page(text, jsonb, jsonb, text), sky.end_session(jsonb, boolean), sky.logout_page(text, jsonb, jsonb, text), sky.logout_form(jsonb),
	sky.person_html(jsonb), sky.keys_html(jsonb), sky.new_key_form(jsonb), sky.account_act(jsonb), sky.account_page(text, jsonb, jsonb),
	sky.page_answer(text, text, jsonb, jsonb, text) FROM PUBLIC;
