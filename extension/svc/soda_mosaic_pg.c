/*
 * soda_mosaic_pg.c
 *		From the parameters of /soda/mosaic to the arguments of sky.mosaic.
 *
 * Images are named one by one, and then each must be there for the caller; or they are
 * all of a collection that a shape meets, as far as he may read them.
 */
#include "postgres.h"

#include "svc/soda_mosaic_pg.h"

#include "utils/builtins.h"

#include "fits/order.h"
#include "fits/product_pg.h"
#include "svc/capability.h"
#include "svc/soda_request_pg.h"

/* VODataService 1.1, section 3.3.3: what clients may send, and get. */
void
soda_mosaic_interface_put(ServiceCall *call)
{
	static const struct
	{
		const char *name;
		const char *ucd;
		const char *unit; /* NULL: none */
		const char *type; /* with its size */
		const char *description;
	} params[] = {
		{"ID",
		 "meta.ref.url;meta.curation",
		 NULL,
		 " arraysize=\"*\">string",
		 "A product; repeated: those of the mosaic"},
		{"COLLECTION",
		 "meta.id",
		 NULL,
		 " arraysize=\"*\">string",
		 "Instead of ID: all images of a collection that the shape meets"},
		{"POS",
		 "pos.outline;obs",
		 NULL,
		 " arraysize=\"*\">string",
		 "CIRCLE, RANGE or POLYGON as in SODA"},
		{"CIRCLE", "pos.outline;obs", "deg", " arraysize=\"3\">real", "As in SODA"},
		{"POLYGON", "pos.outline;obs", "deg", " arraysize=\"*\">real", "As in SODA"},
		{"HDU", "meta.number", NULL, ">integer", "Of the images, from 0"},
	};
	Sink *sink = &call->body;

	sink_puts(sink,
			  "<queryType>GET</queryType><queryType>POST</queryType>"
			  "<resultType>application/fits</resultType>\n");
	for (int i = 0; i < lengthof(params); i++)
	{
		sink_printf(sink,
					"<param use=\"optional\" std=\"false\"><name>%s</name>"
					"<description>%s</description>",
					params[i].name,
					params[i].description);
		if (params[i].unit != NULL)
			sink_printf(sink, "<unit>%s</unit>", params[i].unit);
		sink_printf(sink,
					"<ucd>%s</ucd><dataType%s</dataType></param>\n",
					params[i].ucd,
					params[i].type);
	}
}

/* What SODA has, and mosaics have not: not to be passed over in silence. */
static bool
check_others(const HttpParams *params, SkyError *err)
{
	static const char *const others[] = {"BAND", "TIME", "POL", "PIXEL"};

	for (int i = 0; i < lengthof(others); i++)
	{
		int at = 0;

		if (http_params_next(params, others[i], &at) == NULL)
			continue;
		sky_error(err, SKY_E_BAD_VALUE, -1, "mosaics have no %s", others[i]);
		return sky_error_hint(err, "They are narrowed by POS, CIRCLE or POLYGON.");
	}
	return true;
}

/* The only shape, or NULL. */
static bool
read_shape(const HttpParams *params, const char **shape, SkyError *err)
{
	SodaFilter filter = {.count = 0};

	if (!soda_read_shapes(params, &filter, err))
		return false;
	*shape = filter.count > 0 ? filter.items[0].expression : NULL;
	return filter.count <= 1 ||
		   sky_error(err,
					 SKY_E_BAD_VALUE,
					 -1,
					 "MultiValuedParamNotSupported: a mosaic has one shape only");
}

/* The images of a collection that meet the shape, as items of an array in SQL. */
static bool
find_images(const char *collection, const char *shape, StringInfo images, SkyError *err)
{
	List *found;
	ListCell *cell;

	if (shape == NULL)
	{
		sky_error(err, SKY_E_BAD_VALUE, -1, "POS is missing");
		return sky_error_hint(err, "A collection takes a shape: POS, CIRCLE or POLYGON.");
	}
	found = product_find_readable(
		psprintf("obs_collection = $1 AND dataproduct_type IN ('image', 'cube')"
				 " AND sky.intersects(s_region, %s)",
				 shape),
		collection,
		FITS_MAX_TILES + 1);
	foreach (cell, found)
		appendStringInfo(images,
						 "%s%s",
						 images->len > 0 ? ", " : "",
						 quote_literal_cstr(lfirst(cell)));
	if (list_length(found) <= FITS_MAX_TILES)
		return true;
	sky_error(err,
			  SKY_E_BAD_VALUE,
			  -1,
			  "more than %d images of the collection meet the shape",
			  FITS_MAX_TILES);
	return sky_error_hint(err, "Ask for a smaller one.");
}

static bool
read_ids(const HttpParams *params, StringInfo images, SkyError *err)
{
	SodaFilter filter = {.count = 0};

	if (!soda_read_ids(params, &filter, err))
		return false;
	for (int i = 0; i < filter.count; i++)
		appendStringInfo(images, "%s%s", i > 0 ? ", " : "", filter.items[i].expression);
	return true;
}

bool
soda_mosaic_read(const HttpParams *params, const char **arguments, SkyError *err)
{
	const char *collection;
	const char *shape;
	StringInfoData images;
	StringInfoData rest;
	int at = 0;
	bool has_ids = http_params_next(params, "ID", &at) != NULL;

	initStringInfo(&images);
	initStringInfo(&rest);
	if (!check_others(params, err) || !read_shape(params, &shape, err) ||
		!soda_read_hdu(params, &rest, err) ||
		!soda_read_single(params, "COLLECTION", &collection, err))
		return false;
	if (has_ids == (collection != NULL))
	{
		sky_error(err,
				  SKY_E_BAD_VALUE,
				  -1,
				  has_ids ? "ID and COLLECTION exclude each other"
						  : "ID or COLLECTION is missing");
		return sky_error_hint(
			err, "They are obs_publisher_did and obs_collection of ivoa.obscore.");
	}
	if (has_ids ? !read_ids(params, &images, err)
				: !find_images(collection, shape, &images, err))
		return false;
	*arguments = images.len == 0
					 ? NULL
					 : psprintf("ARRAY[%s]::text[], sky.cutout_wish(%s%s%s%s)",
								images.data,
								shape != NULL ? "shape => " : "",
								shape != NULL ? shape : "",
								shape != NULL && rest.len > 0 ? ", " : "",
								rest.data);
	return true;
}
