#ifndef FITS_HELPER_PROCESS_PG_H
#define FITS_HELPER_PROCESS_PG_H

#include "storage/latch.h"

#define HELPER_PROGRAM "pgsky-fits"

/* The helper program of this backend; pid is 0 if there is none. */
typedef struct HelperProcess
{
	pid_t pid;
	int channel;		  /* a socket */
	WaitEventSet *events; /* of it, and interrupts */
	int memory;			  /* what both have mapped */
	const char *slots;	  /* FITS_SLOTS pieces in it; NULL: not yet */
} HelperProcess;

extern const HelperProcess *helper_process(void);

/* Where there is none, start it; raises if that fails. */
extern void helper_process_start(void);

/* End it; what it ended with, for an error's detail, or NULL if there was none. */
extern char *helper_process_end(void);

#endif
