/* What the parameters of SIA, SSA and SCS ask of a table, as ADQL. */
#include "svc/cone.h"
#include "svc/iso_period.h"
#include "svc/sia_params.h"
#include "svc/ssa_params.h"
#include "unit/unit.h"

static Arena arena;

static const CatalogColumn columns[] = {
	{.meta = {.name = "s_ra", .unit = "deg", .ucd = "pos.eq.ra"}, .type = ADQL_DOUBLE},
	{.meta = {.name = "s_dec", .unit = "deg", .ucd = "pos.eq.dec"}, .type = ADQL_REAL},
	{.meta = {.name = "s_region"}, .type = ADQL_REGION},
	{.meta = {.name = "em_min"}, .type = ADQL_DOUBLE},
	{.meta = {.name = "EM_MAX"}, .type = ADQL_DOUBLE},
	{.meta = {.name = "t_min"}, .type = ADQL_DOUBLE},
	{.meta = {.name = "t_max"}, .type = ADQL_DOUBLE},
	{.meta = {.name = "target_name"}, .type = ADQL_TEXT, .principal = true},
	{.meta = {.name = "id \"x\"", .ucd = "meta.id;meta.main"}, .type = ADQL_INTEGER},
};

static const CatalogTable table = {
	.schema_name = "a\"b",
	.table_name = "t",
	.ncolumns = (int) (sizeof(columns) / sizeof(columns[0])),
	.columns = columns,
};

typedef const DiscoveryParam *(*Protocol)(size_t *count);

/* The conditions of a form, or the message. */
static const char *
asked(Protocol protocol, const char *form)
{
	HttpParams params = {.arena = &arena};
	SkyError err = {0};
	Sink sink;
	Discovery query = {.params = &params, .table = &table, .sink = &sink};
	size_t count;
	const DiscoveryParam *rows = protocol(&count);
	const char *text;

	sink_init_malloc(&sink);
	text = !http_params_add_form(&params, form, strlen(form), &err) ||
				   !discovery_put_conditions(&query, rows, count, &err)
			   ? arena_strdup(&arena, err.message)
		   : sink.used > 0 ? arena_strndup(&arena, sink.buffer, sink.used)
						   : "";
	sink_free_malloc(&sink);
	return text;
}

static void
test_sia(void)
{
	is(asked(sia_params, ""), "", "nothing asked");
	is(asked(sia_params, "POS=CIRCLE+1+-2+3e-1&pos=RANGE+350+10+-Inf+%2BInf"),
	   " AND (1 = INTERSECTS(s_region, CIRCLE(1,-2,0.3)) OR 1 = INTERSECTS(s_region, "
	   "REGION('PositionInterval ICRS 350 -90 10 90')))",
	   "shapes");
	is(asked(sia_params, "BAND=1e-7+2e-7"),
	   " AND (em_max >= 1e-07 AND em_min <= 2e-07)",
	   "columns in any case");
	is(asked(sia_params, "BAND=-Inf+2e-7"),
	   " AND (em_max IS NOT NULL AND em_min <= 2e-07)",
	   "an open end");
	is(asked(sia_params, "BAND=-inf+-Infinity"), " AND (1 = 0)", "nothing is there");
	is(asked(sia_params, "TARGET=a'b%22c\\&TARGET="),
	   " AND (target_name = 'a''b\"c\\')",
	   "a text");
	is(asked(sia_params, "FOV=1"), " AND (1 = 0)", "no such column");
	is(asked(sia_params, "BAND=1e-7,2e-7"), "BAND cannot be \"1e-7,2e-7\"", "commas");
	is(asked(sia_params, "TIME=1+2+3"), "TIME cannot be \"1 2 3\"", "three numbers");
}

static void
test_ssa(void)
{
	is(asked(ssa_params, "POS=1,-2&SIZE=0.5"),
	   " AND (1 = CONTAINS(POINT(s_ra, s_dec), CIRCLE(1,-2,0.25)))",
	   "a diameter");
	is(asked(ssa_params, "BAND=/1E-7,Optical,0.5"),
	   " AND (em_max IS NOT NULL AND em_min <= 1e-07 OR em_max >= 3e-07 AND em_min <= "
	   "1e-06 OR em_max >= 0.5 AND em_min <= 0.5)",
	   "a list");
	is(asked(ssa_params, "TIME=2001-01/"),
	   " AND (t_max >= 51910 AND t_min IS NOT NULL)",
	   "from a month on");
	is(asked(ssa_params, "TARGETNAME=a,'b"),
	   " AND (LOWER(target_name) = LOWER('a') OR LOWER(target_name) = LOWER('''b'))",
	   "names");
	is(asked(ssa_params, "POS=1"), "POS cannot be \"1\"", "half a position");
	is(asked(ssa_params, "BAND=,"), "BAND cannot be \",\"", "no range");
}

static void
test_cone(void)
{
	Catalog catalog = {0}; /* not asked: there is a main identifier */
	ConeTable cone_table;
	Sink sink;

	sink_init_malloc(&sink);
	ok(cone_table_read(&catalog, &arena, &table, &cone_table), "a table with a position");
	cone_put_query(&sink, &arena, &cone_table, &(Cone){1, -2, 3, .verbosity = 2});
	is(arena_strndup(&arena, sink.buffer, sink.used),
	   "SELECT \"s_ra\", CAST(\"s_dec\" AS DOUBLE PRECISION) AS \"s_dec\", "
	   "\"target_name\", CAST(\"id \"\"x\"\"\" AS VARCHAR) AS \"id \"\"x\"\"\" FROM "
	   "\"a\"\"b\".\"t\" WHERE 1 = CONTAINS(POINT(\"s_ra\", \"s_dec\"), CIRCLE(1,-2,3))",
	   "the principal columns, and those that must be");
	sink_free_malloc(&sink);
}

/* Days from astropy.time.Time(..., scale='utc').mjd. */
static void
test_periods(void)
{
	static const struct
	{
		const char *text;
		double begin;
		double end;
	} cases[] = {
		{"1858-11-17", 0, 1},
		{"0001", -678575, -678210},
		{"1900-02", 15051, 15079},
		{"2000", 51544, 51910},
		{"2000-02-29", 51603, 51604},
		{"2000-01-01T12:00", 51544.5, 51544.5 + 1 / 1440.0},
		{"2000-01-01T12:00:00Z", 51544.5, 51544.5},
		{"2026-11-21T06:00:00.000", 61365.25, 61365.25},
		{"9999-12-31", 2973483, 2973484},
	};
	static const char *const wrong[] = {
		"",
		"200",
		"20000",
		"2000-1",
		"2000-13",
		"2000-02-30",
		"1900-02-29",
		"2000-01-01T",
		"2000-01-01 00:00",
		"2000-01-01T25:00",
		"2000-01-01T00:60",
		"2000-01-01T00:00:61",
		"2000-01-01T00:00:00+01",
		"ZZ",
		"2000-01-01T00:00:00.000000000000000000000000000"};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		IsoPeriod period = {0, 0};

		ok(iso_period_read(cases[i].text, strlen(cases[i].text), &period) &&
			   fabs(period.begin - cases[i].begin) < 1e-9 &&
			   fabs(period.end - cases[i].end) < 1e-9,
		   cases[i].text);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
	{
		IsoPeriod period;

		ok(!iso_period_read(wrong[i], strlen(wrong[i]), &period), "no date");
	}
}

int
main(void)
{
	arena_init_malloc(&arena, 0);
	test_sia();
	test_ssa();
	test_cone();
	test_periods();
	arena_fini(&arena);
	return unit_done();
}
