import { bridgeBank } from "#connectors/banks/bridge";
import { type Bank, BankError, type Provider } from "#connectors/banks/port";
import { Refusal } from "#domain/refusals";
import type { Container } from "./container.ts";

/** Bank adapters of this deployment. A provider without address or credentials is refused by name. */
export const banks =
  ({ environment, now, secret }: Container) =>
  async (provider: Provider): Promise<Bank> => {
    const baseUrl = provider === "bridge" ? environment.BRIDGE_BASE_URL : environment.SANDBOX_BASE_URL;
    const client = (await secret("bank"))[provider];
    if (!baseUrl || !client)
      throw new Refusal("sync.provider_unavailable", { flaws: [{ pointer: "/provider", message: "not_configured" }] });
    const bank = bridgeBank({ baseUrl, ...client, fetch, now });
    return { ...bank, connect: (request) => bank.connect(request).catch(refuse) };
  };

/** A person waits for this answer: a bank that fails is told as a refusal, while a sync keeps the error to decide what to do. */
function refuse(error: unknown): never {
  throw error instanceof BankError ? new Refusal("sync.provider_unreachable", { cause: error }) : error;
}
