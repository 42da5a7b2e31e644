import { BankError } from "./port.ts";
import type { Answer, Send, Wire } from "./provider-http.ts";

/** New tokens in one conversation: a token lasts two hours, a run minutes. */
const RENEWALS_MAX = 3;

/** A token this near its end is changed before it is refused. */
const ENDING_SECONDS = 60;

export type Token = { readonly token: string; readonly expiresAt?: string | undefined };

/** How a conversation comes by its token: by a login it can repeat, or given once by a person. */
export type Admission = { readonly login: () => Promise<Token> } | { readonly token: string };

/**
 * GET with the user's token. One that is refused, or about to end, is renewed where it can be, and the same page asked again. Refused with a
 * fresh one too, it is the consent that is gone.
 */
export async function authorised(
  wire: Wire,
  send: Send,
  admission: Admission,
  now: () => Date,
): Promise<(path: string) => Promise<unknown>> {
  const login = "login" in admission ? admission.login : null;
  const held = { ...("login" in admission ? await admission.login() : { token: admission.token }), renewals: 0 };
  const renew = async () => {
    held.renewals += 1;
    if (login) Object.assign(held, { expiresAt: undefined }, await login());
  };
  const isEnding = () => held.expiresAt !== undefined && Date.parse(held.expiresAt) - now().getTime() < ENDING_SECONDS * 1_000;
  return async (path) => {
    if (login && isEnding() && held.renewals < RENEWALS_MAX) await renew();
    const answer = await send({ method: "GET", path, bearer: held.token });
    if (answer.status !== "unauthorized") return contentOf(wire, answer);
    if (!login) throw new BankError("unauthorized", `${wire.name}: the token is refused`);
    if (held.renewals >= RENEWALS_MAX) throw new BankError("unauthorized", `${wire.name}: the user's token is refused again and again`);
    await renew();
    return contentOf(wire, await send({ method: "GET", path, bearer: held.token }));
  };
}

function contentOf({ name }: Wire, answer: Answer): unknown {
  if (answer.status === "ok") return answer.json;
  if (answer.status === "unauthorized") throw new BankError("unauthorized", `${name}: a fresh token is refused`);
  throw new BankError("refused", `${name}: ${answer.status.replace("_", " ")}`);
}
