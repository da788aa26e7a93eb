/* What the guard wants of jansson. */
#include "json.h"

#include <math.h>

#define LARGEST_EXACT 9007199254740992.0

json_t *
json_read(const char *text, size_t len)
{
	json_error_t error;

	return json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
}

Slice
json_text(const json_t *string)
{
	return (Slice){json_string_value(string), json_string_length(string)};
}

Slice
json_member_text(const json_t *object, const char *name)
{
	return json_text(json_object_get(object, name));
}

bool
json_is_text(const json_t *value, const char *text)
{
	return json_is_string(value) && slice_is(json_text(value), text);
}

bool
json_whole(const json_t *value, int64_t *whole)
{
	double number = floor(json_number_value(value));

	if (!json_is_number(value) || fabs(number) > LARGEST_EXACT)
		return false;
	*whole = (int64_t) number;
	return true;
}
