/*
 * confine.c
 *		The cage: limits of resources and an allow-list of system calls.
 */
#include "fits_helper/confine.h"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/*
 * Private memory; the mapped file does not count.  Enough for the largest piece that is
 * made in memory twice over, and for the tables of compressed images.
 */
#define MAX_DATA   (1024UL * 1024 * 1024)
#define MAX_OPEN   16
#define MAX_OUTPUT (64UL * 1024 * 1024 * 1024) /* a file taken out of gzip */

static bool
limit(int what, rlim_t most)
{
	return setrlimit(what, &(struct rlimit){most, most}) == 0;
}

static const int allowed[] = {
	SCMP_SYS(read),			SCMP_SYS(write),		   SCMP_SYS(recvmsg),
	SCMP_SYS(sendto),		SCMP_SYS(close),		   SCMP_SYS(fstat),
	SCMP_SYS(lseek),		SCMP_SYS(ftruncate),	   SCMP_SYS(brk),
	SCMP_SYS(munmap),		SCMP_SYS(mremap),		   SCMP_SYS(madvise),
	SCMP_SYS(futex),		SCMP_SYS(clock_gettime),   SCMP_SYS(getrandom),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall), SCMP_SYS(exit),
	SCMP_SYS(exit_group),	SCMP_SYS(sysinfo), /* qsort() asks how much memory there is */
};

static bool
allow_calls(void)
{
	scmp_filter_ctx calls = seccomp_init(SCMP_ACT_KILL_PROCESS);
	/* Memory that can be run as code is never made. */
	struct scmp_arg_cmp not_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	/* glibc's fstat(): the descriptor alone, no name. */
	struct scmp_arg_cmp no_name = SCMP_A3(SCMP_CMP_EQ, 0x1000 /* AT_EMPTY_PATH */);
	bool done = calls != NULL;

	for (size_t i = 0; done && i < sizeof(allowed) / sizeof(allowed[0]); i++)
		done = seccomp_rule_add(calls, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	done =
		done &&
		seccomp_rule_add(calls, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, not_code) == 0 &&
		seccomp_rule_add(calls, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, not_code) == 0 &&
		seccomp_rule_add(calls, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1, no_name) == 0 &&
		seccomp_load(calls) == 0;
	seccomp_release(calls);
	return done;
}

bool
confine(void)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 &&
		   prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && limit(RLIMIT_CORE, 0) &&
		   limit(RLIMIT_DATA, MAX_DATA) && limit(RLIMIT_FSIZE, MAX_OUTPUT) &&
		   limit(RLIMIT_NOFILE, MAX_OPEN) && limit(RLIMIT_NPROC, 0) && allow_calls();
}
