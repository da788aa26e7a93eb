#ifndef PUBLISH_SKY_INDEX_PG_H
#define PUBLISH_SKY_INDEX_PG_H

#include "access/attnum.h"
#include "utils/relcache.h"

/*
 * The index on sky.key of a relation's position: a btree of all rows that is valid.
 * InvalidOid if there is none.
 */
extern Oid sky_index_find(Relation relation);

/*
 * The column with a UCD of this beginning and one of these units, separated by spaces, or
 * none said; the main one if there are more.  InvalidAttrNumber if there is none.
 */
extern AttrNumber sky_index_column(Relation relation, const char *ucd, const char *units);

/*
 * Make one with the rights of the caller, unless there is one; raise if it is not known
 * which columns are the position.  Nobody in this session may have the relation open.
 */
extern void sky_index_make(Oid relid);

/* The same where it is known, without a word. */
extern void sky_index_make_if_placed(Oid relid);

/* Say how to make one, if there is a position, none yet, and enough rows to search. */
extern void sky_index_offer(Relation relation);

#endif
