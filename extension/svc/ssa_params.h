#ifndef SVC_SSA_PARAMS_H
#define SVC_SSA_PARAMS_H

#include "svc/discovery.h"

/*
 * The query below has the products' files under these names: where they are, and what
 * they are.
 */
#define SSA_REFERENCE "ssa_reference"
#define SSA_FORMAT	  "ssa_format"

/* The parameters of SSA 1.1, section 4.1, and what each asks of ivoa.obscore. */
extern const DiscoveryParam *ssa_params(size_t *count);

/* Does FORMAT ask for a description of the service rather than for spectra? */
extern bool ssa_wants_metadata(const HttpParams *params);

#endif
