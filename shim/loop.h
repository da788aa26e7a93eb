#ifndef SHIM_LOOP_H
#define SHIM_LOOP_H

#include <stdbool.h>
#include <stdint.h>

/*
 * One event loop a thread: sockets by libh2o, timers by the monotonic clock (libh2o's own
 * follow the wall clock, and a clock that is set would fire or stop them all).  The only
 * place that knows how a libpq socket is watched.
 */
typedef struct Loop Loop;
struct st_h2o_evloop_t;

extern Loop *loop_create(void);
extern struct st_h2o_evloop_t *loop_sockets(Loop *loop);

/* Wait for something to happen and call whom it concerns. */
extern void loop_turn(Loop *loop);

/* Microseconds of a clock that only goes forward. */
extern int64_t clock_us(void);

/* Zero a timer before its first use; it lives in its owner and fires once per start. */
typedef struct Timer
{
	struct Timer *next;
	struct Timer *prev;
	int64_t due_us;
	void (*fire)(void *arg);
	void *arg;
} Timer;

/* (Re)start a timer.  Loops keep a list per duration, so use few different ones. */
extern void
timer_start(Loop *loop, Timer *timer, int64_t ms, void (*fire)(void *arg), void *arg);
extern void timer_stop(Timer *timer);

/* A file descriptor that belongs to someone else (libpq). */
typedef struct Watch Watch;

/*
 * ready is called when a direction that is wanted may go on.  NULL: out of descriptors.
 */
extern Watch *watch_open(Loop *loop, int fd, void (*ready)(void *arg), void *arg);
extern void watch_read(Watch *watch, bool wanted);
/* Once; must be asked for again. */
extern void watch_write(Watch *watch);
/* NULL is taken. */
extern void watch_close(Watch *watch);

/* A call from another thread: run(arg) in the loop's thread.  Lives in its sender. */
typedef struct LoopMessage
{
	void *link[2]; /* of libh2o */
	void (*run)(void *arg);
	void *arg;
} LoopMessage;

extern void loop_post(Loop *loop, LoopMessage *message);

#endif
