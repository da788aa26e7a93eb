/*
 * full_disk.c
 *		A disk that is full when it is told so: preloaded into the server, it lets writes
 *		to the store of results fail while the file named by FULL_DISK_FLAG is there.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
is_of_store(int fd)
{
	char link[64];
	char path[4096];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof(path) - 1);
	path[length > 0 ? length : 0] = '\0';
	return strstr(path, "/pgsky_store/") != NULL;
}

ssize_t
write(int fd, const void *bytes, size_t size)
{
	static ssize_t (*real)(int, const void *, size_t);
	const char *flag = getenv("FULL_DISK_FLAG");

	if (real == NULL)
		real = (ssize_t (*)(int, const void *, size_t)) dlsym(RTLD_NEXT, "write");
	if (flag == NULL || access(flag, F_OK) != 0 || !is_of_store(fd))
		return real(fd, bytes, size);
	if (size > 1) /* as a disk does: what fits, and then nothing more */
		return real(fd, bytes, size / 2);
	errno = ENOSPC;
	return -1;
}
