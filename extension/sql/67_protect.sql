-- Rows that obey the person: who may see what of observations that are not public yet.
CREATE TABLE sky.data_grant (
	kind text NOT NULL CHECK (kind IN ('proposal', 'instrument', 'collection', 'product')),
	value text NOT NULL,
	grantee text NOT NULL,
	is_group boolean NOT NULL DEFAULT false,
	metadata_only boolean NOT NULL DEFAULT false,
	PRIMARY KEY (grantee, is_group, kind, value)
);
COMMENT ON TABLE sky.data_grant IS
	'Who may read what before it is public: the data of a proposal, an instrument, a collection, or one product.';
COMMENT ON COLUMN sky.data_grant.value IS 'What the column that sky.protect was told of has in its rows.';
COMMENT ON COLUMN sky.data_grant.grantee IS 'A client by his name, or a group.';
COMMENT ON COLUMN sky.data_grant.metadata_only IS 'The rows, but not the files.';

CREATE TABLE sky.delegate (
	client text NOT NULL,
	delegate text NOT NULL,
	expires timestamptz,
	PRIMARY KEY (delegate, client)
);
COMMENT ON TABLE sky.delegate IS
	'Who may read what another was granted in his own name, as co-investigators do.';
COMMENT ON COLUMN sky.delegate.expires IS 'NULL: never.';

CREATE TABLE sky.protection (
	relid regclass PRIMARY KEY,
	data_condition text NOT NULL
);
COMMENT ON TABLE sky.protection IS 'The tables under sky.protect.';
COMMENT ON COLUMN sky.protection.data_condition IS 'When the files that a row describes are the client''s to read, in SQL.';
SELECT pg_catalog.pg_extension_config_dump('sky.data_grant', '');
SELECT pg_catalog.pg_extension_config_dump('sky.delegate', '');
SELECT pg_catalog.pg_extension_config_dump('sky.protection', '');

-- The policies of protected tables ask this view.
CREATE VIEW sky.my_grant WITH (security_barrier) AS
SELECT g.kind, g.value, g.metadata_only
FROM sky.data_grant g
WHERE NOT g.is_group AND g.grantee = sky.subject()
	OR g.is_group AND sky.has_group(g.grantee)
	OR NOT g.is_group AND g.grantee IN (
		SELECT d.client FROM sky.delegate d
		WHERE d.delegate = sky.subject() AND (d.expires IS NULL OR d.expires > now()));
COMMENT ON VIEW sky.my_grant IS 'What the client was granted, himself, through his groups, or as a delegate.';
GRANT SELECT ON sky.my_grant TO PUBLIC;

-- A column of a relation, quoted for SQL; NULL if it was not asked for, or only by default
-- and is not there.
CREATE FUNCTION sky.protect_column(relation regclass, wanted text, usual text) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = relation AND a.attnum > 0
			AND NOT a.attisdropped AND a.attname = coalesce(wanted, usual)) THEN
		RETURN quote_ident(coalesce(wanted, usual));
	ELSIF wanted <> '' THEN
		RAISE EXCEPTION 'column "%" of % does not exist', wanted, relation USING ERRCODE = 'undefined_column';
	END IF;
	RETURN NULL;
END $$;
COMMENT ON FUNCTION sky.protect_column(regclass, text, text) IS
	'A column for sky.protect: the wanted one, or else the usual one if it is there; none for an empty name.';

-- The part of a condition that looks into the grants of one kind.
CREATE FUNCTION sky.protect_grant(column_name text, kind text, metadata boolean) RETURNS text
	LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
	SELECT format(' OR %s = ANY (ARRAY(SELECT g.value FROM sky.my_grant g WHERE g.kind = %L%s))',
		column_name, kind, CASE WHEN NOT metadata THEN ' AND NOT g.metadata_only' ELSE '' END)
	WHERE column_name IS NOT NULL;
END;
COMMENT ON FUNCTION sky.protect_grant(text, text, boolean) IS
	'The condition, in SQL, that the client was granted the value of a column.';

CREATE FUNCTION sky.protect(relation regclass, release_date text DEFAULT NULL, rights text DEFAULT NULL,
	proposal text DEFAULT NULL, instrument text DEFAULT NULL, collection text DEFAULT NULL,
	product text DEFAULT NULL, private_metadata text DEFAULT NULL,
	OUT metadata_condition text, OUT data_condition text)
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	release text := sky.protect_column(relation, release_date, 'obs_release_date');
	rights_column text := sky.protect_column(relation, rights, 'data_rights');
	release_type text := (SELECT format_type(a.atttypid, NULL) FROM pg_attribute a
		WHERE a.attrelid = relation AND quote_ident(a.attname) = release);
	instant text := CASE release_type
		WHEN 'timestamp with time zone' THEN 'now()'
		WHEN 'timestamp without time zone' THEN '(now() AT TIME ZONE ''UTC'')'
		WHEN 'date' THEN '(now() AT TIME ZONE ''UTC'')::date' END;
	open text;
	rows text;
	files text;
	-- Of a view: does it ask the policies of its tables for the client?  NULL: it is none.
	invoked boolean := (SELECT EXISTS (SELECT FROM pg_options_to_table(c.reloptions) o
			WHERE o.option_name = 'security_invoker' AND o.option_value::boolean)
		FROM pg_class c WHERE c.oid = relation AND c.relkind = 'v');
BEGIN
	IF NOT invoked OR invoked AND private_metadata IS NOT NULL THEN
		RAISE EXCEPTION 'the rows of view % obey the tables that it reads', relation USING ERRCODE = 'wrong_object_type',
			HINT = 'Make it WITH (security_invoker), protect its tables, and then the files of the view, without private_metadata.';
	ELSIF release IS NULL AND rights_column IS NULL THEN
		RAISE EXCEPTION 'nothing in % says what is public', relation USING ERRCODE = 'undefined_column',
			HINT = 'Name the column with release_date, or that with rights.';
	ELSIF release IS NOT NULL AND instant IS NULL THEN
		RAISE EXCEPTION 'column % of % is no date', release, relation USING ERRCODE = 'datatype_mismatch',
			HINT = 'Make it a date, a timestamp (UTC) or a timestamptz.';
	END IF;
	open := coalesce('coalesce(' || rights_column || ' = ''public'', true)', 'true');
	IF release IS NOT NULL THEN
		open := format('CASE WHEN %1$s IS NULL THEN %2$s ELSE %1$s <= %3$s END', release, open, instant);
	END IF;
	SELECT coalesce(string_agg(sky.protect_grant(c, k, true), ''), ''), coalesce(string_agg(sky.protect_grant(c, k, false), ''), '')
		INTO rows, files
		FROM (VALUES ('proposal', sky.protect_column(relation, proposal, 'proposal_id')),
			('instrument', sky.protect_column(relation, instrument, 'instrument_name')),
			('collection', sky.protect_column(relation, collection, 'obs_collection')),
			('product', sky.protect_column(relation, product, 'obs_publisher_did'))) v (k, c);
	data_condition := format('((%s)%s)', open, files);
	private_metadata := coalesce(private_metadata, rights_column || ' = ''secure''', 'false');
	metadata_condition := format('((%s) IS NOT TRUE OR (%s)%s)', private_metadata, open, rows);
	IF invoked THEN
		metadata_condition := NULL;
	ELSE
		EXECUTE format('DROP POLICY IF EXISTS sky_protect ON %s', relation);
		EXECUTE format('CREATE POLICY sky_protect ON %s FOR SELECT USING %s', relation, metadata_condition);
		EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
	END IF;
	EXECUTE format('DO $check$ BEGIN PERFORM FROM %s WHERE %s LIMIT 1; END $check$', relation, data_condition);
	INSERT INTO sky.protection AS p VALUES (relation, data_condition)
		ON CONFLICT (relid) DO UPDATE SET data_condition = excluded.data_condition;
END $$;
COMMENT ON FUNCTION sky.protect(regclass, text, text, text, text, text, text, text) IS
	'Puts a table of observations under a policy: files are read by all once the release date has come (where there is none: if the rights are public), '
	'before that by those of sky.data_grant and their delegates. The rows themselves are public, but for those with '
	'private_metadata (a condition on the columns; by default: the rights are secure), which only they see. Columns are those of ObsCore unless named; an empty name: none. Of a view, files alone: its rows obey its tables. Returns both conditions.';

CREATE FUNCTION sky.unprotect(relation regclass) RETURNS void
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM pg_class c WHERE c.oid = relation AND c.relkind <> 'v') THEN
		EXECUTE format('DROP POLICY IF EXISTS sky_protect ON %s', relation);
		EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', relation);
	END IF;
	DELETE FROM sky.protection p WHERE p.relid = relation;
END $$;
COMMENT ON FUNCTION sky.unprotect(regclass) IS 'Takes back sky.protect: everything in the table is public.';

CREATE FUNCTION sky.data_condition(relation regclass) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	own text;
BEGIN
	-- Most archives protect nothing, and each request for a file asks this.
	IF NOT EXISTS (SELECT FROM sky.protection) THEN
		RETURN 'true';
	END IF;
	own := (SELECT p.data_condition FROM sky.protection p WHERE p.relid = relation);
	RETURN coalesce(own, CASE WHEN EXISTS (
		WITH RECURSIVE source (relid) AS (
			SELECT relation::oid
			UNION
			SELECT n.relid FROM source s, LATERAL (
				SELECT d.refobjid FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
					WHERE r.ev_class = s.relid AND d.refclassid = 'pg_class'::regclass
				UNION ALL
				SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = s.relid) n (relid))
		SELECT FROM source s JOIN sky.protection p USING (relid)) THEN 'false' ELSE 'true' END);
END $$;
COMMENT ON FUNCTION sky.data_condition(regclass) IS
	'When the files that a row describes are the client''s to read, in SQL: never, where tables that the relation reads are under sky.protect and it is not itself.';

CREATE FUNCTION sky.may_read_data(product text) RETURNS boolean
	LANGUAGE c STABLE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_may_read_data';
COMMENT ON FUNCTION sky.may_read_data(text) IS
	'Whether the client may read the file of a product of ivoa.obscore: the gate of files, cutouts and links.';

REVOKE EXECUTE ON FUNCTION sky.protect_column(regclass, text, text), sky.protect_grant(text, text, boolean), sky.data_condition(regclass),
	sky.protect(regclass, text, text, text, text, text, text, text), sky.unprotect(regclass) FROM PUBLIC;
