import type { Unzipping } from "../zip/unzip.ts";
import { readXml, XmlFault, type XmlListener } from "./xml.ts";

/** A sheet as the workbook lists it: its name, the entry that holds it, and whether it is shown. */
export type Sheet = { readonly name: string; readonly entry: string; readonly isHidden: boolean };

/** What a workbook is made of, as far as a balance needs it. */
export type Workbook = { readonly sheets: readonly Sheet[]; readonly stringsEntry: string | null };

const SHEETS_MAX = 200;
const RELATIONS_MAX = 2_000;
const MAIN_ENTRY = "xl/workbook.xml";
const NAME_MAX = 60;

/** Reads the list of sheets (ECMA-376: workbook and its relationships). Throws XmlFault when the archive is no workbook. */
export async function workbookOf(archive: Unzipping): Promise<Workbook> {
  const roots = await relationsOf(archive, "", "");
  const main = [...roots.values()].find(({ type }) => type.endsWith("/officeDocument"))?.entry ?? MAIN_ENTRY;
  const folder = main.includes("/") ? main.slice(0, main.lastIndexOf("/") + 1) : "";
  const relations = await relationsOf(archive, folder, main.slice(folder.length));
  const listed: { name: string; id: string; isHidden: boolean }[] = [];
  await readPart(archive, main, {
    open(name, attributes) {
      if (name !== "sheet" || listed.length >= SHEETS_MAX) return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
      listed.push({ name: (attributes["name"] ?? "").slice(0, NAME_MAX), id, isHidden: /hidden/i.test(attributes["state"] ?? "") });
    },
  });
  const sheets = listed.flatMap(({ name, id, isHidden }) => {
    const relation = relations.get(id);
    return relation?.type.endsWith("/worksheet") ? [{ name, entry: relation.entry, isHidden }] : [];
  });
  const stringsEntry = [...relations.values()].find(({ type }) => type.endsWith("/sharedStrings"))?.entry ?? null;
  return { sheets, stringsEntry };
}

type Relation = { readonly type: string; readonly entry: string };

/** Relations of a part by id: those that lead outside the archive are left out, whatever they name. */
async function relationsOf(archive: Unzipping, folder: string, file: string): Promise<ReadonlyMap<string, Relation>> {
  const found = new Map<string, Relation>();
  const name = `${folder}_rels/${file}.rels`;
  if (!archive.entries.has(name)) return found;
  await readPart(archive, name, {
    open(element, { Id = "", Type = "", Target = "", TargetMode = "" }) {
      if (element !== "Relationship" || TargetMode === "External" || found.size >= RELATIONS_MAX) return;
      found.set(Id, { type: Type, entry: resolved(folder, Target) });
    },
  });
  return found;
}

/** `worksheets/sheet1.xml` in `xl/`, or `/xl/worksheets/sheet1.xml`: a name in the archive, which is no path on any disk. */
function resolved(folder: string, target: string): string {
  const parts: string[] = [];
  for (const part of (target.startsWith("/") ? target.slice(1) : folder + target).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** Reads one part of the archive. Throws XmlFault when it is not there. */
export async function readPart(archive: Unzipping, name: string, listener: XmlListener): Promise<void> {
  const entry = archive.entries.get(name);
  if (!entry) throw new XmlFault("workbook_missing");
  await readXml(archive.read(entry), listener);
}
