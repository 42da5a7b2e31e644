import { addMonths, type BusinessDate, businessDate, monthOf } from "#domain/dates";
import { EMPLOYEES, type Employee } from "./employees.fr.ts";
import { type MonthPlan, type Movement, period } from "./movement.ts";
import { monthInWords } from "./purchases.ts";
import { titled } from "./sales.ts";
import { dayOf, workingDayFrom, workingDayUntil } from "./working-days.ts";

/** Shares of gross pay, per thousand: a small company with the general reductions. */
const URSSAF_PER_MILLE = 362;
const AGIRC_ARRCO_PER_MILLE = 100;
const WITHHOLDING_PER_MILLE = 31;
const HEALTH_COVER_CENTS = 6_820;

/** Salaries at the end of the month; what is due on them in the month after (fewer than 50 employees: the 15th). */
export function payrollOf(plan: MonthPlan): Movement[] {
  const { month, index } = plan;
  const before = monthOf(addMonths(businessDate(`${month}-01`), -1));
  return [...salaries(plan), ...expenses(plan), ...(index === 0 ? [] : contributions(month, before, employedIn(index - 1)))];
}

const employedIn = (index: number): readonly Employee[] => EMPLOYEES.filter(({ fromMonth }) => fromMonth <= index);

function salaries({ month, index, draws }: MonthPlan): Movement[] {
  const paidOn = workingDayUntil(dayOf(month, 28));
  return employedIn(index).map(({ name, netCents }) => {
    const bonus = month.endsWith("-12") && index > 6 ? draws(`bonus ${name}`).whole(20_000, 60_000) : 0;
    return out(`${month}/salary/${name}`, paidOn, netCents + bonus, `VIR SEPA SALAIRE ${name} ${monthInWords(month)}`, titled(name));
  });
}

function expenses({ month, index, days, draws }: MonthPlan): Movement[] {
  const { whole, someOf, oneOf } = draws("expenses");
  return someOf(employedIn(index), whole(0, 2)).map(({ name }) => {
    const label = `VIR SEPA EMIS /BEN ${name} /MOTIF NOTE DE FRAIS ${monthInWords(month)}`;
    return out(`${month}/expenses/${name}`, oneOf(days), whole(2_400, 24_800), label, titled(name));
  });
}

function contributions(month: string, before: string, employees: readonly Employee[]): Movement[] {
  const gross = employees.reduce((sum, { grossCents }) => sum + grossCents, 0);
  const on = (day: number): BusinessDate => workingDayFrom(dayOf(month, day));
  const share = (perMille: number) => Math.round((gross * perMille) / 100_000) * 100;
  const due = period(before);
  return [
    out(
      `${month}/urssaf`,
      on(15),
      share(URSSAF_PER_MILLE),
      `PRLV SEPA URSSAF PAYS DE LA LOIRE ICS FR67ZZZ105900 RUM 527000001298471 ${due}`,
      "URSSAF",
    ),
    out(
      `${month}/withholding`,
      on(15),
      share(WITHHOLDING_PER_MILLE),
      `PRLV SEPA DGFIP ICS FR46ZZZ005002 MOTIF: PASDSN-123456782-${due}`,
      "DGFIP",
    ),
    out(
      `${month}/pension`,
      on(25),
      share(AGIRC_ARRCO_PER_MILLE),
      `PRLV SEPA MALAKOFF HUMANIS AGIRC ARRCO RUM MH0044871 ${due}`,
      "Malakoff Humanis",
    ),
    out(
      `${month}/health`,
      on(10),
      HEALTH_COVER_CENTS * employees.length,
      `PRLV SEPA HARMONIE MUTUELLE ENTREPRISES CTR 118204 ${due}`,
      "Harmonie Mutuelle",
    ),
  ];
}

const out = (key: string, bookedOn: BusinessDate, cents: number, label: string, clean: string): Movement => ({
  ...{ key, account: "checking", bookedOn, amountCents: -cents, label, clean },
});
