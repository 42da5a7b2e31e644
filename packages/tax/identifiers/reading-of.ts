import type { IdentifierKind, Part, Reading } from "./identified.ts";
import { KINDS_FR, PARTS_FR } from "./reasons.fr.ts";

/** One part of an identifier, with its French name. */
export const part = (code: keyof typeof PARTS_FR, value: string): Part => ({ code, label: PARTS_FR[code], value });

type Found = {
  readonly reason: string | null;
  readonly display: string;
  readonly parts: readonly Part[];
  /** Where it does not follow from the reason: what holds with a remark, what nobody checked. */
  readonly valid?: boolean | null;
};

/** A reading; valid when there is no reason against it, unless it is said. */
export const read = (kind: IdentifierKind, value: string, { reason, display, parts, valid = reason === null }: Found): Reading => ({
  ...{ kind, label: KINDS_FR[kind], valid, reason, value, display },
  parts: [...parts],
});
