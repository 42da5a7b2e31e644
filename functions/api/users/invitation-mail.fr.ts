import type { Role } from "#domain/people/role";

const ROLES_FR: Readonly<Record<Role, string>> = {
  owner: "propriétaire",
  admin: "administrateur",
  accountant: "comptable",
  member: "collaborateur",
  employee: "salarié",
  viewer: "lecteur",
};

type Facts = {
  readonly company: string;
  readonly inviter: string;
  readonly role: Role;
  readonly acceptUrl: string;
  readonly token: string;
};

/** What an invited person reads. The token stands apart from the address, so that no log of addresses ever holds it. */
export const invitationMail = ({ company, inviter, role, acceptUrl, token }: Facts): { subject: string; text: string } => ({
  subject: `Invitation à rejoindre ${company} sur NUMMA`,
  text: [
    "Bonjour,",
    `${inviter} vous invite à rejoindre la société ${company} sur NUMMA, avec le rôle « ${ROLES_FR[role]} ».`,
    `Pour accepter : ${acceptUrl}\nCode d'invitation : ${token}`,
    "Cette invitation est valable sept jours et ne sert qu'une fois. Si vous ne connaissez pas cette société, ignorez ce message.",
  ].join("\n\n"),
});
