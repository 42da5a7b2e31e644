/** The page behind a connect URL. There is nobody to ask at a made-up bank, so it says what happened, and leads back. */
export function consentPage(backTo: string | undefined): string {
  const link = backTo === undefined ? "" : `<p><a href="${escaped(backTo)}">Revenir à NUMMA</a></p>`;
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Banque Démo : accord donné</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}</style>
</head>
<body>
<h1>Accord donné</h1>
<p>La Banque Démo est fictive : elle n'a demandé ni identifiant ni code. Ses comptes peuvent être lus dès maintenant.</p>
${link}
</body>
</html>
`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
