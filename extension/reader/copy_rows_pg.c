/*
 * copy_rows_pg.c
 *		From a reader's rows to lines of COPY's text format.
 *
 * copy_data_source_cb has no argument for its owner, so the current feed is a static
 * variable, saved and restored around each COPY: a trigger may run another one.
 */
#include "postgres.h"

#include "reader/copy_rows_pg.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/copy.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "optimizer/optimizer.h"
#include "parser/parse_clause.h"
#include "parser/parse_coerce.h"
#include "parser/parse_collate.h"
#include "parser/parse_expr.h"
#include "parser/parse_relation.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/rls.h"

#include "base/report_pg.h"

typedef struct RowFeed
{
	TableSource *source;
	Reader *reader; /* of the source */
	int64 rows;
	int64 bytes;
	int ncolumns;
	int *columns;	 /* of the reader, in the order of the attribute list */
	bool *from_json; /* texts that are to become arrays */
	bool *in_utc;	 /* timestamps without a zone, for a column that has one */
	StringInfoData line;
	bool ended;
} RowFeed;

static RowFeed *current_feed;

Node *
copy_check_target(ParseState *pstate, Relation relation, List *attlist, Node *where)
{
	ParseNamespaceItem *item = addRangeTableEntryForRelation(
		pstate, relation, RowExclusiveLock, NULL, false, false);
	RangeTblEntry *rte = item->p_rte;
	ListCell *cell;

	rte->requiredPerms = ACL_INSERT;
	if (where != NULL)
	{
		addNSItemToQuery(pstate, item, false, true, true);
		where = transformExpr(pstate, where, EXPR_KIND_COPY_WHERE);
		where = coerce_to_boolean(pstate, where, "WHERE");
		assign_expr_collations(pstate, where);
		where = eval_const_expressions(NULL, where);
		where = (Node *) canonicalize_qual((Expr *) where, false);
		where = (Node *) make_ands_implicit((Expr *) where);
	}
	foreach (cell, CopyGetAttnums(RelationGetDescr(relation), relation, attlist))
		rte->insertedCols = bms_add_member(
			rte->insertedCols, lfirst_int(cell) - FirstLowInvalidHeapAttributeNumber);
	ExecCheckRTPerms(pstate->p_rtable, true);
	if (check_enable_rls(rte->relid, InvalidOid, false) == RLS_ENABLED)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("COPY FROM not supported with row-level security"),
				 errhint("Use INSERT statements instead.")));
	if (XactReadOnly && !relation->rd_islocaltemp)
		PreventCommandIfReadOnly("COPY FROM");
	return where;
}

/* ---- matching columns ---- */

/*
 * The column of the reader with that name: exact, else the only one in any case, or -1.
 */
static int
find_source_column(const Reader *reader, const char *name)
{
	int found = -1;
	int count = 0;

	for (int i = 0; i < reader->ncolumns; i++)
	{
		if (strcmp(reader->columns[i].meta.name, name) == 0)
			return i;
		if (pg_strcasecmp(reader->columns[i].meta.name, name) == 0)
		{
			found = i;
			count++;
		}
	}
	return count == 1 ? found : -1;
}

/* Can a value be copied into this column? */
static bool
is_target(Form_pg_attribute attribute)
{
	return !attribute->attisdropped && attribute->attgenerated == '\0';
}

/* The table's columns that take a value, for a hint. */
static char *
list_targets(Relation relation)
{
	TupleDesc desc = RelationGetDescr(relation);
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < desc->natts && text.len < 400; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);

		if (is_target(attribute))
			appendStringInfo(&text,
							 "%s%s",
							 text.len > 0 ? ", " : "",
							 quote_identifier(NameStr(attribute->attname)));
	}
	return text.data;
}

/* Raise because a column of the source has no counterpart. */
static void
report_unmatched(Relation relation, const Reader *reader, int column)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("column \"%s\" of the data does not exist in relation \"%s\"",
					reader->columns[column].meta.name,
					RelationGetRelationName(relation)),
			 errdetail("The data have %d columns; the relation takes %s.",
					   reader->ncolumns,
					   list_targets(relation)),
			 errhint("Columns are matched by name. Name in parentheses behind the table "
					 "those to be read, or use sky.load to make a table that fits.")));
}

/* Without a list: every column of the data, in its order there. */
static List *
match_all(Relation relation, const Reader *reader, RowFeed *feed)
{
	TupleDesc desc = RelationGetDescr(relation);
	const char **names = palloc0(sizeof(*names) * (Size) reader->ncolumns);
	List *attlist = NIL;

	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);
		int column = is_target(attribute)
						 ? find_source_column(reader, NameStr(attribute->attname))
						 : -1;

		if (column < 0)
			continue;
		if (names[column] != NULL &&
			strcmp(names[column], reader->columns[column].meta.name) == 0)
			continue; /* taken by its exact name */
		names[column] = NameStr(attribute->attname);
	}
	for (int i = 0; i < reader->ncolumns; i++)
	{
		if (names[i] == NULL)
			report_unmatched(relation, reader, i);
		feed->columns[feed->ncolumns++] = i;
		attlist = lappend(attlist, makeString(pstrdup(names[i])));
	}
	return attlist;
}

/* With a list: the columns it names. */
static void
match_listed(List *attlist, const Reader *reader, RowFeed *feed)
{
	ListCell *cell;

	foreach (cell, attlist)
	{
		const char *name = strVal(lfirst(cell));
		int column = find_source_column(reader, name);

		if (column < 0)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("column \"%s\" does not exist in the data", name),
					 errhint("The %d columns of the data begin with \"%s\". Columns are "
							 "matched by name.",
							 reader->ncolumns,
							 reader->columns[0].meta.name)));
		feed->columns[feed->ncolumns++] = column;
	}
}

/* How the cells of a column must look for the type of its target. */
static void
choose_style(RowFeed *feed, int i, Oid type)
{
	ReaderColumn *column = &feed->reader->columns[feed->columns[i]];
	Oid base = getBaseType(type);
	bool array = OidIsValid(get_element_type(base));

	if (array)
		column->style = READER_ARRAY;
	else if (base == BYTEAOID && column->kind == FIELD_BYTE && column->ndims > 0)
		column->style = READER_HEX;
	else
		column->style = READER_BLANKS;
	feed->in_utc[i] = base == TIMESTAMPTZOID && column->type == READER_TIMESTAMP;
	feed->from_json[i] = array && column->ndims == 0 && column->type == READER_TEXT;
}

/* ---- rows ---- */

/* A cell as COPY's text format wants it; text has no NUL. */
static void
put_escaped(StringInfo line, const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end)
	{
		const char *start = text;

		while (text < end && *text != '\\' && *text != '\t' && *text != '\n' &&
			   *text != '\r')
			text++;
		appendBinaryStringInfo(line, start, (int) (text - start));
		if (text == end)
			break;
		appendStringInfoChar(line, '\\');
		appendStringInfoChar(line,
							 *text == '\t'	 ? 't'
							 : *text == '\n' ? 'n'
							 : *text == '\r' ? 'r'
											 : '\\');
		text++;
	}
}

/* Does an ISO timestamp tell its zone?  DALI's do not: they are UTC.  Words have none. */
static bool
has_zone(const char *text, size_t length)
{
	return length < 10 || text[length - 1] < '0' || text[length - 1] > '9' ||
		   memchr(text, '+', length) != NULL ||
		   memchr(text + 10, '-', length - 10) != NULL;
}

/* The line of the reader's current row. */
static void
make_line(RowFeed *feed)
{
	StringInfo line = &feed->line;

	for (int i = 0; i < feed->ncolumns; i++)
	{
		size_t length;
		const char *text =
			feed->from_json[i]
				? reader_cell_array(feed->reader, feed->columns[i], &length)
				: reader_cell(feed->reader, feed->columns[i], &length);

		if (i > 0)
			appendStringInfoChar(line, '\t');
		if (text == NULL)
			appendBinaryStringInfo(line, "\\N", 2);
		else
			put_escaped(line, text, length);
		if (text != NULL && feed->in_utc[i] && !has_zone(text, length))
			appendStringInfoChar(line, 'Z');
	}
	appendStringInfoChar(line, '\n');
}

/* Count a row, and raise if there are more than may come. */
static void
count_row(RowFeed *feed)
{
	const TableSource *source = feed->source;

	feed->rows++;
	feed->bytes += feed->line.len;
	if (source->max_rows > 0 && feed->rows > source->max_rows)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("there are more than %lld rows", (long long) source->max_rows)));
	if (source->max_bytes > 0 && feed->bytes > source->max_bytes)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the table takes more than %lld bytes",
						(long long) source->max_bytes)));
}

/* copy_data_source_cb: up to maxread bytes, one row at a time; 0 at the end. */
static int
feed_copy(void *to, int minread, int maxread)
{
	RowFeed *feed = current_feed;
	StringInfo line = &feed->line;
	int size;

	if (line->cursor == line->len && !feed->ended)
	{
		SkyError err = {0};
		int result = reader_next(feed->reader, &err);

		if (result < 0)
			sky_report(&err, NULL);
		resetStringInfo(line);
		feed->ended = result == 0;
		if (result > 0)
		{
			make_line(feed);
			count_row(feed);
		}
	}
	size = Min(line->len - line->cursor, maxread);
	memcpy(to, line->data + line->cursor, size);
	line->cursor += size;
	return size;
}

/* Run PostgreSQL's COPY on the feed. */
static uint64
run_copy(ParseState *pstate,
		 Relation relation,
		 Node *where,
		 List *attlist,
		 List *options,
		 RowFeed *feed)
{
	RowFeed *outer = current_feed;
	volatile uint64 count = 0;

	PG_TRY();
	{
		CopyFromState state;

		current_feed = feed;
		state = BeginCopyFrom(
			pstate, relation, where, NULL, false, feed_copy, attlist, options);
		count = CopyFrom(state);
		EndCopyFrom(state);
	}
	PG_FINALLY();
	{
		current_feed = outer;
	}
	PG_END_TRY();
	return count;
}

uint64
copy_rows(ParseState *pstate,
		  Relation relation,
		  Node *where,
		  List *attlist,
		  List *options,
		  TableSource *source)
{
	Reader *reader = &source->reader;
	RowFeed feed = {.source = source, .reader = reader};
	ListCell *cell;

	feed.columns = palloc(sizeof(int) * MaxHeapAttributeNumber);
	feed.from_json = palloc0(sizeof(bool) * MaxHeapAttributeNumber);
	feed.in_utc = palloc0(sizeof(bool) * MaxHeapAttributeNumber);
	initStringInfo(&feed.line);
	if (attlist == NIL)
		attlist = match_all(relation, reader, &feed);
	else
		match_listed(attlist, reader, &feed);
	foreach (cell, attlist)
	{
		Oid relid = RelationGetRelid(relation);
		AttrNumber attnum = get_attnum(relid, strVal(lfirst(cell)));

		choose_style(&feed, foreach_current_index(cell), get_atttype(relid, attnum));
	}
	options = lappend(list_copy(options),
					  makeDefElem("encoding", (Node *) makeString("UTF8"), -1));
	return run_copy(pstate, relation, where, attlist, options, &feed);
}
