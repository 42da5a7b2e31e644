import { request } from "node:http";
import type { Mine } from "#test/ledger";

/** The smallest file that begins as a PDF. */
export const PDF = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";

/** Announces a file and puts it where the link says, as a browser does; gives the upload's id. */
export async function uploaded(mine: Mine, content: string | Buffer = PDF, more: object = {}): Promise<string> {
  const bytes = Buffer.from(content);
  const file = { purpose: "attachment", file_name: "Facture n° 12.pdf", content_type: "application/pdf", bytes: bytes.length, ...more };
  const { status, body, text } = await mine.post("/api/uploads", file);
  if (status !== 201) throw new Error(text);
  const headers: Record<string, string> = {};
  const given: unknown = body["headers"];
  if (Array.isArray(given)) for (const { name, value } of given) headers[String(name)] = String(value);
  const answer = await sent("PUT", String(body["url"]), headers, bytes);
  if (answer.status !== 200) throw new Error(`the file was not put: ${answer.status}`);
  return String(body["upload_id"]);
}

/** Attaches a file to a transaction and gives its id. */
export async function attachedTo(mine: Mine, path: string, content?: string): Promise<string> {
  const { status, body, text } = await mine.post(`${path}/attachments`, { upload_id: await uploaded(mine, content) });
  if (status !== 201) throw new Error(text);
  return String(body["id"]);
}

export type Fetched = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: Buffer };

/** One plain request, as whoever holds a presigned link makes it. */
export function sent(method: string, url: string, headers: Readonly<Record<string, string>> = {}, body?: Buffer): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const exchange = request(url, { method, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => chunks.push(chunk));
      reply.on("end", () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(chunks) }));
    });
    exchange.on("error", reject);
    exchange.end(body);
  });
}
