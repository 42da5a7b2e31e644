import { type Flaw, REFUSALS, type Refusal, type RefusalCode } from "#domain/refusals";
import { answer, languageHeaders, type Reply } from "./reply.ts";
import type { Language } from "./request.ts";

type Wrong = { readonly code: RefusalCode | "internal"; readonly flaws: readonly Flaw[] };
type Sentences = { readonly details: Readonly<Record<RefusalCode | "internal", string>>; readonly flaw: (code: string) => string };

/** RFC 9457 answer of a refusal, in the caller's language. */
export async function problemOf(refusal: Refusal, language: Language, requestId: string): Promise<Reply> {
  return problem(refusal, refusal.headers, language, requestId);
}

/** Our own fault: 500 and no detail. */
export const internalProblem = (language: Language, requestId: string): Promise<Reply> =>
  problem({ code: "internal", flaws: [] }, {}, language, requestId);

/** The sentences of one language, loaded when the first refusal is put into words: most requests need none. */
async function sentencesIn(language: Language): Promise<Sentences> {
  if (language === "en") {
    const { flawEn, PROBLEMS_EN } = await import("./problems.en.ts");
    return { details: PROBLEMS_EN, flaw: flawEn };
  }
  const { flawFr, PROBLEMS_FR } = await import("./problems.fr.ts");
  return { details: PROBLEMS_FR, flaw: flawFr };
}

async function problem(wrong: Wrong, headers: Readonly<Record<string, string>>, language: Language, requestId: string): Promise<Reply> {
  const body = problemBody(wrong, language, requestId, await sentencesIn(language));
  const challenge: Record<string, string> = body.status === 401 && wrong.code.startsWith("auth.") ? { "www-authenticate": "Bearer" } : {};
  return answer(body.status, body, {
    headers: { "content-type": "application/problem+json; charset=utf-8", ...languageHeaders(language), ...challenge, ...headers },
  });
}

/** What a problem says, in the sentences of its language. */
export function problemBody({ code, flaws }: Wrong, language: Language, requestId: string, { details, flaw }: Sentences) {
  const status = code === "internal" ? 500 : REFUSALS[code];
  const detail = details[code];
  const errors = flaws.map(({ pointer, message }) => ({
    ...{ pointer, code: message.split(":", 1)[0] ?? message },
    message: flaw(message === "unknown_field" && pointer.startsWith("/query/") ? "unknown_parameter" : message),
  }));
  const title = TITLES[status]?.[language] ?? detail;
  return { type: `urn:numma:problem:${code}`, title, status, detail, code, ...(errors.length > 0 && { errors }), requestId };
}

/** Statuses in words. */
export const TITLES: Readonly<Record<number, Readonly<Record<Language, string>>>> = {
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
