import { expect, it } from "vitest";
import { Instant } from "#domain/dates";
import { invitationLetter, resetLetter } from "#functions/mail/letters.fr";

const TOKEN = "sK3v9QmX2cTnB7hLr4WzYp8dFg1jUa6esK3v9QmX2cT";
const expiresAt = Instant.parse("2026-12-02T11:00:00.000Z");
const invitation = (page: string, company = "Atelier Horizon") =>
  invitationLetter({ company, inviter: "Camille Martin", role: "accountant", token: TOKEN, page, expiresAt });

it("asks to join in French, with the code alone when there is no page to open", () => {
  const { subject, text, html } = invitation("");
  expect(subject).toBe("Invitation à rejoindre Atelier Horizon sur NUMMA");
  expect(text.split("\n\n")).toEqual([
    "Bonjour,",
    "Camille Martin vous invite à rejoindre Atelier Horizon sur NUMMA, avec le rôle «\u00a0comptable\u00a0».",
    "Pour accepter l'invitation, saisissez ce code dans NUMMA\u00a0:",
    TOKEN,
    "Cette invitation est valable jusqu'au 2 décembre 2026 à 12:00 et ne sert qu'une fois.",
    "Si cette adresse a déjà un compte NUMMA, connectez-vous d'abord.",
    "Si vous ne l'attendiez pas, ignorez ce message\u00a0: sans votre accord, vous ne rejoindrez aucune société.",
    "L'équipe NUMMA\n",
  ]);
  expect(html).not.toContain("href");
});

it("leads to the page with the token behind its #, so that no server's log holds it", () => {
  const link = `https://app.example.test/invitation#token=${TOKEN}`;
  const { text, html } = invitation("https://app.example.test/invitation");
  expect(text).toContain(`\n${link}\n`);
  expect(html.match(/href="([^"]+)"/g)).toEqual([`href="${link}"`, `href="${link}"`]);
  expect(resetLetter({ name: "C", token: TOKEN, page: "https://app.example.test/r", minutes: 30 }).html).toContain(`/r#token=${TOKEN}"`);
});

it("shows names as they are written, never as markup", () => {
  const { html, text } = invitation("", `<img src=x onerror="alert(1)"> & Fils`);
  expect(text).toContain(`<img src=x onerror="alert(1)"> & Fils`);
  expect(html).not.toContain("<img");
});
