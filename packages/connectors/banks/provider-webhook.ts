import type { Provider } from "#domain/banking/provider";
import { readBankinEvent } from "./bankin-webhook.ts";
import { bridgeSignature, readBridgeEvent, verifyBridgeSignature } from "./bridge-webhook.ts";
import { readRelayEvent, relaySignature, verifyRelaySignature } from "./finary-webhook.ts";
import type { ProviderEvent } from "./signed-webhook.ts";

/** Providers that send us webhooks, or for which somebody's relay does. */
export const WEBHOOK_PROVIDERS = ["bridge", "bankin", "finary"] as const satisfies readonly Provider[];
export type WebhookProvider = (typeof WEBHOOK_PROVIDERS)[number];

/** How one provider's webhooks are signed and read. */
export type WebhookScheme = {
  /** Name of the signature's header, in lower case. */
  readonly header: string;
  readonly verify: (rawBody: Uint8Array, header: string | undefined, secrets: readonly string[], now: Date) => boolean;
  readonly sign: (rawBody: Uint8Array, secret: string, now: Date) => string;
  /** What a verified body says; null when it is no event. */
  readonly read: (body: string) => ProviderEvent | null;
};

const BRIDGE: WebhookScheme = {
  header: "bridgeapi-signature",
  verify: verifyBridgeSignature,
  sign: bridgeSignature,
  read: readBridgeEvent,
};

export const WEBHOOK_SCHEMES: Readonly<Record<WebhookProvider, WebhookScheme>> = {
  bridge: BRIDGE,
  bankin: { ...BRIDGE, read: readBankinEvent },
  finary: { header: "x-numma-signature", verify: verifyRelaySignature, sign: relaySignature, read: readRelayEvent },
};

/** Up to two secrets of each provider, the new one first. */
export type WebhookSecrets = {
  readonly bridge: readonly string[];
  readonly bankin?: readonly string[];
  readonly finary?: readonly string[];
};

/** The secrets a provider's webhooks are signed with: its own; Bankin's are Bridge's where it has none of its own, being the same house. */
export function secretsFor(provider: WebhookProvider, secrets: WebhookSecrets): readonly string[] {
  const own = secrets[provider] ?? [];
  return provider === "bankin" && own.length === 0 ? secrets.bridge : own;
}

const VECTOR = Buffer.from('{"content":{},"timestamp":1795240800000,"type":"SELF_TEST"}');

/** Signs fixed bytes with each secret and lets the real verifier judge: right where it is right, wrong where one byte differs. */
export function passesSelfTest(provider: WebhookProvider, secrets: readonly string[], now: Date): boolean {
  const { sign, verify } = WEBHOOK_SCHEMES[provider];
  const altered = Buffer.from(VECTOR.toString().replace("SELF", "self"));
  return (
    secrets.length > 0 &&
    secrets.every((secret) => {
      const header = sign(VECTOR, secret, now);
      return verify(VECTOR, header, secrets, now) && !verify(altered, header, secrets, now);
    })
  );
}
