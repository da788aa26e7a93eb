#ifndef SVC_ERROR_ANSWER_H
#define SVC_ERROR_ANSWER_H

#include "svc/service.h"

/*
 * Turn a call's answer into an error document with that text: VOTable or plain text, as
 * the service and the format that was asked for want it.  What the answer held is
 * dropped.  service may be NULL.
 */
extern void
error_answer(ServiceCall *call, const Service *service, int status, const char *message);

/* What SODA 1.0, section 5.2, puts in front of a message; "" if it is there. */
extern const char *soda_error_label(int status, const char *message);

/* The same for a fault of the core, with its status; uses call->fault_text if set. */
extern void
error_answer_fault(ServiceCall *call, const Service *service, const SkyError *fault);

/*
 * The same for an error of the database: message and hint are the server's own, and shown
 * only where the class of the SQLSTATE allows it.
 */
extern void error_answer_sql(ServiceCall *call,
							 const Service *service,
							 const char *sqlstate,
							 const char *message,
							 const char *hint);

#endif
