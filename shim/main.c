/* pgsky-shim: HTTP in front, a pgsky database behind. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "control.h"
#include "keeper.h"
#include "loop.h"
#include "server.h"
#include "shim.h"

#define THREAD_DESCRIPTORS 8  /* of each thread: its loop, listener, messages */
#define OWN_DESCRIPTORS	   24 /* of the program: log, control connection, and spare */
#define EXIT_USAGE		   2

RouteTable *
shim_routes(Shim *shim)
{
	RouteTable *routes;

	pthread_mutex_lock(&shim->routes_lock);
	routes = shim->routes != NULL ? route_table_share(shim->routes) : NULL;
	pthread_mutex_unlock(&shim->routes_lock);
	return routes;
}

void
shim_set_routes(Shim *shim, RouteTable *routes)
{
	RouteTable *old;

	pthread_mutex_lock(&shim->routes_lock);
	old = shim->routes;
	shim->routes = routes;
	pthread_mutex_unlock(&shim->routes_lock);
	route_table_release(old);
}

/*
 * As many descriptors as the system lets us have: each client is one.  No more clients
 * than that, because one who cannot be accepted keeps its loop awake.
 */
static void
fit_descriptors(Shim *shim)
{
	Config *config = &shim->config;
	int64_t threads =
		config->threads > 0 ? config->threads : sysconf(_SC_NPROCESSORS_ONLN);
	int64_t own = threads * (config->connections + THREAD_DESCRIPTORS) + OWN_DESCRIPTORS;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur == RLIM_INFINITY ||
		(int64_t) limit.rlim_cur >= own + config->max_clients)
		return;
	config->max_clients =
		(int64_t) limit.rlim_cur > own ? (int64_t) limit.rlim_cur - own : 1;
	log_event(&shim->log,
			  "warning",
			  "fewer clients than max-clients will be taken",
			  "the limit of open files (ulimit -n) is too low");
}

/* KeeperOptions.ask_database */
static void
ask_database(void *arg)
{
	control_ask_keys(((Shim *) arg)->control);
}

/* What is wrong with the file of issuers is told on standard error. */
static bool
make_keeper(Shim *shim)
{
	KeeperOptions options = {
		.file = shim->config.issuers,
		.refresh_ms = shim->config.keys_refresh,
		.log = &shim->log,
		.notices = &shim->notices,
		.ask_database = ask_database,
		.arg = shim,
	};

	shim->keeper = keeper_create(&options, stderr);
	return shim->keeper != NULL;
}

/* Wait for signals; returns when the program shall stop. */
static void
wait_for_stop(Shim *shim, const sigset_t *signals)
{
	int number;

	while (sigwait(signals, &number) == 0)
	{
		if (number != SIGHUP)
			return;
		log_reopen(&shim->log);
		log_event(&shim->log, "info", "log opened again", NULL);
		keeper_reload(shim->keeper);
	}
}

int
main(int argc, char **argv)
{
	static Shim shim = {.routes_lock = PTHREAD_MUTEX_INITIALIZER};
	ServerGroup *servers;
	sigset_t signals;
	bool whole;

	switch (config_read(&shim.config, argc, argv, stdout, stderr))
	{
		case CONFIG_RUN:
			break;
		case CONFIG_DONE:
			return EXIT_SUCCESS;
		case CONFIG_BAD:
			return EXIT_USAGE;
	}
	if (!make_keeper(&shim))
		return EXIT_USAGE;
	if (shim.config.check_only)
		return EXIT_SUCCESS;
	if (!log_open(&shim.log, shim.config.log_file, shim.config.log_format))
	{
		fprintf(stderr,
				"pgsky-shim: could not open log file \"%s\": %s\n",
				shim.config.log_file,
				strerror(errno));
		return EXIT_FAILURE;
	}
	signal(SIGPIPE, SIG_IGN);
	srandom((unsigned) clock_us()); /* spreads attempts to connect, nothing more */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, NULL); /* every thread inherits that */
	fit_descriptors(&shim);
	notices_init(&shim.notices);
	shim.control = control_start(&shim);
	servers =
		shim.control != NULL && keeper_start(shim.keeper) ? servers_start(&shim) : NULL;
	if (servers == NULL)
		return EXIT_FAILURE;
	wait_for_stop(&shim, &signals);
	log_event(&shim.log, "info", "stopping", NULL);
	whole = servers_stop(servers, shim.config.stop_timeout);
	log_event(&shim.log, "info", "stopped", whole ? NULL : "requests were cut off");
	return EXIT_SUCCESS;
}
