import type { BucketLack } from "./bucket.ts";

const LACKS: Readonly<Record<BucketLack, string>> = {
  versioning: "ce point d'accès ne garde pas les versions des documents",
  cors: "ce point d'accès ne sait pas ouvrir le dépôt de documents aux pages d'un autre site",
  "public-access-block": "ce point d'accès ne sait pas interdire l'accès public au dépôt de documents",
};

/** What the endpoint's bucket will not do. */
export const bucketNotice = (lack: BucketLack): string => `Dépôt de documents : ${LACKS[lack]}.`;

/** The workers that need the table's stream, where there is none. */
export const streamNotice = (workers: readonly string[]): string =>
  `Ce point d'accès n'a pas de flux DynamoDB : ${workers.join(", ")} ne tourne pas, et ce qui en dépend attend.`;
