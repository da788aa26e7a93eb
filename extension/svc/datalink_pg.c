/*
 * datalink_pg.c
 *		/datalink/links: what belongs to a product (DataLink 1.1).
 *
 * A product is a row of ivoa.obscore that the caller sees.  To it belong the file itself,
 * cutouts of it, and the rows of sky.link.
 */
#include "postgres.h"

#include "base/guc_pg.h"
#include "base/owner_pg.h"
#include "fits/product_pg.h"
#include "svc/dali.h"
#include "svc/media_type.h"
#include "svc/rows_pg.h"
#include "svc/service_table_pg.h"
#include "writer/sink_pg.h"
#include "writer/xml_escape.h"

#define MAX_LINKS		1000 /* of one product */
#define DATALINK_TYPE	"application/x-votable+xml;content=datalink"
#define STANDARD_ID		"ivo://ivoa.net/std/DataLink#links-1.1"
#define FIELD_COUNT		10
#define SODA_DESCRIPTOR "soda_%d"

/* A row of the table, in the order of its fields; NULL: none. */
typedef const char *Link[FIELD_COUNT];

enum
{
	LINK_ID,
	LINK_ACCESS_URL,
	LINK_SERVICE_DEF,
	LINK_ERROR_MESSAGE,
	LINK_DESCRIPTION,
	LINK_SEMANTICS,
	LINK_CONTENT_TYPE,
	LINK_CONTENT_LENGTH,
	LINK_AUTH,
	LINK_AUTHORIZED,
};

static const struct
{
	const char *name;
	const char *ucd;
	const char *type;
} fields[FIELD_COUNT] = {
	{"ID", "meta.id;meta.main", "datatype=\"char\" arraysize=\"*\""},
	{"access_url", "meta.ref.url", "datatype=\"char\" arraysize=\"*\""},
	{"service_def", "meta.ref", "datatype=\"char\" arraysize=\"*\""},
	{"error_message", "meta.code.error", "datatype=\"char\" arraysize=\"*\""},
	{"description", "meta.note", "datatype=\"char\" arraysize=\"*\""},
	{"semantics", "meta.code", "datatype=\"char\" arraysize=\"*\""},
	{"content_type", "meta.code.mime", "datatype=\"char\" arraysize=\"*\""},
	{"content_length", "phys.size;meta.file", "datatype=\"long\" unit=\"byte\""},
	{"link_auth", "meta.code", "datatype=\"char\" arraysize=\"*\""},
	{"link_authorized", "meta.code", "datatype=\"boolean\""},
};

/* What ivoa.obscore says of a product: of what can be cut out of it. */
static const char product_query[] =
	"SELECT nullif(concat_ws(' ', s_ra, s_dec, s_fov / 2), ''),"
	" CASE WHEN s_region::text LIKE 'Polygon %'"
	" THEN substr(s_region::text, 14) END,"
	" em_min::text, em_max::text, t_min::text, t_max::text, pol_states"
	" FROM ivoa.obscore WHERE obs_publisher_did = $1";

enum
{
	PRODUCT_CIRCLE = 1,
	PRODUCT_POLYGON,
	PRODUCT_EM_MIN,
	PRODUCT_EM_MAX,
	PRODUCT_T_MIN,
	PRODUCT_T_MAX,
	PRODUCT_POL,
	PRODUCT_COLUMNS,
};

/* A product that was asked for. */
typedef struct Product
{
	const char *id;
	const char *columns[PRODUCT_COLUMNS]; /* by the enum above */
	const char *path;					  /* of its file; NULL: it has none here */
	const char *size;					  /* [bytes] */
	bool may_read;						  /* this client may have it */
} Product;

static const char file_query[] =
	"SELECT path, size::text FROM sky.data_file WHERE obs_publisher_did = $1";

static const char link_query[] =
	"SELECT CASE WHEN access_url LIKE '/%' THEN current_setting('pgsky.base_url') ELSE '' END"
	" || access_url, description, semantics, content_type, content_length::text"
	" FROM sky.link WHERE obs_publisher_did = $1"
	" ORDER BY link_index NULLS LAST, semantics, access_url";

static const char *
text_of(ServiceCall *call, const Rows *rows, uint64 row, int column)
{
	RowText text = row_text(rows, row, column);

	return text.bytes != NULL ? arena_strndup(call->arena, text.bytes, text.length)
							  : NULL;
}

static void
put_link(Sink *sink, Link link)
{
	sink_puts(sink, "<TR>");
	for (int i = 0; i < FIELD_COUNT; i++)
	{
		sink_puts(sink, "<TD>");
		if (link[i] != NULL)
			xml_put_text(sink, link[i], strlen(link[i]));
		sink_puts(sink, "</TD>");
	}
	sink_puts(sink, "</TR>\n");
}

/* Where /data has a file. */
static const char *
file_url(ServiceCall *call, const char *path)
{
	Sink url;

	memory_sink_init(&url);
	sink_puts(&url, request_base_url(&call->request, call->arena));
	sink_puts(&url, "/data/");
	http_encode_path(&url, path);
	return arena_strndup(call->arena, url.buffer, url.used);
}

/* The file, and cutouts of it. */
static void
put_own_links(ServiceCall *call, const Product *product, int number)
{
	Link this = {
		[LINK_ID] = product->id,
		[LINK_DESCRIPTION] = "The whole file",
		[LINK_SEMANTICS] = "#this",
		[LINK_CONTENT_TYPE] = media_type_of(product->path),
		[LINK_CONTENT_LENGTH] = product->size,
	};
	Link cutout = {
		[LINK_ID] = product->id,
		[LINK_SERVICE_DEF] = arena_printf(call->arena, SODA_DESCRIPTOR, number),
		[LINK_DESCRIPTION] = "Cutouts of the file",
		[LINK_SEMANTICS] = "#cutout",
		[LINK_CONTENT_TYPE] = "application/fits",
	};

	this[LINK_ACCESS_URL] = file_url(call, product->path);
	/* Whether others may is their affair: this client may, or is to prove who he is. */
	this[LINK_AUTH] = cutout[LINK_AUTH] = product->may_read ? "optional" : "true";
	this[LINK_AUTHORIZED] = cutout[LINK_AUTHORIZED] =
		product->may_read ? "true" : "false";
	put_link(&call->body, this);
	put_link(&call->body, cutout);
}

static void
put_related(ServiceCall *call, const char *id)
{
	Rows rows = rows_read(link_query, id, MAX_LINKS);

	for (uint64 i = 0; i < rows.count; i++)
	{
		Link link = {
			[LINK_ID] = id,
			[LINK_ACCESS_URL] = text_of(call, &rows, i, 1),
			[LINK_DESCRIPTION] = text_of(call, &rows, i, 2),
			[LINK_SEMANTICS] = text_of(call, &rows, i, 3),
			[LINK_CONTENT_TYPE] = text_of(call, &rows, i, 4),
			[LINK_CONTENT_LENGTH] = text_of(call, &rows, i, 5),
		};

		put_link(&call->body, link);
	}
}

static void
put_unknown(ServiceCall *call, const char *id)
{
	Link link = {
		[LINK_ID] = id,
		[LINK_ERROR_MESSAGE] = "NotFoundFault: there is no such product",
		[LINK_SEMANTICS] = "#this",
	};

	put_link(&call->body, link);
}

/* Look a product up as the caller, its file and links as their owner; is it there? */
static bool
put_product(ServiceCall *call, Product *product, int number)
{
	OwnerScope owner;
	Rows rows;

	rows = rows_read("SELECT to_regclass('ivoa.obscore')::text", NULL, 1);
	if (row_text(&rows, 0, 1).bytes != NULL)
		rows = rows_read(product_query, product->id, 1);
	else
		rows.count = 0;
	if (rows.count == 0)
	{
		put_unknown(call, product->id);
		return false;
	}
	for (int i = 1; i < PRODUCT_COLUMNS; i++)
		product->columns[i] = text_of(call, &rows, 0, i);
	product->may_read = product_may_read(product->id);
	owner = owner_begin();
	rows = rows_read(file_query, product->id, 1);
	if (rows.count > 0)
	{
		product->path = text_of(call, &rows, 0, 1);
		product->size = text_of(call, &rows, 0, 2);
		put_own_links(call, product, number);
	}
	put_related(call, product->id);
	owner_end(&owner);
	return product->path != NULL;
}

static void
put_fields(Sink *sink)
{
	sink_puts(sink, "<TABLE>\n");
	for (int i = 0; i < FIELD_COUNT; i++)
		sink_printf(sink,
					"<FIELD ID=\"%s\" name=\"%s\" ucd=\"%s\" %s/>\n",
					fields[i].name,
					fields[i].name,
					fields[i].ucd,
					fields[i].type);
	sink_puts(sink, "<DATA><TABLEDATA>\n");
}

/* A parameter of the cutout service; values is what may stand inside, or empty. */
static void
put_param(Sink *sink, const char *attributes, const char *least, const char *most)
{
	sink_printf(sink, "<PARAM %s value=\"\">", attributes);
	if (least != NULL || most != NULL)
	{
		sink_puts(sink, "<VALUES>");
		if (least != NULL)
			sink_printf(sink, "<MIN value=\"%s\"/>", least);
		if (most != NULL)
			sink_printf(sink, "<MAX value=\"%s\"/>", most);
		sink_puts(sink, "</VALUES>");
	}
	sink_puts(sink, "</PARAM>\n");
}

/* "/I/Q/" as the options of POL. */
static void
put_states(Sink *sink, const char *states)
{
	sink_puts(sink,
			  "<PARAM name=\"POL\" ucd=\"meta.code;phys.polarization\" datatype=\"char\" "
			  "arraysize=\"*\" value=\"\"><VALUES>");
	for (states += *states == '/'; *states != '\0';)
	{
		int length = (int) strcspn(states, "/");

		sink_printf(sink, "<OPTION value=\"%.*s\"/>", length, states);
		states += length + (states[length] == '/');
	}
	sink_puts(sink, "</VALUES></PARAM>\n");
}

/* What the cutout service takes for a product (SODA 1.0, section 4.2). */
static void
put_descriptor(ServiceCall *call, const Product *product, int number)
{
	Sink *sink = &call->body;
	const char *const *columns = product->columns;

	sink_printf(sink,
				"<RESOURCE type=\"meta\" utype=\"adhoc:service\" ID=\"" SODA_DESCRIPTOR
				"\" name=\"cutouts %d\">\n<DESCRIPTION>Cutouts of ",
				number,
				number);
	xml_put_text(sink, product->id, strlen(product->id));
	sink_puts(sink,
			  "</DESCRIPTION>\n<PARAM name=\"standardID\" datatype=\"char\" "
			  "arraysize=\"*\" value=\"ivo://ivoa.net/std/SODA#sync-1.0\"/>\n"
			  "<PARAM name=\"accessURL\" datatype=\"char\" arraysize=\"*\"");
	xml_put_attribute(sink,
					  "value",
					  arena_printf(call->arena,
								   "%s/soda/sync",
								   request_base_url(&call->request, call->arena)));
	sink_puts(sink,
			  "/>\n<GROUP name=\"inputParams\">\n<PARAM name=\"ID\" "
			  "ucd=\"meta.ref.url;meta.curation\" datatype=\"char\" arraysize=\"*\"");
	xml_put_attribute(sink, "value", product->id);
	sink_puts(sink, "/>\n");
	if (columns[PRODUCT_CIRCLE] != NULL)
	{
		put_param(
			sink,
			"name=\"POS\" ucd=\"pos.outline;obs\" datatype=\"char\" arraysize=\"*\"",
			NULL,
			NULL);
		put_param(sink,
				  "name=\"CIRCLE\" ucd=\"pos.outline;obs\" unit=\"deg\" "
				  "datatype=\"double\" arraysize=\"3\" xtype=\"circle\"",
				  NULL,
				  columns[PRODUCT_CIRCLE]);
		put_param(sink,
				  "name=\"POLYGON\" ucd=\"pos.outline;obs\" unit=\"deg\" "
				  "datatype=\"double\" arraysize=\"*\" xtype=\"polygon\"",
				  NULL,
				  columns[PRODUCT_POLYGON]);
	}
	if (columns[PRODUCT_EM_MIN] != NULL)
		put_param(sink,
				  "name=\"BAND\" ucd=\"em.wl;stat.interval\" unit=\"m\" "
				  "datatype=\"double\" arraysize=\"2\" xtype=\"interval\"",
				  columns[PRODUCT_EM_MIN],
				  columns[PRODUCT_EM_MAX]);
	if (columns[PRODUCT_POL] != NULL)
		put_states(sink, columns[PRODUCT_POL]);
	sink_puts(sink, "</GROUP>\n</RESOURCE>\n");
}

bool
datalink_links(ServiceCall *call, SkyError *err)
{
	Sink *sink = &call->body;
	DaliFormat format;
	Product *products = palloc0(HTTP_PARAMS_MAX * sizeof(Product));
	const HttpParam *param;
	int count = 0;
	int at = 0;

	if (!dali_format(&call->params, &format, err))
		return false;
	if (!dali_is_votable(format.format))
		return sky_error(err,
						 SKY_E_BAD_VALUE,
						 -1,
						 "links are told as VOTable, not as %s",
						 format.format->name);
	service_header(call, "Content-Type", DATALINK_TYPE);
	sink_puts(sink,
			  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			  "<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n"
			  "<RESOURCE type=\"results\">\n"
			  "<INFO name=\"standardID\" value=\"" STANDARD_ID "\"/>\n"
			  "<INFO name=\"QUERY_STATUS\" value=\"OK\"/>\n");
	put_fields(sink);
	rows_begin();
	while ((param = http_params_next(&call->params, "ID", &at)) != NULL)
	{
		products[count].id = param->value;
		if (put_product(call, &products[count], count))
			count++;
		else
			products[count].id = NULL;
	}
	rows_end();
	sink_puts(sink, "</TABLEDATA></DATA>\n</TABLE>\n");
	sink_puts(sink, "</RESOURCE>\n");
	for (int i = 0; i < count; i++)
		put_descriptor(call, &products[i], i);
	sink_puts(sink, "</VOTABLE>\n");
	return true;
}
