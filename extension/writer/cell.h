#ifndef WRITER_CELL_H
#define WRITER_CELL_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/number.h"

/*
 * One value of one row, as a writer gets it: a native number, text, or an array of
 * either.  What it points to is borrowed and lives until the next row.
 */
typedef enum CellKind
{
	CELL_BOOLEAN,
	CELL_BYTE,
	CELL_INT16,
	CELL_INT32,
	CELL_INT64,
	CELL_FLOAT,
	CELL_DOUBLE,
	CELL_TEXT,
	CELL_KINDS /* how many there are */
} CellKind;

typedef struct CellText
{
	const char *bytes; /* UTF-8, no NUL at the end */
	size_t length;
} CellText;

typedef struct CellArray
{
	const void *elements; /* count native values (bool, uint8_t, ... CellText) */
	const bool *nulls;	  /* which of them are NULL; NULL: none */
	size_t count;
	const int *dims; /* outermost first; NULL: one dimension */
	int ndim;
} CellArray;

typedef struct Cell
{
	bool null;
	union
	{
		bool boolean;
		uint8_t byte;
		int16_t int16;
		int32_t int32;
		int64_t int64;
		float float4;
		double float8;
		CellText text;
		CellArray array;
	};
} Cell;

/* Bytes of one native element of a kind (of a CellText for text). */
extern size_t cell_kind_size(CellKind kind);

/* Element i of an array as a cell of its own. */
extern Cell cell_element(CellKind kind, const CellArray *array, size_t i);

/* The integer of a CELL_BYTE, CELL_INT16, CELL_INT32 or CELL_INT64. */
extern int64_t cell_integer(CellKind kind, const Cell *cell);

static inline bool
cell_kind_is_integer(CellKind kind)
{
	return kind >= CELL_BYTE && kind <= CELL_INT64;
}

/* How a family of formats spells the values that are not plain digits. */
typedef struct CellWords
{
	const char *true_word;
	const char *false_word;
	const char *nan;
	const char *positive_infinity;
	const char *negative_infinity;
} CellWords;

extern const CellWords cell_words_votable; /* T F NaN +Inf -Inf */
extern const CellWords cell_words_plain;   /* true false NaN Infinity -Infinity */

/* Room that cell_put_scalar may need. */
#define CELL_SCALAR_MAX NUMBER_TEXT_MAX

/* The rarer cases of cell_put_scalar: booleans, NaN, infinities. */
extern size_t
cell_put_word(char *to, CellKind kind, const Cell *cell, const CellWords *words);

/*
 * Spell a number or a boolean that is not NULL; no NUL at the end; the length.  Inline:
 * formats of text do little else.
 */
static inline size_t
cell_put_scalar(char *to, CellKind kind, const Cell *cell, const CellWords *words)
{
	if (kind == CELL_DOUBLE && isfinite(cell->float8))
		return number_put_double(to, cell->float8);
	if (kind == CELL_FLOAT && isfinite(cell->float4))
		return number_put_float(to, cell->float4);
	if (cell_kind_is_integer(kind))
		return number_put_int64(to, cell_integer(kind, cell));
	return cell_put_word(to, kind, cell, words);
}

#endif
