/* What a program in C reads of an IPv4 route, and its sums. */
#include <arpa/inet.h>

static struct {
	uint64_t count, table, prefix_length, output_link, destination;
} sums;

static int add_route(const struct nlmsghdr *message, void *data)
{
	const struct rtmsg *route = mnl_nlmsg_get_payload(message);
	const struct nlattr *attributes[RTA_MAX + 1] = {};
	uint32_t destination = 0;

	(void)data;
	parse(message, sizeof(*route), attributes, RTA_MAX);
	sums.count++;
	sums.prefix_length += route->rtm_dst_len;
	sums.table += attributes[RTA_TABLE] ? mnl_attr_get_u32(attributes[RTA_TABLE]) : route->rtm_table;
	if (attributes[RTA_OIF])
		sums.output_link += mnl_attr_get_u32(attributes[RTA_OIF]);
	if (attributes[RTA_DST])
		destination = ntohl(mnl_attr_get_u32(attributes[RTA_DST]));
	for (; destination; destination >>= 8)
		sums.destination += destination & 0xff;
	return MNL_CB_OK;
}

static void print_sums(void)
{
	printf("{\"count\":%" PRIu64 ",\"table\":%" PRIu64 ",\"prefixLength\":%" PRIu64 ",\"outputLink\":%" PRIu64
	       ",\"destination\":%" PRIu64 "}}\n",
	       sums.count, sums.table, sums.prefix_length, sums.output_link, sums.destination);
}
