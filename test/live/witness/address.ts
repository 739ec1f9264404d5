import type { Address } from "../../../mod.ts";
import { near, type Table, text, yes } from "../witness.ts";

const PROTOCOLS: Readonly<Record<string, string>> = {
  kernelLoopback: "kernel_lo",
  kernelRouterAdvertisement: "kernel_ra",
  kernelLinkLocal: "kernel_ll",
};

/** `addr_info` of `ip address`. */
export const ADDRESS: Table<Address> = {
  rows: {
    family: ({ family }) => family,
    local: ({ local, address }) => local ?? address,
    address: ({ local, address }) => local === undefined || local === address ? undefined : address,
    prefixlen: ({ prefixLength }) => prefixLength,
    metric: ({ routePriority }) => routePriority,
    broadcast: ({ broadcast }) => broadcast,
    anycast: ({ anycast }) => anycast,
    scope: ({ scope }) => text(scope),
    label: ({ label }) => label,
    dynamic: ({ flags }) => yes(!flags.includes("permanent")),
    secondary: ({ flags, family }) => yes(flags.includes("secondary") && family === "inet"),
    temporary: ({ flags, family }) => yes(flags.includes("secondary") && family === "inet6"),
    tentative: ({ flags }) => yes(flags.includes("tentative")),
    deprecated: ({ flags }) => yes(flags.includes("deprecated")),
    home: ({ flags }) => yes(flags.includes("homeAddress")),
    nodad: ({ flags }) => yes(flags.includes("noDad")),
    optimistic: ({ flags }) => yes(flags.includes("optimistic")),
    dadfailed: ({ flags }) => yes(flags.includes("dadFailed")),
    mngtmpaddr: ({ flags }) => yes(flags.includes("manageTemporary")),
    noprefixroute: ({ flags }) => yes(flags.includes("noPrefixRoute")),
    autojoin: ({ flags }) => yes(flags.includes("multicastAutoJoin")),
    valid_life_time: ({ cacheInfo }) => near(cacheInfo?.valid),
    preferred_life_time: ({ cacheInfo }) => near(cacheInfo?.preferred),
  },
  sometimes: {
    protocol: ({ protocol }) => text(PROTOCOLS[`${protocol}`] ?? protocol),
    "stable-privacy": ({ flags }) => yes(flags.includes("stablePrivacy")),
  },
};
