/* What the programs in C share: clocks, a list from the kernel, other programs, the line that they print. */
#include <errno.h>
#include <inttypes.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What the kernel puts into one datagram of a list at most, where there is room for it. */
#define BUFFER_SIZE 32768
#define MOST_REPEATS 1000

static char buffer[BUFFER_SIZE];
static double wall[MOST_REPEATS], cpu[MOST_REPEATS];
static int repeats;

static inline double seconds(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static inline void fail(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static inline void start(void)
{
	if (repeats == MOST_REPEATS) {
		fprintf(stderr, "Cannot repeat more than %d times\n", MOST_REPEATS);
		exit(EXIT_FAILURE);
	}
	cpu[repeats] = -seconds(CLOCK_PROCESS_CPUTIME_ID);
	wall[repeats] = -seconds(CLOCK_MONOTONIC);
}

static inline void stop(void)
{
	wall[repeats] += seconds(CLOCK_MONOTONIC);
	cpu[repeats] += seconds(CLOCK_PROCESS_CPUTIME_ID);
	repeats++;
}

static inline void print_numbers(const char *name, const double *numbers, int count)
{
	int i;

	printf("\"%s\":[", name);
	for (i = 0; i < count; i++)
		printf("%s%.7f", i ? "," : "", numbers[i]);
	printf("]");
}

/* The line up to the sums, which the program adds. */
static inline void print_times(void)
{
	printf("{");
	print_numbers("wall", wall, repeats);
	printf(",");
	print_numbers("cpu", cpu, repeats);
	printf(",\"sums\":");
}

static inline struct mnl_socket *open_socket(void)
{
	struct mnl_socket *socket = mnl_socket_open(NETLINK_ROUTE);

	if (socket == NULL || mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0)
		fail("open socket");
	return socket;
}

/* A socket that the kernel tells of IPv4 routes. */
static inline struct mnl_socket *open_route_events(int bytes)
{
	struct mnl_socket *socket = open_socket();
	int group = RTNLGRP_IPV4_ROUTE;

	if (setsockopt(mnl_socket_get_fd(socket), SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) < 0)
		fail("set the receive buffer");
	if (mnl_socket_setsockopt(socket, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0)
		fail("join the group");
	return socket;
}

static inline int receive(struct mnl_socket *socket, unsigned int sequence, mnl_cb_t callback)
{
	ssize_t length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));
	int result;

	if (length < 0)
		fail("receive");
	result = mnl_cb_run(buffer, length, sequence, 0, callback, NULL);
	if (result < 0)
		fail("read the reply");
	return result;
}

/* The attributes behind a header of this size, by their type; those that this program was not built with are left out. */
static inline void parse(const struct nlmsghdr *message, size_t header, const struct nlattr **attributes, int most)
{
	const struct nlattr *attribute;

	mnl_attr_for_each(attribute, message, header)
		if (mnl_attr_get_type(attribute) <= most)
			attributes[mnl_attr_get_type(attribute)] = attribute;
}

/* Asks for a list again and again; the sums of the last one remain. */
static inline void repeat_list(const char *times, void (*query)(struct nlmsghdr *), mnl_cb_t callback, void *sums,
			       size_t size)
{
	struct mnl_socket *socket = open_socket();
	int i, all = atoi(times);

	for (i = 1; i <= all; i++) {
		struct nlmsghdr *request;

		memset(sums, 0, size);
		start();
		request = mnl_nlmsg_put_header(buffer);
		request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
		request->nlmsg_seq = i;
		query(request);
		if (mnl_socket_sendto(socket, request, request->nlmsg_len) < 0)
			fail("send");
		while (receive(socket, i, callback) > MNL_CB_STOP)
			;
		stop();
	}
}

/* Ends a program that was started in another way than the first line of its source says. */
static inline void expect_arguments(int least, int count)
{
	if (count > least)
		return;
	fprintf(stderr, "Cannot start: expected %d arguments, got %d\n", least, count - 1);
	exit(EXIT_FAILURE);
}

/* Starts another program, by its name and its arguments. */
static inline pid_t run(char *const command[])
{
	pid_t child = fork();

	if (child < 0)
		fail("fork");
	if (child > 0)
		return child;
	execvp(command[0], command);
	fail(command[0]);
	return -1;
}

static inline void wait_for(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) < 0 || status != 0) {
		fprintf(stderr, "Cannot run a program: status %d\n", status);
		exit(EXIT_FAILURE);
	}
}
