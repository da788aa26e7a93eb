/* What is a query and what is not, in both modes; where faults are; limits. */
#include "unit/adql_case.h"
#include "unit/unit.h"

typedef enum Verdict
{
	BOTH,
	LENIENT,
	NEITHER
} Verdict;

static const struct
{
	const char *query;
	Verdict verdict;
} cases[] = {
	{"SELECT id FROM stars", BOTH},
	{"SELECT ALL id FROM stars", BOTH},
	{"SELECT DISTINCT TOP 3 id FROM stars", BOTH},
	{"SELECT TOP 3 DISTINCT id FROM stars", LENIENT},
	{"SELECT TOP -1 id FROM stars", NEITHER},
	{"SELECT TOP 1.5 id FROM stars", NEITHER},
	{"SELECT FROM stars", NEITHER},
	{"SELECT id", NEITHER},
	{"SELECT id, FROM stars", NEITHER},
	{"SELECT * FROM stars", BOTH},
	{"SELECT s.* FROM stars s", BOTH},
	{"SELECT cat.stars.* FROM cat.stars", BOTH},
	{"SELECT *, id FROM stars", LENIENT},
	{"SELECT x.y.z.a.b FROM stars", NEITHER},
	{"SELECT id FROM a.b.c.d", NEITHER},
	{"SELECT size FROM stars", LENIENT},
	{"SELECT \"size\" FROM stars", BOTH},
	{"SELECT id AS distance FROM stars", LENIENT},
	{"SELECT id FROM stars;", LENIENT},
	{"SELECT id FROM stars;;", LENIENT},
	{"SELECT id FROM stars; SELECT id FROM stars", NEITHER},
	{"SELECT id FROM stars LIMIT 5", LENIENT},
	{"SELECT id FROM stars LIMIT 5 OFFSET 3", LENIENT},
	{"SELECT id FROM stars OFFSET 3", BOTH},
	{"SELECT id FROM stars OFFSET -3", NEITHER},
	{"SELECT id FROM stars ORDER BY id OFFSET 3", BOTH},
	{"SELECT id FROM stars OFFSET 3 ORDER BY id", NEITHER},
	{"SELECT id FROM stars, cat.objects AS o WHERE 1 = 0", NEITHER}, /* ambiguous */
	{"SELECT s.id FROM stars s, cat.objects AS o", BOTH},
	{"SELECT s.id FROM stars s JOIN cat.objects o ON s.id = o.id", BOTH},
	{"SELECT s.id FROM stars s INNER JOIN cat.objects o USING (id)", BOTH},
	{"SELECT s.id FROM stars s LEFT OUTER JOIN cat.objects o USING (id)", BOTH},
	{"SELECT s.id FROM stars s RIGHT JOIN cat.objects o USING (id, ra)", BOTH},
	{"SELECT id FROM stars s NATURAL FULL JOIN cat.objects o", BOTH},
	{"SELECT s.id FROM stars s JOIN cat.objects o", LENIENT},
	{"SELECT s.id FROM stars s CROSS JOIN cat.objects o", LENIENT},
	{"SELECT s.id FROM stars s NATURAL JOIN cat.objects o ON s.id = o.id", NEITHER},
	{"SELECT s.id FROM (stars s JOIN cat.objects o USING (id))", BOTH},
	{"SELECT s.id FROM ((stars s JOIN cat.objects o USING (id)))", BOTH},
	{"SELECT s.id FROM (stars s)", NEITHER},
	{"SELECT j.id FROM (stars s JOIN cat.objects o USING (id)) AS j", BOTH},
	{"SELECT a.id FROM stars a JOIN stars b USING (id) JOIN stars c USING (id)", BOTH},
	{"SELECT id FROM (SELECT id FROM stars) AS q", BOTH},
	{"SELECT id FROM ((SELECT id FROM stars)) q", BOTH},
	{"SELECT id FROM (SELECT id FROM stars)", LENIENT},
	{"SELECT id FROM stars WHERE n = 1 AND NOT n > 2 OR (n < 3)", BOTH},
	{"SELECT id FROM stars WHERE n", NEITHER},
	{"SELECT id FROM stars WHERE flag", LENIENT},
	{"SELECT id FROM stars WHERE flag = TRUE", LENIENT},
	{"SELECT id FROM stars WHERE CONTAINS(pos, shape)", LENIENT},
	{"SELECT id FROM stars WHERE 1 = CONTAINS(pos, shape)", BOTH},
	{"SELECT id FROM stars WHERE n BETWEEN 1 AND 2 AND n NOT BETWEEN 3 AND 4", BOTH},
	{"SELECT id FROM stars WHERE n BETWEEN 1", NEITHER},
	{"SELECT id FROM stars WHERE n IN (1)", BOTH},
	{"SELECT id FROM stars WHERE n IN ()", NEITHER},
	{"SELECT id FROM stars WHERE n IN (1, )", NEITHER},
	{"SELECT id FROM stars WHERE n NOT IN (SELECT id FROM cat.objects)", BOTH},
	{"SELECT id FROM stars WHERE name LIKE 'a%' AND name NOT LIKE 'b'", BOTH},
	{"SELECT id FROM stars WHERE name ILIKE 'a%' AND name NOT ILIKE 'b'", BOTH},
	{"SELECT id FROM stars WHERE name LIKE 'a!%' ESCAPE '!'", LENIENT},
	{"SELECT id FROM stars WHERE name LIKE 'a' ESCAPE 'bc'", NEITHER},
	{"SELECT id FROM stars WHERE id LIKE '12%'", LENIENT},
	{"SELECT id FROM stars WHERE n IS NULL OR n + 1 IS NOT NULL", BOTH},
	{"SELECT id FROM stars WHERE n IS 3", NEITHER},
	{"SELECT id FROM stars WHERE EXISTS (SELECT * FROM cat.objects)", BOTH},
	{"SELECT id FROM stars WHERE n = (SELECT MAX(id) FROM cat.objects)", LENIENT},
	{"SELECT n > 1 FROM stars", LENIENT},
	{"SELECT n = 1 = 2 FROM stars", NEITHER},
	{"SELECT n, COUNT(*) FROM stars GROUP BY n HAVING COUNT(*) > 1", BOTH},
	{"SELECT n AS k, COUNT(*) FROM stars GROUP BY k", LENIENT},
	{"SELECT n, COUNT(*) FROM stars GROUP BY 1", LENIENT},
	{"SELECT COUNT(*) FROM stars GROUP BY n + 1 HAVING (n > 1", NEITHER},
	{"SELECT id FROM stars ORDER BY 1, ra DESC, id + 1 ASC", BOTH},
	{"SELECT id FROM stars ORDER BY 0", NEITHER},
	{"WITH w AS (SELECT id FROM stars) SELECT * FROM w", BOTH},
	{"WITH w AS (SELECT id FROM stars), v AS (SELECT * FROM w) SELECT * FROM v", BOTH},
	{"WITH w AS (SELECT id FROM w) SELECT * FROM w", NEITHER},
	{"SELECT id FROM (WITH w AS (SELECT id FROM stars) SELECT * FROM w) AS q", LENIENT},
	{"SELECT id FROM stars UNION (WITH w AS (SELECT id FROM stars) SELECT * FROM w)",
	 LENIENT},
	{"SELECT id FROM stars UNION ALL SELECT id FROM stars ORDER BY id", BOTH},
	{"SELECT id FROM stars ORDER BY id UNION SELECT id FROM stars", NEITHER},
	{"(SELECT id FROM stars ORDER BY id) UNION SELECT id FROM stars", BOTH},
	{"SELECT id FROM stars EXCEPT SELECT id FROM stars INTERSECT SELECT id FROM stars",
	 BOTH},
	{"(((SELECT id FROM stars))) ORDER BY 1", BOTH},
	{"SELECT CAST(id AS DOUBLE   PRECISION) FROM stars", BOTH},
	{"SELECT CAST(id AS VARCHAR(5)) FROM stars", BOTH},
	{"SELECT CAST(id AS FLOAT) FROM stars", LENIENT},
	{"SELECT CAST(id AS BLOB) FROM stars", NEITHER},
	{"SELECT CAST(id AS NULL) FROM stars", NEITHER},
	{"SELECT COALESCE() FROM stars", NEITHER},
	{"SELECT COUNT(DISTINCT n), COUNT(ALL n) FROM stars", BOTH},
	{"SELECT ABS(DISTINCT n) FROM stars", NEITHER},
	/* What other dialects have. */
	{"SELECT 1", LENIENT},
	{"SELECT TOP (3) id FROM stars", LENIENT},
	{"SELECT id end, t.order FROM (SELECT id, ra AS order FROM stars) AS t", NEITHER},
	{"SELECT id AS end, t.order FROM (SELECT id, ra AS order FROM stars) AS t", LENIENT},
	{"SELECT id AS 'the id' FROM stars", LENIENT},
	{"SELECT id 'the id' FROM stars", NEITHER},
	{"SELECT id FROM cat://stars", LENIENT},
	{"SELECT DISTINCT ON (n) n, id FROM stars ORDER BY n, id", LENIENT},
	{"SELECT DISTINCT ON (n, id) ra FROM stars ORDER BY id, id, n, ra", LENIENT},
	{"SELECT DISTINCT ON (n) n, id FROM stars ORDER BY id", NEITHER},
	{"SELECT DISTINCT ON (n, id) n FROM stars ORDER BY n, ra", NEITHER},
	{"SELECT id FROM stars ORDER BY ra DESC NULLS LAST, dec NULLS FIRST", LENIENT},
	{"SELECT id FROM stars OFFSET 3 ROWS FETCH NEXT 5 ROWS ONLY", LENIENT},
	{"SELECT id FROM stars ORDER BY id FETCH FIRST 5 ROWS ONLY", LENIENT},
	{"SELECT id FROM stars ORDER BY id LIMIT 5 LIMIT 5", NEITHER},
	{"SELECT s.id FROM stars s, LATERAL (SELECT o.id FROM cat.objects o WHERE o.id = s.n) q",
	 LENIENT},
	{"SELECT s.id FROM stars s JOIN LATERAL (SELECT 1 AS x FROM cat.objects o WHERE o.id = "
	 "s.n LIMIT 1) q ON q.x = s.n",
	 LENIENT},
	{"SELECT s.id FROM stars s RIGHT JOIN LATERAL (SELECT s.n AS x FROM stars) q ON TRUE",
	 NEITHER},
	{"SELECT q.x FROM LATERAL (SELECT s.n AS x FROM cat.objects) q, stars s", NEITHER},
	{"SELECT CASE WHEN n = 1 THEN 2 END FROM stars", LENIENT},
	{"SELECT CASE n WHEN 1 THEN 'a' WHEN 2 THEN 'b' ELSE name END FROM stars", LENIENT},
	{"SELECT CASE n WHEN 'a' THEN 1 END FROM stars", NEITHER},
	{"SELECT CASE WHEN n THEN 1 END FROM stars", NEITHER},
	{"SELECT CASE WHEN flag THEN 1 ELSE 'x' END FROM stars", NEITHER},
	{"SELECT CASE ELSE 1 END FROM stars", NEITHER},
	{"SELECT n % 10, n ^ 2, n & 3 | 1, ~ n, n << 2 >> size FROM stars", LENIENT},
	{"SELECT ra & 1 FROM stars", NEITHER},
	{"SELECT n << id FROM stars", NEITHER},
	{"SELECT id::text, ra::double precision, (n + 1)::numeric(10, 2) FROM stars",
	 LENIENT},
	{"SELECT ra::nothing FROM stars", NEITHER},
	{"SELECT ra::real(3) FROM stars", NEITHER},
	{"SELECT list[1], ARRAY[n, 1.5][2], ARRAY[1]::bigint[] FROM stars", LENIENT},
	{"SELECT n[1] FROM stars", NEITHER},
	{"SELECT list[ra] FROM stars", NEITHER},
	{"SELECT list[1][2], (list)[1] FROM stars", LENIENT},
	{"SELECT (list[1])[2] FROM stars", NEITHER},
	{"SELECT ARRAY[pos] FROM stars", NEITHER},
	{"SELECT ARRAY[n, 'x'] FROM stars", NEITHER},
	{"SELECT id FROM stars WHERE flag IS TRUE AND (n = 1) IS NOT UNKNOWN", LENIENT},
	{"SELECT id FROM stars WHERE n IS TRUE", NEITHER},
	{"SELECT id FROM stars WHERE n IS NOT DISTINCT FROM id", LENIENT},
	{"SELECT id FROM stars WHERE name IS DISTINCT FROM 1", NEITHER},
	{"SELECT id FROM stars WHERE pos = POINT(1, 2) OR pos <> NULL", BOTH},
	{"SELECT id FROM stars WHERE pos IS DISTINCT FROM POINT(1, 2)", NEITHER},
	{"SELECT id FROM stars WHERE NULL BETWEEN n AND pos", NEITHER},
	{"SELECT CASE pos WHEN NULL THEN 1 END FROM stars", NEITHER},
	{"SELECT CASE 't' WHEN name THEN 1 END FROM stars", LENIENT},
	{"SELECT CASE 't' WHEN flag THEN 1 END FROM stars", NEITHER},
	{"SELECT id FROM stars WHERE n = ANY (SELECT id FROM stars)", LENIENT},
	{"SELECT id FROM stars WHERE n > ALL (ARRAY[1, 2]) AND 1 = SOME (list)", LENIENT},
	{"SELECT id FROM stars WHERE n = ANY (SELECT id, n FROM stars)", NEITHER},
	{"SELECT id FROM stars WHERE n = ANY (n)", NEITHER},
	{"SELECT id FROM stars WHERE at > DATE '2000-01-01' - INTERVAL '1 day'", LENIENT},
	{"SELECT at - at, 2 * (at - at) / 3 FROM stars", LENIENT},
	{"SELECT at + at FROM stars", NEITHER},
	{"SELECT at + 1 FROM stars", NEITHER},
	{"SELECT 'x' + 1 FROM stars", NEITHER},
	{"SELECT '30' * 2, -'1.5' FROM stars", BOTH},
	{"SELECT REGION('Circle ICRS 1 2 3') FROM stars", BOTH},
	{"SELECT REGION(name) FROM stars", LENIENT},
	{"SELECT REGION('Circle' || ' ICRS 1 2 3') FROM stars", LENIENT},
	{"SELECT REGION(1) FROM stars", NEITHER},
	{"SELECT id AS!b FROM stars", NEITHER},
	{"SELECT stars.!b FROM stars", NEITHER},
	{"SELECT id FROM stars WHERE 1 = CONTAINS(pos, MOC(8, CIRCLE(1, 2, 3)))", LENIENT},
	{"SELECT MOC('1/0') FROM stars", LENIENT},
	{"SELECT MOC(8, MOC('1/0')) FROM stars", NEITHER},
	{"SELECT ESO_INTERSECTION(pos, MOC('1/0')) FROM stars", NEITHER},
	{"SELECT EXTRACT(YEAR FROM at), EXTRACT(epoch FROM at - at), EXTRACT('day', at) FROM stars",
	 LENIENT},
	{"SELECT EXTRACT(YEAR FROM n) FROM stars", NEITHER},
	{"SELECT SUBSTRING(name FROM 2), SUBSTRING(name FROM 2 FOR 3) FROM stars", LENIENT},
	{"SELECT TRIM(name), TRIM('x' FROM name), TRIM(BOTH FROM name) FROM stars", LENIENT},
	{"SELECT TRIM(LEADING 'x' FROM name), TRIM(TRAILING FROM name) FROM stars", LENIENT},
	{"SELECT TRIM(LEADING name) FROM stars", NEITHER},
	{"SELECT CURRENT_DATE, CURRENT_TIMESTAMP - at AS current_date FROM stars", LENIENT},
	{"SELECT id FROM stars WHERE pos @ scircle(spoint(1, 0.5), 0.1) OR shape @> pos",
	 LENIENT},
	{"SELECT pos <-> POINT(1, 2) FROM stars WHERE shape @> POINT(1, 2)", LENIENT},
	{"SELECT id FROM stars WHERE n @ 3", NEITHER},
	{"SELECT id FROM stars WHERE n = 1 && n = 2", NEITHER},
	{"SELECT CIRCLE(ra, dec, 1.0 degree), CIRCLE(ra, dec, 2 arcmin) FROM stars", LENIENT},
	{"SELECT CIRCLE(ra, dec, 1.0 parsec), ROUND(1.5 x) FROM stars", NEITHER},
	/* Aggregates with more than arguments, and windows. */
	{"SELECT COUNT(*) FILTER (WHERE n > 1) FROM stars", LENIENT},
	{"SELECT COUNT(*) FILTER (WHERE COUNT(*) > 1) FROM stars", NEITHER},
	{"SELECT ABS(n) FILTER (WHERE n > 1) FROM stars", NEITHER},
	{"SELECT id, MAX(n) OVER (PARTITION BY name ORDER BY ra ROWS BETWEEN 1 PRECEDING AND "
	 "CURRENT ROW) FROM stars",
	 LENIENT},
	{"SELECT MAX(n) OVER (ORDER BY ra RANGE BETWEEN 5 PRECEDING AND UNBOUNDED FOLLOWING), "
	 "SUM(n) OVER () FROM stars",
	 LENIENT},
	{"SELECT name, SUM(COUNT(*)) OVER (ORDER BY COUNT(*)) FROM stars GROUP BY name",
	 LENIENT},
	{"SELECT MAX(n) OVER (ORDER BY ra, id RANGE 5 PRECEDING) FROM stars", NEITHER},
	{"SELECT MAX(n) OVER (ORDER BY ra ROWS UNBOUNDED FOLLOWING) FROM stars", NEITHER},
	{"SELECT MAX(n) OVER (ORDER BY ra ROWS 1 BEFORE) FROM stars", NEITHER},
	{"SELECT MAX(n) OVER (ORDER BY ra COLS 1 PRECEDING) FROM stars", NEITHER},
	{"SELECT MAX(n) OVER (ORDER BY pos) FROM stars", NEITHER},
	{"SELECT MAX(SUM(n) OVER ()) FROM stars", NEITHER},
	{"SELECT MAX(MAX(n) OVER ()) OVER () FROM stars", NEITHER},
	{"SELECT ABS(n) OVER () FROM stars", NEITHER},
	{"SELECT MAX(DISTINCT n) OVER () FROM stars", NEITHER},
	{"SELECT id FROM stars WHERE MAX(n) OVER () > 1", NEITHER},
	{"SELECT MAX(n) FROM stars HAVING MAX(n) OVER () > 1", NEITHER},
	{"SELECT MAX(n ORDER BY n), COUNT(DISTINCT n ORDER BY n) FROM stars", LENIENT},
	{"SELECT COUNT(DISTINCT n ORDER BY ra) FROM stars", NEITHER},
	{"SELECT MAX(n) WITHIN GROUP (ORDER BY n) FROM stars", NEITHER},
	/* A key that is grouped brings its table's columns. */
	{"SELECT id, name, COUNT(*) FROM stars GROUP BY id", LENIENT},
	{"SELECT s.name, o.kind FROM stars s JOIN cat.objects o ON s.id = o.star GROUP BY s.id",
	 NEITHER},
	{"SELECT id, kind FROM other.objects GROUP BY id", NEITHER},
	{"INSERT INTO stars VALUES (1)", NEITHER},
	{"DROP TABLE stars", NEITHER},
};

static void
test_verdicts(void)
{
	for (size_t i = 0; i < SKY_LENGTH(cases); i++)
		for (int mode = ADQL_LENIENT; mode <= ADQL_STRICT; mode++)
		{
			AdqlCase c;
			bool wanted = cases[i].verdict == BOTH ||
						  (cases[i].verdict == LENIENT && mode == ADQL_LENIENT);

			adql_case_run(&c, cases[i].query, (AdqlMode) mode);
			if (!ok(c.compiled == wanted, cases[i].query))
				printf("# %s: %s\n",
					   mode == ADQL_STRICT ? "strict" : "lenient",
					   c.compiled ? c.result.sql : c.err.message);
			adql_case_end(&c);
		}
}

static void
test_places(void)
{
	static const struct
	{
		const char *query;
		int position;
		int length;
		const char *hint;
	} places[] = {
		{"SELECT id FORM stars", 10, 4, "Perhaps you meant FROM."},
		{"SELECT id FROM stars WERE n = 1", 21, 4, "Perhaps you meant WHERE."},
		{"SELECT id FROM stars WHERE", 21, 5, ""},
		{"SELECT idd FROM stars", 7, 3, "Perhaps you meant \"id\"."},
		{"SELECT id FROM sters", 15, 5, "Perhaps you meant cat.stars."},
		{"SELECT sqr(n) FROM stars", 7, 3, "Perhaps you meant sqrt."},
		{"SELECT '\xc3\xa4' + 1 FROM stars", 7, 4, "Texts are joined with ||."},
		{"SELECT id FROM stars WHERE name = \xe2\x80\x9cx\xe2\x80\x9d",
		 34,
		 3,
		 "It is written \"."},
	};

	for (size_t i = 0; i < SKY_LENGTH(places); i++)
	{
		AdqlCase c;

		adql_case_run(&c, places[i].query, ADQL_LENIENT);
		if (!ok(c.err.position == places[i].position && c.err.length == places[i].length,
				places[i].query))
			printf("# at %d, %d long\n", c.err.position, c.err.length);
		is(c.err.hint, places[i].hint, "its hint");
		adql_case_end(&c);
	}
}

/* head, then count times unit, then tail. */
static char *
repeated(const char *head, const char *unit, int count, const char *tail)
{
	size_t size = strlen(head) + (size_t) count * strlen(unit) + strlen(tail) + 1;
	char *text = malloc(size);
	char *to = stpcpy(text, head);

	for (int i = 0; i < count; i++)
		to = stpcpy(to, unit);
	strcpy(to, tail);
	return text;
}

static void
check_limit(char *query, SkyErrorCode code, const char *what)
{
	AdqlCase c;

	adql_case_run(&c, query, ADQL_LENIENT);
	if (!ok(code == SKY_OK ? c.compiled : !c.compiled && c.err.code == code, what))
		printf("# %s\n", c.err.message);
	adql_case_end(&c);
	free(query);
}

static void
test_limits(void)
{
	check_limit(
		repeated("SELECT ", "(", 100000, "1"), SKY_E_TOO_COMPLEX, "open brackets");
	check_limit(
		repeated("SELECT ", "- ", 100000, "n FROM stars"), SKY_E_TOO_COMPLEX, "signs");
	check_limit(repeated("SELECT id FROM stars WHERE ", "NOT ", 100000, "n = 1"),
				SKY_E_TOO_COMPLEX,
				"NOT");
	check_limit(repeated("SELECT ", "abs(", 5000, "n"), SKY_E_TOO_COMPLEX, "calls");
	check_limit(repeated("", "SELECT * FROM (", 5000, ""), SKY_E_TOO_COMPLEX, "queries");
	check_limit(
		repeated("SELECT n", " + 1", 100000, " FROM stars"), SKY_OK, "a long sum");
	check_limit(repeated("SELECT n FROM stars WHERE n = 0", " AND n = 1", 50000, ""),
				SKY_OK,
				"a long condition");
	check_limit(
		repeated("SELECT name", " || 'x'", 50000, " FROM stars"), SKY_OK, "a long text");
	check_limit(repeated("SELECT n FROM stars WHERE n IN (1", ", 1", 9999, ")"),
				SKY_OK,
				"10000 items");
	check_limit(repeated("SELECT n FROM stars WHERE n IN (1", ", 1", 10000, ")"),
				SKY_E_LIMIT,
				"10001 items");
	check_limit(repeated("SELECT POLYGON(1, 2", ", 1, 2", 9999, ") FROM stars"),
				SKY_OK,
				"10000 vertices");
	check_limit(repeated("SELECT POLYGON(1, 2", ", 1, 2", 10000, ") FROM stars"),
				SKY_E_LIMIT,
				"10001 vertices");
	check_limit(repeated("SELECT n", ", n", 1663, " FROM stars"), SKY_OK, "1664 columns");
	check_limit(
		repeated("SELECT n", ", n", 1664, " FROM stars"), SKY_E_LIMIT, "1665 columns");
	check_limit(repeated("SELECT id FROM stars", " UNION SELECT id FROM stars", 40, ""),
				SKY_E_LIMIT,
				"41 tables");
	check_limit(repeated("SELECT 1 FROM stars GROUP BY n", ", n", 2000, ""),
				SKY_E_LIMIT,
				"a long GROUP BY");
	check_limit(repeated("SELECT 1 FROM stars ORDER BY n", ", n", 2000, ""),
				SKY_E_LIMIT,
				"a long ORDER BY");
	check_limit(repeated("WITH w AS (SELECT id FROM stars)",
						 ", w AS (SELECT id FROM w)",
						 20000,
						 " SELECT * FROM w"),
				SKY_E_LIMIT,
				"many common tables");
	check_limit(repeated("SELECT unknown", " + unknown", 50000, " FROM stars"),
				SKY_E_UNDEFINED_COLUMN,
				"many unknown columns");
	check_limit(
		repeated("SELECT x", ".x", 100000, ""), SKY_E_SYNTAX, "a name of many parts");
	check_limit(
		repeated("SELECT id FROM stars --", " ", 1024 * 1024, ""), SKY_E_LIMIT, "1 MB");
	check_limit(repeated("SELECT id FROM stars WHERE name = '", "''", 500000, "'"),
				SKY_OK,
				"a long string");
	check_limit(repeated("SELECT id FROM stars WHERE n = ", "9", 1000000, ""),
				SKY_E_OUT_OF_RANGE,
				"a long number");
}

int
main(void)
{
	test_verdicts();
	test_places();
	test_limits();
	return unit_done();
}
