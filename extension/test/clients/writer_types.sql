-- Every type that the formats carry, with the values that are hard to carry.
CREATE TYPE mood AS ENUM ('sad', 'Größe');
CREATE DOMAIN positive AS float8 CHECK (value > 0);
CREATE TABLE types (b bool, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8, n numeric, t text, v varchar(10),
	c char(5), nm name, d date, ts timestamp, tz timestamptz, tm time, iv interval, u uuid, j json, jb jsonb,
	e mood, dm positive, o oid, x inet, at text[], by bytea, ai int[], al bigint[], af float8[], a2 float4[],
	p sky.point, ci sky.circle, bo sky.box, po sky.polygon, re sky.region, mo sky.moc);
INSERT INTO types VALUES
(true, 32767, 2147483647, 9223372036854775807, 3.4028235e38, 1.7976931348623157e308, 12345.678, 'Größe', 'abc',
	'xy', 'nm', '2020-02-29', '2020-02-29 12:34:56.789', '2020-02-29 12:34:56.789+02', '23:59:59.5', '1 day 02:00',
	'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": 1}', '{"b": [1, 2]}', 'Größe', 1.5, 4294967295, '10.0.0.1',
	'{a,NULL,"x y"}', '\x00ff10', '{1,2,3}', '{9223372036854775807,-9223372036854775808}', '{1.5,NaN,Infinity}',
	'{{1,2},{3,4}}', '10.5 -20', '10 20 1', '1 2 3 4', '1 2 3 4 5 6', 'Union (Circle 1 2 3 Not (Box 1 2 3 4))', '1/1 2 4 8/'),
(false, -32768, -2147483648, -9223372036854775808, 'NaN', '-Infinity', 'NaN', E'a,"b"<&>]]>\t\n\x01z', '', '', '',
	'0001-01-01', '9999-12-31 23:59:59.999999', '1970-01-01 00:00+00', '00:00', '-3 days',
	'00000000-0000-0000-0000-000000000000', '[]', '{}', 'sad', 0.1, 0, '::1', '{}', '', '{}', '{}', '{}', '{}',
	'0 0', '0 0 0', '0 0 0 0', '1 2 3 4 5 6 7 8', 'AllSky', '5/'),
(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
	NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
(true, 0, 0, 0, '-0', 5e-324, 1e-10, 'a😀b', '日本語', 'z  ', 'x', 'infinity', '-infinity', 'infinity',
	'12:00:00.000001', '1 mon', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '"q"', '"s"', 'sad', 2, 1, 'fe80::1',
	'{"Größe","c,d"}', decode(repeat('ab', 20), 'hex'), '{1,NULL}', '{NULL,5}', '{NULL,2}', '{{5,6},{7,8}}',
	'359.9 90', '1 1 180', '1 1 1 1', '9 9 10 9 10 10', 'range 350 10 -5 5',
	'29/0 3458764513820540927');
-- Without what FITS cannot say: letters beyond ASCII, control characters, empty strings, NULL in arrays.
CREATE TABLE ascii AS
SELECT i2, i4, i8, f4, f8, n, translate(t, E'\t\n\x01ößé😀', '   oaex') AS t, nullif(ts, '-infinity') AS ts, u, dm, by, af, p, ci, bo, re, mo
FROM types WHERE u IS NULL OR u <> '00000000-0000-0000-0000-000000000000';
CREATE TABLE empty AS SELECT * FROM types WHERE false;
CREATE TABLE wide AS SELECT g AS id, repeat('x', 200) AS filler FROM generate_series(1, 50000) g;
ANALYZE wide;
