/* Listeners and threads. */
#include "server.h"

#include <errno.h>
#include <h2o.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "control.h"
#include "http.h"
#include "pool.h"

#define BACKLOG		1024
#define ACCEPT_TURN 64 /* connections taken before others get their turn */
#define POLL_MS		10

typedef struct ServerThread
{
	HttpServer http;
	ParkLot lot;
	ServerGroup *group;
	int fd;
	h2o_socket_t *listener;
	LoopMessage stop;
	bool stopping;
	pthread_t thread;
} ServerThread;

struct ServerGroup
{
	Shim *shim;
	int count;
	int running; /* atomic */
	ServerThread *threads;
};

/* A listening socket; on failure -1, with the reason in *why. */
static int
listen_on(const struct addrinfo *address, int64_t *port, const char **why)
{
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct sockaddr_storage bound;
	socklen_t len = sizeof(bound);
	struct sockaddr *wanted = address->ai_addr;
	int on = 1;
	in_port_t *slot = wanted->sa_family == AF_INET6
						  ? &((struct sockaddr_in6 *) wanted)->sin6_port
						  : &((struct sockaddr_in *) wanted)->sin_port;

	if (*port > 0)
		*slot = htons((uint16_t) *port); /* the other threads share what the first got */
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
		setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)) != 0 ||
		bind(fd, wanted, address->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0 ||
		getsockname(fd, (struct sockaddr *) &bound, &len) != 0)
	{
		*why = strerror(errno);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	*port =
		ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *) &bound)->sin6_port
										  : ((struct sockaddr_in *) &bound)->sin_port);
	return fd;
}

static void
on_accept(h2o_socket_t *listener, const char *err)
{
	ServerThread *self = listener->data;
	Shim *shim = self->http.shim;

	if (err != NULL)
		return;
	for (int i = 0; i < ACCEPT_TURN; i++)
	{
		h2o_socket_t *socket = h2o_evloop_socket_accept(listener);

		if (socket == NULL)
			break;
		if (__atomic_load_n(&shim->clients, __ATOMIC_RELAXED) >= shim->config.max_clients)
			h2o_socket_close(socket);
		else
			http_accept(&self->http, socket);
	}
}

/* In the thread: take who is already waiting, then no one. */
static void
on_stop(void *arg)
{
	ServerThread *self = arg;

	if (self->stopping)
		return;
	self->stopping = true;
	on_accept(self->listener, NULL);
	h2o_socket_close(self->listener);
	park_empty(&self->lot);
	http_stop(&self->http);
}

static void *
thread_main(void *arg)
{
	ServerThread *self = arg;
	Shim *shim = self->http.shim;
	Loop *loop = loop_create();
	PoolOptions options = {
		.loop = loop,
		.log = &shim->log,
		.database = shim->config.database,
		.connections = (int) shim->config.connections,
		.queue = (int) shim->config.queue,
		.connect_timeout_ms = shim->config.connect_timeout,
		.cancel = control_cancel,
		.cancel_arg = shim->control,
		.up = &shim->connections_up,
	};

	__atomic_store_n(&self->http.loop, loop, __ATOMIC_RELEASE);
	park_init(&self->lot, &shim->notices, loop);
	self->http.lot = &self->lot;
	self->http.memo =
		memo_create((size_t) (shim->config.credential_memory / self->group->count));
	self->http.pool = pool_create(&options);
	self->listener =
		h2o_evloop_socket_create(loop_sockets(loop), self->fd, H2O_SOCKET_FLAG_DONT_READ);
	self->listener->data = self;
	h2o_socket_read_start(self->listener, on_accept);
	while (!self->stopping || self->http.connections != NULL)
	{
		if (__atomic_load_n(&shim->stopping, __ATOMIC_RELAXED) && !self->stopping)
			on_stop(self);
		else
			loop_turn(loop);
		log_flush(&shim->log, &self->http.lines);
	}
	pool_close(self->http.pool);
	memo_free(self->http.memo);
	__atomic_sub_fetch(&self->group->running, 1, __ATOMIC_RELEASE);
	return NULL;
}

/* ADDRESS:PORT into its parts; the caller frees the addrinfo. */
static struct addrinfo *
resolve(const char *listen, const char **why)
{
	struct addrinfo hints = {.ai_family = AF_UNSPEC,
							 .ai_socktype = SOCK_STREAM,
							 .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	struct addrinfo *found = NULL;
	char host[256];
	const char *colon = strrchr(listen, ':');
	size_t len = (size_t) (colon - listen);
	int status;

	if (len > 1 && listen[0] == '[' && listen[len - 1] == ']')
	{
		listen++;
		len -= 2;
	}
	snprintf(host, sizeof(host), "%.*s", (int) len, listen);
	status = getaddrinfo(
		len == 0 || strcmp(host, "*") == 0 ? NULL : host, colon + 1, &hints, &found);
	*why = status != 0 ? gai_strerror(status) : NULL;
	return found;
}

ServerGroup *
servers_start(Shim *shim)
{
	const char *why = NULL;
	struct addrinfo *address = resolve(shim->config.listen, &why);
	ServerGroup *group = calloc(1, sizeof(*group));
	int64_t port = 0;
	char text[300];

	group->shim = shim;
	group->count = (int) shim->config.threads;
	if (group->count == 0)
		group->count = (int) sysconf(_SC_NPROCESSORS_ONLN);
	group->threads = calloc((size_t) group->count, sizeof(ServerThread));
	for (int i = 0; i < group->count && why == NULL; i++)
	{
		ServerThread *self = &group->threads[i];

		self->group = group;
		self->http.shim = shim;
		self->stop = (LoopMessage){.run = on_stop, .arg = self};
		if (getrandom(self->http.id_seed, sizeof(self->http.id_seed), 0) < 0)
			self->http.id_seed[0] = (uint64_t) clock_us() + (uint64_t) i;
		self->fd = listen_on(address, &port, &why);
		self->http.local_port = port;
	}
	if (address != NULL)
		freeaddrinfo(address);
	if (why != NULL)
	{
		fprintf(
			stderr, "pgsky-shim: could not listen on %s: %s\n", shim->config.listen, why);
		return NULL;
	}
	for (int i = 0; i < group->count; i++)
	{
		if (pthread_create(
				&group->threads[i].thread, NULL, thread_main, &group->threads[i]) != 0)
			return NULL;
		__atomic_add_fetch(&group->running, 1, __ATOMIC_RELAXED);
	}
	snprintf(text,
			 sizeof(text),
			 "%.*s:%lld",
			 (int) (strrchr(shim->config.listen, ':') - shim->config.listen),
			 shim->config.listen,
			 (long long) port);
	log_event(&shim->log, "info", "listening", text);
	return group;
}

bool
servers_stop(ServerGroup *group, int64_t deadline_ms)
{
	int64_t deadline = clock_us() + deadline_ms * 1000;

	__atomic_store_n(&group->shim->stopping, true, __ATOMIC_RELAXED);
	for (int i = 0; i < group->count; i++)
	{
		Loop *loop = __atomic_load_n(&group->threads[i].http.loop, __ATOMIC_ACQUIRE);

		if (loop != NULL) /* else it looks at "stopping" before its first turn */
			loop_post(loop, &group->threads[i].stop);
	}
	while (__atomic_load_n(&group->running, __ATOMIC_ACQUIRE) > 0)
	{
		struct timespec pause = {.tv_nsec = POLL_MS * 1000000};

		if (clock_us() >= deadline)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}
