/*
 * ivoa_sql.c
 *		Functions of the IVOA's catalogue that have no other place: words, histograms.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"

#include "adql/words.h"
#include "base/export_pg.h"

#define BINS_MAX 100000

SKY_FUNCTION(has_word)
{
	text *haystack = PG_GETARG_TEXT_PP(0);
	text *needle = PG_GETARG_TEXT_PP(1);

	PG_RETURN_BOOL(words_contain(VARDATA_ANY(haystack),
								 VARSIZE_ANY_EXHDR(haystack),
								 VARDATA_ANY(needle),
								 VARSIZE_ANY_EXHDR(needle)));
}

/* The limits of a histogram, or 22023. */
static void
check_bins(double lower, double upper, int nbins)
{
	if (nbins < 1 || nbins > BINS_MAX)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("a histogram of %d bins is not possible", nbins),
				errhint("It has 1 to %d bins.", BINS_MAX));
	if (!(isfinite(lower) && isfinite(upper) && lower < upper))
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("a histogram from %g to %g is not possible", lower, upper),
				errhint("The lower limit comes first."));
}

/* The counts of a state that somebody may have made up. */
static int64 *
counts_of(ArrayType *state, int *count)
{
	if (ARR_NDIM(state) != 1 || ARR_HASNULL(state) || ARR_ELEMTYPE(state) != INT8OID)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("the state is not that of a histogram"));
	*count = ARR_DIMS(state)[0];
	return (int64 *) ARR_DATA_PTR(state);
}

/* The state so far: made for the first row, then changed where it is. */
static ArrayType *
state_arg(FunctionCallInfo fcinfo, MemoryContext context, int nbins)
{
	MemoryContext outer;
	ArrayType *state;
	Datum *zeroes;

	if (!PG_ARGISNULL(0))
		return PG_GETARG_ARRAYTYPE_P(0);
	outer = MemoryContextSwitchTo(context);
	zeroes = palloc0((nbins + 2) * sizeof(Datum));
	state = construct_array(
		zeroes, nbins + 2, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE);
	pfree(zeroes);
	MemoryContextSwitchTo(outer);
	return state;
}

/* Where a value is counted: 0 below, then the bins, the last one with its upper limit. */
static int
bin_of(double value, double lower, double upper, int nbins)
{
	if (value > upper || isnan(value))
		return nbins + 1;
	if (value < lower)
		return 0;
	return 1 + Min((int) ((value - lower) / (upper - lower) * nbins), nbins - 1);
}

/* state, value, lower, upper, nbins: nulls are counted as below. */
SKY_FUNCTION(histogram_add)
{
	MemoryContext context;
	ArrayType *state;
	int64 *counts;
	double lower;
	double upper;
	int nbins;
	int ncounts;

	if (!AggCheckCallContext(fcinfo, &context))
		ereport(ERROR,
				errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				errmsg("this function is a part of sky.histogram"));
	if (PG_ARGISNULL(2) || PG_ARGISNULL(3) || PG_ARGISNULL(4))
		ereport(ERROR,
				errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				errmsg("a limit of the histogram is null"));
	lower = PG_GETARG_FLOAT8(2);
	upper = PG_GETARG_FLOAT8(3);
	nbins = PG_GETARG_INT32(4);
	check_bins(lower, upper, nbins);
	state = state_arg(fcinfo, context, nbins);
	counts = counts_of(state, &ncounts);
	if (ncounts != nbins + 2)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("the number of bins changes from row to row"));
	counts[PG_ARGISNULL(1) ? 0 : bin_of(PG_GETARG_FLOAT8(1), lower, upper, nbins)]++;
	PG_RETURN_ARRAYTYPE_P(state);
}

/* Two parts of one histogram, of parallel workers. */
SKY_FUNCTION(histogram_combine)
{
	ArrayType *state;
	int64 *sum;
	int64 *part;
	int nsum;
	int npart;

	if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
		PG_RETURN_NULL();
	state = PG_GETARG_ARRAYTYPE_P_COPY(PG_ARGISNULL(0) ? 1 : 0);
	sum = counts_of(state, &nsum);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_ARRAYTYPE_P(state);
	part = counts_of(PG_GETARG_ARRAYTYPE_P(1), &npart);
	for (int i = 0; i < Min(nsum, npart); i++)
		sum[i] += part[i];
	PG_RETURN_ARRAYTYPE_P(state);
}

/* What the catalogue wants: INTEGER[]. */
SKY_FUNCTION(histogram_final)
{
	int ncounts;
	int64 *counts = counts_of(PG_GETARG_ARRAYTYPE_P(0), &ncounts);
	Datum *result = palloc(ncounts * sizeof(Datum));

	for (int i = 0; i < ncounts; i++)
	{
		if (counts[i] > PG_INT32_MAX || counts[i] < 0)
			ereport(ERROR,
					errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					errmsg("integer out of range"),
					errdetail("A bin of the histogram has " INT64_FORMAT " values.",
							  counts[i]));
		result[i] = Int32GetDatum((int32) counts[i]);
	}
	PG_RETURN_ARRAYTYPE_P(
		construct_array(result, ncounts, INT4OID, sizeof(int32), true, TYPALIGN_INT));
}
