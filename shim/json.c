/* A recursive descent through JSON, its depth bounded. */
#include "json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

#define NUMBER_MAX		64 /* characters */
#define LARGEST_EXACT	9007199254740992.0
#define IS_DIGIT(c)		((c) >= '0' && (c) <= '9')
#define IS_SURROGATE(c) ((c) >= 0xd800 && (c) <= 0xdfff)

typedef struct Reader
{
	char *at;
	char *end;
	JsonNode *nodes;
	int count;
	int max;
	int depth;
} Reader;

static bool read_value(Reader *in);

static void
skip_blanks(Reader *in)
{
	while (in->at < in->end && strchr(" \t\r\n", *in->at) != NULL && *in->at != '\0')
		in->at++;
}

static bool
take(Reader *in, char c)
{
	if (in->at == in->end || *in->at != c)
		return false;
	in->at++;
	return true;
}

static JsonNode *
add_node(Reader *in, JsonKind kind)
{
	JsonNode *node;

	if (in->count == in->max)
		return NULL;
	node = &in->nodes[in->count++];
	*node = (JsonNode){.kind = kind, .span = 1};
	return node;
}

/* Four hexadecimal digits; -1: they are not there. */
static int
read_hex(Reader *in)
{
	int value = 0;

	if (in->end - in->at < 4)
		return -1;
	for (int i = 0; i < 4; i++)
	{
		char c = *in->at++;
		char lower = (char) (c | 0x20);

		if (!IS_DIGIT(c) && !(lower >= 'a' && lower <= 'f'))
			return -1;
		value = value * 16 + (IS_DIGIT(c) ? c - '0' : lower - 'a' + 10);
	}
	return value;
}

/* A code point as UTF-8; returns what follows it. */
static char *
put_code(char *out, int code)
{
	if (code < 0x80)
		*out++ = (char) code;
	else
	{
		int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;

		*out++ = (char) ((0xff00 >> (more + 1) & 0xff) | code >> (6 * more));
		while (more-- > 0)
			*out++ = (char) (0x80 | (code >> (6 * more) & 0x3f));
	}
	return out;
}

/* What follows "\u": one escape, or two that are a pair of surrogates. */
static int
read_code(Reader *in)
{
	int code = read_hex(in);
	int low;

	if (code <= 0 || !IS_SURROGATE(code))
		return code > 0 ? code : -1;
	if (code > 0xdbff || !take(in, '\\') || !take(in, 'u'))
		return -1;
	low = read_hex(in);
	if (low < 0xdc00 || low > 0xdfff)
		return -1;
	return 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
}

static bool
read_escape(Reader *in, char **out)
{
	static const char names[] = "\"\\/bfnrt";
	static const char values[] = "\"\\/\b\f\n\r\t";
	const char *found;
	int code;

	if (in->at == in->end)
		return false;
	if (*in->at == 'u')
	{
		in->at++;
		code = read_code(in);
		if (code > 0)
			*out = put_code(*out, code);
		return code > 0;
	}
	found = *in->at != '\0' ? strchr(names, *in->at) : NULL;
	if (found == NULL)
		return false;
	in->at++;
	*(*out)++ = values[found - names];
	return true;
}

/* A string, decoded in place: that never makes it longer. */
static bool
read_string(Reader *in)
{
	JsonNode *node = add_node(in, JSON_STRING);
	char *out;

	if (node == NULL || !take(in, '"'))
		return false;
	out = in->at;
	node->text.data = out;
	while (in->at < in->end && *in->at != '"')
	{
		char c = *in->at++;

		if ((unsigned char) c < ' ')
			return false;
		if (c != '\\')
			*out++ = c;
		else if (!read_escape(in, &out))
			return false;
	}
	node->text.len = (size_t) (out - node->text.data);
	return take(in, '"');
}

static bool
read_digits(Reader *in)
{
	char *start = in->at;

	while (in->at < in->end && IS_DIGIT(*in->at))
		in->at++;
	return in->at > start;
}

static bool
read_number(Reader *in)
{
	JsonNode *node = add_node(in, JSON_NUMBER);
	char *start = in->at;

	if (node == NULL)
		return false;
	take(in, '-');
	if (!take(in, '0') && !read_digits(in))
		return false;
	if (take(in, '.') && !read_digits(in))
		return false;
	if (take(in, 'e') || take(in, 'E'))
	{
		if (!take(in, '+'))
			take(in, '-');
		if (!read_digits(in))
			return false;
	}
	node->text = (Slice){start, (size_t) (in->at - start)};
	return node->text.len < NUMBER_MAX;
}

static bool
read_word(Reader *in, const char *word, JsonKind kind)
{
	size_t len = strlen(word);

	if ((size_t) (in->end - in->at) < len || memcmp(in->at, word, len) != 0)
		return false;
	in->at += len;
	return add_node(in, kind) != NULL;
}

/* Is the name of the last member of an object one that it has already? */
static bool
is_repeated(const JsonNode *object, const JsonNode *name)
{
	for (const JsonNode *other = object + 1; other < name; other += 1 + other[1].span)
		if (other->text.len == name->text.len &&
			memcmp(other->text.data, name->text.data, name->text.len) == 0)
			return true;
	return false;
}

/* A name, a colon; its value follows. */
static bool
read_name(Reader *in, const JsonNode *object)
{
	const JsonNode *name = &in->nodes[in->count];

	skip_blanks(in);
	if (!read_string(in) || is_repeated(object, name))
		return false;
	skip_blanks(in);
	return take(in, ':');
}

/* The inside of an array or an object, and its end. */
static bool
read_items(Reader *in, JsonKind kind)
{
	JsonNode *node = add_node(in, kind);
	char close = kind == JSON_ARRAY ? ']' : '}';
	int first = in->count;
	bool more;

	in->at++;
	if (node == NULL || ++in->depth > JSON_MAX_DEPTH)
		return false;
	skip_blanks(in);
	more = !take(in, close);
	while (more)
	{
		if ((kind == JSON_OBJECT && !read_name(in, node)) || !read_value(in))
			return false;
		skip_blanks(in);
		more = take(in, ',');
		if (!more && !take(in, close))
			return false;
	}
	in->depth--;
	node->span += in->count - first;
	return true;
}

static bool
read_value(Reader *in)
{
	skip_blanks(in);
	if (in->at == in->end)
		return false;
	switch (*in->at)
	{
		case '{':
			return read_items(in, JSON_OBJECT);
		case '[':
			return read_items(in, JSON_ARRAY);
		case '"':
			return read_string(in);
		case 't':
			return read_word(in, "true", JSON_TRUE);
		case 'f':
			return read_word(in, "false", JSON_FALSE);
		case 'n':
			return read_word(in, "null", JSON_NULL);
		default:
			return read_number(in);
	}
}

bool
json_parse(char *text, size_t len, JsonNode *nodes, int max)
{
	Reader in = {.at = text, .end = text + len, .nodes = nodes, .max = max};

	if (!utf8_is_valid((Slice){text, len}) || !read_value(&in))
		return false;
	skip_blanks(&in);
	return in.at == in.end;
}

const JsonNode *
json_member(const JsonNode *object, const char *name)
{
	if (object == NULL || object->kind != JSON_OBJECT)
		return NULL;
	for (const JsonNode *at = object + 1; at < object + object->span;
		 at += 1 + at[1].span)
		if (slice_is(at->text, name))
			return at + 1;
	return NULL;
}

Slice
json_member_text(const JsonNode *object, const char *name)
{
	const JsonNode *member = json_member(object, name);

	if (member == NULL || member->kind != JSON_STRING)
		return (Slice){NULL, 0};
	return member->text;
}

const JsonNode *
json_first(const JsonNode *array)
{
	return array != NULL && array->kind == JSON_ARRAY && array->span > 1 ? array + 1
																		 : NULL;
}

const JsonNode *
json_next(const JsonNode *array, const JsonNode *element)
{
	element += element->span;
	return element < array + array->span ? element : NULL;
}

bool
json_is_text(const JsonNode *node, const char *text)
{
	return node != NULL && node->kind == JSON_STRING && slice_is(node->text, text);
}

bool
json_whole(const JsonNode *node, int64_t *value)
{
	char text[NUMBER_MAX];
	double number;

	if (node == NULL || node->kind != JSON_NUMBER)
		return false;
	memcpy(text, node->text.data, node->text.len);
	text[node->text.len] = '\0';
	number = floor(strtod(text, NULL));
	if (!(fabs(number) <= LARGEST_EXACT))
		return false;
	*value = (int64_t) number;
	return true;
}
