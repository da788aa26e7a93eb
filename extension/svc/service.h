#ifndef SVC_SERVICE_H
#define SVC_SERVICE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/sink.h"
#include "svc/request.h"

/*
 * One call of a service: the request, and the answer as it grows.  A handler fills the
 * answer and returns true, or returns false with *err, and then nothing of the answer but
 * fault_text counts.
 */
typedef struct ServiceCall
{
	Arena *arena; /* for the life of the call */
	HttpRequest request;
	const char *asked;	/* the path as the client has it: an alias, or that of request */
	HttpParams params;	/* of the request, read before the handler is called */
	const char *suffix; /* what the '*' of the service's path stands for, still encoded */
	int status;			/* of HTTP */
	Sink headers;		/* lines "Name: value\n" */
	Sink body;
	const char *stream;		/* a COPY statement instead of a body, or NULL */
	const char *limits;		/* lines for the headers of any answer, or NULL */
	const char *fault_text; /* says more than *err does, or NULL */
} ServiceCall;

typedef bool (*ServiceHandler)(ServiceCall *call, SkyError *err);

/* How a service tells errors. */
typedef enum ServiceErrors
{
	ERRORS_TEXT,
	ERRORS_VOTABLE,	 /* DALI: VOTable unless a format of another kind was asked for */
	ERRORS_LABELLED, /* SODA: text that begins with the kind of the error */
	ERRORS_SIA,		 /* like DALI's, beginning with the kind of the error; DataLink */
	ERRORS_SSA,		 /* VOTable always; mistakes of clients with status 200 */
	ERRORS_SCS,		 /* the same, and an INFO called Error */
	ERRORS_DETAIL,	 /* JSON: an object with the member detail */
	ERRORS_STATUS	 /* JSON: status, message, and a result that is null */
} ServiceErrors;

/* What of a request says who asks (the HTTP program heeds it). */
typedef enum ServiceCredentials
{
	CREDENTIALS_FIELDS, /* header fields; a session only if a page of ours asks */
	CREDENTIALS_PAGE,	/* sessions too: the service is a page for people */
	CREDENTIALS_OWN		/* none: the service reads Authorization itself */
} ServiceCredentials;

typedef struct Service
{
	const char *path;	 /* exact, or a prefix ending in "*" */
	const char *methods; /* upper case, separated by commas */
	const char *name;
	ServiceHandler handler;
	const char *scope; /* of a token that may call it; "" for anybody */
	long max_body;	   /* [bytes], 0: takes none */
	bool takes_json;   /* a body in JSON is the handler's to read */
	bool writes; /* its transactions change something, and run no query of a client's */
	bool takes_secrets; /* that can be guessed, or gives keys to anybody: see
						   pgsky.login_requests */
	ServiceCredentials credentials;
	ServiceErrors errors;
	const char *description;
} Service;

/* Does what the '*' stands for end so?  Then *place is what is before it. */
extern bool service_take_end(ServiceCall *call, const char *end, const char **place);

/* Set a header of the answer; control characters in value become blanks. */
extern void service_header(ServiceCall *call, const char *name, const char *value);

/*
 * Set the headers of a file made for this client: what browsers show, they show, the rest
 * they save under file_name.
 */
extern void
service_file(ServiceCall *call, const char *content_type, const char *file_name);

/* Send the client to another address of this service, path beginning with "/". */
extern void service_redirect(ServiceCall *call, const char *path);

#endif
