import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type Flaw, REFUSALS } from "#domain/refusals";
import { API_FUNCTIONS } from "#functions/all";
import { camel, fromWire } from "#runtime/case";
import { problemExample } from "#runtime/examples-problems";
import { PROBLEMS_FR } from "#runtime/problems.fr";
import { DEFAULT_ROUTE, type Route } from "#runtime/route";
import { contract, pointerOf } from "#test/contract";

const Media = z.object({
  schema: z.unknown(),
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.looseObject({})).optional(),
});
const Content = z.record(z.string(), Media);
/** None without a word on what it is. */
const Parameter = z.object({ name: z.string(), in: z.string(), description: z.string().min(1), example: z.unknown() });
const Operation = z.object({
  parameters: z.array(z.union([Parameter, z.object({ $ref: z.string() })])),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content.optional() })),
});
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    examples: z.record(z.string(), z.object({ value: z.unknown() })),
    parameters: z.record(z.string(), Parameter),
    headers: z.record(z.string(), z.object({ example: z.unknown() })),
  }),
});

const { source, validator } = contract();
const document = Document.parse(source);
const ROUTES = API_FUNCTIONS.flatMap(({ routes }) => routes).filter(({ routeKey }) => routeKey !== DEFAULT_ROUTE);
const operationOf = ({ path, method }: Route) => Operation.parse(document.paths[path]?.[method.toLowerCase()]);
const place = ({ path, method }: Route, ...rest: readonly string[]) => pointerOf("paths", path, method.toLowerCase(), ...rest);

/** What the document's own schema says of a value. */
function flawsOf(pointer: string, value: unknown): unknown {
  const validate = validator(pointer);
  return validate(value) ? [] : validate.errors;
}

/** What the route's schema says of the same value, once its names are those of the code. */
function refusedBy(schema: z.ZodType, value: unknown): unknown {
  const flaws: Flaw[] = [];
  const result = schema.safeParse(fromWire(value, flaws));
  return [...flaws, ...(result.success ? [] : result.error.issues)];
}

const examplesIn = ({ example, examples }: z.infer<typeof Media>): readonly unknown[] =>
  examples ? Object.values(examples).map(({ value }) => value) : [example];

describe.each(ROUTES.map((route) => [route.routeKey, route] as const))("the examples of %s", (_, route) => {
  const { parameters, requestBody, responses } = operationOf(route);

  it("are parameters it takes", () => {
    const own = parameters.flatMap((parameter, index) =>
      "name" in parameter && parameter.in !== "header" ? [{ ...parameter, index }] : [],
    );
    for (const { name, in: where, example, index } of own) {
      expect(flawsOf(place(route, "parameters", String(index), "schema"), example), name).toEqual([]);
      const shape: Record<string, z.core.$ZodType> = (where === "path" ? route.params : route.query)?.shape ?? {};
      expect(z.safeParse(shape[camel(name)] ?? z.never(), String(example)).error?.issues ?? [], name).toEqual([]);
    }
  });

  it("are bodies it takes", () => {
    for (const [type, media] of Object.entries(requestBody?.content ?? {}))
      for (const example of examplesIn(media)) {
        expect(example, type).toBeDefined();
        expect(flawsOf(place(route, "requestBody", "content", type, "schema"), example), type).toEqual([]);
        if (route.body) expect(refusedBy(route.body, example), type).toEqual([]);
      }
  });

  it("are answers it gives", () => {
    for (const [status, { content = {} }] of Object.entries(responses)) {
      const media = content["application/json"];
      if (!media || route.returns instanceof z.ZodNull) continue;
      expect(media.example, status).toBeDefined();
      expect(flawsOf(place(route, "responses", status, "content", "application/json", "schema"), media.example), status).toEqual([]);
      expect(refusedBy(route.returns, media.example), status).toEqual([]);
    }
  });
});

describe("the examples of problems", () => {
  it("are one a refusal any route gives, as the dispatcher answers it in French", () => {
    for (const [code, { value }] of Object.entries(document.components.examples)) {
      expect(flawsOf(pointerOf("components", "schemas", "Problem"), value), code).toEqual([]);
      const status = Object.entries(REFUSALS).find(([name]) => name === code)?.[1];
      expect(value, code).toMatchObject({
        code,
        status,
        type: `urn:numma:problem:${code}`,
        request_id: expect.stringMatching(/^[0-9A-Z]{26}$/),
      });
    }
  });

  it("say the sentence a French caller reads, and point at what is wrong", () => {
    expect(problemExample("request.invalid")).toMatchObject({
      detail: PROBLEMS_FR["request.invalid"],
      errors: [{ pointer: "/name", code: "required", message: "Ce champ est obligatoire." }],
    });
    for (const { value } of Object.values(document.components.examples))
      for (const { message } of z.looseObject({ errors: z.array(z.object({ message: z.string() })).optional() }).parse(value).errors ?? [])
        expect(message).toMatch(/^[A-ZÀ-Ý].*\.$/);
  });
});

it("the examples of headers are what their schemas say", () => {
  for (const kind of ["parameters", "headers"] as const)
    for (const [name, { example }] of Object.entries(document.components[kind]))
      expect(flawsOf(pointerOf("components", kind, name, "schema"), example), name).toEqual([]);
});
