/*
 * transfer_pg.c
 *		The module pgsky_fetch: libcurl, loaded when the first URL is to be fetched.
 *
 * Nothing raises here: libcurl's frames must not be jumped across.
 */
#include "postgres.h"

#include <curl/curl.h>
#include <unistd.h>

#include "fmgr.h"
#include "miscadmin.h"

#include "fetch/transfer.h"

PG_MODULE_MAGIC;

#define CONNECT_SECONDS 10L
#define ORIGIN_ROOM		512

extern PGDLLEXPORT void pgsky_transfer(Transfer *transfer);

/* scheme://host:port of an URL, with the scheme's port where none is given. */
static bool
origin_of(const char *url, char *origin)
{
	CURLU *parsed = curl_url();
	char *scheme = NULL;
	char *host = NULL;
	char *port = NULL;
	bool known = false;

	if (parsed != NULL && curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK &&
		curl_url_get(parsed, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
		curl_url_get(parsed, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
		curl_url_get(parsed, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
		(strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0))
		known =
			snprintf(origin, ORIGIN_ROOM, "%s://%s:%s", scheme, host, port) < ORIGIN_ROOM;
	curl_free(scheme);
	curl_free(host);
	curl_free(port);
	curl_url_cleanup(parsed);
	return known;
}

static bool
is_allowed(const Transfer *transfer)
{
	char wanted[ORIGIN_ROOM];
	char origin[ORIGIN_ROOM];
	char item[ORIGIN_ROOM];
	const char *at = transfer->origins;

	if (!origin_of(transfer->url, wanted))
		return false;
	while (*at != '\0')
	{
		size_t length = strcspn(at, ", \t");

		snprintf(item, sizeof(item), "%.*s", (int) length, at);
		if (length > 0 && length < sizeof(item) && origin_of(item, origin) &&
			pg_strcasecmp(origin, wanted) == 0)
			return true;
		at += length;
		at += strspn(at, ", \t");
	}
	return false;
}

/* Callback of libcurl: anything but the number of bytes given ends the transfer. */
static size_t
take(char *bytes, size_t size, size_t count, void *arg)
{
	Transfer *transfer = arg;
	size_t length = size * count;
	size_t done = 0;

	transfer->too_large = length > transfer->max_size - transfer->length;
	while (!transfer->too_large && done < length)
	{
		ssize_t written = write(transfer->file, bytes + done, length - done);

		if (written < 0 && errno != EINTR)
			break;
		done += written > 0 ? (size_t) written : 0;
	}
	transfer->length += done;
	return done;
}

/* Called at least once a second: anything but 0 ends the transfer. */
static int
watch(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	return InterruptPending;
}

static void
configure(CURL *curl, Transfer *transfer)
{
	curl_easy_setopt(curl, CURLOPT_URL, transfer->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, transfer->timeout_ms);
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t) transfer->max_size);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "pgsky/" SKY_VERSION);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch);
}

void
pgsky_transfer(Transfer *transfer)
{
	char message[CURL_ERROR_SIZE] = "";
	CURLcode result = CURLE_OUT_OF_MEMORY;
	CURL *curl;

	transfer->refused = !is_allowed(transfer);
	if (transfer->refused)
		return;
	curl = curl_easy_init();
	if (curl != NULL)
	{
		configure(curl, transfer);
		curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, message);
		result = curl_easy_perform(curl);
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &transfer->status);
	}
	curl_easy_cleanup(curl);
	transfer->too_large |= result == CURLE_FILESIZE_EXCEEDED;
	if (result != CURLE_OK)
		snprintf(transfer->message,
				 sizeof(transfer->message),
				 "%s",
				 message[0] != '\0' ? message : curl_easy_strerror(result));
}
