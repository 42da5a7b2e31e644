export const TITLES = { docs: "NUMMA : essayer l'API", redoc: "NUMMA : référence de l'API" } as const;

const bar = (here: "docs" | "redoc"): string => {
  const link = (name: string, href: string, text: string) => `<a href="${href}"${name === here ? ' aria-current="page"' : ""}>${text}</a>`;
  return `<header class="bar"><strong>NUMMA</strong><nav>${link("docs", "/docs", "Essayer")}${link("redoc", "/redoc", "Référence")}${link("", "/openapi.json", "OpenAPI 3.1")}</nav></header>`;
};

/** Above the try-it page. */
export const SWAGGER_INTRODUCTION = `${bar("docs")}
<section class="intro">
<h1>Essayer l'API</h1>
<p>Chaque requête part de cette page vers votre société : ce qu'elle écrit est écrit pour de bon.</p>
<ol>
<li>Ouvrez <a href="#/auth/postAuthLogin">POST /auth/login</a>, mettez votre adresse et votre mot de passe, puis « Execute ». Le jeton reçu sert ensuite à toutes les requêtes ; sans <code>grant</code>, c'est le cookie de session.</li>
<li>Ou collez un jeton, ou une clé d'API, sous « Authorize ».</li>
</ol>
<p>Les règles communes (montants, dates, erreurs, idempotence, versions) sont dans la <a href="/redoc">référence</a>.</p>
</section>`;

/** Above the reading page. */
export const REDOC_INTRODUCTION = bar("redoc");
