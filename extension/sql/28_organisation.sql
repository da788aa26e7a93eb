-- Organisations: made, joined, left, by the DBA; and what a client sees of himself and of
-- those who belong to the same.
CREATE FUNCTION sky.create_organisation(subdomain text, name text, superadmin text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	INSERT INTO sky.organisation_record (subdomain, name) VALUES (subdomain, name);
	IF superadmin IS NOT NULL THEN
		PERFORM sky.join_organisation(subdomain, superadmin, 'superadmin');
	END IF;
END $$;
COMMENT ON FUNCTION sky.create_organisation(text, text, text) IS
	'Makes an organisation, with its first member. To drop it, delete its row of sky.organisation_record.';

CREATE FUNCTION sky.join_organisation(subdomain text, member text, role text DEFAULT 'member') RETURNS void
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM sky.user_record u WHERE u.name = member)
		AND NOT EXISTS (SELECT FROM sky.issuer i WHERE starts_with(member, i.prefix)) THEN
		RAISE EXCEPTION 'there is no user "%"', member USING ERRCODE = 'undefined_object',
			HINT = 'Make him by sky.create_user, or begin with the prefix of his issuer in sky.issuer.';
	END IF;
	INSERT INTO sky.membership_record AS m (organisation, member, role)
		SELECT o.pk, join_organisation.member, join_organisation.role
		FROM sky.organisation_record o WHERE o.subdomain = join_organisation.subdomain
		ON CONFLICT ON CONSTRAINT membership_record_pkey DO UPDATE SET role = excluded.role;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'there is no organisation "%"', subdomain USING ERRCODE = 'undefined_object',
			HINT = 'Make it by sky.create_organisation.';
	END IF;
END $$;
COMMENT ON FUNCTION sky.join_organisation(text, text, text) IS
	'Lets a client belong to an organisation as superadmin, admin, member (these may write), observer, visitor or guest; or gives him another role in it.';

CREATE FUNCTION sky.leave_organisation(subdomain text, member text) RETURNS void
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	DELETE FROM sky.membership_record m USING sky.organisation_record o
		WHERE o.pk = m.organisation AND o.subdomain = leave_organisation.subdomain AND m.member = leave_organisation.member;
	IF NOT FOUND THEN
		RAISE EXCEPTION '"%" does not belong to an organisation "%"', member, subdomain USING ERRCODE = 'undefined_object';
	END IF;
END $$;
COMMENT ON FUNCTION sky.leave_organisation(text, text) IS 'Lets a client belong to an organisation no more.';

REVOKE EXECUTE ON FUNCTION sky.create_organisation(text, text, text), sky.join_organisation(text, text, text),
	sky.leave_organisation(text, text) FROM PUBLIC;

CREATE VIEW sky.organisation WITH (security_barrier) AS
SELECT o.pk, o.subdomain, o.name, m.role
FROM sky.organisation_record o JOIN sky.membership_record m ON m.organisation = o.pk
WHERE m.member = sky.subject();
COMMENT ON VIEW sky.organisation IS 'The organisations that the client belongs to, and as what.';
GRANT SELECT ON sky.organisation TO PUBLIC;

CREATE VIEW sky.membership WITH (security_barrier) AS
SELECT m.pk, o.subdomain, m.member, m.role, m.date_joined
FROM sky.membership_record m JOIN sky.organisation o ON o.pk = m.organisation;
COMMENT ON VIEW sky.membership IS 'Who belongs to the organisations that the client belongs to.';
GRANT SELECT ON sky.membership TO PUBLIC;

CREATE VIEW sky.profile WITH (security_barrier) AS
SELECT u.pk,
	s.username,
	CASE WHEN s.username = sky.subject() AND u.name IS NULL THEN sky.claim('given_name')
		WHEN u.last_name IS NOT NULL THEN rtrim(left(u.full_name, -length(u.last_name)))
		ELSE coalesce(substring(u.full_name FROM '^(.*\S)\s+\S+$'), u.full_name) END AS first_name,
	CASE WHEN s.username = sky.subject() AND u.name IS NULL THEN sky.claim('family_name')
		ELSE coalesce(u.last_name, substring(u.full_name FROM '\S\s+(\S+)$')) END AS last_name,
	CASE WHEN s.username = sky.subject() THEN coalesce(u.email, CASE WHEN u.name IS NULL THEN sky.claim('email') END)
		WHEN EXISTS (SELECT FROM sky.membership m JOIN sky.organisation o USING (subdomain)
			WHERE m.member = s.username AND o.role IN ('superadmin', 'admin')) THEN u.email END AS email,
	u.creation_time AS membership_date
FROM (SELECT sky.subject() UNION SELECT m.member FROM sky.membership m) s (username)
	LEFT JOIN sky.user_record u ON u.name = s.username
WHERE s.username IS NOT NULL;
COMMENT ON VIEW sky.profile IS 'The client, and those who belong to the same organisations.';
COMMENT ON COLUMN sky.profile.pk IS 'NULL for clients of other issuers, who have no row of sky.user_record.';
COMMENT ON COLUMN sky.profile.email IS 'His own, and, for who administers an organisation, those of its members.';
GRANT SELECT ON sky.profile TO PUBLIC;
