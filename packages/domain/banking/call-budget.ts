import { type Instant, instantOf } from "../dates.ts";

/** What a provider lets us ask: per user of its in any 60 seconds, and for the whole application in any 5 minutes. */
export type CallLimits = { readonly perMinute: number; readonly perFiveMinutes: number };

/** Windows are counted, not sliding: any 60 seconds touch four of 20, any five minutes six of one. */
export const USER_WINDOW_SECONDS = 20;
const USER_WINDOWS_TOUCHED = 4;
export const APPLICATION_WINDOW_SECONDS = 60;
const APPLICATION_WINDOWS_TOUCHED = 6;

/** Calls of the application that are counted together, afterwards: a warm function makes fewer than these before it says so. */
export const CREDIT_CALLS = 30;
/** Warm functions that may have calls they have not told of yet. */
const DEBTORS = 10;

/** However much a provider lets us ask, a run takes no more than this at once: what it takes and leaves is lost to the others. */
const TAKE_MAX = 50;

/** Calls one take out of a user's window gets: half of it at most, so that another worker still finds something. */
export const takeOf = ({ perMinute }: CallLimits): number =>
  Math.max(1, Math.min(TAKE_MAX, Math.floor(perMinute / USER_WINDOWS_TOUCHED / 2)));

/** Calls of one user in one window. */
export const userQuota = ({ perMinute }: CallLimits): number => Math.max(1, Math.floor(perMinute / USER_WINDOWS_TOUCHED));

/** Calls of the application in one window, less what warm functions have made and not told. */
export const applicationQuota = ({ perFiveMinutes }: CallLimits): number =>
  Math.max(CREDIT_CALLS, Math.floor((perFiveMinutes - DEBTORS * CREDIT_CALLS) / APPLICATION_WINDOWS_TOUCHED));

/** Start of the window an instant lies in. */
export const windowOf = (at: Date, seconds: number): Instant =>
  instantOf(new Date(Math.floor(at.getTime() / (seconds * 1_000)) * seconds * 1_000));

/** Whole seconds until the next window begins, at least one. */
export const secondsToNext = (at: Date, seconds: number): number =>
  Math.max(1, Math.ceil((Math.floor(at.getTime() / (seconds * 1_000)) + 1) * seconds - at.getTime() / 1_000));
