/*
 * calselector_pg.c
 *		/calselector/v1/associations: the calibrations of observations.
 *
 * As ESO's calSelector tells them: one product gives a tree in XML, several a multipart
 * document with a tree each; as VOTable the same files are links, as DataLink has them.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "fits/association_pg.h"
#include "svc/datalink_pg.h"
#include "svc/rows_pg.h"
#include "svc/service_table_pg.h"
#include "writer/xml_escape.h"

#define BOUNDARY "associations-of-one-product"

static void
put_files(Sink *sink, const Association *set)
{
	ListCell *cell;

	sink_puts(sink, "<mainFiles>\n");
	foreach (cell, set->files)
	{
		const AssociatedFile *file = lfirst(cell);

		sink_puts(sink, "<file");
		xml_put_attribute(sink, "category", set->category);
		xml_put_attribute(sink, "name", file->path);
		xml_put_attribute(sink, "id", file->did);
		sink_puts(sink, "/>\n");
	}
	sink_puts(sink, "</mainFiles>\n");
}

static void
put_set(Sink *sink, const Association *set, const char *mode)
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
	put_files(sink, set);
	sink_puts(sink, "<associatedFiles>\n");
	foreach (cell, set->needs)
		put_set(sink, lfirst(cell), mode);
	sink_puts(sink, "</associatedFiles>\n</association>\n");
}

static void
put_tree(Sink *sink, const Association *product, const char *mode)
{
	sink_puts(sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	put_set(sink, product, mode);
}

/* All files of a set and of what it needs, as links. */
static void
add_links(Links *links, const char *id, const Association *set)
{
	ListCell *cell;

	check_stack_depth();
	foreach (cell, set->files)
	{
		const AssociatedFile *file = lfirst(cell);

		links_add_file(links,
					   id,
					   set->rule == NULL ? "#this" : "#calibration",
					   file->did,
					   set->category);
	}
	foreach (cell, set->needs)
		add_links(links, id, lfirst(cell));
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

	service_header(call,
				   "Content-Type",
				   count > 1 ? "multipart/form-data; boundary=" BOUNDARY
							 : "application/xml");
	while ((param = http_params_next(&call->params, "dp_id", &at)) != NULL)
	{
		const Association *product = association_of(param->value, mode);

		if (product == NULL)
			return not_found(param->value, err);
		if (count > 1)
			sink_puts(sink,
					  "--" BOUNDARY "\r\nContent-Disposition: form-data; "
					  "name=\"association\"\r\nContent-Type: application/xml\r\n\r\n");
		put_tree(sink, product, mode);
		if (count > 1)
			sink_puts(sink, "\r\n");
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

		if (product == NULL)
			return not_found(param->value, err);
		add_links(&links, param->value, product);
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
	mode = mode != NULL ? mode : "Raw2Raw";
	rows_begin();
	done = format != NULL && strcmp(format, "votable") == 0
			   ? put_links(call, mode, err)
			   : put_trees(call, count, mode, err);
	rows_end();
	return done;
}
