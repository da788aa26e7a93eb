/*
 * reader.c
 *		The formats, and what all readers share: columns, kept texts, the row's cells.
 */
#include "reader/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "reader/json_array.h"

#define SNIFF_SIZE ((size_t) 2880)
#define KEPT_LIMIT ((size_t) 16 << 20) /* metadata of one table [bytes] */

typedef struct KeptText
{
	struct KeptText *next;
	char text[];
} KeptText;

/* COPY's names; the VOTable reader takes every serialization.  Sorted by name. */
static const ReaderFormat formats[] = {
	{.name = "csv", .title = "CSV", .ops = &csv_reader},
	{.name = "ecsv", .title = "ECSV", .ops = &ecsv_reader},
	{.name = "fits", .title = "FITS", .ops = &fits_reader},
	{.name = "votable", .title = "VOTable", .ops = &votable_reader},
	{.name = "votable_binary", .title = "VOTable", .ops = &votable_reader},
	{.name = "votable_td", .title = "VOTable", .ops = &votable_reader},
};

const ReaderFormat *
reader_format_find(const char *name)
{
	return SKY_TABLE_FIND(formats, name);
}

/* The format the content shows, or NULL.  CSV comes last: most texts may be CSV. */
static const ReaderFormat *
sniff_format(const char *head, size_t size)
{
	const ReaderFormat *found = NULL;

	for (size_t i = SKY_LENGTH(formats); i-- > 0;)
	{
		if ((found == NULL || found->ops == &csv_reader) &&
			formats[i].ops->sniff(head, size))
			found = &formats[i];
	}
	return found;
}

/* Settle the format: the wanted one if the content agrees. */
static bool
choose_format(Reader *reader, const ReaderFormat *wanted, SkyError *err)
{
	ptrdiff_t have = input_fill(&reader->input, SNIFF_SIZE, err);
	const ReaderFormat *seen;

	if (have < 0)
		return false;
	if (have == 0)
		return sky_error(err, SKY_E_BAD_TEXT, -1, "there are no data");
	seen = sniff_format((const char *) input_at(&reader->input), (size_t) have);
	reader->format = wanted != NULL ? wanted : seen;
	if (reader->format == NULL)
	{
		sky_error(err, SKY_E_BAD_TEXT, -1, "the format of the file is not known");
		return sky_error_hint(err,
							  "VOTable, FITS, ECSV and CSV can be read, each also "
							  "compressed with gzip.");
	}
	if (seen == NULL || seen->ops != reader->format->ops)
	{
		sky_error(err,
				  SKY_E_BAD_TEXT,
				  -1,
				  "the data are not in %s format",
				  reader->format->title);
		if (seen != NULL)
			sky_error_hint(err, "They look like %s.", seen->title);
		return false;
	}
	return true;
}

bool
reader_open(Reader *reader,
			ReaderSource source,
			const ReaderSpool *spool,
			const ReaderFormat *format,
			SkyError *err)
{
	*reader = (Reader){.spool = spool};
	if (!input_open(&reader->input, source, INPUT_DETECT, err) ||
		!choose_format(reader, format, err) || !reader->format->ops->open(reader, err))
		return false;
	if (reader->ncolumns == 0)
		return sky_error(err, SKY_E_BAD_TEXT, -1, "the table has no columns");
	reader->cells = calloc((size_t) reader->ncolumns, sizeof(*reader->cells));
	if (reader->cells == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	return true;
}

int
reader_next(Reader *reader, SkyError *err)
{
	int result;

	reader->text.used = 0;
	reader->ncells = 0;
	reader->row++;
	result = reader->format->ops->next(reader, err);
	if (result > 0 && reader->text.failed)
	{
		sky_error(err,
				  SKY_E_LIMIT,
				  -1,
				  "row %lld is too large to be kept in memory",
				  (long long) reader->row);
		return -1;
	}
	return result;
}

void
reader_close(Reader *reader)
{
	KeptText *kept = reader->kept;

	if (reader->format != NULL && reader->format->ops->close != NULL)
		reader->format->ops->close(reader);
	input_close(&reader->input);
	bytes_free(&reader->text);
	bytes_free(&reader->array);
	free(reader->columns);
	free(reader->cells);
	while (kept != NULL)
	{
		KeptText *next = kept->next;

		free(kept);
		kept = next;
	}
	*reader = (Reader){0};
}

const char *
reader_cell(const Reader *reader, int column, size_t *length)
{
	const CellEnd *cell = &reader->cells[column];
	size_t start = column == 0 ? 0 : cell[-1].end;

	*length = cell->end - start;
	if (cell->null)
		return NULL;
	return *length == 0 ? "" : reader->text.data + start;
}

const char *
reader_cell_array(Reader *reader, int column, size_t *length)
{
	const char *text = reader_cell(reader, column, length);

	reader->array.used = 0;
	if (text == NULL || !json_array_put(&reader->array, READER_ARRAY, text, *length) ||
		reader->array.failed)
		return text;
	*length = reader->array.used;
	return reader->array.data;
}

ReaderColumn *
reader_add_column(Reader *reader, SkyError *err)
{
	if (reader->ncolumns == READER_MAX_COLUMNS)
	{
		sky_error(err,
				  SKY_E_LIMIT,
				  -1,
				  "the table has more than %d columns",
				  READER_MAX_COLUMNS);
		return NULL;
	}
	if (reader->columns == NULL)
		reader->columns = calloc(READER_MAX_COLUMNS, sizeof(*reader->columns));
	if (reader->columns == NULL)
	{
		sky_error(err, SKY_E_MEMORY, -1, "out of memory");
		return NULL;
	}
	return &reader->columns[reader->ncolumns++];
}

const char *
reader_keep(Reader *reader, const char *text, size_t size, SkyError *err)
{
	KeptText *kept =
		size > KEPT_LIMIT - reader->kept_size ? NULL : malloc(sizeof(*kept) + size + 1);

	if (kept == NULL)
	{
		sky_error(err, SKY_E_LIMIT, -1, "the description of the table is too large");
		return NULL;
	}
	memcpy(kept->text, text, size);
	kept->text[size] = '\0';
	kept->next = reader->kept;
	reader->kept = kept;
	reader->kept_size += size;
	return kept->text;
}

void
reader_end_cell(Reader *reader)
{
	reader->cells[reader->ncells++] = (CellEnd){.end = reader->text.used};
}

void
reader_null_cell(Reader *reader)
{
	size_t start = reader->ncells == 0 ? 0 : reader->cells[reader->ncells - 1].end;

	reader->text.used = start;
	reader->cells[reader->ncells++] = (CellEnd){.end = start, .null = true};
}
