/*
 * rate.c
 *		Run COPY statements and throw their data away:  rate ROUNDS FILE
 *
 * FILE has lines "label<TAB>statement".  All statements run once in each round, so that
 * a noisy machine is noisy for all.  Prints per statement, TAB-separated: label, rows,
 * bytes, seconds (the best round), ms to the first byte (the best), seconds of backend
 * CPU (the least), MiB of the backend's anonymous memory above idle (the most).  The
 * server must be on this machine, and of the same user.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define STATEMENTS 32
#define LOOK_EVERY (4 << 20) /* bytes between two looks at the memory */

typedef struct Statement
{
	char label[64];
	char text[1024];
	long long rows;
	long long bytes;
	double seconds;
	double first_ms;
	double cpu;
	double memory; /* [kB] */
} Statement;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

/* RssAnon of a process [kB]. */
static double
memory_of(int pid)
{
	char line[256];
	double kilobytes = 0;
	FILE *file;

	snprintf(line, sizeof(line), "/proc/%d/status", pid);
	file = fopen(line, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		sscanf(line, "RssAnon: %lf", &kilobytes);
	if (file != NULL)
		fclose(file);
	return kilobytes;
}

/* User and system time of a process [s]. */
static double
cpu_of(int pid)
{
	char text[1024] = "";
	unsigned long user = 0;
	unsigned long kernel = 0;
	const char *rest;
	FILE *file;

	snprintf(text, sizeof(text), "/proc/%d/stat", pid);
	file = fopen(text, "r");
	if (file == NULL)
		return 0;
	if (fgets(text, sizeof(text), file) == NULL)
		text[0] = '\0';
	fclose(file);
	rest = strrchr(text, ')');
	if (rest != NULL)
		sscanf(rest,
			   ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
			   &user,
			   &kernel);
	return (double) (user + kernel) / (double) sysconf(_SC_CLK_TCK);
}

static void
fail(PGconn *conn, const char *what)
{
	fprintf(stderr, "%s: %s", what, PQerrorMessage(conn));
	exit(1);
}

/* A connection of its own per statement: what one leaves is not charged to the next. */
static void
run(Statement *s)
{
	PGconn *conn = PQconnectdb("");
	PGresult *result;
	double idle;
	double cpu;
	double began;
	double first = 0;
	double most;
	char *buffer;
	int length;
	long long next_look = 0;
	int pid;

	if (PQstatus(conn) != CONNECTION_OK)
		fail(conn, "connect");
	PQclear(PQexec(conn, "LOAD 'pgsky'"));
	PQclear(PQexec(conn, "SELECT * FROM bench_stars LIMIT 1"));
	pid = PQbackendPID(conn);
	idle = most = memory_of(pid);
	cpu = cpu_of(pid);
	s->bytes = 0;
	began = now();
	result = PQexec(conn, s->text);
	if (PQresultStatus(result) != PGRES_COPY_OUT)
		fail(conn, s->text);
	PQclear(result);
	while ((length = PQgetCopyData(conn, &buffer, 0)) > 0)
	{
		if (first == 0)
			first = now() - began;
		s->bytes += length;
		PQfreemem(buffer);
		if (s->bytes >= next_look)
		{
			double memory = memory_of(pid);

			next_look = s->bytes + LOOK_EVERY;
			most = memory > most ? memory : most;
		}
	}
	result = PQgetResult(conn);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fail(conn, s->text);
	began = now() - began;
	cpu = cpu_of(pid) - cpu;
	s->rows = atoll(PQcmdTuples(result));
	PQclear(result);
	PQfinish(conn);
	if (s->seconds == 0 || began < s->seconds)
		s->seconds = began;
	if (s->first_ms == 0 || first * 1e3 < s->first_ms)
		s->first_ms = first * 1e3;
	if (s->cpu == 0 || cpu < s->cpu)
		s->cpu = cpu;
	if (most - idle > s->memory)
		s->memory = most - idle;
}

int
main(int argc, char **argv)
{
	static Statement statements[STATEMENTS];
	int count = 0;
	int rounds = argc == 3 ? atoi(argv[1]) : 0;
	FILE *file = argc == 3 ? fopen(argv[2], "r") : NULL;

	if (rounds < 1 || file == NULL)
	{
		fprintf(stderr, "usage: rate ROUNDS FILE\n");
		return 2;
	}
	while (count < STATEMENTS && fscanf(file,
										"%63[^\t]\t%1023[^\n]\n",
										statements[count].label,
										statements[count].text) == 2)
		count++;
	fclose(file);
	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < count; i++)
			run(&statements[i]);
	for (int i = 0; i < count; i++)
	{
		const Statement *s = &statements[i];

		printf("%s\t%lld\t%lld\t%.4f\t%.2f\t%.2f\t%.1f\n",
			   s->label,
			   s->rows,
			   s->bytes,
			   s->seconds,
			   s->first_ms,
			   s->cpu,
			   s->memory / 1024);
	}
	return 0;
}
