/* The SQL of conditions and geometry; function table; rounding. */
#include "adql/function_table.h"
#include "adql/rounding.h"
#include "unit/adql_case.h"
#include "unit/unit.h"

#define D "::double precision"

/* What becomes of WHERE ... */
static const struct
{
	const char *adql;
	const char *sql;
} conditions[] = {
	{"n = 1 AND ra < 2 OR NOT n <> 3",
	 "(t1.\"n\" = 1 AND t1.\"ra\" < 2) OR NOT (t1.\"n\" <> 3)"},
	{"(n = 1 OR n = 2) AND (n = 3)", "(t1.\"n\" = 1 OR t1.\"n\" = 2) AND t1.\"n\" = 3"},
	{"n - (1 - 2) - 3 * (4 + 5) = -6 + -n",
	 "(t1.\"n\" - (1 - 2) - (3 * (4 + 5))) = ((-6) + (-t1.\"n\"))"},
	{"num = 1.5 AND ra = 1.5 AND num IN (1, .5)",
	 "t1.\"num\" = 1.5::numeric AND t1.\"ra\" = 1.5" D
	 " AND t1.\"num\" IN (1::numeric, 0.5::numeric)"},
	{"name LIKE 'a%' AND name NOT LIKE 'a\\_%' AND name ILIKE name",
	 "t1.\"name\" LIKE 'a%' AND t1.\"name\" NOT LIKE E'a\\\\_%' ESCAPE '' AND "
	 "t1.\"name\" COLLATE pg_catalog.\"und-x-icu\" ILIKE t1.\"name\" ESCAPE ''"},
	{"name ILIKE 'a%'", "t1.\"name\" ILIKE 'a%'"},
	{"name = 'x'' OR 1=1 --'", "t1.\"name\" = 'x'' OR 1=1 --'"},
	{"name = '\\'' OR 1=1 --'", "t1.\"name\" = E'\\\\'' OR 1=1 --'"},
	{"n IS NULL AND n + 1 IS NOT NULL",
	 "t1.\"n\" IS NULL AND (t1.\"n\" + 1) IS NOT NULL"},
	{"n BETWEEN 1 AND 2 AND n NOT BETWEEN 3 AND 4",
	 "t1.\"n\" BETWEEN 1 AND 2 AND t1.\"n\" NOT BETWEEN 3 AND 4"},
	{"flag = 1 AND flag <> 0 AND flag = 0 AND 1 <> flag",
	 "t1.\"flag\" AND t1.\"flag\" AND NOT (t1.\"flag\") AND NOT (t1.\"flag\")"},
	{"uuid = 'a' AND uuid = name",
	 "t1.\"uuid\" = 'a' AND CAST(t1.\"uuid\" AS pg_catalog.text) = t1.\"name\""},
	{"ra <> 'NaN' AND n = '5' AND mag < '-1.5'",
	 "t1.\"ra\" <> 'NaN' AND t1.\"n\" = '5' AND t1.\"mag\" < '-1.5'"},
	/* Cones, however they are written. */
	{"1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 1, 2, 3))",
	 "sky.cone(t1.\"ra\", t1.\"dec\", 1" D ", 2" D ", 3" D ")"},
	{"CONTAINS(POINT(ra, dec), CIRCLE(POINT(1, 2), 3)) = 1",
	 "sky.cone(t1.\"ra\", t1.\"dec\", 1" D ", 2" D ", 3" D ")"},
	{"CONTAINS(POINT(1, 2), CIRCLE(ra, dec, mag)) = 1",
	 "sky.cone(t1.\"ra\", t1.\"dec\", 1" D ", 2" D
	 ", CAST(t1.\"mag\" AS double precision))"},
	{"INTERSECTS(CIRCLE(1, 2, 3), POINT(ra, dec)) <> 0",
	 "sky.cone(t1.\"ra\", t1.\"dec\", 1" D ", 2" D ", 3" D ")"},
	{"0 = CONTAINS(POINT(ra, dec), CIRCLE(1, 2, 3))",
	 "NOT (sky.cone(t1.\"ra\", t1.\"dec\", 1" D ", 2" D ", 3" D "))"},
	{"DISTANCE(1, 2, ra, dec) <= 3",
	 "sky.cone(t1.\"ra\", t1.\"dec\", 1" D ", 2" D ", 3" D ")"},
	{"3 >= DISTANCE(POINT(ra, dec), POINT(1, 2))",
	 "sky.cone(t1.\"ra\", t1.\"dec\", 1" D ", 2" D ", 3" D ")"},
	{"3 > DISTANCE(POINT(1, 2), POINT(ra, dec))",
	 "sky.distance(t1.\"ra\", t1.\"dec\", 1" D ", 2" D ") < 3" D},
	{"DISTANCE(pos, POINT(1, 2)) < 3",
	 "sky.distance(t1.\"pos\", sky.point(1" D ", 2" D ")) < 3" D},
	{"CONTAINS(POINT(ra, dec), shape) = 1",
	 "sky.inside(t1.\"ra\", t1.\"dec\", t1.\"shape\")"},
	{"CONTAINS(POINT(ra, dec), BOX(1, 2, 3, 4)) = 1",
	 "sky.inside(t1.\"ra\", t1.\"dec\", sky.box(1" D ", 2" D ", 3" D ", 4" D "))"},
	{"CONTAINS(pos, shape) = 1", "sky.contains(t1.\"pos\", t1.\"shape\")"},
	{"CONTAINS(shape, pos) = 1", "sky.contains(t1.\"shape\", t1.\"pos\")"},
	{"INTERSECTS(shape, pos) = 1", "sky.contains(t1.\"pos\", t1.\"shape\")"},
	{"INTERSECTS(shape, CIRCLE(1, 2, 3)) = 1",
	 "sky.intersects(t1.\"shape\", sky.circle(1" D ", 2" D ", 3" D "))"},
	{"CONTAINS(pos, shape) + 1 = 2",
	 "(CAST(sky.contains(t1.\"pos\", t1.\"shape\") AS integer) + 1) = 2"},
	{"pos = POINT(1, 2)", "t1.\"pos\" OPERATOR(sky.=) sky.point(1" D ", 2" D ")"},
	{"1 = CONTAINS(pos, POLYGON(1, 2, 3, 4, 5, 6))",
	 "sky.contains(t1.\"pos\", sky.polygon(VARIADIC ARRAY[1" D ", 2" D ", 3" D ", 4" D
	 ", 5" D ", 6" D "]))"},
	{"LOG(n) + LOG10(ra) + MOD(n, 2) + MOD(ra, 2) + ROUND(ra) + TRUNCATE(ra, -1) > 0",
	 "(pg_catalog.ln(CAST(t1.\"n\" AS double precision)) + pg_catalog.log(t1.\"ra\") + "
	 "CAST(pg_catalog.mod(t1.\"n\", 2) AS double precision) + sky.mod(t1.\"ra\", 2" D
	 ") + sky.round(t1.\"ra\", 0) + sky.truncate(t1.\"ra\", (-1))) > 0"},
};

static void
test_conditions(void)
{
	static const char head[] =
		"SELECT 1 AS \"column_1\" FROM \"cat\".\"stars\" AS t1 WHERE ";

	for (size_t i = 0; i < SKY_LENGTH(conditions); i++)
	{
		char query[500];
		AdqlCase c;

		snprintf(
			query, sizeof(query), "SELECT 1 FROM stars WHERE %s", conditions[i].adql);
		adql_case_run(&c, query, ADQL_LENIENT);
		if (ok(c.compiled, conditions[i].adql))
			is(c.result.sql + strlen(head), conditions[i].sql, "its SQL");
		else
			printf("# %s\n", c.err.message);
		adql_case_end(&c);
	}
}

static const struct
{
	const char *adql;
	const char *sql;
} queries[] = {
	{"SELECT DISTINCT TOP 3 id AS \"a\"\"b\" FROM stars ORDER BY ra DESC, 1 OFFSET 4",
	 NULL},
	{"SELECT TOP 3 id AS \"a\"\"b\" FROM stars ORDER BY ra DESC, 1 OFFSET 4",
	 "SELECT t1.\"id\" AS \"a\"\"b\" FROM \"cat\".\"stars\" AS t1 ORDER BY t1.\"ra\" DESC, 1 "
	 "LIMIT 3 OFFSET 4"},
	{"SELECT a.id FROM cat.objects a LEFT JOIN cat.objects b ON a.id = b.id AND b.ra > 0",
	 "SELECT t1.\"id\" AS \"id\" FROM \"cat\".\"objects\" AS t1 LEFT JOIN \"cat\".\"objects\" "
	 "AS t2 ON t1.\"id\" = t2.\"id\" AND t2.\"ra\" > 0"},
	{"SELECT id FROM stars FULL JOIN cat.objects USING (id)",
	 "SELECT COALESCE(t1.\"id\", t2.\"id\") AS \"id\" FROM \"cat\".\"stars\" AS t1 FULL JOIN "
	 "\"cat\".\"objects\" AS t2 ON t1.\"id\" = t2.\"id\""},
	{"SELECT s.id FROM stars s LEFT JOIN (cat.objects a JOIN other.objects b USING (id)) ON "
	 "s.n = a.star",
	 "SELECT t1.\"id\" AS \"id\" FROM \"cat\".\"stars\" AS t1 LEFT JOIN (\"cat\".\"objects\" AS "
	 "t2 JOIN \"other\".\"objects\" AS t3 ON t2.\"id\" = t3.\"id\") ON t1.\"n\" = t2.\"star\""},
	{"SELECT n, COUNT(DISTINCT id) FROM stars GROUP BY n HAVING COUNT(*) > 1 ORDER BY count",
	 "SELECT t1.\"n\" AS \"n\", pg_catalog.count(DISTINCT t1.\"id\") AS \"count\" FROM "
	 "\"cat\".\"stars\" AS t1 GROUP BY t1.\"n\" HAVING pg_catalog.count(*) > 1 ORDER BY 2"},
	{"SELECT id FROM stars s WHERE EXISTS (SELECT * FROM (SELECT star FROM cat.objects) o "
	 "WHERE o.star = s.id) AND n NOT IN (SELECT id FROM cat.objects)",
	 "SELECT t1.\"id\" AS \"id\" FROM \"cat\".\"stars\" AS t1 WHERE EXISTS (SELECT t3.\"star\" "
	 "AS \"star\" FROM (SELECT t2.\"star\" AS \"star\" FROM \"cat\".\"objects\" AS t2) AS t3 "
	 "WHERE t3.\"star\" = t1.\"id\") AND t1.\"n\" NOT IN (SELECT t4.\"id\" AS \"id\" FROM "
	 "\"cat\".\"objects\" AS t4)"},
	{"WITH w AS (SELECT id FROM stars) SELECT TOP 1 id FROM w EXCEPT ALL SELECT id FROM w "
	 "ORDER BY id",
	 "WITH w1 AS (SELECT t1.\"id\" AS \"id\" FROM \"cat\".\"stars\" AS t1) (SELECT t2.\"id\" "
	 "AS \"id\" FROM w1 AS t2 LIMIT 1) EXCEPT ALL (SELECT t3.\"id\" AS \"id\" FROM w1 AS t3) "
	 "ORDER BY 1"},
	{"WITH w AS (SELECT id FROM stars) SELECT TOP 3 id FROM w OFFSET 5",
	 "WITH w1 AS (SELECT t1.\"id\" AS \"id\" FROM \"cat\".\"stars\" AS t1) SELECT t2.\"id\" AS "
	 "\"id\" FROM w1 AS t2 LIMIT 3 OFFSET 5"},
	/* Clauses around clauses. */
	{"(SELECT TOP 3 id FROM stars) OFFSET 1",
	 "SELECT * FROM (SELECT t1.\"id\" AS \"id\" FROM \"cat\".\"stars\" AS t1 LIMIT 3) AS n OFFSET 1"},
	{"((SELECT id FROM stars ORDER BY ra) ORDER BY id) LIMIT 2",
	 "SELECT * FROM (SELECT * FROM (SELECT t1.\"id\" AS \"id\" FROM \"cat\".\"stars\" AS t1 ORDER "
	 "BY t1.\"ra\") AS n ORDER BY 1) AS n LIMIT 2"},
	{"(SELECT id FROM stars UNION SELECT id FROM stars) ORDER BY id",
	 "((SELECT t1.\"id\" AS \"id\" FROM \"cat\".\"stars\" AS t1) UNION (SELECT t2.\"id\" AS "
	 "\"id\" FROM \"cat\".\"stars\" AS t2)) ORDER BY 1"},
	{"WITH w AS (SELECT id FROM stars) (WITH v AS (SELECT id FROM w) SELECT id FROM v)",
	 "WITH w1 AS (SELECT t1.\"id\" AS \"id\" FROM \"cat\".\"stars\" AS t1) SELECT * FROM (WITH "
	 "w2 AS (SELECT t2.\"id\" AS \"id\" FROM w1 AS t2) SELECT t3.\"id\" AS \"id\" FROM w2 AS t3) "
	 "AS n"},
	{"SELECT id FROM stars ORDER BY 1 + 1, id", /* a constant orders nothing */
	 "SELECT t1.\"id\" AS \"id\" FROM \"cat\".\"stars\" AS t1 ORDER BY 1"},
	{"SELECT id FROM stars LIMIT 5 OFFSET 2",
	 "SELECT t1.\"id\" AS \"id\" FROM \"cat\".\"stars\" AS t1 LIMIT 5 OFFSET 2"},
	{"SELECT CAST(n AS VARCHAR(3)), CAST(at AS VARCHAR) FROM stars",
	 "SELECT CAST(t1.\"n\" AS character varying(3)) AS \"n\", CAST(pg_catalog.rtrim("
	 "pg_catalog.rtrim(pg_catalog.to_char(t1.\"at\", 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '0'), "
	 "'.') AS pg_catalog.text) AS \"at\" FROM \"cat\".\"stars\" AS t1"},
};

static void
test_queries(void)
{
	for (size_t i = 0; i < SKY_LENGTH(queries); i++)
	{
		AdqlCase c;

		adql_case_run(&c, queries[i].adql, ADQL_LENIENT);
		is(c.result.sql, queries[i].sql, queries[i].adql);
		adql_case_end(&c);
	}
}

static void
test_rounding(void)
{
	is_near(rounding_round(2.5, 0), 3, 0, "halves go away from zero");
	is_near(rounding_round(-2.5, 0), -3, 0, "below zero, too");
	is_near(rounding_round(2.675, 2), 2.68, 0, "decimal halves, too");
	is_near(rounding_round(1234.5, -2), 1200, 0, "before the point");
	is_near(rounding_round(55, -1), 60, 0, "halves before the point");
	is_near(rounding_round(0.1, 20), 0.1, 0, "more digits than there are");
	is_near(rounding_round(1e300, 5), 1e300, 0, "large numbers stay");
	is_near(
		rounding_round(4503599627370497.0, 0), 4503599627370497.0, 0, "2^52 + 1 stays");
	is_near(rounding_round(0.49999999999999994, 0), 0, 0, "just below one half");
	is_near(rounding_round(NAN, 2), NAN, 0, "NaN stays");
	is_near(rounding_round(5, -400), 0, 0, "far before the point");
	is_near(rounding_round(5, 400), 5, 0, "far after the point");
	ok(isinf(rounding_truncate(INFINITY, 2)), "infinity stays");
	is_near(rounding_truncate(0.29, 2), 0.29, 0, "truncated where it ends");
	is_near(rounding_truncate(-1.29, 1), -1.2, 0, "towards zero");
	is_near(rounding_truncate(1299, -2), 1200, 0, "truncated before the point");
}

int
main(void)
{
	test_conditions();
	test_queries();
	test_rounding();
	return unit_done();
}
