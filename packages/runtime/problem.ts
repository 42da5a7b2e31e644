import { REFUSALS, type Refusal, type RefusalCode } from "#domain/refusals";
import { answer, type Reply } from "./reply.ts";
import type { Language } from "./request.ts";

/** RFC 9457 answer of a refusal, in the caller's language. */
export async function problemOf(refusal: Refusal, language: Language, requestId: string): Promise<Reply> {
  const { flaw } = await sentencesIn(language);
  const errors = refusal.flaws.map(({ pointer, message }) => ({
    pointer,
    code: message.split(":", 1)[0] ?? message,
    message: flaw(message),
  }));
  return problem(refusal.code, REFUSALS[refusal.code], language, requestId, { ...(errors.length > 0 && { errors }) }, refusal.headers);
}

/** Our own fault: 500 and no detail. */
export const internalProblem = (language: Language, requestId: string): Promise<Reply> =>
  problem("internal", 500, language, requestId, {}, {});

/** The sentences of one language, loaded when the first refusal is put into words: most requests need none. */
async function sentencesIn(language: Language) {
  if (language === "en") {
    const { flawEn, PROBLEMS_EN } = await import("./problems.en.ts");
    return { details: PROBLEMS_EN, flaw: flawEn };
  }
  const { flawFr, PROBLEMS_FR } = await import("./problems.fr.ts");
  return { details: PROBLEMS_FR, flaw: flawFr };
}

async function problem(
  code: RefusalCode | "internal",
  status: number,
  language: Language,
  requestId: string,
  more: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
): Promise<Reply> {
  const detail = (await sentencesIn(language)).details[code];
  const body = { type: `urn:numma:problem:${code}`, title: TITLES[status]?.[language] ?? detail, status, detail, code, ...more, requestId };
  const challenge: Record<string, string> = status === 401 && code.startsWith("auth.") ? { "www-authenticate": "Bearer" } : {};
  return answer(status, body, { headers: { "content-type": "application/problem+json; charset=utf-8", ...challenge, ...headers } });
}

const TITLES: Readonly<Record<number, Readonly<Record<Language, string>>>> = {
  400: { fr: "Requête incorrecte", en: "Bad request" },
  401: { fr: "Non authentifié", en: "Not authenticated" },
  403: { fr: "Non autorisé", en: "Not allowed" },
  404: { fr: "Introuvable", en: "Not found" },
  405: { fr: "Méthode refusée", en: "Method not allowed" },
  406: { fr: "Format non disponible", en: "Not acceptable" },
  409: { fr: "Conflit", en: "Conflict" },
  410: { fr: "Plus disponible", en: "Gone" },
  412: { fr: "Version dépassée", en: "Precondition failed" },
  413: { fr: "Requête trop volumineuse", en: "Content too large" },
  415: { fr: "Type de contenu refusé", en: "Unsupported media type" },
  422: { fr: "Demande impossible", en: "Cannot be done" },
  429: { fr: "Trop de requêtes", en: "Too many requests" },
  500: { fr: "Erreur interne", en: "Internal error" },
  503: { fr: "Service indisponible", en: "Service unavailable" },
};
