#ifndef INDEX_CONDITION_PG_H
#define INDEX_CONDITION_PG_H

#include "nodes/pg_list.h"

#include "base/arena.h"
#include "geo/cover.h"

/*
 * What the planner found out about where rows must be, in a form that survives in a plan:
 * integers in prefix notation, and expressions for the arguments in the order of their
 * use.
 */
typedef enum ConditionOp
{
	CONDITION_ALL,	  /* n, then n conditions: each must hold */
	CONDITION_ANY,	  /* n, then n conditions: one must hold */
	CONDITION_CONE,	  /* form of the centre; centre, radius: as sky.cone */
	CONDITION_NEARER, /* the same: distance < radius */
	CONDITION_NEAR,	  /* the same: distance <= radius */
	CONDITION_SHAPE,  /* kind of shape (SkyShape); the shape */
} ConditionOp;

/* How a centre is given: by one argument or by two. */
typedef enum ConditionCentre
{
	CENTRE_POINT = 1,
	CENTRE_LON_LAT = 2,
} ConditionCentre;

/* Where rows are that can meet a condition. */
typedef struct ConditionPlace
{
	const CoverShape *shape;
	bool null_keys; /* some without a position may, too */
} ConditionPlace;

/* Make the place of a condition from the values of its arguments. */
extern ConditionPlace condition_place(const List *program,
									  const Datum *values,
									  const bool *nulls,
									  Arena *arena);

#endif
