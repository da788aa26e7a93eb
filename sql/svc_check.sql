-- What clients are told of a query that is wrong: all of it, and what they meant.
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;
CREATE SCHEMA cat;
CREATE TABLE cat.hipparcos (hip int4 PRIMARY KEY, name text, ra float8, dec float8, vmag real);
SELECT sky.publish('cat.hipparcos');
BEGIN;
SELECT sky.enter();
SELECT status, convert_from(body, 'UTF8') FROM sky.serve('GET', '/tap/sync',
	'FORMAT=text&QUERY=SELECT+hip,+vmagg%0AFORM+cat.hiparcos%0AWEHRE+name+%3D%3D+%22Sirius%22', '', NULL);
SELECT status, convert_from(body, 'UTF8') FROM sky.serve('GET', '/tap/check',
	'QUERY=SELECT+hip,+vmagg%0AFORM+cat.hiparcos%0AWEHRE+name+%3D%3D+%22Sirius%22', '', NULL);
-- Editors find the places in what they show: characters from 1.
SELECT convert_from(body, 'UTF8') FROM sky.serve('GET', '/tap/check', 'QUERY=SELECT+%27%C3%A4%C3%B6%22%27,+nam+FROM+cat.hipparcos', '', NULL);
-- What is understood is a warning, or an error where ADQL is asked for.
SELECT convert_from(body, 'UTF8') FROM sky.serve('GET', '/tap/check', 'QUERY=SELECT+hip+FROM+cat.hipparcos;', '', NULL);
SELECT convert_from(body, 'UTF8') FROM sky.serve('POST', '/tap/check', '', 'content-type: application/x-www-form-urlencoded',
	'MODE=strict&QUERY=SELECT+hip+FROM+cat.hipparcos%3B');
SELECT headers, convert_from(body, 'UTF8') FROM sky.serve('GET', '/tap/check', 'QUERY=SELECT+hip+FROM+cat.hipparcos', '', NULL);
SELECT status, convert_from(body, 'UTF8') FROM sky.serve('GET', '/tap/check', '', '', NULL);
SELECT status, convert_from(body, 'UTF8') FROM sky.serve('GET', '/tap/check', 'QUERY=x&MODE=loose', '', NULL);
ROLLBACK;
DROP SCHEMA cat CASCADE;
