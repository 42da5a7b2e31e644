import { BusinessDate } from "#domain/dates";

/** A day a tax question may name: far enough from the ends of the calendar that months can be added to it. */
export const TaxDay = BusinessDate.refine((day) => day >= "1990-01-01" && day <= "2099-12-31", {
  params: { code: "invalid" },
  abort: true,
});
