/** The frame of the pages, and what their tools show in our colours. */
export const STYLE = `
body{margin:0;font-family:system-ui,sans-serif;color:#1c2b22}
.bar{display:flex;gap:1rem 2rem;white-space:nowrap;flex-wrap:wrap;align-items:center;padding:.75rem 1.5rem;background:#14532d;color:#fff}
.bar strong{letter-spacing:.12em}
.bar nav{display:flex;gap:1.25rem}
.bar a{color:#d7e8dc;text-decoration:none;padding:.15rem 0}
.bar a:hover,.bar a[aria-current]{color:#fff;border-bottom:2px solid #fff}
.intro{max-width:1420px;margin:0 auto;padding:1.5rem 20px 0;box-sizing:border-box;line-height:1.5}
.intro h1{margin:0 0 .5rem;font-size:1.7rem}
.intro a{color:#14532d}
.intro code{background:#f0f5f1;padding:.1em .35em;border-radius:3px}
#page:empty::before{content:"Chargement…";display:block;padding:3rem 1.5rem;color:#14532d}
.swagger-ui,.swagger-ui .info .title,.swagger-ui .opblock-tag,.swagger-ui .opblock .opblock-summary-description,.swagger-ui .btn,.swagger-ui label,.swagger-ui table thead tr th,.swagger-ui .tab li,.swagger-ui .response-col_status,.swagger-ui .parameter__name{font-family:system-ui,sans-serif}
.swagger-ui .information-container{display:none}
.swagger-ui .scheme-container{margin:0;padding:1rem 0;box-shadow:none;background:none}
.swagger-ui .servers-title,.swagger-ui .servers,.swagger-ui .response-col_links{display:none}
.swagger-ui .opblock-tag{text-transform:none;font-size:1.15rem}
.swagger-ui .opblock-tag small{font-size:.9rem}
.swagger-ui .markdown code,.swagger-ui .renderedMarkdown code{color:#14532d;background:#f0f5f1;font-weight:400}
.swagger-ui .btn.authorize{border-color:#14532d;color:#14532d}
.swagger-ui .btn.authorize svg{fill:#14532d}
.swagger-ui .btn.execute{background:#14532d;border-color:#14532d}
`.trim();
