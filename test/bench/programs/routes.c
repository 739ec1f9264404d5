/* routes REPEATS: lists the IPv4 routes. */
#include "bench.h"
#include "route.h"

static void query_routes(struct nlmsghdr *request)
{
	struct rtmsg *query = mnl_nlmsg_put_extra_header(request, sizeof(*query));

	request->nlmsg_type = RTM_GETROUTE;
	query->rtm_family = AF_INET;
}

int main(int count, char **arguments)
{
	expect_arguments(1, count);
	repeat_list(arguments[1], query_routes, add_route, &sums, sizeof(sums));
	print_times();
	print_sums();
	return EXIT_SUCCESS;
}
