/*
 * kept_memory_pg.c
 *		Memory that a backend keeps between statements.
 */
#include "postgres.h"

#include "base/kept_memory_pg.h"

#include <malloc.h>

#define KEPT_MEMORY (4 * 1024 * 1024) /* [bytes] in each backend that serves clients */

void
memory_is_kept(void)
{
	static bool done;

	if (done)
		return;
	mallopt(M_TRIM_THRESHOLD, KEPT_MEMORY);
	mallopt(M_MMAP_THRESHOLD, KEPT_MEMORY);
	done = true;
}
