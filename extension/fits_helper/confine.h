#ifndef FITS_HELPER_CONFINE_H
#define FITS_HELPER_CONFINE_H

#include <stdbool.h>

/*
 * Give up everything but memory, the descriptors that are open and those that come later:
 * no files by name, no network, no programs, no signals to others, no cores.  False if
 * the kernel refuses; then the program must not go on.
 */
extern bool confine(void);

#endif
