/* UTF-8, strictly. */
#include "utf8.h"

bool
utf8_is_valid(Slice text)
{
	for (size_t i = 0; i < text.len;)
	{
		unsigned char c = (unsigned char) text.data[i];
		size_t more = c < 0x80				  ? 0
					  : c >= 0xc2 && c < 0xe0 ? 1
					  : c >= 0xe0 && c < 0xf0 ? 2
											  : 3;
		unsigned char second = i + 1 < text.len ? (unsigned char) text.data[i + 1] : 0;

		if ((c >= 0x80 && c < 0xc2) || c > 0xf4 || i + more >= text.len ||
			(c == 0xe0 && second < 0xa0) || (c == 0xed && second > 0x9f) ||
			(c == 0xf0 && second < 0x90) || (c == 0xf4 && second > 0x8f))
			return false;
		for (size_t k = 1; k <= more; k++)
			if (((unsigned char) text.data[i + k] & 0xc0) != 0x80)
				return false;
		i += more + 1;
	}
	return true;
}
