-- Which calibrations belong to an observation: rules, as ESO's calSelector has them.
CREATE TABLE sky.association_rule (
	name text NOT NULL,
	mode text NOT NULL DEFAULT 'Raw2Raw' CHECK (mode IN ('Raw2Raw', 'Raw2Master')),
	category text NOT NULL,
	only_where jsonb NOT NULL,
	calibration jsonb NOT NULL,
	same_keywords text[] NOT NULL DEFAULT '{}',
	max_days float8 NOT NULL DEFAULT 30 CHECK (max_days >= 0),
	certified_days float8 CHECK (certified_days >= 0),
	least int4 NOT NULL DEFAULT 1 CHECK (least >= 0),
	most int4 NOT NULL DEFAULT 10 CHECK (most BETWEEN 1 AND 100),
	PRIMARY KEY (name, mode)
);
COMMENT ON TABLE sky.association_rule IS
	'Which calibration files belong to which files, by their headers and times: what sky.associations and '
	'/calselector/v1/associations follow. Rules for calibrations themselves (a flat needs a bias) make the cascade.';
COMMENT ON COLUMN sky.association_rule.mode IS 'Raw2Raw: raw calibrations; Raw2Master: processed ones.';
COMMENT ON COLUMN sky.association_rule.category IS 'What the calibrations are called: BIAS, MASTER_FLAT.';
COMMENT ON COLUMN sky.association_rule.only_where IS
	'Keywords and values that the header of a file must have for the rule to hold: {"INSTRUME": "FORS2", "IMAGETYP": "OBJECT"}.';
COMMENT ON COLUMN sky.association_rule.calibration IS 'Those that a calibration must have.';
COMMENT ON COLUMN sky.association_rule.same_keywords IS 'Keywords that must have the same value in both; a file without them does not follow the rule.';
COMMENT ON COLUMN sky.association_rule.max_days IS 'No calibration is farther away in time.';
COMMENT ON COLUMN sky.association_rule.certified_days IS 'Farther ones are taken, but not certified; NULL: max_days.';
COMMENT ON COLUMN sky.association_rule.least IS 'With fewer the set is not complete; 0: it is welcome, not needed.';
COMMENT ON COLUMN sky.association_rule.most IS 'The nearest so many are taken.';
SELECT pg_catalog.pg_extension_config_dump('sky.association_rule', '');

CREATE TABLE sky.sibling_rule (
	name text PRIMARY KEY,
	only_where jsonb NOT NULL DEFAULT '{}',
	same_keywords text[] NOT NULL CHECK (cardinality(same_keywords) > 0),
	most int4 NOT NULL DEFAULT 100 CHECK (most BETWEEN 1 AND 1000)
);
COMMENT ON TABLE sky.sibling_rule IS
	'Which files were taken together, as those of one template or observation block: siblings of each other in sky.associations, whatever the mode.';
COMMENT ON COLUMN sky.sibling_rule.only_where IS 'Keywords and values that the headers of all siblings must have.';
COMMENT ON COLUMN sky.sibling_rule.same_keywords IS
	'Keywords that must have the same value in all: {INSTRUME,"ESO TPL START"}; a file without them has no siblings.';
COMMENT ON COLUMN sky.sibling_rule.most IS 'So many are told.';
SELECT pg_catalog.pg_extension_config_dump('sky.sibling_rule', '');

CREATE FUNCTION sky.file_header(description jsonb) RETURNS jsonb
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN coalesce(description -> 'hdus' -> 1 -> 'header', '{}') || coalesce(description -> 'hdus' -> 0 -> 'header', '{}');
COMMENT ON FUNCTION sky.file_header(jsonb) IS
	'The primary header of a file, from its description in sky.data_file, and what the first extension has besides.';
CREATE INDEX data_file_header ON sky.data_file USING gin (sky.file_header(description) jsonb_path_ops);

CREATE FUNCTION sky.associations(product text, mode text DEFAULT 'Raw2Raw',
	OUT level int4, OUT rule text, OUT category text, OUT obs_publisher_did text, OUT path text, OUT days float8,
	OUT complete boolean, OUT certified boolean) RETURNS SETOF record
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE ROWS 20
	AS 'MODULE_PATHNAME', 'pgsky_associations';
COMMENT ON FUNCTION sky.associations(text, text) IS
	'The calibrations that belong to a product by sky.association_rule, level by level: first itself and its '
	'siblings by sky.sibling_rule, then each set of calibrations, followed by what this set needs. complete: the set, and all that it needs, is there; certified: and near '
	'enough in time. A set without a file has one row. Only products that the caller sees.';
