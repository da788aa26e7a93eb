#ifndef BASE_VOUNIT_H
#define BASE_VOUNIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/*
 * Units of measurement as VOUnits 1.1 writes them: read, computed with, compared,
 * converted, written.
 *
 * A unit keeps the symbols it was written with, so that mas/yr times yr is mas, and
 * yr stays yr.  What a symbol is worth is looked up when units are compared.
 */
#define UNIT_TERMS_MAX 12
#define UNIT_TEXT_MAX  256

/* A symbol, prefix and quotes included, to the power of power/root (lowest terms). */
typedef struct UnitTerm
{
	const char *symbol; /* borrowed from the text that was read */
	int length;
	int power;
	int root; /* > 0 */
} UnitTerm;

typedef struct Unit
{
	double scale; /* the number before it; 1 for none */
	int nterms;	  /* 0: dimensionless */
	UnitTerm terms[UNIT_TERMS_MAX];
} Unit;

typedef enum UnitSyntax
{
	UNIT_STANDARD, /* VOUnits 1.1 */
	UNIT_ANY	   /* also what FITS, OGIP and CDS write: "erg/s/cm^2", "km s-1" */
} UnitSyntax;

/*
 * Read a unit.  text must live as long as *unit.  On a fault returns false with the
 * byte where it is in err.  Symbols that VOUnits does not know are no fault.
 */
extern bool unit_parse(const char *text, UnitSyntax syntax, Unit *unit, SkyError *err);

/* *to = a * b**power; false if that has too many symbols.  to may be a or b. */
extern bool unit_multiply(const Unit *a, const Unit *b, int power, Unit *to);

/* *to = unit**(power/root), root > 0; false if the numbers get too big. */
extern bool unit_raise(const Unit *unit, int power, int root, Unit *to);

/*
 * What numbers in one unit have to be multiplied with to be in another; false if that
 * cannot be.  Unknown symbols equal themselves and nothing else.
 */
extern bool unit_convert(const Unit *from, const Unit *to, double *factor);

/* The first symbol that VOUnits does not know, as written; NULL if it knows them all. */
extern const char *unit_unknown(const Unit *unit, int *length);

/*
 * Write a unit as VOUnits wants it, NUL-terminated; "" for a dimensionless one.  False if
 * it is too long for that.
 */
extern bool unit_print(const Unit *unit, char to[UNIT_TEXT_MAX]);

/* The VOUnits symbol that was meant by an unknown one, or NULL: for hints. */
extern const char *unit_nearest(const char *symbol);

#endif
