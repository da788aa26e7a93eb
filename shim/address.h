#ifndef SHIM_ADDRESS_H
#define SHIM_ADDRESS_H

#include <stdbool.h>

/* Is a numeric address ("10.1.2.3", "::1") in a list such as "10.0.0.0/8, ::1"? */
extern bool address_in(const char *address, const char *list);

#endif
