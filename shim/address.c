/* Numeric addresses. */
#include "address.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* The bytes of a numeric address: 16, IPv4 as ::ffff:a.b.c.d; false if it is none. */
static bool
address_bytes(const char *text, unsigned char bytes[16])
{
	static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};

	if (inet_pton(AF_INET6, text, bytes) == 1)
		return true;
	memcpy(bytes, mapped, sizeof(mapped));
	return inet_pton(AF_INET, text, bytes + 12) == 1;
}

bool
address_in(const char *address, const char *list)
{
	unsigned char who[16];

	if (!address_bytes(address, who))
		return false;
	while (*list != '\0')
	{
		char item[64];
		unsigned char net[16];
		size_t len = strcspn(list, ", ");
		char *slash;
		int bits = 128;

		if (len > 0 && len < sizeof(item))
		{
			memcpy(item, list, len);
			item[len] = '\0';
			int widest = strchr(item, ':') == NULL ? 32 : 128;

			slash = strchr(item, '/');
			if (slash != NULL)
			{
				char *end = NULL;
				long given = strtol(slash + 1, &end, 10);

				*slash = '\0';
				bits = *end == '\0' && given >= 0 && given <= widest
						   ? (int) given + 128 - widest
						   : -1;
			}
			if (bits >= 0 && address_bytes(item, net))
			{
				int whole = bits / 8;
				int mask = 0xff00 >> (bits % 8);

				if (memcmp(who, net, (size_t) whole) == 0 &&
					(bits % 8 == 0 || ((who[whole] ^ net[whole]) & mask & 0xff) == 0))
					return true;
			}
		}
		list += len;
		list += strspn(list, ", ");
	}
	return false;
}
