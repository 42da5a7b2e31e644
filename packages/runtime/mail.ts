import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { Mail } from "#connectors/mail/port";
import type { Container } from "./container.ts";

/** A header ends with its line: a name that holds one must not begin another. */
const oneLine = (subject: string): string => subject.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

/** Mails over Amazon SES. It keeps no copies apart: the letter's key travels in a header, and callers remember what they sent. */
export function sesMail({ aws, environment: { MAIL_FROM } }: Container): Mail {
  const client = new SESv2Client({ ...aws });
  const text = (Data: string) => ({ Data, Charset: "UTF-8" });
  return {
    async send({ to, subject, text: plain, html, idempotencyKey }) {
      const command = new SendEmailCommand({
        FromEmailAddress: MAIL_FROM,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: text(oneLine(subject)),
            Body: { Text: text(plain), ...(html !== undefined && { Html: text(html) }) },
            Headers: [{ Name: "X-Numma-Letter", Value: idempotencyKey }],
          },
        },
      });
      await client.send(command);
    },
  };
}
