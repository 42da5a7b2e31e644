import { BANK_RULES } from "./bank-rules.fr.ts";
import { TO_CATEGORISE } from "./categories.ts";
import { NORM_VERSION, type NormalisedLabel, normalise } from "./normalise.ts";
import { namesOwnCompany, namesOwnIban } from "./own-account.ts";
import { REASONS } from "./reasons.fr.ts";
import { firstRule } from "./rules.ts";
import { TAX_RULES } from "./tax-rules.fr.ts";
import { TRADE_RULES } from "./trade-rules.fr.ts";
import { wordLine } from "./words.ts";

/** A bank row as its categoriser sees it. Amounts are signed, out is negative. */
export type CategoriseInput = {
  readonly label: string;
  readonly rawLabel: string;
  readonly amountCents: number;
  readonly ownNames: readonly string[];
  readonly ownIbans: readonly string[];
  /** The raw label taken apart already, by whoever needed that too. */
  readonly normalised?: NormalisedLabel;
};

/** The category found, how sure we are in parts per million, and why, in French. */
export type Categorised = {
  readonly categoryId: string;
  readonly confidencePpm: number;
  readonly source: "rule" | "direction" | "none" | "user";
  readonly ruleId?: string;
  readonly reason: string;
  readonly normVersion: number;
};

/** Below this, a row waits for a person rather than carry a guess. */
const CONFIDENCE_MIN_PPM = 600_000;

const RULES = [...TAX_RULES, ...BANK_RULES, ...TRADE_RULES];

/** Money that comes back after a refused payment says nothing about what it was for. */
const RETURNED =
  /\b(?:REJET\w{0,3}|IMPAYES?|RETOUR|RET(?:OURNE)? (?:VIR|PRLV)|ANNUL(?:ATION|E)?|EXTOURNE|CONTREPASS\w{0,6}|REPRESENTATION)\b/;

/** Places a bank row by its label and its direction alone. The same input always gives the same answer. */
export function categorise(input: CategoriseInput): Categorised {
  const isBlank = input.rawLabel.trim() === "";
  const label = (isBlank ? undefined : input.normalised) ?? normalise(isBlank ? input.label : input.rawLabel, input.amountCents);
  const found = label.direction === "none" ? undefined : (ownAccount(input, label) ?? byRule(input, label) ?? byDirection(input, label));
  if (!found || found.confidencePpm < CONFIDENCE_MIN_PPM) return undecided();
  return { ...found, normVersion: NORM_VERSION };
}

type Found = Omit<Categorised, "normVersion">;

function ownAccount({ rawLabel, label, ownNames, ownIbans }: CategoriseInput, normalised: NormalisedLabel): Found | undefined {
  const transfer = { categoryId: "virement_interne", source: "rule" } as const;
  if (ownIbans.length > 0 && namesOwnIban(label === rawLabel ? rawLabel : `${rawLabel} ${label}`, ownIbans))
    return { ...transfer, confidencePpm: 980_000, ruleId: "transfer.own_iban", reason: REASONS.ownIban };
  if (normalised.channel !== "transfer" && normalised.channel !== "other") return undefined;
  if (!namesOwnCompany(normalised, ownNames)) return undefined;
  return { ...transfer, confidencePpm: 930_000, ruleId: "transfer.own_name", reason: REASONS.ownName };
}

function byRule(input: CategoriseInput, label: NormalisedLabel): Found | undefined {
  const rule = firstRule(RULES, label, lineOf(input));
  if (!rule) return undefined;
  const { id, categoryId, confidencePpm, reason } = rule;
  return { categoryId, confidencePpm, source: "rule", ruleId: id, reason };
}

/** A transfer received from somebody nothing else knows is most often a customer paying. */
function byDirection(input: CategoriseInput, { channel, direction }: NormalisedLabel): Found | undefined {
  if (direction !== "in" || channel !== "transfer" || RETURNED.test(lineOf(input))) return undefined;
  return { categoryId: "encaissement_client", confidencePpm: 650_000, source: "direction", reason: REASONS.incomingTransfer };
}

/** The raw label, then what the cleaned one adds: openings are looked for in the raw one. */
function lineOf({ rawLabel, label }: CategoriseInput): string {
  const raw = wordLine(rawLabel);
  if (label === rawLabel) return raw;
  const clean = wordLine(label);
  return raw.includes(clean) ? raw : `${raw} ${clean}`.trim();
}

const undecided = (): Categorised => ({
  categoryId: TO_CATEGORISE.id,
  confidencePpm: 0,
  source: "none",
  reason: REASONS.nothing,
  normVersion: NORM_VERSION,
});
