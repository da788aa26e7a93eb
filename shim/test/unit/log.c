/*
 * Log lines: bounded and well-formed whatever is put into them, under the sanitizers.
 */
#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

static char wide[20000];
static char written[16384];

/* The line that two texts of these lengths make, with numbers behind them. */
static size_t
make_line(const char *format, char filler, size_t first, size_t second)
{
	static char path[] = "/tmp/pgsky-log-XXXXXX";
	static Log log;
	static int reader;
	LogLine *line = malloc(sizeof(*line)); /* exactly what the sanitizer watches */
	ssize_t len;

	if (log.path == NULL)
	{
		reader = mkstemp(path);
		if (!log_open(&log, path, format))
			abort();
		unlink(path);
	}
	log.format = strcmp(format, "json") == 0 ? LOG_JSON : LOG_LOGFMT;
	memset(wide, filler, sizeof(wide));
	if (ftruncate(log.fd, 0) != 0)
		abort();
	log_begin(line, &log, "info", "request");
	log_text(line, "method", wide, first);
	log_text(line, "path", NULL, 0);
	log_number(line, "status", 400);
	log_duration(line, "total_ms", 1234567);
	log_text(line, "error", wide, second);
	log_text(line, "agent", wide, 200);
	log_end(line);
	free(line);
	len = pread(reader, written, sizeof(written) - 1, 0);
	written[len > 0 ? len : 0] = '\0';
	return len > 0 ? (size_t) len : 0;
}

/* Quotes that open and close, one line, in JSON one object. */
static bool
is_sound(size_t len, bool json)
{
	bool quoted = false;

	if (len == 0 || len > sizeof(((LogLine *) NULL)->text) || written[len - 1] != '\n' ||
		strlen(written) != len || strchr(written, '\n') != written + len - 1)
		return false;
	for (size_t i = 0; i < len; i++)
	{
		if (quoted && written[i] == '\\')
			i++;
		else if (written[i] == '"')
			quoted = !quoted;
	}
	return !quoted && (!json || (written[0] == '{' && written[len - 2] == '}'));
}

static void
test_lengths(const char *format)
{
	static const char fillers[] = "A\" \\\001\xff";
	size_t step;

	for (const char *filler = fillers; *filler != '\0'; filler++)
		for (size_t first = 0; first < 16000; first += step)
		{
			step = first > 3500 && first < 4200 ? 1 : 97;
			if (!is_sound(make_line(format, *filler, first, first % 7 * 800),
						  strcmp(format, "json") == 0))
			{
				check(
					false, "%s, %zu times %02x", format, first, (unsigned char) *filler);
				return;
			}
		}
	check(true, "%s: every length makes a sound line", format);
}

/* Lines that are gathered are written in their order, each whole, when there are many or
 * at the flush. */
static void
test_batch(void)
{
	static char path[] = "/tmp/pgsky-log-XXXXXX";
	static char name[2000];
	int reader = mkstemp(path);
	LogBatch *batch = calloc(1, sizeof(*batch));
	FILE *file = fdopen(reader, "r");
	int count = 0;
	bool good = true;
	Log log;

	if (!log_open(&log, path, "logfmt"))
		abort();
	unlink(path);
	memset(name, 'n', sizeof(name));
	for (int i = 0; i < 100; i++)
	{
		LogLine line;

		log_begin(&line, &log, "info", "request");
		log_number(&line, "number", i);
		log_text(&line, "name", name, sizeof(name));
		log_gather(&line, batch);
	}
	check(batch->len > 0, "lines wait");
	log_flush(&log, batch);
	log_flush(&log, batch);
	while (fgets(written, sizeof(written), file) != NULL)
	{
		char wanted[40];

		snprintf(wanted, sizeof(wanted), " number=%d name=n", count++);
		good = good && strstr(written, wanted) != NULL;
	}
	check(good && count == 100 && batch->len == 0, "and are written once, in order");
	fclose(file);
	close(log.fd);
	free(batch);
}

int
main(void)
{
	test_batch();
	test_lengths("logfmt");
	test_lengths("json");
	make_line("logfmt", 'A', 10, 10);
	check(strstr(written,
				 " method=AAAAAAAAAA path=\"\" status=400 total_ms=1234.567 "
				 "error=AAAAAAAAAA agent=AAA") != NULL,
		  "what fits is there");
	return tap_done();
}
