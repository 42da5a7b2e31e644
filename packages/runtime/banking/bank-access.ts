import { type Bank, BankError, type BankSession } from "#connectors/banks/port";
import type { CompanyId, ConnectionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Connection } from "#store/connections";
import { resealToken } from "#store/sealed-tokens";
import { type Envelope, envelope, hasKeyOf, type Place } from "../envelope.ts";
import type { Services } from "../services.ts";
import { callGate } from "./call-gate.ts";

/** What seals and opens the tokens people leave with us. */
export type Sealing = Pick<Services, "envelopeSecrets" | "randomness">;

export type AccessTools = Sealing &
  Pick<Services, "table" | "banks" | "bankLimits"> & {
    readonly now: () => Date;
    readonly sleep?: (milliseconds: number) => Promise<void>;
  };

/** Where a token is sealed for: moved to another company or connection it does not open. */
const placeOf = (companyId: CompanyId, id: ConnectionId): Place => ({ tenant: companyId, item: id, purpose: "finary-token" });

/** A token as it may be kept on its connection. It is shown to nobody afterwards. */
async function sealToken(token: string, companyId: CompanyId, id: ConnectionId, { envelopeSecrets, randomness }: Sealing): Promise<string> {
  return envelope(await envelopeSecrets(), randomness).seal(token, placeOf(companyId, id));
}

/**
 * What a new connection keeps of the token a person gives for it: asked of the provider once, then sealed. Refuses a token the provider refuses,
 * and one given to a provider that asks for consent by itself. Without a token the deployment's own must do.
 */
export async function admitToken(
  bank: Bank,
  token: string | undefined,
  { companyId, id }: Pick<Connection, "companyId" | "id">,
  sealing: Sealing,
): Promise<Pick<Connection, "sealedToken">> {
  if (bank.capabilities.consent !== "kept_token") {
    if (token === undefined) return {};
    throw new Refusal("request.invalid", { flaws: [{ pointer: "/token", message: "unknown_field" }] });
  }
  await bank.open(id, token).catch((error: unknown) => {
    if (!(error instanceof BankError)) throw error;
    if (error.kind !== "unauthorized") throw new Refusal("sync.provider_unreachable", { cause: error });
    throw new Refusal("sync.bank_token_rejected", { flaws: [{ pointer: "/token", message: "rejected" }] });
  });
  return token === undefined ? {} : { sealedToken: await sealToken(token, companyId, id, sealing) };
}

/**
 * A connection's bank, as its run speaks to it: inside the budget of calls, and in the name of its person, whether the provider knows a user, the
 * person left a token with us, gave one for this run (`token`), or this deployment has its own. `onOpen` is told the session.
 */
export async function bankOf(
  connection: Connection,
  tools: AccessTools,
  { token, onOpen }: { readonly token?: string; readonly onOpen?: (session: BankSession) => void } = {},
): Promise<Bank> {
  const { companyId, provider, userId } = connection;
  const { table, banks, bankLimits: limits, now, sleep } = tools;
  const gate = callGate({ limits, table, companyId, provider, userId, now, ...(sleep && { sleep }) });
  const bank = await banks(provider, { companyId, gate });
  return {
    ...bank,
    async open(user) {
      const session = await bank.open(user, token ?? (await keptToken(connection, tools)));
      onOpen?.(session);
      return session;
    },
  };
}

/** The token a person left, sealed again under the current key when it was under an older one. */
async function keptToken(
  { companyId, id, sealedToken }: Connection,
  { table, envelopeSecrets, randomness }: AccessTools,
): Promise<string | undefined> {
  if (sealedToken === undefined) return undefined;
  const sealing: Envelope = envelope(await envelopeSecrets(hasKeyOf(sealedToken)), randomness);
  const place = placeOf(companyId, id);
  const token = sealing.open(sealedToken, place);
  const renewed = sealing.renew(sealedToken, place);
  if (renewed !== sealedToken) await resealToken(table, companyId, id, { from: sealedToken, to: renewed });
  return token;
}
