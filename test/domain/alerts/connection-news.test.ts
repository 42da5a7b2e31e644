import { describe, expect, it } from "vitest";
import { Alert, MESSAGE_MAX, TITLE_MAX } from "#domain/alerts/alert";
import { connectionNews, type NamedAccount, type ToldFact, type WatchedConnection } from "#domain/alerts/connection-news";
import { alertOf, factOf } from "#domain/alerts/fact";
import { addDays, businessDate, shifted } from "#domain/dates";
import { AccountId, AlertId, ConnectionId } from "#domain/ids";
import { Currency, cents, EUR } from "#domain/money";

const ID = ConnectionId.parse(`con_${"0".repeat(26)}`);
const ACCOUNT = AccountId.parse(`acc_${"0".repeat(26)}`);
const LATE = "2026-11-25T10:00:00.000Z";

const connection = (more: Partial<WatchedConnection> = {}): WatchedConnection => ({
  ...{ id: ID, provider: "bridge", state: "active", bankName: "La Banque Postale", createdAt: "2026-06-01T00:00:00.000Z" },
  ...more,
});
const account = (more: Partial<NamedAccount> = {}): NamedAccount => ({
  ...{ id: ACCOUNT, name: "Compte courant", currency: EUR, reportedCents: cents(100_000) },
  ...more,
});
const names = (...accounts: readonly NamedAccount[]) => new Map(accounts.map((one) => [one.id, one]));

/** Looks at what a connection is at each of some instants, remembering what was told; gives what each told and closed. */
function watch(instants: readonly string[], at: (now: string) => WatchedConnection, accounts = names(account())) {
  let told: readonly ToldFact[] = [];
  return instants.flatMap((now) => {
    const news = connectionNews({ ...at(now), told }, accounts, now);
    told = news?.told ?? told;
    if (news === null) return [];
    const of = (facts: readonly { readonly subject: string; readonly stage: string }[]) =>
      facts.map(({ subject, stage }) => `${subject.split("|").at(1)} ${stage}`);
    return [{ now: now.slice(0, 13), told: of(news.findings), over: of(news.over), findings: news.findings }];
  });
}
const heard = (rounds: ReturnType<typeof watch>) => rounds.map(({ now, told, over }) => ({ now, told, over }));
const everyDay = (from: string, days: number) =>
  Array.from({ length: days }, (_, day) => `${addDays(businessDate(from), day)}T05:30:00.000Z`);

describe("a consent that ends", () => {
  it("is told 14 and 3 days ahead in Paris days, once each, and no more once it is renewed", () => {
    // 23:30 UTC is the next day in Paris.
    const renewed = (now: string) => (now < "2026-12-14" ? "2026-12-15T23:30:00.000Z" : "2027-06-13T00:00:00.000Z");
    const rounds = watch(everyDay("2026-11-20", 60), (now) => connection({ consentExpiresAt: renewed(now) }));
    expect(heard(rounds)).toEqual([
      { now: "2026-12-02T05", told: ["consent J-14"], over: [] },
      { now: "2026-12-13T05", told: ["consent J-3"], over: ["consent J-14"] },
      { now: "2026-12-14T05", told: [], over: ["consent J-3"] },
    ]);
    expect(rounds[0]?.findings[0]).toMatchObject({
      ...{ kind: "consent", severity: "attention", dueOn: "2026-12-16" },
      title: "Accord donné à La Banque Postale\u00A0: à renouveler avant le 16 décembre 2026",
      link: { type: "connection", id: ID, path: `/api/sync/connections/${ID}` },
    });
  });

  it("seen late is told as urgent at once, and stays told until the bank asks for authentication", () => {
    const rounds = watch(everyDay("2026-12-15", 10), (now) =>
      connection(
        now < "2026-12-20"
          ? { consentExpiresAt: "2026-12-16T10:00:00.000Z" }
          : { state: "reauth_required", stateSince: now.slice(0, 10) === "2026-12-20" ? now : "2026-12-20T05:30:00.000Z" },
      ),
    );
    expect(heard(rounds)).toEqual([
      { now: "2026-12-15T05", told: ["consent J-3"], over: [] },
      { now: "2026-12-20T05", told: ["reauth reauth_required"], over: ["consent J-3"] },
    ]);
  });
});

describe("a bank that asks for authentication", () => {
  it.each([
    ["otp_required", "La banque demande une authentification forte."],
    ["login_failed", "L'identifiant ou le mot de passe enregistré n'est plus accepté."],
    ["quelque_chose_de_neuf", ""],
  ])("with %s says what it wants where that is known", (statusInfo, words) => {
    const since = connection({ state: "reauth_required", statusInfo, stateSince: "2026-11-24T10:00:00.000Z" });
    const [finding] = connectionNews(since, names(), LATE)?.findings ?? [];
    expect(finding).toMatchObject({
      kind: "consent",
      severity: "urgent",
      title: "La Banque Postale demande une nouvelle authentification",
    });
    expect(finding?.message).toContain("depuis le 24 novembre 2026");
    expect(finding?.message).toContain(words);
    expect(finding?.message).not.toContain("undefined");
  });

  it("again a month later is another fact", () => {
    const states: readonly (readonly [string, WatchedConnection["state"], string])[] = [
      ["2026-10-01T05:00:00.000Z", "reauth_required", "2026-10-01T05:00:00.000Z"],
      ["2026-10-02T05:00:00.000Z", "reauth_required", "2026-10-01T05:00:00.000Z"],
      ["2026-10-03T05:00:00.000Z", "active", "2026-10-03T05:00:00.000Z"],
      ["2026-11-03T05:00:00.000Z", "reauth_required", "2026-11-03T05:00:00.000Z"],
    ];
    const rounds = watch(
      states.map(([now]) => now),
      (now) => {
        const [, state, stateSince] = states.find(([at]) => at === now) ?? ["", "active", now];
        return connection({ state, stateSince });
      },
    );
    expect(rounds.map(({ told, over }) => [told.length, over.length])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
    const facts = rounds.flatMap(({ findings }) => findings.map(factOf));
    expect(new Set(facts).size).toBe(2);
  });

  it("before anybody ever consented is not told", () => {
    expect(connectionNews(connection({ state: "pending_consent" }), names(), LATE)).toBeNull();
  });
});

describe("a bank that is down", () => {
  const at = "2026-11-20T05:00:00.000Z";
  const hourly = Array.from({ length: 60 }, (_, hour) => shifted(at, hour * 3_600));

  it.each([
    ["says so itself", { state: "temporarily_unavailable", stateSince: at }],
    ["answers a code nobody knows", { state: "degraded", stateSince: at }],
    ["fails every read", { failures: 3, failingSince: at, lastError: "unavailable" }],
  ] as const)("and %s is told after 48 hours and not before", (_, trouble) => {
    expect(heard(watch(hourly, () => connection(trouble)))).toEqual([{ now: "2026-11-22T05", told: ["down 48h"], over: [] }]);
  });

  it("first one way and then the other is one alert, closed by the first read", () => {
    const rounds = watch(hourly, (now) => {
      if (now < "2026-11-22T08") return connection({ state: "temporarily_unavailable", stateSince: at });
      if (now < "2026-11-22T14") return connection({ failures: 1, failingSince: "2026-11-22T07:00:00.000Z", lastError: "throttled" });
      return connection({ stateSince: now });
    });
    expect(heard(rounds)).toEqual([
      { now: "2026-11-22T05", told: ["down 48h"], over: [] },
      { now: "2026-11-22T14", told: [], over: ["down 48h"] },
    ]);
  });
});

describe("a provider that ends", () => {
  it("is told thirty days ahead and when it has ended; a bank nobody supports any more is told once", () => {
    const rounds = watch(everyDay("2026-11-25", 60), (now) =>
      connection({ provider: "bankin", ...(now > "2027-01-05" && { state: "provider_retired", stateSince: "2027-01-05T05:00:00.000Z" }) }),
    );
    expect(heard(rounds)).toEqual([
      { now: "2026-12-01T05", told: ["retired J-30"], over: [] },
      { now: "2027-01-05T05", told: ["retired retired"], over: ["retired J-30"] },
    ]);
    expect(heard(watch(everyDay("2026-12-01", 5), () => connection({ state: "unsupported" })))).toHaveLength(1);
  });
});

describe("a balance that is not the bank's", () => {
  const since = "2026-11-25T03:15:00.000Z";
  const gap = (seenAt: string, value = 3_500) => ({ gaps: [{ accountId: ACCOUNT, cents: cents(value), since, seenAt }] });

  it("is told when a second whole read finds it four hours later", () => {
    const rounds = watch(
      ["2026-11-25T03:15:00.000Z", "2026-11-25T07:14:59.000Z", "2026-11-25T07:15:00.000Z", "2026-11-26T03:15:00.000Z"],
      (now) => connection(gap(now)),
    );
    expect(heard(rounds)).toEqual([{ now: "2026-11-25T07", told: [`${since} gap`], over: [] }]);
    expect(rounds[0]?.findings[0]).toMatchObject({
      ...{ kind: "anomaly", amountCents: 3_500, currency: "EUR", link: { type: "account", id: ACCOUNT } },
      title: "Écart de solde de 35,00\u00A0€\u00A0: Compte courant",
    });
    expect(rounds[0]?.findings[0]?.message).toMatch(/solde comptabilisé est de 1.000,00.€ ; selon les opérations reçues, de 1.035,00.€/);
  });

  it("is told after a day though nothing was read since, and closes by itself", () => {
    const rounds = watch(
      ["2026-11-25T12:00:00.000Z", "2026-11-26T03:14:59.000Z", "2026-11-26T03:15:00.000Z", "2026-11-26T12:00:00.000Z"],
      (now) => connection(now > "2026-11-26T10" ? {} : gap(since)),
    );
    expect(heard(rounds)).toEqual([
      { now: "2026-11-26T03", told: [`${since} gap`], over: [] },
      { now: "2026-11-26T12", told: [], over: [`${since} gap`] },
    ]);
  });

  it("names amounts of other currencies with their own decimals", () => {
    const yen = account({ currency: Currency.parse("JPY"), reportedCents: cents(1_000_000), name: "Compte yen" });
    const [finding] = connectionNews(connection(gap("2026-11-25T12:00:00.000Z", -1_200)), names(yen), LATE)?.findings ?? [];
    expect(finding?.title).toBe("Écart de solde de 1\u202F200\u00A0JPY\u00A0: Compte yen");
    expect(finding).toMatchObject({ amountCents: -1_200, currency: "JPY" });
  });

  it("of more accounts than one transaction holds is told thirty at a time", () => {
    const ids = Array.from({ length: 70 }, (_, index) => AccountId.parse(`acc_${String(index).padStart(26, "0")}`));
    const gaps = ids.map((accountId) => ({ accountId, cents: cents(1), since, seenAt: since }));
    const rounds = watch(
      ["2026-11-27T00:00:00.000Z", "2026-11-27T01:00:00.000Z", "2026-11-27T02:00:00.000Z", "2026-11-27T03:00:00.000Z"],
      () => connection({ gaps }),
      names(...ids.map((id) => account({ id }))),
    );
    expect(rounds.map(({ told }) => told.length)).toEqual([30, 30, 10]);
  });
});

it("closes everything that was told of a connection a person ended", () => {
  const rounds = watch(["2026-11-25T05:00:00.000Z", "2026-11-25T06:00:00.000Z"], (now) =>
    connection(now < "2026-11-25T06" ? { state: "reauth_required", stateSince: now } : { state: "disconnected", stateSince: now }),
  );
  expect(heard(rounds).at(-1)).toMatchObject({ told: [], over: ["reauth reauth_required"] });
});

it("writes titles and messages an alert can hold, whatever a bank is called", () => {
  for (const bankName of ["", "B".repeat(80), "Crédit « & <b> »"])
    for (const trouble of [
      { state: "reauth_required" },
      { state: "unsupported" },
      { state: "provider_retired" },
      { consentExpiresAt: LATE },
      { state: "degraded" },
      { provider: "bankin" },
      { gaps: [{ accountId: ACCOUNT, cents: cents(-99_999_999_999_999), since: "2026-01-01T00:00:00.000Z", seenAt: LATE }] },
    ] as const) {
      const late = connectionNews(
        connection({ bankName, ...trouble }),
        names(account({ name: "C".repeat(80) })),
        "2026-12-15T10:00:00.000Z",
      );
      expect(late?.findings.length).toBeGreaterThan(0);
      for (const finding of late?.findings ?? []) {
        expect(finding.title.length).toBeLessThanOrEqual(TITLE_MAX);
        expect(finding.message.length).toBeLessThanOrEqual(MESSAGE_MAX);
        expect(Alert.safeParse(alertOf(finding, AlertId.parse(`alr_${"0".repeat(26)}`), LATE)).success).toBe(true);
      }
    }
});
