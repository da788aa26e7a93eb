#ifndef WRITER_BIG_ENDIAN_H
#define WRITER_BIG_ENDIAN_H

#include <stdint.h>
#include <string.h>

#include "writer/cell.h"

/*
 * Scalars as FITS and binary VOTables store them: big-endian, booleans as T and F.  Each
 * writes at to and returns the end of what it wrote.
 */
static inline char *
put_be16(char *to, uint16_t value)
{
	value = __builtin_bswap16(value);
	memcpy(to, &value, sizeof(value));
	return to + sizeof(value);
}

static inline char *
put_be32(char *to, uint32_t value)
{
	value = __builtin_bswap32(value);
	memcpy(to, &value, sizeof(value));
	return to + sizeof(value);
}

static inline char *
put_be64(char *to, uint64_t value)
{
	value = __builtin_bswap64(value);
	memcpy(to, &value, sizeof(value));
	return to + sizeof(value);
}

static inline char *
put_be_float(char *to, float value)
{
	uint32_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return put_be32(to, bits);
}

static inline char *
put_be_double(char *to, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return put_be64(to, bits);
}

/* A scalar that is not NULL, big-endian. */
static inline char *
put_be_scalar(char *to, CellKind kind, const Cell *cell)
{
	switch (kind)
	{
		case CELL_BOOLEAN:
			*to = cell->boolean ? 'T' : 'F';
			return to + 1;
		case CELL_BYTE:
			*to = (char) cell->byte;
			return to + 1;
		case CELL_INT16:
			return put_be16(to, (uint16_t) cell->int16);
		case CELL_INT32:
			return put_be32(to, (uint32_t) cell->int32);
		case CELL_INT64:
			return put_be64(to, (uint64_t) cell->int64);
		case CELL_FLOAT:
			return put_be_float(to, cell->float4);
		case CELL_DOUBLE:
			return put_be_double(to, cell->float8);
		default:
			return to;
	}
}

#endif
