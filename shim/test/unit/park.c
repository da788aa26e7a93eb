/* Waiting for notices: none is missed, none is heard twice, times are kept. */
#include "park.h"

#include <string.h>

#include "tap.h"

/* A loop that posts at once when it is turned, and has a clock of its own. */
static int64_t now_us;
static LoopMessage *posted;
static Timer *tick;

int64_t
clock_us(void)
{
	return now_us;
}

void
loop_post(Loop *loop, LoopMessage *message)
{
	(void) loop;
	posted = message;
}

void
timer_start(Loop *loop, Timer *timer, int64_t ms, void (*fire)(void *arg), void *arg)
{
	(void) loop;
	(void) ms;
	timer->fire = fire;
	timer->arg = arg;
	tick = timer;
}

void
timer_stop(Timer *timer)
{
	if (tick == timer)
		tick = NULL;
}

static void
turn(int64_t ms)
{
	LoopMessage *message = posted;

	posted = NULL;
	if (message != NULL)
		message->run(message->arg);
	now_us += ms * 1000;
	if (tick != NULL)
		tick->fire(tick->arg);
}

static Notices notices;
static ParkLot lot;
static int woken[3];

static void
wake(void *arg)
{
	(*(int *) arg)++;
}

/* Park a fresh one. */
static bool
enter(Parked *parked, int n, const char *key, uint64_t count, int64_t ms)
{
	*parked = (Parked){.wake = wake, .arg = &woken[n]};
	return park_enter(&lot, parked, key, count, ms);
}

int
main(void)
{
	Parked a;
	Parked b;
	Parked c;
	uint64_t count;

	notices_init(&notices);
	park_init(&lot, &notices, NULL);
	notices_missed(&notices, true);
	turn(0);

	count = notices_count(&notices);
	check(enter(&a, 0, "one", count, 10000) && enter(&b, 1, "two", count, 10000) &&
			  enter(&c, 2, "one", count, 500),
		  "three wait");
	turn(100);
	check(woken[0] + woken[1] + woken[2] == 0, "nothing happens");
	notices_put(&notices, "three");
	notices_put(&notices, "two");
	turn(100);
	check(woken[0] == 0 && woken[1] == 1 && woken[2] == 0, "one is woken by its key");
	turn(400);
	check(woken[2] == 1 && woken[0] == 0, "one by the time");
	notices_put(&notices, "one");
	turn(0);
	check(woken[0] == 1 && woken[1] == 1 && woken[2] == 1, "each once");
	check(tick == NULL, "nobody waits: no clock ticks");

	count = notices_count(&notices);
	notices_put(&notices, "late");
	check(!enter(&a, 0, "late", count, 1000),
		  "a notice before the parking is not missed");
	check(enter(&a, 0, "late", notices_count(&notices), 1000), "an older one counts not");
	park_leave(&lot, &a);
	park_leave(&lot, &a);
	notices_put(&notices, "late");
	turn(2000);
	check(woken[0] == 1, "who has left is not woken");

	count = notices_count(&notices);
	for (int i = 0; i <= NOTICES_KEPT; i++)
		notices_put(&notices, "many");
	check(!enter(&a, 0, "other", count, 1000),
		  "more than are kept: perhaps it was there");
	count = notices_count(&notices);
	check(enter(&a, 0, "a", count, 60000) && enter(&b, 1, "b", count, 60000), "two wait");
	for (int i = 0; i <= NOTICES_KEPT; i++)
		notices_put(&notices, "many");
	turn(0);
	turn(100);
	check(woken[0] == 2 && woken[1] == 2, "both are woken, because one may be meant");

	notices_missed(&notices, false);
	turn(0);
	check(enter(&a, 0, "a", notices_count(&notices), 60000), "one waits unheard");
	turn(PARK_DEAF_MS);
	check(woken[0] == 3, "it asks again before long");
	check(enter(&a, 0, "a", notices_count(&notices), 60000) &&
			  enter(&b, 1, "a", notices_count(&notices), 60000),
		  "two wait");
	park_empty(&lot);
	check(woken[0] == 4 && woken[1] == 3 && tick == NULL, "all are woken");
	return tap_done();
}
