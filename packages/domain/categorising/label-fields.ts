/** Fields banks print inside a SEPA label: `DE: X`, `/DE X`, `MDT/X`. */
const KEYS =
  "POUR CPTE DE|DE|POUR|BEN|BENEFICIAIRE|EMETTEUR|EMT|MOTIF|LIBELLE|LIB|OBJET|REFDO|REFBEN|REFERENCE|REF|ID EMETTEUR|ID|MDT|MANDAT|RUM|ICS|ECH|DATE|NPY|NBE|CHEZ";
const MARKER = new RegExp(`\\b(${KEYS}) ?:|/(${KEYS})(?=[ /]|$)|\\b(${KEYS})/`, "g");

const PARTY = new Set(["POUR CPTE DE", "DE", "POUR", "BEN", "BENEFICIAIRE", "EMETTEUR", "EMT"]);
const MOTIF = new Set(["MOTIF", "LIBELLE", "LIB", "OBJET"]);

/** What precedes the first field, the other side and the purpose; empty where the label has none. */
export type LabelFields = { readonly head: string; readonly party: string; readonly motif: string };

/** Splits a folded label at its fields. A field repeated: the first with content counts. */
export function labelFields(folded: string): LabelFields {
  const markers = [...folded.matchAll(MARKER)];
  const found = { party: "", motif: "" };
  markers.forEach((marker, index) => {
    const key = marker[1] ?? marker[2] ?? marker[3] ?? "";
    const value = folded.slice(marker.index + marker[0].length, markers[index + 1]?.index ?? folded.length).trim();
    if (PARTY.has(key)) found.party ||= value;
    else if (MOTIF.has(key)) found.motif ||= value;
  });
  return { head: folded.slice(0, markers[0]?.index ?? folded.length).trim(), ...found };
}
