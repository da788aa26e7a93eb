/* What services write: faults for people, COPY statements, error documents. */
#include "svc/copy_statement.h"
#include "svc/error_answer.h"
#include "svc/fault_text.h"
#include "svc/sql_error.h"
#include "unit/unit.h"

static Sink sink;
static Sink scratch;

static const char *
text(void)
{
	sink_putc(&sink, '\0');
	sink.used = 0;
	return sink.buffer;
}

static const char *
fault(int position, const char *query, const char *hint)
{
	SkyError err = {0};

	sky_error(&err, SKY_E_SYNTAX, position, "bad word");
	if (hint != NULL)
		sky_error_hint(&err, "%s", hint);
	fault_text_put(&sink, &err, query);
	return text();
}

static void
test_faults(void)
{
	char query[300];

	is(fault(-1, "SELECT", NULL), "bad word", "a fault without a place");
	is(fault(7, "SELECT x", NULL),
	   "bad word (line 1, column 8)\nSELECT x\n       ^",
	   "a place in the first line");
	is(fault(12, "SELECT 1\n\t\xC3\xB6 x y\nFROM", "Ask.\nAgain."),
	   "bad word (line 2, column 3)\n \xC3\xB6 x y\n  ^\nHint: Ask.\nAgain.",
	   "characters count, not bytes; a tab is a blank");
	is(fault(6, "SELECT", NULL),
	   "bad word (line 1, column 7)\nSELECT\n      ^",
	   "the end of the query");
	is(fault(99, "SELECT", NULL), "bad word", "a place outside the query");
	memset(query, 'x', sizeof(query) - 1);
	query[sizeof(query) - 1] = '\0';
	ok(strlen(fault(150, query, NULL)) < 240, "a long line is cut on both sides");
}

static void
test_literals(void)
{
	static const char *const cases[][2] = {
		{"", "''"},
		{"a'b", "'a''b'"},
		{"''", "''''''"},
		{"a\\b", "E'a\\\\b'"},
		{"\\'", "E'\\\\'''"},
		{"x'); DROP TABLE t; --", "'x''); DROP TABLE t; --'"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		copy_literal_put(&sink, cases[i][0], strlen(cases[i][0]));
		is(text(), cases[i][1], cases[i][1]);
	}
}

static void
test_statement(void)
{
	SkyColumn columns[] = {
		{.name = "a\"b", .datatype = "char", .arraysize = "*", .description = "it's"},
		{.name = "n", .datatype = "int", .unit = "deg"},
	};
	WriterInfo infos[] = {{.name = "QUERY", .value = "SELECT '\\'"}};
	CopyStatement copy = {
		.sql = "SELECT 1",
		.format = "votable",
		.maxrec = 10,
		.columns = columns,
		.ncolumns = 2,
		.infos = infos,
		.ninfos = 1,
	};

	copy_statement_put(&sink, &scratch, &copy);
	is(text(),
	   "COPY (SELECT 1) TO STDOUT (FORMAT votable, MAXREC 10, FIELDS "
	   "E'[{\"name\":\"a\\\\\"b\",\"datatype\":\"char\",\"arraysize\":\"*\","
	   "\"description\":\"it''s\"},{\"name\":\"n\",\"datatype\":\"int\","
	   "\"unit\":\"deg\"}]', INFOS "
	   "E'[{\"name\":\"QUERY\",\"value\":\"SELECT ''\\\\\\\\''\"}]')",
	   "a COPY statement");
	copy.ncolumns = 0;
	copy.ninfos = 0;
	copy_statement_put(&sink, &scratch, &copy);
	is(text(),
	   "COPY (SELECT 1) TO STDOUT (FORMAT votable, MAXREC 10, FIELDS '[]', INFOS '[]')",
	   "and one that has nothing to tell");
}

static void
test_rules(void)
{
	ok(sql_error_rule("21000")->status == 400 && sql_error_rule("21000")->keep, "21000");
	ok(sql_error_rule("22012")->status == 400 && sql_error_rule("22012")->keep, "22012");
	ok(sql_error_rule("42501")->status == 403 && !sql_error_rule("42501")->keep, "42501");
	ok(sql_error_rule("42P01")->status == 400 && !sql_error_rule("42P01")->keep, "42P01");
	ok(sql_error_rule("57014")->status == 504, "57014");
	ok(sql_error_rule("57P01")->status == 503, "57P01");
	ok(sql_error_rule("53400")->status == 400, "53400");
	ok(sql_error_rule("XX000")->status == 500 && !sql_error_rule("XX000")->keep, "XX000");
	ok(sql_error_rule("")->status == 500, "no SQLSTATE at all");
	for (int code = SKY_E_SYNTAX; code < SKY_E_CODES; code++)
	{
		const char *sqlstate = sky_error_sqlstate((SkyErrorCode) code);
		int status = sql_error_rule(sqlstate)->status;

		ok(status >= 400 && status <= 507, sqlstate);
	}
}

int
main(void)
{
	sink_init_malloc(&sink);
	sink_init_malloc(&scratch);
	test_faults();
	test_literals();
	test_statement();
	test_rules();
	sink_free_malloc(&sink);
	sink_free_malloc(&scratch);
	return unit_done();
}
