/*
 * shape_text.c
 *		Shapes from and to text.
 */
#include "geo/shape_text.h"

#include <string.h>

#include "base/table.h"
#include "geo/region_words.h"
#include "geo/shape_check.h"
#include "geo/shape_frame.h"
#include "geo/shape_scan.h"

/* What a word of a shape's text means. */
typedef enum WordUse
{
	WORD_SHAPE,	  /* a shape or an operation */
	WORD_FRAME,	  /* where the numbers are counted from */
	WORD_NOTHING, /* says nothing that matters to us */
	WORD_UNIT,	  /* a unit follows */
	WORD_REFUSED,
} WordUse;

typedef struct Word
{
	const char *name;
	WordUse use;
	RegionKind kind; /* of a shape */
	bool corners;	 /* both coordinates of one corner come first, not both longitudes */
	const char *frame; /* as refframe_find() knows it; NULL: that of ICRS */
	const char *hint;  /* what to write instead of what is refused */
} Word;

/*
 * STC-S 1.33 and DALI 1.2: shapes, operations, frames, reference positions and flavours.
 * FK5 and J2000 are taken for ICRS, from which they are a few hundredths of an arcsecond
 * away.
 */
static const Word words[] = {
	{.name = "allsky", .kind = REGION_SKY},
	{.name = "b1950",
	 .use = WORD_REFUSED,
	 .hint = "Convert from FK4 to ICRS first: positions there depend on their epoch."},
	{.name = "barycenter", .use = WORD_NOTHING},
	{.name = "box", .kind = REGION_BOX},
	{.name = "circle", .kind = REGION_CIRCLE},
	{.name = "convex",
	 .use = WORD_REFUSED,
	 .hint = "Write the Intersection of Circles instead."},
	{.name = "difference", .kind = REGION_DIFFERENCE},
	{.name = "ecliptic", .use = WORD_FRAME, .frame = "ECLIPTIC"},
	{.name = "ellipse",
	 .use = WORD_REFUSED,
	 .hint = "Write a Polygon that is near enough to it."},
	{.name = "fk4",
	 .use = WORD_REFUSED,
	 .hint = "Convert from FK4 to ICRS first: positions there depend on their epoch."},
	{.name = "fk5", .use = WORD_FRAME},
	{.name = "galactic", .use = WORD_FRAME, .frame = "GALACTIC"},
	{.name = "galactic_ii", .use = WORD_FRAME, .frame = "GALACTIC"},
	{.name = "geocenter", .use = WORD_NOTHING},
	{.name = "heliocenter", .use = WORD_NOTHING},
	{.name = "icrs", .use = WORD_FRAME},
	{.name = "intersection", .kind = REGION_INTERSECTION},
	{.name = "j2000", .use = WORD_FRAME},
	{.name = "not", .kind = REGION_NOT},
	{.name = "point", .kind = REGION_POINT},
	{.name = "polygon", .kind = REGION_POLYGON},
	{.name = "position", .kind = REGION_POINT},
	{.name = "positioninterval", .kind = REGION_RANGE, .corners = true},
	{.name = "range", .kind = REGION_RANGE},
	{.name = "spherical2", .use = WORD_NOTHING},
	{.name = "super_galactic", .use = WORD_FRAME, .frame = "SUPER_GALACTIC"},
	{.name = "topocenter", .use = WORD_NOTHING},
	{.name = "union", .kind = REGION_UNION},
	{.name = "unit", .use = WORD_UNIT},
	{.name = "unknownframe", .use = WORD_FRAME},
	{.name = "unknownrefpos", .use = WORD_NOTHING},
};

/* What holds of a shape and of all within it. */
typedef struct Context
{
	const Word *frame; /* NULL: none was named */
	int depth;
} Context;

/* The next word, not stepped over; NULL if it is none of ours. */
static const Word *
peek_word(Scan *scan, char name[SCAN_WORD_MAX + 1])
{
	const char *start = scan->at;

	scan_word(scan, name);
	scan->at = start;
	return SKY_TABLE_FIND(words, name);
}

/* Fail at a word that is not supported, or not understood. */
static bool
refuse_word(Scan *scan, const char *name, const Word *word)
{
	bool known = word != NULL && word->use == WORD_REFUSED;

	sky_error(scan->err,
			  known ? SKY_E_UNSUPPORTED : SKY_E_BAD_TEXT,
			  (int) (scan->at - scan->text),
			  "invalid text for a %s: \"%s\" is not %s",
			  shape_name(scan->shape),
			  name,
			  known ? "supported" : "understood");
	if (known)
		return sky_error_hint(scan->err, "%s", word->hint);
	return sky_error_hint(
		scan->err,
		"Write ICRS degrees, such as \"%s\"; convert from other frames first.",
		shape_example(scan->shape));
}

/* Frame, reference position and flavour in front of numbers or members. */
static bool
read_frame(Scan *scan, Context *context)
{
	char name[SCAN_WORD_MAX + 1];

	while (scan_is_letter(scan_next(scan)))
	{
		const Word *word = peek_word(scan, name);

		if (word == NULL || word->use == WORD_REFUSED)
			return refuse_word(scan, name, word);
		if (word->use == WORD_SHAPE && context->depth > 0)
			return true;
		if (word->use != WORD_FRAME && word->use != WORD_NOTHING)
			return scan_fail(scan, scan->at, "a number is expected here");
		if (word->use == WORD_FRAME)
		{
			if (context->frame != NULL && context->frame->frame != word->frame)
				return scan_fail(scan, scan->at, "a second frame");
			context->frame = word;
		}
		scan_word(scan, name);
	}
	return true;
}

/* "unit deg" or "unit deg deg" behind the numbers: what we take for granted. */
static bool
read_unit(Scan *scan)
{
	char name[SCAN_WORD_MAX + 1];
	const Word *word;

	if (!scan_is_letter(scan_next(scan)))
		return true;
	word = peek_word(scan, name);
	if (word == NULL || word->use != WORD_UNIT)
		return true;
	scan_word(scan, name);
	for (int i = 0; i < 2 && scan_is_letter(scan_next(scan)); i++)
	{
		word = peek_word(scan, name);
		if (i > 0 && word != NULL)
			break;
		if (strcmp(name, "deg") != 0)
			return scan_fail(scan, scan->at, "only degrees are read");
		scan_word(scan, name);
	}
	return true;
}

/* The numbers of a shape, and its frame in front of them. */
static bool
read_shape(Scan *scan, const Word *word, Context context)
{
	size_t head = scan->count;
	double *values;
	RegionKind kind = word->kind;

	if (!scan_put(scan, kind) || !scan_put(scan, 0) || !read_frame(scan, &context) ||
		!scan_numbers(scan) || !read_unit(scan))
		return false;
	values = scan->values + head + REGION_HEAD;
	scan->values[head + 1] = (double) (scan->count - head - REGION_HEAD);
	if (word->corners && scan->count == head + REGION_HEAD + 4)
	{
		double lat = values[1];

		values[1] = values[2];
		values[2] = lat;
	}
	if (kind == REGION_SKY && scan->count > head + REGION_HEAD)
		return scan_fail(scan, scan->at, "the whole sky has no numbers");
	if (!region_check(scan->values + head, scan->count - head, scan->err))
		return false;
	return context.frame == NULL || context.frame->frame == NULL ||
		   shape_from_frame(scan, head, context.frame->frame);
}

static bool read_members(Scan *scan, Context context, size_t *count);

/* The members of an operation, in brackets. */
static bool
read_operation(Scan *scan, const Word *word, Context context)
{
	size_t head = scan->count;
	const char *start = scan->at;
	size_t count;
	char closer;

	if (context.depth == REGION_MAX_DEPTH)
	{
		sky_error(scan->err,
				  SKY_E_TOO_COMPLEX,
				  (int) (start - scan->text),
				  "a region is nested too deep");
		return sky_error_hint(scan->err, "At most %d levels are read.", REGION_MAX_DEPTH);
	}
	if (!scan_put(scan, word->kind) || !scan_put(scan, 0) || !read_frame(scan, &context))
		return false;
	closer = *scan->at == '(' ? ')' : *scan->at == '[' ? ']' : '\0';
	if (closer == '\0')
		return scan_fail(scan, scan->at, "a bracket is expected here");
	scan->at++;
	context.depth++;
	if (!read_members(scan, context, &count))
		return false;
	if (*scan->at != closer)
		return scan_fail(scan,
						 scan->at,
						 *scan->at == '\0' ? "a bracket is open"
										   : "a shape is expected here");
	if (count == 0 || (word->kind == REGION_NOT && count != 1))
		return scan_fail(scan,
						 scan->at,
						 count == 0 ? "a shape is missing"
									: "of what is Not there is one");
	scan->at++;
	scan->values[head + 1] = (double) count;
	return true;
}

/* Is this what is wanted? */
static bool
check_wanted(Scan *scan, const Word *word)
{
	const char *got =
		word->kind <= REGION_POLYGON ? shape_name((SkyShape) word->kind) : "region";

	if (scan->shape == SHAPE_REGION || word->kind == (RegionKind) scan->shape)
		return true;
	sky_error(scan->err,
			  SKY_E_BAD_TEXT,
			  (int) (scan->at - scan->text),
			  "this is the text of a %s, not of a %s",
			  got,
			  shape_name(scan->shape));
	return sky_error_hint(scan->err, "Cast it to sky.%s.", got);
}

/* Shapes and operations one after the other; commas may part them. */
static bool
read_members(Scan *scan, Context context, size_t *count)
{
	char name[SCAN_WORD_MAX + 1];

	for (*count = 0; scan_is_letter(scan_next(scan)) || (*count > 0 && *scan->at == ',');
		 ++*count)
	{
		const Word *word;

		scan->at += *scan->at == ',';
		scan_next(scan);
		word = peek_word(scan, name);
		if (word == NULL || word->use == WORD_REFUSED)
			return refuse_word(scan, name, word);
		if (word->use != WORD_SHAPE)
			return scan_fail(scan, scan->at, "a shape is expected here");
		if (!check_wanted(scan, word))
			return false;
		scan_word(scan, name);
		if (!(word->kind < REGION_UNION ? read_shape(scan, word, context)
										: read_operation(scan, word, context)))
			return false;
	}
	return true;
}

/* The whole text as words; several shapes in a row are a union. */
static bool
read_words(Scan *scan)
{
	size_t count;

	if (!read_members(scan, (Context){.frame = NULL}, &count))
		return false;
	if (*scan->at != '\0' || count == 0)
		return scan_fail(scan, scan->at, "a shape is expected here");
	if (count == 1)
		return true;
	if (!scan_put(scan, 0) || !scan_put(scan, 0))
		return false;
	memmove(scan->values + REGION_HEAD,
			scan->values,
			(scan->count - REGION_HEAD) * sizeof(double));
	scan->values[0] = REGION_UNION;
	scan->values[1] = (double) count;
	return true;
}

/* The one shape that was read, without its head. */
static double *
only_shape(Scan *scan, size_t *count)
{
	if (scan->values[0] == scan->shape &&
		scan->count == REGION_HEAD + (size_t) scan->values[1])
	{
		*count = scan->count - REGION_HEAD;
		return scan->values + REGION_HEAD;
	}
	sky_error(scan->err,
			  SKY_E_BAD_TEXT,
			  0,
			  "this is the text of a region, not of a %s",
			  shape_name(scan->shape));
	sky_error_hint(scan->err, "Cast it to sky.region.");
	return NULL;
}

/* Nothing but the numbers of a point, circle, box or polygon. */
static bool
read_numbers(Scan *scan)
{
	if (!scan_numbers(scan))
		return false;
	if (*scan->at != '\0')
		return scan_fail(scan,
						 scan->at,
						 scan_is_letter(*scan->at) ? "a number is expected here"
												   : "a bracket is misplaced");
	return true;
}

double *
shape_parse(SkyShape shape, const char *text, Arena *arena, size_t *count, SkyError *err)
{
	Scan scan = {.shape = shape, .text = text, .at = text, .err = err};
	bool named = shape == SHAPE_REGION || scan_is_letter(scan_next(&scan));
	size_t most = shape == SHAPE_REGION ? REGION_MAX_WORDS : 2 * SHAPE_MAX_VERTICES;

	/*
	 * Each number but the last takes two bytes or more, and a head, as what a box may
	 * become in ICRS, fewer numbers than its word has letters.
	 */
	scan.room = strlen(text) / (named ? 1 : 2) + REGION_HEAD + 1;
	if (scan.room > most + REGION_HEAD)
		scan.room = most + REGION_HEAD;
	scan.values = arena_array(arena, scan.room, sizeof(double));
	if (!(named ? read_words(&scan) : read_numbers(&scan)))
		return NULL;
	*count = scan.count;
	if (named && shape != SHAPE_REGION)
		return only_shape(&scan, count);
	return shape_check(shape, scan.values, scan.count, err) ? scan.values : NULL;
}

size_t
shape_print(char *to, const double *values, size_t count)
{
	char *at = to;

	for (size_t i = 0; i < count; i++)
	{
		if (i > 0)
			*at++ = ' ';
		at += number_put_double(at, values[i]);
	}
	*at = '\0';
	return (size_t) (at - to);
}
