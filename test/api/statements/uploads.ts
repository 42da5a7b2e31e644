import { request } from "node:http";
import { expect } from "vitest";
import type { Mine } from "./desk.ts";

/** Announces a file and puts it where the link says; gives its id. */
export async function uploaded(mine: Mine, content: string | Buffer, purpose = "statement"): Promise<string> {
  const bytes = Buffer.from(content);
  const announced = { purpose, file_name: "releve.csv", bytes: bytes.byteLength, content_type: "text/csv" };
  const { status, body } = await mine.post("/api/uploads", announced);
  expect(status).toBe(201);
  const headers = Object.fromEntries((body["headers"] as { name: string; value: string }[]).map(({ name, value }) => [name, value]));
  const answered = await new Promise<number>((resolve, reject) => {
    const sent = request(String(body["url"]), { method: "PUT", headers }, (reply) => {
      reply.resume();
      resolve(reply.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end(bytes);
  });
  expect(answered).toBe(200);
  return String(body["upload_id"]);
}
