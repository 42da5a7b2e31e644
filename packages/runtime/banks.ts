import { bridgeBank } from "#connectors/banks/bridge";
import { type Bank, BankError } from "#connectors/banks/port";
import type { Provider } from "#domain/banking/provider";
import { Refusal } from "#domain/refusals";
import type { Container } from "./container.ts";
import type { Environment } from "./env.ts";

/** Bank adapters of this deployment. A provider without address or credentials is refused by name. */
export const banks =
  ({ environment, now, secret }: Container) =>
  async (provider: Provider): Promise<Bank> => {
    const baseUrl = BASE_URLS[provider](environment);
    const client = provider === "bridge" || provider === "sandbox" ? (await secret("bank"))[provider] : undefined;
    if (!baseUrl || !client)
      throw new Refusal("sync.provider_unavailable", { flaws: [{ pointer: "/provider", message: "not_configured" }] });
    const bank = bridgeBank({ baseUrl, ...client, fetch, now });
    return { ...bank, connect: (request) => bank.connect(request).catch(refuse) };
  };

const BASE_URLS: Readonly<Record<Provider, (environment: Environment) => string | undefined>> = {
  bridge: ({ BRIDGE_BASE_URL }) => BRIDGE_BASE_URL,
  sandbox: ({ SANDBOX_BASE_URL }) => SANDBOX_BASE_URL,
  bankin: () => undefined,
  finary: () => undefined,
};

/** A person waits for this answer: a bank that fails is told as a refusal, while a sync keeps the error to decide what to do. */
function refuse(error: unknown): never {
  throw error instanceof BankError ? new Refusal("sync.provider_unreachable", { cause: error }) : error;
}
