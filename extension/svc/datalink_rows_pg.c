/*
 * datalink_rows_pg.c
 *		What belongs to products.
 *
 * A product is a row of ivoa.obscore that the caller sees.  To it belong its file, a
 * picture and cutouts of it, the rows of sky.link, and other products, if the caller sees
 * them.
 */
#include "postgres.h"

#include "base/owner_pg.h"
#include "fits/product_pg.h"
#include "svc/datalink_pg.h"
#include "svc/media_type.h"
#include "svc/rows_pg.h"
#include "writer/sink_pg.h"

#define MAX_LINKS	 1000 /* of one product */
#define MAX_PRODUCTS 250  /* of one answer */
#define FILE_PATH	 "/data/"

static const char product_query[] =
	"SELECT CASE WHEN s_fov IS NOT NULL THEN concat_ws(' ', s_ra, s_dec, s_fov / 2) END,"
	" CASE WHEN s_region::text LIKE 'Polygon %' THEN substr(s_region::text, 14) END,"
	" em_min::text, em_max::text, t_min::text, t_max::text, pol_states,"
	" dataproduct_type, obs_id, obs_collection, target_name, facility_name,"
	" instrument_name, to_char(timestamp '1858-11-17' + t_min * interval '1 day',"
	" 'YYYY-MM-DD HH24:MI'), access_url, access_format"
	" FROM ivoa.obscore WHERE obs_publisher_did = $1";

static const char file_query[] =
	"SELECT path, size::text FROM sky.data_file WHERE obs_publisher_did = $1";

/* The ways in which rules give it calibrations. */
static const char rule_query[] =
	"SELECT DISTINCT r.mode FROM sky.data_file f, sky.association_rule r"
	" WHERE f.obs_publisher_did = $1 AND sky.file_header(f.description) @> r.only_where"
	" ORDER BY 1";

/* What the DBA says, and what it says the other way round. */
static const char link_query[] =
	"SELECT l.access_url, l.description, l.semantics, coalesce(l.content_type, f.path),"
	" coalesce(l.content_length, f.size)::text, l.linked_did, l.content_type"
	" FROM (SELECT access_url, description, semantics, content_type, content_length,"
	" linked_did, link_index FROM sky.link WHERE obs_publisher_did = $1"
	" UNION ALL SELECT NULL, NULL, '#derivation', NULL, NULL, obs_publisher_did,"
	" link_index FROM sky.link WHERE linked_did = $1 AND semantics = '#progenitor') l"
	" LEFT JOIN sky.data_file f ON f.path = substr(l.access_url, 7)"
	" AND l.access_url LIKE '" FILE_PATH "%'"
	" ORDER BY l.link_index NULLS LAST, l.semantics, l.access_url, l.linked_did";

static const char *
text_of(const Links *links, const Rows *rows, uint64 row, int column)
{
	RowText text = row_text(rows, row, column);

	return text.bytes != NULL ? arena_strndup(links->call->arena, text.bytes, text.length)
							  : NULL;
}

/* An address of this archive; path is encoded. */
static const char *
own_url(const Links *links, const char *before, const char *path)
{
	Sink url;

	memory_sink_init(&url);
	sink_puts(&url, request_base_url(&links->call->request, links->call->arena));
	sink_puts(&url, before);
	http_encode_path(&url, path);
	return arena_strndup(links->call->arena, url.buffer, url.used);
}

static Link *
add_row(Links *links, const LinkedProduct *product, const char *semantics)
{
	Link *link = palloc0(sizeof(*link));

	link->product = product;
	link->fields[LINK_ID] = product->id;
	link->fields[LINK_SEMANTICS] = semantics;
	links->rows = lappend(links->rows, link);
	return link;
}

/* Whether others may is their affair: this client may, or is to prove who he is. */
static void
put_right(Link *link, const LinkedProduct *product)
{
	link->fields[LINK_AUTH] = product->may_read ? "optional" : "true";
	link->fields[LINK_AUTHORIZED] = product->may_read ? "true" : "false";
}

static void
add_service(Links *links,
			const LinkedProduct *product,
			const char *name,
			const char *text)
{
	Link *link = add_row(links, product, "#cutout");

	link->fields[LINK_SERVICE_DEF] = name;
	link->fields[LINK_DESCRIPTION] = text;
	link->fields[LINK_CONTENT_TYPE] = "application/fits";
	put_right(link, product);
}

static bool
has_picture(const LinkedProduct *product)
{
	static const char *const types[] = {"image", "cube", "spectrum"};
	const char *type = product->columns[PRODUCT_TYPE];

	for (int i = 0; type != NULL && i < lengthof(types); i++)
		if (strcmp(type, types[i]) == 0)
			return true;
	return false;
}

/* The file, a picture of it, cutouts of it. */
static void
add_own(Links *links, const LinkedProduct *product)
{
	Arena *arena = links->call->arena;
	Link *link = add_row(links, product, "#this");

	link->fields[LINK_ACCESS_URL] = own_url(links, FILE_PATH, product->path);
	link->fields[LINK_DESCRIPTION] = "The whole file";
	link->fields[LINK_CONTENT_TYPE] = media_type_of(product->path);
	link->fields[LINK_CONTENT_LENGTH] = product->size;
	put_right(link, product);
	if (has_picture(product))
	{
		link = add_row(links, product, "#preview");
		link->fields[LINK_ACCESS_URL] = own_url(links, "/preview/", product->path);
		link->fields[LINK_DESCRIPTION] =
			"A picture of it; width, format and plane can be "
			"chosen";
		link->fields[LINK_CONTENT_TYPE] = "image/png";
		put_right(link, product);
	}
	add_service(links,
				product,
				arena_printf(arena, SODA_SYNC, product->number),
				"Cutouts of the file");
	add_service(links,
				product,
				arena_printf(arena, SODA_ASYNC, product->number),
				"Cutouts of the file, made by a job and kept");
}

/* A product without a file here: where its row says that it is. */
static void
add_elsewhere(Links *links, const LinkedProduct *product)
{
	Link *link = add_row(links, product, "#this");
	const char *format = product->columns[PRODUCT_FORMAT];

	link->fields[LINK_CONTENT_TYPE] = format;
	if (product->columns[PRODUCT_URL] == NULL ||
		(format != NULL && strstr(format, "content=datalink") != NULL))
		link->fields[LINK_ERROR_MESSAGE] = "NotFoundFault: there is no file of it here";
	else
		link->fields[LINK_ACCESS_URL] = product->columns[PRODUCT_URL];
}

static bool
read_product(Links *links, LinkedProduct *product)
{
	Rows rows = rows_read(product_query, product->did, 1);
	OwnerScope owner;

	if (rows.count == 0)
		return false;
	for (int i = 0; i < PRODUCT_COLUMNS; i++)
		product->columns[i] = text_of(links, &rows, 0, i + 1);
	product->may_read = product_may_read(product->did);
	owner = owner_begin();
	rows = rows_read(file_query, product->did, 1);
	if (rows.count > 0)
	{
		product->path = text_of(links, &rows, 0, 1);
		product->size = text_of(links, &rows, 0, 2);
	}
	owner_end(&owner);
	return true;
}

/* Another product, if the caller sees it: its file, or where its row says that it is. */
static bool
put_linked(Links *links, Link *link, const char *did)
{
	LinkedProduct other = {.did = did};

	if (product_find(did) == NULL || !read_product(links, &other))
		return false;
	if (link->fields[LINK_DESCRIPTION] == NULL)
		link->fields[LINK_DESCRIPTION] = other.columns[PRODUCT_OBS_ID];
	if (other.path == NULL)
	{
		link->fields[LINK_ACCESS_URL] = other.columns[PRODUCT_URL];
		link->fields[LINK_CONTENT_TYPE] = other.columns[PRODUCT_FORMAT];
		return other.columns[PRODUCT_URL] != NULL;
	}
	link->fields[LINK_ACCESS_URL] = own_url(links, FILE_PATH, other.path);
	link->fields[LINK_CONTENT_TYPE] = media_type_of(other.path);
	link->fields[LINK_CONTENT_LENGTH] = other.size;
	put_right(link, &other);
	return true;
}

/* A row of link_query. */
static void
add_related_row(Links *links, const LinkedProduct *product, const Rows *rows, uint64 row)
{
	const char *url = text_of(links, rows, row, 1);
	const char *type = text_of(links, rows, row, 4);
	const char *did = text_of(links, rows, row, 6);
	Link link = {
		.product = product,
		.fields =
			{
				[LINK_ID] = product->id,
				[LINK_DESCRIPTION] = text_of(links, rows, row, 2),
				[LINK_SEMANTICS] = text_of(links, rows, row, 3),
				[LINK_CONTENT_LENGTH] = text_of(links, rows, row, 5),
			},
	};

	if (did != NULL && !put_linked(links, &link, did))
		return;
	if (did == NULL)
	{
		bool is_file = type != NULL && text_of(links, rows, row, 7) == NULL;

		link.fields[LINK_ACCESS_URL] =
			url[0] == '/' ? arena_printf(links->call->arena,
										 "%s%s",
										 request_base_url(&links->call->request,
														  links->call->arena),
										 url)
						  : url;
		link.fields[LINK_CONTENT_TYPE] = is_file ? media_type_of(type) : type;
	}
	*add_row(links, product, NULL) = link;
}

static void
add_related(Links *links, const LinkedProduct *product)
{
	OwnerScope owner = owner_begin();
	Rows rows = rows_read(link_query, product->did, MAX_LINKS);

	owner_end(&owner);
	for (uint64 i = 0; i < rows.count; i++)
		add_related_row(links, product, &rows, i);
}

/* Where calibrations are told. */
static void
add_calibrations(Links *links, const LinkedProduct *product)
{
	Arena *arena = links->call->arena;
	OwnerScope owner = owner_begin();
	Rows rows = rows_read(rule_query, product->did, MAX_LINKS);

	owner_end(&owner);
	for (uint64 i = 0; i < rows.count; i++)
	{
		const char *mode = text_of(links, &rows, i, 1);
		Link *link = add_row(links, product, "#calibration");

		link->fields[LINK_ACCESS_URL] = arena_printf(
			arena,
			"%s&mode=%s",
			own_url(links, "/calselector/v1/associations?dp_id=", product->did),
			mode);
		link->fields[LINK_DESCRIPTION] =
			arena_printf(arena, "Which calibrations belong to it (%s)", mode);
		link->fields[LINK_CONTENT_TYPE] = "application/xml";
	}
}

void
links_add_file(Links *links,
			   const char *id,
			   const char *semantics,
			   const char *did,
			   const char *description)
{
	LinkedProduct nobody = {.id = id};
	Link link = {
		.fields =
			{
				[LINK_ID] = id,
				[LINK_SEMANTICS] = semantics,
				[LINK_DESCRIPTION] = description,
			},
	};

	if (!put_linked(links, &link, did))
		return;
	*add_row(links, &nobody, semantics) = link;
}

void
links_add(Links *links, const char *id)
{
	List *dids = product_find_all(id);
	bool found = false;
	ListCell *cell;

	if (list_length(links->products) + list_length(dids) > MAX_PRODUCTS)
	{
		links->overflow = true;
		return;
	}
	foreach (cell, dids)
	{
		LinkedProduct *product = palloc0(sizeof(*product));

		product->id = id;
		product->did = lfirst(cell);
		product->number = list_length(links->products);
		if (!read_product(links, product))
			continue;
		found = true;
		links->products = lappend(links->products, product);
		if (product->path != NULL)
			add_own(links, product);
		else
			add_elsewhere(links, product);
		add_calibrations(links, product);
		add_related(links, product);
	}
	if (!found)
	{
		LinkedProduct unknown = {.id = id};
		Link *link = add_row(links, &unknown, "#this");

		link->product = NULL;
		link->fields[LINK_ERROR_MESSAGE] = "NotFoundFault: there is no such product";
	}
}
