-- Every object of the extension says what it is for.
WITH member AS (
	SELECT classid, objid FROM pg_depend
	WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
		AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'pgsky')
)
SELECT pg_describe_object(classid, objid, 0) AS uncommented
FROM member
WHERE classid IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_class'::regclass,
		'pg_operator'::regclass, 'pg_event_trigger'::regclass, 'pg_namespace'::regclass)
	AND obj_description(objid, classid::regclass::name) IS NULL
	-- Types that come with a table, or as arrays of another, have no life of their own.
	AND NOT EXISTS (
		SELECT FROM pg_type t WHERE classid = 'pg_type'::regclass AND t.oid = objid
			AND (t.typrelid <> 0 OR t.typelem <> 0 AND t.typcategory = 'A'))
	AND NOT (classid = 'pg_namespace'::regclass AND objid = 'sky'::regnamespace)
ORDER BY 1;

-- So does every column of tap_schema.
SELECT attrelid::regclass, attname FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
WHERE relnamespace = 'tap_schema'::regnamespace AND attnum > 0
	AND col_description(attrelid, attnum) IS NULL;
