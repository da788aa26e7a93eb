/*
 * prepared_pg.c
 *		Shapes as arguments, kept ready from call to call.
 *
 * An argument that is written in the query is made ready once.  Another one is made ready
 * again if its bytes differ from the last call's; what comes from a table's TOAST is
 * known by its pointer, without fetching it again.
 */
#include "postgres.h"

#include "geo/prepared_pg.h"

#include "access/detoast.h"
#include "miscadmin.h"
#include "nodes/primnodes.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/arena_pg.h"
#include "base/sky_type_pg.h"

#define MAX_ARGS 3

typedef struct PreparedCall
{
	PreparedArg args[MAX_ARGS];
} PreparedCall;

void
poll_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

/* Is an argument of the call a constant of the query? */
static bool
is_constant(const FmgrInfo *flinfo, int number)
{
	List *args = NIL;

	if (flinfo->fn_expr == NULL)
		return false;
	if (IsA(flinfo->fn_expr, FuncExpr))
		args = ((FuncExpr *) flinfo->fn_expr)->args;
	else if (IsA(flinfo->fn_expr, OpExpr))
		args = ((OpExpr *) flinfo->fn_expr)->args;
	return number < list_length(args) && IsA(list_nth(args, number), Const);
}

/* What is kept between calls; made in the first. */
static PreparedCall *
prepared_call(FmgrInfo *flinfo)
{
	PreparedCall *call = flinfo->fn_extra;
	Oid *types;
	int count;

	if (call != NULL)
		return call;
	call = MemoryContextAllocZero(flinfo->fn_mcxt, sizeof(PreparedCall));
	get_func_signature(flinfo->fn_oid, &types, &count);
	for (int i = 0; i < count && i < MAX_ARGS; i++)
	{
		call->args[i].shape = sky_type_shape(types[i]);
		call->args[i].constant = is_constant(flinfo, i);
		if (call->args[i].shape >= SHAPE_BOX)
			call->args[i].context = AllocSetContextCreate(
				flinfo->fn_mcxt, "sky prepared shape", ALLOCSET_SMALL_SIZES);
	}
	flinfo->fn_extra = call;
	return call;
}

/* Make the argument ready from its bytes, unless they are the last call's. */
static void
prepare(PreparedArg *arg, const void *bytes, Size size)
{
	Arena arena;
	void *kept;

	if (arg->ready && arg->size == size && memcmp(arg->bytes, bytes, size) == 0)
		return;
	arg->ready = false;
	MemoryContextReset(arg->context);
	kept = MemoryContextAllocHuge(arg->context, size);
	arg->bytes = memcpy(kept, bytes, size);
	arg->size = size;
	arena_init_context(&arena, arg->context, 0);
	if (arg->shape == SHAPE_MOC)
	{
		const SkyMoc *stored = kept;

		arg->moc = (Moc){.order = stored->order,
						 .ranges = stored->ranges,
						 .count = (size - SHAPE_MOC_HEADER) / sizeof(MocRange)};
	}
	else
		region_init(&arg->region, arg->shape, arg->bytes, size / sizeof(double), &arena);
	arg->ready = true;
}

/* Make ready what is kept in a context. */
static void
prepare_datum(PreparedArg *arg, Datum datum)
{
	const double *values;
	int count;

	if (arg->shape == SHAPE_MOC)
	{
		struct varlena *stored = PG_DETOAST_DATUM(datum);

		prepare(arg, stored, VARSIZE(stored));
		if ((Pointer) stored != DatumGetPointer(datum))
			pfree(stored);
		return;
	}
	count = sky_shape_doubles(arg->shape, datum, &values);
	prepare(arg, values, (Size) count * sizeof(double));
	sky_shape_release(arg->shape, datum, values);
}

const PreparedArg *
prepared_arg(FunctionCallInfo fcinfo, int number)
{
	PreparedArg *arg = &prepared_call(fcinfo->flinfo)->args[number];
	Datum datum = PG_GETARG_DATUM(number);
	bool toasted;
	struct varatt_external pointer;

	if (arg->ready && arg->constant)
		return arg;
	if (arg->shape == SHAPE_NONE)
		elog(ERROR,
			 "argument %d of function %u is not a shape",
			 number,
			 fcinfo->flinfo->fn_oid);
	if (arg->context == NULL)
	{
		/* Nothing to prepare that would be worth comparing. */
		const double *values;
		int count = sky_shape_doubles(arg->shape, datum, &values);

		region_init(&arg->region, arg->shape, values, (size_t) count, NULL);
		return arg;
	}
	toasted =
		arg->shape != SHAPE_BOX && VARATT_IS_EXTERNAL_ONDISK(DatumGetPointer(datum));
	if (toasted)
		VARATT_EXTERNAL_GET_POINTER(pointer, DatumGetPointer(datum));
	if (toasted && arg->ready && arg->toasted &&
		memcmp(&pointer, &arg->pointer, sizeof(pointer)) == 0)
		return arg;
	arg->toasted = false;
	prepare_datum(arg, datum);
	if (toasted)
	{
		arg->toasted = true;
		arg->pointer = pointer;
	}
	return arg;
}
