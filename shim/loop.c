/* The event loop: libh2o's sockets and message queue, our own timers. */
#include "loop.h"

#include <fcntl.h>
#include <h2o.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define TIMER_LISTS 64 /* different durations */
#define WAIT_MAX_MS 60000

typedef struct TimerList
{
	int64_t ms;
	Timer anchor; /* circular, in order of due time */
} TimerList;

struct Loop
{
	h2o_evloop_t *sockets;
	h2o_multithread_queue_t *queue;
	h2o_multithread_receiver_t receiver;
	int nlists;
	TimerList lists[TIMER_LISTS];
};

struct Watch
{
	h2o_socket_t *socket;
	void (*ready)(void *arg);
	void *arg;
};

_Static_assert(sizeof(h2o_multithread_message_t) <= sizeof(void *[2]),
			   "LoopMessage begins with libh2o's message");

/* Run the calls that other threads have sent. */
static void
on_messages(h2o_multithread_receiver_t *receiver, h2o_linklist_t *messages)
{
	(void) receiver;
	while (!h2o_linklist_is_empty(messages))
	{
		LoopMessage *message = (LoopMessage *) messages->next;

		h2o_linklist_unlink(messages->next);
		message->run(message->arg);
	}
}

Loop *
loop_create(void)
{
	Loop *loop = calloc(1, sizeof(*loop));

	if (loop == NULL)
		return NULL;
	loop->sockets = h2o_evloop_create();
	loop->queue = h2o_multithread_create_queue(loop->sockets);
	h2o_multithread_register_receiver(loop->queue, &loop->receiver, on_messages);
	return loop;
}

struct st_h2o_evloop_t *
loop_sockets(Loop *loop)
{
	return loop->sockets;
}

void
loop_post(Loop *loop, LoopMessage *message)
{
	message->link[0] = message->link[1] = NULL;
	h2o_multithread_send_message(&loop->receiver, (h2o_multithread_message_t *) message);
}

int64_t
clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* How long the loop may sleep [ms]. */
static int32_t
time_to_next(Loop *loop)
{
	int64_t now = clock_us();
	int64_t wait = WAIT_MAX_MS * INT64_C(1000);

	for (int i = 0; i < loop->nlists; i++)
	{
		Timer *first = loop->lists[i].anchor.next;

		if (first != &loop->lists[i].anchor && first->due_us - now < wait)
			wait = first->due_us - now;
	}
	return wait <= 0 ? 0 : (int32_t) ((wait + 999) / 1000);
}

void
loop_turn(Loop *loop)
{
	int64_t now;

	h2o_evloop_run(loop->sockets, time_to_next(loop));
	now = clock_us();
	for (int i = 0; i < loop->nlists; i++)
	{
		Timer *anchor = &loop->lists[i].anchor;

		while (anchor->next != anchor && anchor->next->due_us <= now)
		{
			Timer *timer = anchor->next;

			timer_stop(timer);
			timer->fire(timer->arg);
		}
	}
}

/* The list of a duration.  When there are too many, the nearest shorter one. */
static TimerList *
list_of(Loop *loop, int64_t ms)
{
	TimerList *nearest = &loop->lists[0];

	for (int i = 0; i < loop->nlists; i++)
	{
		if (loop->lists[i].ms == ms)
			return &loop->lists[i];
		if (loop->lists[i].ms < ms && loop->lists[i].ms > nearest->ms)
			nearest = &loop->lists[i];
	}
	if (loop->nlists == TIMER_LISTS)
		return nearest;
	nearest = &loop->lists[loop->nlists++];
	nearest->ms = ms;
	nearest->anchor.next = nearest->anchor.prev = &nearest->anchor;
	return nearest;
}

void
timer_start(Loop *loop, Timer *timer, int64_t ms, void (*fire)(void *arg), void *arg)
{
	TimerList *list = list_of(loop, ms);

	timer_stop(timer);
	timer->due_us = clock_us() + list->ms * 1000;
	timer->fire = fire;
	timer->arg = arg;
	timer->next = &list->anchor;
	timer->prev = list->anchor.prev;
	timer->prev->next = timer->next->prev = timer;
}

void
timer_stop(Timer *timer)
{
	if (timer->next == NULL)
		return;
	timer->prev->next = timer->next;
	timer->next->prev = timer->prev;
	timer->next = timer->prev = NULL;
}

static void
on_socket(h2o_socket_t *socket, const char *err)
{
	Watch *watch = socket->data;

	(void) err; /* libpq finds out by itself */
	watch->ready(watch->arg);
}

Watch *
watch_open(Loop *loop, int fd, void (*ready)(void *arg), void *arg)
{
	/* h2o_socket_close closes what it was given, and libpq closes its own. */
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	Watch *watch = copy >= 0 ? calloc(1, sizeof(*watch)) : NULL;

	if (watch == NULL)
	{
		if (copy >= 0)
			close(copy);
		return NULL;
	}
	watch->ready = ready;
	watch->arg = arg;
	watch->socket =
		h2o_evloop_socket_create(loop->sockets, copy, H2O_SOCKET_FLAG_DONT_READ);
	watch->socket->data = watch;
	return watch;
}

void
watch_read(Watch *watch, bool wanted)
{
	if (wanted == (bool) h2o_socket_is_reading(watch->socket))
		return;
	if (wanted)
		h2o_socket_read_start(watch->socket, on_socket);
	else
		h2o_socket_read_stop(watch->socket);
}

void
watch_write(Watch *watch)
{
	if (!h2o_socket_is_writing(watch->socket))
		h2o_socket_notify_write(watch->socket, on_socket);
}

void
watch_close(Watch *watch)
{
	if (watch == NULL)
		return;
	h2o_socket_close(watch->socket);
	free(watch);
}
