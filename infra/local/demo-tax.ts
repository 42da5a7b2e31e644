import * as z from "zod";
import { parisDate } from "#domain/dates";
import type { ApiClient } from "#infra/local/api-client";

/** A tax deadline as the summary shows it. */
export type DemoDeadline = { readonly due_date: string; readonly label: string; readonly amount_cents: number | null };

const Me = z.object({ company: z.object({ id: z.string() }) });
const Legal = z.object({ legal_form: z.array(z.unknown()) });
const Profile = z.object({ version: z.number() });
const Calendar = z.object({
  obligations: z.array(z.object({ due_date: z.string(), label: z.string(), amount_cents: z.number().nullable() })),
});

/** CFE the made-up company pays in December, as its bank shows it. */
const CFE_CENTS = 118_400;
const EMPLOYEES = 3;
const SHOWN = 4;

/**
 * Says what the made-up company is before the law, as its bank rows show it, then asks for its alerts. What somebody has said stays; of two halves
 * of which one was said before an end, the other is said now.
 */
export async function sayWhatItIs(api: ApiClient, now: () => Date): Promise<void> {
  const { company } = await api.get("/auth/me", Me);
  const path = `/api/companies/${company.id}`;
  const [legal, profile] = await Promise.all([api.get(path, Legal), api.get(`${path}/tax-profile`, Profile)]);
  const year = Number(parisDate(now()).slice(0, 4));
  if (legal.legal_form.length === 0) await api.put(path, legalData(year));
  if (profile.version === 0) await api.put(`${path}/tax-profile`, taxProfile(year));
  await api.post("/alerts/refresh", undefined, z.unknown());
}

const firstDay = (year: number): string => `${year - 1}-01-01`;

function legalData(year: number) {
  const since = firstDay(year);
  return {
    legal_form: [{ value: "sarl", valid_from: since }],
    share_capital: [{ value_cents: 1_000_000, valid_from: since }],
    vat_regime: [{ value: "normal_mensuel", valid_from: since }],
    address: { line1: "12 rue des Carmélites", postal_code: "44000", city: "Nantes" },
  };
}

function taxProfile(year: number) {
  const since = firstDay(year);
  return {
    ...{ created_on: since, vat_return_day: 24, capital_fully_paid: true, held_by_persons_ppm: 1_000_000, size: "small" },
    ...{ headcount: [{ employees: EMPLOYEES, valid_from: since }], cfe_liable: true, cfe: [{ year, amount_cents: CFE_CENTS }] },
  };
}

/** What falls due next. */
export async function nextDeadlines(api: ApiClient): Promise<readonly DemoDeadline[]> {
  const { obligations } = await api.get("/analyze/calendar", Calendar);
  return obligations.slice(0, SHOWN);
}
