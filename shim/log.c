/* Log lines: logfmt or JSON, whole ones in each write(2). */
#include "log.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOG_ROOM   8  /* always left for the end of the line */
#define VALUE_ROOM 34 /* of a number, or of a text that is cut to nothing */

bool
log_open(Log *log, const char *path, const char *format)
{
	*log = (Log){.path = path, .fd = STDERR_FILENO};
	log->format = strcmp(format, "json") == 0  ? LOG_JSON
				  : strcmp(format, "off") == 0 ? LOG_OFF
											   : LOG_LOGFMT;
	if (path == NULL)
		return true;
	log->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
	return log->fd >= 0;
}

void
log_reopen(Log *log)
{
	int fd;

	if (log->path == NULL)
		return;
	fd = open(log->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
	if (fd < 0)
	{
		log_event(log, "error", "could not open the log file again", log->path);
		return;
	}
	/* Other threads go on writing to the same number. */
	dup3(fd, log->fd, O_CLOEXEC);
	close(fd);
}

/* Bytes that may still be appended. */
static size_t
room_of(const LogLine *line)
{
	size_t end = sizeof(line->text) - LOG_ROOM;

	return line->len < end ? end - line->len : 0;
}

/* Append raw bytes, as far as they fit. */
static void
put_raw(LogLine *line, const char *data, size_t len)
{
	size_t room = room_of(line);

	if (len > room)
		len = room;
	memcpy(line->text + line->len, data, len);
	line->len += len;
}

/* Append a quoted text; what would break the line is escaped. */
static void
put_quoted(LogLine *line, const char *data, size_t len)
{
	put_raw(line, "\"", 1);
	for (size_t i = 0; i < len; i++)
	{
		unsigned char c = (unsigned char) data[i];
		char escaped[8];

		if (room_of(line) < sizeof(escaped))
			break;
		if (c == '"' || c == '\\')
			put_raw(line, (char[]){'\\', (char) c}, 2);
		else if (c < ' ' || c >= 0x7f)
			put_raw(
				line, escaped, (size_t) snprintf(escaped, sizeof(escaped), "\\u%04x", c));
		else
			put_raw(line, data + i, 1);
	}
	put_raw(line, "\"", 1);
}

/* Begin a field; false, and nothing, where the line has no room for it. */
static bool
put_key(LogLine *line, const char *key)
{
	bool json = line->log->format == LOG_JSON;

	if (room_of(line) < strlen(key) + 4 + VALUE_ROOM)
		return false;
	put_raw(line, json ? ",\"" : " ", json ? 2 : 1);
	put_raw(line, key, strlen(key));
	put_raw(line, json ? "\":" : "=", json ? 2 : 1);
	return true;
}

void
log_begin(LogLine *line, Log *log, const char *level, const char *msg)
{
	struct timespec now;
	struct tm utc;
	char stamp[64];
	int len;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	len = (int) strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &utc);
	len += snprintf(stamp + len,
					sizeof(stamp) - (size_t) len,
					".%03dZ",
					(int) (now.tv_nsec / 1000000));
	line->log = log;
	line->len = 0;
	if (log->format == LOG_JSON)
		put_raw(line, "{\"time\":\"", 9);
	else
		put_raw(line, "time=", 5);
	put_raw(line, stamp, (size_t) len);
	if (log->format == LOG_JSON)
		put_raw(line, "\"", 1);
	log_text(line, "level", level, strlen(level));
	log_text(line, "msg", msg, strlen(msg));
}

void
log_text(LogLine *line, const char *key, const char *value, size_t len)
{
	bool plain = len > 0 && line->log->format != LOG_JSON;

	for (size_t i = 0; i < len && plain; i++)
		plain = value[i] > ' ' && value[i] < 0x7f && strchr("\"=\\", value[i]) == NULL;
	if (!put_key(line, key))
		return;
	if (plain)
		put_raw(line, value, len);
	else
		put_quoted(line, value, len);
}

void
log_number(LogLine *line, const char *key, int64_t value)
{
	char text[32];

	if (put_key(line, key))
		put_raw(
			line, text, (size_t) snprintf(text, sizeof(text), "%lld", (long long) value));
}

void
log_duration(LogLine *line, const char *key, int64_t us)
{
	char text[32];

	if (put_key(line, key))
		put_raw(line,
				text,
				(size_t) snprintf(text,
								  sizeof(text),
								  "%lld.%03d",
								  (long long) us / 1000,
								  (int) (us % 1000)));
}

static void
end_line(LogLine *line)
{
	if (line->log->format == LOG_JSON)
		line->text[line->len++] = '}';
	line->text[line->len++] = '\n';
}

static void
write_lines(const Log *log, const char *text, size_t len)
{
	ssize_t written = write(log->fd, text, len);

	(void) written; /* a full disk must not stop the service */
}

void
log_end(LogLine *line)
{
	end_line(line);
	write_lines(line->log, line->text, line->len);
}

void
log_gather(LogLine *line, LogBatch *batch)
{
	end_line(line);
	if (batch->len + line->len > sizeof(batch->text))
		log_flush(line->log, batch);
	memcpy(batch->text + batch->len, line->text, line->len);
	batch->len += line->len;
}

void
log_flush(Log *log, LogBatch *batch)
{
	if (batch->len > 0)
		write_lines(log, batch->text, batch->len);
	batch->len = 0;
}

void
log_event(Log *log, const char *level, const char *msg, const char *detail)
{
	LogLine line;

	log_begin(&line, log, level, msg);
	if (detail != NULL)
	{
		size_t len = strlen(detail);

		while (len > 0 && detail[len - 1] == '\n')
			len--;
		log_text(&line, "detail", detail, len);
	}
	log_end(&line);
}
