import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Alert } from "#domain/alerts/alert";
import type { Deadline } from "#domain/alerts/deadline";
import { deadlineNews, type ToldDeadline } from "#domain/alerts/deadline-news";
import { alertOf, type Finding, factOf } from "#domain/alerts/fact";
import { longDate } from "#domain/amounts.fr";
import { addDays, businessDate, daysBetween } from "#domain/dates";
import { AlertId } from "#domain/ids";

const deadline = (dueDate: string, more: Partial<Deadline> = {}): Deadline => ({
  ...{
    id: "is.acompte_4/2026-12-31",
    kind: "payment",
    label: "Quatrième acompte d'impôt sur les sociétés",
    period: { label: "exercice 2026" },
  },
  ...{ dueDate: businessDate(dueDate), form: "2571-SD", article: "CGI art. 1668, 1", amountCents: 250_000, notices: [] },
  ...more,
});
const facts = (findings: readonly Pick<Finding, "kind" | "subject" | "stage">[] = []) => findings.map(factOf);
/** Reads the calendar every day of a list, as the schedule does; gives what each day told. */
function read(days: readonly string[], calendar: (day: string) => readonly Deadline[]) {
  let told: readonly ToldDeadline[] = [];
  return days.map((day) => {
    const news = deadlineNews(calendar(day), told, businessDate(day));
    told = news?.told ?? told;
    return { day, told: facts(news?.findings), over: facts(news?.over), withdrawn: facts(news?.withdrawn) };
  });
}
const everyDay = (from: string, to: string): string[] =>
  Array.from({ length: daysBetween(businessDate(from), businessDate(to)) + 1 }, (_, place) => addDays(businessDate(from), place));
const spoken = (rounds: ReturnType<typeof read>) =>
  rounds.flatMap(({ day, told }) => told.map((fact) => `${day} ${fact.split("|").at(-1)}`));

describe("a deadline", () => {
  it("is told 30, 7 and 1 days ahead, once each, over every day of the way", () => {
    const rounds = read(everyDay("2026-11-01", "2027-02-01"), () => [deadline("2026-12-15")]);
    expect(spoken(rounds)).toEqual(["2026-11-15 J-30", "2026-12-08 J-7", "2026-12-14 J-1"]);
  });

  it("has the same facts when the days of a change of clocks lie before it", () => {
    for (const [due, from] of [
      ["2026-10-26", "2026-09-20"],
      ["2026-03-30", "2026-02-20"],
    ] as const) {
      const told = spoken(read(everyDay(from, due), () => [deadline(due)]));
      expect(told).toEqual([30, 7, 1].map((days) => `${addDays(businessDate(due), -days)} J-${days}`));
    }
  });

  it("missed on its day is told late, and stages missed together are told as the most urgent", () => {
    const on = (...days: string[]) => spoken(read(days, () => [deadline("2026-12-15")]));
    expect(on("2026-11-10", "2026-11-20")).toEqual(["2026-11-20 J-30"]);
    expect(on("2026-11-15", "2026-12-10")).toEqual(["2026-11-15 J-30", "2026-12-10 J-7"]);
    expect(on("2026-12-10")).toEqual(["2026-12-10 J-7"]);
    expect(on("2026-12-15")).toEqual(["2026-12-15 J-1"]);
    expect(on("2026-12-16")).toEqual([]);
    expect(on("2026-12-14", "2026-12-14", "2026-12-15")).toEqual(["2026-12-14 J-1"]);
  });

  it("told more urgently ends what was told before; thirty days past its date it ends alone", () => {
    const days = ["2026-11-15", "2026-12-08", "2026-12-14", "2027-01-14", "2027-01-15", "2027-01-16"];
    const over = read(days, (day) => [deadline("2026-12-15")].filter(({ dueDate }) => dueDate >= day)).map((round) =>
      round.over.map((fact) => fact.split("|").at(-1)),
    );
    expect(over).toEqual([[], ["J-30"], ["J-7"], [], ["J-1"], []]);
  });

  it("the calendar names no more is withdrawn, and one that moved to another day is told anew for that day; named again, it is told again", () => {
    const rounds = read(["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"], (day) => [
      deadline(day === "2026-12-02" ? "2026-12-16" : "2026-12-15"),
    ]);
    const [first, other] = ["2026-12-15", "2026-12-16"].map((due) => `tax_deadline|is.acompte_4/2026-12-31|${due}|J-30`);
    expect(rounds.map(({ told, over, withdrawn }) => [told, over, withdrawn])).toEqual([
      [[first], [], []],
      [[other], [], [first]],
      [[first], [], [other]],
      [[], [], []],
    ]);
  });

  it("is told with its amount, its text and what is uncertain, in words that fit", () => {
    const [finding] = deadlineNews([deadline("2026-12-15")], [], businessDate("2026-12-10"))?.findings ?? [];
    expect(finding).toMatchObject({
      ...{ severity: "attention", amountCents: 250_000, dueOn: "2026-12-15" },
      title: "Quatrième acompte d'impôt sur les sociétés : 15 décembre 2026",
      message:
        "À payer au plus tard le 15 décembre 2026. Période : exercice 2026. Montant : 2 500 €. Formulaire : 2571-SD. Texte : CGI art. 1668, 1.".replace(
          "2 500 €",
          "2\u202F500\u00A0€",
        ),
    });
    const long = deadline("2026-12-15", { amountCents: null, label: "L".repeat(300), notices: [{ message: "N".repeat(2_000) }] });
    const [cut] = deadlineNews([long], [], businessDate("2026-12-10"))?.findings ?? [];
    expect(cut?.message).toContain("Montant à déterminer.");
    expect(cut && Alert.parse(alertOf(cut, AlertId.parse(`alr_${"0".repeat(26)}`), "2026-12-10T06:30:00.000Z"))).toBeTruthy();
  });
});

describe("many deadlines at once", () => {
  const many = Array.from({ length: 100 }, (_, place) => deadline(addDays(businessDate("2026-12-05"), place % 20), { id: `d/${place}` }));

  it("are told so many at a time, the soonest first, until all are told", () => {
    let told: readonly ToldDeadline[] = [];
    const counts: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const news = deadlineNews(many, told, businessDate("2026-12-01"));
      counts.push(news?.findings.length ?? 0);
      const dues = news?.findings.map(({ dueOn }) => dueOn) ?? [];
      expect(dues).toEqual(dues.toSorted());
      told = news?.told ?? told;
    }
    expect([counts, told.length]).toEqual([[28, 28, 28, 16, 0], 100]);
  });
});

describe("the page for users", () => {
  const page = readFileSync("docs/alertes.md", "utf8");
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ["chaque jour", everyDay("2026-11-01", "2026-12-31")],
    ["15 novembre, puis plus rien avant le 10 décembre", ["2026-11-15", "2026-12-10"]],
    ["pour la première fois le 10 décembre", ["2026-12-10"]],
    ["pour la première fois le 15 décembre", ["2026-12-15"]],
  ];

  it.each(rows)("tells what this code tells: %s", (name, days) => {
    const told = spoken(read(days, () => [deadline("2026-12-15")])).map((line) => {
      const [day = "", stage] = line.split(" ");
      return `${longDate(businessDate(day)).replace(" 2026", "")} \`${stage}\``;
    });
    expect(page).toContain(`| ${name} | ${told.join(", ")} |`);
  });
});
