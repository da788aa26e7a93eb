#ifndef SHIM_SERVER_H
#define SHIM_SERVER_H

#include "shim.h"

/* The listening threads: each has its loop, its listener (SO_REUSEPORT) and its pool. */
typedef struct ServerGroup ServerGroup;

/*
 * Bind and start.  NULL after a message on standard error if the address cannot be had.
 * What is listened on is told in the log.
 */
extern ServerGroup *servers_start(Shim *shim);

/* Stop accepting, let running requests end; true when all is over before the deadline. */
extern bool servers_stop(ServerGroup *group, int64_t deadline_ms);

#endif
