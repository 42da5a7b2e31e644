import { type ReadmeFile, readmeFr } from "#documents/privacy/readme.fr";
import { type ZipPart, zipBytes } from "#documents/zip/zip-stream";
import { instantOf, parisDate, shifted } from "#domain/dates";
import type { PrivacyFileId } from "#domain/ids";
import { written } from "#runtime/written";
import { companies } from "#store/companies";
import type { PrivacyExport } from "#store/jobs";
import { PARTITIONS } from "#store/partitions";
import { archiveKey, privacyFiles } from "#store/privacy-files";
import { itemsOfPartition, memberItems, type TenantItem } from "#store/tenant-items";
import { entriesCsv, transactionsCsv } from "./privacy-tables.ts";
import type { ArchiveTools } from "./tools.ts";

const CHUNK_CHARACTERS = 64 * 1_024;
/** An archive nobody fetched within a week is removed when the next one is made. */
const KEPT_SECONDS = 7 * 86_400;
const MEMBERS_FILE = { file: "personnes", retention: "personal" } as const;

/**
 * Everything a company has, in one archive: a page in French, two tables, a file of JSON lines a family of partitions. Streamed, a megabyte
 * of one partition at a time. Run twice, it makes two archives, and the job tells of the one that ended first.
 */
export async function exportedData(tools: ArchiveTools): Promise<PrivacyExport> {
  const { table, companyId, archives, now, newId } = tools;
  const company = await companies(table, companyId).get();
  const at = now();
  await removeOld(tools);
  const fileId = newId("privacyFile");
  const fileName = `donnees-${company.slug}-${parisDate(at)}.zip`;
  const key = archiveKey(companyId, fileId, fileName);
  await privacyFiles(table, companyId).note({ fileId, key, createdAt: instantOf(at) });
  const counts = new Map<string, number>();
  const readme = readmeFr(company, parisDate(at), readmeFiles());
  const file = await written(archives, { key, contentType: "application/zip" }, zipBytes(parts(tools, readme, counts)));
  await assertStillWanted(tools, fileId, key);
  const items = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { fileId, fileName, sha256: file.sha256, bytes: file.bytes, items };
}

/** A person erased while this was made may be in it: then its note is gone, and it goes too. The job is tried again. */
async function assertStillWanted({ table, companyId, archives }: ArchiveTools, fileId: PrivacyFileId, key: string): Promise<void> {
  if ((await privacyFiles(table, companyId).all()).some((file) => file.fileId === fileId)) return;
  await archives.remove(key);
  throw new Error("the archive was made while a person was erased");
}

const readmeFiles = (): ReadmeFile[] =>
  [...PARTITIONS, MEMBERS_FILE].flatMap(({ file, retention }) => (file === null ? [] : [{ path: pathOf(file), file, retention }]));

const pathOf = (file: string): string => `donnees/${file}.jsonl`;

async function* parts(tools: ArchiveTools, readme: string, counts: Map<string, number>): AsyncGenerator<ZipPart> {
  const { table, directory, companyId } = tools;
  yield { path: "LISEZMOI.txt", bytes: encoded([readme]) };
  yield { path: "csv/operations.csv", bytes: transactionsCsv(tools) };
  yield { path: "csv/ecritures.csv", bytes: entriesCsv(tools) };
  for (const partition of PARTITIONS)
    if (partition.file !== null) yield jsonLines(partition.file, itemsOfPartition(table, companyId, partition), counts);
  yield jsonLines(MEMBERS_FILE.file, memberItems(directory(companyId), companyId), counts);
  yield { path: "manifeste.json", bytes: encoded(manifest(counts)) };
}

function jsonLines(file: string, items: AsyncIterable<TenantItem>, counts: Map<string, number>): ZipPart {
  async function* lines(): AsyncGenerator<string> {
    counts.set(file, 0);
    for await (const item of items) {
      counts.set(file, (counts.get(file) ?? 0) + 1);
      yield `${JSON.stringify(item)}\n`;
    }
  }
  return { path: pathOf(file), bytes: encoded(lines()) };
}

/** Read when its turn comes, after everything it counts. */
function* manifest(counts: ReadonlyMap<string, number>): Generator<string> {
  yield `${JSON.stringify(Object.fromEntries([...counts].map(([file, count]) => [pathOf(file), count])), null, 2)}\n`;
}

async function* encoded(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let waiting = "";
  for await (const piece of pieces) {
    waiting += piece;
    if (waiting.length < CHUNK_CHARACTERS) continue;
    yield encoder.encode(waiting);
    waiting = "";
  }
  if (waiting) yield encoder.encode(waiting);
}

async function removeOld({ table, companyId, archives, now }: ArchiveTools): Promise<void> {
  const files = privacyFiles(table, companyId);
  const limit = shifted(instantOf(now()), -KEPT_SECONDS);
  const old: { readonly fileId: PrivacyFileId; readonly key: string }[] = (await files.all()).filter(({ createdAt }) => createdAt < limit);
  for (const { fileId, key } of old) {
    await archives.remove(key);
    await files.forget(fileId);
  }
}
