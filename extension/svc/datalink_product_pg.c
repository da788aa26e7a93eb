/*
 * datalink_product_pg.c
 *		What ivoa.obscore says of a product, or a file that only a link names of itself.
 */
#include "postgres.h"

#include "storage/fd.h"

#include "base/owner_pg.h"
#include "fits/product_pg.h"
#include "svc/datalink_pg.h"

#define MAX_OPENED 100 /* of one answer: files that are opened to describe them */

#define PRODUCT_COLUMNS_FROM                                                              \
	"SELECT CASE WHEN s_fov IS NOT NULL THEN concat_ws(' ', s_ra, s_dec, s_fov / 2) END," \
	" CASE WHEN s_region::text LIKE 'Polygon %' THEN substr(s_region::text, 14) END,"     \
	" em_min::text, em_max::text, t_min::text, t_max::text, pol_states,"                  \
	" dataproduct_type, obs_id, obs_collection, target_name, facility_name,"              \
	" instrument_name, to_char(timestamp '1858-11-17' + t_min * interval '1 day',"        \
	" 'YYYY-MM-DD HH24:MI'), access_url, access_format,"                                  \
	" CASE WHEN em_xel <> 1 OR em_xel IS NULL THEN em_min::text END,"                     \
	" CASE WHEN t_xel <> 1 OR t_xel IS NULL AND dataproduct_type NOT IN"                  \
	" ('image', 'cube', 'spectrum') THEN t_min::text END,"                                \
	" CASE WHEN s_fov IS NOT NULL AND dataproduct_type <> 'measurements'"                 \
	" THEN 'yes' END FROM "

static const char product_query[] =
	PRODUCT_COLUMNS_FROM "ivoa.obscore WHERE obs_publisher_did = $1";
static const char linked_query[] = PRODUCT_COLUMNS_FROM "sky.linked_observation($1)";
static const char size_query[] =
	"SELECT size::text FROM sky.data_file WHERE obs_publisher_did = $1";

const char *
links_text(const Links *links, const Rows *rows, uint64 row, int column)
{
	RowText text = row_text(rows, row, column);

	return text.bytes != NULL ? arena_strndup(links->call->arena, text.bytes, text.length)
							  : NULL;
}

/* The first row of a query, read as the owner, whose columns are for texts from 1. */
static bool
read_as_owner(const char *query, const char *argument, Rows *rows)
{
	OwnerScope owner = owner_begin();

	*rows = rows_read(query, argument, 1);
	owner_end(&owner);
	return rows->count > 0;
}

/* What a file that only a link names has, which is read for that. */
static bool
read_linked(Links *links, LinkedProduct *product, Rows *rows)
{
	DataFile file;

	if (!data_file_find(product->path, &file))
	{
		product->path = NULL;
		rows->count = 0;
		return true;
	}
	product->size =
		arena_printf(links->call->arena, "%lld", (long long) file.status.st_size);
	CloseTransientFile(file.fd);
	rows->count = 0;
	return links->opened++ >= MAX_OPENED ||
		   read_as_owner(linked_query, product->path, rows);
}

/* A product with a row of its own. */
static bool
read_row(Links *links, LinkedProduct *product, Rows *rows)
{
	Rows sizes;

	if (product->path != NULL && read_as_owner(size_query, product->did, &sizes))
		product->size = links_text(links, &sizes, 0, 1);
	*rows = rows_read(product_query, product->did, 1);
	return rows->count > 0;
}

bool
links_read_product(Links *links, LinkedProduct *product)
{
	Product found;
	Rows rows;

	if (!product_look_up(product->did, &found))
		return false;
	product->path = found.path;
	product->may_read = found.may_read;
	if (found.only_linked ? !read_linked(links, product, &rows)
						  : !read_row(links, product, &rows))
		return false;
	for (int i = 1; rows.count > 0 && i < PRODUCT_COLUMNS; i++)
		product->columns[i] = links_text(links, &rows, 0, i);
	return true;
}
