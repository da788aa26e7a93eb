/* Routes, version and cancels, over a connection that may block. */
#include "control.h"

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "keeper.h"

#define ROUTE_CHANNEL	"sky_route"
#define WAKE_CHANNEL	"sky_wake"
#define KEYS_CHANNEL	"sky_jwks"
#define FORGET_CHANNEL	"sky_credential"
#define REFRESH_MS		30000 /* a standby cannot LISTEN: look again now and then */
#define RETRY_MIN_MS	100
#define RETRY_MAX_MS	5000
#define EXIT_BAD_SERVER 1
#define FAULT_MAX		1024

struct Control
{
	Shim *shim;
	PGconn *pg; /* of the thread alone */
	int wakeup; /* eventfd */
	pthread_mutex_t lock;
	CancelRequest *cancels; /* under the lock */
	bool keys_wanted;		/* atomic */
	bool up;				/* under the lock */
	const char *complaint;	/* what the log knows already */
	PGresult *faults;		/* of roles, which it knows too; NULL: none yet */
};

typedef enum Outcome
{
	OUTCOME_GOOD,
	OUTCOME_RETRY,
} Outcome;

static void *control_main(void *arg);

Control *
control_start(Shim *shim)
{
	Control *control = calloc(1, sizeof(*control));
	pthread_t thread;

	if (control == NULL)
		return NULL;
	control->shim = shim;
	control->wakeup = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pthread_mutex_init(&control->lock, NULL);
	if (control->wakeup < 0 || pthread_create(&thread, NULL, control_main, control) != 0)
		return NULL;
	pthread_detach(thread);
	return control;
}

bool
control_cancel(void *arg, CancelRequest *request)
{
	Control *control = arg;
	uint64_t one = 1;
	bool up;

	pthread_mutex_lock(&control->lock);
	up = control->up;
	if (up)
	{
		request->next = control->cancels;
		control->cancels = request;
	}
	pthread_mutex_unlock(&control->lock);
	if (up && write(control->wakeup, &one, sizeof(one)) < 0 && errno != EAGAIN)
		log_event(
			&control->shim->log, "error", "could not wake the control thread", NULL);
	return up;
}

/* Say once what is wrong, until it works again. */
static Outcome
complain(Control *control, const char *msg)
{
	if (control->complaint != msg)
		log_event(&control->shim->log, "error", msg, PQerrorMessage(control->pg));
	control->complaint = msg;
	return OUTCOME_RETRY;
}

/* The major version must be ours: everything else would be guessing. */
static Outcome
check_version(Control *control)
{
	PGresult *result = PQexec(control->pg, "SELECT sky.api_version()");
	int version;

	if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1)
	{
		PQclear(result);
		return complain(
			control,
			"the database has no pgsky services (CREATE EXTENSION pgsky, and let "
			"the shim's role use schema sky)");
	}
	version = atoi(PQgetvalue(result, 0, 0));
	PQclear(result);
	if (version != SHIM_API_VERSION)
	{
		fprintf(
			stderr,
			"pgsky-shim: the database speaks version %d of the contract, this program "
			"version %d; install the pgsky-shim that belongs to the extension\n",
			version,
			SHIM_API_VERSION);
		_exit(EXIT_BAD_SERVER);
	}
	return OUTCOME_GOOD;
}

static bool
same_results(const PGresult *a, const PGresult *b)
{
	bool same = PQntuples(a) == PQntuples(b);

	for (int i = 0; same && i < PQntuples(a); i++)
		same = strcmp(PQgetvalue(a, i, 1), PQgetvalue(b, i, 1)) == 0;
	return same;
}

/* The login role must be a weak one; what is wrong with those of clients is told once. */
static Outcome
check_roles(Control *control)
{
	PGresult *result =
		PQexec(control->pg, "SELECT fatal, fault, hint FROM sky.role_faults()");
	bool news = PQresultStatus(result) == PGRES_TUPLES_OK &&
				!same_results(result, control->faults);

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
	{
		PQclear(result);
		return complain(control, "could not check the roles of clients");
	}
	for (int i = 0; news && i < PQntuples(result); i++)
	{
		const char *fault = PQgetvalue(result, i, 1);
		const char *hint = PQgetvalue(result, i, 2);
		char detail[FAULT_MAX];

		if (PQgetvalue(result, i, 0)[0] == 't')
		{
			fprintf(stderr, "pgsky-shim: %s; %s\n", fault, hint);
			_exit(EXIT_BAD_SERVER);
		}
		snprintf(detail, sizeof(detail), "%s; %s", fault, hint);
		log_event(
			&control->shim->log, "warning", "a role does not fit its purpose", detail);
	}
	PQclear(control->faults);
	control->faults = result;
	return OUTCOME_GOOD;
}

static const char *
cell(const PGresult *result, int row, int column)
{
	return PQgetisnull(result, row, column) ? NULL : PQgetvalue(result, row, column);
}

static Outcome
load_routes(Control *control)
{
	PGresult *result =
		PQexec(control->pg,
			   "SELECT method, path, scope, max_body, timeout_ms, body, writes, "
			   "credentials FROM sky.route ORDER BY path, method");
	int count = PQntuples(result);
	RouteTable *table;

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
	{
		PQclear(result);
		return complain(control, "could not load the routes");
	}
	table = route_table_create(count);
	for (int i = 0; table != NULL && i < count; i++)
	{
		RouteRow row = {
			.methods = cell(result, i, 0),
			.path = cell(result, i, 1),
			.scope = cell(result, i, 2),
			.max_body = cell(result, i, 3),
			.timeout_ms = cell(result, i, 4),
			.body = cell(result, i, 5),
			.writes = cell(result, i, 6),
			.credentials = cell(result, i, 7),
		};

		if (!route_table_add(table, &row))
			log_event(&control->shim->log, "warning", "a route was left out", row.path);
	}
	PQclear(result);
	if (table == NULL)
		return OUTCOME_RETRY;
	shim_set_routes(control->shim, table);
	return OUTCOME_GOOD;
}

/* The keys that the database signs tokens with; it may have none. */
static void
load_keys(Control *control)
{
	PGresult *result = PQexec(control->pg, "SELECT sky.jwks()");
	const char *jwks = NULL;

	if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1)
		jwks = PQgetisnull(result, 0, 0) ? "" : PQgetvalue(result, 0, 0);
	else
		log_event(&control->shim->log,
				  "warning",
				  "could not load the keys of the database",
				  PQresultErrorMessage(result));
	keeper_offer(control->shim->keeper, jwks);
	PQclear(result);
}

void
control_ask_keys(Control *control)
{
	uint64_t one = 1;

	__atomic_store_n(&control->keys_wanted, true, __ATOMIC_RELEASE);
	if (write(control->wakeup, &one, sizeof(one)) < 0 && errno != EAGAIN)
		keeper_offer(control->shim->keeper, NULL);
}

/* The database's word about credentials is worth nothing any more, or from now on. */
static void
forget_credentials(Control *control, bool heard)
{
	__atomic_store_n(&control->shim->credentials_heard, heard, __ATOMIC_RELEASE);
	__atomic_add_fetch(&control->shim->credentials_changed, 1, __ATOMIC_ACQ_REL);
}

/* What the database has told since the last look; true: routes may have changed. */
static bool
take_notices(Control *control)
{
	bool routes = false;
	PGnotify *notify;

	while ((notify = PQnotifies(control->pg)) != NULL)
	{
		if (strcmp(notify->relname, WAKE_CHANNEL) == 0)
			notices_put(&control->shim->notices, notify->extra);
		else if (strcmp(notify->relname, FORGET_CHANNEL) == 0)
			forget_credentials(control, true);
		else if (strcmp(notify->relname, KEYS_CHANNEL) == 0)
			__atomic_store_n(&control->keys_wanted, true, __ATOMIC_RELEASE);
		else
			routes = true;
		PQfreemem(notify);
	}
	return routes;
}

/* Send the cancels that were asked for, and tell those who asked. */
static Outcome
serve_cancels(Control *control)
{
	CancelRequest *request;
	uint64_t count;
	Outcome outcome = OUTCOME_GOOD;

	if (read(control->wakeup, &count, sizeof(count)) < 0 && errno != EAGAIN)
		return OUTCOME_RETRY;
	pthread_mutex_lock(&control->lock);
	request = control->cancels;
	control->cancels = NULL;
	pthread_mutex_unlock(&control->lock);
	while (request != NULL)
	{
		CancelRequest *next = request->next;
		char pid[16];
		const char *values[] = {pid};
		PGresult *result;

		snprintf(pid, sizeof(pid), "%d", request->backend);
		result = PQexecParams(control->pg,
							  "SELECT pg_catalog.pg_cancel_backend($1::pg_catalog.int4)",
							  1,
							  NULL,
							  values,
							  NULL,
							  NULL,
							  0);
		if (PQresultStatus(result) != PGRES_TUPLES_OK)
			outcome = OUTCOME_RETRY;
		PQclear(result);
		loop_post(request->home, &request->answered);
		request = next;
	}
	return outcome;
}

static void
set_up(Control *control, bool up)
{
	pthread_mutex_lock(&control->lock);
	control->up = up;
	pthread_mutex_unlock(&control->lock);
}

/* Serve until the connection is lost. */
static void
run_connection(Control *control)
{
	PGconn *pg = control->pg;
	struct pollfd fds[] = {{.fd = PQsocket(pg), .events = POLLIN},
						   {.fd = control->wakeup, .events = POLLIN}};
	/* Refused by a standby. */
	PGresult *result = PQexec(pg,
							  "LISTEN " ROUTE_CHANNEL "; LISTEN " WAKE_CHANNEL
							  "; LISTEN " KEYS_CHANNEL "; LISTEN " FORGET_CHANNEL);
	bool heard = PQresultStatus(result) == PGRES_COMMAND_OK;

	PQclear(result);
	if (check_version(control) != OUTCOME_GOOD || check_roles(control) != OUTCOME_GOOD)
		return;
	load_keys(control);
	if (load_routes(control) != OUTCOME_GOOD)
		return;
	if (control->complaint != NULL)
		log_event(
			&control->shim->log, "info", "the services of the database are back", NULL);
	control->complaint = NULL;
	set_up(control, true);
	notices_missed(&control->shim->notices, heard);
	forget_credentials(control, heard);
	for (bool changed = false; PQstatus(pg) == CONNECTION_OK;)
	{
		/* A notice may have come with the answers to what a reload asked. */
		int ready = poll(fds, 2, changed ? 0 : REFRESH_MS);

		changed = ready == 0 && !changed;

		if (fds[1].revents != 0 && serve_cancels(control) != OUTCOME_GOOD)
			break;
		if (ready != 0 && fds[0].revents != 0 && PQconsumeInput(pg) == 0)
			break;
		changed = take_notices(control) || changed;
		if (__atomic_exchange_n(&control->keys_wanted, false, __ATOMIC_ACQ_REL) ||
			(changed && !heard))
			load_keys(control);
		if (changed && (check_version(control) != OUTCOME_GOOD ||
						check_roles(control) != OUTCOME_GOOD ||
						load_routes(control) != OUTCOME_GOOD))
			break;
	}
	notices_missed(&control->shim->notices, false);
	forget_credentials(control, false);
	set_up(control, false);
	serve_cancels(control); /* nobody may wait for an answer for ever */
}

static void *
control_main(void *arg)
{
	Control *control = arg;
	const char *keys[] = {"connect_timeout",
						  "tcp_user_timeout",
						  "fallback_application_name",
						  "client_encoding",
						  "dbname",
						  NULL};
	const char *values[] = {
		"5", "15000", "pgsky-shim control", "UTF8", control->shim->config.database, NULL};
	int64_t wait = RETRY_MIN_MS;

	for (;;)
	{
		control->pg = PQconnectdbParams(keys, values, 1);
		if (PQstatus(control->pg) == CONNECTION_OK)
			run_connection(control);
		else
			complain(control, "could not connect to the database");
		PQfinish(control->pg);
		wait = control->complaint != NULL ? wait * 2 : RETRY_MIN_MS;
		if (wait > RETRY_MAX_MS)
			wait = RETRY_MAX_MS;
		usleep((useconds_t) (wait * 500 + random() % (wait * 500)));
	}
	return NULL;
}
