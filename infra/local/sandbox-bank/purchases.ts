import type { BusinessDate } from "#domain/dates";
import { dayMonth, type MonthPlan, type Movement, type VatSide } from "./movement.ts";
import { titled } from "./sales.ts";
import { DEBITS, SERVICES, SUBCONTRACTORS, type Supplier, WHOLESALERS } from "./suppliers.fr.ts";
import { dayOf, workingDayFrom } from "./working-days.ts";

/** What the company buys other than by card: bills debited, invoices paid by transfer, rent, first equipment. */
export const purchasesOf = (plan: MonthPlan): Movement[] => [
  ...debits(plan),
  ...supplierTransfers(plan),
  ...rent(plan),
  ...equipment(plan),
  ...chequesWritten(plan),
  ...returns(plan),
];

function debits({ month, index, draws }: MonthPlan): Movement[] {
  const due = DEBITS.filter(({ everyMonths }) => index > 0 && index % everyMonths === 0);
  return due.map(({ name, text, day, low, high, category, vat }) => {
    const { whole } = draws(`debit ${name}`);
    const label = `PRLV SEPA ${text.replace("#", String(whole(100_000, 999_999)))}`;
    const bookedOn = workingDayFrom(dayOf(month, day));
    return {
      ...{ key: `${month}/debit/${name}`, account: "checking", bookedOn, amountCents: -whole(low, high), label, clean: name },
      ...(category !== undefined && { category }),
      ...(vat && { vat }),
    };
  });
}

function supplierTransfers({ month, index, days, draws }: MonthPlan): Movement[] {
  const { whole, someOf, oneOf, price } = draws("suppliers");
  const [accountant, cleaning, ...others] = SERVICES;
  const chosen: (Supplier | undefined)[] = [
    ...someOf(WHOLESALERS, index === 0 ? 1 : whole(2, 3)),
    ...someOf(SUBCONTRACTORS, index < 2 ? 1 : whole(1, 3)),
    ...someOf(others, whole(1, 3)),
    ...(index === 0 ? [] : [accountant, cleaning]),
  ];
  return chosen.flatMap((supplier, at) => {
    if (!supplier) return [];
    const { name, motif, low, high, vat } = supplier;
    const label = `VIR SEPA EMIS /BEN ${name} /MOTIF ${motif} ${whole(1_000, 9_999)}`;
    return [outgoing(`${month}/supplier/${at}`, oneOf(days), price(low, high), label, titled(name), vat)];
  });
}

const MONTHS_FR = "JANVIER FEVRIER MARS AVRIL MAI JUIN JUILLET AOUT SEPTEMBRE OCTOBRE NOVEMBRE DECEMBRE".split(" ");

/** `2026-03` -> `MARS 2026`. */
export const monthInWords = (month: string): string => `${MONTHS_FR[Number(month.slice(5)) - 1] ?? ""} ${month.slice(0, 4)}`;

/** A standing order: the bank announces the next one as soon as this one is paid. */
function rent({ month, index, opensOn }: MonthPlan): Movement[] {
  const bookedOn = index === 0 ? workingDayFrom(opensOn) : workingDayFrom(dayOf(month, 1));
  const label = `VIR SEPA EMIS LOYER SCI LES TILLEULS ${monthInWords(month)}`;
  const movement = outgoing(`${month}/rent`, bookedOn, 186_000, label, "SCI Les Tilleuls", "deductible");
  return [{ ...movement, category: 216, ...(index > 0 && { announcedDays: 31 }) }];
}

function equipment({ month, index, days, draws }: MonthPlan): Movement[] {
  if (index > 0) return [];
  const { whole } = draws("equipment");
  const on = (at: number): BusinessDate => days[Math.min(at, days.length - 1)] ?? days[0];
  return [
    outgoing(
      `${month}/deposit`,
      on(0),
      310_000,
      "VIR SEPA EMIS /BEN SCI LES TILLEULS /MOTIF DEPOT DE GARANTIE BAIL COMMERCIAL",
      "SCI Les Tilleuls",
    ),
    outgoing(
      `${month}/furniture`,
      on(7),
      1_241_760,
      `VIR SEPA EMIS /BEN MOBILIER ET BUREAUX SAS /MOTIF AMENAGEMENT FA ${whole(10_000, 99_999)}`,
      "Mobilier Et Bureaux",
      "deductible",
    ),
    outgoing(
      `${month}/computers`,
      on(9),
      1_563_840,
      `VIR SEPA EMIS /BEN ALSO FRANCE SAS /MOTIF SERVEURS POSTES FA ${whole(10_000, 99_999)}`,
      "Also France",
      "deductible",
    ),
    outgoing(
      `${month}/registry`,
      on(2),
      22_834,
      "VIR SEPA EMIS /BEN MAITRE DUVERGER AVOCAT /MOTIF FRAIS DE CONSTITUTION GREFFE",
      "Maitre Duverger",
      "deductible",
    ),
  ];
}

/** A cheque names nobody: only the stub knows. */
function chequesWritten({ month, index, days, draws }: MonthPlan): Movement[] {
  const { happens, oneOf, price } = draws("cheques-written");
  if (index === 0 || !happens(35)) return [];
  return [outgoing(`${month}/cheque`, oneOf(days), price(4_000, 46_000), `CHEQUE ${String(3_214_500 + index)}`, "Chèque")];
}

function returns({ month, index, days, draws }: MonthPlan): Movement[] {
  const { happens, oneOf, price } = draws("returns");
  if (index < 2 || !happens(40)) return [];
  const bookedOn = oneOf(days);
  const paid = { key: `${month}/return`, account: "checking", bookedOn, amountCents: price(1_900, 21_900), vat: "deductible" } as const;
  if (happens(50)) return [{ ...paid, label: `CARTE ${dayMonth(bookedOn)} REMBT LDLC.COM CB*4971`, clean: "LDLC", category: 283 }];
  return [{ ...paid, label: "VIR SEPA RECU /DE ALSO FRANCE SAS /MOTIF AVOIR SUR RETOUR MATERIEL", clean: "Also France" }];
}

const outgoing = (key: string, bookedOn: BusinessDate, cents: number, label: string, clean: string, vat?: VatSide): Movement => ({
  ...{ key, account: "checking", bookedOn, amountCents: -cents, label, clean },
  ...(vat && { vat }),
});
