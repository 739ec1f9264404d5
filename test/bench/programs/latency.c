/* latency COUNT PRODUCER...: starts the program that changes routes, and notes when it hears of each change.
 * The processor time is that of a change after the first tenth of them. */
#include "bench.h"
#include "route.h"

#define RECEIVE_BUFFER (4 * 1024 * 1024)

int main(int count, char **arguments)
{
	struct mnl_socket *socket = open_route_events(RECEIVE_BUFFER);
	double *received, used = 0;
	uint64_t events;
	pid_t producer;

	expect_arguments(2, count);
	events = strtoull(arguments[1], NULL, 10);
	received = calloc(events, sizeof(*received));
	if (received == NULL)
		fail("allocate");
	producer = run(&arguments[2]);
	while (sums.count < events) {
		ssize_t length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));

		received[sums.count] = seconds(CLOCK_MONOTONIC);
		if (length < 0 || mnl_cb_run(buffer, length, 0, 0, add_route, NULL) < 0)
			fail("receive");
		if (sums.count == events / 10)
			used = -seconds(CLOCK_PROCESS_CPUTIME_ID);
	}
	used = (used + seconds(CLOCK_PROCESS_CPUTIME_ID)) / (double)(events - events / 10);
	wait_for(producer);
	printf("{");
	print_numbers("received", received, (int)events);
	printf(",");
	print_numbers("cpu", &used, 1);
	printf(",\"sums\":");
	print_sums();
	return EXIT_SUCCESS;
}
