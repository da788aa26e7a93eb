-- Things that people share: who may do what, asked by policies.
\set QUIET on
\set VERBOSITY terse
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on
SELECT level, own, visibility, array_to_string(actions, ' ') FROM sky.permission;
SELECT sky.may('read', 'public', 'ann');
SELECT sky.may(NULL, 'public', 'ann');

-- Every cell as somebody of that level gets it; things of others are shared with him, or not.
CREATE ROLE auth_outcast NOLOGIN;
CREATE ROLE auth_curator NOLOGIN IN ROLE sky_staff;
GRANT auth_curator TO sky_shim;
CREATE TABLE public.auth_client (name text PRIMARY KEY, level text, principal text);
INSERT INTO public.auth_client VALUES
	('root', 'superuser', '{"iss": "pgsky:principal", "sub": "root", "role": "sky_admin", "groups": ["club"]}'),
	('curator', 'staff', '{"iss": "pgsky:principal", "sub": "curator", "role": "auth_curator", "groups": ["club"]}'),
	('ann', 'authenticated', '{"iss": "pgsky:principal", "sub": "ann", "role": "sky_user", "groups": ["club"]}'),
	('key:k', 'anonymous', '{"iss": "pgsky:principal", "kind": "anonymous", "share": "key:k", "role": "sky_anon", "groups": []}');
GRANT SELECT ON public.auth_client TO PUBLIC;
CREATE FUNCTION public.auth_differ(wanted_level text) RETURNS TABLE (cells int8, given int8, wrong text[]) LANGUAGE sql STABLE AS $$
	SELECT count(*), count(*) FILTER (WHERE may), array_agg(format('%s %s %s %s', a, v, o, s)) FILTER (WHERE may <> expected)
	FROM unnest('{list,view,create,edit,delete,make_public,make_unlisted,make_shared,make_private,change_owner}'::text[]) a,
		unnest('{public,unlisted,shared,private}'::text[]) v, unnest(ARRAY[sky.owner(), 'zoe', '', NULL]) o,
		(VALUES (NULL::text[]), ('{}'), ('{bob,@crew}'), ('{ann,root,curator,key:k}'), ('{NULL,@club}')) x (s), sky.permission p,
		LATERAL (SELECT sky.may(a, v, o, s), a = ANY (p.actions) AND (v <> 'shared' OR p.own OR wanted_level IN ('staff', 'superuser')
			OR coalesce(s && ARRAY['ann', 'root', 'curator', '@club'], false))) m (may, expected)
	WHERE p.level = wanted_level AND p.own = (o IS NOT DISTINCT FROM sky.owner()) AND p.visibility = v $$;
SELECT principal AS root FROM public.auth_client WHERE name = 'root' \gset
SELECT principal AS curator FROM public.auth_client WHERE name = 'curator' \gset
SELECT principal AS ann FROM public.auth_client WHERE name = 'ann' \gset
SELECT principal AS guest FROM public.auth_client WHERE name = 'key:k' \gset
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'root') = ''; SELECT sky.privilege_level(), sky.owner(); SELECT * FROM public.auth_differ('superuser'); COMMIT;
BEGIN; SELECT sky.enter_as(:'curator') = ''; SELECT sky.privilege_level(), sky.owner(); SELECT * FROM public.auth_differ('staff'); COMMIT;
BEGIN; SELECT sky.enter_as(:'ann') = ''; SELECT sky.privilege_level(), sky.owner(); SELECT * FROM public.auth_differ('authenticated'); COMMIT;
BEGIN; SELECT sky.enter_as(:'guest') = ''; SELECT sky.privilege_level(), sky.owner(); SELECT * FROM public.auth_differ('anonymous'); COMMIT;
-- Without a key nothing is an anonymous client's own.
BEGIN; SELECT sky.enter(); SELECT sky.privilege_level(), sky.owner(), sky.may('view', 'private', NULL), sky.may('view', 'public', NULL), sky.may('create', 'public', NULL); COMMIT;
RESET SESSION AUTHORIZATION;
-- A role that is none of the archive's may nothing.
SET ROLE auth_outcast;
SELECT sky.privilege_level(), count(*) FILTER (WHERE sky.may(a, v, o, '{auth_outcast}'))
FROM unnest('{list,view,edit}'::text[]) a, unnest('{public,shared}'::text[]) v, unnest('{auth_outcast,zoe}'::text[]) o;
RESET ROLE;
SELECT sky.privilege_level();
-- Who asks is the client, also where a function runs with its owner's rights.
CREATE FUNCTION public.auth_definer() RETURNS text LANGUAGE sql SECURITY DEFINER AS
	$$ SELECT format('%s %s %s', sky.privilege_level(), sky.owner(), sky.may('view', 'private', 'zoe')) $$;
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter(); SELECT public.auth_definer(); COMMIT;
BEGIN; SELECT sky.enter('sky_user'); SELECT public.auth_definer(); COMMIT;
RESET SESSION AUTHORIZATION;
DROP FUNCTION public.auth_definer;

-- As a policy: what may be seen is seen, what may be listed is in lists.
CREATE TABLE public.auth_set (id int, owner text DEFAULT sky.owner(), visibility text, shared_with text[]);
INSERT INTO public.auth_set VALUES (1, 'zoe', 'public', NULL), (2, 'zoe', 'unlisted', '{}'), (3, 'zoe', 'shared', '{@club}'), (4, 'zoe', 'shared', '{bob}'),
	(5, 'zoe', 'private', '{ann,key:k}'), (6, 'ann', 'private', NULL), (7, 'key:k', 'private', NULL), (8, 'zoe', 'nonsense', NULL), (9, 'zoe', NULL, '{ann}');
ALTER TABLE public.auth_set ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON public.auth_set FOR SELECT USING (sky.may('view', visibility, owner, shared_with));
CREATE POLICY make ON public.auth_set FOR INSERT WITH CHECK (sky.may('create', visibility, owner, shared_with));
CREATE POLICY mend ON public.auth_set FOR UPDATE USING (sky.may('edit', visibility, owner, shared_with));
CREATE POLICY drop ON public.auth_set FOR DELETE USING (sky.may('delete', visibility, owner, shared_with));
GRANT ALL ON public.auth_set TO sky_anon;
CREATE FUNCTION public.auth_try() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	done text := '';
	got text;
BEGIN
	SELECT format('view %s list %s', array_agg(id), array_agg(id) FILTER (WHERE sky.may('list', visibility, owner, shared_with))) INTO done FROM public.auth_set;
	WITH u AS (UPDATE public.auth_set SET id = id RETURNING id) SELECT array_agg(id ORDER BY id)::text INTO got FROM u;
	done := done || ' edit ' || coalesce(got, '{}');
	WITH d AS (DELETE FROM public.auth_set RETURNING id) SELECT array_agg(id ORDER BY id)::text INTO got FROM d;
	done := done || ' delete ' || coalesce(got, '{}');
	INSERT INTO public.auth_set (id, visibility) VALUES (10, 'private');
	BEGIN
		INSERT INTO public.auth_set VALUES (11, 'bob', 'public');
		done := done || ' for others';
	EXCEPTION WHEN insufficient_privilege THEN
		done := done || ' for itself';
	END;
	RETURN done;
END $$;
SET SESSION AUTHORIZATION sky_shim;
BEGIN; SELECT sky.enter_as(:'root', true) = ''; SELECT public.auth_try(); ROLLBACK;
BEGIN; SELECT sky.enter_as(:'curator', true) = ''; SELECT public.auth_try(); ROLLBACK;
BEGIN; SELECT sky.enter_as(:'ann', true) = ''; SELECT public.auth_try(); ROLLBACK;
BEGIN; SELECT sky.enter_as(:'guest', true) = ''; SELECT public.auth_try(); ROLLBACK;
BEGIN; SELECT sky.enter('sky_anon', true); SELECT public.auth_try(); ROLLBACK;
RESET SESSION AUTHORIZATION;
-- No name is that of an anonymous key.
SELECT sky.create_user('key:k');
INSERT INTO sky.issuer (iss) VALUES ('https://idp.example.org');
SELECT sky.token_principal('{"iss": "https://idp.example.org", "sub": "key:k", "exp": 9999999999}');
DELETE FROM sky.issuer;
DROP FUNCTION public.auth_try, public.auth_differ;
DROP TABLE public.auth_set, public.auth_client;
DROP ROLE auth_curator, auth_outcast;
