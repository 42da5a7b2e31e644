import type { IsFigure } from "../rates/is.ts";
import type { Reading } from "../rates/reading.ts";
import { type Duration, onTwelveMonths } from "./duration.ts";
import { capitalText, HOLDER_REASONS, naturalPersonsText, turnoverText } from "./eligibility.fr.ts";
import type { Holder, IsInput } from "./input.ts";
import type { Condition, Conditions, HolderCount } from "./result.ts";

const WHOLE = 1_000_000;

/** The three conditions of the reduced rate and of the exemption from the contribution: the same, but for the turnover. */
type Rule = {
  readonly article: string;
  readonly turnoverCents: number;
  /** The contribution exempts below the limit, the reduced rate up to it. */
  readonly limitIncluded: boolean;
};
type Status = Condition["status"];

/** Judges the conditions, each by itself: what is not told is not known, and only a condition that fails for sure refuses. */
export function conditionsOf(input: IsInput, duration: Duration, rule: Rule, law: Reading<IsFigure>): Conditions {
  const annualTurnoverCents = input.turnoverCents === null ? null : onTwelveMonths(input.turnoverCents, duration);
  const holders = (input.holders ?? []).map((holder, place) => countOf(holder, place, rule, law.value("naturalPersons", input.openedOn)));
  const held = heldIn(input, holders, law.value("naturalPersons", input.openedOn));
  const turnover = within(annualTurnoverCents, rule);
  const capital = told(input.capitalFullyPaidUp);
  const conditions: Condition[] = [
    { code: "turnover", status: turnover, message: turnoverText(turnover, annualTurnoverCents, rule.turnoverCents), article: rule.article },
    { code: "paid_up_capital", status: capital, message: capitalText(capital), article: rule.article },
    {
      code: "natural_persons",
      status: held?.status ?? "unknown",
      message: naturalPersonsText(held?.status ?? "unknown", held?.surePpm ?? null),
      article: rule.article,
    },
  ];
  return {
    status: all(conditions.map(({ status }) => status)),
    annualTurnoverCents,
    naturalPersonsPpm: held?.surePpm ?? null,
    conditions,
    holders,
  };
}

const told = (value: boolean | null): Status => (value === null ? "unknown" : value ? "met" : "not_met");

const within = (turnoverCents: number | null, { turnoverCents: limit, limitIncluded }: Rule): Status =>
  turnoverCents === null ? "unknown" : told(limitIncluded ? turnoverCents <= limit : turnoverCents < limit);

const all = (statuses: readonly Status[]): Status =>
  statuses.includes("not_met") ? "not_met" : statuses.includes("unknown") ? "unknown" : "met";

/** A natural person counts; a company counts in full when it passes the same conditions and natural persons hold it, one level deep. */
function countOf(holder: Holder, place: number, rule: Rule, leastPpm: number): HolderCount {
  const { kind, sharePpm } = holder;
  if (kind === "natural_person") return { place, kind, sharePpm, counts: "yes", reason: HOLDER_REASONS.naturalPerson };
  if (kind === "venture_fund") return { place, kind, sharePpm, counts: "left_out", reason: HOLDER_REASONS.ventureFund };
  const own = [
    within(holder.turnoverCents, rule),
    told(holder.capitalFullyPaidUp),
    told(holder.naturalPersonsPpm === null ? null : holder.naturalPersonsPpm >= leastPpm),
  ] as const;
  const status = all(own);
  if (status === "met") return { place, kind, sharePpm, counts: "yes", reason: HOLDER_REASONS.company };
  if (status === "unknown") return { place, kind, sharePpm, counts: "unknown", reason: HOLDER_REASONS.companyUnknown };
  const [turnover, capital] = own;
  const reason =
    turnover === "not_met"
      ? HOLDER_REASONS.companyTurnover
      : capital === "not_met"
        ? HOLDER_REASONS.companyCapital
        : HOLDER_REASONS.companyHolders;
  return { place, kind, sharePpm, counts: "no", reason };
}

/** By the list when there is one, otherwise by the part that is told. */
function heldIn({ holders, naturalPersonsPpm }: IsInput, counted: readonly HolderCount[], leastPpm: number): Held | null {
  if (holders !== null) return heldBy(counted, leastPpm);
  return naturalPersonsPpm === null ? null : { surePpm: naturalPersonsPpm, status: told(naturalPersonsPpm >= leastPpm) };
}

type Held = { readonly surePpm: number; readonly status: Status };

/** The part that surely counts, and whether the threshold is passed, missed, or depends on what is not known. Funds leave the whole. */
function heldBy(holders: readonly HolderCount[], leastPpm: number): Held {
  const share = (counts: HolderCount["counts"]) =>
    holders.reduce((sum, holder) => (holder.counts === counts ? sum + holder.sharePpm : sum), 0);
  const base = WHOLE - share("left_out");
  const undeclared = base - share("yes") - share("no") - share("unknown");
  const sure = base > 0 ? Math.floor((share("yes") * WHOLE) / base) : 0;
  const most = base > 0 ? Math.floor(((share("yes") + share("unknown") + undeclared) * WHOLE) / base) : 0;
  return { surePpm: sure, status: sure >= leastPpm ? "met" : most >= leastPpm ? "unknown" : "not_met" };
}
