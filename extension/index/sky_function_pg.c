/*
 * sky_function_pg.c
 *		Our functions by their Oids.
 *
 * A function counts as ours if it is written in C, stands in schema sky and calls the
 * symbol: only a superuser makes functions in C.
 */
#include "postgres.h"

#include "index/sky_function_pg.h"

#include <float.h>

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_language.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/catcache.h"
#include "utils/fmgroids.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

static const struct
{
	const char *name;
	const char *symbol;
	SkyFunction function;
} known[] = {
	{"circle", "pgsky_circle", FUNCTION_CIRCLE},
	{"circle", "pgsky_circle_around", FUNCTION_CIRCLE_AROUND},
	{"cone", "pgsky_cone", FUNCTION_CONE},
	{"contains", "pgsky_contains", FUNCTION_CONTAINS},
	{"covers", "pgsky_covers", FUNCTION_COVERS},
	{"distance", "pgsky_distance", FUNCTION_DISTANCE},
	{"distance", "pgsky_point_distance", FUNCTION_POINT_DISTANCE},
	{"extent_covers", "pgsky_extent_covers", FUNCTION_EXTENT_COVERS},
	{"extent_overlaps", "pgsky_extent_overlaps", FUNCTION_EXTENT_OVERLAPS},
	{"extent_within", "pgsky_extent_within", FUNCTION_EXTENT_WITHIN},
	{"inside", "pgsky_inside", FUNCTION_INSIDE},
	{"intersects", "pgsky_intersects", FUNCTION_INTERSECTS},
	{"key", "pgsky_key", FUNCTION_KEY},
	{"key", "pgsky_point_key", FUNCTION_POINT_KEY},
	{"point", "pgsky_point", FUNCTION_POINT},
};

typedef struct Entry
{
	Oid oid;
	SkyFunction function;
} Entry;

/* Ascending by Oid. */
static Entry *entries;
static int entry_count;
static bool entries_valid = false;
static uint64 invalidations = 0;

/* Syscache callback: functions or schemas changed. */
static void
forget_functions(Datum arg, int cache, uint32 hash)
{
	entries_valid = false;
	invalidations++;
}

static int
by_oid(const void *a, const void *b)
{
	Oid x = ((const Entry *) a)->oid;
	Oid y = ((const Entry *) b)->oid;

	return (x > y) - (x < y);
}

/* Add the functions of one name and symbol, of whatever arguments. */
static void
add_functions(Oid schema, const char *name, const char *symbol, SkyFunction function)
{
	CatCList *list = SearchSysCacheList1(PROCNAMEARGSNSP, CStringGetDatum(name));

	for (int i = 0; i < list->n_members; i++)
	{
		HeapTuple tuple = &list->members[i]->tuple;
		Form_pg_proc proc = (Form_pg_proc) GETSTRUCT(tuple);
		Datum source;
		bool is_null;

		if (proc->pronamespace != schema || proc->prolang != ClanguageId)
			continue;
		source = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_prosrc, &is_null);
		if (is_null || strcmp(TextDatumGetCString(source), symbol) != 0)
			continue;
		entries = entries == NULL ? MemoryContextAlloc(TopMemoryContext, sizeof(Entry))
								  : repalloc(entries, (entry_count + 1) * sizeof(Entry));
		entries[entry_count++] = (Entry){proc->oid, function};
	}
	ReleaseSysCacheList(list);
}

/* Find all functions; they stay valid unless an invalidation arrived meanwhile. */
static void
load_functions(void)
{
	static bool registered = false;
	uint64 before;
	Oid schema;

	if (!registered)
	{
		CacheRegisterSyscacheCallback(PROCOID, forget_functions, (Datum) 0);
		CacheRegisterSyscacheCallback(NAMESPACEOID, forget_functions, (Datum) 0);
		registered = true;
	}
	before = invalidations;
	entry_count = 0;
	schema = get_namespace_oid("sky", true);
	if (OidIsValid(schema))
	{
		for (int i = 0; i < lengthof(known); i++)
			add_functions(schema, known[i].name, known[i].symbol, known[i].function);
		qsort(entries, entry_count, sizeof(Entry), by_oid);
	}
	entries_valid = before == invalidations;
}

SkyFunction
sky_function(Oid function)
{
	Entry wanted = {.oid = function};
	const Entry *found;

	if (!entries_valid)
		load_functions();
	if (entry_count == 0)
		return FUNCTION_OTHER;
	found = bsearch(&wanted, entries, entry_count, sizeof(Entry), by_oid);
	return found != NULL ? found->function : FUNCTION_OTHER;
}

SkyFunction
sky_function_call(const Node *node, List **args)
{
	if (node != NULL && IsA(node, FuncExpr))
	{
		*args = ((const FuncExpr *) node)->args;
		return sky_function(((const FuncExpr *) node)->funcid);
	}
	if (node != NULL && IsA(node, OpExpr))
	{
		*args = ((const OpExpr *) node)->args;
		return sky_function(((const OpExpr *) node)->opfuncid);
	}
	*args = NIL;
	return FUNCTION_OTHER;
}

/* Is an expression a constant that a distance may be taken times? */
static bool
is_factor(const Node *expr, double *times)
{
	const Const *value = (const Const *) expr;
	double factor;

	if (!IsA(expr, Const) || value->consttype != FLOAT8OID || value->constisnull)
		return false;
	factor = DatumGetFloat8(value->constvalue);
	if (!(factor >= 1.0 && factor <= DBL_MAX))
		return false;
	*times = factor;
	return true;
}

Node *
sky_function_distance(Node *expr, double *times)
{
	List *args;

	*times = 1.0;
	if (IsA(expr, OpExpr) && ((OpExpr *) expr)->opfuncid == F_FLOAT8MUL)
	{
		Node *left = linitial(((OpExpr *) expr)->args);
		Node *right = lsecond(((OpExpr *) expr)->args);
		bool is_left = is_factor(left, times);

		if (is_left || is_factor(right, times))
			expr = is_left ? right : left;
	}
	switch (sky_function_call(expr, &args))
	{
		case FUNCTION_DISTANCE:
		case FUNCTION_POINT_DISTANCE:
			return expr;
		default:
			return NULL;
	}
}
