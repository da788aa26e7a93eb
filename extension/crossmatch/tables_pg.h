#ifndef CROSSMATCH_TABLES_PG_H
#define CROSSMATCH_TABLES_PG_H

#include "index/match_pg.h"

/*
 * The tables that a relation of a query consists of: itself, or the partitions and
 * children that may have rows.  NIL if one of them is no table that an index may serve.
 */
extern List *swept_tables(PlannerInfo *root, const RelOptInfo *rel);

/*
 * An index of each table that can look for what a clause of the relation says, and what
 * that is; NIL if one has none.  *condition: a disc that each row of the covering
 * relation claims.
 */
extern List *swept_indexes(PlannerInfo *root,
						   const RelOptInfo *rel,
						   const List *tables,
						   const RelOptInfo *covering,
						   Node *clause,
						   SkyCondition *condition);

/*
 * The numbers that columns of the relation have in a table; NIL if one of them is not a
 * column there.
 */
extern List *swept_attributes(PlannerInfo *root,
							  const RelOptInfo *rel,
							  const RelOptInfo *table,
							  const List *columns);

#endif
