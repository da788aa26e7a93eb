#ifndef CROSSMATCH_PLAN_PG_H
#define CROSSMATCH_PLAN_PG_H

#include "miscadmin.h"
#include "nodes/extensible.h"
#include "nodes/pathnodes.h"
#include "nodes/plannodes.h"

#include "index/condition_pg.h"
#include "index/heap_pg.h"

/*
 * The plan node SkyMatch: a join of near positions.
 *
 * Rows of the covering side, which is any plan, claim a disc of the sky each; they are
 * taken in chunks that fit into memory.  The swept side is read by key where the discs of
 * a chunk are.  Either may be the one whose rows the query keeps.
 */
typedef enum MatchJoin
{
	MATCH_INNER,
	MATCH_LEFT, /* all covering rows */
	MATCH_RIGHT,
	MATCH_FULL,
	MATCH_SEMI, /* covering rows with a pair, and those without */
	MATCH_ANTI,
	MATCH_RIGHT_SEMI,
	MATCH_RIGHT_ANTI,
} MatchJoin;

/* What becomes of pairs and of rows without one. */
typedef struct MatchRule
{
	const char *name;
	bool pairs;			/* are results, */
	bool once_covering; /* for each covering row one at most, */
	bool once_swept;	/* for each swept row one at most */
	bool fill_covering; /* rows without a pair are results, too */
	bool fill_swept;
} MatchRule;

extern const MatchRule match_rules[];

/* The columns of the scan tuple are those of the covering plan, then of the swept side.
 */
typedef struct MatchPlan
{
	MatchJoin join;
	ConditionOp op; /* CONDITION_CONE, _NEARER or _NEAR */
	int covering_columns;
	List *indexes;	   /* Oids: of the swept side's tables, one each */
	List *tables;	   /* their range table indexes */
	List *attributes;  /* of each of them, those that are the swept side's columns */
	bool keys_only;	   /* swept rows are wanted only to know whether they are pairs */
	int cells;		   /* sweep_init() */
	int spacing;	   /* log2 of the usual distance between keys of the index */
	List *disc;		   /* lon, lat, radius: of the covering side */
	List *close;	   /* the condition that the discs stand for */
	List *swept_quals; /* conditions on the swept side alone */
	List *join_quals;  /* the other join conditions */
} MatchPlan;

/*
 * Of work_mem, so many bytes are for the rows of a chunk and so many for pairs whose rows
 * wait to be fetched.
 */
static inline Size
match_chunk_memory(void)
{
	return work_mem * (Size) 1024 * 7 / 8;
}

static inline Size
match_pair_memory(void)
{
	return work_mem * (Size) 1024 / 8;
}

/* What a pair that waits takes: a row's address and the disc, twice for sorting. */
#define PAIR_BYTES (2 * sizeof(HeapRow))

/* The plan node. */
extern const CustomScanMethods match_methods;

extern MatchPlan match_plan_get(const CustomScan *node);

/* What a path has decided. */
typedef struct MatchPath
{
	MatchJoin join;
	JoinType jointype; /* the planner's */
	ConditionOp op;
	RelOptInfo *swept;
	List *indexes; /* IndexOptInfos, one of each table */
	List *disc;
	RestrictInfo *close;
	List *clauses; /* RestrictInfos of the join, close among them */
	bool keys_only;
	int cells;
} MatchPath;

extern List *match_path_put(const MatchPath *path);
extern const CustomPathMethods match_path_methods;

/* The columns of the swept side that anyone wants, as Vars. */
extern List *swept_columns(const RelOptInfo *rel);

/* Does a clause of a join decide about pairs, rather than about results? */
extern bool match_decides_pairs(JoinType jointype,
								const RelOptInfo *joinrel,
								const RestrictInfo *rinfo);

#endif
