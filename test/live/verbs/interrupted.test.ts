import { expect, test } from "vitest";
import { InterruptedError, type Route, Rtnetlink } from "../../../mod.ts";
import { describeLive, namespace, run, type Sandbox } from "../sandbox.ts";

const COUNT = 20_000;
/** How many routes come and go meanwhile, and how often. */
const OTHERS = 300;
const ROUNDS = 60;

/** The routes that stay, and those that come and go; these stand in front of those, where a list begins. */
const FAMILIES = {
  inet: {
    stays: (i: number) => `10.${i >> 16}.${i >> 8 & 0xff}.${i & 0xff}`,
    goes: (i: number) => `9.0.${i >> 8}.${i & 0xff}`,
  },
  inet6: {
    stays: (i: number) => `fd10::${(i + 1).toString(16)}`,
    goes: (i: number) => `fd09::${(i + 1).toString(16)}`,
  },
} as const;

type Family = keyof typeof FAMILIES;

function lines(verb: "add" | "delete", count: number, name: (i: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, i) => `route ${verb} ${name(i)} dev v0`);
}

/** A namespace with the routes that stay. */
function prepared(family: Family): Sandbox {
  const sandbox = namespace();
  const ends = ["v0", "v1"].flatMap((link) => [`link set ${link} addrgenmode none`, `link set ${link} up`]);
  sandbox.batch(["link add v0 type veth peer name v1", ...ends, ...lines("add", COUNT, FAMILIES[family].stays)]);
  return sandbox;
}

describeLive("a list of 20,000 routes while another process changes the table", () => {
  // Object.keys forgets the type of the keys.
  test.each(Object.keys(FAMILIES) as Family[])("of %s is whole, or says that it is not", async (family) => {
    using sandbox = prepared(family);
    await using rtnetlink = await Rtnetlink.open({ namespace: sandbox.name });
    const { stays, goes } = FAMILIES[family];
    const quiet = new Set(Array.from({ length: COUNT }, (_, i) => stays(i)));
    const list = () => rtnetlink.routes.list({ family, table: "main" });
    const untouched = (routes: readonly Route[]) =>
      routes.flatMap(({ destination = "" }) => quiet.has(destination) ? [destination] : []);
    const expectWhole = (routes: readonly Route[]): void => {
      const found = untouched(routes);
      expect([found.length, new Set(found).size]).toEqual([COUNT, COUNT]);
    };
    expectWhole(await list());

    const round = [...lines("add", OTHERS, goes), ...lines("delete", OTHERS, goes)].join("\n");
    const repeat = `lines=$(cat); for i in $(seq ${ROUNDS}); do echo "$lines" | ip -n ${sandbox.name} -batch -; done`;
    let isOver = false;
    const changes = run(["sh", "-c", repeat], { input: round }).finally(() => isOver = true);
    const sizes = new Set<number>();
    while (!isOver) {
      try {
        const routes = await list();
        sizes.add(routes.length);
        expectWhole(routes);
      } catch (error) {
        if (!(error instanceof InterruptedError)) throw error;
        expect(error.message).toBe("Cannot list routes: EINTR, Interrupted system call");
        sizes.add(error.partial.length);
      }
    }
    expect(await changes).toMatchObject({ status: 0, stderr: "" });
    // It did change while it was listed.
    expect(sizes.size).toBeGreaterThan(1);
    expectWhole(await list());
  });
});
