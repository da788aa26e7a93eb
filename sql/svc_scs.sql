-- Cone searches of published tables (SCS 1.03), as an anonymous client makes them.
\set QUIET on
\a
\t on
SET client_min_messages = warning;
CREATE SCHEMA svc_scs;
CREATE TABLE svc_scs.star (id int4 PRIMARY KEY, ra float8, "dec" float8, mag float4, "Name ""x""" text, note text);
COMMENT ON COLUMN svc_scs.star.ra IS 'Right ascension';
INSERT INTO svc_scs.star SELECT i, (i * 0.37)::numeric % 360, i % 180 - 89.5, i % 20, 'star & ' || i, 'note ' || i FROM generate_series(1, 20000) i;
SELECT sky.describe('svc_scs.star', 'mag', principal => true), sky.describe('svc_scs.star', 'Name "x"', principal => false),
	sky.describe('svc_scs.star', 'note', principal => false);
SELECT sky.publish('svc_scs.star', sky_index => true);
-- Positions and identifiers of other kinds.
CREATE TABLE svc_scs."Points" (place sky.point, code text, name text);
INSERT INTO svc_scs."Points" VALUES ('10 20', 'a b', 'first'), ('10.5 20', 'c', NULL), (NULL, 'd', 'nowhere');
SELECT sky.describe('svc_scs."Points"', 'code', ucd => 'meta.id;meta.main');
SELECT sky.publish('svc_scs."Points"');
CREATE TABLE svc_scs.visit (night date, shot int2, raj2000 numeric, dej2000 real, PRIMARY KEY (shot, night));
INSERT INTO svc_scs.visit VALUES ('2026-01-01', 1, 10, 20.25), ('2026-01-01', 2, 10, -20.25);
CREATE VIEW svc_scs.seen AS SELECT raj2000, dej2000, shot AS id FROM svc_scs.visit;
SELECT sky.publish('svc_scs.visit'), sky.publish('svc_scs.seen');
CREATE TABLE svc_scs.word (word text PRIMARY KEY);
SELECT sky.publish('svc_scs.word');
-- Which of two points?  And hours are no degrees.
CREATE TABLE svc_scs.pair (id int PRIMARY KEY, a sky.point, b sky.point);
CREATE TABLE svc_scs.hours (id int PRIMARY KEY, ra float8, "dec" float8);
SELECT sky.describe('svc_scs.hours', 'ra', unit => 'h');
SELECT sky.publish('svc_scs.pair'), sky.publish('svc_scs.hours');
-- Two positions, of which the second is the main one.
CREATE TABLE svc_scs.moved (id int PRIMARY KEY, ra_old float8, dec_old float8, ra_new float8, dec_new float8);
SELECT sky.describe('svc_scs.moved', c, unit => 'deg', ucd => u)
FROM (VALUES ('ra_old', 'pos.eq.ra'), ('dec_old', 'pos.eq.dec'), ('ra_new', 'pos.eq.ra;meta.main'), ('dec_new', 'pos.eq.dec;meta.main')) v (c, u);
INSERT INTO svc_scs.moved VALUES (1, 10, 20, 50, 60), (2, 50, 60, 10, 20);
SELECT sky.publish('svc_scs.moved');
CREATE TABLE svc_scs.secret (id int PRIMARY KEY, ra float8, "dec" float8);
SET ROLE sky_anon;

-- The answer streams by itself.
SELECT status, headers, stream FROM sky.serve('GET', '/scs/svc_scs.star', 'RA=10.36&DEC=-61.5&SR=0.1', '', NULL) \gset
\echo :status :headers
:stream;
SELECT stream FROM sky.serve('GET', '/scs/star', 'sr=0.1&ra=10.36&dec=-61.5&VERB=1&RESPONSEFORMAT=csv', '', NULL) \gset
:stream;
SELECT stream FROM sky.serve('GET', '/scs/svc_scs.star', 'RA=370.36&DEC=-61.5&SR=0.1&VERB=3&RESPONSEFORMAT=csv', '', NULL) \gset
:stream;
SELECT stream FROM sky.serve('GET', '/scs/svc_scs.star', 'RA=-349.64&DEC=-61.5&SR=0.1&RESPONSEFORMAT=csv', '', NULL) \gset
:stream;
-- No radius: the columns.  No rows wanted: the same, and they were cut.
SELECT stream FROM sky.serve('GET', '/scs/svc_scs.star', 'RA=10&DEC=20&SR=0&VERB=1', '', NULL) \gset
:stream;
SELECT stream FROM sky.serve('GET', '/scs/svc_scs.star', 'RA=10&DEC=20&SR=180&VERB=1&MAXREC=0', '', NULL) \gset
:stream;
SELECT stream FROM sky.serve('GET', '/scs/svc_scs.star', 'RA=10&DEC=20&SR=180&VERB=1&MAXREC=1', '', NULL) \gset
:stream;
-- Three columns that SCS must have, whatever the table has.
SELECT stream FROM sky.serve('GET', '/scs/svc_scs.%22Points%22', 'RA=10&DEC=20&SR=1', '', NULL) \gset
:stream;
SELECT stream FROM sky.serve('GET', '/scs/svc_scs.visit', 'RA=10&DEC=20&SR=1', '', NULL) \gset
:stream;
SELECT stream FROM sky.serve('GET', '/scs/svc_scs.seen', 'RA=10&DEC=-20&SR=1', '', NULL) \gset
:stream;
SELECT stream FROM sky.serve('GET', '/scs/svc_scs.moved', 'RA=10&DEC=20&SR=1&VERB=3&RESPONSEFORMAT=csv', '', NULL) \gset
:stream;
-- The index answers.
SELECT regexp_replace(stream, '^COPY \(|\) TO STDOUT .*$', '', 'g') AS query
FROM sky.serve('GET', '/scs/svc_scs.star', 'RA=10&DEC=20&SR=0.1', '', NULL) \gset
EXPLAIN (COSTS OFF) :query;

-- Mistakes are told in the answer.
SELECT status, headers, convert_from(body, 'UTF8') FROM sky.serve('GET', '/scs/svc_scs.star', 'RA=10&DEC=20', '', NULL);
SELECT q, status, regexp_replace(convert_from(body, 'UTF8'), '^.*name="Error" value="|"/>.*$|&#10;Hint: The formats are .*$', '', 'g') AS error
FROM unnest(ARRAY['', 'RA=10&DEC=91&SR=1', 'RA=10&DEC=20&SR=-1', 'RA=10&DEC=20&SR=181', 'RA=1:2:3&DEC=20&SR=1', 'RA=&DEC=20&SR=1',
	'RA=NaN&DEC=20&SR=1', 'RA=Inf&DEC=0&SR=1', 'RA=1&RA=2&DEC=20&SR=1', 'RA=10&DEC=20&SR=1&VERB=4', 'RA=10&DEC=20&SR=1&VERB=all',
	'RA=1 OR 1=1&DEC=20&SR=1', 'RA=10&DEC=20&SR=1&RESPONSEFORMAT=x', 'RA=10&DEC=20&SR=1&MAXREC=x']) q, sky.serve('GET', '/scs/svc_scs.star', replace(q, ' ', '+'), '', NULL);
SELECT place, status, regexp_replace(convert_from(body, 'UTF8'), '^.*name="Error" value="|"/>.*$', '', 'g') AS error
FROM unnest(ARRAY['', 'svc_scs.stars', 'svc_scs.word', 'svc_scs.pair', 'svc_scs.hours', 'svc_scs.secret', 'svc_scs.points', 'a.b.c', '%22', 'x%00y', '%ff', 'svc_scs.star/x', 'svc_scs.word/capabilities']) place,
	sky.serve('GET', '/scs/' || place, 'RA=10&DEC=20&SR=1', '', NULL);

-- What the service says of itself.
SELECT convert_from(body, 'UTF8') FROM sky.serve('GET', '/scs/svc_scs.%22Points%22/capabilities', '', 'sky-base-url: https://sky.org', NULL);
SELECT status FROM sky.serve('GET', '/scs/svc_scs.star/availability', '', '', NULL);
SELECT unnest(xpath('//capability[@standardID="ivo://ivoa.net/std/ConeSearch"]/interface/accessURL/text()', XMLPARSE(DOCUMENT convert_from(body, 'UTF8'))))
FROM sky.serve('GET', '/capabilities', '', 'sky-base-url: https://sky.org', NULL);

-- A browser gets a page to ask with, and pages for answers.
SELECT status, headers ~ 'text/html', xpath('//*[local-name()="input"]/@name', XMLPARSE(DOCUMENT convert_from(body, 'UTF8')))
FROM unnest(ARRAY['/scs/svc_scs.star', '/sia/query', '/ssa']) WITH ORDINALITY path,
	sky.serve('GET', path, '', E'accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\n', NULL) ORDER BY ordinality;
SELECT headers, stream ~ 'FORMAT html' FROM sky.serve('GET', '/scs/svc_scs.star', 'RA=10&DEC=20&SR=1&RESPONSEFORMAT=',
	E'accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\n', NULL);
-- The start page leads there.
SELECT unnest(xpath('//*[local-name()="a"][.="cone search"]/@href', XMLPARSE(DOCUMENT convert_from(body, 'UTF8')))) FROM sky.serve('GET', '/', '', '', NULL);

-- Whoever may not see rows or columns does not find them.
RESET ROLE;
ALTER TABLE svc_scs.star ENABLE ROW LEVEL SECURITY;
CREATE POLICY bright ON svc_scs.star TO sky_anon USING (mag < 8);
REVOKE SELECT ON svc_scs.visit FROM sky_anon;
GRANT SELECT (raj2000, dej2000) ON svc_scs.visit TO sky_anon;
SET ROLE sky_anon;
SELECT stream FROM sky.serve('GET', '/scs/svc_scs.star', 'RA=10.36&DEC=-61.5&SR=0.1&VERB=1&RESPONSEFORMAT=csv', '', NULL) \gset
:stream;
SELECT regexp_replace(stream, '^COPY \(|\) TO STDOUT .*$', '', 'g') AS query
FROM sky.serve('GET', '/scs/svc_scs.star', 'RA=10&DEC=20&SR=0.1', '', NULL) \gset
EXPLAIN (COSTS OFF) :query;
SELECT stream FROM sky.serve('GET', '/scs/svc_scs.visit', 'RA=10&DEC=20&SR=1&RESPONSEFORMAT=csv&VERB=3', '', NULL) \gset
:stream;
RESET ROLE;
DROP SCHEMA svc_scs CASCADE;
