#ifndef SHIM_CONFIG_H
#define SHIM_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Every setting, from the configuration file and the command line (which wins). */
typedef struct Config
{
	char *listen;			/* address:port */
	char *database;			/* libpq conninfo */
	char *role;				/* whom an anonymous request acts as */
	char *base_url;			/* NULL: taken from each request */
	char *trusted_proxy;	/* comma-separated addresses and networks */
	char *cors_origin;		/* empty: no CORS headers */
	char *issuers;			/* file of those whose tokens are taken; NULL: none */
	char *anonymous_scopes; /* what one may ask for without credentials */
	char *challenges;		/* schemes, in order */
	char *realm;
	char *login_page;		   /* a path; empty: none */
	char *login_url;		   /* NULL: none; "/path": below base_url */
	int64_t keys_refresh;	   /* ms */
	int64_t credential_ttl;	   /* ms */
	int64_t credential_memory; /* bytes */
	char *log_file;			   /* NULL: standard error */
	char *log_format;		   /* logfmt, json, off */
	int64_t threads;		   /* 0: one per processor */
	int64_t connections;	   /* to the database, per thread */
	int64_t queue;			   /* requests that may wait for one, per thread */
	int64_t max_clients;	   /* connections in all */
	int64_t max_body;		   /* bytes, whatever the route says */
	int64_t body_memory;	   /* bytes of all bodies together */
	int64_t body_disk;		   /* bytes of their files */
	char *body_folder;
	int64_t min_rate;		 /* bytes per second, of bodies and answers */
	int64_t busy_rate;		 /* of answers, while requests wait */
	int64_t queue_timeout;	 /* ms */
	int64_t head_timeout;	 /* ms */
	int64_t idle_timeout;	 /* ms */
	int64_t stall_timeout;	 /* ms */
	int64_t stop_timeout;	 /* ms */
	int64_t connect_timeout; /* ms */
	bool check_only;		 /* --check */
} Config;

typedef enum ConfigResult
{
	CONFIG_RUN,	 /* go on */
	CONFIG_DONE, /* --help or --version was answered */
	CONFIG_BAD,	 /* said what is wrong */
} ConfigResult;

/*
 * Read the command line and the configuration file it names.  Faults go to err with file
 * and line, help to out.  The config must be given to config_free whatever comes back.
 */
extern ConfigResult
config_read(Config *config, int argc, char **argv, FILE *out, FILE *err);
extern void config_free(Config *config);

#endif
