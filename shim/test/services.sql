-- The extension itself, with one table that is published and one that is not.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE EXTENSION pgsky;
CREATE SCHEMA sample;
CREATE TABLE sample.star AS
SELECT g AS id, (g * 0.004)::float8 AS ra, (g * 0.001 - 45)::float8 AS dec, 'star ' || g AS name
FROM generate_series(1, 90000) AS g;
ALTER TABLE sample.star ADD PRIMARY KEY (id);
CREATE TABLE sample.secret AS SELECT 1 AS id;
ANALYZE sample.star;
SELECT sky.publish('sample.star') \g /dev/null
