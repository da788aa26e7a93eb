/*
 * calselector_pg.c
 *		/calselector/v1/associations: the calibrations of observations.
 *
 * As ESO's calSelector tells them: one product gives a tree in XML, several a multipart
 * document with a tree each; as VOTable the same files are links, as DataLink has them.
 * Clients take the names of files for what they asked for, and know of the tree in the
 * VOTable by its category.
 */
#include "postgres.h"

#include <ctype.h>

#include "miscadmin.h"

#include "fits/association_pg.h"
#include "svc/datalink_pg.h"
#include "svc/rows_pg.h"
#include "svc/service_table_pg.h"
#include "writer/sink_pg.h"
#include "writer/xml_escape.h"

#define BOUNDARY "associations-of-one-product"

/* asked: what the client calls the first file, or NULL. */
static void
put_files(Sink *sink, const Association *set, const char *asked)
{
	ListCell *cell;

	sink_puts(sink, "<mainFiles>\n");
	foreach (cell, set->files)
	{
		const AssociatedFile *file = lfirst(cell);
		bool is_asked = asked != NULL && file == linitial(set->files);

		sink_puts(sink, "<file");
		xml_put_attribute(sink, "category", set->category);
		xml_put_attribute(sink, "name", is_asked ? asked : file->path);
		xml_put_attribute(sink, "id", file->did);
		sink_puts(sink, "/>\n");
	}
	sink_puts(sink, "</mainFiles>\n");
}

static void
put_set(Sink *sink, const Association *set, const char *mode, const char *asked)
{
	ListCell *cell;

	check_stack_depth();
	sink_puts(sink, "<association");
	xml_put_attribute(sink, "category", set->category);
	xml_put_attribute(sink, "type", set->rule);
	xml_put_attribute(sink, "mode", mode);
	xml_put_attribute(sink, "complete", set->complete ? "true" : "false");
	xml_put_attribute(sink, "certified", set->certified ? "true" : "false");
	sink_puts(sink, ">\n");
	put_files(sink, set, asked);
	sink_puts(sink, "<associatedFiles>\n");
	foreach (cell, set->needs)
		put_set(sink, lfirst(cell), mode, NULL);
	sink_puts(sink, "</associatedFiles>\n</association>\n");
}

static void
put_tree(Sink *sink, const Association *product, const char *mode, const char *asked)
{
	sink_puts(sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	put_set(sink, product, mode, asked);
}

/* What a tree is kept under: letters, digits, points and lines. */
static char *
tree_name(const Association *product, const char *mode)
{
	const char *path = ((AssociatedFile *) linitial(product->files))->path;
	const char *slash = strrchr(path, '/');
	char *name = psprintf("%s_%s.xml", slash != NULL ? slash + 1 : path, mode);

	for (char *c = name; *c != '\0'; c++)
		if (!isalnum((unsigned char) *c) && strchr(".-_", *c) == NULL)
			*c = '_';
	return name;
}

/* What ESO's clients read out of the description of the product. */
static const char *
description_of(const Association *product, const char *mode)
{
	char *messages = association_messages(product);

	for (char *c = messages; *c != '\0'; c++)
		if (*c == '"')
			*c = '\'';
	return psprintf("category=\"%s\" complete=\"%s\" certified=\"%s\" mode=\"%s\" "
					"messages=\"%s\"",
					product->category,
					product->complete ? "true" : "false",
					product->certified ? "true" : "false",
					mode,
					messages);
}

/* A file of a set; description: of the product itself. */
static Link
link_of(const char *id,
		const Association *set,
		const AssociatedFile *file,
		const char *description)
{
	bool is_main = description != NULL && file == linitial(set->files);

	return (Link){
		.fields =
			{
				[LINK_ID] = id,
				[LINK_SEMANTICS] = is_main				   ? "#this"
								   : file->sibling != NULL ? ESO_TERMS "sibling_raw"
														   : "#calibration",
				[LINK_DESCRIPTION] = is_main				 ? description
									 : file->sibling != NULL ? file->sibling
															 : set->rule,
				[LINK_CATEGORY] = set->category,
			},
	};
}

/* What is told of one product. */
typedef struct Told
{
	Links *links;
	const char *id;
	List *dids; /* each once, whatever needs it */
} Told;

static bool
is_told(const Told *told, const char *did)
{
	ListCell *cell;

	foreach (cell, told->dids)
		if (strcmp(lfirst(cell), did) == 0)
			return true;
	return false;
}

/* All files of a set and of what it needs, as links. */
static void
add_links(Told *told, const Association *set, const char *description)
{
	ListCell *cell;

	check_stack_depth();
	foreach (cell, set->files)
	{
		const AssociatedFile *file = lfirst(cell);

		if (is_told(told, file->did))
			continue;
		told->dids = lappend(told->dids, file->did);
		links_add_file(told->links, file->did, link_of(told->id, set, file, description));
	}
	foreach (cell, set->needs)
		add_links(told, lfirst(cell), NULL);
}

/* Where the tree itself is. */
static void
add_tree(Links *links, const char *id, const char *mode)
{
	ServiceCall *call = links->call;
	Link *link = palloc0(sizeof(*link));
	Sink url;

	memory_sink_init(&url);
	sink_puts(&url, request_base_url(&call->request, call->arena));
	sink_puts(&url, "/calselector/v1/associations?dp_id=");
	http_encode(&url, id);
	sink_printf(&url, "&mode=%s", mode);
	link->fields[LINK_ID] = id;
	link->fields[LINK_SEMANTICS] = "#auxiliary";
	link->fields[LINK_ACCESS_URL] = arena_strndup(call->arena, url.buffer, url.used);
	link->fields[LINK_DESCRIPTION] = "The tree of associations";
	link->fields[LINK_CONTENT_TYPE] = "application/xml";
	link->fields[LINK_CATEGORY] = "ASSOCIATION_TREE";
	links->rows = lappend(links->rows, link);
}

static bool
not_found(const char *id, SkyError *err)
{
	sky_error(err, SKY_E_NOT_FOUND, -1, "there is no product \"%.200s\"", id);
	return sky_error_hint(err,
						  "dp_id is an identifier, the path of a file, or an obs_id.");
}

/* The trees of all, in parts if there are several. */
static bool
put_trees(ServiceCall *call, int count, const char *mode, SkyError *err)
{
	Sink *sink = &call->body;
	const HttpParam *param;
	int at = 0;

	if (count > 1)
		service_header(call, "Content-Type", "multipart/form-data; boundary=" BOUNDARY);
	while ((param = http_params_next(&call->params, "dp_id", &at)) != NULL)
	{
		const Association *product = association_of(param->value, mode);

		if (product == NULL)
			return not_found(param->value, err);
		if (count > 1)
			sink_printf(sink,
						"--" BOUNDARY "\r\nContent-Disposition: form-data; "
						"name=\"association\"; filename=\"%s\"\r\n"
						"Content-Type: application/xml\r\n\r\n",
						tree_name(product, mode));
		else
			service_file(call, "application/xml", tree_name(product, mode));
		put_tree(sink, product, mode, param->value);
		sink_puts(sink, count > 1 ? "\r\n" : "");
	}
	if (count > 1)
		sink_puts(sink, "--" BOUNDARY "--\r\n");
	return true;
}

static bool
put_links(ServiceCall *call, const char *mode, SkyError *err)
{
	Links links = {.call = call};
	const HttpParam *param;
	int at = 0;

	while ((param = http_params_next(&call->params, "dp_id", &at)) != NULL)
	{
		const Association *product = association_of(param->value, mode);
		Told told = {.links = &links, .id = param->value};

		if (product == NULL)
			return not_found(param->value, err);
		add_links(&told, product, description_of(product, mode));
		add_tree(&links, param->value, mode);
	}
	links_votable(&links);
	return true;
}

bool
calselector_associations(ServiceCall *call, SkyError *err)
{
	const char *mode;
	const char *format;
	int count = 0;
	int at = 0;
	bool done;

	if (!http_params_single(&call->params, "mode", &mode, err) ||
		!http_params_single(&call->params, "responseformat", &format, err))
		return false;
	while (http_params_next(&call->params, "dp_id", &at) != NULL)
		count++;
	if (count == 0)
		return sky_error(err, SKY_E_BAD_VALUE, -1, "dp_id is missing");
	if (format != NULL && strcmp(format, "votable") != 0 && strcmp(format, "xml") != 0)
		return sky_error(err,
						 SKY_E_BAD_VALUE,
						 -1,
						 "associations are told as xml or votable, not as \"%.40s\"",
						 format);
	mode = association_mode(mode != NULL ? mode : "Raw2Raw");
	rows_begin();
	done = format != NULL && strcmp(format, "votable") == 0
			   ? put_links(call, mode, err)
			   : put_trees(call, count, mode, err);
	rows_end();
	return done;
}
