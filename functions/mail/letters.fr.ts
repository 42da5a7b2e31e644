import type { Letter } from "#connectors/mail/port";
import type { Instant } from "#domain/dates";
import type { Role } from "#domain/people/role";

type Content = Pick<Letter, "subject" | "text"> & { readonly html: string };

/** The mail to set a new password: a link when there is a page to open, the code alone otherwise. */
export function resetLetter(of: {
  readonly name: string;
  readonly token: string;
  readonly page: string;
  readonly minutes: number;
}): Content {
  const { name, token, page, minutes } = of;
  const link = page === "" ? null : `${page}#token=${token}`;
  const ask = link ? "Pour choisir un nouveau mot de passe, ouvrez ce lien :" : "Pour choisir un nouveau mot de passe, saisissez ce code :";
  return content({
    subject: "Choisir un nouveau mot de passe",
    name,
    paragraphs: [
      "Vous avez demandé à changer le mot de passe de votre compte NUMMA.",
      ask,
      { shown: link ?? token, link, label: "Choisir un nouveau mot de passe" },
      `Il est valable ${minutes} minutes et ne sert qu'une fois. Vos sessions ouvertes seront toutes fermées.`,
      "Si vous n'êtes pas à l'origine de cette demande, ignorez ce message : votre mot de passe reste inchangé.",
    ],
  });
}

const ROLES: Readonly<Record<Role, string>> = {
  owner: "propriétaire",
  admin: "administrateur",
  accountant: "comptable",
  member: "collaborateur",
  employee: "salarié",
  viewer: "lecteur",
};

/** The mail to somebody who is asked to join a company: a link when there is a page to open, the code alone otherwise. */
export function invitationLetter(of: {
  readonly company: string;
  readonly inviter: string;
  readonly role: Role;
  readonly token: string;
  readonly page: string;
  readonly expiresAt: Instant;
}): Content {
  const { company, inviter, role, token, page, expiresAt } = of;
  const link = page === "" ? null : `${page}#token=${token}`;
  return content({
    subject: `Invitation à rejoindre ${company} sur NUMMA`,
    name: null,
    paragraphs: [
      `${inviter} vous invite à rejoindre ${company} sur NUMMA, avec le rôle « ${ROLES[role]} ».`,
      link ? "Pour accepter l'invitation, ouvrez ce lien :" : "Pour accepter l'invitation, saisissez ce code dans NUMMA :",
      { shown: link ?? token, link, label: "Accepter l'invitation" },
      `Cette invitation est valable jusqu'au ${parisTime(expiresAt)} et ne sert qu'une fois.`,
      "Si cette adresse a déjà un compte NUMMA, connectez-vous d'abord.",
      "Si vous ne l'attendiez pas, ignorez ce message : sans votre accord, vous ne rejoindrez aucune société.",
    ],
  });
}

const NOTICES = {
  password_changed: {
    subject: "Votre mot de passe a été modifié",
    told: "le mot de passe de votre compte NUMMA a été modifié. Vos autres sessions ont été fermées.",
  },
  totp_enabled: {
    subject: "La double authentification est activée",
    told: "la double authentification a été activée sur votre compte NUMMA. Conservez vos codes de secours en lieu sûr.",
  },
  totp_disabled: {
    subject: "La double authentification est désactivée",
    told: "la double authentification a été désactivée sur votre compte NUMMA. Les codes de secours ne sont plus valables.",
  },
} as const;

/** Tells that the way into an account changed. */
export function noticeLetter(kind: keyof typeof NOTICES, { name, at }: { readonly name: string; readonly at: Instant }): Content {
  const { subject, told } = NOTICES[kind];
  return content({
    subject,
    name,
    paragraphs: [
      `Le ${parisTime(at)}, ${told}`,
      "Si vous n'êtes pas à l'origine de ce changement, demandez aussitôt un nouveau mot de passe avec « Mot de passe oublié » et prévenez l'administrateur de votre société.",
    ],
  });
}

/** `25 novembre 2026 à 12:00`, heure de Paris. */
const parisTime = (at: Instant): string =>
  new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", dateStyle: "long", timeStyle: "short" }).format(new Date(at));

/** A code to type, or a link: a button, with the address below for whoever would rather see or copy it. */
type Paragraph = string | { readonly shown: string; readonly link: string | null; readonly label: string };

function content({ subject, name, paragraphs }: { subject: string; name: string | null; paragraphs: readonly Paragraph[] }): Content {
  const all: readonly Paragraph[] = [name === null ? "Bonjour," : `Bonjour ${name},`, ...paragraphs.map(typeset), "L'équipe NUMMA"];
  const text = `${all.map((one) => (typeof one === "string" ? one : one.shown)).join("\n\n")}\n`;
  return { subject, text, html: page(subject, all.map(htmlOf).join("\n")) };
}

/** No line begins with a sign that French sets off by a space. */
const typeset = (paragraph: Paragraph): Paragraph =>
  typeof paragraph === "string" ? paragraph.replace(/ ([:;?!»])/g, "\u00a0$1").replace(/« /g, "«\u00a0") : paragraph;

const BOX = "background:#f3f5f7;border-radius:6px;padding:12px 16px;font-family:monospace;word-break:break-all";
const BUTTON =
  "display:inline-block;background:#0b5cad;border-radius:6px;padding:12px 20px;color:#ffffff;font-weight:600;text-decoration:none";
const ADDRESS = "color:#54606d;font-size:13px;word-break:break-all";

function htmlOf(paragraph: Paragraph): string {
  if (typeof paragraph === "string") return `<p style="margin:0 0 16px">${escaped(paragraph)}</p>`;
  const shown = escaped(paragraph.shown);
  if (paragraph.link === null) return `<p style="margin:0 0 16px;${BOX}">${shown}</p>`;
  const href = escaped(paragraph.link);
  return `<p style="margin:0 0 8px"><a href="${href}" style="${BUTTON}">${escaped(paragraph.label)}</a></p>
<p style="margin:0 0 16px"><a href="${href}" style="${ADDRESS}">${shown}</a></p>`;
}

const page = (title: string, body: string): string => `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:24px;background:#ffffff;color:#1b2733;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto">
<p style="margin:0 0 24px;padding:0 0 12px;border-bottom:1px solid #dde3e9;font-weight:700;letter-spacing:2px;color:#0b5cad">NUMMA</p>
${body}
</div></body></html>
`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
