/* links REPEATS: lists the links and reads ten fields of each. */
#include "bench.h"
#include <linux/if.h>
#include <linux/if_link.h>

static struct {
	uint64_t count, index, mtu, name, address, queue, promiscuity, queues, max_mtu, kind, up;
} sums;

static uint32_t number(const struct nlattr *attribute)
{
	return attribute ? mnl_attr_get_u32(attribute) : 0;
}

static int add_link(const struct nlmsghdr *message, void *data)
{
	const struct ifinfomsg *header = mnl_nlmsg_get_payload(message);
	const struct nlattr *attributes[IFLA_MAX + 1] = {}, *nested;
	int i;

	(void)data;
	parse(message, sizeof(*header), attributes, IFLA_MAX);
	sums.count++;
	sums.index += header->ifi_index;
	sums.mtu += number(attributes[IFLA_MTU]);
	sums.queue += number(attributes[IFLA_TXQLEN]);
	sums.promiscuity += number(attributes[IFLA_PROMISCUITY]);
	sums.queues += number(attributes[IFLA_NUM_TX_QUEUES]);
	sums.max_mtu += number(attributes[IFLA_MAX_MTU]);
	if (attributes[IFLA_IFNAME])
		sums.name += strlen(mnl_attr_get_str(attributes[IFLA_IFNAME]));
	if (attributes[IFLA_OPERSTATE])
		sums.up += mnl_attr_get_u8(attributes[IFLA_OPERSTATE]) == IF_OPER_UP;
	if (attributes[IFLA_ADDRESS]) {
		const uint8_t *bytes = mnl_attr_get_payload(attributes[IFLA_ADDRESS]);

		for (i = 0; i < mnl_attr_get_payload_len(attributes[IFLA_ADDRESS]); i++)
			sums.address += bytes[i];
	}
	if (attributes[IFLA_LINKINFO])
		mnl_attr_for_each_nested(nested, attributes[IFLA_LINKINFO])
			if (mnl_attr_get_type(nested) == IFLA_INFO_KIND)
				sums.kind += strlen(mnl_attr_get_str(nested));
	return MNL_CB_OK;
}

static void query_links(struct nlmsghdr *request)
{
	request->nlmsg_type = RTM_GETLINK;
	mnl_nlmsg_put_extra_header(request, sizeof(struct ifinfomsg));
	mnl_attr_put_u32(request, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
}

int main(int count, char **arguments)
{
	expect_arguments(1, count);
	repeat_list(arguments[1], query_links, add_link, &sums, sizeof(sums));
	print_times();
	printf("{\"count\":%" PRIu64 ",\"index\":%" PRIu64 ",\"mtu\":%" PRIu64 ",\"name\":%" PRIu64 ",\"address\":%" PRIu64
	       ",\"transmitQueueLength\":%" PRIu64 ",\"promiscuity\":%" PRIu64 ",\"transmitQueues\":%" PRIu64
	       ",\"maxMtu\":%" PRIu64 ",\"kind\":%" PRIu64 ",\"up\":%" PRIu64 "}}\n",
	       sums.count, sums.index, sums.mtu, sums.name, sums.address, sums.queue, sums.promiscuity, sums.queues,
	       sums.max_mtu, sums.kind, sums.up);
	return EXIT_SUCCESS;
}
