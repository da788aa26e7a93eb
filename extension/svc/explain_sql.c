/*
 * explain_sql.c
 *		sky.adql_explain: what a query would cost, and which sky index it would use.
 *
 * PostgreSQL's EXPLAIN says so, as the caller; nothing is run.  What it cannot say, why
 * an index is not used, the compiler does.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/relation.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/relcache.h"

#include "adql/catalog_pg.h"
#include "adql/settings_pg.h"
#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/report_pg.h"
#include "index/sky_function_pg.h"

#define COLUMNS 5 /* of the answer: rows, bytes, cost, sky_index, advice */

/* What EXPLAIN says, as SQL takes it apart: rows, bytes, cost, names of indexes. */
static const char explained[] =
	"SELECT rows::pg_catalog.int8, (rows OPERATOR(pg_catalog.*) width)::pg_catalog.int8, "
	"cost, (SELECT pg_catalog.array_agg(DISTINCT i OPERATOR(pg_catalog.#>>) '{}') "
	"FROM pg_catalog.jsonb_path_query(plan, 'strict $.** ? (@.type() == \"object\" && "
	"exists (@.\"Sky Index\")).\"Sky Index\"') AS i), "
	"(SELECT pg_catalog.array_agg(DISTINCT i OPERATOR(pg_catalog.#>>) '{}') "
	"FROM pg_catalog.jsonb_path_query(plan, 'strict $.** ? (@.type() == \"object\" && "
	"exists (@.\"Index Name\")).\"Index Name\"') AS i) "
	"FROM (SELECT $1 AS plan, "
	"pg_catalog.jsonb_path_query_first($1, '$[0].Plan.\"Plan Rows\"')::pg_catalog.numeric, "
	"pg_catalog.jsonb_path_query_first($1, '$[0].Plan.\"Plan Width\"')::pg_catalog.numeric, "
	"pg_catalog.jsonb_path_query_first($1, '$[0].Plan.\"Total Cost\"')::pg_catalog.float8"
	") AS p (plan, rows, width, cost)";

/* The answer while it is made, in the memory of the caller. */
typedef struct Answer
{
	Datum values[COLUMNS];
	bool nulls[COLUMNS];
	List *used;			   /* names of sky indexes in the plan */
	List *plain;		   /* names of all other indexes in the plan */
	StringInfoData advice; /* a line each */
} Answer;

static Datum
column(int n, bool *null)
{
	return SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, n, null);
}

/* The texts of a column that is an array or NULL. */
static List *
column_texts(int n)
{
	bool null;
	Datum array = column(n, &null);
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

/* Let PostgreSQL plan the query, and take apart what it says. */
static void
explain(const char *sql, MemoryContext memory, Answer *answer)
{
	static const Oid types[] = {JSONBOID};
	Datum plan;
	bool null;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute(psprintf("EXPLAIN (FORMAT JSON) %s", sql), false, 0) !=
		SPI_OK_UTILITY)
		elog(ERROR, "EXPLAIN failed");
	plan = DirectFunctionCall1(
		jsonb_in,
		CStringGetDatum(SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1)));
	if (SPI_execute_with_args(explained, 1, (Oid *) types, &plan, NULL, true, 1) !=
		SPI_OK_SELECT)
		elog(ERROR, "a plan could not be read");
	memory = MemoryContextSwitchTo(memory);
	answer->values[0] = Int64GetDatum(DatumGetInt64(column(1, &null)));
	answer->values[1] = Int64GetDatum(DatumGetInt64(column(2, &null)));
	answer->values[2] = Float8GetDatum(DatumGetFloat8(column(3, &null)));
	answer->used = column_texts(4);
	answer->plain = column_texts(5);
	MemoryContextSwitchTo(memory);
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

/* Whether an index is one on the position. */
static bool
is_sky_index(Relation relation, Oid indexid, const AdqlAdvice *position)
{
	Relation index = index_open(indexid, AccessShareLock);
	List *exprs = RelationGetIndexExpressions(index);
	List *args = NIL;
	bool fits = false;

	if (exprs != NIL && index->rd_index->indisvalid)
		switch (sky_function_call(linitial(exprs), &args))
		{
			case FUNCTION_KEY:
				fits = position->lat != NULL &&
					   is_column(relation, linitial(args), position->lon) &&
					   is_column(relation, lsecond(args), position->lat);
				break;
			case FUNCTION_POINT_KEY:
				fits = position->lat == NULL &&
					   is_column(relation, linitial(args), position->lon);
				break;
			default:
				break;
		}
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
		if (!list_member(answer->used, makeString(get_rel_name(index))))
			put_line(answer,
					 psprintf("The planner expects to be faster without the index %s.",
							  quote_identifier(get_rel_name(index))));
		return;
	}
	if (kind != RELKIND_RELATION && kind != RELKIND_MATVIEW &&
		kind != RELKIND_PARTITIONED_TABLE)
		return; /* its index is on what is behind it */
	put_line(answer,
			 psprintf("There is no sky index: CREATE INDEX ON %s (sky.key(%s%s%s));",
					  quote_qualified_identifier(schema, table),
					  quote_identifier(position->lon),
					  position->lat != NULL ? ", " : "",
					  position->lat != NULL ? quote_identifier(position->lat) : ""));
}

static void
put_names(Answer *answer)
{
	StringInfoData names;
	ListCell *cell;

	initStringInfo(&names);
	foreach (cell, answer->used)
		appendStringInfo(&names,
						 "%s%s",
						 names.len > 0 ? ", " : "",
						 quote_identifier(strVal(lfirst(cell))));
	answer->nulls[3] = names.len == 0;
	answer->values[3] = CStringGetTextDatum(names.data);
	answer->nulls[4] = answer->advice.len == 0;
	answer->values[4] = CStringGetTextDatum(answer->advice.data);
}

SKY_FUNCTION(adql_explain)
{
	char *query = text_to_cstring(PG_GETARG_TEXT_PP(0));
	AdqlOptions options = adql_settings(ADQL_LENIENT);
	Answer answer = {0};
	AdqlResult result;
	SkyError err = {0};
	TupleDesc type;
	Arena arena;

	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	options.advice = true;
	arena_init_context(&arena, CurrentMemoryContext, ADQL_MEMORY_MAX);
	if (!adql_compile(query, &options, &catalog_published, &arena, &result, &err))
		sky_report(&err, query);
	initStringInfo(&answer.advice);
	explain(result.sql, CurrentMemoryContext, &answer);
	for (const AdqlAdvice *advice = result.advice; advice != NULL; advice = advice->next)
		if (advice->text != NULL)
			put_line(&answer, advice->text);
		else
			advise_index(advice, &answer);
	put_names(&answer);
	PG_RETURN_DATUM(HeapTupleGetDatum(
		heap_form_tuple(BlessTupleDesc(type), answer.values, answer.nulls)));
}
