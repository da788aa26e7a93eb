#ifndef SHIM_CALL_H
#define SHIM_CALL_H

#include "http.h"

/*
 * One exchange with the database: the request goes in by sky.serve, the answer comes back
 * whole, or as a COPY that is relayed as fast as the client takes it.
 */
extern void call_start(Http *http, Request *request);

#endif
