/*
 * votable_document.c
 *		VOTable's XML by libxml2's push parser.
 *
 * Pushing (and not pulling) keeps all waiting for input outside of libxml2, so that a
 * jump out of the source crosses none of its frames; and SAX events are several times
 * faster than a reader that makes a node of each.  Callbacks only append to malloc'ed
 * memory; the first fault stops the parser.
 *
 * A document type declaration is refused, and with it all entities but the five of XML:
 * no entity bombs, no access to files or network.  Depth is bounded, and libxml2's own
 * limits for names, attributes and look-ahead stay on.
 */
#include "reader/votable_document.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <strings.h>

#include "base/table.h"

static const struct
{
	const char *name;
	VotableElement element;
} elements[] = {
	{.name = "BINARY", .element = VOT_BINARY},
	{.name = "BINARY2", .element = VOT_BINARY2},
	{.name = "DATA", .element = VOT_DATA},
	{.name = "DESCRIPTION", .element = VOT_DESCRIPTION},
	{.name = "FIELD", .element = VOT_FIELD},
	{.name = "FITS", .element = VOT_FITS},
	{.name = "INFO", .element = VOT_INFO},
	{.name = "RESOURCE", .element = VOT_RESOURCE},
	{.name = "STREAM", .element = VOT_STREAM},
	{.name = "TABLE", .element = VOT_TABLE},
	{.name = "TABLEDATA", .element = VOT_TABLEDATA},
	{.name = "TD", .element = VOT_TD},
	{.name = "TR", .element = VOT_TR},
	{.name = "VALUES", .element = VOT_VALUES},
	{.name = "VOTABLE", .element = VOT_VOTABLE},
};

static const char *const field_attributes[FIELD_TEXTS] = {
	[FIELD_NAME] = "name",
	[FIELD_ID] = "ID",
	[FIELD_DATATYPE] = "datatype",
	[FIELD_ARRAYSIZE] = "arraysize",
	[FIELD_XTYPE] = "xtype",
	[FIELD_UNIT] = "unit",
	[FIELD_UCD] = "ucd",
	[FIELD_UTYPE] = "utype",
};

/* Stop the parser for good; the fault is recorded already. */
static void
stop(VotableDocument *document)
{
	document->collect = NULL;
	xmlStopParser(document->xml);
}

/* Was more asked for than there is memory or patience? */
static void
check_memory(VotableDocument *document, const Bytes *bytes)
{
	if (bytes->failed)
	{
		sky_error(&document->fault, SKY_E_LIMIT, -1, "the VOTable is too large here");
		stop(document);
	}
}

/* ---- elements ---- */

typedef struct Attributes
{
	const xmlChar **values; /* five each: name, prefix, URI, begin, end */
	int count;
} Attributes;

/* The value of an attribute and its size, or NULL. */
static const char *
find_attribute(Attributes attributes, const char *name, size_t *size)
{
	for (int i = 0; i < attributes.count; i++)
	{
		const xmlChar **attribute = attributes.values + (ptrdiff_t) i * 5;

		if (strcmp((const char *) attribute[0], name) == 0)
		{
			*size = (size_t) (attribute[4] - attribute[3]);
			return (const char *) attribute[3];
		}
	}
	return NULL;
}

static bool
attribute_is(Attributes attributes, const char *name, const char *value)
{
	size_t size = 0;
	const char *found = find_attribute(attributes, name, &size);

	return found != NULL && strlen(value) == size && strncasecmp(found, value, size) == 0;
}

/* Keep a text of a field; returns what VotableField.at holds. */
static size_t
keep_text(VotableDocument *document, const char *text, size_t size)
{
	size_t at = document->texts.used + 1;

	bytes_put(&document->texts, text, size);
	bytes_putc(&document->texts, '\0');
	check_memory(document, &document->texts);
	return at;
}

static void
begin_field(VotableDocument *document, Attributes attributes)
{
	VotableField *field;

	if (document->nfields == READER_MAX_COLUMNS)
	{
		sky_error(&document->fault,
				  SKY_E_LIMIT,
				  -1,
				  "the VOTable has more than %d columns",
				  READER_MAX_COLUMNS);
		stop(document);
		return;
	}
	if (document->fields == NULL)
		document->fields = calloc(READER_MAX_COLUMNS, sizeof(*document->fields));
	if (document->fields == NULL)
	{
		sky_error(&document->fault, SKY_E_MEMORY, -1, "out of memory");
		stop(document);
		return;
	}
	field = &document->fields[document->nfields++];
	for (int i = 0; i < FIELD_TEXTS; i++)
	{
		size_t size = 0;
		const char *value = field_attributes[i] != NULL
								? find_attribute(attributes, field_attributes[i], &size)
								: NULL;

		if (value != NULL && size > 0)
			field->at[i] = keep_text(document, value, size);
	}
}

static void
begin_stream(VotableDocument *document, Attributes attributes)
{
	size_t size;

	if (find_attribute(attributes, "href", &size) != NULL)
	{
		sky_error(&document->fault,
				  SKY_E_UNSUPPORTED,
				  -1,
				  "the VOTable keeps its data in another file");
		sky_error_hint(&document->fault,
					   "Convert it to one with inline data, for example with "
					   "\"stilts tcopy ofmt=votable-binary2-inline\".");
		stop(document);
	}
	else if (!attribute_is(attributes, "encoding", "base64"))
	{
		sky_error(&document->fault,
				  SKY_E_UNSUPPORTED,
				  -1,
				  "the STREAM of the VOTable is not encoded in base64");
		stop(document);
	}
	else
		document->in_stream = true;
}

/* The server says by INFO whether the query went well; the text says why not. */
static void
begin_info(VotableDocument *document, Attributes attributes)
{
	document->status_is_error = attribute_is(attributes, "name", "QUERY_STATUS") &&
								attribute_is(attributes, "value", "ERROR");
	document->text.used = 0;
	document->collect = document->status_is_error ? &document->text : NULL;
}

static void
begin_td(VotableDocument *document, Attributes attributes)
{
	size_t size;

	if (document->row_cells == document->nfields)
	{
		sky_error(&document->fault,
				  SKY_E_BAD_TEXT,
				  -1,
				  "a TR of the VOTable has more TDs than there are FIELDs");
		stop(document);
	}
	else if (find_attribute(attributes, "encoding", &size) != NULL)
	{
		sky_error(&document->fault,
				  SKY_E_UNSUPPORTED,
				  -1,
				  "encoded TDs of a VOTable cannot be read");
		stop(document);
	}
	else
		document->collect = &document->cells;
}

/* What an element inside the first TABLE begins. */
static void
begin_in_table(VotableDocument *document,
			   VotableElement element,
			   VotableElement parent,
			   Attributes attributes)
{
	size_t size = 0;
	const char *null;

	switch (element)
	{
		case VOT_FIELD:
			if (parent == VOT_TABLE && document->data == VOT_OTHER)
				begin_field(document, attributes);
			break;
		case VOT_VALUES:
			null = find_attribute(attributes, "null", &size);
			if (parent == VOT_FIELD && document->nfields > 0 && null != NULL && size > 0)
				document->fields[document->nfields - 1].at[FIELD_NULL] =
					keep_text(document, null, size);
			break;
		case VOT_DESCRIPTION:
			document->text.used = 0;
			if (parent == VOT_FIELD || parent == VOT_TABLE)
				document->collect = &document->text;
			break;
		case VOT_TABLEDATA:
		case VOT_BINARY:
		case VOT_BINARY2:
		case VOT_FITS:
			if (parent == VOT_DATA && document->data == VOT_OTHER)
				document->data = element;
			break;
		case VOT_STREAM:
			if (parent == document->data && !document->stream_ended)
				begin_stream(document, attributes);
			break;
		case VOT_TR:
			document->row_cells = 0;
			break;
		case VOT_TD:
			if (parent == VOT_TR && document->data == VOT_TABLEDATA &&
				document->path[document->depth - 3] == VOT_TABLEDATA)
				begin_td(document, attributes);
			break;
		default:
			break;
	}
}

static void
on_start(void *context,
		 const xmlChar *name,
		 const xmlChar *prefix,
		 const xmlChar *uri,
		 int nb_namespaces,
		 const xmlChar **namespaces,
		 int nb_attributes,
		 int nb_defaulted,
		 const xmlChar **values)
{
	VotableDocument *document = context;
	Attributes attributes = {.values = values, .count = nb_attributes};
	const char *text = (const char *) name;
	VotableElement element = VOT_OTHER;
	VotableElement parent =
		document->depth > 0 ? document->path[document->depth - 1] : VOT_OTHER;

	(void) prefix, (void) uri, (void) nb_namespaces, (void) namespaces;
	(void) nb_defaulted;
	/* rows are most of it: spare them the search */
	if (text[0] == 'T' && (text[1] == 'D' || text[1] == 'R') && text[2] == '\0')
		element = text[1] == 'D' ? VOT_TD : VOT_TR;
	else
	{
		for (size_t i = 0; i < SKY_LENGTH(elements); i++)
		{
			if (strcmp(elements[i].name, text) == 0)
				element = elements[i].element;
		}
	}
	if (document->depth == VOTABLE_MAX_DEPTH)
	{
		sky_error(
			&document->fault, SKY_E_TOO_COMPLEX, -1, "the VOTable is nested too deep");
		stop(document);
		return;
	}
	if (document->depth == 0 && element != VOT_VOTABLE)
	{
		sky_error(&document->fault,
				  SKY_E_BAD_TEXT,
				  -1,
				  "the XML document is not a VOTable but has the root \"%.60s\"",
				  text);
		stop(document);
		return;
	}
	document->path[document->depth++] = element;
	if (element == VOT_TABLE && !document->table_seen)
	{
		document->table_seen = true;
		document->table_depth = document->depth;
	}
	else if (element == VOT_INFO)
		begin_info(document, attributes);
	else if (document->table_depth > 0)
		begin_in_table(document, element, parent, attributes);
}

/* A DESCRIPTION ends: of the table or of its last field. */
static void
end_description(VotableDocument *document, VotableElement parent)
{
	Bytes *text = &document->text;
	size_t start = 0;

	while (text->used > 0 && (unsigned char) text->data[text->used - 1] <= ' ')
		text->used--;
	while (start < text->used && (unsigned char) text->data[start] <= ' ')
		start++;
	if (start == text->used)
		return;
	size_t at = keep_text(document, text->data + start, text->used - start);

	if (parent == VOT_TABLE)
		document->table_description = at;
	else if (document->nfields > 0)
		document->fields[document->nfields - 1].at[FIELD_DESCRIPTION] = at;
}

static void
end_td(VotableDocument *document)
{
	if (document->ncells == document->cells_size)
	{
		size_t size = document->cells_size == 0 ? 1024 : document->cells_size * 2;
		size_t *ends = realloc(document->cell_ends, size * sizeof(*ends));

		if (ends == NULL)
		{
			sky_error(&document->fault, SKY_E_MEMORY, -1, "out of memory");
			stop(document);
			return;
		}
		document->cell_ends = ends;
		document->cells_size = size;
	}
	document->cell_ends[document->ncells++] = document->cells.used;
	document->row_cells++;
}

static void
end_tr(VotableDocument *document)
{
	if (document->row_cells < document->nfields)
	{
		sky_error(&document->fault,
				  SKY_E_BAD_TEXT,
				  -1,
				  "a TR of the VOTable has %d TDs where there are %d FIELDs",
				  document->row_cells,
				  document->nfields);
		stop(document);
		return;
	}
	document->rows++;
}

static void
end_info(VotableDocument *document)
{
	if (!document->status_is_error)
		return;
	bytes_putc(&document->text, '\0');
	sky_error(&document->fault,
			  SKY_E_BAD_TEXT,
			  -1,
			  "the VOTable tells of an error: %s",
			  document->text.failed ? "" : document->text.data);
	stop(document);
}

static void
on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	VotableDocument *document = context;
	VotableElement element;
	VotableElement parent;
	bool collecting = document->collect != NULL;

	(void) name, (void) prefix, (void) uri;
	if (document->depth == 0)
		return;
	document->collect = NULL;
	element = document->path[--document->depth];
	parent = document->depth > 0 ? document->path[document->depth - 1] : VOT_OTHER;
	if (element == VOT_INFO)
		end_info(document);
	if (document->table_depth == 0)
		return;
	if (element == VOT_TD && parent == VOT_TR && collecting)
		end_td(document);
	else if (element == VOT_TR && parent == VOT_TABLEDATA)
		end_tr(document);
	else if (element == VOT_DESCRIPTION && collecting)
		end_description(document, parent);
	else if (element == VOT_STREAM && document->in_stream)
	{
		document->in_stream = false;
		document->stream_ended = true;
		if (!base64_is_complete(&document->base64))
		{
			sky_error(&document->fault,
					  SKY_E_BAD_TEXT,
					  -1,
					  "the base64 data of the VOTable end too early");
			stop(document);
		}
	}
	else if (document->depth < document->table_depth)
		document->table_depth = 0;
}

static void
on_characters(void *context, const xmlChar *text, int size)
{
	VotableDocument *document = context;

	if (document->in_stream)
	{
		if (!base64_decode(
				&document->base64, (const char *) text, (size_t) size, &document->stream))
		{
			sky_error(&document->fault,
					  SKY_E_BAD_TEXT,
					  -1,
					  "the STREAM of the VOTable is not valid base64");
			stop(document);
		}
		check_memory(document, &document->stream);
	}
	else if (document->collect != NULL)
	{
		bytes_put(document->collect, text, (size_t) size);
		check_memory(document, document->collect);
	}
}

/* A DOCTYPE could define entities and name files: refused as a whole. */
static void
on_doctype(void *context, const xmlChar *name, const xmlChar *id, const xmlChar *file)
{
	VotableDocument *document = context;

	(void) name, (void) id, (void) file;
	sky_error(&document->fault,
			  SKY_E_BAD_TEXT,
			  -1,
			  "a VOTable with a document type declaration is not accepted");
	sky_error_hint(&document->fault, "Remove the line that begins with <!DOCTYPE.");
	stop(document);
}

static void
on_error(void *context, xmlErrorPtr error)
{
	VotableDocument *document = context;
	const char *message = error->message != NULL ? error->message : "unknown error";

	/* warnings, namespaces that are not declared and the like do no harm */
	if (error->level < XML_ERR_FATAL || document->fault.code != SKY_OK)
		return;
	sky_error(&document->fault, SKY_E_BAD_TEXT, -1, "the VOTable is not well-formed XML");
	sky_error_detail(&document->fault,
					 "Line %d: %.*s",
					 error->line,
					 (int) strcspn(message, "\n"),
					 message);
}

/* ---- the parser ---- */

bool
votable_start(VotableDocument *document, SkyError *err)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_characters,
		.ignorableWhitespace = on_characters,
		.cdataBlock = on_characters,
		.internalSubset = on_doctype,
		.serror = on_error,
	};

	document->xml = xmlCreatePushParserCtxt(&sax, document, NULL, 0, NULL);
	if (document->xml == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	xmlCtxtUseOptions(document->xml, XML_PARSE_NONET);
	return true;
}

void
votable_finish(VotableDocument *document)
{
	if (document->xml != NULL)
	{
		if (document->xml->myDoc != NULL)
			xmlFreeDoc(document->xml->myDoc);
		document->xml->myDoc = NULL;
		xmlFreeParserCtxt(document->xml);
	}
	bytes_free(&document->texts);
	bytes_free(&document->text);
	bytes_free(&document->cells);
	bytes_free(&document->stream);
	free(document->fields);
	free(document->cell_ends);
	*document = (VotableDocument){0};
}

bool
votable_feed(VotableDocument *document, const char *bytes, size_t size, SkyError *err)
{
	int result = xmlParseChunk(document->xml, bytes, (int) size, size == 0);

	if (result != 0 && document->fault.code == SKY_OK && !document->xml->wellFormed)
		sky_error(
			&document->fault, SKY_E_BAD_TEXT, -1, "the VOTable is not well-formed XML");
	if (document->fault.code != SKY_OK)
	{
		if (err != NULL && err->code == SKY_OK)
			*err = document->fault;
		return false;
	}
	document->ended = size == 0;
	return true;
}

const char *
votable_field_text(const VotableDocument *document, int field, FieldText what)
{
	size_t at = document->fields[field].at[what];

	return at == 0 ? NULL : document->texts.data + at - 1;
}
