/** What the document says before its operations: the rules every route follows. */
export const GUIDE = `
NUMMA keeps the finances of French small companies: banks, categories, books, exports. This API is everything the product can do.
Requests and answers are JSON in \`snake_case\`; every answer has an \`X-Request-Id\` to give to support.

# Authentication

Three ways, one of them on every request that is not public:

- **Access token**: \`POST /auth/login\` with \`"grant": "token"\` answers an \`access_token\`; send it as \`Authorization: Bearer …\`.
- **Session cookie**: without \`grant\`, the same login sets the httpOnly cookie \`__Host-session\`, for pages of our own origin. Writes with a
  cookie must come from the same site, else \`auth.cross_site\`.
- **API key**: a program sends its key, \`nk_…\`, as \`Authorization: Bearer nk_…\`. A key belongs to one company and holds the permissions it was
  given, never more than its maker holds, and none that decides who gets in. What it was not given is 403 \`auth.forbidden\`; what asks for a
  person, 403 \`auth.person_only\`; a key that is unknown, altered, revoked or expired, 401 \`auth.invalid_token\`.

A company is never named in a request: it is the session's or the key's. What belongs to another company does not exist for you: 404.

# Money, dates and ids

| What | Form |
|---|---|
| Money | Integers in minor units, \`*_cents\`, beside a \`currency\` (ISO 4217). \`125050\` with \`EUR\` is 1 250,50 €. Money out is negative. |
| Rates | Integer parts per million, \`*_ppm\`. |
| Days | \`*_on\`, \`date\`: \`YYYY-MM-DD\` in Europe/Paris. |
| Instants | \`*_at\`: ISO 8601 in UTC. |
| Ids | A prefix that tells the kind, then 26 letters and digits: \`acc_…\`, \`exp_…\`. Take them as they are. |

# Lists

A list that may grow answers \`{ "data": […], "next_cursor": … }\` and takes \`limit\`, 1 to 200, and \`cursor\`. Pass \`next_cursor\` as \`cursor\` for the
next page, or follow \`Link: rel="next"\`; on the last page it is \`null\`. A cursor belongs to its company and its query: with another filter it is
refused.

Some lists are short and come whole, without these parameters: \`/api/accounts\`, \`/api/categories\`, \`/api/ledger/journals\`,
\`/api/ledger/years\`, \`/api/sync/connections\`, \`/api/transactions/{transaction_id}/attachments\`, \`/api/transfers/suggestions\`, \`/auth/sessions\`.
\`/api/changes\` is followed rather than paged: it takes \`since\` and \`limit\` and answers \`next_since\`, where to go on today or next week, and \`has_more\`.

Parameters we do not know are refused rather than ignored, and so are unknown fields of a body.

# Errors

Errors are RFC 9457 problems (\`application/problem+json\`). \`code\` comes from a closed list and is what programs should read; \`detail\`
is for people, in French, or in English when \`Accept-Language\` begins with \`en\`; so is the \`message\` of a sync or of an import, and
\`Content-Language\` says which it is. \`errors\` points at the wrong places of the input.

\`\`\`json
{
  "type": "urn:numma:problem:request.invalid",
  "title": "Requête incorrecte",
  "status": 400,
  "detail": "La requête contient des valeurs incorrectes.",
  "code": "request.invalid",
  "errors": [{ "pointer": "/name", "code": "required", "message": "Ce champ est obligatoire." }],
  "request_id": "01KB2Q7M4T9XE5RZ8V3NCW6HJD"
}
\`\`\`

A 5xx may be tried again; a 4xx, after a change.

# Idempotency

Give a POST an \`Idempotency-Key\`, any text of yours such as a UUID, and send it again as often as the network asks for it: there is one
effect, and later answers are the stored one, marked \`Idempotent-Replayed: true\`. Keys live 24 hours and are their caller's own. The same key with
another body, address or query is refused (422). An answer that shows a secret once is not kept: its repetition is 409, and nothing is done twice. Where a
request waits for a bank, a second one meanwhile is 409 with \`Retry-After\`. A refusal is not kept either: correct the request and use the key
again. A repeated request for a job gets its stored 202 with the job's address, even if the job has ended and the first answer, awaited
with \`Prefer\`, was the result.

A POST that anybody may send, such as a login or a sign-up, has no caller whose key it could be: there the header is ignored.

# Concurrency

JSON answers have an \`ETag\`: the version of what they show, where it has one, and a digest. Send it back as \`If-None-Match\` to learn that
nothing changed (304), or as \`If-Match\` with a PUT, PATCH or DELETE to change only the version you have seen (412 otherwise). A balance that
moved is news to a reader, and no obstacle to a change of name.

# Long work

What takes longer than a request answers 202 with the \`Location\` to ask. With \`Prefer: wait=20\` we wait up to 20 seconds and answer
with the result itself when it is there in time.

# Limits

A body is at most 1 MB, a file 4 MB, larger ones go through \`POST /api/uploads\`. \`RateLimit-Limit\`, \`RateLimit-Remaining\` and
\`RateLimit-Reset\` tell how much a company may still ask; beyond that the answer is 429 with \`Retry-After\`. \`Numma-Cost\` tells what
a request cost in the database.

# Versions

The API has one version and only grows: fields and routes are added, never renamed. Readers should pass over fields they do not know.
`.trim();
