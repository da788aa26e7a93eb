#ifndef WRITER_OPS_H
#define WRITER_OPS_H

#include "writer/writer.h"

/* The operations of each format, for format_table.c alone. */
extern const WriterOps votable_binary_ops;
extern const WriterOps votable_binary2_ops;

#endif
