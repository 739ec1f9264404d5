/** Random numbers that a seed repeats (mulberry32). */
export class Random {
  #state: number;

  /** Makes the numbers of a seed. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `below` - 1. */
  int(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  /** One of several. */
  of<T>(choices: readonly T[]): T {
    // A choice of nothing is a mistake of the caller.
    return choices[this.int(choices.length)]!;
  }
}

const PAIRS = 6;
const BRIDGES = 3;

/** Only one end of a pair may be in a bridge: both would make a loop, in which packets multiply. */
function ends(): readonly string[] {
  return Array.from({ length: PAIRS }, (_, i) => `a${i}`);
}

function others(): readonly string[] {
  return Array.from({ length: PAIRS }, (_, i) => `b${i}`);
}

function bridges(): readonly string[] {
  return Array.from({ length: BRIDGES }, (_, i) => `br${i}`);
}

const RARE_LINKS: readonly string[] = ["mv0", "mv1", "vx0", "ifb0", "ifb1", "renamed0", "renamed1"];

/** How a random command of `ip` is made; the first word tells what it is about, and `bridge` is another program. */
type Maker = (random: Random) => string;

const link = (random: Random): string => random.of([...ends(), ...ends(), ...others(), ...bridges(), ...RARE_LINKS]);
const octet = (random: Random): number => random.int(6);
const net4 = (random: Random): string => `10.${octet(random)}.${octet(random)}.0/24`;
const net6 = (random: Random): string => `2001:db8:${octet(random)}::/48`;
const verb = (random: Random): string => random.of(["add", "add", "replace", "append", "delete", "change"]);
const metric = (random: Random): string => random.of(["", "", ` metric ${random.int(4) + 1}`]);
const table = (random: Random): string => random.of(["", "", "", ` table ${random.of([100, 1000])}`]);
const mac = (random: Random): string => `02:00:00:00:00:0${random.int(8)}`;
const way4 = (random: Random): string => `via 10.${octet(random)}.${octet(random)}.${random.int(250) + 2}`;

const LINKS: readonly Maker[] = [
  (random) => {
    const pair = random.int(PAIRS);
    return `link add a${pair} type veth peer name b${pair}`;
  },
  (random) => `link add ${random.of(bridges())} type bridge`,
  (random) => `link add mv${random.int(2)} link ${link(random)} type macvlan mode bridge`,
  (random) => `link add ifb${random.int(2)} type ifb`,
  () => "link add vx0 type vxlan id 7 dstport 4789",
  (random) => `link delete ${link(random)}`,
  (random) => `link set ${random.of(ends())} master ${random.of(bridges())}`,
  (random) => `link set ${random.of(ends())} nomaster`,
  (random) => `link set ${link(random)} mtu ${1300 + random.int(5) * 20}`,
  (random) => `link set ${link(random)} address ${mac(random)}`,
  (random) => `link set ${random.of(RARE_LINKS)} name ${random.of(["renamed0", "renamed1", "ifb0", "mv0"])}`,
  (random) => `link set ${random.of(others())} netns other`,
];

const UP_DOWN: readonly Maker[] = [
  (random) => `link set ${link(random)} up`,
  (random) => `link set ${link(random)} up`,
  (random) => `link set ${link(random)} up`,
  (random) => `link set ${link(random)} down`,
];

const ADDRESSES: readonly Maker[] = [
  (random) => `address add 10.${octet(random)}.${octet(random)}.1/24 dev ${link(random)}`,
  (random) => `address add 10.${octet(random)}.${octet(random)}.1/16 dev ${link(random)}`,
  (random) => `address add 10.9.9.1 peer 10.9.9.2 dev ${link(random)}`,
  (random) => `address add 2001:db8:${octet(random)}::1/64 dev ${link(random)} nodad`,
  (random) => `address delete 10.${octet(random)}.${octet(random)}.1/24 dev ${link(random)}`,
  (random) => `address delete 2001:db8:${octet(random)}::1/64 dev ${link(random)}`,
  (random) => `address flush dev ${link(random)}`,
];

const ROUTES: readonly Maker[] = [
  (random) => `route ${verb(random)} ${net4(random)} dev ${link(random)}${metric(random)}${table(random)}`,
  (random) => `route ${verb(random)} ${net4(random)} ${way4(random)}${metric(random)}${table(random)}`,
  (random) => `route ${verb(random)} ${net4(random)} ${way4(random)} dev ${link(random)} onlink`,
  (random) => `route ${verb(random)} ${net4(random)} nexthop ${way4(random)} nexthop ${way4(random)} weight 3`,
  (random) => `route ${verb(random)} ${net4(random)} via inet6 fe80::${octet(random)} dev ${link(random)}`,
  (random) => `route ${verb(random)} blackhole ${net4(random)}${metric(random)}`,
  (random) => `route ${verb(random)} ${net4(random)} nhid ${random.int(6) + 1}`,
  (random) => `route ${verb(random)} default dev ${link(random)} mtu 1200${metric(random)}`,
  (random) => `-6 route ${verb(random)} ${net6(random)} dev ${link(random)}${metric(random)}${table(random)}`,
  (random) => `-6 route ${verb(random)} ${net6(random)} via fe80::${octet(random)} dev ${link(random)}`,
  (random) =>
    `-6 route ${verb(random)} ${net6(random)} nexthop via fe80::1 dev ${link(random)} ` +
    `nexthop via fe80::2 dev ${link(random)}`,
  (random) => `-6 route ${verb(random)} unreachable ${net6(random)}${metric(random)}`,
  (random) => `-6 route ${verb(random)} ${net6(random)} nhid ${random.int(6) + 1}`,
  (random) => `route flush table ${random.of(["100", "1000", "main"])}`,
  (random) => `-6 route flush table ${random.of(["100", "1000"])}`,
];

const NEXTHOPS: readonly Maker[] = [
  (random) => `nexthop ${random.of(["add", "replace"])} id ${random.int(4) + 1} dev ${link(random)}`,
  (random) => `nexthop ${random.of(["add", "replace"])} id ${random.int(4) + 1} ${way4(random)} dev ${link(random)}`,
  (random) => `nexthop ${random.of(["add", "replace"])} id 5 group ${random.int(4) + 1}/${random.int(4) + 1},3`,
  () => "nexthop add id 6 blackhole",
  (random) => `nexthop delete id ${random.int(6) + 1}`,
];

const NEIGHBORS: readonly Maker[] = [
  (random) =>
    `neighbor ${random.of(["add", "replace"])} 10.0.0.${random.int(9)} lladdr ${mac(random)} dev ${link(random)} ` +
    `nud ${random.of(["permanent", "stale"])}`,
  (random) => `neighbor replace 2001:db8::${random.int(9)} lladdr ${mac(random)} dev ${link(random)} nud permanent`,
  (random) => `neighbor delete 10.0.0.${random.int(9)} dev ${link(random)}`,
  (random) => `neighbor flush dev ${link(random)}`,
];

const RULES: readonly Maker[] = [
  (random) => `rule add pref ${100 + random.int(6)} from ${net4(random)} table ${random.of([100, 1000])}`,
  (random) => `rule add pref ${100 + random.int(6)} iif ${link(random)} table 100`,
  (random) => `rule add pref ${90 + random.int(3)} goto ${100 + random.int(6)}`,
  (random) => `-6 rule add pref ${100 + random.int(6)} oif ${link(random)} prohibit`,
  (random) => `rule delete pref ${90 + random.int(16)}`,
  (random) => `-6 rule delete pref ${100 + random.int(6)}`,
];

/** Kinds of commands, each as often as it stands here: links have to be there before the rest can be. */
const KINDS: readonly (readonly Maker[])[] = [
  LINKS,
  LINKS,
  UP_DOWN,
  UP_DOWN,
  ADDRESSES,
  ROUTES,
  ROUTES,
  NEXTHOPS,
  NEIGHBORS,
  RULES,
];

/** Random commands of `ip`, many of which fail; none of those whose changes the kernel announces to nobody. */
export function commands(random: Random, count: number): readonly string[] {
  return Array.from({ length: count }, () => random.of(random.of(KINDS))(random));
}
