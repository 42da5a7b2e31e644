import { type BankinSettings, bankinBank } from "#connectors/banks/bankin";
import { type BridgeSettings, bridgeBank } from "#connectors/banks/bridge";
import { finaryBank } from "#connectors/banks/finary";
import { type Bank, BankError } from "#connectors/banks/port";
import type { Provider } from "#domain/banking/provider";
import { Refusal } from "#domain/refusals";
import type { Container } from "./container.ts";
import type { SecretOf } from "./secret-shapes.ts";
import type { Services } from "./services.ts";

/** Bank adapters of this deployment. A provider without address or credentials is refused by name. */
export const banks =
  ({ environment, now, secret }: Container): Services["banks"] =>
  async (provider, { companyId, gate } = {}) => {
    const held = await secret("bank");
    const common = { fetch, now, ...(gate && { gate }) };
    const isSingle = companyId !== undefined && companyId === environment.NUMMA_SINGLE_COMPANY;
    const bank = MAKERS[provider]({ ...environment, ...common, held, ownToken: isSingle ? held.finary?.token : undefined });
    if (!bank) throw new Refusal("sync.provider_unavailable", { flaws: [{ pointer: "/provider", message: "not_configured" }] });
    return { ...bank, connect: (request) => bank.connect(request).catch(refuse) };
  };

type Materials = Pick<BridgeSettings, "fetch" | "now" | "gate"> &
  Pick<Container["environment"], "BRIDGE_BASE_URL" | "SANDBOX_BASE_URL" | "BANKIN_BASE_URL" | "FINARY_BASE_URL"> & {
    readonly held: SecretOf<"bank">;
    /** The token of the one company this deployment is for, when it is the one that is asked for. */
    readonly ownToken: string | undefined;
  };

const MAKERS: Readonly<Record<Provider, (materials: Materials) => Bank | null>> = {
  bridge: ({ BRIDGE_BASE_URL, held, ...common }) => bridgeAt(BRIDGE_BASE_URL, held.bridge, common),
  sandbox: ({ SANDBOX_BASE_URL, held, ...common }) => bridgeAt(SANDBOX_BASE_URL, held.sandbox, common),
  bankin: ({ BANKIN_BASE_URL, held, ...common }) => {
    const settings: BankinSettings | undefined = held.bankin && { ...common, ...held.bankin, baseUrl: BANKIN_BASE_URL };
    return settings ? bankinBank(settings) : null;
  },
  finary: ({ FINARY_BASE_URL, ownToken, held: _, ...common }) => {
    if (FINARY_BASE_URL === undefined) return null;
    const bank = finaryBank({ ...common, baseUrl: FINARY_BASE_URL });
    return { ...bank, open: (userId, token) => bank.open(userId, token ?? ownToken) };
  },
};

const bridgeAt = (
  baseUrl: string | undefined,
  client: SecretOf<"bank">["bridge"],
  common: Pick<Materials, "fetch" | "now" | "gate">,
): Bank | null => (baseUrl && client ? bridgeBank({ ...common, ...client, baseUrl }) : null);

/** A person waits for this answer: a bank that fails is told as a refusal, while a sync keeps the error to decide what to do. */
function refuse(error: unknown): never {
  throw error instanceof BankError ? new Refusal("sync.provider_unreachable", { cause: error }) : error;
}
