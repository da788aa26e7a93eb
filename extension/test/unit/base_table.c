/* Looking up table rows by exact and by nearly right names. */
#include "base/table.h"
#include "unit/unit.h"

typedef struct Row
{
	const char *name;
	int value;
} Row;

static const Row rows[] = {
	{.name = "area", .value = 1},
	{.name = "centroid", .value = 2},
	{.name = "circle", .value = 3},
	{.name = "distance", .value = 4},
};

int
main(void)
{
	const Row *row = SKY_TABLE_FIND(rows, "CIRCLE");

	ok(row != NULL && row->value == 3, "a name is found whatever its case");
	ok(SKY_TABLE_FIND(rows, "circl") == NULL, "a prefix is not a name");
	ok(SKY_TABLE_FIND(rows, "") == NULL, "an empty name is not found");

	row = SKY_TABLE_NEAREST(rows, "distnace");
	ok(row != NULL && row->value == 4, "swapped letters are one edit");
	row = SKY_TABLE_NEAREST(rows, "centroit");
	ok(row != NULL && row->value == 2, "a wrong letter is one edit");
	ok(SKY_TABLE_NEAREST(rows, "polygon") == NULL, "nothing is near to polygon");
	ok(SKY_TABLE_NEAREST(rows, "x") == NULL, "short names are near to nothing");

	ok(sky_name_distance("abc", "abc", 3) == 0, "equal names");
	ok(sky_name_distance("abc", "ABC", 3) == 0, "case does not count");
	ok(sky_name_distance("", "abc", 3) == 3, "insertions");
	ok(sky_name_distance("kitten", "sitting", 3) == 3, "kitten to sitting");
	ok(sky_name_distance("kitten", "sitting", 2) == 3, "the limit is kept");
	return unit_done();
}
