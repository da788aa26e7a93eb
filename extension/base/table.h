#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stddef.h>

/*
 * Static tables: rows that begin with a name, sorted by it (ASCII, no upper case), and
 * one way to look one up.  A unit test asserts that each table is sorted and unique.
 */
#define SKY_LENGTH(table) (sizeof(table) / sizeof((table)[0]))

/* The row whose first member (const char *) equals name ignoring ASCII case, or NULL. */
extern const void *
sky_table_find(const void *rows, size_t count, size_t row_size, const char *name);

/* The row whose name is nearest to name by edits, or NULL if none is near: for hints. */
extern const void *
sky_table_nearest(const void *rows, size_t count, size_t row_size, const char *name);

/*
 * Edit distance (optimal string alignment, ASCII case ignored) between two names, or
 * limit + 1 as soon as it is known to exceed limit.  Names past 63 bytes never match.
 */
extern int sky_name_distance(const char *a, const char *b, int limit);

/* How far off a name may be for "perhaps you meant": a third of its length, at most 3. */
extern int sky_name_tolerance(const char *name);

#define SKY_TABLE_FIND(table, name)                                                      \
	sky_table_find((table), SKY_LENGTH(table), sizeof((table)[0]), (name))
#define SKY_TABLE_NEAREST(table, name)                                                   \
	sky_table_nearest((table), SKY_LENGTH(table), sizeof((table)[0]), (name))

#endif
