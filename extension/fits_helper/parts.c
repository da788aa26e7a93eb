/*
 * parts.c
 *		What a cutout has of the units of a file.
 *
 * All of it is planned before anything is sent; so a file that has nothing of what is
 * wanted gives nothing at all.
 */
#include "fits_helper/parts.h"

#include <stdlib.h>

#include "fits_helper/detail.h"

/* Compressed cutouts are kept until they are sent: of one file so much [bytes of pixels],
 * further images come plain. */
#define PACKED_MOST (4 * PACK_IMAGE)

/* Of images that were cut. */
typedef struct Before
{
	Hdu hdu; /* the last one, which planes of errors and masks may follow */
	Cutout pixels;
	Parts lookups; /* arrays that distort any of them */
	Parts tables;  /* tables of coordinates of any image, cut or not */
} Before;

static bool
plan_add(Parts *plan, const Part *part, SkyError *err)
{
	Part *parts = realloc(plan->parts, (size_t) (plan->count + 1) * sizeof(Part));

	if (parts == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	plan->parts = parts;
	plan->parts[plan->count++] = *part;
	return true;
}

static void
part_free(Part *part)
{
	rows_free(&part->rows);
	pack_free(&part->packed);
	cards_free(&part->cards);
}

void
parts_free(Parts *plan)
{
	for (int i = 0; i < plan->count; i++)
		part_free(&plan->parts[i]);
	free(plan->parts);
}

static bool
have_same_axes(const Hdu *a, const Hdu *b)
{
	return b->kind == HDU_IMAGE && a->axes == b->axes &&
		   memcmp(a->sizes, b->sizes, sizeof(a->sizes)) == 0;
}

/* The arrays that distort an image are shifted with it, each once. */
static bool
plan_lookups(const Lookups *lookups, const Cutout *pixels, Parts *plan, SkyError *err)
{
	for (int i = 0; i < LOOKUPS; i++)
	{
		const Lookup *table = &lookups->tables[i];
		Part part = {.hdu = table->hdu, .kind = PART_WHOLE};
		int at = 0;

		if (table->values == NULL)
			continue;
		for (int j = 0; j < 2; j++)
			part.shift[j] = (double) (pixels->first[(int) table->axis[j] - 1] - 1);
		while (at < plan->count && plan->parts[at].hdu != part.hdu)
			at++;
		if (at == plan->count && !plan_add(plan, &part, err))
			return false;
		if (memcmp(plan->parts[at].shift, part.shift, sizeof(part.shift)) != 0)
		{
			sky_error(err,
					  SKY_E_UNSUPPORTED,
					  -1,
					  "images distorted by the lookup table of HDU %d are cut unlike",
					  part.hdu);
			return sky_error_hint(err, "Cut one HDU at a time.");
		}
	}
	return true;
}

/* Tables of coordinates are part of the headers that name them. */
static bool
plan_tables(const TabularUnits *units, Parts *plan, bool is_cut, SkyError *err)
{
	for (int i = 0; i < units->count; i++)
	{
		Part part = {.hdu = units->hdus[i], .kind = is_cut ? PART_WHOLE : PART_HEADER};
		int at = 0;

		while (at < plan->count && plan->parts[at].hdu != part.hdu)
			at++;
		if (at == plan->count && !plan_add(plan, &part, err))
			return false;
		if (is_cut)
			plan->parts[at].kind = PART_WHOLE;
	}
	return true;
}

static bool
plan_image(FitsFile *file,
		   const Wanted *wanted,
		   Part *part,
		   Before *before,
		   const Hdu *hdu,
		   SkyError *err)
{
	ImageWcs wcs;
	bool is_cut;
	bool done;

	wcs_read(&wcs, file, hdu);
	is_cut = plan_cutout(wanted, &wcs, &part->pixels);
	/* Errors, masks and variances often leave their coordinates to the image before. */
	if (!is_cut && wcs.x < 0 && have_same_axes(hdu, &before->hdu))
	{
		part->pixels = before->pixels;
		is_cut = true;
	}
	else
	{
		before->hdu = is_cut ? *hdu : (Hdu){0};
		before->pixels = part->pixels;
	}
	done = plan_tables(&wcs.tables, &before->tables, is_cut, err) &&
		   (!is_cut || plan_lookups(&wcs.lookups, &part->pixels, &before->lookups, err));
	wcs_free(&wcs);
	if (is_cut)
		part->kind = PART_PIXELS;
	return done;
}

/* Compress what was compressed, if that is wanted and not too large. */
static bool
plan_packed(FitsFile *file,
			const FitsOrder *order,
			const Hdu *hdu,
			Part *part,
			Parts *plan,
			SkyError *err)
{
	size_t size;

	if (part->kind != PART_PIXELS || !hdu->compressed || order->compress != FITS_KEEP ||
		!pixels_size(hdu, &part->pixels, &size) || size > PACK_IMAGE ||
		size > PACKED_MOST - plan->packed)
		return true;
	plan->packed += size;
	return pack_pixels(file, hdu, &part->pixels, &part->packed, err);
}

/* Tables that have nothing to be cut by are copied beside what is cut. */
static bool
plan_table(
	FitsFile *file, const Wanted *wanted, const Hdu *hdu, Part *part, SkyError *err)
{
	if (rows_plan(wanted, file, hdu, &part->rows, err))
		part->kind = PART_ROWS;
	else if (!wanted_is_less(wanted) || wanted->order->hdu < 0)
		part->kind = PART_WHOLE;
	return err->code == SKY_OK;
}

/* Has a part something of what is wanted?  A copy has if all is wanted. */
static bool
is_found(const Part *part, const Wanted *wanted)
{
	return part->kind == PART_PIXELS ||
		   (part->kind == PART_ROWS && part->rows.rows > 0) ||
		   (part->kind == PART_WHOLE && !wanted_is_less(wanted));
}

/* Are arrays of lookups to follow what they distort?  With all of a file they stay. */
static bool
lookups_follow(const Wanted *wanted)
{
	return wanted->order->hdu >= 0 || wanted->order->detail != FITS_EXPOSURE ||
		   wanted_is_less(wanted);
}

/* Plan what is in a file, but for arrays that follow. */
static bool
plan_units(
	FitsFile *file, const Wanted *wanted, Parts *plan, Before *before, SkyError *err)
{
	Hdu hdu;
	int only = wanted->order->hdu;

	for (int i = 0; file_hdu(file, i, &hdu, err); i++)
	{
		bool is_wanted =
			only == i || (only < 0 && !(hdu_is_lookup(&hdu) && lookups_follow(wanted)) &&
						  detail_has(wanted->order->detail, file, &hdu));
		Part part = {.hdu = i,
					 .is_primary = plan->count == 0 && wanted->order->part == 0};
		bool done = true;

		if (is_wanted && hdu.kind == HDU_IMAGE)
			done = plan_image(file, wanted, &part, before, &hdu, err) &&
				   plan_packed(file, wanted->order, &hdu, &part, plan, err);
		else if (is_wanted && hdu.kind == HDU_TABLE)
			done = plan_table(file, wanted, &hdu, &part, err);
		/* The first header of a file speaks for all that follow; none begins with a
		 * table.
		 */
		if (done && part.is_primary &&
			(part.kind == PART_ROWS || part.kind == PART_WHOLE ||
			 part.packed.bytes != NULL))
			done = plan_add(plan, &(Part){.is_primary = true}, err);
		part.is_primary = plan->count == 0 && part.is_primary;
		if (done && (part.kind != PART_HEADER || (i == 0 && only < 0)))
			done = plan_add(plan, &part, err);
		else
			part_free(&part);
		if (!done)
			return false;
		if (i == only)
			break;
	}
	return err->code == SKY_OK;
}

/* A table of coordinates is as it was, whatever of its rows may have been wanted. */
static bool
add_table(Parts *plan, const Part *table, SkyError *err)
{
	for (int i = 0; i < plan->count; i++)
		if (plan->parts[i].hdu == table->hdu && plan->parts[i].kind != PART_HEADER)
		{
			part_free(&plan->parts[i]);
			plan->parts[i] = *table;
			plan->parts[i].kind = PART_WHOLE;
			return true;
		}
	return table->kind != PART_WHOLE || plan_add(plan, table, err);
}

bool
parts_plan(Parts *plan, FitsFile *file, const Wanted *wanted, SkyError *err)
{
	Before before = {0};
	bool done = plan_units(file, wanted, plan, &before, err);

	for (int i = 0; done && lookups_follow(wanted) && i < before.lookups.count; i++)
		done = plan_add(plan, &before.lookups.parts[i], err);
	for (int i = 0; done && i < before.tables.count; i++)
		done = add_table(plan, &before.tables.parts[i], err);
	for (int i = 0; i < plan->count; i++)
		plan->found += is_found(&plan->parts[i], wanted);
	parts_free(&before.lookups);
	parts_free(&before.tables);
	return done;
}
