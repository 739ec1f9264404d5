import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AF_UNIX, binding, type Libc, MSG_DONTWAIT, SOCK_DGRAM } from "../../../ffi/mod.ts";
import { openSyslog } from "../../../src/cli/syslog.ts";
import { unixAddress } from "../../../src/codec/socket-address.ts";
import { describeLive, namespace } from "../sandbox.ts";
import { Netmon } from "./netmon.ts";

/** Runs a command where `/dev` has little but a log, at the place that is this program's name. */
const DEVICES = `set -e
folder=\${0%/*}/dev
mkdir $folder
mount -t tmpfs tmpfs $folder
ln -s $0 $folder/log
for device in null zero random urandom; do
  : > $folder/$device
  mount --bind /dev/$device $folder/$device
done
mount --rbind $folder /dev
exec "$@"`;

/** A place for a local socket, which goes with everything in it. */
function place(): Disposable & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), "netlink-syslog-"));
  return { path: join(folder, "log"), [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

/** What was sent to a socket. */
function read(libc: Libc, log: number): string {
  const buffer = new Uint8Array(1000);
  const length = libc.recv(log, buffer, MSG_DONTWAIT, new Uint8Array(128));
  return new TextDecoder().decode(buffer.subarray(0, length));
}

describeLive("the log of the system", () => {
  test("gets lines with what they are about", async () => {
    using where = place();
    const { libc } = await binding();
    const log = libc.socket(AF_UNIX, SOCK_DGRAM, 0);
    expect(libc.bind(log, unixAddress(where.path))).toBe(0);
    const syslog = await openSyslog("kata-netmon", 42, where.path);
    syslog.send("info", "level=info msg=announce");
    syslog.send("fatal", "level=fatal");
    syslog.close();

    // LOG_USER|LOG_INFO, and a critical one.
    expect(read(libc, log)).toMatch(
      /^<14>[A-Z][a-z]{2} [ 1-3]\d \d\d:\d\d:\d\d kata-netmon\[42\]: level=info msg=announce\n$/,
    );
    expect(read(libc, log)).toMatch(/^<10>.* kata-netmon\[42\]: level=fatal\n$/);
    libc.close(log);
  });

  test("is at /dev/log, and gets what the monitor says", async () => {
    using where = place();
    using home = namespace();
    const { libc } = await binding();
    const log = libc.socket(AF_UNIX, SOCK_DGRAM, 0);
    expect(libc.bind(log, unixAddress(where.path))).toBe(0);
    const before = ["unshare", "--mount", "sh", "-c", DEVICES, where.path];
    await using monitor = await new Netmon(["-namespace", home.name], { before }).begun();
    const announced = monitor.log.split("\n")[0] ?? "";
    expect(announced).toContain("msg=announce");
    const heard = read(libc, log);
    expect(heard).toMatch(new RegExp(`^<14>.* kata-netmon\\[${monitor.pid}\\]: `));
    expect(heard.endsWith(`: ${announced}\n`)).toBe(true);
    libc.close(log);
  });

  test("need not be there, may go, and gets what is told when it has come back", async () => {
    using where = place();
    const { libc } = await binding();
    const syslog = await openSyslog("kata-netmon", 42, where.path);
    syslog.send("info", "nobody is there");
    for (const line of ["first", "second"]) {
      const log = libc.socket(AF_UNIX, SOCK_DGRAM, 0);
      expect(libc.bind(log, unixAddress(where.path))).toBe(0);
      syslog.send("info", line);
      expect(read(libc, log)).toMatch(new RegExp(` kata-netmon\\[42\\]: ${line}\n$`));
      libc.close(log);
      rmSync(where.path);
      syslog.send("info", "nobody is there any more");
    }
    syslog.close();
  });
});
