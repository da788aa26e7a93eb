/* A thread that reads keys, and the table that it puts in place. */
#include "keeper.h"

#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "key_source.h"

#define RETRY_US	  INT64_C(30000000)	   /* after a failure */
#define WANT_US		  INT64_C(60000000)	   /* between two that tokens cause */
#define STALE_US	  INT64_C(86400000000) /* how long keys outlive their place */
#define DATABASE_US	  INT64_C(5000000)	   /* it has so long to tell its keys */
#define COMPLAINT_MAX 512

/* How it stands with the keys of a rule; under the lock. */
typedef struct Upkeep
{
	int64_t due_us;		 /* when they are read next */
	int64_t good_us;	 /* when that last went well */
	int64_t wanted_us;	 /* when a token last caused it; 0: never */
	int64_t patience_us; /* how long it is worth waiting for them; 0: they are not read */
	bool complained;
} Upkeep;

struct Keeper
{
	KeeperOptions o;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	Issuers *issuers;			/* under the lock */
	uint64_t version;			/* of it; atomic */
	Upkeep upkeep[ISSUERS_MAX]; /* of its rules; under the lock */
};

/* Put another table (given up) in the place of the present one. */
static void
put_issuers(Keeper *keeper, Issuers *next)
{
	Issuers *old = keeper->issuers;

	keeper->issuers = next;
	__atomic_store_n(&keeper->version, next->version, __ATOMIC_RELEASE);
	issuers_release(old);
}

/* Put other keys (given up; NULL: none) in the place of a rule's. */
static void
put_keys(Keeper *keeper, int rule, KeySet *keys)
{
	Issuers *next = issuers_with(keeper->issuers, rule, keys);

	if (next != NULL)
		put_issuers(keeper, next);
	else
		key_set_release(keys);
}

/* What came of reading: new keys, or the old ones for a while.  Under the lock. */
static void
settle(Keeper *keeper, int rule, KeySet *keys, const char *why)
{
	Upkeep *upkeep = &keeper->upkeep[rule];
	const char *name = keeper->issuers->rules->rules[rule].name;
	int64_t now = clock_us();

	upkeep->patience_us = 0;
	upkeep->due_us = now + (keys != NULL ? keeper->o.refresh_ms * 1000 : RETRY_US);
	if (keys != NULL)
	{
		put_keys(keeper, rule, keys);
		upkeep->good_us = now;
		if (upkeep->complained)
			log_event(keeper->o.log, "info", "the keys of an issuer are back", name);
	}
	else if (!upkeep->complained)
		log_event(keeper->o.log, "warning", "could not read the keys of an issuer", why);
	upkeep->complained = keys == NULL;
	if (keys == NULL && keeper->issuers->keys[rule] != NULL &&
		now - upkeep->good_us > STALE_US)
		put_keys(keeper, rule, NULL);
}

/* Read the keys of a rule now; the lock is held, but not while that takes. */
static void
read_keys(Keeper *keeper, int rule)
{
	IssuerRules *rules = issuer_rules_share(keeper->issuers->rules);
	const IssuerRule *from = &rules->rules[rule];
	char message[COMPLAINT_MAX] = "";
	char complaint[COMPLAINT_MAX];
	const char *why = message;
	KeySet *keys = NULL;
	size_t len = 0;
	char *text;

	keeper->upkeep[rule].patience_us = INT64_MAX;
	pthread_mutex_unlock(&keeper->lock);
	text = key_source_read(from, &len, message, sizeof(message));
	if (text != NULL)
		keys = key_set_read(from->source, (Slice){text, len}, &why);
	free(text);
	snprintf(complaint, sizeof(complaint), "%s: %.400s", from->name, why);
	pthread_mutex_lock(&keeper->lock);
	if (keeper->issuers->rules == rules)
		settle(keeper, rule, keys, complaint);
	else
		key_set_release(keys); /* other rules have come: they are read by these */
	issuer_rules_release(rules);
	notices_put(keeper->o.notices, KEEPER_NOTICE);
}

static bool
is_read_here(const Keeper *keeper, int rule)
{
	return keeper->issuers->rules->rules[rule].source != KEYS_DATABASE;
}

Keeper *
keeper_create(const KeeperOptions *options, FILE *err)
{
	Keeper *keeper = calloc(1, sizeof(*keeper));
	IssuerRules *rules;

	if (keeper == NULL || !key_init() || curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		return NULL;
	keeper->o = *options;
	pthread_mutex_init(&keeper->lock, NULL);
	pthread_cond_init(&keeper->wake, NULL);
	rules = issuer_rules_read(options->file, err);
	if (rules == NULL)
		return NULL;
	keeper->issuers = issuers_create(rules);
	issuer_rules_release(rules);
	if (keeper->issuers == NULL)
		return NULL;
	keeper->version = keeper->issuers->version;
	return keeper;
}

/* The rule that is due first, and when; -1: none. */
static int
find_due(const Keeper *keeper, int64_t *due_us)
{
	int found = -1;

	for (int i = 0; i < keeper->issuers->rules->count; i++)
		if (is_read_here(keeper, i) &&
			(found < 0 || keeper->upkeep[i].due_us < keeper->upkeep[found].due_us))
			found = i;
	*due_us = found >= 0 ? keeper->upkeep[found].due_us : INT64_MAX;
	return found;
}

/* Sleep until something is due, or wanted; the lock is held. */
static void
rest(Keeper *keeper, int64_t us)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += us / 1000000 + 1;
	pthread_cond_timedwait(&keeper->wake, &keeper->lock, &until);
}

static void *
keeper_main(void *arg)
{
	Keeper *keeper = arg;

	pthread_mutex_lock(&keeper->lock);
	for (;;)
	{
		int64_t due_us;
		int rule = find_due(keeper, &due_us);

		if (rule < 0)
			pthread_cond_wait(&keeper->wake, &keeper->lock);
		else if (due_us > clock_us())
			rest(keeper, due_us - clock_us());
		else
			read_keys(keeper, rule);
	}
	return NULL;
}

bool
keeper_start(Keeper *keeper)
{
	pthread_t thread;

	for (int i = 0; i < keeper->issuers->rules->count; i++)
		keeper->upkeep[i].patience_us = INT64_MAX; /* about to be read */
	if (pthread_create(&thread, NULL, keeper_main, keeper) != 0)
		return false;
	pthread_detach(thread);
	return true;
}

/* Put other rules in the place of the present ones; the upkeep of those that stay goes
 * on. */
static void
put_rules(Keeper *keeper, IssuerRules *rules)
{
	Issuers *next = issuers_under(keeper->issuers, rules);
	Upkeep upkeep[ISSUERS_MAX] = {0};

	if (next == NULL)
		return;
	for (int i = 0; i < rules->count; i++)
	{
		int before = issuer_rules_find(keeper->issuers->rules, &rules->rules[i]);

		if (before >= 0)
			upkeep[i] = keeper->upkeep[before];
		if (rules->rules[i].source == KEYS_DATABASE)
			continue;
		upkeep[i].due_us = 0;
		upkeep[i].patience_us = INT64_MAX;
	}
	memcpy(keeper->upkeep, upkeep, sizeof(upkeep));
	put_issuers(keeper, next);
	pthread_cond_signal(&keeper->wake);
}

/* Tell line by line what is wrong with the file. */
static void
log_faults(Log *log, char *faults)
{
	char *rest = faults;

	for (char *line; (line = strsep(&rest, "\n")) != NULL;)
		if (*line != '\0')
			log_event(log, "error", "the issuers stay as they are", line);
}

void
keeper_reload(Keeper *keeper)
{
	char *faults = NULL;
	size_t len = 0;
	FILE *err;
	IssuerRules *rules;

	if (keeper->o.file == NULL || (err = open_memstream(&faults, &len)) == NULL)
		return;
	rules = issuer_rules_read(keeper->o.file, err);
	fclose(err);
	if (rules != NULL)
	{
		pthread_mutex_lock(&keeper->lock);
		put_rules(keeper, rules);
		pthread_mutex_unlock(&keeper->lock);
		issuer_rules_release(rules);
		notices_put(keeper->o.notices, KEEPER_NOTICE);
		log_event(keeper->o.log, "info", "issuers read again", keeper->o.file);
	}
	else
		log_faults(keeper->o.log, faults);
	free(faults);
}

Issuers *
keeper_issuers(Keeper *keeper)
{
	Issuers *issuers;

	pthread_mutex_lock(&keeper->lock);
	issuers = issuers_share(keeper->issuers);
	pthread_mutex_unlock(&keeper->lock);
	return issuers;
}

uint64_t
keeper_version(Keeper *keeper)
{
	return __atomic_load_n(&keeper->version, __ATOMIC_ACQUIRE);
}

KeeperWish
keeper_want(Keeper *keeper, int rule, uint64_t version)
{
	Upkeep *upkeep = &keeper->upkeep[rule];
	int64_t now = clock_us();
	KeeperWish answer = KEEPER_NO;
	bool ask = false;

	pthread_mutex_lock(&keeper->lock);
	if (keeper->issuers->version != version)
		answer = KEEPER_CHANGED;
	else if (upkeep->patience_us > now)
		answer = KEEPER_COMING;
	else if (upkeep->wanted_us == 0 || now - upkeep->wanted_us >= WANT_US)
	{
		ask = !is_read_here(keeper, rule);
		upkeep->wanted_us = now;
		upkeep->due_us = now;
		upkeep->patience_us = ask ? now + DATABASE_US : INT64_MAX;
		pthread_cond_signal(&keeper->wake);
		answer = KEEPER_COMING;
	}
	pthread_mutex_unlock(&keeper->lock);
	if (ask)
		keeper->o.ask_database(keeper->o.arg);
	return answer;
}

/* The last one; under the lock. */
static int
database_rule(const Keeper *keeper)
{
	return keeper->issuers->rules->count - 1;
}

int
keeper_database(Keeper *keeper)
{
	int rule;

	pthread_mutex_lock(&keeper->lock);
	rule = database_rule(keeper);
	pthread_mutex_unlock(&keeper->lock);
	return rule;
}

void
keeper_offer(Keeper *keeper, const char *jwks)
{
	const char *why = "the database does not tell them";
	KeySet *keys = NULL;

	if (jwks != NULL)
		keys = key_set_read(KEYS_DATABASE, (Slice){jwks, strlen(jwks)}, &why);
	pthread_mutex_lock(&keeper->lock);
	if (keys != NULL || jwks != NULL)
		put_keys(keeper, database_rule(keeper), keys);
	keeper->upkeep[database_rule(keeper)].patience_us = 0;
	pthread_mutex_unlock(&keeper->lock);
	notices_put(keeper->o.notices, KEEPER_NOTICE);
}
