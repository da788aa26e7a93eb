#ifndef SHIM_JSON_H
#define SHIM_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "head.h"

/*
 * JSON of strangers, read by jansson: UTF-8 without U+0000, and no name twice in an
 * object, because two readers may take another of the two.  NULL if it is none;
 * json_decref() it, or hold it as json_auto_t.
 */
extern json_t *json_read(const char *text, size_t len);

/* A member of an object if it is a string, else an empty slice without data; it lives as
 * long as the object. */
extern Slice json_member_text(const json_t *object, const char *name);

/* The text of a string. */
extern Slice json_text(const json_t *string);

extern bool json_is_text(const json_t *value, const char *text);

/* The value of a number, rounded down; false if it is none, or past 2^53. */
extern bool json_whole(const json_t *value, int64_t *whole);

#endif
