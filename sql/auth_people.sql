-- Organisations and who belongs to them: made by the DBA, seen by members, asked by policies.
\set QUIET on
\set VERBOSITY terse
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION public.auth_ask(method text, path text, body text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	a record;
BEGIN
	SELECT * INTO a FROM sky.serve(method, path, '', E'content-type: application/json\n', convert_to(body, 'UTF8'));
	RETURN a.status || ' ' || regexp_replace(convert_from(a.body, 'UTF8'), '\d{4}-\d\d-\d\d(T[\d:.]+Z)?', '.', 'g');
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ' ' || sqlerrm;
END $$;
-- Numbers as in a new database.
SELECT setval(s, 1, false) FROM unnest('{sky.user_record_pk_seq,sky.organisation_record_pk_seq,sky.membership_record_pk_seq}'::regclass[]) s \g /dev/null
SELECT sky.create_user('ann', full_name => 'Ann van der Other', email => 'ann@example.org');
UPDATE sky.user_record SET last_name = 'van der Other';
UPDATE sky.user_record SET last_name = 'Another';
SELECT sky.create_user('bob', full_name => 'Bob B. Smith', email => 'bob@example.org');
SELECT sky.create_user('cy', full_name => 'Cy', email => 'cy@example.org', groups => '{team}');
SELECT sky.create_user('eve', email => 'eve@example.org');
INSERT INTO sky.issuer (iss, prefix) VALUES ('https://idp.example.org', 'o');

-- The DBA's calls.
SELECT sky.create_organisation('oma', 'Observatoire', 'ann');
SELECT sky.create_organisation('saao', 'South African', 'eve');
SELECT sky.create_organisation('oma', 'Again');
SELECT sky.create_organisation('no.dots', 'x');
SELECT sky.create_organisation('Upper', 'x');
SELECT sky.create_organisation('ghost', 'x', 'nobody');
SELECT sky.join_organisation('oma', 'bob');
SELECT sky.join_organisation('oma', 'bob', 'observer');
SELECT sky.join_organisation('oma', 'cy', 'king');
SELECT sky.join_organisation('oma', 'cy', 'anonymous');
SELECT sky.join_organisation('oma', 'nobody');
SELECT sky.join_organisation('nosuch', 'bob');
SELECT sky.join_organisation('oma', 'oidc', 'admin');
SELECT sky.join_organisation('saao', 'ann', 'guest'), sky.join_organisation('saao', 'cy');
SELECT sky.leave_organisation('saao', 'cy');
SELECT sky.leave_organisation('saao', 'cy');
SELECT o.subdomain, m.member, m.role FROM sky.membership_record m JOIN sky.organisation_record o ON o.pk = m.organisation ORDER BY 1, 2;
-- Groups that organisations alone give.
INSERT INTO sky.group_member VALUES ('org:oma:admin', 'bob');
SELECT sky.user_principal('ann', 'key') -> 'groups', sky.user_principal('bob', 'key') -> 'groups', sky.user_principal('cy', 'key') -> 'groups';
SELECT sky.token_principal('{"iss": "https://idp.example.org", "sub": "idc", "exp": 9999999999,
	"groups": ["x", "org:saao", "rg:oma:write", "rg:saao:admin"]}') -> 'groups';
SELECT sky.new_key('bob') AS bobs_key, sky.new_key('ann', 'upload') AS anns_key \gset
SELECT sky.new_key('oidc', principal => '{"iss": "pgsky:principal", "issuer": "https://idp.example.org", "sub": "oidc", "role": "sky_user", "groups": ["ox"],
	"claims": {"iss": "https://idp.example.org", "sub": "idc", "groups": ["x", "rg:saao:admin"]}}') AS their_key \gset
SELECT sky.key_principal(:'their_key') -> 'groups';

-- What each of them sees.
\set ann '{"iss": "pgsky:principal", "sub": "ann", "kind": "key", "role": "sky_user", "groups": ["org:oma", "org:oma:admin", "org:oma:write", "org:saao"]}'
\set uploader '{"iss": "pgsky:principal", "sub": "ann", "kind": "upload", "role": "sky_user", "scopes": ["write:files"], "groups": []}'
\set reader '{"iss": "pgsky:principal", "sub": "ann", "kind": "key", "role": "sky_user", "scopes": ["read:user"], "groups": []}'
\set bob '{"iss": "pgsky:principal", "sub": "bob", "kind": "key", "role": "sky_user", "groups": ["org:oma"]}'
\set cy '{"iss": "pgsky:principal", "sub": "cy", "kind": "key", "role": "sky_user", "groups": ["team"]}'
\set oidc '{"iss": "pgsky:principal", "sub": "oidc", "kind": "jwt", "role": "sky_user", "groups": [], "claims": {"given_name": "O", "family_name": "Idc", "email": "o@idp.example.org"}}'
\set nobody '{"iss": "pgsky:principal", "kind": "anonymous", "role": "sky_anon", "groups": []}'
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'ann') = '';
SELECT * FROM sky.organisation ORDER BY subdomain;
SELECT subdomain, member, role FROM sky.membership ORDER BY subdomain, member;
SELECT pk, username, first_name, last_name, email FROM sky.profile ORDER BY username;
SELECT public.auth_ask('GET', '/profiles/ann/');
SELECT public.auth_ask('GET', '/profiles/bob/');
SELECT public.auth_ask('GET', '/profiles/eve');
SELECT public.auth_ask('GET', '/organisations/');
SELECT public.auth_ask('GET', '/organisations/oma/');
SELECT public.auth_ask('GET', '/organisations/oma/members/');
SELECT public.auth_ask('GET', '/organisations/oma/nosuch/');
SELECT public.auth_ask('GET', '/organisations/oma/members/x');
COMMIT;
BEGIN; SELECT sky.enter_as(:'bob') = '';
SELECT username, email FROM sky.profile ORDER BY username;
SELECT public.auth_ask('GET', '/profiles/ann/');
-- What is hidden is as what is not there.
SELECT public.auth_ask('GET', '/profiles/eve/');
SELECT public.auth_ask('GET', '/profiles/nobody/');
SELECT public.auth_ask('GET', '/profiles//');
SELECT public.auth_ask('GET', '/organisations/saao/');
SELECT public.auth_ask('GET', '/organisations/saao/members/');
SELECT public.auth_ask('GET', '/organisations/nosuch/');
-- Nobody raises himself.
SAVEPOINT s;
UPDATE sky.membership SET role = 'superadmin';
ROLLBACK TO s;
SELECT sky.join_organisation('oma', 'bob', 'superadmin');
ROLLBACK TO s;
SELECT * FROM sky.membership_record;
ROLLBACK TO s;
SELECT sky.profile_document(p) FROM sky.profile p;
COMMIT;
BEGIN; SELECT sky.enter_as(:'cy') = '';
SELECT username, first_name, last_name, email FROM sky.profile;
SELECT public.auth_ask('GET', '/profiles/cy/');
SELECT public.auth_ask('GET', '/organisations/');
COMMIT;
BEGIN; SELECT sky.enter_as(:'oidc') = '';
SELECT public.auth_ask('GET', '/profiles/oidc/');
SELECT username, email FROM sky.profile ORDER BY username;
COMMIT;
-- Keys that are good for something else.
BEGIN; SELECT sky.enter_as(:'uploader') = '';
SELECT left(public.auth_ask('GET', '/profiles/ann/'), 3), left(public.auth_ask('GET', '/organisations/oma/'), 3);
SELECT public.auth_ask('GET', '/profiles/bob/');
SELECT public.auth_ask('GET', '/profiles/nobody/');
SELECT public.auth_ask('GET', '/organisations/oma/members/');
COMMIT;
BEGIN; SELECT sky.enter_as(:'reader') = '';
SELECT left(public.auth_ask('GET', '/profiles/bob/'), 3), left(public.auth_ask('GET', '/organisations/oma/members/'), 3);
COMMIT;
-- Anonymous clients, with a key and without.
BEGIN; SELECT sky.enter_as(:'nobody') = '';
SELECT public.auth_ask('GET', '/profiles/ann/');
SELECT count(*) FROM sky.profile;
COMMIT;
BEGIN; SELECT sky.enter();
SELECT public.auth_ask('GET', '/profiles/ann/');
SELECT public.auth_ask('GET', '/organisations/oma/');
SELECT (SELECT count(*) FROM sky.profile), (SELECT count(*) FROM sky.organisation), (SELECT count(*) FROM sky.membership);
COMMIT;
-- Keys checked: by name or address, of a member; whatever is wrong, the answer is one.
BEGIN; SELECT sky.enter('sky_anon', true);
CREATE FUNCTION pg_temp.verify(who text, key text, organisation text) RETURNS text LANGUAGE sql AS $$
	SELECT public.auth_ask('POST', '/auth/key/verify-organisation/', json_build_object('username', who, 'key', key, 'organisation', organisation)::text) $$;
SELECT pg_temp.verify('bob', :'bobs_key', 'oma');
SELECT pg_temp.verify('bob@example.org', :'bobs_key', 'oma');
SELECT pg_temp.verify('ann', :'anns_key', 'saao');
SELECT pg_temp.verify('oidc', :'their_key', 'oma');
SELECT DISTINCT pg_temp.verify(w, k, o) FROM (VALUES ('bob', :'bobs_key', 'saao'), ('bob', :'bobs_key', 'nosuch'), ('bob', :'bobs_key', NULL),
	('bob', :'bobs_key', ''), ('bob', :'bobs_key', 'oma:write'), ('ann', :'bobs_key', 'oma'), ('nobody', :'bobs_key', 'oma'), ('bob', :'bobs_key' || 'x', 'oma'), ('bob', 'psk-x', 'oma'),
	('bob', NULL, 'oma'), (NULL, :'bobs_key', 'oma'), ('bob@example.org', :'anns_key', 'oma'), ('ann@example.org', :'bobs_key', 'oma')) v (w, k, o);
SELECT public.auth_ask('POST', '/auth/key/verify-organisation/', '[]');
SELECT public.auth_ask('POST', '/auth/key/verify/', json_build_object('username', 'bob', 'key', :'bobs_key')::text);
SELECT public.auth_ask('POST', '/auth/key/nosuch/', '{}');
COMMIT;
RESET SESSION AUTHORIZATION;

-- Policies ask for the groups of organisations: rows, grants, tables of users.
CREATE TABLE public.auth_night (id int, organisation text, run text, released date);
INSERT INTO public.auth_night VALUES (1, 'oma', 'a', '2999-01-01'), (2, 'saao', 'b', '2999-01-01'), (3, 'saao', 'c', '2001-01-01');
ALTER TABLE public.auth_night ENABLE ROW LEVEL SECURITY;
CREATE POLICY theirs ON public.auth_night FOR SELECT USING (sky.has_group('org:' || organisation));
CREATE POLICY writers ON public.auth_night FOR INSERT WITH CHECK (sky.has_group('org:' || organisation || ':write'));
GRANT SELECT, INSERT ON public.auth_night TO sky_user;
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'ann', true) = '';
SELECT array_agg(id) FROM public.auth_night;
SAVEPOINT s;
INSERT INTO public.auth_night VALUES (4, 'oma');
INSERT INTO public.auth_night VALUES (5, 'saao');
ROLLBACK;
BEGIN; SELECT sky.enter_as(:'bob', true) = '';
SELECT array_agg(id) FROM public.auth_night;
INSERT INTO public.auth_night VALUES (4, 'oma');
ROLLBACK;
RESET SESSION AUTHORIZATION;
DROP POLICY theirs ON public.auth_night;
DROP POLICY writers ON public.auth_night;
SELECT sky.protect('public.auth_night', release_date => 'released', proposal => 'run', private_metadata => 'true') \g /dev/null
INSERT INTO sky.data_grant (kind, value, grantee, is_group) VALUES ('proposal', 'b', 'org:saao', true), ('proposal', 'a', 'org:saao:write', true);
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'ann') = '';
SELECT array_agg(id) FROM public.auth_night;
COMMIT;
BEGIN; SELECT sky.enter_as(:'cy') = '';
SELECT array_agg(id) FROM public.auth_night;
COMMIT;
RESET SESSION AUTHORIZATION;
DELETE FROM sky.data_grant;
DELETE FROM sky.protection WHERE relid = 'public.auth_night'::regclass;
DROP TABLE public.auth_night;
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'cy', true) = '';
SELECT sky.user_table_put('auth_list', E'x\n1\n2\n');
SELECT sky.user_table_grant('auth_list', 'org:oma', true);
COMMIT;
BEGIN; SELECT sky.enter_as(:'bob') = '';
SELECT schema_name, name FROM sky.user_table;
COMMIT;
BEGIN; SELECT sky.enter_as(:'cy', true) = '';
SELECT sky.user_table_drop('auth_list');
COMMIT;
RESET SESSION AUTHORIZATION;

-- With a user go his memberships, with an organisation those of all.
DELETE FROM sky.user_record WHERE name = 'bob';
SELECT member FROM sky.membership_record ORDER BY 1;
DELETE FROM sky.organisation_record WHERE subdomain = 'oma';
SELECT member FROM sky.membership_record ORDER BY 1;
DELETE FROM sky.organisation_record;
DELETE FROM sky.key_record;
DELETE FROM sky.issuer;
DELETE FROM sky.user_record;
DROP FUNCTION public.auth_ask;
