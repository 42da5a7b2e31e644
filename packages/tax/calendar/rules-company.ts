import { euros, percent } from "#domain/amounts.fr";
import { addMonths, type BusinessDate, businessDate, lastDayOf, type Month, monthOf } from "#domain/dates";
import { valueOn } from "#domain/people/dated";
import { ofPpm } from "../arithmetic.ts";
import type { TaxNotice } from "../notice.ts";
import { MILESTONES } from "../rates/calendar-milestones.ts";
import { step } from "../trace.ts";
import { closesWithYear, monthsAfter, type YearSpan } from "./fiscal-years.ts";
import { NOTICES } from "./notices.fr.ts";
import { fiscalYear, monthPeriod, nextMonth } from "./periods.fr.ts";
import type { CalendarProfile } from "./profile.ts";
import type { Amount, Due, Rule, Situation } from "./rule.ts";
import { legalReturnDay } from "./rules-profit.ts";

/** Forms whose accounts are approved and filed: commercial companies (C. com. art. L. 232-21 to L. 232-23). */
const COMMERCIAL: ReadonlySet<string> = new Set(["eurl", "sarl", "sasu", "sas", "sa", "snc", "selarl", "selas", "scop"]);

const isCommercial = ({ legalForm }: CalendarProfile): boolean => legalForm !== null && COMMERCIAL.has(legalForm);

/** Approval of the accounts within six months. A meeting is held or it is not: no holiday moves its last day. */
export const assemblies: Rule = (situation) => {
  const { profile, years } = situation;
  if (!isCommercial(profile)) return [];
  return years.map((year) => ({
    code: "societe.assemblee",
    nominalDate: assemblyDay(year, situation),
    period: fiscalYear(year),
    notices: profile.legalForm === "sas" || profile.legalForm === "selas" ? [NOTICES.assemblySas] : [],
  }));
};

const assemblyDay = ({ endsOn }: YearSpan, { figure }: Situation): BusinessDate => monthsAfter(endsOn, figure("assembleeMois", endsOn));

/** Filing of the accounts, one month after they are approved, two online: the same day of a later month (C. pr. civ. art. 641). */
export const filings: Rule = (situation) => {
  const { profile, years, figure, latest } = situation;
  if (!isCommercial(profile)) return [];
  return years.flatMap((year): Due[] => {
    const approved = profile.approvals.find(({ closedOn }) => closedOn === year.endsOn)?.approvedOn;
    if (approved !== undefined && approved > latest) return [];
    const from = approved ?? assemblyDay(year, situation);
    const months = figure(profile.filesAccountsOnline ? "depotMoisEnLigne" : "depotMois", from);
    const notices = [...(approved ? [] : [NOTICES.filingAssumed]), ...(profile.legalForm === "snc" ? [NOTICES.filingSnc] : [])];
    return [{ code: "societe.depot", nominalDate: addMonths(from, months), period: fiscalYear(year), notices }];
  });
};

/** Fees paid to others, with the return of results; in January for who sends none (CGI art. 240). */
export const fees: Rule = (situation) => {
  const { profile, years, figure } = situation;
  if (profile.paysFees === false) return [];
  return years.map((year) => {
    const nominalDate = feesDay(year, situation);
    const unknown = profile.paysFees === null ? [NOTICES.feesUnknown(figure("das2Seuil", nominalDate))] : [];
    const tolerance = profile.taxation === "none" ? [] : [NOTICES.das2Tolerance];
    return { code: "honoraires.das2", nominalDate, period: fiscalYear(year), notices: [...unknown, ...tolerance] };
  });
};

function feesDay({ endsOn }: YearSpan, situation: Situation): BusinessDate {
  const { taxation } = situation.profile;
  if (taxation === "none") return businessDate(`${Number(endsOn.slice(0, 4)) + 1}-01-31`);
  if (taxation === "ir" && !closesWithYear(endsOn)) return legalReturnDay(businessDate(`${endsOn.slice(0, 4)}-12-31`), situation);
  return legalReturnDay(endsOn, situation);
}

/** What is withheld from dividends to natural persons, on the 15th of the next month (CGI art. 1671 C). */
export const dividends: Rule = (situation) => {
  const { profile, figure, latest } = situation;
  const paid = profile.dividends.filter(({ paidOn }) => paidOn <= latest);
  const months = [...new Set(paid.map(({ paidOn }) => monthOf(paidOn)))].sort();
  return months.map((month) => {
    const next = nextMonth(month);
    const nominalDate = businessDate(`${next}-${figure("dividendesJour", businessDate(`${next}-01`))}`);
    return {
      ...{ code: "dividendes.prelevement", nominalDate, period: monthPeriod(month) },
      ...{ amount: withheld(month, situation), amountOn: lastDayOf(month), notices: [NOTICES.dividendWaiver] },
    };
  });
};

function withheld(month: Month, { profile, figure }: Situation): Amount {
  const lines = profile.dividends
    .filter(({ paidOn }) => monthOf(paidOn) === month)
    .flatMap(({ paidOn, grossCents }, index) =>
      (["dividendesImpot", "dividendesSociaux"] as const).map((name) => {
        const ppm = figure(name, paidOn);
        const label = name === "dividendesImpot" ? "Prélèvement sur les dividendes" : "Prélèvements sociaux";
        const article = name === "dividendesImpot" ? "CGI art. 117 quater" : "CSS art. L. 136-7 et L. 136-8";
        const detail = `${euros(grossCents)} × ${percent(ppm)}`;
        return step(`${name === "dividendesImpot" ? "impot" : "sociaux"}_${index + 1}`, label, ofPpm(grossCents, ppm), { detail, article });
      }),
    );
  return { cents: lines.reduce((sum, { amountCents }) => sum + amountCents, 0), lines };
}

/** Electronic invoices: everybody subject to TVA receives them, and issues them at a day that depends on size (décret 2024-266). */
export const invoicing: Rule = ({ profile }) => {
  const { invoicesReceived, invoicesIssuedBySmall } = MILESTONES;
  if (valueOn(profile.vatRegimes, invoicesReceived)?.value === "non_assujetti") return [];
  const isSmall = profile.size === null || profile.size === "small";
  const notices: readonly TaxNotice[] = profile.size === null ? [NOTICES.sizeUnknown] : [];
  return [
    { code: "facture.reception", nominalDate: invoicesReceived, period: null },
    { code: "facture.emission", nominalDate: isSmall ? invoicesIssuedBySmall : invoicesReceived, period: null, notices },
  ] satisfies readonly Due[];
};
