import { SESSION_COOKIE } from "#runtime/authenticate";

export const REFRESH_COOKIE = "__Secure-refresh";
export const DEVICE_COOKIE = "__Host-device";

/** The refresh token goes to one address only, so it cannot have the `__Host-` prefix, which wants the whole host. */
const REFRESH_PATH = "/auth/refresh";
const DEVICE_SECONDS = 365 * 86_400;

const cookie = (name: string, value: string, seconds: number, rest: string): string =>
  `${name}=${value}; ${rest}; Max-Age=${seconds}; Secure; HttpOnly`;

export const accessCookie = (token: string, seconds: number): string =>
  `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Lax`;

export const refreshCookie = (token: string, seconds: number): string =>
  `${cookie(REFRESH_COOKIE, token, seconds, `Path=${REFRESH_PATH}`)}; SameSite=Strict`;

/** Says that somebody logged in here before; opens nothing. */
export const deviceCookie = (token: string): string => `${cookie(DEVICE_COOKIE, token, DEVICE_SECONDS, "Path=/")}; SameSite=Strict`;

/** What a browser is told when its session ends. It stays a known device. */
export const endedCookies = (): string[] => [accessCookie("", 0), refreshCookie("", 0)];
