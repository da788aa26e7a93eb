#ifndef TEST_FUZZ_JSON_H
#define TEST_FUZZ_JSON_H

/* JSON as a tree, for parse trees of PostgreSQL: what is read is well-formed. */
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"

typedef struct Json
{
	const char *key;	/* in an object; else NULL */
	const char *text;	/* of a string, or of a number as written; NULL for others */
	struct Json *first; /* of an object or array */
	struct Json *next;
} Json;

static const char *
json_space(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

/*
 * The string at *at, which is left behind it.  Of an escape its last character is kept,
 * which tells names apart well enough: only control characters are written by number.
 */
static char *
json_string(const char **at, Arena *arena)
{
	const char *from = *at + 1;
	const char *end = from;
	char *text;
	char *to;

	while (*end != '"')
		end += *end == '\\' ? 2 : 1;
	to = text = arena_alloc(arena, (size_t) (end - from) + 1);
	for (; from < end; from++)
	{
		if (*from == '\\' && *++from == 'u')
			from += 4;
		*to++ = *from;
	}
	*to = '\0';
	*at = end + 1;
	return text;
}

static Json *
json_read(const char **at, Arena *arena)
{
	Json *value = arena_new(arena, Json);
	Json **last = &value->first;
	bool object;

	*at = json_space(*at);
	if (**at == '"')
		value->text = json_string(at, arena);
	else if (**at != '{' && **at != '[')
	{
		size_t length = strcspn(*at, ",]} \t\r\n");

		value->text = arena_strndup(arena, *at, length);
		*at += length;
	}
	if (value->text != NULL)
		return value;
	object = **at == '{';
	for (*at = json_space(*at + 1); **at != '}' && **at != ']';)
	{
		const char *key = NULL;

		if (**at == ',')
			*at = json_space(*at + 1);
		if (object)
		{
			key = json_string(at, arena);
			*at = json_space(*at) + 1;
		}
		*last = json_read(at, arena);
		(*last)->key = key;
		last = &(*last)->next;
		*at = json_space(*at);
	}
	++*at;
	return value;
}

/* A member of an object; NULL if there is none, or no object. */
static const Json *
json_get(const Json *object, const char *key)
{
	for (const Json *member = object == NULL ? NULL : object->first; member != NULL;
		 member = member->next)
		if (member->key != NULL && strcmp(member->key, key) == 0)
			return member;
	return NULL;
}

static const char *
json_text(const Json *object, const char *key)
{
	const Json *member = json_get(object, key);

	return member == NULL ? NULL : member->text;
}

#endif
