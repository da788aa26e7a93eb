/*
 * table.c
 *		Looking up rows of static tables by name, exactly or nearly.
 */
#include "base/table.h"

#include <string.h>
#include <strings.h>

#define NAME_MAX_BYTES 63

static const char *
row_name(const void *rows, size_t row_size, size_t i)
{
	const char *name;

	memcpy(&name, (const char *) rows + i * row_size, sizeof(name));
	return name;
}

const void *
sky_table_find(const void *rows, size_t count, size_t row_size, const char *name)
{
	size_t low = 0;
	size_t high = count;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;
		int order = strcasecmp(name, row_name(rows, row_size, middle));

		if (order == 0)
			return (const char *) rows + middle * row_size;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const void *
sky_table_nearest(const void *rows, size_t count, size_t row_size, const char *name)
{
	int best = sky_name_tolerance(name) + 1;
	const void *nearest = NULL;

	for (size_t i = 0; i < count; i++)
	{
		int distance = sky_name_distance(name, row_name(rows, row_size, i), best - 1);

		if (distance < best)
		{
			best = distance;
			nearest = (const char *) rows + i * row_size;
		}
	}
	return nearest;
}

int
sky_name_tolerance(const char *name)
{
	size_t third = strlen(name) / 3;

	return third > 3 ? 3 : (int) third;
}

static int
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : (unsigned char) c;
}

int
sky_name_distance(const char *a, const char *b, int limit)
{
	int rows[3][NAME_MAX_BYTES + 1]; /* of the last three characters of a */
	size_t a_length = strlen(a);
	size_t b_length = strlen(b);

	if (a_length > NAME_MAX_BYTES || b_length > NAME_MAX_BYTES)
		return limit + 1;
	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = (int) j;
	for (size_t i = 1; i <= a_length; i++)
	{
		int *row = rows[i % 3];
		const int *above = rows[(i + 2) % 3];
		const int *above2 = rows[(i + 1) % 3];
		int least = row[0] = (int) i;

		for (size_t j = 1; j <= b_length; j++)
		{
			int cost = above[j - 1] + (lower(a[i - 1]) != lower(b[j - 1]));

			if (above[j] + 1 < cost)
				cost = above[j] + 1;
			if (row[j - 1] + 1 < cost)
				cost = row[j - 1] + 1;
			if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
				lower(a[i - 2]) == lower(b[j - 1]) && above2[j - 2] + 1 < cost)
				cost = above2[j - 2] + 1;
			row[j] = cost;
			if (cost < least)
				least = cost;
		}
		if (least > limit)
			return limit + 1;
	}
	return rows[a_length % 3][b_length] > limit ? limit + 1
												: rows[a_length % 3][b_length];
}
