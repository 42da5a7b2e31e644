import { instantOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { HttpRequest } from "#runtime/request";
import type { Db } from "#store/db";
import { throttles } from "#store/throttles";
import { FAILURES_OF_A_NETWORK } from "./terms.ts";

type Tools = {
  readonly directory: (companyId?: CompanyId, ...others: readonly CompanyId[]) => Db;
  readonly request: HttpRequest;
  readonly now: () => Date;
};

/** Guesses at one secret of one account, device or person: counted before they are tried, told when they were right. */
export type Guessing = { readonly right: () => Promise<void>; readonly wrong: () => Promise<Refusal> };

/** Refuses a network that failed too often in the last hour; `count` adds a failure of its. */
export async function failuresOfNetwork({ directory, request, now }: Tools): Promise<{ readonly count: () => Promise<void> }> {
  const limits = throttles(directory());
  const at = instantOf(now());
  const network = `failures:${networkName(request.sourceIp)}`;
  await limits.check(network, FAILURES_OF_A_NETWORK, at);
  return { count: async () => void (await limits.use(network, FAILURES_OF_A_NETWORK, at)) };
}

/**
 * Counts a guess against `name` before it is tried, and refuses it when there were too many, there or from the caller's network.
 * Nothing about `name` needs to exist, so an account nobody has is answered the same.
 */
export async function guessing(name: string, tools: Tools): Promise<Guessing> {
  const limits = throttles(tools.directory());
  const network = await failuresOfNetwork(tools);
  await limits.guess(name, instantOf(tools.now()));
  return {
    right: () => limits.forget(name),
    async wrong() {
      await network.count();
      return new Refusal("auth.invalid_credentials");
    },
  };
}

/** What one caller cannot change at will: the whole IPv4 address, the first 64 bits of an IPv6 one. It is the gateway's word, not a header's. */
export function networkName(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (!mapped.includes(":")) return mapped;
  const [head = ""] = address.toLowerCase().split("::", 1);
  const groups = head.split(":").filter((group) => group !== "");
  return Array.from({ length: 4 }, (_, index) => (groups[index] ?? "0").replace(/^0+(?=.)/, "")).join(":");
}
