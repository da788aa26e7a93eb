-- Calibrations of observations by rules.
\pset format unaligned
\pset tuples_only on
SELECT sky.create_obscore();
CREATE FUNCTION add_file(name text, mjd float8, header jsonb, collection text DEFAULT 'cam') RETURNS void LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO sky.data_file VALUES ('cam/' || name || '.fits', 'ivo://example.org/cam?' || name, 2880, '2020-01-01',
		jsonb_build_object('hdus', jsonb_build_array(jsonb_build_object('header',
			'{"INSTRUME": "CAM", "BIN": 1}' || jsonb_build_object('MJD-OBS', mjd) || header))));
	INSERT INTO ivoa.obscore (calib_level, obs_collection, obs_id, obs_publisher_did)
		VALUES (0, collection, name, 'ivo://example.org/cam?' || name);
END;
DO $$
BEGIN
	PERFORM add_file('science', 100, '{"IMAGETYP": "OBJECT", "FILTER": "R"}');
	PERFORM add_file('lonely', 900, '{"IMAGETYP": "OBJECT", "FILTER": "R"}');
	PERFORM add_file('untimed', NULL, '{"IMAGETYP": "OBJECT", "FILTER": "R"}');
	PERFORM add_file('part' || i, 100 + i * 0.01, '{"IMAGETYP": "OBJECT", "FILTER": "V", "ESO TPL START": "2020-01-01T00:00:00"}') FROM generate_series(1, 3) i;
	PERFORM add_file('part_secret', 100, '{"IMAGETYP": "OBJECT", "FILTER": "V", "ESO TPL START": "2020-01-01T00:00:00"}', 'secret');
	PERFORM add_file('part_of_another', 100, '{"IMAGETYP": "OBJECT", "FILTER": "V", "ESO TPL START": "2020-01-01T00:10:00"}');
	PERFORM add_file('flat' || i, 100 + 0.6 * i, '{"IMAGETYP": "FLAT", "FILTER": "R"}') FROM generate_series(-2, 3) i;
	PERFORM add_file('flat_other_filter', 100, '{"IMAGETYP": "FLAT", "FILTER": "B"}');
	PERFORM add_file('flat_other_camera', 100, '{"IMAGETYP": "FLAT", "FILTER": "R", "INSTRUME": "OTHER"}');
	PERFORM add_file('bias' || i, 90 + i, '{"IMAGETYP": "BIAS"}') FROM generate_series(1, 5) i;
	PERFORM add_file('bias_binned', 100, '{"IMAGETYP": "BIAS", "BIN": 2}');
	PERFORM add_file('bias_secret', 100, '{"IMAGETYP": "BIAS"}', 'secret');
	PERFORM add_file('master_bias', 99, '{"IMAGETYP": "MASTER_BIAS"}');
END $$;
INSERT INTO sky.association_rule (name, mode, category, only_where, calibration, same_keywords, max_days, certified_days, least, most) VALUES
	('a flat field', 'Raw2Raw', 'FLAT', '{"IMAGETYP": "OBJECT"}', '{"IMAGETYP": "FLAT"}', '{INSTRUME,FILTER,BIN}', 30, 1, 2, 3),
	('bias for science', 'Raw2Raw', 'BIAS', '{"IMAGETYP": "OBJECT"}', '{"IMAGETYP": "BIAS"}', '{INSTRUME,BIN}', 30, 8, 3, 5),
	('bias for flats', 'Raw2Raw', 'BIAS', '{"IMAGETYP": "FLAT"}', '{"IMAGETYP": "BIAS"}', '{INSTRUME,BIN}', 30, NULL, 6, 10),
	('flats for bias', 'Raw2Raw', 'FLAT', '{"IMAGETYP": "BIAS"}', '{"IMAGETYP": "FLAT"}', '{INSTRUME,BIN}', 30, NULL, 0, 1),
	('bias', 'Raw2Master', 'MASTER_BIAS', '{"IMAGETYP": "OBJECT"}', '{"IMAGETYP": "MASTER_BIAS"}', '{INSTRUME,BIN}', 30, NULL, 1, 1),
	('another', 'Raw2Raw', 'OTHER', '{"IMAGETYP": "OBJECT"}', '{}', '{ABSENT}', 30, NULL, 1, 1);
INSERT INTO sky.sibling_rule (name, only_where, same_keywords) VALUES
	('one "template"', '{"IMAGETYP": "OBJECT"}', '{INSTRUME,ESO TPL START}'), ('the same again', '{}', '{INSTRUME,ESO TPL START}');
ALTER TABLE ivoa.obscore ENABLE ROW LEVEL SECURITY;
CREATE POLICY no_secrets ON ivoa.obscore USING (obs_collection <> 'secret');
CREATE FUNCTION ask(query text) RETURNS text LANGUAGE sql
	RETURN (SELECT concat_ws(E'\n', s.status, trim(E'\n' FROM s.headers), '', replace(convert_from(s.body, 'UTF8'), E'\r', ''))
		FROM sky.serve('GET', '/calselector/v1/associations', query, '', NULL) s);
SET ROLE sky_anon;
SELECT level, rule, category, path, round(days::numeric, 2), complete, certified FROM sky.associations('science');
SELECT level, rule, category, path, round(days::numeric, 2), complete, certified FROM sky.associations('science', 'Raw2Master');
-- Too far away from everything; nobody knows when.
SELECT level, rule, path, complete, certified FROM sky.associations('lonely');
SELECT level, rule, path, complete, certified FROM sky.associations('untimed');
SELECT * FROM sky.associations('bias_secret');
-- What was taken together.
SELECT level, rule, category, path, round(days::numeric, 2), complete FROM sky.associations('part2', 'raw2master');
SELECT ask('dp_id=ivo://example.org/cam%3Fpart2&mode=raw2master');
SELECT l FROM regexp_split_to_table(ask('dp_id=part2&dp_id=science&responseformat=votable'), '\n') l WHERE l ~ '^(200|Content|<TR>)';
SELECT * FROM sky.associations('science', 'Raw2Cooked');
SELECT ask('dp_id=science&mode=Raw2Master');
SELECT ask('dp_id=science&dp_id=lonely&mode=Raw2Master');
SELECT xmlparse(document substr(ask('dp_id=science'), strpos(ask('dp_id=science'), '<?xml'))) IS DOCUMENT;
SELECT l FROM regexp_split_to_table(ask('dp_id=science&mode=Raw2Master&responseformat=votable'), '\n') l WHERE l ~ '^(200|Content|<TR>)';
SELECT ask('dp_id=bias_secret');
SELECT ask('');
SELECT ask('dp_id=science&mode=Raw2Cooked');
SELECT ask('dp_id=science&responseformat=gif');
-- Links lead there.
SELECT l ->> 'semantics', l ->> 'access_url', l ->> 'description', l ->> 'content_type'
	FROM sky.serve('GET', '/datalink/links', 'RESPONSEFORMAT=json&ID=science', '', NULL) s,
		json_array_elements(convert_from(s.body, 'UTF8')::json -> 'links') l WHERE l ->> 'semantics' ~ 'calSelector';
RESET ROLE;
-- The superuser sees more.
SELECT count(*) FROM sky.associations('science') WHERE path = 'cam/bias_secret.fits';
DROP FUNCTION ask, add_file;
DELETE FROM sky.association_rule;
DELETE FROM sky.sibling_rule;
DELETE FROM sky.data_file;
DROP SCHEMA ivoa CASCADE;
