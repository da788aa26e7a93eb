#ifndef SHIM_JSON_H
#define SHIM_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "head.h"

/*
 * JSON (RFC 8259) of strangers: one pass, bounded in depth and in values, strict.  A name
 * that comes twice in an object is refused, because two readers may take another of the
 * two; so is U+0000, which is no text in the database.
 */
#define JSON_MAX_DEPTH 16

typedef enum JsonKind
{
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
} JsonKind;

/* A value, and behind it in the same array what it holds: in objects names and values. */
typedef struct JsonNode
{
	JsonKind kind;
	int span;	/* nodes, this one included: the next value is at node + span */
	Slice text; /* of strings decoded, of numbers as written */
} JsonNode;

/*
 * Read the one value that is in text, whose strings are decoded in place; nodes point
 * into it.  False if it is no JSON, or more than max values.
 */
extern bool json_parse(char *text, size_t len, JsonNode *nodes, int max);

/* A member of an object; NULL if there is none, or no object. */
extern const JsonNode *json_member(const JsonNode *object, const char *name);

/* The same if it is a string, else an empty slice without data. */
extern Slice json_member_text(const JsonNode *object, const char *name);

/* Elements of an array: the first one, and the one behind another; NULL at the end. */
extern const JsonNode *json_first(const JsonNode *array);
extern const JsonNode *json_next(const JsonNode *array, const JsonNode *element);

extern bool json_is_text(const JsonNode *node, const char *text);

/* The value of a number, rounded down; false if it is none, or past 2^53. */
extern bool json_whole(const JsonNode *node, int64_t *value);

#endif
