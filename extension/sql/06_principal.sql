-- Who asks: what policies may ask, the issuers of tokens, users and their keys.  The tables
-- are their owner's alone; what the HTTP program enters with is checked in its name.
CREATE FUNCTION sky.subject() RETURNS text
	LANGUAGE c STABLE PARALLEL SAFE LEAKPROOF
	AS 'MODULE_PATHNAME', 'pgsky_subject';
COMMENT ON FUNCTION sky.subject() IS
	'The name of the client, who owns what he makes: as proved, or else that of the present user; NULL for anonymous clients.';

CREATE FUNCTION sky.claim(name text) RETURNS text
	LANGUAGE c STABLE STRICT PARALLEL SAFE LEAKPROOF
	AS 'MODULE_PATHNAME', 'pgsky_claim';
COMMENT ON FUNCTION sky.claim(text) IS
	'A claim of the client''s token, for policies: a string as it is, anything else as JSON; NULL if there is none.';

CREATE FUNCTION sky.has_group(group_name text) RETURNS boolean
	LANGUAGE c STABLE STRICT PARALLEL SAFE LEAKPROOF
	AS 'MODULE_PATHNAME', 'pgsky_has_group';
COMMENT ON FUNCTION sky.has_group(text) IS
	'Whether the client belongs to a group: as proved, or else whether the present user is a member of such a role; anonymous clients belong to none.';

CREATE TABLE sky.issuer (
	iss text PRIMARY KEY CHECK (iss NOT IN ('', 'pgsky:principal')),
	name_claim text NOT NULL DEFAULT 'sub',
	prefix text NOT NULL DEFAULT '',
	groups_claim text DEFAULT 'groups',
	scopes_claim text,
	default_role name DEFAULT 'sky_user',
	role_claim text,
	roles jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(roles) = 'object'),
	shares_names boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE sky.issuer IS
	'Whose tokens are taken, and what their claims mean here. The HTTP program has the keys.';
COMMENT ON COLUMN sky.issuer.iss IS 'The claim iss, exactly.';
COMMENT ON COLUMN sky.issuer.name_claim IS 'The claim that has the client''s name.';
COMMENT ON COLUMN sky.issuer.prefix IS 'Put before the names and groups of this issuer, that nobody else''s are the same.';
COMMENT ON COLUMN sky.issuer.groups_claim IS 'The claim with his groups: an array, or words; NULL: he has none.';
COMMENT ON COLUMN sky.issuer.scopes_claim IS 'The claim with the scopes of the token: an array, or words; NULL: it may do all that he may.';
COMMENT ON COLUMN sky.issuer.default_role IS 'The role of the database for clients whose role_claim says nothing; NULL: they are refused.';
COMMENT ON COLUMN sky.issuer.role_claim IS 'The claim whose value, or one of whose values, is a key of roles.';
COMMENT ON COLUMN sky.issuer.roles IS 'Roles of the database by values of role_claim: {"staff": "archive_staff"}.';
COMMENT ON COLUMN sky.issuer.shares_names IS
	'Whom it calls as a user of this archive is called, he is that user, with his jobs, tables and grants; so with those of other issuers that share theirs.';

CREATE TABLE sky.user_record (
	name text PRIMARY KEY CHECK (name ~ '^[^[:cntrl:]]+$' AND octet_length(name) <= 54
		AND name NOT LIKE 'psk-%' AND name <> 'x-oauth-basic'),
	password text,
	role name NOT NULL DEFAULT 'sky_user',
	disabled boolean NOT NULL DEFAULT false,
	full_name text,
	email text,
	creation_time timestamptz NOT NULL DEFAULT now(),
	tokens_since timestamptz NOT NULL DEFAULT '-infinity'
);
COMMENT ON TABLE sky.user_record IS 'The users of this archive; clients with tokens of another issuer need no row.';
COMMENT ON COLUMN sky.user_record.password IS 'What scrypt made of it; NULL: none, he has keys only.';
COMMENT ON COLUMN sky.user_record.tokens_since IS 'Tokens of the archive''s own that were issued before are void.';

CREATE TABLE sky.group_member (
	group_name text NOT NULL,
	member text NOT NULL,
	PRIMARY KEY (member, group_name)
);
COMMENT ON TABLE sky.group_member IS 'The groups of the users of this archive.';

CREATE TABLE sky.key_record (
	id text PRIMARY KEY,
	hash bytea NOT NULL,
	kind text NOT NULL CHECK (kind IN ('key', 'upload', 'anonymous', 'refresh')),
	owner text,
	name text,
	scopes text[],
	creation_time timestamptz NOT NULL DEFAULT now(),
	expires timestamptz,
	last_used timestamptz,
	principal jsonb,
	CHECK ((owner IS NULL) = (kind = 'anonymous'))
);
COMMENT ON TABLE sky.key_record IS 'The keys of users and of anonymous clients; the secrets are not here, only their SHA-256.';
COMMENT ON COLUMN sky.key_record.kind IS 'key: for all that its owner may do; upload: to send files; anonymous: of nobody; refresh: for a new token.';
COMMENT ON COLUMN sky.key_record.scopes IS 'What it is for; NULL: everything.';
COMMENT ON COLUMN sky.key_record.principal IS 'Its owner as he was when he made it, where another issuer knows him: good while that is in sky.issuer.';
COMMENT ON COLUMN sky.key_record.last_used IS 'To ten minutes.';
CREATE UNIQUE INDEX key_record_name ON sky.key_record (owner, name) WHERE kind IN ('key', 'upload');
CREATE INDEX key_record_expires ON sky.key_record (expires);
SELECT pg_catalog.pg_extension_config_dump('sky.issuer', '');
SELECT pg_catalog.pg_extension_config_dump('sky.user_record', '');
SELECT pg_catalog.pg_extension_config_dump('sky.group_member', '');
SELECT pg_catalog.pg_extension_config_dump('sky.key_record', '');

-- One name is one client's: who has it has his jobs, tables and grants.
CREATE FUNCTION sky.refuse_shared_name(iss text, other text) RETURNS void
	LANGUAGE plpgsql STABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RAISE EXCEPTION 'issuer "%" can give its clients names of %', iss, other USING ERRCODE = 'unique_violation',
		HINT = 'Give it a prefix of its own in sky.issuer, as "idp:"; set shares_names only where the same name is the same person.';
END $$;
COMMENT ON FUNCTION sky.refuse_shared_name(text, text) IS 'Refuses that names of an issuer are those of others; not if either is NULL.';
CREATE FUNCTION sky.check_issuer() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	LOCK TABLE sky.issuer IN SHARE ROW EXCLUSIVE MODE;
	PERFORM sky.refuse_shared_name(new.iss, (SELECT format('issuer "%s"', i.iss) FROM sky.issuer i
		WHERE i.iss <> new.iss AND NOT (i.shares_names AND new.shares_names)
			AND (starts_with(i.prefix, new.prefix) OR starts_with(new.prefix, i.prefix)) ORDER BY i.iss LIMIT 1));
	PERFORM sky.refuse_shared_name(new.iss, (SELECT format('user "%s"', u.name) FROM sky.user_record u
		WHERE NOT new.shares_names AND starts_with(u.name, new.prefix) ORDER BY u.name LIMIT 1));
	RETURN NULL;
END $$;
COMMENT ON FUNCTION sky.check_issuer() IS 'Keeps the names of an issuer apart from those of other issuers and of users.';
CREATE FUNCTION sky.check_user() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	LOCK TABLE sky.issuer IN SHARE MODE;
	PERFORM sky.refuse_shared_name((SELECT i.iss FROM sky.issuer i
		WHERE NOT i.shares_names AND starts_with(new.name, i.prefix) ORDER BY i.iss LIMIT 1), format('user "%s"', new.name));
	RETURN NULL;
END $$;
COMMENT ON FUNCTION sky.check_user() IS 'Keeps the name of a user apart from those of issuers.';
CREATE TRIGGER check_names AFTER INSERT OR UPDATE OF iss, prefix, shares_names ON sky.issuer
	FOR EACH ROW EXECUTE FUNCTION sky.check_issuer();
CREATE TRIGGER check_names AFTER INSERT OR UPDATE OF name ON sky.user_record
	FOR EACH ROW EXECUTE FUNCTION sky.check_user();

-- Whatever takes something away reaches the HTTP programs at once.
CREATE FUNCTION sky.tell() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM pg_notify(tg_argv[0], '');
	RETURN NULL;
END $$;
COMMENT ON FUNCTION sky.tell() IS 'Tells the HTTP programs through a channel that what they know of a table has changed.';
CREATE FUNCTION sky.forget_user() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	DELETE FROM sky.key_record k WHERE k.owner = old.name;
	DELETE FROM sky.group_member m WHERE m.member = old.name;
	RETURN NULL;
END $$;
COMMENT ON FUNCTION sky.forget_user() IS 'Lets no namesake of a dropped user have his keys and groups.';
CREATE TRIGGER forget AFTER DELETE ON sky.user_record
	FOR EACH ROW EXECUTE FUNCTION sky.forget_user();
CREATE TRIGGER tell AFTER UPDATE OR DELETE OR TRUNCATE ON sky.issuer
	FOR EACH STATEMENT EXECUTE FUNCTION sky.tell('sky_credential');
CREATE TRIGGER tell AFTER UPDATE OR DELETE OR TRUNCATE ON sky.user_record
	FOR EACH STATEMENT EXECUTE FUNCTION sky.tell('sky_credential');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sky.group_member
	FOR EACH STATEMENT EXECUTE FUNCTION sky.tell('sky_credential');
CREATE TRIGGER tell AFTER UPDATE OF hash, owner, kind, scopes, expires OR DELETE OR TRUNCATE
	ON sky.key_record FOR EACH STATEMENT EXECUTE FUNCTION sky.tell('sky_credential');

CREATE FUNCTION sky.password_hash(password text) RETURNS text
	LANGUAGE c VOLATILE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_password_hash';
COMMENT ON FUNCTION sky.password_hash(text) IS 'A password as it is kept: scrypt with a new salt.';

CREATE FUNCTION sky.password_fits(password text, hash text) RETURNS boolean
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_password_fits';
COMMENT ON FUNCTION sky.password_fits(text, text) IS
	'Whether a password is the one that was kept; takes as long when there is none.';

CREATE FUNCTION sky.random_word(bytes int4) RETURNS text
	LANGUAGE c VOLATILE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_random_word';
COMMENT ON FUNCTION sky.random_word(int4) IS 'So many random bytes in base64url.';

-- Principals: what sky.enter_as and sky.enter_with enter, and give back.
CREATE FUNCTION sky.words(value jsonb, prefix text DEFAULT '') RETURNS jsonb
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(jsonb_agg(words.prefix || w ORDER BY w), '[]')
	FROM (SELECT jsonb_array_elements_text(CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE '[]' END) AS w
		UNION
		SELECT regexp_split_to_table(value #>> '{}', '[\s,]+') WHERE jsonb_typeof(value) = 'string') s
	WHERE w <> '';
END;
COMMENT ON FUNCTION sky.words(jsonb, text) IS 'A claim that is an array, or words in a text, as an array.';

CREATE FUNCTION sky.user_principal(user_name text, kind text, scopes jsonb DEFAULT NULL, expires timestamptz DEFAULT NULL)
	RETURNS jsonb
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT jsonb_strip_nulls(jsonb_build_object('iss', 'pgsky:principal', 'kind', user_principal.kind,
		'sub', u.name, 'role', u.role, 'scopes', user_principal.scopes,
		'exp', floor(extract(epoch FROM expires))::int8,
		'groups', (SELECT coalesce(jsonb_agg(m.group_name), '[]') FROM sky.group_member m WHERE m.member = u.name),
		'claims', jsonb_build_object('name', u.full_name, 'email', u.email)))
	FROM sky.user_record u WHERE u.name = user_name AND NOT u.disabled;
END;
COMMENT ON FUNCTION sky.user_principal(text, text, jsonb, timestamptz) IS
	'The principal of a user; NULL if there is none, or he is disabled.';

CREATE FUNCTION sky.refuse(reason text) RETURNS jsonb
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RAISE EXCEPTION '%', reason USING ERRCODE = 'SK401';
END $$;
COMMENT ON FUNCTION sky.refuse(text) IS 'Lets a client not in.';

CREATE FUNCTION sky.own_token_principal(claims jsonb) RETURNS jsonb
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT sky.user_principal(u.name, 'jwt', CASE WHEN claims ? 'scope' THEN sky.words(claims -> 'scope') END,
		to_timestamp((claims ->> 'exp')::float8 + 30))
	FROM sky.user_record u
	WHERE u.name = claims ->> 'sub' AND date_trunc('s', u.tokens_since) <= to_timestamp((claims ->> 'iat')::float8)
		AND (claims ->> 'exp')::float8 > extract(epoch FROM clock_timestamp()) - 30;
END;
COMMENT ON FUNCTION sky.own_token_principal(jsonb) IS
	'The principal of the bearer of a token that the archive has issued; NULL if it is void by now.';

CREATE FUNCTION sky.token_principal(claims jsonb) RETURNS jsonb
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	known sky.issuer%ROWTYPE;
	client text;
	client_role name;
BEGIN
	IF jsonb_typeof(claims -> 'iss') IS DISTINCT FROM 'string' THEN
		RAISE EXCEPTION 'the token does not say who issued it' USING ERRCODE = 'SK401';
	END IF;
	SELECT * INTO known FROM sky.issuer i WHERE i.iss = claims ->> 'iss';
	IF NOT FOUND AND claims ->> 'iss' = current_setting('pgsky.base_url') THEN
		RETURN coalesce(sky.own_token_principal(claims), sky.refuse('the token is void'));
	ELSIF NOT FOUND THEN
		RAISE EXCEPTION 'tokens of that issuer are not taken here' USING ERRCODE = 'SK401';
	END IF;
	IF (claims ->> 'exp')::numeric <= extract(epoch FROM clock_timestamp()) - 30 THEN
		RAISE EXCEPTION 'the token has expired' USING ERRCODE = 'SK401';
	END IF;
	client := claims ->> known.name_claim;
	IF jsonb_typeof(claims -> known.name_claim) IS DISTINCT FROM 'string' OR client = '' THEN
		RAISE EXCEPTION 'the token does not name its bearer' USING ERRCODE = 'SK401';
	END IF;
	client := known.prefix || client;
	IF octet_length(client) > 54 OR client ~ '[[:cntrl:]]' THEN
		RAISE EXCEPTION 'the name in the token cannot be used here' USING ERRCODE = 'SK403',
			HINT = 'Names have at most 54 bytes and no control characters.';
	END IF;
	SELECT known.roles ->> w INTO client_role
		FROM jsonb_array_elements_text(sky.words(claims -> known.role_claim)) w
		WHERE known.roles ? w ORDER BY w LIMIT 1;
	client_role := coalesce(client_role, known.default_role);
	IF client_role IS NULL THEN
		RAISE EXCEPTION 'the token gives you no role in this archive' USING ERRCODE = 'SK403';
	END IF;
	RETURN jsonb_strip_nulls(jsonb_build_object('iss', 'pgsky:principal', 'kind', 'jwt',
		'sub', client, 'role', client_role, 'issuer', known.iss,
		'exp', floor((claims ->> 'exp')::numeric) + 30,
		'groups', sky.words(claims -> known.groups_claim, known.prefix),
		'scopes', CASE WHEN known.scopes_claim IS NOT NULL THEN sky.words(claims -> known.scopes_claim) END))
		|| jsonb_build_object('claims', claims);
END $$;
COMMENT ON FUNCTION sky.token_principal(jsonb) IS
	'The principal of the bearer of a token with those claims, which are true.';

CREATE FUNCTION sky.key_principal(key text) RETURNS jsonb
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	k sky.key_record%ROWTYPE;
BEGIN
	SELECT * INTO k FROM sky.key_record r
		WHERE r.id = substr(key, 5, 22) AND r.kind <> 'refresh'
			AND r.hash = sha256(convert_to(key, 'UTF8'))
			AND (r.expires IS NULL OR r.expires > now());
	IF NOT FOUND THEN
		RETURN NULL;
	END IF;
	IF (k.last_used IS NULL OR k.last_used < now() - interval '10 min')
		AND current_setting('transaction_read_only') = 'off' THEN
		UPDATE sky.key_record SET last_used = now() WHERE id IN
			(SELECT r.id FROM sky.key_record r WHERE r.id = k.id FOR UPDATE SKIP LOCKED);
	END IF;
	IF k.principal IS NOT NULL AND NOT EXISTS (SELECT FROM sky.issuer i WHERE i.iss = k.principal ->> 'issuer') THEN
		RETURN NULL;
	ELSIF k.principal IS NOT NULL THEN
		RETURN jsonb_strip_nulls(k.principal || jsonb_build_object('kind', k.kind, 'scopes', k.scopes,
			'exp', floor(extract(epoch FROM k.expires))::int8));
	ELSIF k.owner IS NOT NULL THEN
		RETURN sky.user_principal(k.owner, k.kind, to_jsonb(k.scopes), k.expires);
	END IF;
	RETURN jsonb_strip_nulls(jsonb_build_object('iss', 'pgsky:principal', 'kind', k.kind,
		'role', 'sky_anon', 'share', 'key:' || k.id, 'scopes', k.scopes, 'groups', '[]'::jsonb,
		'exp', floor(extract(epoch FROM k.expires))::int8));
END $$;
COMMENT ON FUNCTION sky.key_principal(text) IS
	'The principal of whoever has a key, and notes its use; NULL if it is none.';

CREATE FUNCTION sky.password_principal(user_name text, password text) RETURNS jsonb
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	principal jsonb;
	key text := CASE WHEN user_name LIKE 'psk-%' THEN user_name WHEN password LIKE 'psk-%' THEN password END;
BEGIN
	IF key IS NULL THEN
		IF sky.password_fits(password, (SELECT u.password FROM sky.user_record u WHERE u.name = user_name)) THEN
			RETURN sky.user_principal(user_name, 'password');
		END IF;
		RETURN NULL;
	END IF;
	principal := sky.key_principal(key);
	IF user_name NOT IN (key, 'x-oauth-basic') AND user_name IS DISTINCT FROM principal ->> 'sub' THEN
		RETURN NULL;
	END IF;
	RETURN principal;
END $$;
COMMENT ON FUNCTION sky.password_principal(text, text) IS
	'The principal of a user with that password; one of his keys may stand in its place, or a key in the place of his name.';

CREATE FUNCTION sky.credential_principal(kind text, name text, secret text) RETURNS text
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	CASE kind
		WHEN 'key', 'token' THEN
			RETURN sky.key_principal(secret);
		WHEN 'password' THEN
			RETURN sky.password_principal(name, secret);
		ELSE
			RAISE EXCEPTION 'there is no kind "%" of credentials', kind
				USING ERRCODE = 'invalid_parameter_value', HINT = 'Kinds are key, password and token.';
	END CASE;
END $$;
COMMENT ON FUNCTION sky.credential_principal(text, text, text) IS
	'The principal of whoever has that credential, as sky.enter_with takes them; NULL if it is wrong.';

REVOKE EXECUTE ON FUNCTION sky.refuse_shared_name(text, text), sky.check_issuer(), sky.check_user(), sky.tell(), sky.forget_user(), sky.refuse(text), sky.own_token_principal(jsonb), sky.password_hash(text), sky.password_fits(text, text),
	sky.random_word(int4), sky.words(jsonb, text), sky.user_principal(text, text, jsonb, timestamptz), sky.token_principal(jsonb),
	sky.key_principal(text), sky.password_principal(text, text), sky.credential_principal(text, text, text) FROM PUBLIC;
