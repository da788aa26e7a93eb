/*
 * column_pg.c
 *		The metadata of a result's columns.
 */
#include "postgres.h"

#include "writer/column_pg.h"

#include "catalog/pg_class.h"
#include "commands/comment.h"
#include "mb/pg_wchar.h"
#include "nodes/primnodes.h"

#include "base/pgsphere_pg.h"
#include "publish/published_pg.h"

/* A copy of the catalogue's text as the writers want it; NULL stays NULL. */
static const char *
to_utf8(const char *text)
{
	return text != NULL ? pg_server_to_any(pstrdup(text), (int) strlen(text), PG_UTF8)
						: NULL;
}

/* The entry of the i-th visible column, or NULL. */
static const TargetEntry *
find_target(const List *targets, int i)
{
	ListCell *lc;

	foreach (lc, targets)
	{
		const TargetEntry *target = lfirst_node(TargetEntry, lc);

		if (!target->resjunk && target->resno == i + 1)
			return target;
	}
	return NULL;
}

/* What sky.describe and comments say of the table's column that this one shows. */
static void
describe_origin(WriterColumn *column, Oid relid, AttrNumber attnum)
{
	const PublishedTable *table = published_describe(relid);
	const PublishedColumn *origin =
		table != NULL ? published_column(table, attnum) : NULL;

	if (origin == NULL)
	{
		column->meta.description = to_utf8(GetComment(relid, RelationRelationId, attnum));
		return;
	}
	/* Copies: what is known of published tables may be forgotten while rows flow. */
	/* TAP converts what pg_sphere holds; here it is as it is. */
	if (pgsphere_shape(origin->type, NULL) == SHAPE_NONE)
		column->meta.xtype = to_utf8(origin->meta.xtype);
	column->meta.unit = to_utf8(origin->meta.unit);
	column->meta.ucd = to_utf8(origin->meta.ucd);
	column->meta.utype = to_utf8(origin->meta.utype);
	column->meta.description = to_utf8(origin->meta.description);
}

WriterColumn *
writer_columns_create(TupleDesc desc, const List *targets, const WriterOptions *options)
{
	WriterColumn *columns = palloc0(Max(desc->natts, 1) * sizeof(WriterColumn));

	if (options->fields != NULL && options->nfields != desc->natts)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option FIELDS describes %d columns, the query has %d",
						options->nfields,
						desc->natts)));
	for (int i = 0; i < desc->natts; i++)
	{
		const TargetEntry *target = find_target(targets, i);
		bool has_origin =
			target != NULL && OidIsValid(target->resorigtbl) && target->resorigcol > 0;

		if (options->fields != NULL)
			columns[i].meta = options->fields[i];
		else if (has_origin)
			describe_origin(&columns[i], target->resorigtbl, target->resorigcol);
		if (columns[i].meta.name == NULL)
			columns[i].meta.name = to_utf8(NameStr(TupleDescAttr(desc, i)->attname));
	}
	return columns;
}
