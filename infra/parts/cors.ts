/** What a browser on an allowed origin may send and read. The local gateway answers the same preflight. */
export const CORS = {
  methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
  requestHeaders: ["authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "prefer", "accept-language"],
  responseHeaders: ["link", "location", "numma-cost", "retry-after", "x-request-id"],
  maxAgeSeconds: 600,
} as const;
