/* What is JSON, what is not, and what is in it. */
#include "json.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

#define DEEP 100000

static json_t *value;

/* Parse a copy on the heap, where the sanitizer watches its end. */
static bool
parse(const char *text)
{
	size_t len = strlen(text);
	char *copy = malloc(len > 0 ? len : 1);

	memcpy(copy, text, len);
	json_decref(value);
	value = json_read(copy, len);
	free(copy);
	return value != NULL;
}

static const struct
{
	const char *text;
	bool good;
} cases[] = {
	{"{}", true},
	{" [ ] ", true},
	{"[null, -0.5e+3]", true},
	{"null", false},
	{"\"text\"", false},
	{"[1,2,[3,{\"a\":[]}]]", true},
	{"{\"a\":1,\"b\":{\"a\":2}}", true},
	{"", false},
	{"{", false},
	{"[1,]", false},
	{"{\"a\":1,}", false},
	{"{\"a\" 1}", false},
	{"{a:1}", false},
	{"{'a':1}", false},
	{"{\"a\":1}x", false},
	{"{\"a\":1}{}", false},
	{"{\"a\":1,\"a\":2}", false},
	{"{\"a\":1,\"\\u0061\":2}", false},
	{"{\"b\":{\"a\":1,\"a\":1}}", false},
	{"[01]", false},
	{"[+1]", false},
	{"[1.]", false},
	{"[.5]", false},
	{"[1e]", false},
	{"[NaN]", false},
	{"[tru]", false},
	{"[\"\\u0000\"]", false},
	{"[\"\\ud800\"]", false},
	{"[\"\\ud800\\u0041\"]", false},
	{"[\"\\udc00\"]", false},
	{"[\"\\u12g4\"]", false},
	{"[\"\\x41\"]", false},
	{"[\"a\nb\"]", false},
	{"[\"\xc3\x28\"]", false},
	{"\"open", false},
	{"\"\\", false},
};

static const struct
{
	const char *text;
	bool good;
	int64_t value;
} numbers[] = {
	{"[0]", true, 0},
	{"[1700000000]", true, 1700000000},
	{"[1700000000.9]", true, 1700000000},
	{"[-1.5]", true, -2},
	{"[1e3]", true, 1000},
	{"[9007199254740992]", true, 9007199254740992},
	{"[9223372036854775808]", false, 0},
	{"[1e400]", false, 0},
	{"[\"5\"]", false, 0},
	{"[null]", false, 0},
};

int
main(void)
{
	char *deep = malloc(DEEP + 1);
	const json_t *list;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(parse(cases[i].text) == cases[i].good, "case %zu", i);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
	{
		int64_t whole = 0;

		check((parse(numbers[i].text) && json_whole(json_array_get(value, 0), &whole)) ==
					  numbers[i].good &&
				  whole == numbers[i].value,
			  "number %s",
			  numbers[i].text);
	}
	check(parse("{\"a\":[1,[2,3],\"x\"],\"b\":{\"c\":\"d\"},\"e\":true,\"f\":\"\"}"),
		  "an object");
	list = json_object_get(value, "a");
	check(json_array_size(list) == 3, "its elements");
	check(json_is_text(json_object_get(json_object_get(value, "b"), "c"), "d"),
		  "inner member");
	check(json_member_text(value, "f").data != NULL &&
			  json_member_text(value, "e").data == NULL &&
			  json_member_text(list, "a").data == NULL &&
			  json_member_text(NULL, "a").data == NULL,
		  "empty texts are texts");
	check(parse("[\"\\u00e9\\u20ac\\ud83d\\ude00\\n\\/\\\"\"]") &&
			  json_is_text(json_array_get(value, 0),
						   "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n/\""),
		  "escapes");
	memset(deep, '[', DEEP);
	deep[DEEP] = '\0';
	check(!parse(deep), "depth is bounded");
	free(deep);
	json_decref(value);
	return tap_done();
}
