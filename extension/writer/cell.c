/*
 * cell.c
 *		Values of a row: access to elements, and numbers as text.
 */
#include "writer/cell.h"

#include <string.h>

const CellWords cell_words_votable = {"T", "F", "NaN", "+Inf", "-Inf"};
const CellWords cell_words_plain = {"true", "false", "NaN", "Infinity", "-Infinity"};

static const size_t kind_sizes[CELL_KINDS] = {
	[CELL_BOOLEAN] = sizeof(bool),
	[CELL_BYTE] = sizeof(uint8_t),
	[CELL_INT16] = sizeof(int16_t),
	[CELL_INT32] = sizeof(int32_t),
	[CELL_INT64] = sizeof(int64_t),
	[CELL_FLOAT] = sizeof(float),
	[CELL_DOUBLE] = sizeof(double),
	[CELL_TEXT] = sizeof(CellText),
};

size_t
cell_kind_size(CellKind kind)
{
	return kind_sizes[kind];
}

Cell
cell_element(CellKind kind, const CellArray *array, size_t i)
{
	Cell cell = {.null = array->nulls != NULL && array->nulls[i]};
	size_t size = kind_sizes[kind];

	if (!cell.null)
		memcpy(&cell.text, (const char *) array->elements + i * size, size);
	return cell;
}

int64_t
cell_integer(CellKind kind, const Cell *cell)
{
	switch (kind)
	{
		case CELL_BYTE:
			return cell->byte;
		case CELL_INT16:
			return cell->int16;
		case CELL_INT32:
			return cell->int32;
		default:
			return cell->int64;
	}
}

static size_t
put_word(char *to, const char *word)
{
	size_t length = strlen(word);

	memcpy(to, word, length);
	return length;
}

/* NaN or an infinity. */
static size_t
put_special(char *to, double value, const CellWords *words)
{
	if (isnan(value))
		return put_word(to, words->nan);
	return put_word(to, value > 0 ? words->positive_infinity : words->negative_infinity);
}

size_t
cell_put_word(char *to, CellKind kind, const Cell *cell, const CellWords *words)
{
	if (kind == CELL_BOOLEAN)
		return put_word(to, cell->boolean ? words->true_word : words->false_word);
	return put_special(
		to, kind == CELL_FLOAT ? (double) cell->float4 : cell->float8, words);
}
