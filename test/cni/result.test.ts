import { describe, expect, test } from "vitest";
import { CNI_VERSIONS, parseResult, printResult, type Result } from "../../src/cni/mod.ts";

/** The test data of the specification's own library. */
const RESULT: Result = {
  interfaces: [{ name: "eth0", mac: "00:11:22:33:44:55", mtu: 1500, sandbox: "/proc/3553/ns/net", pciID: "8086:9a01" }],
  ips: [
    { interface: 0, address: "1.2.3.30/24", gateway: "1.2.3.1" },
    { interface: 0, address: "abcd:1234:ffff::cdde/64", gateway: "abcd:1234:ffff::1" },
    { address: "1.2.3.31/24" },
  ],
  routes: [
    { dst: "15.5.6.0/24", gw: "15.5.6.8" },
    { dst: "1111:dddd::/80", gw: "1111:dddd::aaaa" },
  ],
  dns: {
    nameservers: ["1.2.3.4", "1::cafe"],
    domain: "acompany.com",
    search: ["somedomain.com", "<other>&.com"],
    options: ["foo", "bar"],
  },
};

const CURRENT = `{
    "cniVersion": "VERSION",
    "dns": {
        "domain": "acompany.com",
        "nameservers": [
            "1.2.3.4",
            "1::cafe"
        ],
        "options": [
            "foo",
            "bar"
        ],
        "search": [
            "somedomain.com",
            "\\u003cother\\u003e\\u0026.com"
        ]
    },
    "interfaces": [
        {
            "mac": "00:11:22:33:44:55",
            "mtu": 1500,
            "name": "eth0",
            "pciID": "8086:9a01",
            "sandbox": "/proc/3553/ns/net"
        }
    ],
    "ips": [
        {
            "address": "1.2.3.30/24",
            "gateway": "1.2.3.1",
            "interface": 0
        },
        {
            "address": "abcd:1234:ffff::cdde/64",
            "gateway": "abcd:1234:ffff::1",
            "interface": 0
        },
        {
            "address": "1.2.3.31/24"
        }
    ],
    "routes": [
        {
            "dst": "15.5.6.0/24",
            "gw": "15.5.6.8"
        },
        {
            "dst": "1111:dddd::/80",
            "gw": "1111:dddd::aaaa"
        }
    ]
}`;

const DNS = `"dns": {
        "nameservers": [
            "1.2.3.4",
            "1::cafe"
        ],
        "domain": "acompany.com",
        "search": [
            "somedomain.com",
            "\\u003cother\\u003e\\u0026.com"
        ],
        "options": [
            "foo",
            "bar"
        ]
    }`;

const LISTED = `{
    "cniVersion": "VERSION",
    "interfaces": [
        {
            "name": "eth0",
            "mac": "00:11:22:33:44:55",
            "sandbox": "/proc/3553/ns/net"
        }
    ],
    "ips": [
        {
            "version": "4",
            "interface": 0,
            "address": "1.2.3.30/24",
            "gateway": "1.2.3.1"
        },
        {
            "version": "6",
            "interface": 0,
            "address": "abcd:1234:ffff::cdde/64",
            "gateway": "abcd:1234:ffff::1"
        },
        {
            "version": "4",
            "address": "1.2.3.31/24"
        }
    ],
    "routes": [
        {
            "dst": "15.5.6.0/24",
            "gw": "15.5.6.8"
        },
        {
            "dst": "1111:dddd::/80",
            "gw": "1111:dddd::aaaa"
        }
    ],
    ${DNS}
}`;

const PAIRED = `{
    "cniVersion": "VERSION",
    "ip4": {
        "ip": "1.2.3.30/24",
        "gateway": "1.2.3.1",
        "routes": [
            {
                "dst": "15.5.6.0/24",
                "gw": "15.5.6.8"
            }
        ]
    },
    "ip6": {
        "ip": "abcd:1234:ffff::cdde/64",
        "gateway": "abcd:1234:ffff::1",
        "routes": [
            {
                "dst": "1111:dddd::/80",
                "gw": "1111:dddd::aaaa"
            }
        ]
    },
    ${DNS}
}`;

const TEXTS: Readonly<Record<string, string>> = {
  "0.1.0": PAIRED,
  "0.2.0": PAIRED,
  "0.3.0": LISTED,
  "0.3.1": LISTED,
  "0.4.0": LISTED,
  "1.0.0": CURRENT,
  "1.1.0": CURRENT,
};

describe.each(CNI_VERSIONS)("a result of version %s", (version) => {
  const text = TEXTS[version]?.replace("VERSION", version) ?? "";

  test("is printed as that version has it", () => expect(printResult(RESULT, version)).toBe(text));

  test("is printed the same when it was read", () => {
    expect(printResult(parseResult(JSON.parse(text)), version)).toBe(text);
  });
});

test.each([
  ["0.3.1", '{\n    "cniVersion": "0.3.1",\n    "dns": {}\n}'],
  ["1.0.0", '{\n    "cniVersion": "1.0.0"\n}'],
])("an empty result of version %s tells what that version always tells", (version, text) => {
  expect(printResult({}, version)).toBe(text);
  expect(printResult({ dns: {}, ips: [], routes: [], interfaces: [] }, version)).toBe(text);
});

test.each(["0.1.0", "0.2.0"])("a result without an address cannot be one of version %s", (version) => {
  expect(() => printResult({ interfaces: [{ name: "eth0" }] }, version)).toThrow(
    "cannot convert: no valid IP addresses",
  );
});

test("addresses are told in their canonical form, with all their bits", () => {
  const result = parseResult({
    ips: [{ address: "ABCD:0:0::1/64", gateway: "FE80::0" }],
    routes: [{ dst: "10.1.2.3/8" }],
  });
  expect(result).toEqual({ ips: [{ address: "abcd::1/64", gateway: "fe80::" }], routes: [{ dst: "10.1.2.3/8" }] });
});

test.each([
  [5, "result: expected an object, got 5"],
  [{ ips: 5 }, "result.ips: expected a list, got 5"],
  [{ ips: [{ address: 5 }] }, "result.ips[0].address: expected a text, got 5"],
  [{ ips: [{}] }, "result.ips[0].address: invalid CIDR address: "],
  [{ ips: [{ address: "1.2.3.4" }] }, "result.ips[0].address: invalid CIDR address: 1.2.3.4"],
  [{ ips: [{ address: "1.2.3.4/33" }] }, "result.ips[0].address: invalid CIDR address: 1.2.3.4/33"],
  [{ ips: [{ address: "1.2.3/24" }] }, "result.ips[0].address: invalid IP address: 1.2.3"],
  [{ ips: [{ address: "1.2.3.4/24", gateway: "x" }] }, "result.ips[0].gateway: invalid IP address: x"],
  [{ ips: [{ address: "1.2.3.4/24", interface: "0" }] }, 'result.ips[0].interface: expected a whole number, got "0"'],
  [{ routes: [{ dst: "10.0.0.0/8", mtu: 1.5 }] }, "result.routes[0].mtu: expected a whole number, got 1.5"],
  [{ dns: { search: [1] } }, "result.dns.search[0]: expected a text, got 1"],
  [{ ip4: { ip: "x" } }, "result.ip4.ip: invalid CIDR address: x"],
])("%j is no result", (value, message) => {
  expect(() => parseResult(value)).toThrow(message);
});

test("numbers of a result that are 0 are none, but those of tables and scopes", () => {
  const route = { dst: "0.0.0.0/0", mtu: 0, advmss: 0, priority: 0, table: 0, scope: 0 };
  expect(parseResult({ interfaces: [{ name: "eth0", mtu: 0 }], routes: [route] })).toEqual({
    interfaces: [{ name: "eth0" }],
    routes: [{ dst: "0.0.0.0/0", table: 0, scope: 0 }],
  });
});
