/*
 * product_link_pg.c
 *		Files that only sky.link names: weights, masks, documents of products.
 *
 * They have no row in ivoa.obscore: who sees the row of a product that links to one knows
 * of it, who may read the file of such a product may read it; a document is for all who
 * know of it.  What sky.ingest has read is a product of its own, whatever links to it.
 */
#include "postgres.h"

#include "fits/product_link_pg.h"

#include "fits/product_pg.h"
#include "fits/product_row_pg.h"

#define PARENTS_MAX 100 /* that are looked at */

static const char path_query[] =
	"SELECT min(path) FROM sky.link WHERE file_did = $1 AND path IS NOT NULL";
static const char did_query[] =
	"SELECT min(file_did) FROM sky.link WHERE path = $1 AND file_did IS NOT NULL";

/* The products that link to a path, with how they do. */
#define PARENTS(condition)                                                               \
	"SELECT DISTINCT l.obs_publisher_did FROM sky.link l WHERE l.path = $1"              \
	" AND NOT EXISTS (SELECT FROM sky.data_file f WHERE f.path = l.path)" condition      \
	" ORDER BY 1"

/* Is there one of these products whose row the caller sees, or whose file he may read? */
static bool
has_parent(const char *query, const char *path, bool to_read)
{
	List *parents = product_texts_as_owner(query, path, PARENTS_MAX);
	ListCell *cell;

	foreach (cell, parents)
		if (to_read ? product_row_may_read(lfirst(cell))
					: product_rows_find(lfirst(cell)) != NIL)
			return true;
	return false;
}

bool
linked_file_find(const char *name, LinkedFile *file)
{
	bool is_did = product_is_identifier(name);
	char *other = product_text_as_owner(is_did ? path_query : did_query, name);

	if (other == NULL || !product_rows_exist())
		return false;
	*file = (LinkedFile){
		.did = is_did ? pstrdup(name) : other,
		.path = is_did ? other : pstrdup(name),
	};
	if (!has_parent(PARENTS(""), file->path, false))
		return false;
	file->may_read =
		has_parent(PARENTS(" AND l.semantics = '#documentation'"), file->path, false) ||
		has_parent(PARENTS(""), file->path, true);
	return true;
}
