/* Shapes from and to text: exact for any bits, tolerant of form, clear about faults. */
#include <stdlib.h>

#include "geo/shape_check.h"
#include "geo/shape_text.h"
#include "unit/geo_random.h"
#include "unit/unit.h"

static Arena arena;

/* The text of what a text is read as, or "SQLSTATE message" of its fault. */
static const char *
read_text(SkyShape shape, const char *text)
{
	static char out[2048];
	SkyError err = {0};
	size_t count;
	double *values = shape_parse(shape, text, &arena, &count, &err);

	if (values == NULL)
		snprintf(out, sizeof(out), "%s %s", sky_error_sqlstate(err.code), err.message);
	else
		shape_print(out, values, count);
	return out;
}

/* A double within a range: any bits, or a plain number, or a border of the range. */
static double
draw_number(double low, double high)
{
	uint64_t bits = draw_bits();
	double value;

	switch (bits % 8)
	{
		case 0:
			return low;
		case 1:
			return high;
		case 2:
			return -0.0;
		case 3:
			return nextafter(draw_bits() % 2 ? low : high, 0);
		case 4:
			return round(draw(fmax(low, -999), fmin(high, 999)) * 100) / 100;
		default:
			do
			{
				bits = draw_bits();
				memcpy(&value, &bits, sizeof(value));
			} while (!(value >= low && value <= high));
			return value;
	}
}

static void
test_round_trip(void)
{
	int wrong = 0;
	char text[SHAPE_TEXT_SIZE(4)];
	const double huge = 1.7976931348623157e308;

	for (int i = 0; i < 1000000; i++)
	{
		SkyShape shape = i % 3 == 0 ? SHAPE_POINT : i % 3 == 1 ? SHAPE_CIRCLE : SHAPE_BOX;
		size_t count = 2 + (size_t) i % 3;
		double values[4] = {draw_number(-huge, huge), draw_number(-90, 90)};
		double *back;
		size_t back_count;

		for (size_t k = 2; k < count; k++)
			values[k] = draw_number(0, 180);
		shape_print(text, values, count);
		back = shape_parse(shape, text, &arena, &back_count, NULL);
		wrong += back == NULL || back_count != count ||
				 memcmp(back, values, count * sizeof(double)) != 0;
		if (i % 1000 == 0)
			arena_fini(&arena);
	}
	ok(wrong == 0, "a million shapes read back to the same bits");
}

static void
test_tolerance(void)
{
	static const char *const circles[] = {
		"10.5 -20 1",
		"10.5,-20,1",
		" 10.5 , -20\t1.\n",
		"(10.5 -20 1)",
		"[[10.5,-20],1]",
		"{(10.5,-20), 1}",
		"Circle 10.5 -20 1",
		"CIRCLE(10.5, -20, 1)",
		"circle ICRS 10.5 -20 1",
		"Circle ICRS TOPOCENTER SPHERICAL2 10.5 -20 1",
		"circle unknownframe +10.5 -2e1 .1E+1",
	};

	for (size_t i = 0; i < sizeof(circles) / sizeof(circles[0]); i++)
		is(read_text(SHAPE_CIRCLE, circles[i]), "10.5 -20 1", circles[i]);
	is(read_text(SHAPE_POINT, "Position ICRS 1 2"),
	   "1 2",
	   "STC-S calls a point a position");
	is(read_text(SHAPE_POLYGON, "Polygon ICRS 1 2 3 4 5 7"), "1 2 3 4 5 7", "a polygon");
}

static void
test_faults(void)
{
	static const struct
	{
		SkyShape shape;
		const char *text;
		const char *fault;
	} cases[] = {
		{SHAPE_POINT, "", "22P02 a point has 2 numbers, not 0"},
		{SHAPE_POINT, "()", "22P02 a point has 2 numbers, not 0"},
		{SHAPE_CIRCLE, "1 2", "22P02 a circle has 3 numbers, not 2"},
		{SHAPE_POINT, "1 2 3 4 5 6", "22P02 a point has 2 numbers, not 6"},
		{SHAPE_POLYGON, "1 2 3 4", "22P02 a polygon has at least 3 vertices, not 2"},
		{SHAPE_POINT, "1e 2", "22P02 invalid text for a point: not a number"},
		{SHAPE_POINT, "1.2.3 4", "22P02 invalid text for a point: not a number"},
		{SHAPE_POINT, "1-2", "22P02 invalid text for a point: not a number"},
		{SHAPE_POINT, "- 2", "22P02 invalid text for a point: not a number"},
		{SHAPE_POINT, "0x1 2", "22P02 invalid text for a point: not a number"},
		{SHAPE_POINT, "1 2deg", "22P02 invalid text for a point: not a number"},
		{SHAPE_POINT, "1\x01 2", "22P02 invalid text for a point: not a number"},
		{SHAPE_POINT,
		 "inf 2",
		 "22P02 invalid text for a point: \"inf\" is not understood"},
		{SHAPE_POINT,
		 "1 nan",
		 "22P02 invalid text for a point: a number is expected here"},
		{SHAPE_POINT, ",1 2", "22P02 invalid text for a point: a comma is misplaced"},
		{SHAPE_POINT, "1,,2", "22P02 invalid text for a point: a comma is misplaced"},
		{SHAPE_POINT, "1 2,", "22P02 invalid text for a point: a number is missing"},
		{SHAPE_POINT, "(1,) 2", "22P02 invalid text for a point: a bracket is misplaced"},
		{SHAPE_POINT, "(1 2", "22P02 invalid text for a point: a bracket is open"},
		{SHAPE_POINT, "(1 2]", "22P02 invalid text for a point: a bracket is misplaced"},
		{SHAPE_POINT, "1 2)", "22P02 invalid text for a point: a bracket is misplaced"},
		{SHAPE_POINT,
		 "((((((((( 1 2",
		 "22P02 invalid text for a point: too many brackets"},
		{SHAPE_POINT,
		 "point point 1 2",
		 "22P02 invalid text for a point: a number is expected here"},
		{SHAPE_POINT, "box 1 2", "22P02 this is the text of a box, not of a point"},
		{SHAPE_POINT,
		 "fk4 1 2",
		 "0A000 invalid text for a point: \"fk4\" is not supported"},
		{SHAPE_POINT,
		 "1e999 0",
		 "22003 a number of the point is too large for double precision"},
		{SHAPE_POINT,
		 "1 90.00000000000001",
		 "22003 latitude 90.00000000000001 is out of range"},
		{SHAPE_CIRCLE, "1 2 -1e-300", "22003 radius -1e-300 is out of range"},
		{SHAPE_BOX, "1 2 3 181", "22003 height 181 is out of range"},
		{SHAPE_POLYGON,
		 "0 0 1 1 181 -1",
		 "22003 vertices 2 and 3 of the polygon lie opposite each other"},
		{SHAPE_POLYGON,
		 "0 90 1 1 0 -90",
		 "22003 vertices 3 and 1 of the polygon lie opposite each other"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is(read_text(cases[i].shape, cases[i].text), cases[i].fault, cases[i].fault);
}

/* Hints and places of faults, cut between characters. */
static void
test_details(void)
{
	SkyError err = {0};
	size_t count;

	shape_parse(SHAPE_POINT, "1 x€€€€€€€€€€", &arena, &count, &err);
	is(err.detail, "Reading stopped at byte 3: \"x€€€€€€€\".", "cut between characters");
	is(err.hint, "Write degrees, such as \"10.5 -20\".", "what to write");
	ok(err.position == 2, "where it is");
}

/* What only numbers can have wrong, and the order of numbers. */
static void
test_numbers(void)
{
	const double low[] = {1, 2, 3, 4, 5, 6};
	const double high[] = {1, 2, 3, 4, 5, 7};
	const double minus[] = {-0.0, 1};
	const double plus[] = {0.0, 1};
	SkyError err = {0};

	ok(!shape_check(SHAPE_POINT, (const double[]){NAN, 0}, 2, &err), "NaN is refused");
	is(err.message, "longitude is not a finite number", "with a message");
	is(err.hint, "Any finite number of degrees will do.", "and a hint");
	err = (SkyError){0};
	ok(!shape_check(SHAPE_POLYGON, (const double[]){1, 2, 3, 4, 5, INFINITY}, 6, &err),
	   "so are infinite vertices");
	is(err.detail, "This is vertex 3 of the polygon.", "it says which");
	ok(!shape_check(SHAPE_POLYGON, low, 5, NULL), "and half vertices");
	ok(shape_compare(low, 6, high, 6) == -1 && shape_compare(high, 6, low, 6) == 1 &&
		   shape_compare(low, 6, low, 6) == 0,
	   "the order of numbers");
	ok(shape_compare(low, 4, low, 6) == -1 && shape_compare(low, 6, low, 4) == 1,
	   "the shorter first");
	ok(shape_compare(minus, 2, plus, 2) == 0, "-0 equals 0");
}

static void
test_limit(void)
{
	size_t length = (size_t) SHAPE_MAX_VERTICES * 8 + 8;
	char *text = malloc(length + 1);
	size_t count = 0;
	char *at = text;

	for (int i = 0; i < SHAPE_MAX_VERTICES; i++)
		at += sprintf(at, "%d %d ", i % 360, i % 90);
	ok(shape_parse(SHAPE_POLYGON, text, &arena, &count, NULL) != NULL &&
		   count == 2 * SHAPE_MAX_VERTICES,
	   "the largest polygon");
	strcpy(at, "1 2");
	is(read_text(SHAPE_POLYGON, text),
	   "54000 a polygon of 10001 vertices is too large",
	   "one more");
	strcpy(at, "1 2 3");
	is(read_text(SHAPE_POLYGON, text),
	   "54000 invalid text for a polygon: too many numbers",
	   "far more");
	free(text);
}

int
main(void)
{
	arena_init_malloc(&arena, 0);
	test_round_trip();
	test_tolerance();
	test_faults();
	test_details();
	test_numbers();
	test_limit();
	arena_fini(&arena);
	return unit_done();
}
