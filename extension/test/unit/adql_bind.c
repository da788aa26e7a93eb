/* Names, types and units: what a client is told about each column of a result. */
#include "unit/adql_case.h"
#include "unit/unit.h"

/* The columns of a result, each "name datatype[arraysize] xtype unit", joined by "; ". */
static const char *
face(const AdqlResult *result)
{
	static char text[2000];
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < result->ncolumns && used < sizeof(text); i++)
	{
		const SkyColumn *c = &result->columns[i];

		used += (size_t) snprintf(text + used,
								  sizeof(text) - used,
								  "%s%s %s%s%s%s%s%s%s%s",
								  i > 0 ? "; " : "",
								  c->name,
								  c->datatype,
								  c->arraysize != NULL ? "[" : "",
								  c->arraysize != NULL ? c->arraysize : "",
								  c->arraysize != NULL ? "]" : "",
								  c->xtype != NULL ? " " : "",
								  c->xtype != NULL ? c->xtype : "",
								  c->unit != NULL ? " " : "",
								  c->unit != NULL ? c->unit : "");
	}
	return text;
}

static const struct
{
	const char *query;
	const char *face;
} cases[] = {
	{"SELECT RA, Dec AS \"D e\", mag Foo FROM stars",
	 "ra double deg; D e double deg; Foo float mag"},
	{"SELECT DISTANCE(ra, dec, 1, 2) <= 3 FROM stars", "column_1 boolean"},
	{"SELECT * FROM cat.objects",
	 "id int; star long; kind unicodeChar[*]; ra double deg; dec double deg"},
	{"SELECT o.*, o.id FROM cat.objects o",
	 "id int; star long; kind unicodeChar[*]; ra double deg; dec double deg; id_2 int"},
	{"SELECT a.id, b.id, c.id AS ID_2 FROM cat.objects a, stars b, stars c",
	 "id int; id_2 long; ID_2_2 long"},
	{"SELECT * FROM (SELECT id, ra FROM stars) a JOIN (SELECT dec AS d, id FROM stars) b "
	 "USING (id)",
	 "id long; ra double deg; d double deg"},
	{"SELECT * FROM (SELECT id, n FROM stars) a NATURAL JOIN (SELECT n, id FROM stars) b",
	 "id long; n int"},
	{"SELECT * FROM (SELECT id FROM stars) a JOIN (SELECT id FROM stars) b USING (id) "
	 "JOIN (SELECT id, ra FROM stars) c USING (id), (SELECT id FROM stars) d",
	 "id long; ra double deg; id_2 long"},
	{"SELECT COUNT(*), COUNT(n), AVG(mag), MIN(ra), MAX(name), SUM(n), SUM(id), SUM(mag) "
	 "FROM stars",
	 "count long; count_2 long; avg double mag; min double deg; max unicodeChar[*]; sum long; "
	 "sum_2 double; sum_3 double mag"},
	{"SELECT n + 1, n * 2.0, n / 2, mag + 1, size + size, num * 2, id - n FROM stars",
	 "column_1 int; column_2 double; column_3 int; column_4 double mag; column_5 short; "
	 "column_6 double; column_7 long"},
	{"SELECT ra - dec, -ra, ra * dec, ra + mag, ABS(ra), SQRT(ra) FROM stars",
	 "column_1 double deg; column_2 double deg; column_3 double deg**2; column_4 double; "
	 "abs double deg; sqrt double deg**(1/2)"},
	{"SELECT ABS(n), CEILING(n), ROUND(n), MOD(n, 2), RAND(), PI() FROM stars",
	 "abs double; ceiling double; round double; mod double; rand double; pi double"},
	{"SELECT 1, 3000000000, 1.5, 'a', NULL, name || n FROM stars",
	 "column_1 int; column_2 long; column_3 double; column_4 unicodeChar[*]; column_5 unicodeChar[*]; "
	 "column_6 unicodeChar[*]"},
	{"SELECT POINT(1, 2), CIRCLE(pos, 1), BOX(1, 2, 3, 4), POLYGON(pos, pos, pos), "
	 "CENTROID(shape), AREA(shape), COORD1(pos), DISTANCE(pos, pos), CONTAINS(pos, shape) "
	 "FROM stars",
	 "point double[2] point deg; circle double[3] circle deg; box double[4]; "
	 "polygon double[*] polygon deg; centroid double[2] point deg; area double deg**2; "
	 "coord1 double deg; distance double deg; contains int"},
	{"SELECT INTERSECTS(POINT(ra, dec), shape), DISTANCE(POINT(ra, dec), POINT(1, 2)) FROM "
	 "stars",
	 "intersects int; distance double deg"},
	{"SELECT CAST(n AS VARCHAR), CAST(ra AS REAL), CAST(name AS TIMESTAMP), COALESCE(n, ra) "
	 "FROM stars",
	 "n unicodeChar[*]; ra float deg; name char[*] timestamp; coalesce double"},
	{"SELECT x.y FROM (SELECT a.ra AS y FROM (SELECT ra FROM stars) AS a) AS x",
	 "y double deg"},
	{"WITH w AS (SELECT ra AS y FROM stars) SELECT y FROM w", "y double deg"},
	{"SELECT ra, id FROM stars UNION SELECT n, mag FROM stars",
	 "ra double deg; id double"},
	{"SELECT NULL AS a, n FROM stars UNION SELECT n, NULL FROM stars", "a int; n int"},
	{"SELECT list, at, uuid, flag, pos FROM stars",
	 "list int[*]; at char[*] timestamp; uuid char[*]; flag boolean; pos double[2] point"},
	{"SELECT \"Ra\", RA AS r FROM \"Odd\".\"Ta\"\"ble\"", "Ra double; r double"},
};

static void
test_faces(void)
{
	for (size_t i = 0; i < SKY_LENGTH(cases); i++)
	{
		AdqlCase c;

		adql_case_run(&c, cases[i].query, ADQL_LENIENT);
		is(c.compiled ? face(&c.result) : c.err.message, cases[i].face, cases[i].query);
		adql_case_end(&c);
	}
}

static const struct
{
	const char *query;
	SkyErrorCode code;
	const char *message;
} faults[] = {
	{"SELECT x FROM \"Odd\".\"Ta\"\"ble\"", SKY_OK, ""},
	{"SELECT n, num, NULL FROM stars UNION SELECT id FROM stars",
	 SKY_E_SYNTAX,
	 "the two queries have different numbers of columns, 3 and 1"},
	{"SELECT \"ra\" FROM \"Odd\".\"Ta\"\"ble\"",
	 SKY_E_UNDEFINED_COLUMN,
	 "column \"ra\" does not exist"},
	{"SELECT id FROM objects",
	 SKY_E_AMBIGUOUS,
	 "table \"objects\" is in several schemas"},
	{"SELECT id FROM \"STARS\"", SKY_E_UNDEFINED_TABLE, "table \"STARS\" does not exist"},
	{"SELECT stars.id FROM stars AS s",
	 SKY_E_UNDEFINED_TABLE,
	 "table \"stars\" is not in FROM"},
	{"SELECT s.id FROM stars AS s, cat.objects AS S",
	 SKY_E_AMBIGUOUS,
	 "table name \"S\" is used twice"},
	{"SELECT 1 FROM stars, stars", SKY_E_AMBIGUOUS, "table name \"stars\" is used twice"},
	{"SELECT 1 FROM cat.objects, other.objects", SKY_OK, ""},
	{"SELECT objects.id FROM cat.objects, other.objects",
	 SKY_E_AMBIGUOUS,
	 "table name \"objects\" is ambiguous"},
	{"SELECT other.objects.id FROM cat.objects, other.objects", SKY_OK, ""},
	{"SELECT q.id FROM (SELECT a.id, b.id FROM stars a, stars b) AS q",
	 SKY_E_AMBIGUOUS,
	 "column \"id\" is ambiguous"},
	{"SELECT 1 FROM stars a JOIN stars b USING (foo)",
	 SKY_E_UNDEFINED_COLUMN,
	 "column \"foo\" does not exist on the left side of the join"},
	{"SELECT 1 FROM stars a JOIN cat.objects b ON a.id = c.id",
	 SKY_E_UNDEFINED_TABLE,
	 "table \"c\" is not in FROM"},
	{"SELECT 1 FROM stars a, (SELECT a.id FROM cat.objects) AS b",
	 SKY_E_UNDEFINED_TABLE,
	 "table \"a\" is not in FROM"},
	{"SELECT 1 FROM stars WHERE id IN (SELECT star FROM cat.objects o WHERE o.ra = stars.ra)",
	 SKY_OK,
	 ""},
	{"SELECT n FROM stars WHERE SUM(n) > 1",
	 SKY_E_GROUPING,
	 "aggregate \"SUM\" cannot stand in WHERE"},
	{"SELECT n + 1 FROM stars GROUP BY n + 1", SKY_OK, ""},
	{"SELECT n + 2 FROM stars GROUP BY n + 1",
	 SKY_E_GROUPING,
	 "column \"n\" is neither grouped nor aggregated"},
	{"SELECT COUNT(*) FROM stars ORDER BY n",
	 SKY_E_GROUPING,
	 "column \"n\" is neither grouped nor aggregated"},
	{"SELECT n FROM stars ORDER BY COUNT(*)",
	 SKY_E_GROUPING,
	 "column \"n\" is neither grouped nor aggregated"},
	{"SELECT n, (SELECT MAX(id) FROM cat.objects o WHERE o.ra = stars.ra) FROM stars "
	 "GROUP BY n",
	 SKY_E_GROUPING,
	 "column \"ra\" is neither grouped nor aggregated"},
	{"SELECT 1 FROM stars WHERE list = list",
	 SKY_E_TYPE,
	 "a value of type an array of INTEGER is not compared with one of type an array of INTEGER"},
	{"SELECT 1 FROM stars WHERE pos < pos",
	 SKY_E_TYPE,
	 "a value of type POINT is not compared with one of type POINT"},
	{"SELECT 1 FROM stars WHERE at > 5",
	 SKY_E_TYPE,
	 "a value of type TIMESTAMP is not compared with one of type INTEGER"},
	{"SELECT -name FROM stars",
	 SKY_E_TYPE,
	 "- computes with numbers, not with a value of type VARCHAR"},
	{"SELECT COALESCE(n, name) FROM stars",
	 SKY_E_TYPE,
	 "the values have different types, INTEGER and VARCHAR"},
	{"SELECT CAST(at AS REAL) FROM stars",
	 SKY_E_TYPE,
	 "a value of type TIMESTAMP cannot be cast to REAL"},
	{"SELECT id FROM stars UNION SELECT name FROM stars",
	 SKY_E_TYPE,
	 "column 1 has different types in the two queries, BIGINT and VARCHAR"},
	{"SELECT id FROM stars UNION SELECT id FROM stars ORDER BY id + 1",
	 SKY_E_UNSUPPORTED,
	 "the order of combined queries is by result columns"},
	{"SELECT id FROM stars ORDER BY shape",
	 SKY_E_TYPE,
	 "a value of type POLYGON has no order"},
};

static void
test_faults(void)
{
	for (size_t i = 0; i < SKY_LENGTH(faults); i++)
	{
		AdqlCase c;

		adql_case_run(&c, faults[i].query, ADQL_LENIENT);
		ok(c.err.code == faults[i].code, faults[i].query);
		is(c.err.message, faults[i].message, "its message");
		adql_case_end(&c);
	}
}

/* One mistake is told once, and several all at once, in their order. */
static void
test_all_faults(void)
{
	AdqlCase c;

	adql_case_run(
		&c, "SELECT a, b FROM stars WHERE c = d AND ABS(1, 2) > 'x'", ADQL_LENIENT);
	ok(c.result.nfaults == 5, "five faults");
	for (int i = 1; i < c.result.nfaults; i++)
		ok(c.result.faults[i - 1]->error.position <= c.result.faults[i]->error.position,
		   "in order");
	adql_case_end(&c);
	adql_case_run(&c, "SELECT a + b, x.c FROM nowhere x WHERE a LIKE 1", ADQL_LENIENT);
	ok(c.result.nfaults == 2, "columns of an unknown table are no faults of their own");
	adql_case_end(&c);
	adql_case_run(
		&c,
		"SELECT nowhere.a, s.nowhere.b FROM s.nowhere JOIN stars ON nowhere.id = "
		"stars.id WHERE nowhere.c > 1",
		ADQL_LENIENT);
	ok(c.result.nfaults == 1, "nor by its own name");
	adql_case_end(&c);
	adql_case_run(&c,
				  "SELECT * FROM stars WHERE a1 > a2 OR a3 < a4 OR a5 = a6 OR a7 = a8 OR "
				  "b1 > b2 OR b3 < b4 OR b5 = b6 OR b7 = b8 OR c1 = c2 OR c3 = c4 OR "
				  "c5 = c6 OR c7 = c8",
				  ADQL_LENIENT);
	ok(c.result.nfaults == adql_default_options.max_faults, "not more than the limit");
	adql_case_end(&c);
}

/* What a plain column keeps, and what an expression does not. */
static void
test_metadata(void)
{
	AdqlCase c;

	adql_case_run(
		&c, "SELECT s.id, s.dec, s.dec + 0 FROM (SELECT * FROM stars) AS s", ADQL_STRICT);
	if (ok(c.compiled, "metadata through a subquery"))
	{
		is(c.result.columns[0].ucd, "meta.id;meta.main", "UCD");
		is(c.result.columns[1].description, "Decl.", "description");
		is(c.result.columns[2].description, NULL, "an expression has none");
	}
	adql_case_end(&c);
}

int
main(void)
{
	test_faces();
	test_faults();
	test_all_faults();
	test_metadata();
	return unit_done();
}
