/*
 * published_read_pg.c
 *		Reading what is published from the catalogs and from sky.*_metadata.
 *
 * Our tables are read as catalogs are: by index, with the newest snapshot, whoever asks.
 */
#include "postgres.h"

#include "publish/published_read_pg.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/indexing.h"
#include "catalog/pg_attribute.h"
#include "catalog/pg_class.h"
#include "catalog/pg_description.h"
#include "port.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "base/owner_pg.h"
#include "base/type_pg.h"
#include "publish/tap_name.h"

/* Columns of sky.table_metadata and sky.column_metadata (sql/20_publish.sql). */
enum
{
	TABLE_RELID = 1,
	TABLE_PUBLISHED = 2,
	COLUMN_RELID = 1,
	COLUMN_ATTNUM = 3,
	COLUMN_PUBLISHED = 4,
	COLUMN_UNIT = 5,
	COLUMN_UCD = 6,
	COLUMN_UTYPE = 7,
	COLUMN_XTYPE = 8,
	COLUMN_PRINCIPAL = 9,
	COLUMN_INDEX = 11,
};

/* A column while its entry is being built. */
typedef struct Draft
{
	PublishedColumn column;
	int order;
	bool published;
} Draft;

char *
published_tap_name(const char *schema, const char *table)
{
	char *shown = palloc(TAP_NAME_ROOM(strlen(schema)) + TAP_NAME_ROOM(strlen(table)));

	tap_name_put_table(shown, schema, table);
	return shown;
}

/* Is there a record of the relation that says it is published? */
static bool
read_published(Oid relid)
{
	Oid source = owner_relation("table_metadata");
	ScanKeyData key;
	bool published = false;
	bool isnull;

	if (!OidIsValid(source))
		return false;

	Relation relation = table_open(source, AccessShareLock);

	ScanKeyInit(
		&key, TABLE_RELID, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(relid));

	SysScanDesc scan = systable_beginscan(
		relation, owner_relation("table_metadata_pkey"), true, NULL, 1, &key);
	HeapTuple tuple = systable_getnext(scan);

	if (HeapTupleIsValid(tuple))
		published = DatumGetBool(
			heap_getattr(tuple, TABLE_PUBLISHED, RelationGetDescr(relation), &isnull));
	systable_endscan(scan);
	table_close(relation, AccessShareLock);
	return published;
}

static const char *
text_or_null(HeapTuple tuple, int column, TupleDesc desc, const char *otherwise)
{
	bool isnull;
	Datum value = heap_getattr(tuple, column, desc, &isnull);

	return isnull ? otherwise : TextDatumGetCString(value);
}

/* Lay the records of columns over the drafts, which are indexed by attnum - 1. */
static void
read_column_records(Oid relid, Draft *drafts, int natts)
{
	Oid source = owner_relation("column_metadata");
	ScanKeyData key;
	HeapTuple tuple;

	if (!OidIsValid(source))
		return;

	Relation relation = table_open(source, AccessShareLock);
	TupleDesc desc = RelationGetDescr(relation);

	ScanKeyInit(
		&key, COLUMN_RELID, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(relid));

	SysScanDesc scan = systable_beginscan(
		relation, owner_relation("column_metadata_pkey"), true, NULL, 1, &key);

	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		bool isnull;
		int attnum = DatumGetInt16(heap_getattr(tuple, COLUMN_ATTNUM, desc, &isnull));

		if (attnum < 1 || attnum > natts)
			continue;

		Draft *draft = &drafts[attnum - 1];
		SkyColumn *meta = &draft->column.meta;
		Datum order = heap_getattr(tuple, COLUMN_INDEX, desc, &isnull);

		if (!isnull)
			draft->order = DatumGetInt32(order);
		draft->published =
			DatumGetBool(heap_getattr(tuple, COLUMN_PUBLISHED, desc, &isnull));
		draft->column.principal =
			DatumGetBool(heap_getattr(tuple, COLUMN_PRINCIPAL, desc, &isnull)) && !isnull;
		meta->unit = text_or_null(tuple, COLUMN_UNIT, desc, NULL);
		meta->ucd = text_or_null(tuple, COLUMN_UCD, desc, NULL);
		meta->utype = text_or_null(tuple, COLUMN_UTYPE, desc, NULL);
		meta->xtype = text_or_null(tuple, COLUMN_XTYPE, desc, meta->xtype);
	}
	systable_endscan(scan);
	table_close(relation, AccessShareLock);
}

/* Put the comments on the columns to the drafts, in one scan. */
static void
read_comments(Oid relid, Draft *drafts, int natts)
{
	Relation relation = table_open(DescriptionRelationId, AccessShareLock);
	ScanKeyData keys[2];
	HeapTuple tuple;

	ScanKeyInit(&keys[0],
				Anum_pg_description_objoid,
				BTEqualStrategyNumber,
				F_OIDEQ,
				ObjectIdGetDatum(relid));
	ScanKeyInit(&keys[1],
				Anum_pg_description_classoid,
				BTEqualStrategyNumber,
				F_OIDEQ,
				ObjectIdGetDatum(RelationRelationId));

	SysScanDesc scan =
		systable_beginscan(relation, DescriptionObjIndexId, true, NULL, 2, keys);

	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		int attnum = ((Form_pg_description) GETSTRUCT(tuple))->objsubid;

		if (attnum >= 1 && attnum <= natts)
			drafts[attnum - 1].column.meta.description = text_or_null(
				tuple, Anum_pg_description_description, RelationGetDescr(relation), NULL);
	}
	systable_endscan(scan);
	table_close(relation, AccessShareLock);
}

/* Start a draft from the column itself; leave it empty if TAP cannot carry the column. */
static void
draft_column(Oid relid, AttrNumber attnum, Draft *draft)
{
	HeapTuple tuple =
		SearchSysCache2(ATTNUM, ObjectIdGetDatum(relid), Int16GetDatum(attnum));
	SkyTypeFace face;

	if (!HeapTupleIsValid(tuple))
		return;

	Form_pg_attribute form = (Form_pg_attribute) GETSTRUCT(tuple);

	if (!form->attisdropped && sky_type_shown(form->atttypid, form->atttypmod, &face))
	{
		PublishedColumn *column = &draft->column;

		draft->order = attnum;
		column->attnum = attnum;
		column->type = form->atttypid;
		column->typmod = form->atttypmod;
		column->attname = pstrdup(NameStr(form->attname));
		column->meta.name = column->attname;
		column->meta.datatype = face.datatype;
		column->meta.xtype = face.xtype;
		column->meta.arraysize =
			face.arraysize[0] != '\0' ? pstrdup(face.arraysize) : NULL;
	}
	ReleaseSysCache(tuple);
}

static int
compare_drafts(const void *a, const void *b)
{
	const Draft *x = a;
	const Draft *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return x->column.attnum - y->column.attnum;
}

/* The table with those drafts that are real columns and, if asked, published. */
static PublishedTable *
finish_table(const PublishedTable *base, const Draft *drafts, int natts, bool published)
{
	PublishedTable *table = palloc(sizeof(*table));

	*table = *base;
	table->columns = palloc(sizeof(PublishedColumn) * Max(natts, 1));
	for (int i = 0; i < natts; i++)
		if (drafts[i].column.attname != NULL && (!published || drafts[i].published))
			table->columns[table->ncolumns++] = drafts[i].column;
	return table;
}

PublishedRecord
published_read(Oid relid)
{
	HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relid));
	PublishedRecord record = {InvalidOid, NULL, NULL};

	if (!HeapTupleIsValid(tuple))
		return record;

	Form_pg_class form = (Form_pg_class) GETSTRUCT(tuple);
	int natts = form->relnatts;
	bool partition = form->relispartition; /* shown by its parent alone */
	PublishedTable base = {.relid = relid,
						   .schema_name = get_namespace_name(form->relnamespace),
						   .table_name = pstrdup(NameStr(form->relname))};

	record.schema = form->relnamespace;
	ReleaseSysCache(tuple);
	if (base.schema_name == NULL)
		return record;
	base.sql_schema = base.schema_name;
	base.sql_table = base.table_name;
	base.tap_name = published_tap_name(base.schema_name, base.table_name);

	Draft *drafts = palloc0(sizeof(Draft) * Max(natts, 1));

	for (int i = 0; i < natts; i++)
		draft_column(relid, i + 1, &drafts[i]);
	read_column_records(relid, drafts, natts);
	read_comments(relid, drafts, natts);
	qsort(drafts, natts, sizeof(Draft), compare_drafts);
	record.described = finish_table(&base, drafts, natts, false);
	if (!partition && read_published(relid))
		record.published = finish_table(&base, drafts, natts, true);
	pfree(drafts);
	return record;
}

static int
compare_names(const void *a, const void *b)
{
	const PublishedTable *x = a;
	const PublishedTable *y = b;
	int order = pg_strcasecmp(x->table_name, y->table_name);

	return order != 0 ? order : strcmp(x->tap_name, y->tap_name);
}

int
published_read_names(Oid source, PublishedTable **tables)
{
	Relation relation = table_open(source, AccessShareLock);
	SysScanDesc scan = systable_beginscan(relation, InvalidOid, false, NULL, 0, NULL);
	int room = 64;
	int count = 0;
	HeapTuple tuple;

	*tables = palloc(sizeof(PublishedTable) * room);
	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		bool isnull;
		TupleDesc desc = RelationGetDescr(relation);
		Oid relid = DatumGetObjectId(heap_getattr(tuple, TABLE_RELID, desc, &isnull));
		char *table = get_rel_name(relid);
		char *schema = get_namespace_name(get_rel_namespace(relid));

		if (table == NULL || schema == NULL || get_rel_relispartition(relid) ||
			!DatumGetBool(heap_getattr(tuple, TABLE_PUBLISHED, desc, &isnull)))
			continue;
		if (count == room)
		{
			room *= 2;
			*tables = repalloc_huge(*tables, mul_size(sizeof(PublishedTable), room));
		}
		(*tables)[count++] =
			(PublishedTable){.relid = relid,
							 .schema_name = schema,
							 .table_name = table,
							 .sql_schema = schema,
							 .sql_table = table,
							 .tap_name = published_tap_name(schema, table)};
	}
	systable_endscan(scan);
	table_close(relation, AccessShareLock);
	qsort(*tables, count, sizeof(PublishedTable), compare_names);
	return count;
}
