import * as z from "zod";
import { secretsOf } from "#runtime/needs";
import { answer } from "#runtime/reply";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";

const route = routesNeeding(secretsOf("verify"));

/** The public half of an Ed25519 key, and not one member more: a private half that slipped into the secret stays there. */
const PublicKey = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string(),
  kid: z.string(),
  alg: z.literal("EdDSA").default("EdDSA"),
  use: z.literal("sig").default("sig"),
});
const KeySet = z.object({ keys: z.array(PublicKey) }).meta({ id: "KeySet" });

const keySet = route({
  method: "GET",
  path: "/.well-known/jwks.json",
  may: "public",
  summary: "Public keys access tokens are signed with (RFC 7517)",
  returns: KeySet,
  async handle({ verifySecrets }) {
    const { keys } = await verifySecrets();
    return answer(200, KeySet.parse({ keys }), { headers: { "cache-control": "public, max-age=300" } });
  },
});

export const jwksApi = resource("jwks", [keySet], { memoryMb: 256 });
