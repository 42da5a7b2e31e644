import { euros, percent } from "#domain/amounts.fr";
import { type BusinessDate, businessDate, yearOf } from "#domain/dates";
import { ofPpmToEuro } from "../arithmetic.ts";
import { step } from "../trace.ts";
import { NOTICES } from "./notices.fr.ts";
import { calendarYear } from "./periods.fr.ts";
import type { Amount, Due, Rule, Situation } from "./rule.ts";
import { single } from "./rule.ts";
import { extended } from "./rules-profit.ts";
import { afterFirstOfMay } from "./working-days.ts";

/** Calendar years something may be due for in the window, the one before included. */
const calendarYears = ({ profile, earliest, latest }: Situation): readonly number[] =>
  Array.from({ length: yearOf(latest) - yearOf(earliest) + 2 }, (_, index) => yearOf(earliest) - 1 + index).filter(
    (year) => profile.createdOn === null || year >= yearOf(profile.createdOn),
  );

const dayIn = (year: number, month: "06" | "09" | "12", day: number): BusinessDate => businessDate(`${year}-${month}-${day}`);

const taxOf = (taxes: readonly { readonly year: number; readonly taxCents: number }[], year: number): number | null =>
  taxes.find((one) => one.year === year)?.taxCents ?? null;

/** CFE on 15 December, half of the last one on 15 June from 3 000 € on; none in the year of creation (CGI art. 1478, II and 1679 quinquies). */
export const cfe: Rule = (situation) => {
  const { profile } = situation;
  if (profile.cfeLiable === false) return [];
  const unknown = profile.cfeLiable === null ? [NOTICES.cfeUnknown] : [];
  return calendarYears(situation)
    .filter((year) => profile.createdOn === null || year > yearOf(profile.createdOn))
    .flatMap((year) => [...cfeAdvance(year, situation), cfeBalance(year, situation)])
    .map((due) => ({ ...due, notices: [...(due.notices ?? []), ...unknown] }));
};

function cfeAdvance(year: number, situation: Situation): Due[] {
  const { profile, figure } = situation;
  const nominalDate = dayIn(year, "06", figure("cfeJour", businessDate(`${year}-06-01`)));
  const limitCents = figure("cfeSeuil", nominalDate);
  const period = calendarYear(year);
  const isFirst = profile.createdOn !== null && yearOf(profile.createdOn) === year - 1;
  const last = taxOf(profile.cfeTaxes, year - 1);
  if (isFirst || (last !== null && last < limitCents)) return [];
  if (last === null) {
    const notices = [NOTICES.referenceReached(limitCents, "la CFE de l'année précédente")];
    return [{ code: "cfe.acompte", nominalDate, period, notices }];
  }
  return [{ code: "cfe.acompte", nominalDate, period, amount: share(last, figure("cfeAcompte", nominalDate), "CGI art. 1679 quinquies") }];
}

function cfeBalance(year: number, situation: Situation): Due {
  const { profile, figure } = situation;
  const nominalDate = dayIn(year, "12", figure("cfeJour", businessDate(`${year}-12-01`)));
  const tax = taxOf(profile.cfeTaxes, year);
  const [advance] = cfeAdvance(year, situation);
  const paid = advance ? (advance.amount?.cents ?? null) : 0;
  const known = tax !== null && paid !== null && paid <= tax;
  const amount = known
    ? { cents: tax - paid, lines: [step("cfe", "CFE de l'année", tax), step("acompte", "Acompte du 15 juin", -paid)] }
    : null;
  return { code: "cfe.solde", nominalDate, period: calendarYear(year), amount };
}

/** Declaration of value added, instalments, balance (CGI art. 1586 ter to 1586 octies, 1679 septies). */
export const cvae: Rule = (situation) =>
  calendarYears(situation).flatMap((year) => [...cvaeOfYear(year, situation), ...cvaeInstalments(year, situation)]);

function cvaeOfYear(year: number, situation: Situation): Due[] {
  const { figure, local } = situation;
  const turnover = turnoverOf(year, situation);
  const yearEnd = businessDate(`${year}-12-31`);
  const nominalDate = afterFirstOfMay(year + 1, figure("ouvresApresMai", yearEnd), local);
  const period = calendarYear(year);
  const declares = turnover > figure("cvaeSeuilDeclaration", yearEnd);
  const pays = turnover > figure("cvaeSeuil", yearEnd);
  return [
    ...(declares ? [{ code: "cvae.declaration", nominalDate, period, ...extended(nominalDate, [], situation) } as const] : []),
    ...(pays ? [{ code: "cvae.solde", nominalDate, period } as const] : []),
  ];
}

/** Turnover of a calendar year; what is not known is told apart by a notice and counts for nothing here. */
const turnoverOf = (year: number, { profile }: Situation): number => profile.turnovers.find((one) => one.year === year)?.turnoverCents ?? 0;

const COMPLEMENT_YEAR = 2025;

/** Half of the CVAE of the year on 15 June and 15 September, when the one before was above the limit. */
function cvaeInstalments(year: number, situation: Situation): Due[] {
  const { profile, figure } = situation;
  const last = taxOf(profile.cvaeTaxes, year - 1);
  const [june, september] = (["06", "09"] as const).map((month) =>
    dayIn(year, month, figure("cvaeJour", businessDate(`${year}-${month}-01`))),
  );
  if (!june || !september) return [];
  const limitCents = figure("cvaeSeuilAcomptes", june);
  const mayBe = last === null ? turnoverOf(year - 1, situation) > figure("cvaeSeuil", june) : last > limitCents;
  if (!mayBe) return [];
  const notices = last === null ? [NOTICES.referenceUnknown(limitCents, "la CVAE de l'année précédente")] : [];
  const tax = taxOf(profile.cvaeTaxes, year);
  const period = calendarYear(year);
  const half = (on: BusinessDate): Amount | null => (tax === null ? null : share(tax, figure("cvaeAcompte", on), "CGI art. 1679 septies"));
  const whole = (): Amount | null =>
    tax === null ? null : share(tax, figure("cvaeComplement", september), "Loi 2025-127 du 14 février 2025, art. 62");
  return [
    { code: "cvae.acompte_1", nominalDate: june, period, amount: half(june), notices },
    { code: "cvae.acompte_2", nominalDate: september, period, amount: half(september), notices },
    ...(year === COMPLEMENT_YEAR ? [{ code: "cvae.complement", nominalDate: september, period, amount: whole(), notices } as const] : []),
  ];
}

const share = (referenceCents: number, ppm: number, article: string): Amount =>
  single(
    step("part", "Part de la cotisation de référence", ofPpmToEuro(referenceCents, ppm), {
      ...{ detail: `${euros(referenceCents)} × ${percent(ppm)}`, article },
    }),
  );
