/*
 * published_pg.c
 *		What is published, as the current user may see it.
 *
 * Per backend one entry per relation and one list of names.  Relcache invalidation marks
 * them stale: DDL sends it by itself, changes of sky.*_metadata send it through their
 * trigger.  A stale entry is built anew at the next look-up; its memory lives until the
 * transaction ends, so that what callers hold stays valid.  Privileges are outside the
 * cache.
 */
#include "postgres.h"

#include "base/published_pg.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/indexing.h"
#include "catalog/namespace.h"
#include "catalog/pg_attribute.h"
#include "catalog/pg_class.h"
#include "catalog/pg_description.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "base/metadata_pg.h"
#include "base/tap_name.h"
#include "base/type_pg.h"

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
	COLUMN_INDEX = 11,
};

typedef struct Entry
{
	Oid relid; /* hash key */
	bool valid;
	Oid schema;
	PublishedTable *described; /* all columns that TAP can carry; NULL: no relation */
	PublishedTable *published; /* the published ones; NULL: not published */
	MemoryContext context;
} Entry;

/* A column while its entry is being built. */
typedef struct Draft
{
	PublishedColumn column;
	int order;
	bool published;
} Draft;

static HTAB *entries;
static struct
{
	bool valid;
	Oid source; /* sky.table_metadata */
	int count;
	PublishedTable *tables; /* by name, whatever its case; without columns */
	MemoryContext context;
} names;
/* Counts invalidations, so that one arriving during a build is noticed. */
static uint64 changes;

static void
forget_all(void)
{
	HASH_SEQ_STATUS scan;
	Entry *entry;

	names.valid = false;
	hash_seq_init(&scan, entries);
	while ((entry = hash_seq_search(&scan)) != NULL)
		entry->valid = false;
}

static void
relation_changed(Datum arg, Oid relid)
{
	changes++;
	if (!OidIsValid(relid))
	{
		forget_all();
		return;
	}
	if (relid == names.source)
		names.valid = false;

	Entry *entry = hash_search(entries, &relid, HASH_FIND, NULL);

	if (entry != NULL)
		entry->valid = false;
	for (int i = 0; names.valid && i < names.count; i++)
		names.valid = names.tables[i].relid != relid;
}

static void
schema_changed(Datum arg, int cache, uint32 hash)
{
	changes++;
	forget_all();
}

static void
start_cache(void)
{
	HASHCTL control = {.keysize = sizeof(Oid), .entrysize = sizeof(Entry)};

	entries = hash_create("sky published", 64, &control, HASH_ELEM | HASH_BLOBS);
	CacheRegisterRelcacheCallback(relation_changed, (Datum) 0);
	CacheRegisterSyscacheCallback(NAMESPACEOID, schema_changed, (Datum) 0);
}

/* Let the memory of something stale go, but not before the transaction ends. */
static void
retire(MemoryContext *context)
{
	if (*context != NULL)
		MemoryContextSetParent(*context, TopTransactionContext);
	*context = NULL;
}

static char *
tap_table_name(const char *schema, const char *table)
{
	char *shown = palloc(TAP_NAME_ROOM(strlen(schema)) + TAP_NAME_ROOM(strlen(table)));

	tap_name_put_table(shown, schema, table);
	return shown;
}

/* Is there a record of the relation that says it is published? */
static bool
read_published(Oid relid)
{
	Oid source = metadata_relation("table_metadata");
	ScanKeyData key;
	bool published = false;
	bool isnull;

	if (!OidIsValid(source))
		return false;

	Relation relation = table_open(source, AccessShareLock);

	ScanKeyInit(
		&key, TABLE_RELID, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(relid));

	SysScanDesc scan = systable_beginscan(
		relation, metadata_relation("table_metadata_pkey"), true, NULL, 1, &key);
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
	Oid source = metadata_relation("column_metadata");
	ScanKeyData key;
	HeapTuple tuple;

	if (!OidIsValid(source))
		return;

	Relation relation = table_open(source, AccessShareLock);
	TupleDesc desc = RelationGetDescr(relation);

	ScanKeyInit(
		&key, COLUMN_RELID, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(relid));

	SysScanDesc scan = systable_beginscan(
		relation, metadata_relation("column_metadata_pkey"), true, NULL, 1, &key);

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

	if (!form->attisdropped && sky_type_face(form->atttypid, form->atttypmod, &face))
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

/* Read a relation and its records into the entry; described stays NULL if it is gone. */
static void
build_entry(Entry *entry)
{
	HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(entry->relid));

	if (!HeapTupleIsValid(tuple))
		return;

	Form_pg_class form = (Form_pg_class) GETSTRUCT(tuple);
	int natts = form->relnatts;
	bool partition = form->relispartition; /* shown by its parent alone */
	PublishedTable base = {.relid = entry->relid,
						   .schema_name = get_namespace_name(form->relnamespace),
						   .table_name = pstrdup(NameStr(form->relname))};

	entry->schema = form->relnamespace;
	ReleaseSysCache(tuple);
	if (base.schema_name == NULL)
		return;
	base.tap_name = tap_table_name(base.schema_name, base.table_name);

	Draft *drafts = palloc0(sizeof(Draft) * Max(natts, 1));

	for (int i = 0; i < natts; i++)
		draft_column(entry->relid, i + 1, &drafts[i]);
	read_column_records(entry->relid, drafts, natts);
	read_comments(entry->relid, drafts, natts);
	qsort(drafts, natts, sizeof(Draft), compare_drafts);
	entry->described = finish_table(&base, drafts, natts, false);
	if (!partition && read_published(entry->relid))
		entry->published = finish_table(&base, drafts, natts, true);
	pfree(drafts);
}

/* The entry of a relation, current. */
static Entry *
current_entry(Oid relid)
{
	bool found;

	if (entries == NULL)
		start_cache();

	Entry *entry = hash_search(entries, &relid, HASH_ENTER, &found);

	if (found && entry->valid)
		return entry;
	if (found)
		retire(&entry->context);

	uint64 before = changes;

	*entry = (Entry){.relid = relid};
	entry->context =
		AllocSetContextCreate(TopMemoryContext, "sky published", ALLOCSET_SMALL_SIZES);

	MemoryContext outer = MemoryContextSwitchTo(entry->context);

	build_entry(entry);
	MemoryContextSwitchTo(outer);
	entry->valid = changes == before;
	return entry;
}

/* May the current user select from the relation, or from some column of it? */
static bool
may_select(Oid relid, Oid schema)
{
	Oid user = GetUserId();

	return OidIsValid(schema) &&
		   pg_namespace_aclcheck(schema, user, ACL_USAGE) == ACLCHECK_OK &&
		   (pg_class_aclcheck(relid, user, ACL_SELECT) == ACLCHECK_OK ||
			pg_attribute_aclcheck_all(relid, user, ACL_SELECT, ACLMASK_ANY) ==
				ACLCHECK_OK);
}

/* Of a table of which the user may select only some columns, a copy with these. */
static PublishedTable *
with_permitted_columns(const PublishedTable *table)
{
	PublishedTable *copy = palloc(sizeof(*copy));

	*copy = *table;
	copy->ncolumns = 0;
	copy->columns = palloc(sizeof(PublishedColumn) * Max(table->ncolumns, 1));
	for (int i = 0; i < table->ncolumns; i++)
		if (pg_attribute_aclcheck(
				table->relid, table->columns[i].attnum, GetUserId(), ACL_SELECT) ==
			ACLCHECK_OK)
			copy->columns[copy->ncolumns++] = table->columns[i];
	return copy;
}

const PublishedTable *
published_describe(Oid relid)
{
	return current_entry(relid)->described;
}

const PublishedTable *
published_by_relid(Oid relid)
{
	const Entry *entry = current_entry(relid);

	if (entry->published == NULL || !may_select(relid, entry->schema))
		return NULL;
	if (pg_class_aclcheck(relid, GetUserId(), ACL_SELECT) == ACLCHECK_OK)
		return entry->published;
	return with_permitted_columns(entry->published);
}

const PublishedColumn *
published_column(const PublishedTable *table, AttrNumber attnum)
{
	/* Most tables keep the order of their attributes. */
	if (attnum >= 1 && attnum <= table->ncolumns &&
		table->columns[attnum - 1].attnum == attnum)
		return &table->columns[attnum - 1];
	for (int i = 0; i < table->ncolumns; i++)
		if (table->columns[i].attnum == attnum)
			return &table->columns[i];
	return NULL;
}

static int
compare_names(const void *a, const void *b)
{
	const PublishedTable *x = a;
	const PublishedTable *y = b;
	int order = pg_strcasecmp(x->table_name, y->table_name);

	return order != 0 ? order : strcmp(x->tap_name, y->tap_name);
}

/* Read the names of everything published. */
static void
build_names(void)
{
	Relation relation = table_open(names.source, AccessShareLock);
	SysScanDesc scan = systable_beginscan(relation, InvalidOid, false, NULL, 0, NULL);
	int room = 64;
	HeapTuple tuple;

	names.tables = palloc(sizeof(PublishedTable) * room);
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
		if (names.count == room)
		{
			room *= 2;
			names.tables =
				repalloc_huge(names.tables, mul_size(sizeof(PublishedTable), room));
		}
		names.tables[names.count++] =
			(PublishedTable){.relid = relid,
							 .schema_name = schema,
							 .table_name = table,
							 .tap_name = tap_table_name(schema, table)};
	}
	systable_endscan(scan);
	table_close(relation, AccessShareLock);
	qsort(names.tables, names.count, sizeof(PublishedTable), compare_names);
}

/* Make the list of names current. */
static void
refresh_names(void)
{
	if (entries == NULL)
		start_cache();
	if (names.valid)
		return;
	retire(&names.context);

	uint64 before = changes;

	names.count = 0;
	names.source = metadata_relation("table_metadata");
	if (!OidIsValid(names.source))
		return;
	names.context = AllocSetContextCreate(
		TopMemoryContext, "sky published names", ALLOCSET_DEFAULT_SIZES);

	MemoryContext outer = MemoryContextSwitchTo(names.context);

	build_names();
	MemoryContextSwitchTo(outer);
	names.valid = changes == before;
}

int
published_list(PublishedTable **tables)
{
	int count = 0;

	refresh_names();
	*tables = palloc_extended(mul_size(sizeof(PublishedTable), Max(names.count, 1)),
							  MCXT_ALLOC_HUGE);
	for (int i = 0; i < names.count; i++)
		if (may_select(names.tables[i].relid, get_rel_namespace(names.tables[i].relid)))
			(*tables)[count++] = names.tables[i];
	return count;
}

/* A name as PostgreSQL stores it: delimited as it is, else folded; false if too long. */
static bool
fold(char *to, const char *name, bool delimited)
{
	size_t length = strlen(name);

	if (length >= NAMEDATALEN)
		return false;
	for (size_t i = 0; i <= length; i++)
		to[i] = delimited ? name[i] : (char) pg_ascii_tolower((unsigned char) name[i]);
	return true;
}

static bool
same_name(const char *stored, const char *name, bool exact)
{
	return exact ? strcmp(stored, name) == 0 : pg_strcasecmp(stored, name) == 0;
}

/* Search the list of names; of several matches the last is returned. */
static Oid
search_names(const PublishedName *name, bool exact, int *matches)
{
	int low = 0;
	int high = names.count;
	Oid found = InvalidOid;

	while (low < high)
	{
		int middle = low + (high - low) / 2;

		if (pg_strcasecmp(names.tables[middle].table_name, name->table) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*matches = 0;
	for (int i = low; i < names.count; i++)
	{
		const PublishedTable *table = &names.tables[i];

		if (!same_name(table->table_name, name->table, false))
			break;
		if (same_name(table->table_name, name->table, exact || name->table_delimited) &&
			(name->schema == NULL || same_name(table->schema_name,
											   name->schema,
											   exact || name->schema_delimited)) &&
			may_select(table->relid, get_rel_namespace(table->relid)))
		{
			found = table->relid;
			(*matches)++;
		}
	}
	return found;
}

const PublishedTable *
published_by_name(const PublishedName *name, int *matches)
{
	char schema[NAMEDATALEN];
	char table[NAMEDATALEN];
	PublishedName folded = *name;

	*matches = 0;
	if (!fold(table, name->table, name->table_delimited) ||
		(name->schema != NULL && !fold(schema, name->schema, name->schema_delimited)))
		return NULL;
	folded.table = table;
	if (name->schema != NULL)
	{
		/* The common case needs no list: the folded name is the stored one. */
		Oid namespace = get_namespace_oid(schema, true);
		Oid relid =
			OidIsValid(namespace) ? get_relname_relid(table, namespace) : InvalidOid;
		const PublishedTable *found =
			OidIsValid(relid) ? published_by_relid(relid) : NULL;

		folded.schema = schema;
		if (found != NULL)
		{
			*matches = 1;
			return found;
		}
	}
	refresh_names();

	Oid relid = search_names(&folded, true, matches);

	if (*matches == 0)
		relid = search_names(name, false, matches);
	return *matches == 1 ? published_by_relid(relid) : NULL;
}
