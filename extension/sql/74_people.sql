-- /profiles and /organisations over HTTP, as JSON.  What a client may see the views say.
CREATE FUNCTION sky.profile_document(p sky.profile) RETURNS jsonb
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT jsonb_build_object('pk', p.pk, 'username', p.username, 'first_name', coalesce(p.first_name, ''),
		'last_name', coalesce(p.last_name, ''), 'email', p.email, 'membership_date', sky.utc(p.membership_date)) $$;
COMMENT ON FUNCTION sky.profile_document(sky.profile) IS 'A profile as JSON.';

CREATE FUNCTION sky.organisation_document(wanted text) RETURNS jsonb
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT jsonb_build_object('pk', o.pk, 'name', o.name, 'subdomain', o.subdomain)
	FROM sky.organisation o WHERE o.subdomain = wanted $$;
COMMENT ON FUNCTION sky.organisation_document(text) IS 'An organisation of the client''s as JSON; NULL if it is none.';

CREATE FUNCTION sky.memberships_document(username text) RETURNS jsonb
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT coalesce(jsonb_agg(jsonb_build_object('pk', m.pk, 'date_joined', m.date_joined, 'role', m.role,
		'organisation', sky.organisation_document(m.subdomain)) ORDER BY m.subdomain), '[]')
	FROM sky.membership m WHERE m.member = username $$;
COMMENT ON FUNCTION sky.memberships_document(text) IS 'The memberships of somebody as JSON, where they are the client''s too.';

CREATE FUNCTION sky.members_document(wanted text) RETURNS jsonb
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT jsonb_agg(jsonb_build_object('pk', m.pk, 'date_joined', m.date_joined, 'role', m.role,
		'profile', sky.profile_document(p)) ORDER BY m.member)
	FROM sky.membership m JOIN sky.profile p ON p.username = m.member WHERE m.subdomain = wanted $$;
COMMENT ON FUNCTION sky.members_document(text) IS 'The members of an organisation of the client''s as JSON; NULL if it is none.';

-- What is not there and what is not for this client are all the same.  A key that is good
-- for something else alone, such as sending files, tells its owner of himself.
CREATE FUNCTION sky.people_answer(path text, who jsonb) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	client text := substring(path FROM '^/profiles/(.+)');
	subdomain text := substring(path FROM '^/organisations/([^/]+)');
	part text := substring(path FROM '^/organisations/[^/]+/(.+)');
	document jsonb;
BEGIN
	IF who ->> 'sub' IS NULL THEN
		RETURN sky.answer(401, '{"detail": "you are to log in"}');
	ELSIF who -> 'scopes' IS NOT NULL AND NOT who -> 'scopes' ?| '{read:user,*}'
		AND (client <> who ->> 'sub' OR part IS NOT NULL) THEN
		RETURN sky.answer(403, '{"detail": "it takes the scope read:user"}');
	END IF;
	CASE
		WHEN client IS NOT NULL THEN
			SELECT sky.profile_document(p) || jsonb_build_object('memberships', sky.memberships_document(p.username))
				INTO document FROM sky.profile p WHERE p.username = client;
		WHEN path = '/organisations' THEN
			SELECT coalesce(jsonb_agg(sky.organisation_document(o.subdomain) ORDER BY o.subdomain), '[]')
				INTO document FROM sky.organisation o;
		WHEN part IS NULL THEN
			document := sky.organisation_document(subdomain);
		WHEN part = 'members' THEN
			document := sky.members_document(subdomain);
		ELSE
			NULL;
	END CASE;
	IF document IS NULL THEN
		RETURN sky.answer(404, '{"detail": "there is nothing here"}');
	END IF;
	RETURN sky.answer(200, document);
END $$;
COMMENT ON FUNCTION sky.people_answer(text, jsonb) IS
	'/profiles/NAME, /organisations, /organisations/SUBDOMAIN and its members, as sky.auth_answer answers.';

REVOKE EXECUTE ON FUNCTION sky.profile_document(sky.profile), sky.organisation_document(text), sky.memberships_document(text),
	sky.members_document(text), sky.people_answer(text, jsonb) FROM PUBLIC;
