/* Tokens: what is a word, a name, a literal, a comment; and the table of keywords. */
#include "adql/parse.h"
#include "publish/tap_name.h"
#include "unit/adql_case.h"
#include "unit/unit.h"

/* What a select list of one item becomes. */
static const struct
{
	const char *item;
	const char *sql; /* NULL: a fault */
} items[] = {
	{"ra", "t1.\"ra\""},
	{"RA", "t1.\"ra\""},
	{"\"ra\"", "t1.\"ra\""},
	{"\"RA\"", NULL},
	{"stars . -- comment\n ra", "t1.\"ra\""},
	{"_ra", NULL},
	{"\"\"", NULL},
	{"12", "12"},
	{"007", "7"},
	{"12.", "12::double precision"},
	{".5", "0.5::double precision"},
	{"1./60", "1::double precision / 60"},
	{"10e-5", "0.0001::double precision"},
	{"1.E3", "1000::double precision"},
	{"1e", "1"}, /* with the alias e */
	{"0x1F", "31"},
	{"0XffffFFFFffff", "281474976710655"},
	{"0x1FFFFFFFFFFFFFFFF", NULL},
	{"0x", "0"}, /* with the alias x */
	{"9223372036854775807", "9223372036854775807"},
	{"9223372036854775808", "9.223372036854776e+18::double precision"},
	{"1e-400", "0::double precision"},
	{"1e400", NULL},
	{"''", "''"},
	{"'it''s'", "'it''s'"},
	{"'a\\'", "E'a\\\\'"},
	{"'\\''x'", "E'\\\\''x'"},
	{"'a--b'", "'a--b'"},
	{"'a' -- it's\n 'b'", "'ab'"},
	{"'a' 'b'", NULL},
	{"'\xce\xb1'", "'\xce\xb1'"},
	{"'open", NULL},
	{"\"open", NULL},
	{"-- all of it", NULL},
	{"/* a ** b\n */ 1/**/", "1"},
	{"1 /* open", NULL},
	{"list [ 1 ]", "(t1.\"list\")[1]"},
	{"n::text", "CAST(t1.\"n\" AS pg_catalog.text)"},
	{"ra?", NULL},
	{"E'x'", NULL},
	{"$$x$$", NULL},
	{"n!=1", "t1.\"n\" <> 1"},
	{"gr\xc3\xb6\xc3\x9f"
	 "e",
	 NULL},
	{"'\xff'", NULL},
	{"'\xc0\x80'", NULL},
};

static void
test_items(void)
{
	for (size_t i = 0; i < SKY_LENGTH(items); i++)
	{
		char query[200];
		char expected[200];
		AdqlCase c;

		snprintf(query, sizeof(query), "SELECT %s\nFROM stars", items[i].item);
		adql_case_run(&c, query, ADQL_LENIENT);
		if (items[i].sql == NULL)
			ok(!c.compiled, items[i].item);
		else if (ok(c.compiled, items[i].item))
		{
			snprintf(expected, sizeof(expected), "SELECT %s AS ", items[i].sql);
			ok(strncmp(c.result.sql, expected, strlen(expected)) == 0, c.result.sql);
		}
		adql_case_end(&c);
	}
}

static void
test_words(void)
{
	static const char *const good[] = {
		"SELECT ROUND(n)as x FROM stars",
		"SELECT top 4* from stars",
		"SELECT id FROM stars WHERE n BETWEEN(1)AND 4 ORDER BY 1desc",
		"select\fid\rfrom\tstars\ngroup \r\n by -- x\n id",
		"SELECT limit FROM (SELECT n AS limit FROM stars) AS t",
		"SELECT over, filter, nulls partition FROM (SELECT n AS over, id filter, ra AS nulls "
		"FROM stars) AS within GROUP BY over, filter, nulls",
		"SELECT array FROM (SELECT n AS array FROM stars) lateral",
		"SELECT id FROM stars limit",
		"SELECT id FROM stars -- the end",
	};
	static const char *const bad[] = {
		"",
		" ",
		"--",
		";",
		"selectid from stars",
		"SELECT id fromstars",
	};
	AdqlCase c;

	for (size_t i = 0; i < SKY_LENGTH(good); i++)
	{
		adql_case_run(&c, good[i], ADQL_STRICT);
		ok(c.compiled, good[i]);
		adql_case_end(&c);
	}
	for (size_t i = 0; i < SKY_LENGTH(bad); i++)
	{
		adql_case_run(&c, bad[i], ADQL_LENIENT);
		ok(!c.compiled && c.err.code == SKY_E_SYNTAX, bad[i]);
		adql_case_end(&c);
	}
}

/* The scanner reserves exactly the words that tap_schema puts in quotes. */
static void
test_keywords(void)
{
	for (size_t i = 0; i < tap_reserved_word_count; i++)
		ok(adql_keyword(tap_reserved_words[i], strlen(tap_reserved_words[i]), "") != 0 ||
			   strchr(tap_reserved_words[i], '-') != NULL,
		   tap_reserved_words[i]);
	for (size_t i = 0; adql_keyword_name(i) != NULL; i++)
		ok(tap_name_reserved(adql_keyword_name(i)) &&
			   (i == 0 || strcmp(adql_keyword_name(i - 1), adql_keyword_name(i)) < 0),
		   adql_keyword_name(i));
	ok(adql_keyword("limit", 5, "") == 0, "LIMIT is no reserved word");
}

int
main(void)
{
	test_items();
	test_words();
	test_keywords();
	return unit_done();
}
