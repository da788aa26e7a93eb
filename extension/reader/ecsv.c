/*
 * ecsv.c
 *		ECSV 1.0 (APE 6): a YAML head in comment lines, then CSV.
 *
 * An empty field is "no value", a quoted empty one an empty text; where blanks separate,
 * only the latter can be written and means "no value".  Cells of a column with a subtype
 * are JSON arrays.
 */
#include <stdlib.h>
#include <strings.h>
#include <yaml.h>

#include "base/table.h"
#include "reader/csv.h"
#include "reader/field.h"
#include "reader/json_array.h"

/*
 * libyaml needs quadratic time for deep nesting and for many anchors, and cannot be
 * interrupted: what might be either is counted first, quoted or not.
 */
#define HEAD_LIMIT	  ((size_t) 1 << 20) /* of the YAML head [bytes] */
#define NESTING_LIMIT 200
#define ANCHOR_LIMIT  4000

typedef struct EcsvState
{
	CsvRecord record;
	Bytes head;
	yaml_parser_t parser;
	yaml_document_t document;
	bool has_parser;
	bool has_document;
	bool json[READER_MAX_COLUMNS]; /* are its cells JSON arrays? */
} EcsvState;

static const struct
{
	const char *name;
	FieldKind kind;
	ReaderType type;
	const char *datatype; /* of VOTable; NULL: none holds it */
} types[] = {
	{.name = "bool",
	 .kind = FIELD_LOGICAL,
	 .type = READER_BOOLEAN,
	 .datatype = "boolean"},
	{.name = "float128",
	 .kind = FIELD_DOUBLE,
	 .type = READER_DOUBLE,
	 .datatype = "double"},
	{.name = "float16", .kind = FIELD_FLOAT, .type = READER_FLOAT, .datatype = "float"},
	{.name = "float32", .kind = FIELD_FLOAT, .type = READER_FLOAT, .datatype = "float"},
	{.name = "float64",
	 .kind = FIELD_DOUBLE,
	 .type = READER_DOUBLE,
	 .datatype = "double"},
	{.name = "int16", .kind = FIELD_SHORT, .type = READER_SHORT, .datatype = "short"},
	{.name = "int32", .kind = FIELD_INT, .type = READER_INT, .datatype = "int"},
	{.name = "int64", .kind = FIELD_LONG, .type = READER_LONG, .datatype = "long"},
	{.name = "int8", .kind = FIELD_SHORT, .type = READER_SHORT, .datatype = "short"},
	{.name = "string", .kind = FIELD_CHAR, .type = READER_TEXT, .datatype = "char"},
	{.name = "uint16", .kind = FIELD_INT, .type = READER_INT, .datatype = "int"},
	{.name = "uint32", .kind = FIELD_LONG, .type = READER_LONG, .datatype = "long"},
	{.name = "uint64", .kind = FIELD_LONG, .type = READER_HUGE, .datatype = NULL},
	{.name = "uint8",
	 .kind = FIELD_BYTE,
	 .type = READER_SHORT,
	 .datatype = "unsignedByte"},
};

static bool
ecsv_sniff(const char *head, size_t size)
{
	return size >= 7 && memcmp(head, "# %ECSV", 7) == 0;
}

/* ---- the YAML tree ---- */

/* The value of a key in a mapping, or in a list of mappings (!!omap); NULL if absent. */
static yaml_node_t *
yaml_find(EcsvState *state, yaml_node_t *node, const char *key)
{
	if (node != NULL && node->type == YAML_MAPPING_NODE)
	{
		for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
			 pair < node->data.mapping.pairs.top;
			 pair++)
		{
			yaml_node_t *name = yaml_document_get_node(&state->document, pair->key);

			if (name != NULL && name->type == YAML_SCALAR_NODE &&
				strcmp((const char *) name->data.scalar.value, key) == 0)
				return yaml_document_get_node(&state->document, pair->value);
		}
	}
	if (node != NULL && node->type == YAML_SEQUENCE_NODE)
	{
		for (yaml_node_item_t *item = node->data.sequence.items.start;
			 item < node->data.sequence.items.top;
			 item++)
		{
			yaml_node_t *entry = yaml_document_get_node(&state->document, *item);
			yaml_node_t *found = entry != NULL && entry->type == YAML_MAPPING_NODE
									 ? yaml_find(state, entry, key)
									 : NULL;

			if (found != NULL)
				return found;
		}
	}
	return NULL;
}

/* A scalar's text, or NULL where there is none. */
static const char *
yaml_text(EcsvState *state, yaml_node_t *node, const char *key)
{
	yaml_node_t *found = yaml_find(state, node, key);

	return found != NULL && found->type == YAML_SCALAR_NODE
			   ? (const char *) found->data.scalar.value
			   : NULL;
}

/* A text of the tree that outlives it; NULL stays NULL.  Looks in meta too. */
static bool
keep_text(
	Reader *reader, yaml_node_t *node, const char *key, const char **to, SkyError *err)
{
	EcsvState *state = reader->state;
	const char *text = yaml_text(state, node, key);

	if (text == NULL)
		text = yaml_text(state, yaml_find(state, node, "meta"), key);
	/* an astropy unit object is a mapping with the unit inside */
	if (text == NULL)
		text = yaml_text(state, yaml_find(state, node, key), key);
	if (text != NULL && text[0] != '\0')
		*to = reader_keep(reader, text, strlen(text), err);
	return text == NULL || text[0] == '\0' || *to != NULL;
}

/* ---- the head ---- */

/* Is the head so made that libyaml reads it in a short time? */
static bool
check_head(const Bytes *head, SkyError *err)
{
	int nesting = 0;
	int anchors = 0;

	for (size_t i = 0; i < head->used; i++)
	{
		char c = head->data[i];

		nesting += c == '[' || c == '{';
		nesting -= (c == ']' || c == '}') && nesting > 0;
		anchors += c == '&';
		if (nesting > NESTING_LIMIT || anchors > ANCHOR_LIMIT)
			return sky_error(
				err, SKY_E_TOO_COMPLEX, -1, "the ECSV head is nested too deep");
	}
	return true;
}

/* Collect the comment lines at the top without their marks. */
static bool
read_head(Reader *reader, EcsvState *state, SkyError *err)
{
	Input *input = &reader->input;
	ptrdiff_t have;
	int c = '\n';

	while ((have = input_fill(input, 2, err)) > 0)
	{
		if (c == '\n')
		{
			if (*input_at(input) != '#')
				return true;
			state->record.line++;
			input_take(input, have > 1 && input_at(input)[1] == ' ' ? 2 : 1);
			/* the first line is no YAML: a comment to it */
			if (state->record.line == 1)
				bytes_putc(&state->head, '#');
			c = 0;
			continue;
		}
		c = *input_at(input);
		input_take(input, 1);
		bytes_putc(&state->head, (char) c);
		if (state->head.used > HEAD_LIMIT)
			return sky_error(err, SKY_E_LIMIT, -1, "the ECSV head is larger than 1 MB");
	}
	return have == 0 &&
		   sky_error(err, SKY_E_BAD_TEXT, -1, "the ECSV file has no header line");
}

static bool
parse_head(Reader *reader, EcsvState *state, SkyError *err)
{
	if (!read_head(reader, state, err) || !check_head(&state->head, err))
		return false;
	state->has_parser = yaml_parser_initialize(&state->parser) != 0;
	if (!state->has_parser)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	yaml_parser_set_input_string(
		&state->parser, (const unsigned char *) state->head.data, state->head.used);
	state->has_document = yaml_parser_load(&state->parser, &state->document) != 0;
	if (!state->has_document)
	{
		sky_error(err, SKY_E_BAD_TEXT, -1, "the ECSV head is not valid YAML");
		return sky_error_detail(err,
								"Line %zu: %s.",
								state->parser.problem_mark.line + 1,
								state->parser.problem != NULL ? state->parser.problem
															  : "it cannot be read");
	}
	return true;
}

/* The type of a column, and of its arrays: "float64[2,null]" in subtype. */
static bool
set_type(EcsvState *state, ReaderColumn *column, yaml_node_t *node, int i, SkyError *err)
{
	const char *datatype = yaml_text(state, node, "datatype");
	const char *subtype = yaml_text(state, node, "subtype");
	const char *dims = subtype != NULL ? strchr(subtype, '[') : NULL;
	char name[16] = "";

	if (dims != NULL && (size_t) (dims - subtype) < sizeof(name))
	{
		memcpy(name, subtype, (size_t) (dims - subtype));
		datatype = name;
		column->ndims = 1;
		for (; *dims != '\0'; dims++)
			column->ndims += *dims == ',';
		if (column->ndims > READER_MAX_DIMS)
			return sky_error(err,
							 SKY_E_UNSUPPORTED,
							 -1,
							 "column \"%s\" has more than %d dimensions",
							 column->meta.name,
							 READER_MAX_DIMS);
		column->meta.arraysize = "*";
		state->json[i] = true;
	}
	for (size_t j = 0; datatype != NULL && j < SKY_LENGTH(types); j++)
	{
		if (strcmp(types[j].name, datatype) != 0)
			continue;
		column->kind = types[j].kind;
		column->type = types[j].type;
		column->meta.datatype = types[j].datatype;
		if (column->kind == FIELD_CHAR)
			column->meta.arraysize = "*";
		if (column->kind == FIELD_CHAR && column->meta.xtype != NULL &&
			strcasecmp(column->meta.xtype, "timestamp") == 0)
			column->type = READER_TIMESTAMP;
		return true;
	}
	sky_error(err,
			  SKY_E_UNSUPPORTED,
			  -1,
			  "column \"%s\" has the unknown ECSV datatype \"%s\"",
			  column->meta.name,
			  datatype != NULL ? datatype : "");
	return sky_error_hint(err,
						  "Known are bool, int8 to int64, uint8 to uint64, float16 to "
						  "float128 and string.");
}

static bool
add_column(Reader *reader, EcsvState *state, yaml_node_t *node, SkyError *err)
{
	ReaderColumn *column = reader_add_column(reader, err);
	SkyColumn *meta = column != NULL ? &column->meta : NULL;

	if (column == NULL || !keep_text(reader, node, "name", &meta->name, err) ||
		!keep_text(reader, node, "unit", &meta->unit, err) ||
		!keep_text(reader, node, "description", &meta->description, err) ||
		!keep_text(reader, node, "ucd", &meta->ucd, err) ||
		!keep_text(reader, node, "utype", &meta->utype, err) ||
		!keep_text(reader, node, "xtype", &meta->xtype, err))
		return false;
	if (meta->name == NULL)
		return sky_error(err,
						 SKY_E_BAD_TEXT,
						 -1,
						 "column %d of the ECSV head has no name",
						 reader->ncolumns);
	return set_type(state, column, node, reader->ncolumns - 1, err);
}

/* The line with the names must agree with the head. */
static bool
check_header_line(Reader *reader, EcsvState *state, SkyError *err)
{
	CsvRecord *record = &state->record;
	int result = csv_next_row(record, reader, err);

	if (result == 0)
		return sky_error(err, SKY_E_BAD_TEXT, -1, "the ECSV file has no header line");
	if (result < 0)
		return false;
	for (int i = 0; i < record->ncells; i++)
	{
		const char *name = reader->columns[i].meta.name;
		const CsvCell *cell = &record->cells[i];

		if (strlen(name) == cell->length &&
			(cell->length == 0 ||
			 memcmp(name, csv_cell_text(record, cell), cell->length) == 0))
			continue;
		sky_error(err,
				  SKY_E_BAD_TEXT,
				  -1,
				  "column %d is \"%s\" in the ECSV head but \"%.*s\" in the header line",
				  i + 1,
				  name,
				  (int) (cell->length < 100 ? cell->length : 100),
				  csv_cell_text(record, cell));
		return false;
	}
	return true;
}

static bool
ecsv_open(Reader *reader, SkyError *err)
{
	EcsvState *state = calloc(1, sizeof(*state));
	yaml_node_t *root;
	yaml_node_t *datatypes;
	const char *delimiter;

	reader->state = state;
	if (state == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	if (!parse_head(reader, state, err))
		return false;
	root = yaml_document_get_root_node(&state->document);
	datatypes = yaml_find(state, root, "datatype");
	if (datatypes == NULL || datatypes->type != YAML_SEQUENCE_NODE)
		return sky_error(
			err, SKY_E_BAD_TEXT, -1, "the ECSV head has no list \"datatype\"");
	for (yaml_node_item_t *item = datatypes->data.sequence.items.start;
		 item < datatypes->data.sequence.items.top;
		 item++)
	{
		if (!add_column(
				reader, state, yaml_document_get_node(&state->document, *item), err))
			return false;
	}
	if (!keep_text(reader, root, "description", &reader->description, err))
		return false;
	delimiter = yaml_text(state, root, "delimiter");
	state->record.delimiter =
		delimiter != NULL && delimiter[0] != '\0' ? delimiter[0] : ' ';
	state->record.comment = '#';
	return check_header_line(reader, state, err);
}

static int
ecsv_next(Reader *reader, SkyError *err)
{
	EcsvState *state = reader->state;
	CsvRecord *record = &state->record;
	int result = csv_next_row(record, reader, err);

	if (result <= 0)
		return result;
	for (int i = 0; i < record->ncells; i++)
	{
		const ReaderColumn *column = &reader->columns[i];
		const CsvCell *cell = &record->cells[i];
		const char *text = csv_cell_text(record, cell);
		bool text_column = column->kind == FIELD_CHAR && !state->json[i];

		if (cell->length == 0 &&
			(!cell->quoted || !text_column || record->delimiter == ' '))
		{
			reader_null_cell(reader);
			continue;
		}
		if (!state->json[i])
			bytes_put_text(&reader->text, text, cell->length);
		else if (!json_array_put(&reader->text, column->style, text, cell->length))
		{
			sky_error(err,
					  SKY_E_BAD_TEXT,
					  -1,
					  "line %lld, column \"%s\": not a JSON array",
					  (long long) record->line,
					  column->meta.name);
			return -1;
		}
		reader_end_cell(reader);
	}
	return 1;
}

static void
ecsv_close(Reader *reader)
{
	EcsvState *state = reader->state;

	if (state == NULL)
		return;
	if (state->has_document)
		yaml_document_delete(&state->document);
	if (state->has_parser)
		yaml_parser_delete(&state->parser);
	bytes_free(&state->head);
	csv_free_record(&state->record);
	free(state);
}

const ReaderOps ecsv_reader = {
	.sniff = ecsv_sniff,
	.open = ecsv_open,
	.next = ecsv_next,
	.close = ecsv_close,
};
