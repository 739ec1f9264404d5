import { type Binding, Rtnetlink, type SocketOptions } from "../../../mod.ts";
import { CniError, messageOf } from "../error.ts";
import { whyNoNamespace } from "../namespace.ts";
import type { Place } from "./move.ts";
import { Records } from "./record.ts";
import { Sysfs } from "./sysfs.ts";

/** What the plugin has to do with, for tests: by default the machine. */
export interface HostDeviceOptions {
  /** The folder that stands for `/sys`. @default {"/sys"} */
  readonly sys?: string;
  /** The folder that keeps what the devices were like on the host. @default {"/run/cni/host-device"} */
  readonly records?: string;
  /** Another kernel than the machine's. */
  readonly kernel?: Binding;
}

/** The namespace of the plugin, which is that of the host. */
const OWN_NAMESPACE = "/proc/thread-self/ns/net";

/** The machine on which the plugin works. */
export class Context {
  /** Its devices. */
  readonly sysfs: Sysfs;
  /** What moved devices were like. */
  readonly records: Records;
  /** How sockets are opened. */
  readonly socket: { readonly kernel?: Binding };

  /** Takes what the options say, and the machine's own for the rest. */
  constructor({ sys = "/sys", records = "/run/cni/host-device", kernel }: HostDeviceOptions) {
    this.sysfs = new Sysfs(sys);
    this.records = new Records(records);
    this.socket = kernel === undefined ? {} : { kernel };
  }

  /** The host, to be closed. */
  async host(): Promise<OpenPlace> {
    return new OpenPlace("host netns", true, OWN_NAMESPACE, await open("host netns", this.socket));
  }

  /** A container by the path of its network namespace, to be closed. */
  async container(netns: string): Promise<OpenPlace> {
    const rtnetlink = await open(`netns "${netns}"`, { ...this.socket, namespace: netns });
    return new OpenPlace("container netns", false, netns, rtnetlink);
  }

  /** A container that may be gone, to be closed; absent where there is no network namespace at the path. */
  async containerIfAny(netns: string): Promise<OpenPlace | undefined> {
    return await whyNoNamespace(netns) === undefined ? await this.container(netns) : undefined;
  }
}

async function open(what: string, options: SocketOptions): Promise<Rtnetlink> {
  try {
    return await Rtnetlink.open(options);
  } catch (cause) {
    throw new CniError("internal", `failed to open ${what}: ${messageOf(cause)}`, { cause });
  }
}

/** A network namespace with an open socket. */
export class OpenPlace implements Place, AsyncDisposable {
  readonly label: string;
  readonly isHost: boolean;
  readonly path: string;
  readonly rtnetlink: Rtnetlink;

  /** Takes over a socket. */
  constructor(label: string, isHost: boolean, path: string, rtnetlink: Rtnetlink) {
    this.label = label;
    this.isHost = isHost;
    this.path = path;
    this.rtnetlink = rtnetlink;
  }

  /** Closes the socket. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.rtnetlink[Symbol.asyncDispose]();
  }
}
