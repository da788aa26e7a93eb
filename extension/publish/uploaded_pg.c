/*
 * uploaded_pg.c
 *		The tables that a client brought along for this transaction.
 */
#include "postgres.h"

#include "publish/uploaded_pg.h"

#include "miscadmin.h"
#include "utils/memutils.h"

static struct
{
	List *rows;	  /* of Tuplestorestate */
	List *tables; /* of PublishedTable */
	QueryEnvironment *environment;
	MemoryContextCallback on_end;
} uploaded;

/*
 * The tuplestores are not the transaction's: it would complain of files that are open
 * when it ends.
 */
static void
forget(void *arg)
{
	ListCell *cell;

	foreach (cell, uploaded.rows)
		tuplestore_end(lfirst(cell));
	uploaded.rows = NIL;
	uploaded.tables = NIL;
	uploaded.environment = NULL;
}

static void
begin(void)
{
	if (uploaded.environment != NULL)
		return;
	uploaded.environment = create_queryEnv();
	uploaded.on_end = (MemoryContextCallback){.func = forget};
	MemoryContextRegisterResetCallback(UPLOADED_CONTEXT, &uploaded.on_end);
}

Tuplestorestate *
uploaded_rows_begin(void)
{
	MemoryContext outer = MemoryContextSwitchTo(UPLOADED_CONTEXT);
	Tuplestorestate *rows;

	begin();
	rows = tuplestore_begin_heap(true, true, work_mem);
	uploaded.rows = lappend(uploaded.rows, rows);
	MemoryContextSwitchTo(outer);
	return rows;
}

/* The relation in the environment: a name that no query can spell. */
static char *
register_rows(const char *name, TupleDesc desc, Tuplestorestate *rows, double count)
{
	EphemeralNamedRelation relation = palloc0(sizeof(*relation));

	relation->md.name = psprintf("%s.%s", UPLOADED_SCHEMA, name);
	relation->md.reliddesc = InvalidOid;
	relation->md.tupdesc = desc;
	relation->md.enrtype = ENR_NAMED_TUPLESTORE;
	relation->md.enrtuples = count;
	relation->reldata = rows;
	register_ENR(uploaded.environment, relation);
	return relation->md.name;
}

void
uploaded_add(const char *name,
			 PublishedColumn *columns,
			 TupleDesc desc,
			 Tuplestorestate *rows,
			 double count)
{
	PublishedName wanted = {.table = name};
	MemoryContext outer;
	PublishedTable *table;

	if (uploaded_by_name(&wanted) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_TABLE),
				 errmsg("two uploaded tables are named \"%s\"", name)));
	outer = MemoryContextSwitchTo(UPLOADED_CONTEXT);
	table = palloc0(sizeof(*table));
	*table = (PublishedTable){
		.schema_name = UPLOADED_SCHEMA,
		.table_name = pstrdup(name),
		.tap_name = psprintf("%s.%s", UPLOADED_SCHEMA, name),
		.sql_table = register_rows(name, desc, rows, count),
		.ncolumns = desc->natts,
		.columns = columns,
	};
	uploaded.tables = lappend(uploaded.tables, table);
	MemoryContextSwitchTo(outer);
}

const PublishedTable *
uploaded_by_name(const PublishedName *name)
{
	ListCell *cell;

	if (name->schema != NULL && pg_strcasecmp(name->schema, UPLOADED_SCHEMA) != 0)
		return NULL;
	foreach (cell, uploaded.tables)
	{
		const PublishedTable *table = lfirst(cell);

		if (name->table_delimited ? strcmp(table->table_name, name->table) == 0
								  : pg_strcasecmp(table->table_name, name->table) == 0)
			return table;
	}
	return NULL;
}

int
uploaded_count(void)
{
	return list_length(uploaded.tables);
}

const PublishedTable *
uploaded_table(int i)
{
	return list_nth(uploaded.tables, i);
}

QueryEnvironment *
uploaded_environment(void)
{
	return uploaded.environment;
}
