#ifndef SHIM_CONTROL_H
#define SHIM_CONTROL_H

#include <stdbool.h>

#include "pool.h"
#include "shim.h"

/*
 * The one connection beside the pools, with a thread of its own, so that it may block:
 * it checks the version of the contract and the roles of clients, loads the routes and
 * the keys of the database's tokens, hears of changes, and cancels statements for all
 * threads.
 */
typedef struct Control Control;

/* Start it.  It ends the program when the database speaks another major version. */
extern Control *control_start(Shim *shim);

/* Have the keys of the database's tokens read again.  Callable from any thread. */
extern void control_ask_keys(Control *control);

/* PoolOptions.cancel; arg is the Control.  Callable from any thread. */
extern bool control_cancel(void *arg, CancelRequest *request);

#endif
