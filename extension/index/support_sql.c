/*
 * support_sql.c
 *		What the planner asks about our predicates: how many rows meet them.
 *
 * Asking loads the library, and with it the hook that makes SkyScan: so that works from
 * the first query of a session on, also where nothing is preloaded.
 */
#include "postgres.h"

#include "fmgr.h"
#include "nodes/makefuncs.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "utils/lsyscache.h"

#include "base/export_pg.h"
#include "index/estimate_pg.h"
#include "index/shape_condition_pg.h"
#include "index/shape_estimate_pg.h"

/* What contsel assumes of shapes of which nothing is known. */
#define DEFAULT_SHARE 0.001

/* The only relation of a clause that counts, or 0. */
static Index
only_relation(PlannerInfo *root, Node *clause, int var_relid)
{
	int relid = 0;

	if (var_relid != 0)
		return var_relid;
	return bms_get_singleton_member(pull_varnos(root, clause), &relid) ? relid : 0;
}

/* The share of rows, or of pairs, that meets a clause. */
static double
clause_share(PlannerInfo *root, Node *clause, int var_relid)
{
	Index relid = only_relation(root, clause, var_relid);
	double share = relid != 0 ? estimate_restriction(root, relid, clause) : -1.0;

	if (share < 0)
		share = shape_estimate(root, clause, var_relid);
	return share >= 0 ? share : DEFAULT_SHARE;
}

static double
pair_share(PlannerInfo *root, Node *clause, JoinType jointype, SpecialJoinInfo *sjinfo)
{
	double share = shape_estimate(root, clause, 0);

	if (share < 0)
		share = estimate_join(root, clause, jointype, sjinfo);
	return share >= 0 ? share : DEFAULT_SHARE;
}

/* The support function of all our predicates, and of sky.distance. */
SKY_FUNCTION(support)
{
	Node *node = (Node *) PG_GETARG_POINTER(0);

	if (IsA(node, SupportRequestSelectivity))
	{
		SupportRequestSelectivity *request = (SupportRequestSelectivity *) node;
		Node *clause = (Node *) makeFuncExpr(request->funcid,
											 BOOLOID,
											 request->args,
											 InvalidOid,
											 request->inputcollid,
											 COERCE_EXPLICIT_CALL);

		request->selectivity =
			request->is_join
				? pair_share(request->root, clause, request->jointype, request->sjinfo)
				: clause_share(request->root, clause, request->varRelid);
		PG_RETURN_POINTER(request);
	}
	if (IsA(node, SupportRequestIndexCondition))
		PG_RETURN_POINTER(shape_index_condition((SupportRequestIndexCondition *) node));
	PG_RETURN_POINTER(NULL);
}

static Node *
operator_clause(Oid operator, List * args)
{
	OpExpr *clause = (OpExpr *) make_opclause(
		operator, BOOLOID, false, linitial(args), lsecond(args), InvalidOid, InvalidOid);

	clause->opfuncid = get_opcode(operator);
	return (Node *) clause;
}

/* RESTRICT of our operators. */
SKY_FUNCTION(shape_sel)
{
	Node *clause = operator_clause(PG_GETARG_OID(1), (List *) PG_GETARG_POINTER(2));

	PG_RETURN_FLOAT8(
		clause_share((PlannerInfo *) PG_GETARG_POINTER(0), clause, PG_GETARG_INT32(3)));
}

/* JOIN of our operators. */
SKY_FUNCTION(shape_joinsel)
{
	Node *clause = operator_clause(PG_GETARG_OID(1), (List *) PG_GETARG_POINTER(2));

	PG_RETURN_FLOAT8(pair_share((PlannerInfo *) PG_GETARG_POINTER(0),
								clause,
								(JoinType) PG_GETARG_INT16(3),
								(SpecialJoinInfo *) PG_GETARG_POINTER(4)));
}
