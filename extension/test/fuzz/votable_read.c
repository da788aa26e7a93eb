/* VOTables of every serialization. */
#include "reader_memory.h"

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	SkyError err = {0};
	MemorySource source = {
		.bytes = (const char *) data, .size = size, .step = size % 7 == 0 ? 5 : 4096};

	memory_read_all(
		&source, "votable", size % 2 == 0 ? READER_ARRAY : READER_BLANKS, &err);
	return 0;
}
