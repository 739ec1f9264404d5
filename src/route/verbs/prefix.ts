export { familyOf, type IpFamily } from "../../codec/ip-family.ts";
export { parseAddress, parsePrefix, type Prefix } from "../../codec/prefix.ts";
