/*
 * header.c
 *		Headers of cutouts: those of the originals, with what is different now.
 */
#include "fits_helper/header.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fits_helper/lookup.h"

#define VERSIONS_PER_PART 1000

static bool
begins(const char *card, const char *name)
{
	return strncmp(card, name, strlen(name)) == 0;
}

/* Cards that say how a compressed image is stored. */
static bool
is_of_storage(const char *card)
{
	static const char *const table[] = {
		"TTYPE", "TFORM", "TUNIT", "TSCAL", "TZERO", "TNULL", "TDISP", "TDIM"};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (begins(card, table[i]))
			return true;
	return begins(card, "EXTNAME = 'COMPRESSED_IMAGE'");
}

/* Not those that are made anew. */
static bool
is_kept(char *card, const Hdu *hdu, PartKind kind)
{
	switch (fits_get_keyclass(card))
	{
		case TYP_STRUC_KEY:
			return kind == PART_WHOLE || (kind == PART_ROWS && (begins(card, "TTYPE") ||
																begins(card, "TFORM")));
		case TYP_CMPRS_KEY:
			return kind == PART_WHOLE;
		case TYP_CKSUM_KEY:
			return false;
		default:
			break;
	}
	return kind == PART_WHOLE || kind == PART_ROWS ||
		   (!(hdu->compressed && is_of_storage(card)) && !begins(card, "EXTEND  ="));
}

static void
put_table(const RowCut *cut, Cards *cards)
{
	cards_text(cards, "XTENSION", "BINTABLE", "binary table");
	cards_integer(cards, "BITPIX", 8, "bytes");
	cards_integer(cards, "NAXIS", 2, "number of axes");
	cards_integer(cards, "NAXIS1", (int64_t) cut->row, "bytes of a row");
	cards_integer(cards, "NAXIS2", cut->rows, "rows");
	cards_integer(cards, "PCOUNT", (int64_t) cut->heap, "bytes of the heap");
	cards_integer(cards, "GCOUNT", 1, "one group");
	cards_integer(cards, "TFIELDS", cut->table.width, "columns");
}

static void
put_structure(Cards *cards, const Hdu *hdu, const Part *part)
{
	bool has_pixels = part->kind == PART_PIXELS;
	char name[16];

	if (part->is_primary)
		cards_logical(cards, "SIMPLE", true, "conforms to FITS standard");
	else
		cards_text(cards, "XTENSION", "IMAGE", "image extension");
	cards_integer(cards,
				  "BITPIX",
				  hdu->kind == HDU_IMAGE ? hdu->bitpix : 8,
				  "bits per pixel; negative: floating-point");
	cards_integer(cards, "NAXIS", has_pixels ? hdu->axes : 0, "number of axes");
	for (int i = 0; has_pixels && i < hdu->axes; i++)
	{
		snprintf(name, sizeof(name), "NAXIS%d", i + 1);
		cards_integer(cards, name, cutout_size(&part->pixels, i), NULL);
	}
	if (part->is_primary)
		cards_logical(cards, "EXTEND", true, "there may be extensions");
	else
	{
		cards_integer(cards, "PCOUNT", 0, "no bytes after the data");
		cards_integer(cards, "GCOUNT", 1, "one group");
	}
}

/*
 * Pixels are counted from another corner now.  A reference pixel that is left out is 0 by
 * the standard, but 1 in spectra of IRAF and the SDSS.
 */
static void
shift_reference(
	Cards *cards, int axis, const char *alternate, double otherwise, double by)
{
	static const char *const others[] = {"CRVAL", "CTYPE", "CDELT"};
	char name[16];
	bool is_described = false;

	snprintf(name, sizeof(name), "CRPIX%d%s", axis + 1, alternate);
	if (cards_has(cards, name))
	{
		cards_shift(cards, name, -by);
		return;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
	{
		char other[16];

		snprintf(other, sizeof(other), "%s%d%s", others[i], axis + 1, alternate);
		is_described |= cards_has(cards, other);
	}
	if (is_described && by != 0.0)
		cards_real(cards, name, otherwise - by, "was left out");
}

/* Descriptions of coordinates that there are: bit 0 without a letter, then A to Z. */
static uint32_t
descriptions(const Cards *cards)
{
	uint32_t found = 1;

	for (size_t i = 0; i < cards->count; i++)
	{
		const char *card = cards->bytes + i * CARD;

		if (card[0] == 'C' && strchr("RTD", card[1]) != NULL && card[6] >= 'A' &&
			card[6] <= 'Z' && card[5] >= '1' && card[5] <= '9')
			found |= 2U << (card[6] - 'A');
	}
	return found;
}

static void
shift_references(FitsFile *file, Cards *cards, const Hdu *hdu, const Cutout *cutout)
{
	uint32_t found = descriptions(cards);
	Dispersion dispersion;

	dispersion_read(&dispersion, file);
	for (int i = 0; i < hdu->axes; i++)
	{
		double by = (double) (cutout->first[i] - 1);
		bool is_dispersed = i == 0 && dispersion.spectral.kind != SPECTRAL_NONE;
		char name[16];

		snprintf(name, sizeof(name), "LTV%d", i + 1);
		cards_shift(cards, name, -by);
		shift_reference(cards, i, "", is_dispersed ? 1.0 : 0.0, by);
		for (char letter[2] = "A"; letter[0] <= 'Z'; letter[0]++)
			if ((found >> (letter[0] - 'A' + 1) & 1) != 0)
				shift_reference(cards, i, letter, 0.0, by);
		/* The SDSS says it twice. */
		if (is_dispersed && cards_has(cards, "COEFF0"))
			cards_shift(cards, "COEFF0", by * dispersion.step);
	}
}

static void
put_block(Cards *cards, const Hdu *hdu, const Cutout *cutout)
{
	char text[CARD];
	int used =
		snprintf(text, sizeof(text), "pgsky: cut out of HDU %d, pixels [", hdu->number);

	for (int i = 0; i < hdu->axes && used < CARD - 10; i++)
		used += snprintf(text + used,
						 sizeof(text) - (size_t) used,
						 "%s%lld:%lld",
						 i == 0 ? "" : ",",
						 (long long) cutout->first[i],
						 (long long) cutout->last[i]);
	if (used < CARD - 10)
		snprintf(text + used, sizeof(text) - (size_t) used, "]");
	cards_history(cards, text);
}

static void
put_rows(Cards *cards, const Hdu *hdu, const RowCut *cut)
{
	char text[CARD];

	snprintf(text,
			 sizeof(text),
			 "pgsky: cut out of HDU %d, %lld of %lld rows",
			 hdu->number,
			 (long long) cut->rows,
			 (long long) cut->table.count);
	cards_history(cards, text);
	if (cut->axis == NULL || column_points(cut->axis) || cut->axis->repeat == 1)
		return;
	snprintf(text,
			 sizeof(text),
			 "pgsky: elements %lld to %lld of the arrays",
			 (long long) cut->first + 1,
			 (long long) cut->last + 1);
	cards_history(cards, text);
}

static void
put_provenance(const char *origin, const Hdu *hdu, const Part *part, Cards *cards)
{
	char product[FITS_ORIGIN + CARD];

	snprintf(product, sizeof(product), "pgsky: product %s", origin);
	if (origin[0] != '\0')
		cards_history(cards, product);
	if (part->kind == PART_PIXELS)
		put_block(cards, hdu, &part->pixels);
	else
		put_rows(cards, hdu, &part->rows);
}

/* EXTVER of what was another one in its file. */
static int64_t
version_of(int part, int64_t version)
{
	if (version < 1 || version >= VERSIONS_PER_PART)
		version = 1;
	return (int64_t) (part - 1) * VERSIONS_PER_PART + version;
}

/*
 * HDUs of one name in one file are told apart by EXTVER, which those of other cutouts
 * may have, too.
 */
static void
put_version(FitsFile *file, int part, Cards *cards)
{
	int64_t version = 1;

	file_integer(file, "EXTVER", &version);
	cards_integer(cards,
				  "EXTVER",
				  version_of(part, version),
				  "of the original, and 1000 for each cutout before");
}

/* So that an image finds the arrays of its own cutout. */
static void
put_lookup_versions(int part, Cards *cards)
{
	Lookups lookups;

	lookups_find(&lookups, cards->bytes, cards->count);
	for (int i = 0; i < LOOKUPS; i++)
	{
		const Lookup *table = &lookups.tables[i];
		char card[CARD + 1];

		if (table->array == NULL)
			continue;
		snprintf(card,
				 sizeof(card),
				 "%-8s= 'EXTVER: %lld'",
				 table->record,
				 (long long) version_of(part, table->version));
		if (table->card < 0)
			cards_add(cards, card);
		else
			cards_put(cards, (size_t) table->card, card);
	}
}

/* So that an axis finds the table of its own cutout: PVi_1 is its EXTVER. */
static void
put_table_versions(FitsFile *file, int part, Cards *cards)
{
	for (size_t i = 0, count = cards->count; i < count; i++)
	{
		const char *card = cards->bytes + i * CARD;
		char name[16];
		char *end;
		long axis = strtol(card + strlen("CTYPE"), &end, 10);
		int64_t version = 1;

		if (!begins(card, "CTYPE") || axis < 1 || axis > 99 ||
			strncmp(card + 15, "-TAB", 4) != 0)
			continue;
		snprintf(name, sizeof(name), "PV%ld_1%.1s", axis, *end == ' ' ? "" : end);
		if (file_integer(file, name, &version))
			cards_shift(cards, name, (double) (version_of(part, version) - version));
		else
			cards_real(cards, name, (double) version_of(part, 1), "was left out");
	}
}

/* The elements of an array of lookups stand for other pixels now. */
static void
shift_lookup(Cards *cards, const double shift[2])
{
	char name[16];

	for (int i = 0; i < 2; i++)
	{
		snprintf(name, sizeof(name), "CRVAL%d", i + 1);
		if (cards_has(cards, name))
			cards_shift(cards, name, -shift[i]);
		else if (shift[i] != 0.0)
			cards_real(cards, name, -shift[i], "was left out");
	}
}

/* The form of a column whose arrays are trimmed; false if the card is kept. */
static bool
put_trimmed(Cards *cards, const Part *part, const char *card)
{
	bool is_form = begins(card, "TFORM");
	const RowCut *cut = &part->rows;
	char name[16];
	char form[32];
	long number;

	if (part->kind != PART_ROWS || (!is_form && !begins(card, "TDIM")))
		return false;
	number = strtol(card + (is_form ? 5 : 4), NULL, 10);
	if (number < 1 || number > cut->table.width ||
		!rows_trims(cut, &cut->table.columns[number - 1]))
		return false;
	snprintf(name, sizeof(name), "TFORM%ld", number);
	snprintf(form,
			 sizeof(form),
			 "%lld%c",
			 (long long) (cut->last - cut->first + 1),
			 cut->table.columns[number - 1].type);
	if (is_form)
		cards_text(cards, name, form, NULL);
	return true;
}

void
header_make(FitsFile *file,
			const FitsOrder *order,
			const Hdu *hdu,
			const Part *part,
			Cards *cards)
{
	char card[FLEN_CARD];
	int count = 0;
	int status = 0;

	if (part->kind == PART_ROWS)
		put_table(&part->rows, cards);
	else if (part->packed.bytes != NULL)
		pack_cards(&part->packed, hdu, &part->pixels, cards);
	else if (part->kind != PART_WHOLE)
		put_structure(cards, hdu, part);
	fits_get_hdrspace(file->fits, &count, NULL, &status);
	for (int i = 1; status == 0 && i <= count; i++)
		if (fits_read_record(file->fits, i, card, &status) == 0 &&
			is_kept(card, hdu, part->kind) && !put_trimmed(cards, part, card) &&
			!(order->part > 0 && begins(card, "EXTVER  =")))
			cards_add(cards, card);
	if (order->part > 0)
	{
		put_version(file, order->part, cards);
		put_lookup_versions(order->part, cards);
		put_table_versions(file, order->part, cards);
	}
	shift_lookup(cards, part->shift);
	if (part->kind == PART_PIXELS)
		shift_references(file, cards, hdu, &part->pixels);
	if (part->kind == PART_PIXELS || part->kind == PART_ROWS)
		put_provenance(order->origin, hdu, part, cards);
	fits_clear_errmsg();
}
