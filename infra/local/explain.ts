/** What went wrong at start, in one line that says what to do. */
export function explain(error: unknown, directory: string): string {
  const { code, name, message, path, port } = partsOf(error);
  if (code === "EADDRINUSE")
    return `Le port ${port} est déjà pris : arrêtez l'autre programme ou choisissez-en un autre, par exemple PORT=8010 npm start.`;
  if (code === "EACCES" && port)
    return `Le port ${port} est réservé : choisissez-en un au-dessus de 1024, par exemple PORT=8000 npm start.`;
  if (name === "WrongSetting") return message;
  if (name in ELSEWHERE || code in ELSEWHERE) return ELSEWHERE[name] ?? ELSEWHERE[code] ?? "";
  if (name === "StateInUse")
    return `Un autre NUMMA utilise déjà le dossier ${directory} : arrêtez-le, ou donnez un autre dossier, NUMMA_DATA_DIR=… npm start.`;
  if (name === "UnreadableState") return unreadable(directory);
  if (name === "UnwritableState") return unwritable(directory);
  if (["EACCES", "EROFS", "ENOTDIR", "EPERM", "EEXIST", "ENOENT"].includes(code)) return unwritable(path || directory);
  if (code === "ENOSPC") return "Le disque est plein : libérez de la place et recommencez.";
  if (name === "SyntaxError" || name === "ZodError" || name === "$ZodError") return unreadable(directory);
  return `NUMMA n'a pas pu démarrer. Le détail est dans ${directory}/numma.log.`;
}

/** What goes wrong at the address of NUMMA_AWS_ENDPOINT, by the error's name or code. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Personne ne répond à l'adresse NUMMA_AWS_ENDPOINT : démarrez ce qui doit y écouter, ou corrigez l'adresse.",
  ENOTFOUND: "L'adresse NUMMA_AWS_ENDPOINT n'existe pas : corrigez-la.",
  CredentialsProviderError: "Aucune clé AWS : donnez AWS_PROFILE, ou AWS_ACCESS_KEY_ID et AWS_SECRET_ACCESS_KEY.",
  UnrecognizedClientException:
    "Cette clé AWS est inconnue à l'adresse NUMMA_AWS_ENDPOINT : vérifiez AWS_ACCESS_KEY_ID et AWS_SECRET_ACCESS_KEY.",
  InvalidAccessKeyId: "Cette clé AWS est inconnue à l'adresse NUMMA_AWS_ENDPOINT : vérifiez AWS_ACCESS_KEY_ID et AWS_SECRET_ACCESS_KEY.",
  SignatureDoesNotMatch: "Le secret de la clé AWS n'est pas le bon : vérifiez AWS_SECRET_ACCESS_KEY.",
  InvalidSignatureException: "Le secret de la clé AWS n'est pas le bon : vérifiez AWS_SECRET_ACCESS_KEY.",
  AccessDeniedException: "Cette clé AWS n'a pas les droits nécessaires : le détail est dans le journal.",
  OtherTable: "Une autre table porte déjà ce nom, sans les index de NUMMA : donnez-en un autre, NUMMA_TABLE=….",
  HalfPair: "Des secrets numma/signing et numma/verify, l'un est là sans l'autre : remettez celui qui manque, ou supprimez les deux.",
};

const unreadable = (path: string): string =>
  `L'état enregistré dans ${path} est illisible : remettez une sauvegarde, ou repartez de zéro en déplaçant ce dossier.`;

const unwritable = (path: string): string =>
  `Le dossier ${path} n'accepte pas d'écriture : donnez-en un autre, NUMMA_DATA_DIR=… npm start.`;

function partsOf(error: unknown): { code: string; name: string; message: string; path: string; port: string } {
  if (!(error instanceof Error)) return { code: "", name: "", message: "erreur inconnue", path: "", port: "" };
  const read = (field: string): string => (field in error ? String(Object.getOwnPropertyDescriptor(error, field)?.value ?? "") : "");
  return {
    code: read("code"),
    name: error.name,
    message: error.message,
    path: read("path"),
    port: read("port"),
  };
}
