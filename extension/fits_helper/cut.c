/*
 * cut.c
 *		Cutouts: the pixels of a file that are wanted, as a file of its own.
 *
 * Nothing is resampled or scaled.
 */
#include "fits_helper/emit.h"
#include "fits_helper/parts.h"
#include "fits_helper/tasks.h"

#define STEP (1024 * 1024) /* [bytes] copied at a time */

/* So many cards of headers that were measured are kept until they are sent. */
#define HEADERS_MOST 10000

/* The bytes of a part's data. */
static bool
data_size(const Hdu *hdu, const Part *part, size_t *size, SkyError *err)
{
	*size = 0;
	if (part->kind == PART_ROWS)
		*size = rows_size(&part->rows);
	else if (part->kind == PART_WHOLE)
		*size = hdu->size;
	else if (part->packed.bytes != NULL)
		*size = part->packed.size;
	else if (part->kind == PART_PIXELS && !pixels_size(hdu, &part->pixels, size))
		return sky_error(
			err, SKY_E_BAD_TEXT, -1, "the FITS file is damaged: axes too long");
	return true;
}

/* A part, to be read. */
typedef struct PartSource
{
	FitsFile *file;
	Hdu hdu;
	const Part *part;
} PartSource;

static void
take_whole(const FitsFile *file, const Hdu *hdu, PixelTaker take, void *to)
{
	for (size_t done = 0; done < hdu->size; done += STEP)
	{
		const char *bytes = file->bytes + hdu->data + done;
		size_t here = hdu->size - done < STEP ? hdu->size - done : STEP;

		file_will_read(bytes, here);
		take(to, bytes, here);
	}
}

static bool
read_data(void *from, PixelTaker take, void *to, SkyError *err)
{
	const PartSource *source = from;
	const Part *part = source->part;

	switch (part->kind)
	{
		case PART_PIXELS:
			if (part->packed.bytes != NULL)
			{
				take(to, part->packed.bytes, part->packed.size);
				return true;
			}
			return pixels_read(source->file, &source->hdu, &part->pixels, take, to, err);
		case PART_ROWS:
			return rows_read(&part->rows, take, to, err);
		case PART_WHOLE:
			take_whole(source->file, &source->hdu, take, to);
			return true;
		case PART_HEADER:
			break;
	}
	return true;
}

/* Find a part's data and, unless there is one already, make its header. */
static bool
prepare(FitsFile *file,
		const FitsOrder *order,
		Part *part,
		PartSource *from,
		DataSource *source,
		SkyError *err)
{
	*from = (PartSource){.file = file, .part = part};
	*source = (DataSource){.read = read_data, .from = from};
	if (!file_hdu(file, part->hdu, &from->hdu, err) ||
		!data_size(&from->hdu, part, &source->size, err))
		return false;
	source->is_ready = part->kind == PART_WHOLE || part->packed.bytes != NULL ||
					   (part->kind == PART_PIXELS && !from->hdu.compressed);
	if (part->cards.bytes == NULL)
		header_make(file, order, &from->hdu, part, &part->cards);
	return true;
}

/* Add the lengths of all parts, which are sent if there are not more than wanted. */
static bool
measure(
	FitsFile *file, const FitsOrder *order, Parts *plan, int64_t *total, SkyError *err)
{
	for (int i = 0; i < plan->count; i++)
	{
		Part *part = &plan->parts[i];
		PartSource from;
		DataSource source;

		if (!prepare(file, order, part, &from, &source, err) ||
			!emit_length(&part->cards, source.size, total, err))
			return false;
		plan->headers += part->cards.count;
		if (plan->headers > HEADERS_MOST)
			cards_free(&part->cards);
	}
	return true;
}

static bool
send_part(FitsFile *file, const FitsOrder *order, Part *part, Sink *sink, SkyError *err)
{
	PartSource from;
	DataSource source;
	bool done = prepare(file, order, part, &from, &source, err) &&
				emit_unit(&part->cards, &source, sink, err);

	cards_free(&part->cards);
	return done;
}

static bool
cut_file(FitsFile *file, const Wanted *wanted, Sink *sink, SkyError *err)
{
	const FitsOrder *order = wanted->order;
	bool is_measured = order->task == FITS_MEASURE;
	Parts plan = {0};
	bool done = parts_plan(&plan, file, wanted, err);
	bool is_found = done && plan.found > 0;
	int64_t total = 0;

	if (is_found && is_measured)
		done = measure(file, order, &plan, &total, err);
	if (done && is_measured)
		sink_put(sink, &total, sizeof(total));
	if (is_found && (!is_measured || total <= order->most))
		for (int i = 0; done && i < plan.count; i++)
			done = send_part(file, order, &plan.parts[i], sink, err);
	parts_free(&plan);
	return done;
}

bool
cut(const Received *received, Sink *sink, SkyError *err)
{
	Wanted wanted;
	FitsFile file = {0};
	Arena arena;
	bool done;

	arena_init_malloc(&arena, 0);
	done = wanted_init(&wanted, received, &arena, err) &&
		   file_begin(&file, received, err) && cut_file(&file, &wanted, sink, err);
	file_end(&file);
	arena_fini(&arena);
	return done;
}
