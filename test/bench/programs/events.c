/* events REPEATS COUNT ADD DELETE: fills the queue with `ip -batch ADD` and drains it, the same with `ip -batch DELETE`. */
#include "bench.h"
#include "route.h"

#define RECEIVE_BUFFER (32 * 1024 * 1024)

int main(int count, char **arguments)
{
	uint64_t events;
	int i, all;

	expect_arguments(4, count);
	all = 2 * atoi(arguments[1]);
	events = strtoull(arguments[2], NULL, 10);
	for (i = 0; i < all; i++) {
		char *command[] = { "ip", "-batch", arguments[3 + i % 2], NULL };
		struct mnl_socket *socket = open_route_events(RECEIVE_BUFFER);

		wait_for(run(command));
		memset(&sums, 0, sizeof(sums));
		start();
		while (sums.count < events)
			receive(socket, 0, add_route);
		stop();
		mnl_socket_close(socket);
	}
	print_times();
	print_sums();
	return EXIT_SUCCESS;
}
