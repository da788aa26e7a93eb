/* Units, angles in three parts, words: what is read is written, and reads the same again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adql/words.h"
#include "base/vounit.h"
#include "geo/sexagesimal.h"

static void
check_unit(const char *text, UnitSyntax syntax)
{
	Unit unit;
	Unit again;
	SkyError err = {0};
	char printed[UNIT_TEXT_MAX];
	double factor;
	int length;

	if (!unit_parse(text, syntax, &unit, &err))
	{
		if (err.position < 0 || (size_t) err.position > strlen(text))
			abort();
		return;
	}
	unit_unknown(&unit, &length);
	if (!unit_print(&unit, printed) || unit.nterms == 0)
		return;
	if (!unit_parse(printed, UNIT_ANY, &again, NULL))
		abort();
	/* Factors past a double's range have no quotient. */
	if (unit_convert(&unit, &again, &factor) && !(factor > 0.999999 && factor < 1.000001))
		abort();
}

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text;
	double value;

	if (size > 300)
		return 0;
	text = strndup((const char *) data, size);
	check_unit(text, UNIT_STANDARD);
	check_unit(text, UNIT_ANY);
	unit_nearest(text);
	if (sexagesimal_parse(text, "dms", &value) && !(value > -1001 && value < 1001))
		abort();
	if (!words_contain((const char *) data, size, (const char *) data, size))
		abort();
	free(text);
	return 0;
}
