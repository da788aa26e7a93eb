/* What is JSON, what is not, and what is in it. */
#include "json.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

#define MAX 32

static JsonNode nodes[MAX];

/* Parse a copy on the heap, where the sanitizer watches its end; kept for the nodes. */
static char *kept;

static bool
parse(const char *text)
{
	size_t len = strlen(text);

	free(kept);
	kept = malloc(len > 0 ? len : 1);
	memcpy(kept, text, len);
	return json_parse(kept, len, nodes, MAX);
}

static const struct
{
	const char *text;
	bool good;
} cases[] = {
	{"{}", true},
	{" [ ] ", true},
	{"null", true},
	{"-0.5e+3", true},
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
	{"01", false},
	{"+1", false},
	{"1.", false},
	{".5", false},
	{"1e", false},
	{"NaN", false},
	{"tru", false},
	{"\"\\u0000\"", false},
	{"\"\\ud800\"", false},
	{"\"\\ud800\\u0041\"", false},
	{"\"\\udc00\"", false},
	{"\"\\u12g4\"", false},
	{"\"\\x41\"", false},
	{"\"a\nb\"", false},
	{"\"\xc3\x28\"", false},
	{"\"open", false},
	{"\"\\", false},
	{"[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", true},
	{"[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", false},
	{"[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", true},
	{"[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", false},
	{"10000000000000000000000000000000000000000000000000000000000000000", false},
};

static const struct
{
	const char *text;
	bool good;
	int64_t value;
} numbers[] = {
	{"0", true, 0},
	{"1700000000", true, 1700000000},
	{"1700000000.9", true, 1700000000},
	{"-1.5", true, -2},
	{"1e3", true, 1000},
	{"9007199254740992", true, 9007199254740992},
	{"9223372036854775808", false, 0},
	{"1e400", false, 0},
	{"\"5\"", false, 0},
	{"null", false, 0},
};

int
main(void)
{
	const JsonNode *list;
	int count = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(parse(cases[i].text) == cases[i].good, "case %zu", i);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
	{
		int64_t value = 0;

		check(parse(numbers[i].text) && json_whole(nodes, &value) == numbers[i].good &&
				  value == numbers[i].value,
			  "number %s",
			  numbers[i].text);
	}
	check(parse("{\"a\":[1,[2,3],\"x\"],\"b\":{\"c\":\"d\"},\"e\":true,\"f\":\"\"}"),
		  "an object");
	list = json_member(nodes, "a");
	for (const JsonNode *at = json_first(list); at != NULL; at = json_next(list, at))
		count++;
	check(count == 3 && json_first(json_member(nodes, "b")) == NULL, "its elements");
	check(json_is_text(json_member(json_member(nodes, "b"), "c"), "d"), "inner member");
	check(json_member(nodes, "e")->kind == JSON_TRUE && json_member(nodes, "c") == NULL &&
			  json_member(list, "a") == NULL && json_member(NULL, "a") == NULL,
		  "members there and not there");
	check(json_member_text(nodes, "f").data != NULL &&
			  json_member_text(nodes, "e").data == NULL,
		  "empty texts are texts");
	check(parse("\"\\u00e9\\u20ac\\ud83d\\ude00\\n\\/\\\"\"") &&
			  json_is_text(nodes, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n/\""),
		  "escapes");
	free(kept);
	return tap_done();
}
