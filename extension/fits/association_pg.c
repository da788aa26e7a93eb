/*
 * association_pg.c
 *		Which calibrations belong to a product, and which to these: sky.association_rule.
 *
 * The rules and headers are read as the owner of the extension's tables, what they find
 * is told to those alone who see its row in ivoa.obscore.
 */
#include "postgres.h"

#include "fits/association_pg.h"

#include <math.h>

#include "catalog/pg_type_d.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/owner_pg.h"
#include "fits/product_pg.h"

#define MAX_DEPTH 8
#define MAX_FILES 1000 /* of all sets together */

/* Files of a rule that are looked at; the caller may not see some of them. */
#define LOOKED_AT		   300
#define LOOKED_AT_SIBLINGS 2000

static const char self_query[] =
	"SELECT path FROM sky.data_file WHERE obs_publisher_did = $1";

/* The rules that hold for a file, with what their calibrations look like. */
static const char rule_query[] =
	"SELECT r.name, r.category, r.least::text, r.most::text,"
	" coalesce(r.certified_days, r.max_days)::text, r.max_days::text,"
	" (r.calibration || coalesce((SELECT jsonb_object_agg(k, h.header -> k)"
	" FROM unnest(r.same_keywords) k), '{}'))::text,"
	" (sky.header_values(h.header) ->> 't_min')"
	" FROM sky.data_file f, LATERAL (SELECT sky.file_header(f.description)) h(header),"
	" sky.association_rule r"
	" WHERE f.obs_publisher_did = $1 AND r.mode = $2 AND h.header @> r.only_where"
	" AND h.header ?& r.same_keywords ORDER BY r.name";

/* Files with such a header within so many days. */
static const char file_query[] =
	"SELECT f.obs_publisher_did, f.path, (t.mjd - $2::float8)::text"
	" FROM sky.data_file f,"
	" LATERAL (SELECT (sky.header_values(sky.file_header(f.description)) ->> 't_min')::float8)"
	" t(mjd)"
	" WHERE sky.file_header(f.description) @> $1::jsonb"
	" AND abs(t.mjd - $2::float8) <= $3::float8"
	" ORDER BY abs(t.mjd - $2::float8), f.path LIMIT $4::int";

/* What siblings of a file look like. */
static const char sibling_rule_query[] =
	"SELECT r.name, r.most::text, (r.only_where ||"
	" (SELECT jsonb_object_agg(k, h.header -> k) FROM unnest(r.same_keywords) k))::text,"
	" (sky.header_values(h.header) ->> 't_min')"
	" FROM sky.data_file f, LATERAL (SELECT sky.file_header(f.description)) h(header),"
	" sky.sibling_rule r"
	" WHERE f.obs_publisher_did = $1 AND h.header @> r.only_where"
	" AND h.header ?& r.same_keywords ORDER BY r.name";

/* Files with such a header, in order of time. */
static const char sibling_query[] =
	"SELECT f.obs_publisher_did, f.path, coalesce(t.mjd - $2::float8, 0)::text"
	" FROM sky.data_file f, LATERAL (SELECT"
	" (sky.header_values(sky.file_header(f.description)) ->> 't_min')::float8) t(mjd)"
	" WHERE sky.file_header(f.description) @> $1::jsonb ORDER BY t.mjd, f.path"
	" LIMIT $3::int";

typedef struct Search
{
	const char *mode;
	int files;
	List *above; /* identifiers on the way here */
	List *rules; /* and the rules that led from one to the next */
} Search;

/* The texts of a row. */
typedef char **Row;

/* Rows of a query with text arguments, read as the owner, in the caller's memory. */
static List *
read_rows(const char *sql, int count, const char *const *arguments)
{
	MemoryContext caller = CurrentMemoryContext;
	Oid types[4] = {TEXTOID, TEXTOID, TEXTOID, TEXTOID};
	Datum values[4];
	char nulls[4];
	OwnerScope owner = owner_begin();
	List *rows = NIL;

	for (int i = 0; i < count; i++)
	{
		values[i] = arguments[i] != NULL ? CStringGetTextDatum(arguments[i]) : (Datum) 0;
		nulls[i] = arguments[i] != NULL ? ' ' : 'n';
	}
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args(sql, count, types, values, nulls, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "associations could not be looked up");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		int columns = SPI_tuptable->tupdesc->natts;
		MemoryContext inner = MemoryContextSwitchTo(caller);
		Row row = palloc(columns * sizeof(*row));

		for (int j = 0; j < columns; j++)
			row[j] = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, j + 1);
		rows = lappend(rows, row);
		MemoryContextSwitchTo(inner);
	}
	SPI_finish();
	owner_end(&owner);
	return rows;
}

static bool
is_listed(const List *texts, const char *text)
{
	ListCell *cell;

	foreach (cell, texts)
		if (strcmp(lfirst(cell), text) == 0)
			return true;
	return false;
}

static AssociatedFile *
new_file(const Row row)
{
	AssociatedFile *file = palloc0(sizeof(*file));

	file->did = row[0];
	file->path = row[1];
	file->days = strtod(row[2], NULL);
	return file;
}

static bool
is_member(const List *files, const char *did)
{
	ListCell *cell;

	foreach (cell, files)
		if (strcmp(((AssociatedFile *) lfirst(cell))->did, did) == 0)
			return true;
	return false;
}

/* What a rule finds that the caller may see. */
static void
find_files(Search *search, const Row rule, Association *set)
{
	const char *arguments[] = {rule[6], rule[7], rule[5], psprintf("%d", LOOKED_AT)};
	double certified = strtod(rule[4], NULL);
	int most = atoi(rule[3]);
	ListCell *cell;

	if (rule[7] == NULL)
		return; /* nobody knows when the file was taken */
	foreach (cell, read_rows(file_query, 4, arguments))
	{
		Row row = lfirst(cell);
		AssociatedFile *file;

		CHECK_FOR_INTERRUPTS();
		if (list_length(set->files) == most || search->files == MAX_FILES)
			break;
		if (is_listed(search->above, row[0]) || product_find(row[0]) == NULL)
			continue;
		file = new_file(row);
		set->near = set->near && fabs(file->days) <= certified;
		set->files = lappend(set->files, file);
		search->files++;
	}
}

static void add_needs(Search *search, Association *set, const char *did);

/* The set that a rule finds, with what that needs in turn. */
static Association *
find_set(Search *search, const Row rule)
{
	Association *set = palloc0(sizeof(*set));

	set->rule = rule[0];
	set->category = rule[1];
	set->least = atoi(rule[2]);
	set->near = true;
	find_files(search, rule, set);
	set->complete = list_length(set->files) >= set->least;
	set->certified = set->near && set->complete;
	search->rules = lappend(search->rules, rule[0]);
	if (set->files != NIL)
		add_needs(search, set, ((AssociatedFile *) linitial(set->files))->did);
	search->rules = list_delete_last(search->rules);
	return set;
}

/*
 * What a set needs: that of one file of it, the nearest.  No rule leads to itself,
 * however the DBA's rules turn in circles.
 */
static void
add_needs(Search *search, Association *set, const char *did)
{
	const char *arguments[] = {did, search->mode};
	ListCell *cell;

	check_stack_depth();
	search->above = lappend(search->above, unconstify(char *, did));
	foreach (cell, read_rows(rule_query, 2, arguments))
	{
		Row rule = lfirst(cell);
		Association *need;

		if (is_listed(search->rules, rule[0]) || list_length(search->rules) == MAX_DEPTH)
			continue;
		need = find_set(search, rule);
		set->needs = lappend(set->needs, need);
		if (atoi(rule[2]) == 0)
			continue; /* welcome, but not needed */
		set->complete = set->complete && need->complete;
		set->certified = set->certified && need->certified;
	}
	search->above = list_delete_last(search->above);
}

/* What was taken together with a product, as far as the caller may see it. */
static void
add_siblings(Association *product, const char *did)
{
	ListCell *rule_cell;
	ListCell *cell;

	foreach (rule_cell, read_rows(sibling_rule_query, 1, &did))
	{
		Row rule = lfirst(rule_cell);
		const char *arguments[] = {rule[2], rule[3], psprintf("%d", LOOKED_AT_SIBLINGS)};
		int most = atoi(rule[1]);

		foreach (cell, read_rows(sibling_query, 3, arguments))
		{
			Row row = lfirst(cell);
			AssociatedFile *file;

			CHECK_FOR_INTERRUPTS();
			if (most == 0)
				break;
			if (is_member(product->files, row[0]) || product_find(row[0]) == NULL)
				continue;
			file = new_file(row);
			file->sibling = rule[0];
			product->files = lappend(product->files, file);
			most--;
		}
	}
}

const char *
association_mode(const char *name)
{
	static const char *const modes[] = {"Raw2Raw", "Raw2Master"};

	for (int i = 0; i < lengthof(modes); i++)
		if (pg_strcasecmp(name, modes[i]) == 0)
			return modes[i];
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("there is no mode \"%s\" of associations", name),
			 errhint("Modes are Raw2Raw and Raw2Master.")));
}

Association *
association_of(const char *name, const char *mode)
{
	Search search = {.mode = association_mode(mode)};
	Association *product = palloc0(sizeof(*product));
	AssociatedFile *file = palloc0(sizeof(*file));
	List *rows;

	file->did = product_find(name);
	if (file->did == NULL)
		return NULL;
	rows = read_rows(self_query, 1, (const char *const *) &file->did);
	if (rows == NIL)
		return NULL;
	file->path = ((Row) linitial(rows))[0];
	product->category = "SCIENCE";
	product->files = list_make1(file);
	product->near = product->complete = product->certified = true;
	add_siblings(product, file->did);
	add_needs(&search, product, file->did);
	return product;
}

static void
add_messages(StringInfo text, const Association *set)
{
	const char *before = text->len > 0 ? "; " : "";
	int count = list_length(set->files);
	ListCell *cell;

	check_stack_depth();
	if (count < set->least)
		appendStringInfo(text,
						 "%s%s (%s): %d of %d files",
						 before,
						 set->category,
						 set->rule,
						 count,
						 set->least);
	else if (!set->near)
		appendStringInfo(
			text, "%s%s (%s): far off in time", before, set->category, set->rule);
	foreach (cell, set->needs)
		add_messages(text, lfirst(cell));
}

char *
association_messages(const Association *set)
{
	StringInfoData text;

	initStringInfo(&text);
	add_messages(&text, set);
	return text.data;
}
