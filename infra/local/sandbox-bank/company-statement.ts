import { createHash } from "node:crypto";
import { type BusinessDate, instantOf, lastDayOf, type Month, monthOf, parisDate } from "#domain/dates";
import { hashed } from "./chance.ts";
import { horizon, movementsOf, type Story } from "./generator.ts";
import { frenchIban } from "./iban.ts";
import { LOAN, remainingCapital } from "./loan.ts";
import type { SandboxAccount } from "./movement.ts";
import { type RowVersion, versionsOf } from "./row-versions.ts";
import type { SandboxUser } from "./user-id.ts";
import { euros, type Statement, type WireAccount } from "./wire.ts";

export const PROVIDER = { id: 574, name: "Banque Démo", country_code: "FR", logo_url: "" } as const;

/** Ids of this made-up bank, apart for every user and the same after a restart. */
const ROW_ID_BASE = 33_000_000_000_000;
const ROW_IDS = 2 ** 44;
const ACCOUNT_ID_BASE = 41_000_000;

export const itemIdOf = ({ uuid }: SandboxUser): number => 8_000_000 + (hashed(`item ${uuid}`) % 1_000_000);
const accountIdOf = ({ uuid }: SandboxUser, account: SandboxAccount | "loan"): number =>
  ACCOUNT_ID_BASE + (hashed(`account ${uuid}`) % 1_000_000) * 10 + { checking: 1, savings: 2, loan: 3 }[account];
/** 44 bits of a digest over a base, as large as Bridge's ids are: they meet inside one user out of five million. */
const rowIdOf = ({ uuid }: SandboxUser, key: string): number =>
  ROW_ID_BASE + (createHash("sha256").update(`row ${uuid} ${key}`).digest().readUIntBE(0, 6) % ROW_IDS);

/** What the made-up company's bank says at an instant: a pure function of the story, the user and the clock. */
export type CompanyBank = (user: SandboxUser, now: Date) => Statement;

/** Statements drawn from one story. The versions of a user's rows are kept for the month they were made for. */
export function companyBank(story: Omit<Story, "firstYear">): CompanyBank {
  const kept = new Map<string, { readonly month: Month; readonly versions: readonly RowVersion[] }>();
  return (user, now) => {
    const today = parisDate(now);
    const month = monthOf(today);
    const held = kept.get(user.uuid);
    const versions = held?.month === month ? held.versions : allVersions({ ...story, firstYear: user.createdYear - 1 }, user, today);
    if (kept.size > USERS_KEPT_MAX) kept.clear();
    kept.set(user.uuid, { month, versions });
    return statementAt(versions, user, now);
  };
}
const USERS_KEPT_MAX = 20;

function allVersions(story: Story, user: SandboxUser, today: BusinessDate): RowVersion[] {
  const naming = { rowId: (key: string) => rowIdOf(user, key), accountId: (account: SandboxAccount) => accountIdOf(user, account) };
  return movementsOf(story, lastDayOf(monthOf(horizon(today)))).flatMap((movement) => versionsOf(movement, naming));
}

function statementAt(versions: readonly RowVersion[], user: SandboxUser, now: Date): Statement {
  const at = instantOf(now);
  const current = versions.filter(({ row, until }) => row.updated_at <= at && (until === undefined || until > at));
  const accounts = [
    depositAccount("checking", current, user, at),
    depositAccount("savings", current, user, at),
    loanAccount(current, user, at),
  ];
  return { accounts, transactions: current.map(({ row }) => row) };
}

const NAMES = { checking: "Compte courant professionnel", savings: "Livret pro" } as const;

/** `accounting_balance` is the sum of the booked rows, to the cent; `instant_balance` counts what is announced too. */
function depositAccount(account: SandboxAccount, current: readonly RowVersion[], user: SandboxUser, at: string): WireAccount {
  const live = current.filter((version) => version.account === account && !version.row.deleted);
  const booked = total(live.filter(({ row }) => row.booking_date !== undefined));
  const id = accountIdOf(user, account);
  return {
    ...common(id, user, at),
    ...{ name: NAMES[account], type: account, currency_code: "EUR", iban: frenchIban(String(id)) },
    ...{ balance: euros(booked), accounting_balance: euros(booked), instant_balance: euros(total(live)) },
  };
}

function loanAccount(current: readonly RowVersion[], user: SandboxUser, at: string): WireAccount {
  const paid = current.filter(
    ({ row }) => row.booking_date !== undefined && row.provider_description.startsWith(`ECH PRET PRO ${LOAN.reference}`),
  ).length;
  const owed = remainingCapital(paid);
  const details = {
    borrowed_capital: euros(LOAN.capitalCents),
    remaining_capital: euros(owed),
    repaid_capital: euros(LOAN.capitalCents - owed),
  };
  const balance = euros(-owed);
  return {
    ...common(accountIdOf(user, "loan"), user, at),
    name: "Prêt professionnel",
    type: "loan",
    currency_code: "EUR",
    balance,
    loan_details: details,
  };
}

const common = (id: number, user: SandboxUser, at: string) =>
  ({
    id,
    item_id: itemIdOf(user),
    provider_id: PROVIDER.id,
    pro: true,
    data_access: "enabled",
    last_refresh_status: "successful",
    updated_at: at,
  }) as const;

const total = (versions: readonly RowVersion[]): number => versions.reduce((sum, { cents }) => sum + cents, 0);
