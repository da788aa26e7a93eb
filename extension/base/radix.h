#ifndef BASE_RADIX_H
#define BASE_RADIX_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Sort items by some bits of a number that each holds: in passes, stable, in linear time.
 *
 * Meant to be inlined with a constant size and offset, so that items are moved at once.
 */
#define RADIX_BITS 11
#define RADIX_SIZE (1 << RADIX_BITS)

static inline uint64_t
radix_number(const char *item, size_t offset)
{
	uint64_t number;

	memcpy(&number, item + offset, sizeof(number));
	return number;
}

/*
 * count items of some size at items, with room for as many at spare; offset: of the
 * number, a uint64_t, in an item; bits low..high - 1 of it count.  Returns where the
 * items are afterwards: one of the two.
 */
static inline void *
radix_sort(
	void *items, void *spare, size_t count, size_t size, size_t offset, int low, int high)
{
	char *from = items;
	char *to = spare;
	uint64_t all = 0;

	for (size_t i = 1; i < count; i++)
		all |= radix_number(from + i * size, offset) ^ radix_number(from, offset);
	for (int shift = low; shift < high; shift += RADIX_BITS)
	{
		uint64_t mask = (RADIX_SIZE - 1) & ((UINT64_C(1) << (high - shift)) - 1);
		size_t place[RADIX_SIZE] = {0};
		size_t sum = 0;
		char *swap = from;

		if ((all >> shift & mask) == 0)
			continue;
		for (size_t i = 0; i < count; i++)
			place[radix_number(from + i * size, offset) >> shift & mask]++;
		for (size_t i = 0; i < RADIX_SIZE; i++)
		{
			size_t many = place[i];

			place[i] = sum;
			sum += many;
		}
		for (size_t i = 0; i < count; i++)
		{
			uint64_t digit = radix_number(from + i * size, offset) >> shift & mask;

			memcpy(to + place[digit]++ * size, from + i * size, size);
		}
		from = to;
		to = swap;
	}
	return from;
}

#endif
