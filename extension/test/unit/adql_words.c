/* Words in texts. */
#include "adql/words.h"
#include "unit/unit.h"

static const struct
{
	const char *haystack;
	const char *needle;
	bool found;
} cases[] = {
	{"Miller and Urey have", "miller", true},
	{"shown that a primordial", "shown primordial", true},
	{"shown that a primordial", "primordial, SHOWN!", true},
	{"shown that a primordial", "shown soup", false},
	{"shown that a primordial", "prim", false},
	{"shown", "show", false},
	{"NGC-1316 (Fornax A)", "ngc 1316", true},
	{"NGC-1316 (Fornax A)", "13", false},
	{"Schmidt-Cassegrain", "cassegrain", true},
	{"M\xc3\xbcller", "m", false},
	{"M\xc3\xbcller", "M\xc3\xbcller", true},
	{"", "x", false},
	{"x", "", true},
	{"x", " ,.", true},
	{"", "", true},
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ok(words_contain(cases[i].haystack,
						 strlen(cases[i].haystack),
						 cases[i].needle,
						 strlen(cases[i].needle)) == cases[i].found,
		   cases[i].needle);
	return unit_done();
}
