#ifndef WRITER_SLOT_PG_H
#define WRITER_SLOT_PG_H

#include "executor/tuptable.h"

#include "writer/writer.h"

/*
 * From a tuple slot to cells: native values are taken as they are, without output
 * functions; only types that VO formats do not know go through theirs, as text.
 */
typedef struct SlotReader SlotReader;

/*
 * How rows of desc are read.  dali_times: infinite times and years that need not four
 * digits are read as NULL.  Fills kind, array, shape, plain, length, count and, where
 * still NULL, meta.arraysize and meta.xtype of columns (one per attribute of desc).
 * Lives in CurrentMemoryContext.
 */
extern SlotReader *
slot_reader_create(TupleDesc desc, WriterColumn *columns, bool dali_times);

/*
 * The slot's row.  Cells point into the slot, into CurrentMemoryContext (reset it before
 * the next row) and into the reader.
 */
extern void slot_reader_load(SlotReader *reader, TupleTableSlot *slot, Cell *cells);

#endif
