#ifndef SVC_ACCEPT_H
#define SVC_ACCEPT_H

#include <stdbool.h>

/*
 * Does an Accept header (NULL: none) ask for a page rather than for a document in XML?
 * Only if it names text/html with no less weight than XML, and either nothing else or
 * application/xhtml+xml too, as browsers do: Java names text/html first and takes
 * anything.
 */
extern bool accept_prefers_html(const char *accept);

#endif
