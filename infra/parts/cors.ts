/** What a browser on an allowed origin may send and read. The local gateway answers from the same lists. */
export const CORS = {
  methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
  requestHeaders: ["authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "prefer", "accept-language"],
  responseHeaders: [
    ...["etag", "link", "location", "retry-after", "x-request-id", "numma-cost"],
    ...["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "idempotent-replayed", "preference-applied", "deprecation", "sunset"],
  ],
  maxAgeSeconds: 600,
} as const;
