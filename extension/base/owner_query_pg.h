#ifndef BASE_OWNER_QUERY_PG_H
#define BASE_OWNER_QUERY_PG_H

#define OWNER_QUERY_ARGUMENTS_MAX 8

/*
 * A query that gives one text, run as the owner of the extension's tables, prepared once
 * per session.  All its arguments are texts, which its SQL casts.
 */
typedef struct OwnerQuery
{
	const char *sql;
	int narguments;
	bool reads_only;		/* and sees what the statement sees that asks */
	struct _SPI_plan *plan; /* made at the first use */
} OwnerQuery;

/*
 * Run it; arguments may be NULL each.  The first value of its first row, in the memory of
 * the caller; NULL if that is null or there is no row.
 */
extern char *owner_query(OwnerQuery *query, const char *const *arguments);

/*
 * The same as the caller: his privileges and policies decide each time, whoever it was
 * prepared for.
 */
extern char *caller_query(OwnerQuery *query, const char *const *arguments);

#endif
