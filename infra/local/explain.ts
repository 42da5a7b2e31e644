/** What went wrong at start, in one line that says what to do. */
export function explain(error: unknown): string {
  const { code, name, message, path, port } = partsOf(error);
  if (code === "EADDRINUSE")
    return `Le port ${port} est déjà pris : arrêtez l'autre programme ou choisissez-en un autre, par exemple PORT=8010 npm start.`;
  if (code === "EACCES" && port)
    return `Le port ${port} est réservé : choisissez-en un au-dessus de 1024, par exemple PORT=8000 npm start.`;
  if (name === "WrongSetting") return message;
  if (name === "StateInUse") return `${message} Arrêtez l'autre NUMMA, ou donnez un autre dossier : NUMMA_DATA_DIR=… npm start.`;
  if (name === "UnreadableState") return `${message} Remettez une sauvegarde, ou repartez de zéro en déplaçant ce dossier.`;
  if (name === "UnwritableState") return `${message} Donnez un dossier où écrire : NUMMA_DATA_DIR=… npm start.`;
  if (code === "EACCES" || code === "EROFS" || code === "ENOTDIR" || code === "EPERM" || code === "EEXIST")
    return `Le dossier ${path} n'accepte pas d'écriture : donnez-en un autre, NUMMA_DATA_DIR=… npm start.`;
  if (code === "ENOSPC") return "Le disque est plein : libérez de la place et recommencez.";
  if (name === "SyntaxError" || name === "ZodError" || name === "$ZodError")
    return "L'état enregistré est illisible : remettez une sauvegarde, ou repartez de zéro en déplaçant le dossier de données.";
  return `NUMMA n'a pas pu démarrer (${message.split("\n", 1)[0]}). Le détail est dans numma.log, dans le dossier de données.`;
}

function partsOf(error: unknown): { code: string; name: string; message: string; path: string; port: string } {
  if (!(error instanceof Error)) return { code: "", name: "", message: "erreur inconnue", path: "", port: "" };
  const read = (field: string): string => (field in error ? String(Object.getOwnPropertyDescriptor(error, field)?.value ?? "") : "");
  return { code: read("code"), name: error.name, message: error.message, path: read("path"), port: read("port") };
}
