/* Units of computed columns, and IN_UNIT. */
#include "unit/adql_case.h"
#include "unit/unit.h"

/* An expression over cat.units and the unit of its column; NULL: none. */
static const struct
{
	const char *expr;
	const char *unit;
} units[] = {
	{"pmra", "mas/yr"},
	{"-pmra", "mas/yr"},
	{"odd", "km/"},
	{"ABS(odd)", "km/"},
	{"hits", NULL},
	{"5", NULL},
	{"ABS(plx)", "mas"},
	{"ROUND(plx, 1) + 3", "mas"},
	{"180 - ra", "deg"},
	{"2 * ra / 3", "deg"},
	{"MOD(ra, 360)", "deg"},
	{"COALESCE(plx, 0)", "mas"},
	{"COALESCE(plx, ra)", NULL},
	{"CAST(plx AS DOUBLE PRECISION)", "mas"},
	{"CAST(plx AS VARCHAR)", NULL},
	{"MAX(plx)", "mas"},
	{"AVG(plx)", "mas"},
	{"SUM(plx)", "mas"},
	{"MIN(plx)", "mas"},
	{"COUNT(plx)", NULL},
	{"pmra * days", "mas.d/yr"},
	{"pmra / plx", "yr**-1"},
	{"plx / plx", NULL},
	{"pmra * (plx / plx)", "mas/yr"},
	{"pmra + pmdec", "mas/yr"},
	{"pmra - pmra", "mas/yr"},
	{"pmra + plx", NULL},
	{"pmra + hits", NULL},
	{"pmra * hits", NULL},
	{"odd * plx", NULL},
	{"ra * COS(RADIANS(ra))", "deg"},
	{"1 / plx", "mas**-1"},
	{"1000 / plx + 1", "mas**-1"},
	{"SQRT(POWER(pmra, 2) + POWER(pmdec, 2))", "mas/yr"},
	{"SQRT(pmra * pmra)", "mas/yr"},
	{"SQRT(plx)", "mas**(1/2)"},
	{"SQRT(plx / plx) * plx", "mas"},
	{"SQRT(4) * plx", "mas"},
	{"SQRT(hits)", NULL},
	{"POWER(plx, -1)", "mas**-1"},
	{"POWER(plx, 0.5)", "mas**(1/2)"},
	{"POWER(plx, hits)", NULL},
	{"POWER(hits, 2)", NULL},
	{"POWER(2, 3) * plx", "mas"},
	{"flux * days", "erg.d.s**-1.cm**-2"},
	{"mass * 2", "'jupiterMass'"},
	{"DEGREES(ra)", "deg"},
	{"ATAN2(ra, ra)", "rad"},
	{"LOG10(flux)", NULL},
	{"RAND() * plx", "mas"},
	{"DISTANCE(ra, ra, ra, ra)", "deg"},
	{"AREA(CIRCLE(ra, ra, 1))", "deg**2"},
	{"(SELECT MAX(plx) FROM cat.units)", "mas"},
	{"IN_UNIT(ra, 'arcsec')", "arcsec"},
	{"IN_UNIT(pmra, 'arcsec.yr**-1') * days", "arcsec.d/yr"},
	{"plx || 'x'", NULL},
};

static void
test_units(void)
{
	for (size_t i = 0; i < SKY_LENGTH(units); i++)
	{
		char query[200];
		AdqlCase c;

		snprintf(query, sizeof(query), "SELECT %s AS x FROM cat.units", units[i].expr);
		adql_case_run(&c, query, ADQL_LENIENT);
		is(c.compiled ? c.result.columns[0].unit : c.err.message,
		   units[i].unit,
		   units[i].expr);
		adql_case_end(&c);
	}
}

/* Units go up through subqueries; sets take those of the first one. */
static void
test_queries(void)
{
	static const char *const queries[] = {
		"SELECT x FROM (SELECT pmra * 2 AS x FROM cat.units) AS q",
		"WITH w AS (SELECT pmra * 2 AS y FROM cat.units) SELECT y / 2 FROM w",
		"SELECT -pmra FROM cat.units UNION SELECT plx FROM cat.units",
		"SELECT MAX(x) FROM (SELECT pmra AS x, days FROM cat.units) AS q GROUP BY days",
	};

	for (size_t i = 0; i < SKY_LENGTH(queries); i++)
	{
		AdqlCase c;

		adql_case_run(&c, queries[i], ADQL_LENIENT);
		is(c.compiled ? c.result.columns[0].unit : c.err.message, "mas/yr", queries[i]);
		adql_case_end(&c);
	}
}

static const struct
{
	const char *expr;
	const char *sql;
} conversions[] = {
	{"IN_UNIT(ra, 'arcsec')", "(t1.\"ra\" * 3600::double precision)"},
	{"IN_UNIT(plx, 'arcsec')",
	 "(CAST(t1.\"plx\" AS double precision) / 1000::double precision)"},
	{"IN_UNIT(ra, 'deg')", "(t1.\"ra\" * 1::double precision)"},
	{"IN_UNIT(ra, 'rad')", "(t1.\"ra\" * 0.017453292519943295::double precision)"},
	{"IN_UNIT(pmra + pmdec, 'mas/yr')",
	 "((t1.\"pmra\" + t1.\"pmdec\") * 1::double precision)"},
	{"IN_UNIT(mass, '''jupiterMass''')", "(t1.\"mass\" * 1::double precision)"},
	{"IN_UNIT(plx / plx, '%')", ""},
};

static void
test_conversions(void)
{
	for (size_t i = 0; i < SKY_LENGTH(conversions); i++)
	{
		char query[200];
		AdqlCase c;
		char *end;
		int length;

		snprintf(
			query, sizeof(query), "SELECT %s AS x FROM cat.units", conversions[i].expr);
		adql_case_run(&c, query, ADQL_STRICT);
		end = c.compiled ? strstr(c.result.sql, " AS \"x\"") : NULL;
		length = end != NULL ? (int) (end - c.result.sql) - 7 : 0;
		snprintf(
			query, sizeof(query), "%.*s", length, c.compiled ? c.result.sql + 7 : "");
		is(query, conversions[i].sql, conversions[i].expr);
		adql_case_end(&c);
	}
}

#define ORDINARY                                                                         \
	"IN_UNIT converts columns that have a unit, and what is computed from them."
#define SPELLING                                                                         \
	"Units are written as VOUnits wants them: km/s, arcsec, erg.s**-1.cm**-2."

/* The fault of "SELECT expr FROM cat.units"; place: what it covers. */
static const struct
{
	const char *expr;
	AdqlMode mode;
	const char *message;
	const char *place;
	const char *hint;
} faults[] = {
	{"IN_UNIT(ra, '')", ADQL_STRICT, "nothing is in unit \"\"", "''", SPELLING},
	{"IN_UNIT(hits, 'deg')",
	 ADQL_STRICT,
	 "the unit of this value is not known",
	 "hits",
	 ORDINARY},
	{"IN_UNIT(ra, 'kg')",
	 ADQL_STRICT,
	 "a value in \"deg\" cannot be converted to \"kg\"",
	 "IN_UNIT(ra, 'kg')",
	 ""},
	{"IN_UNIT(ra, 'foo')",
	 ADQL_STRICT,
	 "\"foo\" is not a unit that VOUnits knows",
	 "foo",
	 ""},
	{"IN_UNIT(ra, 'degrees')",
	 ADQL_LENIENT,
	 "\"degrees\" is not a unit that VOUnits knows",
	 "degrees",
	 "Perhaps you meant deg."},
	{"IN_UNIT(pmra, 'arcsecs/yr')",
	 ADQL_LENIENT,
	 "\"arcsecs\" is not a unit that VOUnits knows",
	 "arcsecs",
	 "Perhaps you meant arcsec."},
	{"IN_UNIT(pmra, 'mas yr-1')",
	 ADQL_STRICT,
	 "something is left over in unit \"mas yr-1\"",
	 " yr-1",
	 SPELLING},
	{"IN_UNIT(42, 'kg')", ADQL_STRICT, "this value has no unit", "42", ORDINARY},
	{"IN_UNIT(40 + 2, 'deg')", ADQL_STRICT, "this value has no unit", "40 + 2", ORDINARY},
	{"IN_UNIT(SQRT(42), 'deg')",
	 ADQL_STRICT,
	 "this value has no unit",
	 "SQRT(42)",
	 ORDINARY},
	{"IN_UNIT(NULL, 'deg')",
	 ADQL_STRICT,
	 "the unit of this value is not known",
	 "NULL",
	 ORDINARY},
	{"IN_UNIT(ra + hits, 'deg')",
	 ADQL_STRICT,
	 "the unit of this value is not known",
	 "ra + hits",
	 ORDINARY},
	{"IN_UNIT(odd, 'deg')",
	 ADQL_STRICT,
	 "a symbol is missing in unit \"km/\"",
	 "odd",
	 ""},
	{"IN_UNIT(SQRT(POWER(nothing, 2)), 'deg')",
	 ADQL_STRICT,
	 "column \"nothing\" does not exist",
	 "nothing",
	 ""},
	{"IN_UNIT(ra, ra)",
	 ADQL_STRICT,
	 "the unit that IN_UNIT converts to is a string literal",
	 "ra)",
	 "Write it in single quotes, as in IN_UNIT(ra, 'arcsec')."},
	{"IN_UNIT(ra, 'a' || 'rcsec')",
	 ADQL_STRICT,
	 "the unit that IN_UNIT converts to is a string literal",
	 "'a' || 'rcsec'",
	 "Write it in single quotes, as in IN_UNIT(ra, 'arcsec')."},
};

static void
test_faults(void)
{
	for (size_t i = 0; i < SKY_LENGTH(faults); i++)
	{
		char query[200];
		AdqlCase c;

		snprintf(query, sizeof(query), "SELECT %s FROM cat.units", faults[i].expr);
		adql_case_run(&c, query, faults[i].mode);
		is(c.err.message, faults[i].message, faults[i].expr);
		ok(c.result.nfaults == 1, "the only one");
		is(c.err.hint, faults[i].hint, "its hint");
		ok(strncmp(query + c.err.position, faults[i].place, (size_t) c.err.length) == 0,
		   "its place");
		adql_case_end(&c);
	}
}

int
main(void)
{
	test_units();
	test_queries();
	test_conversions();
	test_faults();
	return unit_done();
}
