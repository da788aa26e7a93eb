/*
 * estimate_pg.c
 *		What a query would cost, and which sky index it would use.
 *
 * The plan says so, made for the caller as COPY would make it; nothing is run.  What it
 * cannot say, why an index is not used, the compiler does.
 */
#include "postgres.h"

#include "svc/estimate_pg.h"

#include "access/genam.h"
#include "access/relation.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/explain.h"
#include "executor/spi.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/relcache.h"

#include "adql/catalog.h"
#include "base/plan_time_pg.h"
#include "index/foreign_pg.h"
#include "index/sky_function_pg.h"
#include "publish/user_table_pg.h"
#include "writer/copy_pg.h"

/*
 * The names that EXPLAIN gives in members of that name, as SQL finds them.  Few rows are
 * expected of this, or JIT would take longer than the query.
 */
#define NAMES(member, all)                                                               \
	"(SELECT pg_catalog.array_agg(DISTINCT i OPERATOR(pg_catalog.#>>) '{}') "            \
	"FROM pg_catalog.jsonb_path_query($1, 'strict $.** ? (@.type() == \"object\" && "    \
	"exists (@.\"" member "\")).\"" member "\"" all "') AS i)"

static const char explained[] = "SELECT " NAMES("Sky Index", "") ", " NAMES(
	"Sky Indexes", "[*]") ", " NAMES("Index Name", "");

/* Of indexes by name, those on shapes: their scan is a plain one, but not their class. */
static const char on_shapes[] =
	"SELECT pg_catalog.array_agg(DISTINCT r.relname::pg_catalog.text) "
	"FROM pg_catalog.pg_class AS r, pg_catalog.pg_index AS x, pg_catalog.pg_opclass AS c "
	"WHERE r.relname OPERATOR(pg_catalog.=) ANY ($1::pg_catalog.name[]) "
	"AND x.indexrelid OPERATOR(pg_catalog.=) r.oid "
	"AND c.oid OPERATOR(pg_catalog.=) x.indclass[0] "
	"AND c.opcnamespace OPERATOR(pg_catalog.=) 'sky'::pg_catalog.regnamespace "
	"AND r.relam OPERATOR(pg_catalog.=) "
	"(SELECT a.oid FROM pg_catalog.pg_am AS a WHERE a.amname OPERATOR(pg_catalog.=) 'gist')";

/* The answer while it is made, in the memory of the caller. */
typedef struct Answer
{
	List *used;			   /* names of sky indexes in the plan */
	List *plain;		   /* names of all other indexes in the plan */
	bool guarded;		   /* the plan depends on rows that the caller may not see */
	StringInfoData advice; /* a line each */
} Answer;

/* The texts of a column that is an array or NULL. */
static List *
column_texts(int n)
{
	bool null;
	Datum array = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, n, &null);
	List *list = NIL;
	Datum *items;
	int count;

	if (null)
		return NIL;
	deconstruct_array(DatumGetArrayTypeP(array),
					  TEXTOID,
					  -1,
					  false,
					  TYPALIGN_INT,
					  &items,
					  NULL,
					  &count);
	for (int i = 0; i < count; i++)
		list = lappend(list, makeString(TextDatumGetCString(items[i])));
	return list;
}

/* The plan as EXPLAIN (FORMAT JSON) writes it. */
static const char *
explain_plan(const CopyPlan *plan)
{
	ExplainState *state = NewExplainState();

	state->format = EXPLAIN_FORMAT_JSON;
	ExplainBeginOutput(state);
	ExplainOnePlan(
		plan->plan, NULL, state, plan->source, NULL, plan->environment, NULL, NULL);
	ExplainEndOutput(state);
	return state->str->data;
}

/* Run one of these statements. */
static void
ask(const char *statement, Oid type, Datum argument)
{
	if (SPI_execute_with_args(statement, 1, &type, &argument, NULL, true, 1) !=
		SPI_OK_SELECT)
		elog(ERROR, "a plan could not be read");
}

/* Find the indexes that the plan uses. */
static void
find_indexes(const CopyPlan *plan, Answer *answer)
{
	MemoryContext memory = CurrentMemoryContext;
	Datum json = DirectFunctionCall1(jsonb_in, CStringGetDatum(explain_plan(plan)));
	Datum plain;
	bool none;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	ask(explained, JSONBOID, json);
	memory = MemoryContextSwitchTo(memory);
	answer->used = list_concat(column_texts(1), column_texts(2));
	answer->plain = column_texts(3);
	MemoryContextSwitchTo(memory);
	plain = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 3, &none);
	if (!none)
	{
		ask(on_shapes, TEXTARRAYOID, plain);
		memory = MemoryContextSwitchTo(memory);
		answer->used = list_concat(answer->used, column_texts(1));
		MemoryContextSwitchTo(memory);
	}
	SPI_finish();
}

/* Whether an expression of an index is the column of that name. */
static bool
is_column(Relation relation, Node *expr, const char *name)
{
	Var *var;

	while (expr != NULL && IsA(expr, FuncExpr) &&
		   list_length(((FuncExpr *) expr)->args) == 1)
		expr = linitial(((FuncExpr *) expr)->args); /* to double precision */
	var = (Var *) expr;
	return expr != NULL && IsA(expr, Var) &&
		   strcmp(get_attname(RelationGetRelid(relation), var->varattno, false), name) ==
			   0;
}

/* Whether the position is what an index has for its first expression. */
static bool
is_indexed(Relation relation, Node *expr, const AdqlAdvice *position)
{
	List *args;
	SkyFunction function = sky_function_call(expr, &args);

	if (position->lat == NULL)
		return function == FUNCTION_POINT_KEY &&
			   is_column(relation, linitial(args), position->lon);
	return (function == FUNCTION_KEY || is_q3c_cell(expr, &args)) &&
		   is_column(relation, linitial(args), position->lon) &&
		   is_column(relation, lsecond(args), position->lat);
}

/* Whether an index is one on the position: ours, Q3C's or pg_sphere's. */
static bool
is_sky_index(Relation relation, Oid indexid, const AdqlAdvice *position)
{
	Relation index = index_open(indexid, AccessShareLock);
	List *exprs = RelationGetIndexExpressions(index);
	AttrNumber column = index->rd_index->indkey.values[0];
	bool fits = false;

	if (!index->rd_index->indisvalid)
		fits = false;
	else if (column == InvalidAttrNumber)
		fits = is_indexed(relation, linitial(exprs), position);
	else if (position->lat == NULL && index->rd_rel->relam == GIST_AM_OID)
		fits = strcmp(get_attname(RelationGetRelid(relation), column, false),
					  position->lon) == 0;
	index_close(index, AccessShareLock);
	return fits;
}

/* The sky index on a position that the plan uses, or else any; InvalidOid: none. */
static Oid
find_index(Relation relation, const AdqlAdvice *position, Answer *answer)
{
	Oid found = InvalidOid;
	ListCell *cell;

	foreach (cell, RelationGetIndexList(relation))
	{
		String *name = makeString(get_rel_name(lfirst_oid(cell)));

		if (!is_sky_index(relation, lfirst_oid(cell), position))
			continue;
		found = lfirst_oid(cell);
		if (list_member(answer->plain, name))
			answer->used = list_append_unique(answer->used, name);
		if (list_member(answer->used, name))
			break;
	}
	return found;
}

static void
put_line(Answer *answer, const char *line)
{
	if (strstr(answer->advice.data, line) == NULL)
		appendStringInfo(
			&answer->advice, "%s%s", answer->advice.len > 0 ? "\n" : "", line);
}

/* What to do for a position that is searched. */
static void
advise_index(const AdqlAdvice *position, Answer *answer)
{
	const char *schema = position->table->sql_schema;
	const char *table = position->table->sql_table;
	Oid relid;
	Relation relation;
	Oid index;
	char kind;

	if (schema == NULL)
		return; /* a table that came with the query */
	relid = get_relname_relid(table, get_namespace_oid(schema, true));
	if (!OidIsValid(relid))
		return;
	relation = relation_open(relid, AccessShareLock);
	kind = relation->rd_rel->relkind;
	index = find_index(relation, position, answer);
	relation_close(relation, AccessShareLock);
	if (OidIsValid(index))
	{
		/* Of a join an index on the other side may serve the condition. */
		if (answer->used == NIL && !answer->guarded)
			put_line(answer,
					 psprintf("The planner expects to be faster without the index %s.",
							  quote_identifier(get_rel_name(index))));
		return;
	}
	if (kind != RELKIND_RELATION && kind != RELKIND_MATVIEW &&
		kind != RELKIND_PARTITIONED_TABLE)
		return; /* its index is on what is behind it */
	if (strcmp(schema, USER_TABLE_SCHEMA) == 0)
	{
		put_line(answer,
				 psprintf("There is no sky index: send INDEX=%s%s%s to "
						  "/tap/user_tables/%s.",
						  position->lon,
						  position->lat != NULL ? "," : "",
						  position->lat != NULL ? position->lat : "",
						  position->table->table_name));
		return;
	}
	put_line(answer,
			 psprintf("There is no sky index: CREATE INDEX ON %s (sky.key(%s%s%s));",
					  quote_qualified_identifier(schema, table),
					  quote_identifier(position->lon),
					  position->lat != NULL ? ", " : "",
					  position->lat != NULL ? quote_identifier(position->lat) : ""));
}

QueryEstimate
query_estimate(const char *statement, const AdqlAdvice *advice)
{
	CopyPlan copy = writer_copy_plan(statement);
	const Plan *plan = copy.plan->planTree;
	double rows = Min(plan->plan_rows, 1e15);
	Answer answer = {.guarded = copy.guarded};

	initStringInfo(&answer.advice);
	if (!answer.guarded)
		find_indexes(&copy, &answer);
	for (; advice != NULL; advice = advice->next)
		if (advice->text != NULL)
			put_line(&answer, advice->text);
		else
			advise_index(advice, &answer);
	return (QueryEstimate){
		.guarded = answer.guarded,
		.rows = (int64) rows,
		.width = plan->plan_width,
		.cost = plan->total_cost,
		.seconds = plan_seconds(plan->total_cost),
		.sky_indexes = answer.used,
		.advice = answer.advice.data,
	};
}
