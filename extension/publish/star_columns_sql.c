/*
 * star_columns_sql.c
 *		sky.star_columns: where a relation says that its rows are, and how they move.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/relation.h"
#include "catalog/pg_type.h"
#include "nodes/primnodes.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/ruleutils.h"

#include "base/export_pg.h"
#include "publish/sky_index_pg.h"

/* What is looked for, in the order of the result. */
typedef enum StarColumn
{
	STAR_LON,
	STAR_LAT,
	STAR_POINT, /* instead of both */
	STAR_PARALLAX,
	STAR_PM_LON,
	STAR_PM_LAT,
	STAR_RADIAL_VELOCITY,
	STAR_COLUMNS,
} StarColumn;

/* By which UCD and in which units columns are found. */
static const struct
{
	const char *ucd;
	const char *units;
} described[STAR_COLUMNS] = {
	[STAR_LON] = {"pos.eq.ra", "deg"},
	[STAR_LAT] = {"pos.eq.dec", "deg"},
	[STAR_PARALLAX] = {"pos.parallax", "mas"},
	[STAR_PM_LON] = {"pos.pm;pos.eq.ra", "mas/yr mas/a mas/year mas.yr**-1 mas.yr-1"},
	[STAR_PM_LAT] = {"pos.pm;pos.eq.dec", "mas/yr mas/a mas/year mas.yr**-1 mas.yr-1"},
	[STAR_RADIAL_VELOCITY] = {"spect.dopplerVeloc", "km/s km.s**-1 km.s-1"},
};

/* The position is what the sky index is on. */
static void
find_indexed(Relation relation, char *columns[])
{
	Oid oid = sky_index_find(relation);
	List *context = deparse_context_for(RelationGetRelationName(relation),
										RelationGetRelid(relation));
	Relation index;
	List *args;

	if (!OidIsValid(oid))
		return;
	index = index_open(oid, AccessShareLock);
	args = castNode(FuncExpr, linitial(RelationGetIndexExpressions(index)))->args;
	if (list_length(args) == 1)
		columns[STAR_POINT] = deparse_expression(linitial(args), context, false, false);
	else
	{
		columns[STAR_LON] = deparse_expression(linitial(args), context, false, false);
		columns[STAR_LAT] = deparse_expression(lsecond(args), context, false, false);
	}
	index_close(index, AccessShareLock);
}

/* The rest by what sky.describe knows, and the position too if there is no index. */
static void
find_described(Relation relation, char *columns[])
{
	bool has_position = columns[STAR_LON] != NULL || columns[STAR_POINT] != NULL;

	for (int i = has_position ? STAR_PARALLAX : STAR_LON; i < STAR_COLUMNS; i++)
	{
		AttrNumber column =
			described[i].ucd == NULL
				? InvalidAttrNumber
				: sky_index_column(relation, described[i].ucd, described[i].units);

		if (column != InvalidAttrNumber)
			columns[i] = pstrdup(quote_identifier(
				NameStr(TupleDescAttr(RelationGetDescr(relation), column - 1)->attname)));
	}
}

SKY_FUNCTION(star_columns)
{
	Relation relation = relation_open(PG_GETARG_OID(0), AccessShareLock);
	char *columns[STAR_COLUMNS] = {NULL};
	Datum values[STAR_COLUMNS];
	bool nulls[STAR_COLUMNS];
	int count = STAR_COLUMNS;
	int low = 1;

	find_indexed(relation, columns);
	find_described(relation, columns);
	relation_close(relation, AccessShareLock);
	for (int i = 0; i < STAR_COLUMNS; i++)
	{
		nulls[i] = columns[i] == NULL;
		values[i] = nulls[i] ? (Datum) 0 : CStringGetTextDatum(columns[i]);
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(
		values, nulls, 1, &count, &low, TEXTOID, -1, false, TYPALIGN_INT));
}
