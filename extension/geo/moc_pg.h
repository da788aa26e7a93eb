#ifndef GEO_MOC_PG_H
#define GEO_MOC_PG_H

#include "fmgr.h"

#include "geo/moc.h"

/* The stored form, in CurrentMemoryContext; raises what moc_check() has against it. */
extern Datum moc_store(const Moc *moc);

/* A MOC argument; its ranges lie in the datum or in CurrentMemoryContext. */
extern Moc moc_arg(FunctionCallInfo fcinfo, int number);

/* A HEALPix order as argument, or 22023. */
extern int order_arg(FunctionCallInfo fcinfo, int number);

#endif
