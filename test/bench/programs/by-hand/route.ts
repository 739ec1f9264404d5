/** What the module tells of a route such as the benchmark makes. */
export interface HandRoute {
  readonly family: "inet";
  readonly prefixLength: number;
  readonly sourcePrefixLength: number;
  readonly tos: number;
  readonly protocol: string | undefined;
  readonly scope: string | undefined;
  readonly type: string | undefined;
  readonly flags: readonly string[];
  table: number;
  destination?: string;
  outputLink?: number;
}

const OCTET: readonly string[] = Array.from({ length: 256 }, (_, byte) => `${byte}`);
const OCTET_DOT: readonly string[] = Array.from({ length: 256 }, (_, byte) => `${byte}.`);
/** By their numbers (`RTPROT_*`, `RTN_*`, `RT_SCOPE_*`), as far as the benchmark makes such routes. */
const PROTOCOLS: readonly string[] = ["unspec", "redirect", "kernel", "boot", "static"];
const TYPES: readonly string[] = ["unspec", "unicast", "local", "broadcast"];
const SCOPES: Readonly<Record<number, string>> = { 0: "universe", 253: "link", 254: "host" };
const NO_FLAGS: readonly string[] = Object.freeze([]);

function ipv4(view: DataView, at: number): string {
  // The tables have all 256 entries.
  return OCTET_DOT[view.getUint8(at)]! + OCTET_DOT[view.getUint8(at + 1)]! + OCTET_DOT[view.getUint8(at + 2)]! +
    OCTET[view.getUint8(at + 3)]!;
}

/** The route of a message from `at` to `end`; nothing is checked. */
export function readRoute(view: DataView, at: number, end: number): HandRoute {
  const route: HandRoute = {
    family: "inet",
    prefixLength: view.getUint8(at + 17),
    sourcePrefixLength: view.getUint8(at + 18),
    tos: view.getUint8(at + 19),
    protocol: PROTOCOLS[view.getUint8(at + 21)],
    scope: SCOPES[view.getUint8(at + 22)],
    type: TYPES[view.getUint8(at + 23)],
    flags: NO_FLAGS,
    table: view.getUint8(at + 20),
  };
  for (let offset = at + 28; offset < end; offset += (view.getUint16(offset, true) + 3) & ~3) {
    const type = view.getUint16(offset + 2, true);
    // RTA_DST, RTA_OIF, RTA_TABLE
    if (type === 1) route.destination = ipv4(view, offset + 4);
    else if (type === 4) route.outputLink = view.getUint32(offset + 4, true);
    else if (type === 15) route.table = view.getUint32(offset + 4, true);
  }
  return route;
}
