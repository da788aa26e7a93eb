/*
 * kept_plan_pg.c
 *		A plan that was made before the statement came that runs it.
 *
 * Locks on its tables are held since, so that nobody else changes them; what this
 * transaction changes by itself is heard of.
 */
#include "postgres.h"

#include "writer/kept_plan_pg.h"

#include "miscadmin.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/rls.h"

/* A plan that waits for its statement; it lives as long as the transaction. */
typedef struct KeptPlan
{
	CopyPlan copy;
	const char *statement; /* NULL: not known yet */
	Oid user;			   /* row-level security is part of the plan */
	bool row_security;
	MemoryContextCallback forget;
} KeptPlan;

static KeptPlan *kept; /* NULL: there is none */

static void
forget_kept(void *arg)
{
	if (kept == arg)
		kept = NULL;
}

/* Some table has changed: it may be one of the plan's. */
static void
on_relation_change(Datum arg, Oid relation)
{
	kept = NULL;
}

void
kept_plan_put(const CopyPlan *copy)
{
	static bool registered;
	KeptPlan *plan = palloc0(sizeof(KeptPlan));

	if (!registered)
		CacheRegisterRelcacheCallback(on_relation_change, (Datum) 0);
	registered = true;
	plan->copy = *copy;
	plan->user = GetUserId();
	plan->row_security = row_security;
	plan->forget = (MemoryContextCallback){.func = forget_kept, .arg = plan};
	MemoryContextRegisterResetCallback(CurrentMemoryContext, &plan->forget);
	kept = plan;
}

void
kept_plan_name(const char *statement)
{
	if (kept != NULL && kept->statement == NULL)
		kept->statement = MemoryContextStrdup(GetMemoryChunkContext(kept), statement);
}

bool
kept_plan_take(CopyPlan *copy)
{
	const KeptPlan *plan = kept;

	kept = NULL;
	if (plan == NULL || plan->statement == NULL || plan->user != GetUserId() ||
		plan->row_security != row_security || strcmp(plan->statement, copy->source) != 0)
		return false;
	copy->source = plan->copy.source;
	copy->plan = plan->copy.plan;
	copy->guarded = plan->copy.guarded;
	return true;
}
