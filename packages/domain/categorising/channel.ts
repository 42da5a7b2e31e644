/** How the money moved, as far as the label's first words tell. */
export type Channel = "card" | "direct_debit" | "transfer" | "cheque" | "cash" | "card_remittance" | "loan" | "fee" | "other";

/** First words of labels, by channel, on folded text. The first that matches counts. */
const OPENINGS: readonly (readonly [Channel, RegExp])[] = [
  ["card_remittance", /^(?:REM(?:ISES?)?[ .]?(?:DE )?(?:CB|CARTES?)|REMCB|TELECOLLECTE)/],
  ["cheque", /^(?:REM(?:ISES?)?[ .]?(?:DE )?(?:CHQ|CHQS|CHEQUES?)|REMCHQ|CHQ|CHEQUES?)\b/],
  ["cash", /^(?:RET(?:RAIT)?(?: (?:DAB|GAB|ESPECES|CB|CARTE))?|DAB|GAB|(?:VERS(?:EMENT|T)?|VRST|DEPOT) (?:D )?(?:ESP(?:ECES)?|GAB|DAB))\b/],
  ["direct_debit", /^(?:PRLVT?|PRELEVEMENTS?|PREL|PRLVSEPA|SDD)\b/],
  ["transfer", /^(?:VIR(?:EMENTS?|T)?|VRT|VIRINST(?:RECU)?|VIRSEPA(?:RECU)?|SCT)\b/],
  ["card", /^(?:(?:PAIEMENT|ACHAT|FACTURE|FACT) )?(?:PAR )?(?:CARTES?|CB|PSC)\b|^PAIEMENT (?:INTERNET|SANS CONTACT)\b/],
  ["loan", /^(?:ECH(?:EANCES?)?|REMB(?:OURSEMENT|T)?|AMORTISSEMENT) (?:DE |DU )?(?:PRET|EMPRUNT|CREDIT)/],
  ["fee", /^\*? ?(?:F )?(?:COTIS(?:ATION)?S?|FRAIS|COM|COMM|COMMISSIONS?|AGIOS|INTERETS?|TENUE|FORFAIT|ARRETE|FACTURATION)\b/],
];

/** Which channel a folded label belongs to. */
export const channelOf = (folded: string): Channel => OPENINGS.find(([, opening]) => opening.test(folded))?.[0] ?? "other";

const TRANSFER = /^(?:VIR(?:EMENTS?|T)?|VRT|VIRINST(?:RECU)?|VIRSEPA(?:RECU)?|SCT)\b/;
const TRANSFER_WORD =
  /^[ .]{1,3}(?:SEPA|INST(?:ANTANE)?|EUROPEEN|RECU|REC|RE|EMIS|PERM(?:ANENT)?|WEB|NET|INTERNET|OCCASIONNEL|FAVEUR|DE|EN|VERS|POUR|A)\b/;
const DEBIT = /^(?:PRLVT?|PRELEVEMENTS?|PREL|PRLVSEPA|SDD)\b/;
const DEBIT_WORD = /^[ .]{1,3}(?:SEPA|EUROP(?:EEN)?|PONCTUEL|RECURRENT|B2B|CORE|DE)\b/;
const CARD = /^(?:(?:PAIEMENT|ACHAT|FACTURE|FACT) )?(?:PAR )?(?:CARTES?|CB|PSC|PAIEMENT)\b/;
const CARD_WORD =
  /^[ .]{0,3}(?:\*{1,6}\d{4}|X{1,12}\d{4}|N \d{4}|\d{4}\b(?!\/)|FACT(?:URE)?\b|DU\b|LE\b|AU\b|REMBT\b|INTERNET\b|SANS CONTACT\b|\d{6}\b|\d{2}[/.]\d{2}(?:[/.]\d{2,4})?)/;

/** How many words a bank puts before the name, at most. */
const WRAPPER_WORDS_MAX = 8;

/** The label without what the bank puts before the counterparty's name. */
export function withoutWrapper(channel: Channel, head: string): string {
  if (channel === "transfer") return stripped(head, TRANSFER, TRANSFER_WORD);
  if (channel === "direct_debit") return stripped(head, DEBIT, DEBIT_WORD);
  if (channel === "card") return stripped(head, CARD, CARD_WORD);
  return channel === "other" ? head : "";
}

function stripped(head: string, opening: RegExp, word: RegExp): string {
  let rest = head.replace(opening, "");
  for (let count = 0; count < WRAPPER_WORDS_MAX; count += 1) {
    const next = rest.replace(word, "");
    if (next === rest) break;
    rest = next;
  }
  return rest.trim();
}
