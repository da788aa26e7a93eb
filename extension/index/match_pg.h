#ifndef INDEX_MATCH_PG_H
#define INDEX_MATCH_PG_H

#include "nodes/pathnodes.h"

/*
 * An index on sky.key of a position: by two expressions or by one, as they are in the
 * relation's own Vars; those that do not apply are NULL.
 */
typedef struct SkyIndex
{
	IndexOptInfo *info;
	Node *lon;
	Node *lat;
	Node *point;
} SkyIndex;

/* Is an index of the planner one on sky.key that a scan may use?  Then *index. */
extern bool match_index(IndexOptInfo *info, SkyIndex *index);

/*
 * What clauses say about the position of a row: see condition_pg.h.  An empty program
 * says nothing.
 */
typedef struct SkyCondition
{
	List *program;	/* of integers */
	List *args;		/* expressions without Vars of the relation */
	List *matched;	/* clauses that it was made of */
	List *absorbed; /* those of them that hold if and only if it does */
} SkyCondition;

/* Match one bare clause; false if it says nothing of the position. */
extern bool match_clause(PlannerInfo *root,
						 Index relid,
						 const SkyIndex *index,
						 Node *clause,
						 SkyCondition *condition);

/*
 * Match what may be decided first of a list of RestrictInfos.  Other relations may be
 * asked for arguments, if the clause is one of a parameterized path.
 */
extern SkyCondition match_clauses(PlannerInfo *root,
								  RelOptInfo *rel,
								  const SkyIndex *index,
								  List *restrictinfos);

/*
 * Is an expression the distance of the indexed position from a centre that is the same
 * for all rows?  Then that centre, by one expression or by two.
 */
extern bool match_centre(
	PlannerInfo *root, RelOptInfo *rel, const SkyIndex *index, Node *expr, List **centre);

#endif
