import { addMonths, type BusinessDate, businessDate, type Month, monthsBetween } from "#domain/dates";
import { bankingOf } from "./banking.ts";
import { cardsOf } from "./cards.ts";
import { chance } from "./chance.ts";
import type { MonthPlan, Movement } from "./movement.ts";
import { payrollOf } from "./payroll.ts";
import { purchasesOf } from "./purchases.ts";
import { salesOf } from "./sales.ts";
import { taxesOf } from "./taxes.ts";
import { workingDayFrom, workingDaysOf } from "./working-days.ts";

/** Which company to make up. The same answer always gives the same movements, however late it is asked. */
export type Story = { readonly seed: number; readonly firstYear: number; readonly company: string };

/** The first working day of January on which the company has an account. */
const opensOn = (firstYear: number): BusinessDate => workingDayFrom(businessDate(`${firstYear}-01-02`));

/**
 * Every movement of a small French web agency with a shop, from its first day to the end of the month of `through`, in booking
 * order. Its accounts start empty. Months are drawn apart from each other, so a later `through` only ever adds movements.
 */
export function movementsOf(story: Story, through: BusinessDate): readonly Movement[] {
  const opening = opensOn(story.firstYear);
  const movements = new Map<Month, readonly Movement[]>();
  monthsBetween(opening, through).forEach((month, index) => {
    const plan = planOf(story, month, index, opening);
    const lived = [...bankingOf(plan), ...salesOf(plan), ...purchasesOf(plan), ...cardsOf(plan), ...payrollOf(plan)];
    movements.set(month, [...lived, ...taxesOf(plan, { movements })]);
  });
  return [...movements.values()]
    .flat()
    .sort((left, right) => (left.bookedOn < right.bookedOn ? -1 : left.bookedOn > right.bookedOn ? 1 : 0));
}

function planOf({ seed, company }: Story, month: Month, index: number, opening: BusinessDate): MonthPlan {
  const [first = workingDayFrom(businessDate(`${month}-01`)), ...others] = workingDaysOf(month).filter((day) => day >= opening);
  return {
    month,
    index,
    opensOn: opening,
    days: [first, ...others],
    company: company.toUpperCase(),
    draws: (topic) => chance(seed, month, topic),
  };
}

/** The last day to generate to know everything the bank may announce today. */
export const horizon = (today: BusinessDate): BusinessDate => addMonths(today, 2);
