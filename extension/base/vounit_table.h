#ifndef BASE_VOUNIT_TABLE_H
#define BASE_VOUNIT_TABLE_H

#include <stdbool.h>

/* The dimensions that units are made of; everything else is a product of these. */
typedef enum UnitDimension
{
	UNIT_M,
	UNIT_S,
	UNIT_KG,
	UNIT_A,
	UNIT_K,
	UNIT_MOL,
	UNIT_CD,
	UNIT_RAD,
	UNIT_MAG,
	UNIT_DB,
	UNIT_SUN,
	UNIT_COUNT,
	UNIT_PHOTON,
	UNIT_ADU,
	UNIT_PIXEL,
	UNIT_VOXEL,
	UNIT_BIN,
	UNIT_CHAN,
	UNIT_BEAM,
	UNIT_BIT,
	UNIT_DIMENSIONS /* how many there are */
} UnitDimension;

/* A symbol of VOUnits and what it is worth. */
typedef struct UnitSymbol
{
	const char *name;
	bool binary;		/* takes Ki, Mi and so on */
	long double factor; /* in powers of the dimensions */
	signed char powers[UNIT_DIMENSIONS];
} UnitSymbol;

/* A symbol as it stands in a unit, taken apart. */
typedef struct UnitMeaning
{
	const UnitSymbol *symbol; /* NULL: unknown to VOUnits */
	const char *name;		  /* of an unknown one, without prefix and quotes */
	int length;
	long double prefix; /* 1 for none */
} UnitMeaning;

/* Take a symbol of that length apart, quotes and all. */
extern UnitMeaning unit_meaning(const char *symbol, int length);

/* The i-th symbol, NULL past the end: for hints and tests. */
extern const UnitSymbol *unit_symbol(int i);

#endif
