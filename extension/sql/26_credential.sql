-- Users and keys: made, changed, taken back.
CREATE FUNCTION sky.principal() RETURNS text
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_principal';
COMMENT ON FUNCTION sky.principal() IS
	'Who the client of this transaction was proved to be, as sky.enter_as returned it; NULL: nobody.';

CREATE FUNCTION sky.set_password(user_name text, password text) RETURNS void
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF length(password) < 8 OR password LIKE 'psk-%' THEN
		RAISE EXCEPTION 'that cannot be a password' USING ERRCODE = 'invalid_password',
			HINT = 'Passwords have 8 characters or more, and do not begin as keys do.';
	END IF;
	UPDATE sky.user_record u SET password = sky.password_hash(set_password.password), tokens_since = now()
		WHERE u.name = user_name;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'there is no user "%"', user_name USING ERRCODE = 'undefined_object';
	END IF;
	DELETE FROM sky.key_record k WHERE k.owner = user_name AND k.kind = 'refresh';
END $$;
COMMENT ON FUNCTION sky.set_password(text, text) IS
	'Gives a user another password; NULL: none. Tokens that he was given before are void, his keys are not.';

CREATE FUNCTION sky.create_user(name text, password text DEFAULT NULL, role name DEFAULT 'sky_user',
	groups text[] DEFAULT '{}', full_name text DEFAULT NULL, email text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	INSERT INTO sky.user_record (name, role, full_name, email) VALUES (name, role, full_name, email);
	INSERT INTO sky.group_member SELECT DISTINCT g, name FROM unnest(groups) g;
	IF password IS NOT NULL THEN
		PERFORM sky.set_password(name, password);
	END IF;
END $$;
COMMENT ON FUNCTION sky.create_user(text, text, name, text[], text, text) IS
	'Makes a user of the services (no role of the database), with a password or, without one, to be given keys.';

CREATE FUNCTION sky.disable_user(user_name text, disabled boolean DEFAULT true) RETURNS void
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	UPDATE sky.user_record u SET disabled = disable_user.disabled,
		tokens_since = CASE WHEN disable_user.disabled THEN now() ELSE u.tokens_since END
		WHERE u.name = user_name;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'there is no user "%"', user_name USING ERRCODE = 'undefined_object';
	END IF;
END $$;
COMMENT ON FUNCTION sky.disable_user(text, boolean) IS
	'Lets a user in no more, whatever he shows; or, with false, again. To drop him for good, delete his row of sky.user_record.';

CREATE FUNCTION sky.new_key(owner text, kind text DEFAULT 'key', name text DEFAULT NULL,
	scopes text[] DEFAULT NULL, lifetime interval DEFAULT NULL, principal jsonb DEFAULT NULL) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	id text := sky.random_word(16);
	key text := 'psk-' || id || '.' || sky.random_word(16);
	longest interval := current_setting(CASE WHEN kind = 'anonymous' THEN 'pgsky.anonymous_key_lifetime'
		WHEN principal IS NOT NULL THEN 'pgsky.foreign_key_lifetime'
		ELSE 'pgsky.key_lifetime' END)::interval;
BEGIN
	IF lifetime <= interval '0' THEN
		RAISE EXCEPTION 'a key that has expired is of no use' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	IF kind = 'refresh' THEN
		DELETE FROM sky.key_record k WHERE k.expires <= now();
		DELETE FROM sky.key_record k WHERE k.id IN (SELECT o.id FROM sky.key_record o
			WHERE o.owner = new_key.owner AND o.kind = 'refresh' AND o.name IS NULL ORDER BY o.creation_time DESC OFFSET 99);
	END IF;
	INSERT INTO sky.key_record (id, hash, kind, owner, name, scopes, expires, principal)
	VALUES (id, sha256(convert_to(key, 'UTF8')), kind, owner, name,
		CASE WHEN kind = 'upload' THEN coalesce(scopes, '{write:files}') ELSE scopes END,
		now() + least(coalesce(lifetime, longest), longest), principal);
	RETURN key;
EXCEPTION WHEN unique_violation THEN
	RAISE EXCEPTION 'there is a key of that name already' USING ERRCODE = 'SK400', HINT = 'Choose another name, or revoke the key.';
END $$;
COMMENT ON FUNCTION sky.new_key(text, text, text, text[], interval, jsonb) IS
	'Makes a key (kind key, upload, anonymous or refresh) and returns it: this once, for only its hash is kept. Of refresh tokens for his password a user has 100 at most: the oldest goes. It lives as long as pgsky.key_lifetime at most, with a principal of another issuer pgsky.foreign_key_lifetime.';

CREATE FUNCTION sky.create_key(name text, scopes text[] DEFAULT NULL, lifetime interval DEFAULT NULL,
	kind text DEFAULT 'key') RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	who jsonb := sky.principal();
	mine jsonb := who -> 'scopes';
BEGIN
	IF who ->> 'sub' IS NULL THEN
		RAISE EXCEPTION 'keys are for users, and you are anonymous' USING ERRCODE = 'SK401', HINT = 'Log in.';
	ELSIF kind NOT IN ('key', 'upload') OR coalesce(name, '') = '' OR length(name) > 200 THEN
		RAISE EXCEPTION 'a key has a name, and is of kind key or upload' USING ERRCODE = 'SK400';
	ELSIF mine IS NOT NULL AND NOT mine ?| '{user:token,*}'
		OR mine IS NOT NULL AND NOT mine ? '*' AND (scopes IS NULL OR NOT mine @> to_jsonb(scopes)) THEN
		RAISE EXCEPTION 'what you have shown is not good for such a key' USING ERRCODE = 'SK403',
			HINT = 'It takes the scope user:token, and no key may do more than what it was made with.';
	ELSIF (SELECT count(*) >= 100 FROM sky.key_record k WHERE k.owner = who ->> 'sub' AND k.kind IN ('key', 'upload')) THEN
		RAISE EXCEPTION 'you have 100 keys already' USING ERRCODE = 'SK400', HINT = 'Revoke those that you need no more.';
	END IF;
	RETURN sky.new_key(who ->> 'sub', kind, name, scopes, lifetime,
		CASE WHEN who ? 'issuer' THEN who - 'scopes' - 'exp' END);
END $$;
COMMENT ON FUNCTION sky.create_key(text, text[], interval, text) IS
	'Makes a key for the client himself and returns it: this once. Kind upload: for nothing but sending files.';

CREATE FUNCTION sky.revoke_key(id text) RETURNS boolean
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	who jsonb := sky.principal();
BEGIN
	IF who -> 'scopes' IS NOT NULL AND NOT who -> 'scopes' ?| '{user:token,*}' THEN
		RAISE EXCEPTION 'what you have shown is not good for revoking keys' USING ERRCODE = 'SK403';
	END IF;
	DELETE FROM sky.key_record k WHERE k.id = revoke_key.id AND k.owner = who ->> 'sub' AND k.kind <> 'refresh';
	RETURN FOUND;
END $$;
COMMENT ON FUNCTION sky.revoke_key(text) IS
	'Takes a key of the client''s back, at once; false if he has none with that id.';

CREATE VIEW sky.key WITH (security_barrier) AS
SELECT k.id, k.name, k.kind, k.scopes, k.creation_time, k.expires, k.last_used
FROM sky.key_record k
WHERE k.owner = sky.principal()::jsonb ->> 'sub' AND k.kind IN ('key', 'upload');
COMMENT ON VIEW sky.key IS 'The keys of the client, without their secrets.';
GRANT SELECT ON sky.key TO PUBLIC;

REVOKE EXECUTE ON FUNCTION sky.set_password(text, text), sky.create_user(text, text, name, text[], text, text),
	sky.disable_user(text, boolean), sky.new_key(text, text, text, text[], interval, jsonb),
	sky.create_key(text, text[], interval, text), sky.revoke_key(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sky.create_key(text, text[], interval, text), sky.revoke_key(text) TO sky_user;

-- The archive's own tokens.  Their private keys are in no dump: others are made where they
-- are missing.
CREATE TABLE sky.signing_key (
	kid text PRIMARY KEY,
	private_key text NOT NULL,
	public_key jsonb NOT NULL,
	creation_time timestamptz NOT NULL DEFAULT clock_timestamp(),
	retired timestamptz
);
COMMENT ON TABLE sky.signing_key IS 'The keys that sign the archive''s own tokens.';
COMMENT ON COLUMN sky.signing_key.private_key IS 'PKCS #8 in PEM.';
COMMENT ON COLUMN sky.signing_key.public_key IS 'JWK.';
COMMENT ON COLUMN sky.signing_key.retired IS 'Since when it signs nothing more.';

CREATE TABLE sky.oauth_client (
	id text PRIMARY KEY,
	secret text,
	account text,
	redirect_uris text[] NOT NULL DEFAULT '{}',
	title text
);
COMMENT ON TABLE sky.oauth_client IS 'The programs that ask for tokens in their own name or that of users.';
COMMENT ON COLUMN sky.oauth_client.secret IS 'As passwords are kept; NULL: it has none.';
COMMENT ON COLUMN sky.oauth_client.account IS 'The user that it is by itself (grant client_credentials); NULL: nobody.';
COMMENT ON COLUMN sky.oauth_client.redirect_uris IS 'Where it may have people sent back to with a code (grant authorization_code), exactly.';
COMMENT ON COLUMN sky.oauth_client.title IS 'What it is called before people; NULL: as its id.';
SELECT pg_catalog.pg_extension_config_dump('sky.oauth_client', '');

-- What people have let programs do; the id is in all tokens that came of it.
CREATE TABLE sky.client_grant (
	id text PRIMARY KEY,
	code_hash bytea NOT NULL,
	code_expires timestamptz NOT NULL,
	redeemed boolean NOT NULL DEFAULT false,
	client text NOT NULL REFERENCES sky.oauth_client ON UPDATE CASCADE ON DELETE CASCADE,
	owner text NOT NULL REFERENCES sky.user_record ON UPDATE CASCADE ON DELETE CASCADE,
	redirect_uri text NOT NULL,
	scopes text[] NOT NULL,
	nonce text,
	challenge text,
	auth_time int8 NOT NULL,
	creation_time timestamptz NOT NULL DEFAULT now(),
	kept_until timestamptz NOT NULL
);
COMMENT ON TABLE sky.client_grant IS
	'What people have let programs do in their name, by a code that was exchanged for tokens: these are void when the row is gone. In no dump.';
COMMENT ON COLUMN sky.client_grant.challenge IS 'base64url of the SHA-256 of what the program must show beside the code (RFC 7636); NULL: nothing.';
COMMENT ON COLUMN sky.client_grant.kept_until IS 'When no token of it can be good any more.';
CREATE INDEX client_grant_owner ON sky.client_grant (owner);
CREATE INDEX client_grant_client ON sky.client_grant (client);
CREATE INDEX client_grant_kept_until ON sky.client_grant (kept_until);

CREATE FUNCTION sky.forget_grant() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	DELETE FROM sky.key_record k WHERE k.owner = old.owner AND k.kind = 'refresh' AND k.name = old.id;
	PERFORM pg_notify('sky_credential', '');
	RETURN NULL;
END $$;
COMMENT ON FUNCTION sky.forget_grant() IS 'Makes the tokens of a grant void.';
CREATE TRIGGER forget AFTER DELETE ON sky.client_grant
	FOR EACH ROW WHEN (old.redeemed) EXECUTE FUNCTION sky.forget_grant();

CREATE FUNCTION sky.own_token_principal(claims jsonb) RETURNS jsonb
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT sky.user_principal(u.name, 'jwt', CASE WHEN claims ? 'scope' THEN sky.words(claims -> 'scope') END,
		to_timestamp((claims ->> 'exp')::float8 + 30))
	FROM sky.user_record u
	WHERE u.name = claims ->> 'sub' AND date_trunc('s', u.tokens_since) <= to_timestamp((claims ->> 'iat')::float8)
		AND (claims ->> 'exp')::float8 > extract(epoch FROM clock_timestamp()) - 30
		AND (NOT claims ? 'grant' OR EXISTS (SELECT FROM sky.client_grant g WHERE g.id = claims ->> 'grant'));
END;
COMMENT ON FUNCTION sky.own_token_principal(jsonb) IS
	'The principal of the bearer of a token that the archive has issued; NULL if it is void by now.';

CREATE FUNCTION sky.make_signing_key(OUT private_key text, OUT public_key text)
	LANGUAGE c VOLATILE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_make_signing_key';
COMMENT ON FUNCTION sky.make_signing_key() IS 'A new RSA key of 2048 bits, in PEM, and its public part as JWK.';

CREATE FUNCTION sky.sign(private_key text, content text) RETURNS text
	LANGUAGE c VOLATILE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_sign';
COMMENT ON FUNCTION sky.sign(text, text) IS 'The signature of a text by RS256, in base64url.';

CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sky.signing_key
	FOR EACH STATEMENT EXECUTE FUNCTION sky.tell('sky_jwks');

CREATE FUNCTION sky.last_use(retired timestamptz) RETURNS timestamptz
	LANGUAGE sql STABLE
	RETURN retired + current_setting('pgsky.token_lifetime')::interval + interval '1 min';
COMMENT ON FUNCTION sky.last_use(timestamptz) IS
	'When the last token expires that was signed with a key which was retired then.';
CREATE FUNCTION sky.is_of_use(retired timestamptz) RETURNS boolean
	LANGUAGE sql STABLE
	RETURN coalesce(sky.last_use(retired) > now(), true);
COMMENT ON FUNCTION sky.is_of_use(timestamptz) IS
	'Whether tokens signed with a key that was retired then can still be good; NULL: it was not.';

CREATE FUNCTION sky.rotate_signing_key() RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	new_kid text := sky.random_word(12);
BEGIN
	LOCK TABLE sky.signing_key IN EXCLUSIVE MODE;
	DELETE FROM sky.signing_key k WHERE NOT sky.is_of_use(k.retired);
	UPDATE sky.signing_key k SET retired = now() WHERE k.retired IS NULL;
	INSERT INTO sky.signing_key (kid, private_key, public_key)
		SELECT new_kid, m.private_key, m.public_key::jsonb || jsonb_build_object('kid', new_kid) FROM sky.make_signing_key() m;
	RETURN new_kid;
END $$;
COMMENT ON FUNCTION sky.rotate_signing_key() IS
	'Signs tokens with a new key from now on; what older ones have signed is good till it expires. Returns its id.';

CREATE FUNCTION sky.jwks() RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
	SELECT jsonb_build_object('keys', jsonb_agg(k.public_key || jsonb_strip_nulls(jsonb_build_object('exp',
			floor(extract(epoch FROM sky.last_use(k.retired)))::int8)) ORDER BY k.creation_time DESC),
		'issuer', current_setting('pgsky.base_url'), 'audience', current_setting('pgsky.base_url'))::text
	FROM sky.signing_key k
	WHERE current_setting('pgsky.token_lifetime')::interval > interval '0' AND sky.is_of_use(k.retired)
	HAVING count(*) > 0 $$;
COMMENT ON FUNCTION sky.jwks() IS
	'The public keys of the archive''s own tokens (JWKS), with their issuer and audience; NULL if it issues none.';

CREATE FUNCTION sky.base64url(bytes bytea) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_base64url';
COMMENT ON FUNCTION sky.base64url(bytea) IS 'Bytes in base64url, without padding.';

CREATE FUNCTION sky.signed_token(claims jsonb) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	lifetime int8 := extract(epoch FROM current_setting('pgsky.token_lifetime')::interval);
	issued int8 := floor(extract(epoch FROM clock_timestamp()));
	k sky.signing_key%ROWTYPE;
	token text;
BEGIN
	IF lifetime = 0 THEN
		RAISE EXCEPTION 'this archive issues no tokens' USING ERRCODE = 'SK404',
			HINT = 'Its administrator lets it by the setting pgsky.token_lifetime.';
	END IF;
	SELECT * INTO k FROM sky.signing_key s WHERE s.retired IS NULL ORDER BY s.creation_time DESC LIMIT 1;
	IF NOT FOUND THEN
		PERFORM sky.rotate_signing_key();
		SELECT * INTO k FROM sky.signing_key s WHERE s.retired IS NULL ORDER BY s.creation_time DESC LIMIT 1;
	END IF;
	token := sky.base64url(convert_to(jsonb_build_object('alg', 'RS256', 'typ', 'JWT', 'kid', k.kid)::text, 'UTF8')) || '.'
		|| sky.base64url(convert_to(jsonb_strip_nulls(claims || jsonb_build_object('iss', current_setting('pgsky.base_url'),
			'iat', issued, 'exp', issued + lifetime))::text, 'UTF8'));
	RETURN token || '.' || sky.sign(k.private_key, token);
END $$;
COMMENT ON FUNCTION sky.signed_token(jsonb) IS 'A token of the archive''s own with these claims, and iss, iat and exp.';

CREATE FUNCTION sky.issue_token(user_name text, scopes text[] DEFAULT NULL, refreshable boolean DEFAULT false,
	client_grant text DEFAULT NULL) RETURNS jsonb
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	who jsonb := sky.user_principal(user_name, 'jwt');
	person jsonb := jsonb_build_object('groups', who -> 'groups', 'name', who -> 'claims' -> 'name', 'email', who -> 'claims' -> 'email');
	token text := sky.signed_token(jsonb_build_object('aud', current_setting('pgsky.base_url'), 'sub', user_name,
			'jti', sky.random_word(12), 'scope', array_to_string(scopes, ' '), 'grant', client_grant)
		|| CASE WHEN client_grant IS NULL THEN person ELSE sky.scoped_claims(person, to_jsonb(scopes)) END);
BEGIN
	IF who IS NULL THEN
		RETURN NULL;
	END IF;
	RETURN jsonb_strip_nulls(jsonb_build_object('access_token', token, 'id_token', CASE WHEN client_grant IS NULL THEN token END,
		'token_type', 'bearer',
		'expires_in', extract(epoch FROM current_setting('pgsky.token_lifetime')::interval)::int8, 'scope', coalesce(array_to_string(scopes, ' '), '*'),
		'refresh_token', CASE WHEN refreshable THEN sky.new_key(user_name, 'refresh', client_grant, scopes, interval '30 d') END));
END $$;
COMMENT ON FUNCTION sky.issue_token(text, text[], boolean, text) IS
	'A token of the archive''s own for a user, as OAuth 2.0 answers it; NULL if there is no such user, or he is disabled. client_grant: of the row that it is void without.';

CREATE FUNCTION sky.take_refresh_token(token text, wanted text[], client text, OUT owner text, OUT scopes text[],
	OUT client_grant text)
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	SELECT k.owner, k.scopes, k.name INTO owner, scopes, client_grant FROM sky.key_record k
		WHERE k.id = substr(token, 5, 22) AND k.kind = 'refresh' AND k.hash = sha256(convert_to(token, 'UTF8'))
			AND (k.expires IS NULL OR k.expires > now())
			AND (k.name IS NULL OR EXISTS (SELECT FROM sky.client_grant g WHERE g.id = k.name AND g.client = take_refresh_token.client)) FOR UPDATE;
	UPDATE sky.client_grant g SET kept_until = now() + interval '31 d' WHERE g.id = take_refresh_token.client_grant;
	IF coalesce(wanted <@ scopes, true) THEN
		DELETE FROM sky.key_record k WHERE k.id = substr(token, 5, 22) AND k.owner = take_refresh_token.owner;
	END IF;
END $$;
COMMENT ON FUNCTION sky.take_refresh_token(text, text[], text) IS
	'Whose refresh token it is, for what and by which grant of his, which only that client may use; it can be taken once, but stays where more is wanted than it is for.';

CREATE FUNCTION sky.create_client(id text, secret text DEFAULT NULL, account text DEFAULT NULL,
	redirect_uris text[] DEFAULT '{}', title text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	wrong text;
BEGIN
	-- https; http to oneself; a program's own scheme, which is the name of a host the wrong way round (RFC 8252).
	SELECT u INTO wrong FROM unnest(redirect_uris) u WHERE u ~ '[[:cntrl:][:space:]#"<>\\]'
		OR u !~ '^(https://[^/]|http://(localhost|127\.0\.0\.1|\[::1\])([:/]|$)|[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:/)';
	IF FOUND THEN
		RAISE EXCEPTION 'nobody can be sent to "%"', wrong USING ERRCODE = 'invalid_parameter_value',
			HINT = 'A redirect_uri begins with https://, http://localhost or a scheme such as org.example.app:/, and has no fragment.';
	END IF;
	INSERT INTO sky.oauth_client VALUES (id, sky.password_hash(secret), account, redirect_uris, title);
END $$;
COMMENT ON FUNCTION sky.create_client(text, text, text, text[], text) IS
	'Lets a program ask for tokens: in the name of users who give it their passwords, or whom it has sent to log in here and come back to one of redirect_uris; and as account in its own.';

REVOKE EXECUTE ON FUNCTION sky.make_signing_key(), sky.sign(text, text), sky.rotate_signing_key(), sky.jwks(),
	sky.base64url(bytea), sky.signed_token(jsonb), sky.issue_token(text, text[], boolean, text), sky.is_of_use(timestamptz), sky.last_use(timestamptz),
	sky.take_refresh_token(text, text[], text), sky.create_client(text, text, text, text[], text), sky.forget_grant(), sky.own_token_principal(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sky.jwks() TO sky_shim;
