import { NetlinkError } from "../../mod.ts";
import { ipvs, type IpvsDestination, type IpvsMessage, type IpvsService } from "../../src/generic/mod.ts";
import { type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";

/** A service, and its destinations with the newest first. */
interface Pool {
  service: IpvsService;
  destinations: IpvsDestination[];
}

function refuse(code: string): never {
  throw new NetlinkError("answer", code);
}

function isSame(a: IpvsService, b: IpvsService): boolean {
  const names = ["family", "protocol", "address", "port", "firewallMark"] as const;
  return names.every((name) => a[name] === b[name]);
}

/** Adds the balancer of connections to a fake kernel, with what it answers as the kernel's sources have it. */
export function addIpvs(kernel: FakeKernel): void {
  const pools: Pool[] = [];

  function poolOf(service: IpvsService = refuse("EINVAL")): Pool | undefined {
    const { family, protocol, address, port, firewallMark } = service;
    const isWhole = [protocol, address, port].every((part) => part !== undefined);
    if (family === undefined || (firewallMark === undefined && !isWhole)) refuse("EINVAL");
    return pools.find((pool) => isSame(pool.service, service));
  }

  function found(service: IpvsService | undefined): Pool {
    return poolOf(service) ?? refuse("ESRCH");
  }

  /** The service of a request that has to tell all of it. */
  function whole({ service = {} }: IpvsMessage): IpvsService {
    const { flags, timeout, netmask } = service;
    return [flags, timeout, netmask].includes(undefined) ? refuse("EINVAL") : service;
  }

  /** The destinations of a service, and where among them the one of a request is. */
  function place({ service, destination = {} }: IpvsMessage): readonly [IpvsDestination[], at: number] {
    const { destinations } = found(service);
    const { address, port } = destination;
    if (address === undefined || port === undefined) refuse("EINVAL");
    return [destinations, destinations.findIndex((one) => one.address === address && one.port === port)];
  }

  /** The destination of a request that has to tell all of it. */
  function wholeDestination({ destination = {} }: IpvsMessage): IpvsDestination {
    const { forwardingMethod, weight, upperThreshold, lowerThreshold } = destination;
    if ([forwardingMethod, weight, upperThreshold, lowerThreshold].includes(undefined)) refuse("EINVAL");
    return (weight ?? 0) < 0 ? refuse("ERANGE") : { ...destination, activeConnections: 0 };
  }

  kernel.generic.add(ipvs, {
    newService(request: IpvsMessage) {
      if (poolOf(request.service) !== undefined) refuse("EEXIST");
      pools.push({ service: whole(request), destinations: [] });
    },
    setService(request: IpvsMessage) {
      found(request.service).service = whole(request);
    },
    deleteService({ service }: IpvsMessage) {
      pools.splice(pools.indexOf(found(service)), 1);
    },
    getService({ service }: IpvsMessage, { mode }) {
      return mode === "dump" ? pools.map(({ service }) => ({ service })) : { service: found(service).service };
    },
    newDestination(request: IpvsMessage) {
      const [destinations, at] = place(request);
      if (at >= 0) refuse("EEXIST");
      destinations.unshift(wholeDestination(request));
    },
    setDestination(request: IpvsMessage) {
      const [destinations, at] = place(request);
      if (at < 0) refuse("ENOENT");
      destinations[at] = wholeDestination(request);
    },
    deleteDestination(request: IpvsMessage) {
      const [destinations, at] = place(request);
      if (at < 0) refuse("ENOENT");
      destinations.splice(at, 1);
    },
    getDestination({ service }: IpvsMessage) {
      // The list of a service that is not there is empty.
      return poolOf(service)?.destinations.map((destination) => ({ destination })) ?? [];
    },
    getInfo: () => ({ version: "1.2.1", connectionTableSize: 4096 }),
    zero({ service }: IpvsMessage) {
      if (service !== undefined) found(service);
    },
    flush() {
      pools.length = 0;
    },
  });
}

/** A fake kernel with a balancer. */
export function ipvsKernel(): FakeKernel {
  const kernel = fakeKernel();
  addIpvs(kernel);
  return kernel;
}
