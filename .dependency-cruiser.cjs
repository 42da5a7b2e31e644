// The parser of this file's options. Without it the cruiser sees no TypeScript at all, finds nothing and says all is well.
require.resolve("@swc/core");

const packages = "^packages/";
const only = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: from },
  to: { path: "^(packages|functions|infra|test|bench)/", pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolved",
      comment: "No other rule sees what cannot be resolved. `aws-lambda` is types only.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^aws-lambda$" },
    },
    {
      name: "domain-is-pure",
      severity: "error",
      from: { path: "^packages/(domain|tax)/" },
      to: { pathNot: ["^packages/domain/", "^packages/tax/", "node_modules/zod/"] },
    },
    only("domain-knows-itself", "^packages/domain/", ["^packages/domain/"]),
    only("tax-knows-domain", "^packages/tax/", ["^packages/(domain|tax)/"]),
    only("store-knows-domain-and-tax", "^packages/store/", ["^packages/(domain|tax|store)/"]),
    only("documents-know-domain-and-tax", "^packages/documents/", ["^packages/(domain|tax|documents)/"]),
    only("connectors-know-domain-and-tax", "^packages/connectors/", ["^packages/(domain|tax|connectors)/"]),
    only("runtime-knows-the-packages", "^packages/runtime/", [packages]),
    only("functions-know-the-packages", "^functions/", [packages, "^functions/"]),
    {
      name: "functions-do-not-touch-each-other",
      severity: "error",
      from: { path: "^functions/(api/[^/]+|[^/]+)/" },
      to: { path: "^functions/", pathNot: "^functions/$1/" },
    },
    {
      name: "only-store-and-runtime-know-aws",
      severity: "error",
      from: { pathNot: "^(packages/(store|runtime)|infra|test|bench)/" },
      to: { path: "node_modules/@aws-sdk/" },
    },
    {
      name: "store-knows-only-dynamodb",
      severity: "error",
      from: { path: "^packages/store/" },
      to: { path: "node_modules/@aws-sdk/", pathNot: "node_modules/@aws-sdk/(client|lib|util)-dynamodb/" },
    },
    {
      name: "only-store-knows-electrodb",
      severity: "error",
      from: { pathNot: "^(packages/store|test|bench)/" },
      to: { path: "node_modules/electrodb/" },
    },
    {
      name: "only-the-stacks-know-the-cdk",
      severity: "error",
      from: { pathNot: "^(infra/(?!local/)|test/)" },
      to: { path: "node_modules/(aws-cdk-lib|constructs|cdk-nag)/" },
    },
    {
      name: "what-ships-needs-no-dev-dependency",
      severity: "error",
      from: { path: "^(packages|functions)/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "nothing-knows-the-tests",
      severity: "error",
      from: { pathNot: "^(test|bench)/" },
      to: { path: "^(test|bench)/" },
    },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".js", ".mjs", ".cjs"],
    },
  },
};
