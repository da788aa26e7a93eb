#ifndef SVC_DATALINK_PG_H
#define SVC_DATALINK_PG_H

#include "nodes/pg_list.h"

#include "svc/service.h"

/* The columns of the table of links (DataLink 1.1, section 3.2). */
typedef enum LinkField
{
	LINK_ID,
	LINK_ACCESS_URL,
	LINK_SERVICE_DEF,
	LINK_ERROR_MESSAGE,
	LINK_DESCRIPTION,
	LINK_SEMANTICS,
	LINK_CONTENT_TYPE,
	LINK_CONTENT_LENGTH,
	LINK_AUTH,
	LINK_AUTHORIZED,
	LINK_FIELDS
} LinkField;

/* A row of it. */
typedef struct Link
{
	const struct LinkedProduct *product; /* NULL: there is none of that ID */
	const char *fields[LINK_FIELDS];	 /* NULL: nothing there */
} Link;

/* What ivoa.obscore says of a product; texts, or NULL. */
typedef enum ProductColumn
{
	PRODUCT_CIRCLE,	 /* round it: longitude, latitude, radius */
	PRODUCT_POLYGON, /* its border, if that is one polygon */
	PRODUCT_EM_MIN,
	PRODUCT_EM_MAX,
	PRODUCT_T_MIN,
	PRODUCT_T_MAX,
	PRODUCT_POL, /* "/I/Q/" */
	PRODUCT_TYPE,
	PRODUCT_OBS_ID,
	PRODUCT_COLLECTION,
	PRODUCT_TARGET,
	PRODUCT_FACILITY,
	PRODUCT_INSTRUMENT,
	PRODUCT_DATE,
	PRODUCT_URL, /* where it says that the product is, and what that gives */
	PRODUCT_FORMAT,
	PRODUCT_COLUMNS
} ProductColumn;

/* A product that was asked for, and that the caller sees. */
typedef struct LinkedProduct
{
	const char *id;	 /* as it was asked for */
	const char *did; /* its obs_publisher_did */
	const char *columns[PRODUCT_COLUMNS];
	const char *path; /* of its file; NULL: it has none here */
	const char *size; /* [bytes] */
	bool may_read;	  /* this client may have it */
	int number;		  /* of its descriptors */
} LinkedProduct;

/* The answer to a request. */
typedef struct Links
{
	ServiceCall *call;
	List *rows;		/* of Link */
	List *products; /* of LinkedProduct */
	bool overflow;	/* more was asked for than is answered */
} Links;

/* The names of services in a document, for the number of a product. */
#define SODA_SYNC  "soda_%d"
#define SODA_ASYNC "soda_async_%d"

/* Add all that belongs to an ID, or a row that says that there is none. */
extern void links_add(Links *links, const char *id);

/*
 * Add the file of another product with a meaning and a description (NULL: its name), for
 * the ID that was asked for; nothing if the caller does not see it.
 */
extern void links_add_file(Links *links,
						   const char *id,
						   const char *semantics,
						   const char *did,
						   const char *description);

/* Answer with the links as VOTable. */
extern void links_votable(const Links *links);

/* The cutout services as they are for a product (SODA 1.0, section 4.2). */
extern void descriptors_put(ServiceCall *call, const LinkedProduct *product);

/* The same answer as a page. */
extern void links_page(const Links *links);

#endif
