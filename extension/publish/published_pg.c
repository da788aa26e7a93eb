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

#include "publish/published_pg.h"

#include "catalog/namespace.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

#include "base/owner_pg.h"
#include "publish/published_read_pg.h"
#include "publish/uploaded_pg.h"
#include "publish/user_table_pg.h"

typedef struct Entry
{
	Oid relid; /* hash key */
	bool valid;
	PublishedRecord record;
	MemoryContext context;
} Entry;

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

	entry->record = published_read(relid);
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
	return current_entry(relid)->record.described;
}

/* The published relation, or NULL. */
static const PublishedTable *
find_published(Oid relid)
{
	const Entry *entry = current_entry(relid);

	if (entry->record.published == NULL || !may_select(relid, entry->record.schema))
		return NULL;
	if (pg_class_aclcheck(relid, GetUserId(), ACL_SELECT) == ACLCHECK_OK)
		return entry->record.published;
	return with_permitted_columns(entry->record.published);
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
	names.source = owner_relation("table_metadata");
	if (!OidIsValid(names.source))
		return;
	names.context = AllocSetContextCreate(
		TopMemoryContext, "sky published names", ALLOCSET_DEFAULT_SIZES);

	MemoryContext outer = MemoryContextSwitchTo(names.context);

	names.count = published_read_names(names.source, &names.tables);
	MemoryContextSwitchTo(outer);
	names.valid = changes == before;
}

int
published_list(PublishedTable **tables)
{
	int count = 0;
	int brought = uploaded_count();
	PublishedTable *users;
	int nusers = user_table_list(&users);

	refresh_names();
	*tables = palloc_extended(
		mul_size(sizeof(PublishedTable), Max(names.count + nusers + brought, 1)),
		MCXT_ALLOC_HUGE);
	for (int i = 0; i < names.count; i++)
		if (may_select(names.tables[i].relid, get_rel_namespace(names.tables[i].relid)))
			(*tables)[count++] = names.tables[i];
	for (int i = 0; i < nusers; i++)
		(*tables)[count++] = users[i];
	for (int i = 0; i < brought; i++)
		(*tables)[count++] = *uploaded_table(i);
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

/*
 * Search the list of names; of several matches the last is returned.  Without a schema, a
 * table of "public" comes before all others: that is where names without one belong.
 */
static Oid
search_names(const PublishedName *name, bool exact, int *matches)
{
	int low = 0;
	int high = names.count;
	int in_public = 0;
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
			bool public =
				name->schema == NULL && strcmp(table->schema_name, "public") == 0;

			if (public || in_public == 0)
				found = table->relid;
			in_public += public ? 1 : 0;
			(*matches)++;
		}
	}
	if (in_public > 0)
		*matches = in_public;
	return found;
}

const PublishedTable *
published_by_name(const PublishedName *name, int *matches)
{
	char schema[NAMEDATALEN];
	char table[NAMEDATALEN];
	PublishedName folded = *name;
	const PublishedTable *brought = uploaded_by_name(name);

	*matches = brought != NULL;
	if (brought != NULL)
		return brought;
	brought = user_table_by_name(name);
	*matches = brought != NULL;
	if (brought != NULL)
		return brought;
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
		const PublishedTable *found = OidIsValid(relid) ? find_published(relid) : NULL;

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
	return *matches == 1 ? find_published(relid) : NULL;
}
