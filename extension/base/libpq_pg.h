#ifndef BASE_LIBPQ_PG_H
#define BASE_LIBPQ_PG_H

/*
 * The server's libpq.h, which would want the headers of GSSAPI and OpenSSL.  Its
 * structures are laid out alike without them, and ours only pass them on.
 */
#undef ENABLE_GSS
#undef USE_OPENSSL
#include "libpq/libpq.h"
#include "libpq/pqformat.h"

#endif
