/* Names with quotes where ADQL needs them. */
#include "publish/tap_name.h"
#include "unit/unit.h"

static const char *const cases[][2] = {
	{"ra", "ra"},
	{"gaia_dr3", "gaia_dr3"},
	{"a1_", "a1_"},
	{"size", "\"size\""},
	{"public", "\"public\""},
	{"distance", "\"distance\""},
	{"end-exec", "\"end-exec\""},
	{"absolute", "\"absolute\""},
	{"zone", "\"zone\""},
	{"zones", "zones"},
	{"RAJ2000", "\"RAJ2000\""},
	{"Size", "\"Size\""},
	{"_ra", "\"_ra\""},
	{"2mass", "\"2mass\""},
	{"B-V", "\"B-V\""},
	{"a b", "\"a b\""},
	{"a.b", "\"a.b\""},
	{"a\"b", "\"a\"\"b\""},
	{"gr\xc3\xb6\xc3\x9f"
	 "e",
	 "\"gr\xc3\xb6\xc3\x9f"
	 "e\""},
	{"", "\"\""},
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		char shown[64];
		size_t length = tap_name_put(shown, cases[i][0]);

		is(shown, cases[i][1], cases[i][1]);
		ok(length == strlen(shown), "its length");
		ok(length < TAP_NAME_ROOM(strlen(cases[i][0])), "the room suffices");
	}

	char table[64];
	bool sorted = true;

	for (size_t i = 1; i < tap_reserved_word_count; i++)
		sorted = sorted && strcmp(tap_reserved_words[i - 1], tap_reserved_words[i]) < 0;
	ok(sorted && tap_reserved_word_count > 200, "reserved words are sorted and unique");

	ok(tap_name_put_table(table, "public", "Hip") == strlen("\"public\".\"Hip\""),
	   "length of a table's name");
	is(table, "\"public\".\"Hip\"", "a table's name");
	ok(tap_name_reserved("SELECT") && tap_name_reserved("In_Unit"), "reserved words");
	ok(!tap_name_reserved("selects") && !tap_name_reserved(""), "words that are not");
	return unit_done();
}
