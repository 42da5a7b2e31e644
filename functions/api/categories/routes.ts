import * as z from "zod";
import { CATEGORIES, categoryTree } from "#domain/categorising/categories";
import { listOf } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";

const route = routesNeeding();

const CategoryView = z
  .object({
    id: z.string(),
    name: z.string(),
    group: z.string(),
    direction: z.enum(["in", "out", "both"]),
    account: z.string(),
    accountBefore2025: z.string().nullable(),
    vat: z.string(),
  })
  .meta({
    id: "Category",
    examples: [
      {
        ...{ id: "loyer_immobilier", name: "Loyers et charges locatives", group: "Services extérieurs" },
        ...{ direction: "out", account: "613200", vat: "deductible_20_ou_exonere" },
      },
    ],
  });

const viewOf = ({ id, name, group, direction, account, accountBefore2025, vat }: (typeof CATEGORIES)[number]) => ({
  ...{ id, name, group, direction, account, vat },
  accountBefore2025: accountBefore2025 ?? null,
});

const list = route({
  method: "GET",
  path: "/api/categories",
  may: "categories:read",
  summary: "Every category with its account",
  returns: listOf(CategoryView),
  async handle() {
    return { data: CATEGORIES.map(viewOf), nextCursor: null };
  },
});

const tree = route({
  method: "GET",
  path: "/api/categories/tree",
  may: "categories:read",
  summary: "Categories by group",
  returns: z
    .object({ groups: z.array(z.object({ name: z.string(), categories: z.array(CategoryView) })) })
    .meta({ id: "CategoryTree", examples: [{ groups: [{ name: "Services extérieurs" }] }] }),
  async handle() {
    return { groups: categoryTree().map(({ name, categories }) => ({ name, categories: categories.map(viewOf) })) };
  },
});

export const categoriesApi = resource("categories", [list, tree]);
