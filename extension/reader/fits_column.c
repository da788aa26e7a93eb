/*
 * fits_column.c
 *		Columns of FITS tables: TFORM, TDIM, TSCAL, TZERO, TNULL and the texts.
 *
 * FITS 4.0, sections 7.2 and 7.3.  TUCD, TUTYP, TXTYP and TCOMM are the conventions of
 * STILTS and others.
 */
#include "reader/fits_column.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/table.h"
#include "reader/field.h"

/* One letter of TFORM. */
typedef struct FitsForm
{
	char letter;
	FieldKind kind;
	bool complex;
	const char *datatype;
	double unsigned_zero; /* the TZERO that flips the sign bit; 0: none */
	ReaderType flipped;	  /* type of the column then */
	const char *flipped_datatype;
} FitsForm;

static const FitsForm forms[] = {
	{.letter = 'L', .kind = FIELD_LOGICAL, .datatype = "boolean"},
	{.letter = 'X', .kind = FIELD_BIT, .datatype = "bit"},
	{.letter = 'B',
	 .kind = FIELD_BYTE,
	 .datatype = "unsignedByte",
	 .unsigned_zero = -128.0,
	 .flipped = READER_SHORT,
	 .flipped_datatype = "short"},
	{.letter = 'I',
	 .kind = FIELD_SHORT,
	 .datatype = "short",
	 .unsigned_zero = 32768.0,
	 .flipped = READER_INT,
	 .flipped_datatype = "int"},
	{.letter = 'J',
	 .kind = FIELD_INT,
	 .datatype = "int",
	 .unsigned_zero = 2147483648.0,
	 .flipped = READER_LONG,
	 .flipped_datatype = "long"},
	{.letter = 'K',
	 .kind = FIELD_LONG,
	 .datatype = "long",
	 .unsigned_zero = 9223372036854775808.0,
	 .flipped = READER_HUGE},
	{.letter = 'A', .kind = FIELD_CHAR, .datatype = "char"},
	{.letter = 'E', .kind = FIELD_FLOAT, .datatype = "float"},
	{.letter = 'D', .kind = FIELD_DOUBLE, .datatype = "double"},
	{.letter = 'C', .kind = FIELD_FLOAT, .complex = true, .datatype = "floatComplex"},
	{.letter = 'M', .kind = FIELD_DOUBLE, .complex = true, .datatype = "doubleComplex"},
};

static const FitsForm *
find_form(char letter)
{
	for (size_t i = 0; i < SKY_LENGTH(forms); i++)
	{
		if (forms[i].letter == letter)
			return &forms[i];
	}
	return NULL;
}

static bool
bad_form(const ReaderColumn *column, const char *form, SkyError *err)
{
	return sky_error(err,
					 SKY_E_BAD_TEXT,
					 -1,
					 "column \"%s\" has the invalid FITS format \"%s\"",
					 column->meta.name != NULL ? column->meta.name : "",
					 form);
}

static void
set_form(ReaderColumn *column, const FitsForm *form)
{
	column->kind = form->kind;
	column->complex = form->complex;
	column->meta.datatype = form->datatype;
	column->nan_is_null = true;
	column->trim = true;
}

/* TFORM of a BINTABLE: rT, rTw for texts, rPT(max), rQT(max). */
static bool
parse_binary_form(ReaderColumn *column, const char *text, SkyError *err)
{
	char *at;
	unsigned long repeat = strtoul(text, &at, 10);
	const FitsForm *form;
	bool repeated = at != text;

	if (repeated && (repeat > INT32_MAX || text[0] == '-' || text[0] == '+'))
		return bad_form(column, text, err);
	if (!repeated)
		repeat = 1;
	if (*at == 'P' || *at == 'Q')
	{
		column->wide = *at++;
		if (repeat > 1)
			return bad_form(column, text, err);
	}
	form = *at != '\0' ? find_form(*at++) : NULL;
	if (form == NULL)
		return bad_form(column, text, err);
	set_form(column, form);
	if (column->wide != 0)
	{
		column->variable = true;
		column->dims = 1;
		column->dim[0] = 0;
		column->width = repeat * (column->wide == 'P' ? 8 : 16);
		return true;
	}
	column->count = repeat;
	if (!field_size(column, repeat, &column->width))
		return bad_form(column, text, err);
	if (column->dims == 0 && (repeat != 1 || form->kind == FIELD_CHAR))
	{
		unsigned long width = form->kind == FIELD_CHAR ? strtoul(at, NULL, 10) : 0;

		column->dim[column->dims++] = width > 0 && width < repeat ? width : repeat;
		if (width > 0 && width < repeat)
			column->dim[column->dims++] = repeat / width;
	}
	return true;
}

/* TFORM of an ASCII table: Aw, Iw, Fw.d, Ew.d, Dw.d; decimals go to zero. */
static bool
parse_ascii_form(ReaderColumn *column, const char *text, SkyError *err)
{
	static const char letters[] = "AIFED";
	char *at;
	unsigned long width = strtoul(text + (text[0] != '\0'), &at, 10);
	const char *letter = strchr(letters, text[0]);

	if (text[0] == '\0' || letter == NULL || width == 0 || width > INT32_MAX)
		return bad_form(column, text, err);
	set_form(column, find_form(*letter == 'I' ? 'K' : *letter == 'F' ? 'D' : *letter));
	column->width = width;
	if (*letter == 'A')
		column->dim[column->dims++] = width;
	else if (*at == '.')
		column->count = strtoul(at + 1, NULL, 10);
	return true;
}

/* The column a card is for, or NULL. */
static ReaderColumn *
column_of(Reader *reader, int number)
{
	return number >= 1 && number <= reader->ncolumns ? &reader->columns[number - 1]
													 : NULL;
}

/* Keywords of columns that hold a text, and where it goes. */
static const struct
{
	const char *root;
	size_t to; /* offset in ReaderColumn */
} texts[] = {
	{.root = "TCOMM", .to = offsetof(ReaderColumn, meta.description)},
	{.root = "TNULL", .to = offsetof(ReaderColumn, null_text)},
	{.root = "TTYPE", .to = offsetof(ReaderColumn, meta.name)},
	{.root = "TUCD", .to = offsetof(ReaderColumn, meta.ucd)},
	{.root = "TUNIT", .to = offsetof(ReaderColumn, meta.unit)},
	{.root = "TUTYP", .to = offsetof(ReaderColumn, meta.utype)},
	{.root = "TXTYP", .to = offsetof(ReaderColumn, meta.xtype)},
};

/* Keep the text of card i where the table says. */
static bool
keep_text(Reader *reader,
		  const FitsHeader *header,
		  int i,
		  ReaderColumn *column,
		  size_t offset,
		  SkyError *err)
{
	const char *kept;

	reader->text.used = 0;
	if (!fits_card_text(header, i, &reader->text) || reader->text.used <= 1)
		return true;
	kept = reader_keep(reader, reader->text.data, reader->text.used - 1, err);
	memcpy((char *) column + offset, &kept, sizeof(kept));
	return kept != NULL;
}

/* One card that describes a column but for its TFORM. */
static bool
read_card(Reader *reader,
		  const FitsHeader *header,
		  int i,
		  const char *root,
		  ReaderColumn *column,
		  SkyError *err)
{
	for (size_t j = 0; j < SKY_LENGTH(texts); j++)
	{
		if (strcmp(root, texts[j].root) == 0 &&
			!keep_text(reader, header, i, column, texts[j].to, err))
			return false;
	}
	if (strcmp(root, "TNULL") == 0)
		column->has_null = fits_card_integer(header, i, &column->null);
	else if (strcmp(root, "TSCAL") == 0)
		fits_card_double(header, i, &column->scale);
	else if (strcmp(root, "TZERO") == 0)
		fits_card_double(header, i, &column->zero);
	else if (strcmp(root, "TBCOL") == 0)
	{
		int64_t at;

		if (fits_card_integer(header, i, &at) && at >= 1)
			column->at = (size_t) at - 1;
	}
	else if (strcmp(root, "TDIM") == 0)
	{
		char *dims;
		size_t length;

		reader->text.used = 0;
		if (!fits_card_text(header, i, &reader->text) || reader->text.data[0] != '(')
			return true;
		dims = reader->text.data + 1;
		length = strcspn(dims, ")");
		dims[length] = '\0';
		for (char *comma = dims; (comma = strpbrk(comma, ", ")) != NULL;)
		{
			if (*comma == ',')
				*comma = 'x';
			else
				memmove(comma, comma + 1, strlen(comma));
		}
		if (!field_parse_arraysize(column, dims) || column->variable)
			return sky_error(err,
							 SKY_E_BAD_TEXT,
							 -1,
							 "column %d has an invalid or unsupported TDIM",
							 (int) (column - reader->columns) + 1);
	}
	return true;
}

/* TZERO and TSCAL: a sign bit to flip, or a linear scale. */
static void
settle_scale(ReaderColumn *column, bool ascii)
{
	const FitsForm *form = NULL;

	for (size_t i = 0; i < SKY_LENGTH(forms); i++)
	{
		if (forms[i].kind == column->kind && forms[i].unsigned_zero != 0 && !ascii)
			form = &forms[i];
	}
	if (column->kind < FIELD_BYTE || column->kind > FIELD_DOUBLE ||
		(column->scale == 1 && column->zero == 0))
	{
		field_settle(column);
		return;
	}
	if (form != NULL && column->scale == 1 && column->zero == form->unsigned_zero)
	{
		field_settle(column);
		column->offset = column->zero < 0 ? (uint64_t) -128 : (uint64_t) column->zero;
		column->type = form->flipped;
		column->meta.datatype = form->flipped_datatype;
		return;
	}
	column->scaled = true;
	column->meta.datatype = "double";
	field_settle(column);
}

/* arraysize of VOTable from the dimensions. */
static bool
describe_dims(Reader *reader, ReaderColumn *column, SkyError *err)
{
	char text[(READER_MAX_DIMS + 2) * 21 + 2] = "";
	size_t used = 0;

	for (int i = 0; i < column->dims; i++)
	{
		const char *mark = i > 0 ? "x" : "";

		if (column->variable && i == column->dims - 1)
			used += (size_t) snprintf(text + used, sizeof(text) - used, "%s*", mark);
		else
			used += (size_t) snprintf(
				text + used, sizeof(text) - used, "%s%zu", mark, column->dim[i]);
	}
	if (used > 0)
		column->meta.arraysize = reader_keep(reader, text, used, err);
	return used == 0 || column->meta.arraysize != NULL;
}

/* Make sure that a column lies in its row, and finish it. */
static bool
settle_column(Reader *reader,
			  ReaderColumn *column,
			  bool ascii,
			  size_t row_size,
			  size_t *at,
			  SkyError *err)
{
	size_t stored = column->count;

	if (!ascii)
	{
		column->at = *at;
		*at += column->width;
	}
	if (column->at > row_size || column->width > row_size - column->at)
		return sky_error(err,
						 SKY_E_BAD_TEXT,
						 -1,
						 "column \"%s\" does not fit into the FITS row of %zu bytes",
						 column->meta.name != NULL ? column->meta.name : "",
						 row_size);
	if (column->meta.name == NULL)
	{
		char name[32];
		int length =
			snprintf(name, sizeof(name), "col%d", (int) (column - reader->columns) + 1);

		column->meta.name = reader_keep(reader, name, (size_t) length, err);
		if (column->meta.name == NULL)
			return false;
	}
	settle_scale(column, ascii);
	if (column->wide == 0)
	{
		/* dimensions that are too large for the cell do not count */
		if (!ascii && column->count > stored)
		{
			column->dims = 1;
			column->dim[0] = stored;
			settle_scale(column, ascii);
		}
		if (ascii)
			column->count = stored; /* the decimals */
	}
	else
		column->empty_is_null = true;
	return describe_dims(reader, column, err);
}

bool
fits_columns(
	Reader *reader, const FitsHeader *header, bool ascii, int64_t row_size, SkyError *err)
{
	int64_t fields;
	size_t at = 0;
	char root[9];
	int number;

	if (!fits_header_require(header, "TFIELDS", 1, READER_MAX_COLUMNS, &fields, err))
		return false;
	for (int64_t i = 0; i < fields; i++)
	{
		ReaderColumn *column = reader_add_column(reader, err);

		if (column == NULL)
			return false;
		column->scale = 1;
	}
	for (int i = 0; i < (int) header->count; i++)
	{
		fits_card_keyword(header, i, root, &number);
		if (column_of(reader, number) != NULL &&
			!read_card(reader, header, i, root, column_of(reader, number), err))
			return false;
	}
	for (int i = 0; i < (int) header->count; i++)
	{
		ReaderColumn *column;

		fits_card_keyword(header, i, root, &number);
		column = column_of(reader, number);
		if (column == NULL || strcmp(root, "TFORM") != 0)
			continue;
		reader->text.used = 0;
		if (!fits_card_text(header, i, &reader->text))
			continue;
		if (!(ascii ? parse_ascii_form(column, reader->text.data, err)
					: parse_binary_form(column, reader->text.data, err)))
			return false;
	}
	for (int i = 0; i < reader->ncolumns; i++)
	{
		ReaderColumn *column = &reader->columns[i];

		if (column->meta.datatype == NULL)
			return sky_error(
				err, SKY_E_BAD_TEXT, -1, "column %d has no FITS format TFORM", i + 1);
		if (!settle_column(reader, column, ascii, (size_t) row_size, &at, err))
			return false;
	}
	return true;
}
