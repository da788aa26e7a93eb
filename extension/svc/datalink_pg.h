#ifndef SVC_DATALINK_PG_H
#define SVC_DATALINK_PG_H

#include "nodes/pg_list.h"

#include "svc/rows_pg.h"
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
	LINK_CATEGORY, /* as ESO has it */
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
	PRODUCT_NOTHING, /* never there */
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
	PRODUCT_EM_AXIS, /* EM_MIN and T_MIN where there is an axis, to be cut along */
	PRODUCT_T_AXIS,
	PRODUCT_PIXELS, /* there where it has pixels on the sky */
	PRODUCT_COLUMNS
} ProductColumn;

/* A product that was asked for, or that belongs to one, and that the caller sees. */
typedef struct LinkedProduct
{
	const char *id;	 /* that was asked for */
	const char *did; /* its obs_publisher_did */
	const char *columns[PRODUCT_COLUMNS];
	const char *path; /* of its file; NULL: it has none here */
	const char *size; /* [bytes] */
	bool may_read;	  /* this client may have it */
	int number;		  /* of its cutout services */
} LinkedProduct;

/* The answer to a request. */
typedef struct Links
{
	ServiceCall *call;
	List *rows;		/* of Link */
	List *products; /* of LinkedProduct, as asked for */
	List *cut;		/* of LinkedProduct with cutout services */
	int opened;		/* files that were opened to describe them */
	bool overflow;	/* more was asked for than is answered */
	bool is_self;	/* it is /datalink/links that answers */
} Links;

/* A column of a row, from 1; NULL for NULL. */
extern const char *
links_text(const Links *links, const Rows *rows, uint64 row, int column);

/* Read all of a product but its id and number, by its did; false: there is none. */
extern bool links_read_product(Links *links, LinkedProduct *product);

/* Add all that belongs to an ID, or a row that says that there is none. */
extern void links_add(Links *links, const char *id);

/*
 * Add the file of a product, with what is said of it besides; nothing if the caller does
 * not see that product.
 */
extern void links_add_file(Links *links, const char *did, Link said);

/* Answer with the links as VOTable, as JSON, as a page. */
extern void links_votable(const Links *links);
extern void links_json(const Links *links);
extern void links_page(const Links *links);

#define DATALINK_TYPE	  "application/x-votable+xml;content=datalink"
#define ESO_TERMS		  "http://archive.eso.org/rdf/datalink/eso#"
#define DATALINK_STANDARD "ivo://ivoa.net/std/DataLink#links-1.1"

/* The columns of the answer, as VOTable declares them. */
typedef struct LinkColumn
{
	const char *name;
	const char *ucd;
	const char *type;
} LinkColumn;

extern const LinkColumn link_columns[LINK_FIELDS];

#endif
