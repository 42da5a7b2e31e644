import { createHash } from "node:crypto";
import { type Instant, instantOf } from "#domain/dates";
import { type CompanyId, crockford, ExportId } from "#domain/ids";
import type { Export } from "#store/exports";

/** The id of what is in a file: same parts, same id. */
export function exportId(parts: readonly string[]): ExportId {
  const digest = createHash("sha256").update(parts.join("\n")).digest();
  return ExportId.parse(`exp_${crockford(digest.subarray(0, 26))}`);
}

/** What a new export has before anybody worked on it: its place in the bucket and empty counts. */
export function unmade(companyId: CompanyId, id: ExportId, fileName: string, now: Date): Unmade {
  const at = instantOf(now);
  const key = `exports/${companyId}/${id}/${fileName}`;
  return { ...{ id, fileName, key, createdAt: at, updatedAt: at }, ...NOTHING_YET };
}

type Unmade = Pick<Export, "id" | "fileName" | "key"> & { readonly createdAt: Instant; readonly updatedAt: Instant } & typeof NOTHING_YET;

const NOTHING_YET = { status: "queued", sha256: null, bytes: null, lines: null } as const;
