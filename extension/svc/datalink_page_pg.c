/*
 * datalink_page_pg.c
 *		What belongs to a product, for people with a browser.
 */
#include "postgres.h"

#include "svc/datalink_pg.h"
#include "svc/page_pg.h"
#include "writer/xml_escape.h"

static const struct
{
	const char *label;
	ProductColumn column;
} facts[] = {
	{"Kind", PRODUCT_TYPE},
	{"Collection", PRODUCT_COLLECTION},
	{"Target", PRODUCT_TARGET},
	{"Facility", PRODUCT_FACILITY},
	{"Instrument", PRODUCT_INSTRUMENT},
	{"Begun", PRODUCT_DATE},
};

/* The first address of a product with that meaning; NULL: none. */
static const Link *
find_link(const Links *links, const LinkedProduct *product, const char *semantics)
{
	ListCell *cell;

	foreach (cell, links->rows)
	{
		const Link *link = lfirst(cell);

		if (link->product == product &&
			strcmp(link->fields[LINK_SEMANTICS], semantics) == 0 &&
			link->fields[LINK_ACCESS_URL] != NULL)
			return link;
	}
	return NULL;
}

static void
put_picture(const Links *links, const LinkedProduct *product)
{
	Sink *sink = &links->call->body;
	const Link *link = find_link(links, product, "#preview");

	if (link == NULL || product->path == NULL || !product->may_read)
		return;
	sink_puts(sink, "<p><a");
	xml_put_attribute(
		sink,
		"href",
		arena_printf(links->call->arena, "%s?width=2048", link->fields[LINK_ACCESS_URL]));
	sink_puts(sink, "><img class=\"preview\" alt=\"preview\"");
	xml_put_attribute(
		sink,
		"src",
		arena_printf(links->call->arena, "%s?width=800", link->fields[LINK_ACCESS_URL]));
	sink_puts(sink, "/></a></p>\n");
}

static void
put_facts(const Links *links, const LinkedProduct *product)
{
	Sink *sink = &links->call->body;

	sink_puts(sink, "<table>\n");
	page_row(sink, "Identifier", product->did);
	for (int i = 0; i < lengthof(facts); i++)
		page_row(sink, facts[i].label, product->columns[facts[i].column]);
	page_row(sink, "Centre and radius (ICRS degrees)", product->columns[PRODUCT_CIRCLE]);
	if (product->columns[PRODUCT_EM_MIN] != NULL)
		page_row(sink,
				 "Wavelengths (m)",
				 arena_printf(links->call->arena,
							  "%s to %s",
							  product->columns[PRODUCT_EM_MIN],
							  product->columns[PRODUCT_EM_MAX]));
	sink_puts(sink, "</table>\n");
}

static void
put_link(const Links *links, const Link *link)
{
	Sink *sink = &links->call->body;
	const char *const *fields = link->fields;
	const char *url = fields[LINK_ACCESS_URL];
	const char *text = fields[LINK_DESCRIPTION] != NULL ? fields[LINK_DESCRIPTION] : url;
	const char *hash = strrchr(fields[LINK_SEMANTICS], '#');
	const char *term = hash != NULL ? hash + 1 : fields[LINK_SEMANTICS];

	sink_puts(sink, "<tr><td>");
	xml_put_text(sink, term, strlen(term));
	sink_puts(sink, "</td><td><a");
	xml_put_attribute(sink, "href", url);
	sink_puts(sink, ">");
	xml_put_text(sink, text, strlen(text));
	sink_puts(sink, "</a></td><td>");
	if (fields[LINK_CONTENT_TYPE] != NULL)
		xml_put_text(sink, fields[LINK_CONTENT_TYPE], strlen(fields[LINK_CONTENT_TYPE]));
	sink_puts(sink, "</td><td>");
	if (fields[LINK_CONTENT_LENGTH] != NULL)
		sink_puts(sink,
				  page_size(links->call->arena,
							strtoll(fields[LINK_CONTENT_LENGTH], NULL, 10)));
	if (fields[LINK_AUTHORIZED] != NULL && strcmp(fields[LINK_AUTHORIZED], "false") == 0)
		sink_puts(sink, " <i>not public</i>");
	sink_puts(sink, "</td></tr>\n");
}

static void
put_links(const Links *links, const LinkedProduct *product)
{
	Sink *sink = &links->call->body;
	ListCell *cell;

	sink_puts(
		sink,
		"<table>\n<tr><th>What</th><th>Where</th><th>Type</th><th>Size</th></tr>\n");
	foreach (cell, links->rows)
	{
		const Link *link = lfirst(cell);

		if (link->product == product && link->fields[LINK_ACCESS_URL] != NULL)
			put_link(links, link);
	}
	sink_puts(sink, "</table>\n");
}

/* A form for a cutout, round the centre unless told otherwise. */
static void
put_cutout(const Links *links, const LinkedProduct *product)
{
	Sink *sink = &links->call->body;
	const char *circle = product->columns[PRODUCT_CIRCLE];

	if (product->path == NULL || circle == NULL || !product->may_read)
		return;
	sink_puts(sink, "<form action=\"/soda/sync\"><p>A cutout of it, the circle ");
	sink_puts(sink, "<input name=\"CIRCLE\" size=\"40\"");
	xml_put_attribute(sink, "value", circle);
	sink_puts(sink, "/> (longitude, latitude, radius in degrees)");
	sink_puts(sink, "<input type=\"hidden\" name=\"ID\"");
	xml_put_attribute(sink, "value", product->did);
	sink_puts(sink, "/> <button>Cut out</button></p></form>\n");
}

static void
put_product(const Links *links, const LinkedProduct *product)
{
	Sink *sink = &links->call->body;

	if (list_length(links->products) > 1)
	{
		sink_puts(sink, "<h2>");
		xml_put_text(sink,
					 product->columns[PRODUCT_OBS_ID],
					 strlen(product->columns[PRODUCT_OBS_ID]));
		sink_puts(sink, "</h2>\n");
	}
	put_picture(links, product);
	put_links(links, product);
	put_cutout(links, product);
	put_facts(links, product);
}

void
links_page(const Links *links)
{
	ServiceCall *call = links->call;
	const LinkedProduct *only =
		list_length(links->products) == 1 ? linitial(links->products) : NULL;
	ListCell *cell;

	page_begin(
		call, only != NULL ? only->columns[PRODUCT_OBS_ID] : "What belongs to it", "");
	service_header(call, "Cache-Control", "no-cache");
	foreach (cell, links->products)
		put_product(links, lfirst(cell));
	foreach (cell, links->rows)
	{
		const Link *link = lfirst(cell);

		if (link->fields[LINK_ERROR_MESSAGE] == NULL)
			continue;
		sink_puts(&call->body, "<pre>");
		xml_put_text(&call->body, link->fields[LINK_ID], strlen(link->fields[LINK_ID]));
		sink_puts(&call->body, "\n");
		xml_put_text(&call->body,
					 link->fields[LINK_ERROR_MESSAGE],
					 strlen(link->fields[LINK_ERROR_MESSAGE]));
		sink_puts(&call->body, "</pre>\n");
	}
	sink_puts(&call->body,
			  "<p>Programs get the same as a VOTable here, or as JSON with "
			  "<code>RESPONSEFORMAT=json</code>. <a href=\"/\">This archive</a></p>\n");
	page_end(call);
}
