-- A published view takes over what is said of the columns it shows.
SET client_min_messages = warning;
CREATE SCHEMA sky_test;
CREATE TABLE sky_test.star (id int PRIMARY KEY, lon float8, lat float8, mag real);
CREATE TABLE sky_test.name (id int REFERENCES sky_test.star, name text);
COMMENT ON COLUMN sky_test.star.mag IS 'magnitude';
COMMENT ON COLUMN sky_test.name.name IS 'what people call it';
SELECT sky.describe('sky_test.star', 'lon', 'deg', 'pos.eq.ra;meta.main', 'x:lon');
SELECT sky.describe('sky_test.star', 'lat', 'deg', 'pos.eq.dec;meta.main');
SELECT sky.describe('sky_test.star', 'mag', 'mag', 'phot.mag', principal => false);
CREATE VIEW sky_test.plain AS
	SELECT s.id AS number, lon AS l, s.lat, mag, mag - 5 AS absolute, n.name
	FROM sky_test.star s LEFT JOIN sky_test.name n USING (id);
CREATE MATERIALIZED VIEW sky_test.stored AS
	SELECT * FROM (SELECT lon, lat FROM sky_test.star LIMIT 1) s;
COMMENT ON COLUMN sky_test.plain.name IS 'my own word';
SELECT sky.describe('sky_test.plain', 'mag', unit => 'mmag');
SELECT sky.publish('sky_test.plain'), sky.publish('sky_test.stored');
SELECT table_name, column_name, unit, ucd, utype, description, principal
FROM tap_schema.columns WHERE table_name LIKE 'sky_test.%' ORDER BY table_name, column_index;
-- A view over a view, once that one is published.
CREATE VIEW sky_test.upon AS SELECT l, mag FROM sky_test.plain;
SELECT sky.publish('sky_test.upon');
SELECT column_name, unit, ucd, utype, description, principal
FROM tap_schema.columns WHERE table_name = 'sky_test.upon' ORDER BY column_index;
DROP SCHEMA sky_test CASCADE;
