#ifndef SHIM_ADMIN_H
#define SHIM_ADMIN_H

#include "http.h"

/* Answer /-/live and /-/ready; false if the path is none of them. */
extern bool admin_answer(Http *http, const Request *request);

#endif
