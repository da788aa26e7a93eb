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
#include "svc/datalink_descriptor_pg.h"
#include "svc/media_type.h"
#include "svc/rows_pg.h"
#include "writer/sink_pg.h"

#define MAX_LINKS	 1000 /* of one product */
#define MAX_PRODUCTS 250  /* of one answer */
#define FILE_PATH	 "/data/"
#define NO_FILE		 "NotFoundFault: there is no file of it here"

/* The ways in which rules give it calibrations. */
static const char rule_query[] =
	"SELECT DISTINCT r.mode, lower(r.mode) FROM sky.data_file f, sky.association_rule r"
	" WHERE f.obs_publisher_did = $1 AND sky.file_header(f.description) @> r.only_where"
	" ORDER BY 1";

/*
 * What the DBA says, and what it says the other way round; did: of what is not an URL, an
 * ingested file's own before that of a link.
 */
enum
{
	SAID_URL = 1,
	SAID_DID,
	SAID_SEMANTICS,
	SAID_DESCRIPTION,
	SAID_TYPE,
	SAID_LENGTH,
	SAID_CATEGORY
};
static const char link_query[] =
	"SELECT l.access_url, CASE WHEN l.path IS NULL THEN l.linked_did"
	" ELSE coalesce(f.obs_publisher_did, l.file_did) END,"
	" l.semantics, l.description, l.content_type, l.content_length::text, l.category"
	" FROM (SELECT access_url, path, file_did, linked_did, semantics, description,"
	" content_type, content_length, category, link_index FROM sky.link"
	" WHERE obs_publisher_did = $1"
	" UNION ALL SELECT NULL, NULL, NULL, obs_publisher_did, '#derivation', NULL, NULL,"
	" NULL, NULL, link_index FROM sky.link WHERE linked_did = $1 AND path IS NULL"
	" AND semantics = '#progenitor') l"
	" LEFT JOIN sky.data_file f ON f.path = l.path"
	" ORDER BY l.link_index NULLS LAST, l.semantics, l.access_url, l.linked_did";

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

/* The ways to cut a file; what: it, as part of a sentence. */
static void
add_services(Links *links,
			 LinkedProduct *product,
			 const char *semantics,
			 const char *what)
{
	if (!product_is_cuttable(product))
		return;
	product->number = list_length(links->cut);
	links->cut = lappend(links->cut, product);
	for (int i = 0; i < CUTOUT_WAYS; i++)
	{
		const CutoutWay *way = &cutout_ways[i];
		Link *link = add_row(links, product, semantics);

		link->fields[LINK_SERVICE_DEF] = descriptor_id(links->call, product, way);
		link->fields[LINK_DESCRIPTION] =
			arena_printf(links->call->arena, "Cutouts of %s%s", what, way->said);
		link->fields[LINK_CONTENT_TYPE] = "application/fits";
		put_right(link, product);
	}
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
add_own(Links *links, LinkedProduct *product)
{
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
	add_services(links, product, "#cutout", "the file");
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
		link->fields[LINK_ERROR_MESSAGE] = NO_FILE;
	else
		link->fields[LINK_ACCESS_URL] = product->columns[PRODUCT_URL];
}

/*
 * Another product, or a file that only a link names, if the caller sees it: where it is
 * here, or where its row says that it is, or that it is missing.
 */
static bool
put_linked(Links *links, Link *link, LinkedProduct *other)
{
	const char **fields = link->fields;

	if (!links_read_product(links, other))
		return false;
	if (fields[LINK_DESCRIPTION] == NULL)
		fields[LINK_DESCRIPTION] = other->columns[PRODUCT_OBS_ID];
	if (other->path == NULL)
	{
		fields[LINK_ACCESS_URL] = other->columns[PRODUCT_URL];
		fields[LINK_CONTENT_TYPE] = other->columns[PRODUCT_FORMAT];
		if (fields[LINK_ACCESS_URL] == NULL)
			fields[LINK_ERROR_MESSAGE] = NO_FILE;
		return true;
	}
	fields[LINK_ACCESS_URL] = own_url(links, FILE_PATH, other->path);
	if (fields[LINK_CONTENT_TYPE] == NULL)
		fields[LINK_CONTENT_TYPE] = media_type_of(other->path);
	if (fields[LINK_CONTENT_LENGTH] == NULL)
		fields[LINK_CONTENT_LENGTH] = other->size;
	put_right(link, other);
	return true;
}

/* Is it a file of pixels or rows beside the product's, to be cut like that? */
static bool
is_beside(const char *semantics)
{
	static const char *const terms[] = {"#auxiliary", "#weight", "#error", "#noise"};

	for (int i = 0; i < lengthof(terms); i++)
		if (strcmp(semantics, terms[i]) == 0)
			return true;
	return semantics[0] != '#';
}

/* A row of link_query. */
static void
add_related_row(Links *links, const LinkedProduct *product, const Rows *rows, uint64 row)
{
	Arena *arena = links->call->arena;
	const char *url = links_text(links, rows, row, SAID_URL);
	LinkedProduct *other = palloc0(sizeof(*other));
	Link link = {
		.product = product,
		.fields =
			{
				[LINK_ID] = product->id,
				[LINK_SEMANTICS] = links_text(links, rows, row, SAID_SEMANTICS),
				[LINK_DESCRIPTION] = links_text(links, rows, row, SAID_DESCRIPTION),
				[LINK_CONTENT_TYPE] = links_text(links, rows, row, SAID_TYPE),
				[LINK_CONTENT_LENGTH] = links_text(links, rows, row, SAID_LENGTH),
				[LINK_CATEGORY] = links_text(links, rows, row, SAID_CATEGORY),
			},
	};

	other->id = product->id;
	other->did = links_text(links, rows, row, SAID_DID);
	if (other->did == NULL)
		link.fields[LINK_ACCESS_URL] =
			url[0] != '/'
				? url
				: arena_printf(
					  arena, "%s%s", request_base_url(&links->call->request, arena), url);
	else if (!put_linked(links, &link, other))
		return;
	*add_row(links, product, NULL) = link;
	if (other->did != NULL && is_beside(link.fields[LINK_SEMANTICS]))
		add_services(links,
					 other,
					 link.fields[LINK_SEMANTICS],
					 link.fields[LINK_DESCRIPTION] != NULL ? link.fields[LINK_DESCRIPTION]
														   : other->path);
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

/* Where calibrations are told, as ESO's clients look for it. */
static void
add_calibrations(Links *links, const LinkedProduct *product)
{
	Arena *arena = links->call->arena;
	OwnerScope owner = owner_begin();
	Rows rows = rows_read(rule_query, product->did, MAX_LINKS);

	owner_end(&owner);
	for (uint64 i = 0; i < rows.count; i++)
	{
		const char *mode = links_text(links, &rows, i, 1);
		const char *semantics = arena_printf(
			arena, ESO_TERMS "calSelector_%s", links_text(links, &rows, i, 2));
		Link *link = add_row(links, product, semantics);

		link->fields[LINK_ACCESS_URL] = arena_printf(
			arena,
			"%s&mode=%s&responseformat=votable",
			own_url(links, "/calselector/v1/associations?dp_id=", product->did),
			mode);
		link->fields[LINK_DESCRIPTION] =
			arena_printf(arena, "Which calibrations belong to it (%s)", mode);
		link->fields[LINK_CONTENT_TYPE] = DATALINK_TYPE;
	}
}

void
links_add_file(Links *links, const char *did, Link said)
{
	LinkedProduct product = {.id = said.fields[LINK_ID], .did = did};

	if (put_linked(links, &said, &product))
		*add_row(links, &product, NULL) = said;
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
		if (!links_read_product(links, product))
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
