/*
 * main.c
 *		pgsky-fits: what of FITS needs cfitsio and wcslib, apart from the server.
 *
 * Both libraries break on damaged files, and their breaking must not take a backend with
 * it, which would restart the whole server.  So they live in this program: started by a
 * backend that needs it, one socket (descriptor 0) for orders and answers, files only as
 * open descriptors, and a cage round it all.
 */
#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

#include "fits_helper/confine.h"
#include "fits_helper/file.h"
#include "fits_helper/tasks.h"

/* Memory up to this stays here between orders: getting it anew takes longer than a
 * cutout. */
#define KEPT_MEMORY (16 * 1024 * 1024)

/* Then files are let go that were kept: they may be on a disk that is to be unmounted. */
#define IDLE_SECONDS 5

typedef bool (*Task)(const Received *received, Sink *sink, SkyError *err);

static const Task tasks[FITS_TASKS] = {
	[FITS_DESCRIBE] = describe,
	[FITS_CUT] = cut,
	[FITS_MEASURE] = cut,
	[FITS_PREVIEW] = preview,
	[FITS_TILE] = mosaic_add,
	[FITS_MOSAIC] = mosaic,
	[FITS_MEASURE_MOSAIC] = mosaic,
};

int
main(void)
{
	Received received;
	Sink sink;

	if (mallopt(M_TRIM_THRESHOLD, KEPT_MEMORY) == 0 ||
		mallopt(M_MMAP_THRESHOLD, KEPT_MEMORY) == 0 || !channel_set_up(IDLE_SECONDS) ||
		!confine())
		return EXIT_FAILURE;
	while (channel_receive(&received, file_forget))
	{
		SkyError err = {0};
		Task task = received.order.task < FITS_TASKS ? tasks[received.order.task] : NULL;

		if (task == NULL)
			return EXIT_FAILURE;
		channel_open_sink(&sink);
		task(&received, &sink, &err);
		channel_end(&sink, &err);
		free(received.numbers);
		close(received.file);
		close(received.spool);
	}
	return EXIT_SUCCESS;
}
