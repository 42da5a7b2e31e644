import { hasIbanKey, hasRibKey } from "#domain/identifiers/mod97";
import { ibanLength } from "./iban-lengths.ts";
import type { Part, Reading } from "./identified.ts";
import { part, read } from "./reading-of.ts";
import { REASONS_FR } from "./reasons.fr.ts";

/** Five digits of a bank, five of a branch, eleven characters of an account, two digits of a key. */
const RIB = /^(\d{5})(\d{5})([0-9A-Z]{11})(\d{2})$/;

/** Countries whose accounts are numbered like that. */
const WITH_RIB: ReadonlySet<string> = new Set(["FR", "MC"]);

const byFour = (text: string): string => text.replace(/.{4}(?=.)/g, "$& ");

/** An IBAN: country, length, key, and the key of the account where it has one of its own. */
export function ibanReading(value: string): Reading {
  const country = value.slice(0, 2);
  return read("iban", value, { reason: ibanFault(value, country), display: byFour(value), parts: ibanParts(value, country) });
}

function ibanFault(value: string, country: string): string | null {
  const length = ibanLength(country);
  if (length === null) return REASONS_FR.ibanCountry(country);
  if (length !== value.length) return REASONS_FR.ibanLength(country, length, value.length);
  if (!hasIbanKey(value) || !isKey(value.slice(2, 4))) return REASONS_FR.ibanKey;
  if (!WITH_RIB.has(country)) return null;
  const rib = value.slice(4);
  if (!RIB.test(rib)) return REASONS_FR.ibanShape;
  return hasRibKey(rib) ? null : REASONS_FR.ibanRibKey;
}

/** Check digits are made from 02 to 98 (ISO/IEC 7064): 00, 01 and 99 pass the division and were never issued. */
const isKey = (key: string): boolean => "02" <= key && key <= "98";

function ibanParts(value: string, country: string): readonly Part[] {
  const head = [part("country", country), part("key", value.slice(2, 4))];
  const rib = WITH_RIB.has(country) ? ribParts(value.slice(4)) : null;
  return [...head, ...(rib ?? [part("bban", value.slice(4))])];
}

function ribParts(rib: string): readonly Part[] | null {
  const [, bank, branch, account, key] = RIB.exec(rib) ?? [];
  if (bank === undefined || branch === undefined || account === undefined || key === undefined) return null;
  return [part("bank", bank), part("branch", branch), part("account", account), part("rib_key", key)];
}

/** Twenty-three characters: a RIB; null where they are not in their places. */
export function ribReading(value: string): Reading | null {
  const parts = ribParts(value);
  if (!parts) return null;
  const reason = /^0+$/.test(value) ? REASONS_FR.zeros : hasRibKey(value) ? null : REASONS_FR.ribKey;
  return read("rib", value, { reason, display: parts.map((one) => one.value).join(" "), parts });
}

/** Countries of ISO 3166-1, and Kosovo: where a bank can be. */
const COUNTRIES =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/** Four characters of a bank, two of its country, two of a place, three of a branch or none (ISO 9362); null where the country is none. */
export function bicReading(value: string): Reading | null {
  const country = value.slice(4, 6);
  if (!COUNTRIES.split(" ").includes(country)) return null;
  const branch = value.slice(8);
  const parts = [part("bank", value.slice(0, 4)), part("country", country), part("location", value.slice(6, 8))];
  const all = branch === "" ? parts : [...parts, part("branch", branch)];
  return read("bic", value, { valid: null, reason: REASONS_FR.bic, display: value, parts: all });
}
