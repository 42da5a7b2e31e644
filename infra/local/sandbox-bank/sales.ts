import { type BusinessDate, yearOf } from "#domain/dates";
import { CUSTOMERS, type Customer } from "./customers.fr.ts";
import { type MonthPlan, type Movement, sixDigits } from "./movement.ts";

/** Invoices paid in the first months, before the company has found its customers. */
const START = [6, 9, 12, 13] as const;
const STEADY_INVOICES = 14;

/** Money that customers bring in: transfers, card takings of the shop, cheques, online payouts, and the odd refund. */
export const salesOf = (plan: MonthPlan): Movement[] => [
  ...transfers(plan),
  ...cardTakings(plan),
  ...cheques(plan),
  ...payouts(plan),
  ...refunds(plan),
];

function transfers({ month, index, days, draws }: MonthPlan): Movement[] {
  const { whole, oneOf, price } = draws("transfers");
  const holidays = month.endsWith("-08") ? 4 : 0;
  const count = (START[index] ?? STEADY_INVOICES + Math.min(Math.floor(index / 6), 3)) - holidays;
  return Array.from({ length: count }, (_, at) => {
    const customer = oneOf(CUSTOMERS);
    const bookedOn = oneOf(days);
    const number = index * 40 + at * 2 + whole(1, 2);
    return {
      ...{ key: `${month}/sale/${at}`, account: "checking", bookedOn, amountCents: price(65_000, 270_000) * customer.weight },
      ...{
        label: transferLabel(customer, number, bookedOn, whole(100_000_000, 999_999_999)),
        clean: titled(customer.name),
        vat: "collected",
      },
    };
  });
}

function transferLabel({ name, habit }: Customer, number: number, on: BusinessDate, reference: number): string {
  const year = yearOf(on);
  const invoice = String(number).padStart(4, "0");
  if (habit === "invoice") return `VIR SEPA RECU /DE ${name} /MOTIF FACTURE F${year}-${invoice} /REF NOTPROVIDED`;
  if (habit === "short") return `VIR SEPA RECU ${name} FA ${year}-${invoice}`;
  if (habit === "instant") return `VIR INST RE ${reference} DE: ${name} MOTIF: FACT ${invoice} REF: ${reference}`;
  return `VIR SEPA RECU /DE ${name} /REF NOTPROVIDED`;
}

/** The shop's card terminal settles twice a week, once the shop is open. */
function cardTakings({ month, index, days, draws }: MonthPlan): Movement[] {
  if (index === 0) return [];
  const { price } = draws("card-takings");
  const settled = days.filter((day) => [2, 5].includes(new Date(`${day}T00:00:00Z`).getUTCDay()));
  return settled.map((bookedOn, at) => ({
    ...{ key: `${month}/takings/${at}`, account: "checking", bookedOn, amountCents: price(14_000, 98_000), vat: "collected" },
    ...{ label: `REMISE CB TPE 0412 CONTRAT 4471203 DU ${sixDigits(bookedOn)}`, clean: "Remise carte bancaire" },
  }));
}

function cheques({ month, index, days, draws }: MonthPlan): Movement[] {
  const { whole, oneOf, price } = draws("cheques");
  return Array.from({ length: index === 0 ? 0 : whole(1, 2) }, (_, at) => {
    const held = whole(1, 3);
    return {
      ...{
        key: `${month}/cheques/${at}`,
        account: "checking",
        bookedOn: oneOf(days),
        amountCents: price(12_000, 48_000) * held,
        vat: "collected",
      },
      ...{ label: `REM CHQ N ${String(7_000 + index * 3 + at)} DE ${held} CHQ`, clean: "Remise de chèques", category: 88 },
    };
  });
}

function payouts({ month, index, days, draws }: MonthPlan): Movement[] {
  const { whole, oneOf, price } = draws("payouts");
  return Array.from({ length: index < 3 ? 0 : 2 }, (_, at) => ({
    ...{ key: `${month}/payout/${at}`, account: "checking", bookedOn: oneOf(days), amountCents: price(18_000, 92_000), vat: "collected" },
    ...{ label: `VIR SEPA RECU /DE STRIPE PAYMENTS EUROPE LTD /MOTIF STRIPE ${whole(1_000_000, 9_999_999)}`, clean: "Stripe" },
  }));
}

function refunds({ month, index, days, draws }: MonthPlan): Movement[] {
  const { happens, whole, oneOf, price } = draws("refunds");
  if (index < 2 || !happens(45)) return [];
  const { name } = oneOf(CUSTOMERS);
  return [
    {
      ...{ key: `${month}/refund/0`, account: "checking", bookedOn: oneOf(days), amountCents: -price(4_000, 32_000), vat: "collected" },
      ...{ label: `VIR SEPA EMIS /BEN ${name} /MOTIF REMB COMMANDE ${whole(4_000, 4_999)}`, clean: titled(name), category: 283 },
    },
  ];
}

/** `CLINIQUE DES TROIS PONTS` -> `Clinique Des Trois Ponts`, as aggregators clean names. */
export const titled = (name: string): string => name.toLowerCase().replace(/(^|[ -])\p{L}/gu, (start) => start.toUpperCase());
