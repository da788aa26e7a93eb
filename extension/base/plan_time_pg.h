#ifndef BASE_PLAN_TIME_PG_H
#define BASE_PLAN_TIME_PG_H

#include "base/guc_pg.h"

/*
 * How long a plan of that cost takes [s].  The planner counts in reads of a page; what
 * one is worth here the administrator says.
 */
static inline double
plan_seconds(double cost)
{
	return cost / pgsky_cost_per_second;
}

#endif
