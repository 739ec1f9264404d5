/* requests REPEATS COUNT LINK: adds routes and removes them, as many in one datagram as there is room for replies. */
#include "bench.h"
#include "route.h"

#define MOST_REQUESTS 64

static char requests[MOST_REQUESTS * 128];
static uint64_t acknowledged;

static int acknowledge(const struct nlmsghdr *message, void *data)
{
	const struct nlmsgerr *reply = mnl_nlmsg_get_payload(message);

	(void)data;
	if (reply->error != 0) {
		errno = -reply->error;
		return MNL_CB_ERROR;
	}
	acknowledged++;
	return MNL_CB_OK;
}

static mnl_cb_t controls[NLMSG_MIN_TYPE] = { [NLMSG_ERROR] = acknowledge };

static size_t put(char *at, uint16_t type, uint16_t flags, uint64_t number, uint32_t link)
{
	struct nlmsghdr *request = mnl_nlmsg_put_header(at);
	struct rtmsg *route = mnl_nlmsg_put_extra_header(request, sizeof(*route));

	request->nlmsg_type = type;
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	route->rtm_family = AF_INET;
	route->rtm_dst_len = 32;
	route->rtm_table = RT_TABLE_MAIN;
	route->rtm_scope = type == RTM_NEWROUTE ? RT_SCOPE_LINK : RT_SCOPE_NOWHERE;
	if (type == RTM_NEWROUTE) {
		route->rtm_protocol = RTPROT_STATIC;
		route->rtm_type = RTN_UNICAST;
	}
	mnl_attr_put_u32(request, RTA_DST, htonl((uint32_t)(11 << 24 | number)));
	mnl_attr_put_u32(request, RTA_OIF, link);
	return MNL_ALIGN(request->nlmsg_len);
}

static void ask(struct mnl_socket *socket, uint16_t type, uint16_t flags, uint64_t count, uint32_t link)
{
	uint64_t asked;

	acknowledged = 0;
	for (asked = 0; asked < count;) {
		size_t size = 0;
		int i;

		for (i = 0; i < MOST_REQUESTS && asked < count; i++)
			size += put(requests + size, type, flags, asked++, link);
		if (mnl_socket_sendto(socket, requests, size) < 0)
			fail("send");
		while (acknowledged < asked) {
			ssize_t length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));

			if (length < 0 || mnl_cb_run2(buffer, length, 0, 0, add_route, NULL, controls,
						      MNL_ARRAY_SIZE(controls)) < 0)
				fail("receive");
		}
	}
}

int main(int count, char **arguments)
{
	struct mnl_socket *socket = open_socket();
	uint64_t routes;
	uint32_t link;
	int i, all;

	expect_arguments(3, count);
	all = atoi(arguments[1]);
	routes = strtoull(arguments[2], NULL, 10);
	link = strtoul(arguments[3], NULL, 10);
	for (i = 0; i < all; i++) {
		memset(&sums, 0, sizeof(sums));
		start();
		ask(socket, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ECHO, routes, link);
		ask(socket, RTM_DELROUTE, 0, routes, link);
		stop();
	}
	print_times();
	print_sums();
	return EXIT_SUCCESS;
}
