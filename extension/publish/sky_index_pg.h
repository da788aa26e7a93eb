#ifndef PUBLISH_SKY_INDEX_PG_H
#define PUBLISH_SKY_INDEX_PG_H

#include "utils/relcache.h"

/*
 * The index on sky.key of a relation's position: a btree of all rows that is valid.
 * InvalidOid if there is none.
 */
extern Oid sky_index_find(Relation relation);

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
