/*
 * service.c
 *		What handlers use to build an answer.
 */
#include "svc/service.h"

void
service_header(ServiceCall *call, const char *name, const char *value)
{
	sink_puts(&call->headers, name);
	sink_puts(&call->headers, ": ");
	for (; *value != '\0'; value++)
	{
		unsigned char c = (unsigned char) *value;

		sink_putc(&call->headers, c < ' ' || c == 0x7F ? ' ' : (char) c);
	}
	sink_putc(&call->headers, '\n');
}
