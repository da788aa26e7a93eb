/*
 * user_table_pg.c
 *		Tables of users: kept, indexed, shared, dropped (sql/20_user_table.sql).
 *
 * Tables are made by the owner of the extension's tables, under names that nobody guesses
 * and in a schema where users cannot create anything.  Everybody may select from them,
 * and row-level security lets nobody see a row but those to whom sky.user_table shows the
 * table: it alone says who reads what.
 */
#include "postgres.h"

#include "svc/user_table_pg.h"

#include "access/htup_details.h"
#include "access/relation.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/formatting.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/caller_pg.h"
#include "base/guc_pg.h"
#include "base/owner_pg.h"
#include "base/quota_pg.h"
#include "base/sky_type_pg.h"
#include "publish/column_record_pg.h"
#include "publish/sky_index_pg.h"
#include "publish/user_table_pg.h"
#include "reader/load_pg.h"
#include "svc/dali.h"
#include "svc/upload_fault_pg.h"

#define MEGABYTE	INT64_C(1048576)
#define INDEXES_MAX 32 /* of one table */

/* Serialises what one user changes: the first key of the advisory lock. */
#define LOCK "pg_catalog.hashtextextended($1, 7461705)"

/* What an administrator has dropped is no user's table any more. */
static const char forget_dropped[] =
	"DELETE FROM sky.user_table_record t WHERE t.owner = $1 AND NOT EXISTS (SELECT FROM "
	"pg_catalog.pg_class c WHERE c.oid = t.relid AND c.relnamespace = "
	"'tap_user'::pg_catalog.regnamespace)";
static const char find_relation[] =
	"SELECT relid::pg_catalog.oid::pg_catalog.int8 FROM "
	"sky.user_table_record WHERE owner = $1 AND name = $2";

/* A user's table while it is changed, as the owner of the extension's tables. */
typedef struct Change
{
	OwnerScope scope;
	const char *owner;
	const char *name; /* in lower case */
	Oid relid;		  /* InvalidOid: there is none yet */
	int64 space;	  /* that his tables may take [bytes] */
} Change;

/* Run a statement with the owner, the name and one thing more as $1 to $3. */
static uint64
execute(const Change *change, const char *sql, const char *more)
{
	Oid types[] = {TEXTOID, TEXTOID, TEXTOID};
	Datum values[] = {CStringGetTextDatum(change->owner),
					  CStringGetTextDatum(change->name),
					  more != NULL ? CStringGetTextDatum(more) : (Datum) 0};

	if (SPI_execute_with_args(
			sql, lengthof(types), types, values, more != NULL ? NULL : "  n", false, 0) <
		0)
		elog(ERROR, "could not run: %s", sql);
	return SPI_processed;
}

/* Its first number; 0 for none. */
static int64
number(const Change *change, const char *sql)
{
	char *value;

	if (execute(change, sql, NULL) == 0)
		return 0;
	value = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	return value != NULL ? pg_strtoint64(value) : 0;
}

/* Run a statement that takes no values. */
static void
run(const char *sql)
{
	if (SPI_execute(sql, false, 0) < 0)
		elog(ERROR, "could not run: %s", sql);
}

static const char *
relation_name(Oid relid)
{
	return quote_qualified_identifier(USER_TABLE_SCHEMA, get_rel_name(relid));
}

/* Begin a change: who asks, which table; other changes of his tables wait. */
static bool
begin(Change *change, const char *name, SkyError *err)
{
	const char *owner = caller_name();

	if (owner == NULL)
	{
		sky_error(
			err, SKY_E_FORBIDDEN, -1, "tables are kept for users, and you are anonymous");
		return sky_error_hint(
			err, "Log in, or send the table with each query: see UPLOAD of /tap/sync.");
	}
	if (!dali_is_table_name(name) || strlen(name) >= NAMEDATALEN)
	{
		sky_error(
			err, SKY_E_BAD_VALUE, -1, "\"%.100s\" cannot be the name of a table", name);
		return sky_error_hint(err,
							  "Take a letter, then letters, digits and underscores, at "
							  "most %d in all, without " USER_TABLE_SCHEMA ".",
							  NAMEDATALEN - 1);
	}
	PreventCommandIfReadOnly("a change of a user's tables");
	*change = (Change){
		.owner = owner,
		.name = asc_tolower(name, strlen(name)),
		.space = quota_limit(QUOTA_TABLE_BYTES, pgsky_user_space * MEGABYTE),
	};
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	change->scope = owner_begin();
	(void) execute(change, "SELECT pg_catalog.pg_advisory_xact_lock(" LOCK ")", NULL);
	(void) execute(change, forget_dropped, NULL);
	change->relid = (Oid) number(change, find_relation);
	return true;
}

/* The same, of a table that must be there. */
static bool
begin_existing(Change *change, const char *name, SkyError *err)
{
	if (!begin(change, name, err))
		return false;
	if (OidIsValid(change->relid))
		return true;
	owner_end(&change->scope);
	SPI_finish();
	sky_error(err, SKY_E_NOT_FOUND, -1, "you have no table \"%s\"", name);
	return sky_error_hint(err, "Your tables are listed at /tap/user_tables.");
}

static void
end(const Change *change)
{
	owner_end(&change->scope);
	SPI_finish();
}

/* Raise if the owner has more tables, or larger ones, than he may. */
static void
check_quota(const Change *change)
{
	int64 tables =
		number(change, "SELECT count(*) FROM sky.user_table_record WHERE owner = $1");
	int64 bytes =
		number(change,
			   "SELECT sum(pg_catalog.pg_total_relation_size(relid))::pg_catalog.int8 "
			   "FROM sky.user_table_record WHERE owner = $1");

	if (tables > pgsky_user_tables)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("you may keep %d tables, and have them", pgsky_user_tables),
				 errhint("Delete one that you need no more.")));
	if (bytes > change->space)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("your tables would take %lld MB; you have %lld MB",
						(long long) (bytes / MEGABYTE),
						(long long) (change->space / MEGABYTE)),
				 errhint("Delete tables that you need no more, or keep fewer columns.")));
}

/* A name for a relation: 128 random bits. */
static const char *
new_name(void)
{
	unsigned char bits[16];
	char *name = palloc(2 * sizeof(bits) + 3);

	if (!pg_strong_random(bits, sizeof(bits)))
		ereport(
			ERROR,
			(errcode(ERRCODE_INTERNAL_ERROR), errmsg("could not draw random numbers")));
	strcpy(name, "u_");
	(void) hex_encode((const char *) bits, sizeof(bits), name + 2);
	name[2 * sizeof(bits) + 2] = '\0';
	return name;
}

/* Make the relation and fill it; faults of the table are told with its name and row. */
static Oid
load(const Change *change, const char *bytes, size_t length, int64 *rows)
{
	UploadProgress progress = {.name = change->name, .column = -1};
	MemoryContext context = AllocSetContextCreate(
		CurrentMemoryContext, "sky user table", ALLOCSET_DEFAULT_SIZES);
	MemoryContext outer = MemoryContextSwitchTo(context);
	Oid relid = InvalidOid;

	PG_TRY();
	{
		TableSource *source = source_open_memory(bytes, length, NULL);

		progress.source = source;
		source->max_rows = pgsky_upload_max_rows;
		source->max_bytes = change->space;
		relid = load_make_table(source, USER_TABLE_SCHEMA, new_name());
		*rows = (int64) load_rows(source, relid);
		source_close(source);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(outer);
		upload_fail(&progress);
	}
	PG_END_TRY();
	MemoryContextSwitchTo(outer);
	MemoryContextDelete(context);
	return relid;
}

/* Let those see the rows who may. */
static void
protect(Oid relid)
{
	const char *name = relation_name(relid);

	run(psprintf("ALTER TABLE %s ENABLE ROW LEVEL SECURITY", name));
	run(psprintf("CREATE POLICY readers ON %s FOR SELECT USING (EXISTS (SELECT FROM "
				 "sky.user_table u WHERE u.relid = %s::pg_catalog.regclass))",
				 name,
				 quote_literal_cstr(name)));
	run(psprintf("GRANT SELECT ON TABLE %s TO PUBLIC", name));
}

/* What clients are told of the columns, the index on the position, statistics. */
static void
describe(Oid relid)
{
	Relation relation = relation_open(relid, AccessShareLock);

	column_record(relation);
	relation_close(relation, NoLock);
	sky_index_make_if_placed(relid);
	run(psprintf("ANALYZE %s", relation_name(relid)));
}

bool
user_table_put(const char *name,
			   const char *bytes,
			   size_t length,
			   UserTableKept *kept,
			   SkyError *err)
{
	Change change;
	Oid relid;

	if (!quota_allows_upload((int64) length, err) || !begin(&change, name, err))
		return false;
	kept->replaced = OidIsValid(change.relid);
	if (kept->replaced)
		run(psprintf("DROP TABLE %s", relation_name(change.relid)));
	relid = load(&change, bytes, length, &kept->rows);
	protect(relid);
	(void) execute(&change,
				   "INSERT INTO sky.user_table_record AS t (owner, name, relid, "
				   "creation_time) VALUES ($1, $2, $3::pg_catalog.regclass, "
				   "pg_catalog.now()) ON CONFLICT (owner, name) DO UPDATE SET relid = "
				   "excluded.relid, creation_time = excluded.creation_time",
				   relation_name(relid));
	describe(relid);
	check_quota(&change);
	end(&change);
	return true;
}

bool
user_table_drop(const char *name, SkyError *err)
{
	Change change;

	if (!begin_existing(&change, name, err))
		return false;
	run(psprintf("DROP TABLE %s", relation_name(change.relid)));
	(void) execute(&change,
				   "DELETE FROM sky.user_table_record WHERE owner = $1 AND name = $2",
				   NULL);
	end(&change);
	return true;
}

/* The column of that name: exactly, or else in lower case. */
static AttrNumber
find_column(Oid relid, const char *name)
{
	AttrNumber column = get_attnum(relid, name);

	if (column <= 0)
		column = get_attnum(relid, asc_tolower(name, strlen(name)));
	return column > 0 ? column : InvalidAttrNumber;
}

/* How an index on the columns is written after ON table; NULL with *err. */
static const char *
index_on(Oid relid, const List *columns, SkyError *err)
{
	const char *names[2] = {NULL};
	SkyShape shape = SHAPE_NONE;
	ListCell *cell;

	if (columns == NIL || list_length(columns) > 2)
	{
		sky_error(err,
				  SKY_E_BAD_VALUE,
				  -1,
				  "an index is on one column, or on longitude and latitude");
		return NULL;
	}
	foreach (cell, columns)
	{
		const char *name = strVal(lfirst(cell));
		AttrNumber column = find_column(relid, name);

		if (column == InvalidAttrNumber)
		{
			sky_error(err,
					  SKY_E_UNDEFINED_COLUMN,
					  -1,
					  "column \"%.100s\" does not exist",
					  name);
			return NULL;
		}
		names[foreach_current_index(cell)] =
			quote_identifier(get_attname(relid, column, false));
		shape = sky_type_shape(get_atttype(relid, column));
	}
	if (names[1] != NULL)
		return psprintf("(sky.key(%s, %s))", names[0], names[1]);
	return psprintf(shape == SHAPE_POINT  ? "(sky.key(%s))"
					: shape != SHAPE_NONE ? "USING gist (%s)"
										  : "(%s)",
					names[0]);
}

bool
user_table_index(const char *name, const List *columns, SkyError *err)
{
	Change change;
	const char *on;

	if (!begin_existing(&change, name, err))
		return false;
	on = index_on(change.relid, columns, err);
	if (on != NULL &&
		number(
			&change,
			"SELECT count(*) FROM pg_catalog.pg_index i JOIN sky.user_table_record t ON "
			"i.indrelid = t.relid WHERE t.owner = $1 AND t.name = $2") >= INDEXES_MAX)
		sky_error(err, SKY_E_LIMIT, -1, "a table has at most %d indexes", INDEXES_MAX);
	else if (on != NULL)
	{
		run(psprintf("CREATE INDEX ON %s %s", relation_name(change.relid), on));
		run(psprintf("ANALYZE %s", relation_name(change.relid)));
		check_quota(&change);
	}
	end(&change);
	return err->code == SKY_OK;
}

bool
user_table_share(const char *name, const UserTableShare *share, SkyError *err)
{
	static const char *const statements[2][2] = {
		{"INSERT INTO sky.user_table_share (owner, name, reader, is_group) VALUES ($1, "
		 "$2, $3, false) ON CONFLICT DO NOTHING",
		 "INSERT INTO sky.user_table_share (owner, name, reader, is_group) VALUES ($1, "
		 "$2, $3, true) ON CONFLICT DO NOTHING"},
		{"DELETE FROM sky.user_table_share WHERE owner = $1 AND name = $2 AND reader = $3 "
		 "AND NOT is_group",
		 "DELETE FROM sky.user_table_share WHERE owner = $1 AND name = $2 AND reader = $3 "
		 "AND is_group"},
	};
	Change change;

	if (share->reader[0] == '\0')
		return sky_error(
			err, SKY_E_BAD_VALUE, -1, "it is not said who is to read the table");
	if (!begin_existing(&change, name, err))
		return false;
	(void) execute(&change, statements[share->revoke][share->is_group], share->reader);
	end(&change);
	return true;
}
