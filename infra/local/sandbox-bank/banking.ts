import { addMonths, type BusinessDate, businessDate, monthOf } from "#domain/dates";
import { LOAN } from "./loan.ts";
import { dayMonth, type MonthPlan, type Movement, period, type SandboxAccount } from "./movement.ts";
import { dayOf, workingDayFrom } from "./working-days.ts";

/** What the bank and the partners do: capital, loan, fees, interest, transfers between the company's own accounts. */
export const bankingOf = (plan: MonthPlan): Movement[] => [
  ...(plan.index === 0 ? founding(plan) : everyMonth(plan)),
  ...savings(plan),
  ...interest(plan),
  ...rareEvents(plan),
];

/** The accounts start empty: the capital is the first row there is. */
function founding({ month, days, company }: MonthPlan): Movement[] {
  const on = (at: number): BusinessDate => days[Math.min(at, days.length - 1)] ?? days[0];
  return [
    row(`${month}/capital`, on(0), 3_000_000, "VIR SEPA RECU /DE MARTIN CAMILLE /MOTIF LIBERATION DU CAPITAL SOCIAL", "Martin Camille"),
    row(
      `${month}/partner`,
      on(1),
      1_500_000,
      "VIR SEPA RECU /DE HOLDING DU SILLON /MOTIF APPORT COMPTE COURANT ASSOCIE",
      "Holding Du Sillon",
    ),
    row(`${month}/loan`, on(3), LOAN.capitalCents, `DEBLOCAGE PRET PRO ${LOAN.reference}`, "Déblocage prêt"),
    row(`${month}/loan-fee`, on(3), -45_000, `FRAIS DE DOSSIER PRET PRO ${LOAN.reference}`, "Frais de dossier"),
    row(`${month}/savings-opening`, on(12), -10_000, `VIR SEPA EMIS /BEN ${company} /MOTIF OUVERTURE LIVRET`, "Ouverture livret"),
    row(
      `${month}/savings-opening/other`,
      on(12),
      10_000,
      `VIR SEPA RECU /DE ${company} /MOTIF OUVERTURE LIVRET`,
      "Ouverture livret",
      "savings",
    ),
  ];
}

function everyMonth({ month, index, draws }: MonthPlan): Movement[] {
  const { whole } = draws("fees");
  const due = workingDayFrom(dayOf(month, LOAN.day));
  const before = period(monthOf(addMonths(businessDate(`${month}-01`), -1)));
  const fees = [
    {
      ...row(`${month}/membership`, workingDayFrom(dayOf(month, 2)), -3_450, "COTISATION MENSUELLE CONVENTION PRO", "Cotisation"),
      category: 79,
    },
    row(
      `${month}/terminal-fee`,
      workingDayFrom(dayOf(month, 6)),
      -whole(1_900, 5_400),
      `COMMISSION REMISES CB CTR 4471203 ${before}`,
      "Commission",
    ),
    row(`${month}/movement-fee`, workingDayFrom(dayOf(month, 4)), -whole(640, 2_980), `COMMISSION DE MOUVEMENT ${before}`, "Commission"),
    row(`${month}/transfer-fee`, workingDayFrom(dayOf(month, 13)), -whole(2, 9) * 60, "FRAIS VIR INSTANTANES EMIS", "Frais"),
  ];
  if (index > LOAN.instalments) return fees;
  const instalment = row(
    `${month}/instalment`,
    due,
    -LOAN.instalmentCents,
    `ECH PRET PRO ${LOAN.reference} ECHEANCE DU ${dayMonth(due)}`,
    "Echéance prêt",
  );
  return [...fees, { ...instalment, category: 89, announcedDays: 31 }];
}

/** Money is put aside most months and taken back now and then; both accounts tell it, on the same day, to the cent. */
function savings({ month, index, company, draws }: MonthPlan): Movement[] {
  const { whole, happens } = draws("savings");
  if (index < 4 || !happens(70)) return [];
  const back = index >= 8 && (month.endsWith("-12") || month.endsWith("-05"));
  const cents = whole(8, 24) * (back ? 12_500 : 10_000);
  const on = workingDayFrom(dayOf(month, 19));
  const motif = back ? "MOTIF RETOUR TRESORERIE" : "MOTIF EPARGNE DE PRECAUTION";
  const sent = `VIR SEPA EMIS /BEN ${company} /${motif}`;
  const received = `VIR SEPA RECU /DE ${company} /${motif}`;
  return [
    row(`${month}/own/checking`, on, back ? cents : -cents, back ? received : sent, "Virement interne"),
    row(`${month}/own/savings`, on, back ? -cents : cents, back ? sent : received, "Virement interne", "savings"),
  ].map((movement) => ({ ...movement, category: 326 }));
}

function interest({ month, index, draws }: MonthPlan): Movement[] {
  const { whole } = draws("interest");
  const year = Number(month.slice(0, 4));
  const on = workingDayFrom(dayOf(month, 3));
  if (index > 0 && month.endsWith("-01"))
    return [row(`${month}/interest`, on, whole(8_200, 21_400), `INTERETS CREDITEURS LIVRET PRO ${year - 1}`, "Intérêts", "savings")];
  const quarter = { "-04": "1ER", "-07": "2EME", "-10": "3EME" }[month.slice(4)];
  if (index === 0 || quarter === undefined) return [];
  return [
    row(`${month}/quarter`, on, -whole(310, 2_640), `ARRETE COMPTE INTERETS ET COMMISSIONS ${quarter} TRIM ${year}`, "Arrêté de compte"),
  ];
}

/** Things that happen once in a while, so that not everything comes back every month. */
function rareEvents({ month, index }: MonthPlan): Movement[] {
  const on = workingDayFrom(dayOf(month, 23));
  if (index === 7)
    return [row(`${month}/claim`, on, 184_000, "VIR SEPA RECU /DE MMA IARD /MOTIF INDEMNITE SINISTRE 2218871 DEGAT DES EAUX", "MMA")];
  if (index === 10) return [row(`${month}/fine`, on, -4_500, `CARTE ${dayMonth(on)} ANTAI AMENDE.GOUV.FR CB*6620`, "ANTAI")];
  if (index === 11)
    return [
      row(`${month}/aid`, on, 320_000, "VIR SEPA RECU /DE REGION PAYS DE LA LOIRE /MOTIF SUBVENTION NUMERIQUE", "Région Pays De La Loire"),
    ];
  if (index === 17)
    return [row(`${month}/dividend`, on, -800_000, "VIR SEPA EMIS /BEN MARTIN CAMILLE /MOTIF DIVIDENDES EXERCICE CLOS", "Martin Camille")];
  return [];
}

const row = (
  key: string,
  bookedOn: BusinessDate,
  amountCents: number,
  label: string,
  clean: string,
  account: SandboxAccount = "checking",
): Movement => ({
  ...{ key, account, bookedOn, amountCents, label, clean },
});
