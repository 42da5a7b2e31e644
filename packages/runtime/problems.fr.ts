import type { RefusalCode } from "#domain/refusals";

/** One French sentence a refusal. */
export const PROBLEMS_FR: Readonly<Record<RefusalCode | "internal", string>> = {
  internal: "Une erreur interne s'est produite. Elle a été enregistrée ; réessayez dans un instant.",
  "request.invalid": "La requête contient des valeurs incorrectes.",
  "request.malformed_json": "Le corps de la requête n'est pas un JSON valide.",
  "request.unknown_parameter": "Un paramètre de la requête est inconnu ou répété.",
  "request.bad_cursor": "Ce curseur ne correspond pas à cette liste.",
  "request.body_too_large": "Le corps de la requête dépasse la taille autorisée.",
  "request.unsupported_media_type": "Le contenu doit être envoyé en application/json.",
  "route.not_found": "Cette adresse n'existe pas.",
  "route.method_not_allowed": "Cette méthode n'est pas acceptée à cette adresse.",
  "auth.required": "Connectez-vous pour continuer.",
  "auth.invalid_token": "Votre session n'est plus valable. Connectez-vous de nouveau.",
  "auth.invalid_credentials": "Identifiants incorrects.",
  "auth.cross_site": "Cette requête vient d'un autre site.",
  "auth.forbidden": "Votre rôle ne permet pas cette action.",
  "auth.company_required": "Vous appartenez à plusieurs sociétés : précisez laquelle.",
  "auth.email_taken": "Un compte existe déjà avec cette adresse.",
  "auth.weak_password": "Ce mot de passe est trop court ou trop courant.",
  "company.slug_taken": "Cet identifiant de société est déjà pris.",
  "company.not_found": "Société introuvable.",
  "account.not_found": "Compte bancaire introuvable.",
  "account.closed": "Ce compte est clôturé.",
  "account.limit_reached": "Le nombre maximal de comptes bancaires est atteint.",
  "account.currency_locked": "La devise d'un compte qui a des mouvements ne change pas.",
  "account.type_locked": "Le type d'un compte qui a des mouvements ne change pas.",
  "account.synced": "Ce champ est tenu à jour par la banque.",
  "transaction.not_found": "Opération introuvable.",
  "category.not_found": "Catégorie inconnue.",
  "connection.not_found": "Connexion bancaire introuvable.",
  "connection.limit_reached": "Le nombre maximal de connexions bancaires est atteint.",
  "sync.provider_unavailable": "Ce fournisseur bancaire n'est pas configuré.",
  "sync.provider_unreachable": "La banque ne répond pas. Réessayez dans un instant.",
  "sync.no_connection": "Aucune connexion bancaire à synchroniser.",
  "webhook.bad_signature": "Signature incorrecte.",
  "year.not_found": "Aucun exercice ne correspond.",
  "year.ambiguous": "Plusieurs exercices se terminent cette année-là : précisez l'identifiant.",
  "ledger.through_in_future": "On ne valide pas des écritures à venir.",
  "export.not_found": "Export introuvable.",
  "export.empty": "Aucune écriture validée sur cet exercice.",
  "export.failed": "L'export n'a pas pu être produit. Il est relancé : réessayez dans un instant.",
  "export.refused": "Le FEC officiel ne peut pas encore être produit pour cet exercice.",
  "job.not_found": "Traitement introuvable.",
  "conflict.changed_meanwhile": "La ressource a changé entre-temps. Relisez-la et recommencez.",
  "queue.unavailable": "Le service est momentanément saturé. Réessayez.",
};

const FLAWS: Readonly<Record<string, string>> = {
  required: "Ce champ est obligatoire.",
  empty: "Ce champ ne doit pas être vide.",
  unknown_field: "Champ inconnu.",
  repeated: "Paramètre répété.",
  invalid: "Valeur incorrecte.",
  malformed_json: "JSON mal formé.",
  too_deep: "Imbrication trop profonde.",
  bad_cursor: "Curseur incorrect.",
  not_configured: "Fournisseur non configuré.",
  bad_siren: "Numéro SIREN incorrect.",
  bad_iban: "IBAN incorrect.",
  wrong_direction: "Cette catégorie ne correspond pas au sens de l'opération.",
  "format:date": "Date attendue au format AAAA-MM-JJ.",
  "format:datetime": "Instant attendu au format ISO 8601 UTC.",
  "format:email": "Adresse électronique attendue.",
  "format:url": "Adresse web attendue.",
  "format:pattern": "Format incorrect.",
  expected_string: "Texte attendu.",
  expected_number: "Nombre attendu.",
  expected_int: "Nombre entier attendu.",
  expected_boolean: "Vrai ou faux attendu.",
  expected_object: "Objet attendu.",
  expected_array: "Liste attendue.",
};

/** The French sentence of a flaw's message code; some codes carry a value after a colon. */
export function flawFr(code: string): string {
  const known = FLAWS[code];
  if (known) return known;
  const [kind = "", value = "", unit = ""] = code.split(":");
  const measure = unit === "characters" ? `${value} caractères` : value;
  if (kind === "at_least") return `Au moins ${measure}.`;
  if (kind === "at_most") return `Au plus ${measure}.`;
  if (kind === "one_of") return `Valeurs possibles : ${value}.`;
  return "Valeur incorrecte.";
}
