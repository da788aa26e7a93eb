/* Files, and URLs by libcurl. */
#include "key_source.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS 10L

/* One byte more than there may be, to see that there is more. */
#define ROOM (KEYS_BYTES_MAX + 1)

typedef struct Taken
{
	char *data;
	size_t len;
} Taken;

/* Callback of libcurl: anything but the number of bytes given ends the transfer. */
static size_t
take(char *bytes, size_t size, size_t count, void *arg)
{
	Taken *taken = arg;
	size_t len = size * count;

	if (len > ROOM - taken->len)
		return 0;
	memcpy(taken->data + taken->len, bytes, len);
	taken->len += len;
	return len;
}

/* Is it an URL of this machine? */
static bool
is_loopback(const char *url)
{
	CURLU *parts = curl_url();
	char *host = NULL;
	bool found = false;

	if (parts != NULL && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
		curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK)
		found = strcmp(host, "127.0.0.1") == 0 || strcmp(host, "[::1]") == 0;
	curl_free(host);
	curl_url_cleanup(parts);
	return found;
}

static void
configure(CURL *curl, const IssuerRule *rule, Taken *taken)
{
	bool plain = rule->loopback_http && is_loopback(rule->place);

	curl_easy_setopt(curl, CURLOPT_URL, rule->place);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, plain ? "http,https" : "https");
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
	if (rule->ca_file != NULL)
	{
		curl_easy_setopt(curl, CURLOPT_CAINFO, rule->ca_file);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, SECONDS);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "pgsky/" SKY_VERSION);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, taken);
}

static bool
read_url(const IssuerRule *rule, Taken *taken, char *why, size_t why_size)
{
	char message[CURL_ERROR_SIZE] = "";
	CURL *curl = curl_easy_init();
	CURLcode result = CURLE_OUT_OF_MEMORY;
	long status = 0;

	if (curl != NULL)
	{
		configure(curl, rule, taken);
		curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, message);
		result = curl_easy_perform(curl);
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	}
	curl_easy_cleanup(curl);
	if (result == CURLE_OK && status == 200)
		return true;
	if (result == CURLE_OK)
		snprintf(why, why_size, "%s: status %ld", rule->place, status);
	else
		snprintf(why,
				 why_size,
				 "%s: %s",
				 rule->place,
				 message[0] != '\0' ? message : curl_easy_strerror(result));
	return false;
}

static bool
read_file(const char *path, Taken *taken, char *why, size_t why_size)
{
	FILE *file = fopen(path, "r");

	if (file != NULL)
	{
		taken->len = fread(taken->data, 1, ROOM, file);
		if (ferror(file) == 0)
			return fclose(file), true;
	}
	snprintf(why, why_size, "%s: %s", path, strerror(errno));
	if (file != NULL)
		fclose(file);
	return false;
}

char *
key_source_read(const IssuerRule *rule, size_t *len, char *why, size_t why_size)
{
	Taken taken = {.data = malloc(ROOM)};
	bool good;

	if (taken.data == NULL)
		return snprintf(why, why_size, "out of memory"), NULL;
	good = rule->source == KEYS_URL ? read_url(rule, &taken, why, why_size)
									: read_file(rule->place, &taken, why, why_size);
	*len = taken.len;
	if (good)
		return taken.data;
	free(taken.data);
	return NULL;
}
