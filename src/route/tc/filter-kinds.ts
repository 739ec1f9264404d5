import type { Codec } from "../../codec/codec.ts";
import {
  type BasicFilterOptions,
  basicFilterOptions,
  type BpfFilterOptions,
  bpfFilterOptions,
  type CgroupFilterOptions,
  cgroupFilterOptions,
  type FlowFilterOptions,
  flowFilterOptions,
  type FwFilterOptions,
  fwFilterOptions,
  type MatchallOptions,
  matchallOptions,
  type RouteFilterOptions,
  routeFilterOptions,
} from "./filters.ts";
import { type FlowerOptions, flowerOptions } from "./flower.ts";
import { type U32Options, u32Options } from "./u32.ts";

/** The kinds of filters whose options have a schema, and the type of these. */
export interface FilterOptionsByKind {
  /** Extended matches. */
  readonly basic: BasicFilterOptions;
  /** A program. */
  readonly bpf: BpfFilterOptions;
  /** The group of the process. */
  readonly cgroup: CgroupFilterOptions;
  /** A computed class. */
  readonly flow: FlowFilterOptions;
  /** Fields of packets. */
  readonly flower: FlowerOptions;
  /** A firewall mark. */
  readonly fw: FwFilterOptions;
  /** Every packet. */
  readonly matchall: MatchallOptions;
  /** Realms of the route. */
  readonly route: RouteFilterOptions;
  /** Any bits of packets. */
  readonly u32: U32Options;
}

/** Options by kind. */
export const filterOptions: { readonly [Kind in keyof FilterOptionsByKind]: Codec<FilterOptionsByKind[Kind]> } = {
  basic: basicFilterOptions,
  bpf: bpfFilterOptions,
  cgroup: cgroupFilterOptions,
  flow: flowFilterOptions,
  flower: flowerOptions,
  fw: fwFilterOptions,
  matchall: matchallOptions,
  route: routeFilterOptions,
  u32: u32Options,
};
