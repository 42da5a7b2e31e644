import { longDate, printedAmount } from "../amounts.fr.ts";
import type { BusinessDate } from "../dates.ts";
import { type Cents, type Currency, cents, decimalComma, exponentOf } from "../money.ts";
import { TITLE_MAX } from "./alert.ts";

/** What an alert about a bank says. */
export type Words = { readonly title: string; readonly message: string };

const RENEW = "Renouvelez l'accès depuis vos connexions bancaires : la banque vous demandera votre accord.";

/** The bank asks its client for something: words for the provider's own ones, where they say what. */
const REASONS: Readonly<Record<string, string>> = {
  login_failed: "L'identifiant ou le mot de passe enregistré n'est plus accepté.",
  needs_human_action: "La banque attend une action de votre part sur son site, par exemple l'acceptation de nouvelles conditions.",
  otp_required: "La banque demande une authentification forte.",
  pro_account_locked: "L'accès professionnel est verrouillé chez la banque.",
};

export const reauthWords = (bank: string, statusInfo: string, since: BusinessDate): Words => ({
  title: titleOf(bank, "demande une nouvelle authentification"),
  message: sentences(`${bank} ne donne plus d'opérations depuis le ${longDate(since)}.`, REASONS[statusInfo], RENEW),
});

export const unsupportedWords = (bank: string): Words => ({
  title: titleOf(bank, "ne peut plus être lue"),
  message: `Notre fournisseur ne prend plus en charge ${bank}. Vos comptes gardent leur historique ; continuez en important vos relevés.`,
});

export const consentWords = (bank: string, lastDay: BusinessDate): Words => ({
  title: titleOf("Accord donné à", bank, `: à renouveler avant le ${longDate(lastDay)}`),
  message: `L'accord donné à ${bank} prend fin le ${longDate(lastDay)}. Sans renouvellement, les opérations n'arriveront plus. ${RENEW}`,
});

const CAUSES: Readonly<Record<string, string>> = {
  throttled: "Le fournisseur limite nos appels.",
  unavailable: "Le fournisseur ne répond pas.",
  temporarily_unavailable: "La banque n'est pas joignable par notre fournisseur.",
  invalid_answer: "Les réponses reçues sont illisibles.",
  refused: "Le fournisseur refuse nos appels.",
};

export const downWords = (bank: string, since: BusinessDate, cause: string): Words => ({
  title: titleOf(bank, "n'est plus lue depuis plus de 48 heures"),
  message: sentences(
    `Les opérations de ${bank} n'arrivent plus depuis le ${longDate(since)}.`,
    CAUSES[cause],
    "Nouvel essai chaque nuit, et rien ne sera perdu : la première lecture réussie rattrape tout. Vous n'avez rien à faire chez la banque.",
  ),
});

export const retiringWords = (bank: string, lastDay: BusinessDate): Words => ({
  title: titleOf(bank, `: fournisseur arrêté le ${longDate(lastDay)}`),
  message: `Le fournisseur par lequel ${bank} est lue s'arrête le ${longDate(lastDay)}. Connectez la banque par Bridge avant cette date : vos comptes gardent leur historique.`,
});

export const retiredWords = (bank: string): Words => ({
  title: titleOf(bank, "n'est plus lue : fournisseur arrêté"),
  message: `Le fournisseur par lequel ${bank} était lue s'est arrêté. Connectez la banque par Bridge : vos comptes gardent leur historique.`,
});

/** `gapCents` is our balance less the bank's. */
export function gapWords(
  { name, currency, reportedCents }: { readonly name: string; readonly currency: Currency; readonly reportedCents: Cents | null },
  gapCents: Cents,
  since: BusinessDate,
): Words {
  const amount = (value: number) => `${amountIn(value, currency)}`;
  const balances =
    reportedCents === null
      ? undefined
      : `Selon la banque, le solde comptabilisé est de ${amount(reportedCents)} ; selon les opérations reçues, de ${amount(reportedCents + gapCents)}.`;
  return {
    title: titleOf(`Écart de solde de ${amount(Math.abs(gapCents))} :`, name),
    message: sentences(
      `Le solde du compte « ${name} » diffère de celui de la banque depuis le ${longDate(since)}.`,
      balances,
      "Rien n'a été corrigé d'office : une opération manque ou est en trop. Comparez avec le relevé de la banque.",
    ),
  };
}

/** `1 234,56 €`, or with the code of another currency. */
function amountIn(value: number, currency: Currency): string {
  if (currency === "EUR") return `${printedAmount(value)}\u00A0€`;
  return `${decimalComma(cents(value), exponentOf(currency)).replace(/\d(?=(?:\d{3})+(?:,|$))/g, "$&\u202F")}\u00A0${currency}`;
}

const sentences = (...all: readonly (string | undefined)[]): string => all.filter((one) => one !== undefined).join(" ");

/** One line, cut where it is too long for a title. */
function titleOf(...parts: readonly string[]): string {
  const text = parts.join(" ").replace(/ : /g, "\u00A0: ").replace(/ :$/, "\u00A0:");
  return text.length <= TITLE_MAX ? text : `${text.slice(0, TITLE_MAX - 1).trimEnd()}…`;
}
