/** What went wrong at start, in one line that says what to do. */
export function explain(error: unknown, directory: string): string {
  const { code, name, message, path, port } = partsOf(error);
  if (code === "EADDRINUSE")
    return `Le port ${port} est déjà pris : arrêtez l'autre programme ou choisissez-en un autre, par exemple PORT=8010 npm start.`;
  if (code === "EACCES" && port)
    return `Le port ${port} est réservé : choisissez-en un au-dessus de 1024, par exemple PORT=8000 npm start.`;
  if (name === "WrongSetting") return message;
  if (name === "StateInUse")
    return `Un autre NUMMA utilise déjà le dossier ${directory} : arrêtez-le, ou donnez un autre dossier, NUMMA_DATA_DIR=… npm start.`;
  if (name === "UnreadableState") return unreadable(directory);
  if (name === "UnwritableState") return unwritable(directory);
  if (["EACCES", "EROFS", "ENOTDIR", "EPERM", "EEXIST", "ENOENT"].includes(code)) return unwritable(path || directory);
  if (code === "ENOSPC") return "Le disque est plein : libérez de la place et recommencez.";
  if (name === "SyntaxError" || name === "ZodError" || name === "$ZodError") return unreadable(directory);
  return `NUMMA n'a pas pu démarrer. Le détail est dans ${directory}/numma.log.`;
}

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
