/*
 * sky_index_pg.c
 *		Sky indexes of what is published: found, offered, made.
 */
#include "postgres.h"

#include "publish/sky_index_pg.h"

#include "access/genam.h"
#include "access/relation.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_index.h"
#include "catalog/pg_type.h"
#include "nodes/primnodes.h"
#include "storage/bufmgr.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "base/sky_type_pg.h"
#include "publish/metadata_pg.h"

/* Smaller tables are read in no time [pages]. */
#define WORTH_AN_INDEX 256

/* Does an expression call sky.key? */
static bool
is_key(const Node *expr)
{
	Oid function = IsA(expr, FuncExpr) ? ((const FuncExpr *) expr)->funcid : InvalidOid;

	return OidIsValid(function) &&
		   get_func_namespace(function) == get_namespace_oid("sky", true) &&
		   strcmp(get_func_name(function), "key") == 0;
}

static bool
is_sky_index(Relation index)
{
	Form_pg_index form = index->rd_index;

	return form->indisvalid && index->rd_rel->relam == BTREE_AM_OID &&
		   form->indkey.values[0] == 0 && RelationGetIndexPredicate(index) == NIL &&
		   is_key(linitial(RelationGetIndexExpressions(index)));
}

Oid
sky_index_find(Relation relation)
{
	Oid found = InvalidOid;
	ListCell *cell;

	foreach (cell, RelationGetIndexList(relation))
	{
		Relation index = index_open(lfirst_oid(cell), AccessShareLock);

		if (!OidIsValid(found) && is_sky_index(index))
			found = RelationGetRelid(index);
		index_close(index, AccessShareLock);
	}
	return found;
}

AttrNumber
sky_index_column(Relation relation, const char *ucd, const char *units)
{
	Oid types[] = {REGCLASSOID, TEXTOID, TEXTOID};
	Datum values[] = {ObjectIdGetDatum(RelationGetRelid(relation)),
					  CStringGetTextDatum(ucd),
					  CStringGetTextDatum(units)};

	return metadata_read("SELECT attnum::int8 FROM sky.column_metadata"
						 " WHERE relid = $1 AND starts_with(ucd, $2)"
						 " AND (unit IS NULL OR unit = ANY (string_to_array($3, ' ')))"
						 " ORDER BY ucd LIKE '%meta.main%' DESC, attnum LIMIT 1",
						 3,
						 types,
						 values);
}

static const char *
column_name(Relation relation, AttrNumber column)
{
	return quote_identifier(
		NameStr(TupleDescAttr(RelationGetDescr(relation), column - 1)->attname));
}

/* "sky.key(ra, dec)", or of the only column of type sky.point; NULL if there is neither.
 */
static char *
key_expression(Relation relation)
{
	TupleDesc desc = RelationGetDescr(relation);
	AttrNumber ra = sky_index_column(relation, "pos.eq.ra", "deg");
	AttrNumber dec = sky_index_column(relation, "pos.eq.dec", "deg");
	AttrNumber point = InvalidAttrNumber;
	int points = 0;

	if (ra != InvalidAttrNumber && dec != InvalidAttrNumber)
		return psprintf(
			"sky.key(%s, %s)", column_name(relation, ra), column_name(relation, dec));
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);

		if (!column->attisdropped && sky_type_shape(column->atttypid) == SHAPE_POINT)
		{
			point = column->attnum;
			points++;
		}
	}
	return points == 1 ? psprintf("sky.key(%s)", column_name(relation, point)) : NULL;
}

/* Has a relation of this kind indexes? */
static bool
takes_indexes(Relation relation)
{
	switch (relation->rd_rel->relkind)
	{
		case RELKIND_RELATION:
		case RELKIND_MATVIEW:
		case RELKIND_PARTITIONED_TABLE:
			return true;
		default:
			return false;
	}
}

/* What to make an index on; NULL if there is one.  Raises where none can be. */
static char *
wanted_expression(Relation relation)
{
	char *expression;

	if (!takes_indexes(relation))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("cannot create a sky index on relation \"%s\"",
						RelationGetRelationName(relation)),
				 errdetail_relkind_not_supported(relation->rd_rel->relkind),
				 errhint("Create it on the tables below.")));
	if (OidIsValid(sky_index_find(relation)))
		return NULL;
	expression = key_expression(relation);
	if (expression == NULL)
		ereport(
			ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("it is not known which columns of relation \"%s\" are the position",
					RelationGetRelationName(relation)),
			 errhint("Give two columns in degrees the UCDs \"pos.eq.ra;meta.main\" and "
					 "\"pos.eq.dec;meta.main\" with sky.describe.")));
	return expression;
}

static void
make_index(Oid relid, const char *expression)
{
	metadata_run_as_caller(
		psprintf("CREATE INDEX ON %s (%s)", metadata_sql_name(relid), expression));
}

void
sky_index_make_if_placed(Oid relid)
{
	Relation relation = relation_open(relid, AccessShareLock);
	char *expression =
		OidIsValid(sky_index_find(relation)) ? NULL : key_expression(relation);

	relation_close(relation, NoLock);
	if (expression != NULL)
		make_index(relid, expression);
}

void
sky_index_make(Oid relid)
{
	Relation relation = relation_open(relid, AccessShareLock);
	char *expression = wanted_expression(relation);

	relation_close(relation, NoLock);
	if (expression == NULL)
		return;
	ereport(NOTICE,
			(errmsg("creating an index on %s of relation \"%s\"",
					expression,
					get_rel_name(relid)),
			 errdetail("Whoever writes to it waits until that is done.")));
	make_index(relid, expression);
	metadata_run_as_caller(psprintf("ANALYZE %s", metadata_sql_name(relid)));
}

void
sky_index_offer(Relation relation)
{
	char *expression;

	if (relation->rd_rel->relkind != RELKIND_RELATION &&
		relation->rd_rel->relkind != RELKIND_MATVIEW)
		return;
	if (RelationGetNumberOfBlocks(relation) < WORTH_AN_INDEX ||
		OidIsValid(sky_index_find(relation)))
		return;
	expression = key_expression(relation);
	if (expression == NULL)
		return;
	ereport(
		NOTICE,
		(errmsg("relation \"%s\" has no sky index", RelationGetRelationName(relation)),
		 errdetail("Searches by position read all of it."),
		 errhint("Run CREATE INDEX CONCURRENTLY ON %s (%s), or SELECT "
				 "sky.publish('%s', sky_index => true), which locks out writers.",
				 metadata_sql_name(RelationGetRelid(relation)),
				 expression,
				 metadata_sql_name(RelationGetRelid(relation)))));
}
