-- Columns of a result carry what is said of the table's columns they show, published or not.
SET client_min_messages = warning;
CREATE SCHEMA sky_test;
CREATE TABLE sky_test.t (id int, mag real, w tstzrange);
COMMENT ON COLUMN sky_test.t.mag IS 'Größe';
COMMENT ON COLUMN sky_test.t.w IS 'when';
SELECT sky.describe('sky_test.t', 'mag', 'mag', 'phot.mag', 'x:mag', 'x');
COPY (SELECT mag AS m, mag + 1 AS n, w FROM sky_test.t WHERE false) TO STDOUT (FORMAT votable);
COPY sky_test.t TO STDOUT (FORMAT votable);
CREATE VIEW sky_test.v AS SELECT mag FROM sky_test.t;
SELECT sky.publish('sky_test.v');
COPY (SELECT * FROM sky_test.v) TO STDOUT (FORMAT votable);
DROP SCHEMA sky_test CASCADE;
