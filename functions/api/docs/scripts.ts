/**
 * What the pages run. Examples of what may be left out are taken away before Swagger UI fills its forms with them: a cursor, a version or
 * a key nobody was given would make every first try fail. The token a login answers with is used from then on.
 */
export const START_SWAGGER = `
const METHODS = new Set(["get", "post", "put", "patch", "delete"]);
const clear = (parameter) => { if (!parameter.required) delete parameter.example; };
const usable = (api) => {
  Object.values(api.components.parameters).forEach(clear);
  for (const path of Object.values(api.paths))
    for (const [method, operation] of Object.entries(path))
      if (METHODS.has(method)) operation.parameters.forEach(clear);
  api.info.description = "";
  for (const tag of api.tags) tag.description = tag["x-displayName"] + ". " + tag.description;
  return api;
};
const remember = (response) => {
  const token = response.ok && /\\/auth\\/(login|register|refresh|switch)$/.test(response.url.split("?")[0]) && response.body && response.body.access_token;
  if (token) window.ui.preauthorizeApiKey("bearer", token);
  return response;
};
window.addEventListener("load", async () => {
  const api = await (await fetch("/openapi.json")).json();
  window.ui = SwaggerUIBundle({
    spec: usable(api),
    dom_id: "#page",
    deepLinking: true,
    tryItOutEnabled: true,
    persistAuthorization: true,
    displayRequestDuration: true,
    docExpansion: "none",
    defaultModelsExpandDepth: -1,
    filter: true,
    validatorUrl: null,
    responseInterceptor: remember,
  });
  for (const link of document.querySelectorAll(".intro a[href^='#/']"))
    link.addEventListener("click", () => {
      const [, tag, operation] = link.hash.split("/");
      window.ui.layoutActions.show(["operations-tag", tag], true);
      window.ui.layoutActions.show(["operations", tag, operation], true);
      setTimeout(() => document.getElementById("operations-" + tag + "-" + operation).scrollIntoView(), 300);
    });
});
`;

export const START_REDOC = `
window.addEventListener("load", () => {
  const sans = "system-ui, sans-serif";
  const code = { fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace", color: "#14532d", backgroundColor: "#f0f5f1" };
  const theme = {
    colors: { primary: { main: "#14532d" } },
    rightPanel: { backgroundColor: "#17251d" },
    sidebar: { backgroundColor: "#f6f8f6", width: "280px" },
    typography: { fontFamily: sans, headings: { fontFamily: sans, fontWeight: "600" }, code },
  };
  const shown = { requiredPropsFirst: true, hideHostname: true, hideSchemaPattern: true, jsonSampleExpandLevel: 4, nativeScrollbars: true, expandSingleSchemaField: true };
  Redoc.init("/openapi.json", { ...shown, theme }, document.getElementById("page"));
});
`;
