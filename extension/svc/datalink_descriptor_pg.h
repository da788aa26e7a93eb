#ifndef SVC_DATALINK_DESCRIPTOR_PG_H
#define SVC_DATALINK_DESCRIPTOR_PG_H

#include "svc/datalink_pg.h"

/* A way in which cutouts are made. */
typedef struct CutoutWay
{
	const char *name; /* at the end of its path */
	const char *id;	  /* of its descriptors, with the number of a product behind it */
	const char *said; /* behind "Cutouts of it" */
} CutoutWay;

#define CUTOUT_WAYS 2
extern const CutoutWay cutout_ways[CUTOUT_WAYS];

/* A service for one product (DataLink 1.1, section 4). */
typedef struct Descriptor
{
	const char *id;
	const char *name;
	const char *description;
	const char *standard_id;
	const char *resource_id; /* where the IVOA's registry knows it; or NULL */
	const char *access_url;
} Descriptor;

extern const char *
descriptor_id(ServiceCall *call, const LinkedProduct *product, const CutoutWay *way);
extern Descriptor
descriptor_of(ServiceCall *call, const LinkedProduct *product, const CutoutWay *way);

/* A parameter of cutouts; what is NULL is not there. */
typedef struct CutoutParam
{
	const char *name;
	const char *ucd;
	const char *unit;
	const char *datatype;
	const char *arraysize;
	const char *xtype;
	const char *choices; /* "this/that": of all products */
	ProductColumn needs; /* products without it do not have the parameter */
	ProductColumn least;
	ProductColumn most;
	ProductColumn options; /* "/this/that/": of the product */
} CutoutParam;

/* The next parameter that a product has after one, or after NULL; NULL: no more. */
extern const CutoutParam *cutout_param_next(const LinkedProduct *product,
											const CutoutParam *after);

/* A limit of it; NULL: there is none. */
extern const char *product_limit(const LinkedProduct *product, ProductColumn column);

/* The next option, from before which *options is moved on; its length, 0: no more. */
extern size_t cutout_option_next(const char **options);

/* Is there an axis by which the product can be cut? */
extern bool product_is_cuttable(const LinkedProduct *product);

/* Its descriptors in a VOTable (SODA 1.0, section 4.2). */
extern void descriptors_put(ServiceCall *call, const LinkedProduct *product);

#endif
