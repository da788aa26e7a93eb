/*
 * fetch_pg.c
 *		Tables from elsewhere, into a temporary file.
 *
 * Who may be asked is the DBA's to say, origin by origin: that guards what is near the
 * server from those who are far from it.
 */
#include "postgres.h"

#include "svc/fetch_pg.h"

#include <fcntl.h>

#include "fmgr.h"
#include "miscadmin.h"
#include "storage/fd.h"

#include "base/guc_pg.h"
#include "base/mapped_file_pg.h"
#include "fetch/transfer.h"

bool
fetch_has_scheme(const char *scheme)
{
	size_t length = strlen(scheme);

	for (const char *at = pgsky_upload_hosts; *at != '\0'; at += strspn(at, ", \t"))
	{
		if (pg_strncasecmp(at, scheme, length) == 0 && at[length] == ':')
			return true;
		at += strcspn(at, ", \t");
	}
	return false;
}

/* Have the module do it; the file is closed again. */
static void
run(Transfer *transfer, const char *path)
{
	TransferFunction function = (TransferFunction) load_external_function(
		TRANSFER_MODULE, TRANSFER_FUNCTION, true, NULL);

	transfer->file = OpenTransientFile(path, O_WRONLY | PG_BINARY);
	if (transfer->file < 0)
		ereport(
			ERROR,
			(errcode_for_file_access(), errmsg("could not open file \"%s\": %m", path)));
	function(transfer);
	CloseTransientFile(transfer->file);
	CHECK_FOR_INTERRUPTS();
}

bool
fetch_url(
	const char *url, size_t max_size, const char **bytes, size_t *length, SkyError *err)
{
	Transfer t = {
		.url = url,
		.origins = pgsky_upload_hosts,
		.timeout_ms = pgsky_upload_timeout,
		.max_size = max_size,
	};
	MappedFile *file = mapped_file_create();

	if (t.origins[0] == '\0')
		t.refused = true;
	else
		run(&t, mapped_file_path(file));
	if (t.refused)
	{
		sky_error(err, SKY_E_BAD_VALUE, -1, "tables are not taken from \"%s\"", url);
		return sky_error_hint(err,
							  "Send the table with the request, as a part of a multipart "
							  "form: UPLOAD=table_name,param:name_of_the_part.");
	}
	if (t.too_large)
		return sky_error(
			err, SKY_E_TOO_LARGE, -1, "\"%s\" has more than %zu bytes", url, max_size);
	if (t.message[0] != '\0')
		return sky_error(
			err, SKY_E_BAD_VALUE, -1, "could not get \"%s\": %s", url, t.message);
	if (t.status != 200)
		return sky_error(
			err, SKY_E_BAD_VALUE, -1, "\"%s\" answers with status %ld", url, t.status);
	*bytes = mapped_file_bytes(file, length);
	return true;
}
