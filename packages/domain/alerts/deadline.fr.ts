import { euros, longDate } from "../amounts.fr.ts";
import { MESSAGE_MAX, TITLE_MAX } from "./alert.ts";
import type { Deadline } from "./deadline.ts";

const TODO_FR: Readonly<Record<Deadline["kind"], string>> = {
  declaration: "À déclarer au plus tard le",
  payment: "À payer au plus tard le",
  declaration_and_payment: "À déclarer et à payer au plus tard le",
  corporate: "À accomplir au plus tard le",
  milestone: "Applicable à compter du",
};

/** `Premier acompte d'impôt sur les sociétés : 16 mars 2026`. */
export function deadlineTitle({ label, dueDate }: Deadline): string {
  const day = ` : ${longDate(dueDate)}`;
  return `${cut(label, TITLE_MAX - day.length)}${day}`;
}

/** What is to be done and by when, for how much, on which form, by which text; then what is not certain about it. Dates are absolute: the alert is read on other days than it is made. */
export function deadlineMessage(deadline: Deadline): string {
  const { kind, dueDate, period, form, article, notices } = deadline;
  const sentences = [
    `${TODO_FR[kind]} ${longDate(dueDate)}.`,
    period === null ? null : `Période : ${period.label}.`,
    amountFr(deadline),
    form === null ? null : `Formulaire : ${form}.`,
    `Texte : ${article}.`,
    ...notices.map(({ message }) => message),
  ];
  return cut(sentences.filter((sentence) => sentence !== null).join(" "), MESSAGE_MAX);
}

function amountFr({ kind, amountCents }: Deadline): string | null {
  if (amountCents !== null) return `Montant : ${euros(amountCents)}.`;
  return kind === "payment" || kind === "declaration_and_payment" ? "Montant à déterminer." : null;
}

const cut = (text: string, maximum: number): string => (text.length <= maximum ? text : `${text.slice(0, maximum - 1).trimEnd()}…`);
