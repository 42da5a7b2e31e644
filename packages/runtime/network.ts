import { isIPv4, isIPv6 } from "node:net";

/**
 * The network an address lies in: enough to see from how many places a link was opened, too little to name a person. IPv4 keeps
 * three bytes of four, IPv6 the 48 bits of a site; anything else says nothing.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (isIPv4(mapped)) return `${mapped.split(".").slice(0, 3).join(".")}.0/24`;
  if (!isIPv6(address)) return "unknown";
  const [head = "", tail] = address.split("%", 1)[0]?.split("::") ?? [];
  const groups = (text: string | undefined): string[] => (text ? text.split(":") : []);
  const gap = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: gap }, () => "0"), ...groups(tail)];
  return `${all
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/48`;
}

/** What one caller cannot change at will: the whole IPv4 address, the first 64 bits of an IPv6 one. It is the gateway's word, not a header's. */
export function networkName(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (!mapped.includes(":")) return mapped;
  const [head = ""] = address.toLowerCase().split("::", 1);
  const groups = head.split(":").filter((group) => group !== "");
  return Array.from({ length: 4 }, (_, index) => (groups[index] ?? "0").replace(/^0+(?=.)/, "")).join(":");
}
