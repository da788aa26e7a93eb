#ifndef PUBLISH_TAP_NAME_H
#define PUBLISH_TAP_NAME_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Names as TAP shows them.  A name that ADQL cannot take bare (reserved, not an ASCII
 * letter followed by letters, digits and underscores) or that PostgreSQL would not find
 * bare (upper case) is shown in double quotes, so that what tap_schema says can be copied
 * into a query.  Source: ADQL 2.1, sections 2.1.3 to 2.1.7.
 */

/* The reserved words of SQL and ADQL, sorted, in lower case. */
extern const char *const tap_reserved_words[];
extern const size_t tap_reserved_word_count;

/* Is this, in any case, a reserved word of SQL or ADQL? */
extern bool tap_name_reserved(const char *word);

/* Room that tap_name_put needs for a name of length bytes, NUL included. */
#define TAP_NAME_ROOM(length) (2 * (length) + 3)

/* Write the name, quoted where it must be, and a NUL; returns the length without it. */
extern size_t tap_name_put(char *to, const char *name);

/* The same for schema.table; room for both names is needed. */
extern size_t tap_name_put_table(char *to, const char *schema, const char *table);

/* One part of a table's name as somebody wrote it, without quotes. */
typedef struct TapNamePart
{
	const char *text; /* NULL: there is none */
	bool delimited;	  /* it was in quotes */
} TapNamePart;

/*
 * Split table or schema.table, each part plain or in double quotes; room takes the parts:
 * a byte more than the text with its NUL.  False if it is malformed.
 */
extern bool
tap_name_split(const char *written, char *room, TapNamePart *schema, TapNamePart *table);

#endif
