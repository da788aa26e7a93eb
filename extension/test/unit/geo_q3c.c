/*
 * Cells of Q3C, against Q3C 2.0.0 itself (Debian's postgresql-15-q3c):
 *
 *   SELECT ra, dec, q3c_ang2ipix(ra, dec) FROM (VALUES (0., 0.), ...) AS v (ra, dec);
 */
#include "geo/q3c.h"
#include "unit/unit.h"

static const struct
{
	double lon;
	double lat;
	int64_t cell;
} cells[] = {
	{0, 0, INT64_C(2017612633061982208)},
	{10, 20, INT64_C(2061494256435992038)},
	{44.9, 1, INT64_C(2113864463860382428)},
	{45, 0, INT64_C(2882303761517117440)},
	{45.1, -30, INT64_C(2315599907499501313)},
	{134.9, 44, INT64_C(1098664226403131187)},
	{180, -44.9, INT64_C(3746997778346838530)},
	{224.9, 30, INT64_C(4601929120141580542)},
	{225.1, -30, INT64_C(4621442916713195265)},
	{314.9, 0, INT64_C(5572452494745800788)},
	{315, 0, INT64_C(1729382256910270464)},
	{359.9, 0.1, INT64_C(1825459410011773596)},
	{10, 46, INT64_C(293740387097332060)},
	{100, 89.9, INT64_C(864691524323689342)},
	{0, 90, INT64_C(480383960252852906)},
	{0, -90, INT64_C(6629298651489370112)},
	{250, -60, INT64_C(5969183401200107176)},
	{300.3, 70.7, INT64_C(260139527014051915)},
	{123.456, -7.89, INT64_C(2853466574262587526)},
	{360, 5, INT64_C(1827887460147221885)},
	{-10, 5, INT64_C(1823029242261105201)},
	{45, 35.2643896827, INT64_C(3074457345618258602)},
	{80, -35, INT64_C(2433663363706216593)},
};

int
main(void)
{
	int64_t cell;

	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
	{
		char what[80];

		snprintf(what, sizeof(what), "%g %g", cells[i].lon, cells[i].lat);
		ok(q3c_cell(cells[i].lon, cells[i].lat, &cell) && cell == cells[i].cell, what);
	}
	ok(!q3c_cell(0, 90.5, &cell), "no latitude");
	ok(!q3c_cell(0, NAN, &cell), "no number");
	ok(!q3c_cell(INFINITY, 0, &cell), "no longitude");
	return unit_done();
}
