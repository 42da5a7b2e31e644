import type { BusinessDate } from "#domain/dates";
import { CARD_MERCHANTS, CARD_SUBSCRIPTIONS, type CardMerchant } from "./card-merchants.fr.ts";
import type { Chance } from "./chance.ts";
import { dayMonth, type MonthPlan, type Movement, sixDigits } from "./movement.ts";
import { addWorkingDays } from "./working-days.ts";

const CARDS = ["4971", "4971", "6620"] as const;

/** Two coffees, two tickets: the same shop, day and amount twice, and both are real. */
const TWINS_PERCENT = 2;

/** Card payments and withdrawals. Every working day has at least one, and the bank books them two or three working days later. */
export function cardsOf({ month, index, days, draws }: MonthPlan): Movement[] {
  const chance = draws("cards");
  const errands = days.length + (index < 2 ? 0 : 6);
  const subscriptions = CARD_SUBSCRIPTIONS.slice(0, index < 2 ? 3 : CARD_SUBSCRIPTIONS.length);
  const payments = [...subscriptions, ...chance.someOf(weighed(), errands)];
  const paid = payments.flatMap((merchant, at) => {
    const paidOn = days[(at + days.length - subscriptions.length) % days.length] ?? days[0];
    const once = payment(`${month}/card/${at}`, paidOn, merchant, chance);
    return chance.happens(TWINS_PERCENT) ? [once, { ...once, key: `${once.key}/twin` }] : [once];
  });
  return [...paid, ...withdrawals(month, days, chance)];
}

function payment(key: string, paidOn: BusinessDate, { text, clean, low, high, category, vat }: CardMerchant, chance: Chance): Movement {
  return {
    ...{ key, account: "checking", paidOn, bookedOn: addWorkingDays(paidOn, chance.whole(2, 3)), valueOn: paidOn },
    ...{ amountCents: -chance.price(low, high), label: cardLabel(text, paidOn, chance), clean },
    ...(category !== undefined && chance.happens(80) && { category }),
    ...(vat && { vat }),
  };
}

function cardLabel(text: string, paidOn: BusinessDate, { oneOf, whole }: Chance): string {
  const card = oneOf(CARDS);
  const style = whole(1, 10);
  if (style <= 6) return `CARTE ${dayMonth(paidOn)} ${text} CB*${card}`;
  if (style <= 9) return `CB*${card} FACT ${sixDigits(paidOn)} ${text}`;
  return `PAIEMENT PSC ${sixDigits(paidOn).slice(0, 4)} ${text} CARTE ${card}`;
}

function withdrawals(month: string, days: readonly [BusinessDate, ...BusinessDate[]], { happens, oneOf, whole }: Chance): Movement[] {
  if (!happens(75)) return [];
  const paidOn = oneOf(days);
  return [
    {
      ...{
        key: `${month}/cash`,
        account: "checking",
        bookedOn: addWorkingDays(paidOn, 1),
        amountCents: -whole(3, 12) * 1_000,
        category: 85,
      },
      ...{ label: `RETRAIT DAB ${dayMonth(paidOn)} NANTES COMMERCE CB*4971`, clean: "Retrait" },
    },
  ];
}

/** Each merchant as often as it weighs. */
const weighed = (): CardMerchant[] => CARD_MERCHANTS.flatMap((merchant) => Array.from({ length: merchant.often }, () => merchant));
