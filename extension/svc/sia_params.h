#ifndef SVC_SIA_PARAMS_H
#define SVC_SIA_PARAMS_H

#include "svc/discovery.h"

/* The parameters of SIA 2.0, section 2.1, and what each asks of ivoa.obscore. */
extern const DiscoveryParam *sia_params(size_t *count);

#endif
