#ifndef SVC_ENTER_PG_H
#define SVC_ENTER_PG_H

#include <stdbool.h>

#include "job/record.h"

/*
 * Become a client until the transaction ends: role (which the login role must have been
 * granted), read only unless writes, limits, search_path.  temp_space: [kB] of temporary
 * files, -1 leaves it to temp_file_limit.
 */
extern void client_enter(const char *role, bool writes, int temp_space);

/*
 * The rest of the transaction sends bytes that are there already: it takes as long as the
 * client takes, whom the HTTP program drops if he stalls.
 */
extern void client_take_time(void);

/*
 * client_enter as a principal in the form that sky.enter_as returns, whether it has
 * expired or not.  SK401 if it is none.
 */
extern void client_enter_as(const char *principal, bool writes, int temp_space);

/* Become whoever sent a job, to run it and to change nothing. */
extern void client_enter_job(const JobRecord *job);

#endif
