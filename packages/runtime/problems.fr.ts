import { balanceFlawFr } from "#documents/balance/problems.fr";
import { statementFlawFr } from "#documents/statements/problems.fr";
import { euros } from "#domain/amounts.fr";
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
  "request.not_acceptable": "Cette adresse répond en application/json : l'en-tête Accept ne l'admet pas.",
  "request.precondition_failed": "La ressource a changé depuis que vous l'avez lue : relisez-la avant de la modifier.",
  "request.too_many": "Trop de requêtes : réessayez après le délai indiqué.",
  "request.timed_out": "La réponse n'est pas venue à temps. Réessayez ; rien n'est fait deux fois avec la même Idempotency-Key.",
  "idempotency.other_request": "Cette Idempotency-Key a déjà servi à une autre requête.",
  "idempotency.in_progress": "Une requête avec cette Idempotency-Key est en cours de traitement.",
  "idempotency.answer_not_kept":
    "Cette requête a déjà été traitée ; sa réponse, qui contenait un secret ou était trop longue, n'est pas conservée.",
  "route.not_found": "Cette adresse n'existe pas.",
  "route.method_not_allowed": "Cette méthode n'est pas acceptée à cette adresse.",
  "auth.required": "Connectez-vous pour continuer.",
  "auth.invalid_token": "Le jeton ou la clé présentée n'est pas valable, ou ne l'est plus : reconnectez-vous ou changez de clé.",
  "auth.invalid_credentials": "Identifiants incorrects.",
  "auth.cross_site": "Cette requête vient d'un autre site.",
  "auth.forbidden": "Cette action dépasse les droits de votre rôle ou de votre clé d'API.",
  "auth.person_only": "Cette action est réservée à une personne connectée : une clé d'API n'y donne pas accès.",
  "auth.company_required": "Vous appartenez à plusieurs sociétés : précisez laquelle.",
  "auth.email_taken": "Un compte existe déjà avec cette adresse.",
  "auth.weak_password": "Ce mot de passe est trop facile à deviner : choisissez-en un autre.",
  "auth.wrong_password": "Le mot de passe actuel n'est pas le bon.",
  "auth.refresh_refused": "Votre session ne peut pas être prolongée. Connectez-vous de nouveau.",
  "auth.reset_refused": "Ce lien n'est plus valable. Demandez-en un autre.",
  "auth.too_many_attempts": "Trop de tentatives. Patientez avant de réessayer.",
  "auth.totp_required": "Saisissez le code de votre application d'authentification.",
  "auth.totp_refused": "Ce code est incorrect, expiré ou déjà utilisé.",
  "auth.totp_active": "La double authentification est déjà active.",
  "auth.totp_not_started": "Commencez par demander une nouvelle clé de double authentification.",
  "auth.totp_not_active": "La double authentification n'est pas active.",
  "session.not_found": "Session introuvable.",
  "company.slug_taken": "Cet identifiant de société est déjà pris.",
  "company.not_found": "Société introuvable.",
  "user.not_found": "Cette personne ne fait pas partie de la société.",
  "user.role_too_high": "Seul un propriétaire peut agir sur un propriétaire.",
  "user.last_owner": "La société doit garder au moins un propriétaire.",
  "company.limit_reached": "Vous appartenez déjà au nombre maximal de sociétés.",
  "user.already_member": "Cette personne fait déjà partie de la société.",
  "user.limit_reached": "Le nombre maximal d'utilisateurs et d'invitations en cours est atteint.",
  "invitation.login_required": "Cette adresse a déjà un compte : connectez-vous, puis acceptez l'invitation.",
  "invitation.not_found":
    "Cette invitation n'existe pas ou n'est plus valable. Demandez-en une nouvelle à la personne qui vous l'a envoyée.",
  "key.not_found": "Clé d'API introuvable.",
  "key.limit_reached": "La société a déjà le nombre maximal de clés d'API actives. Révoquez-en une d'abord.",
  "key.scope_not_held": "Une clé d'API ne peut pas recevoir un droit que vous n'avez pas vous-même.",
  "account.not_found": "Compte bancaire introuvable.",
  "account.closed": "Ce compte est clôturé.",
  "account.limit_reached": "Le nombre maximal de comptes bancaires est atteint.",
  "account.currency_locked": "La devise d'un compte qui a des mouvements ne change pas.",
  "account.type_locked": "Le type d'un compte qui a des mouvements ne change pas.",
  "account.synced": "Ce compte est relié à une banque, qui le tient à jour : cette donnée ne se saisit pas.",
  "account.iban_taken": "Un autre compte ouvert de la société a déjà cet IBAN.",
  "exchange_rate.not_found": "Taux de change introuvable.",
  "exchange_rate.exists": "Un taux existe déjà pour cette devise et ce jour : supprimez-le d'abord.",
  "exchange_rate.limit_reached": "Le nombre maximal de taux de change est atteint.",
  "transaction.not_found": "Opération introuvable.",
  "transaction.split": "Cette opération est ventilée : changez ses parts, ou annulez la ventilation d'abord.",
  "transaction.transfer": "Cette opération est un virement entre vos comptes : elle ne se ventile pas.",
  "transaction.not_by_hand": "Cette opération vient de la banque ou d'un relevé : elle ne se supprime pas.",
  "attachment.not_found": "Pièce jointe introuvable.",
  "attachment.limit_reached": "Une opération porte au plus 10 pièces jointes.",
  "attachment.refused": "Ce fichier ne peut pas être joint.",
  "transfer.not_found": "Cette opération n'est pas liée à une autre.",
  "transfer.linked": "Cette opération est liée à une autre comme virement entre vos comptes : dissociez-les d'abord.",
  "transfer.refused": "Ces deux opérations ne peuvent pas être un virement entre vos comptes.",
  "category.not_found": "Catégorie inconnue.",
  "connection.not_found": "Connexion bancaire introuvable.",
  "connection.limit_reached": "Le nombre maximal de connexions bancaires est atteint.",
  "connection.ended": "Cette connexion bancaire a pris fin. Créez-en une nouvelle : les comptes gardent leur historique.",
  "sync.provider_unavailable": "Ce fournisseur bancaire n'est pas configuré.",
  "sync.provider_unreachable": "La banque ne répond pas. Réessayez dans un instant.",
  "sync.provider_retired":
    "Le service Bankin' a fermé le 31 décembre 2026. Reconnectez vos banques par Bridge (POST /api/sync/connections) : vos comptes gardent leur historique.",
  "sync.bank_token_rejected":
    "Le fournisseur refuse ce jeton : il a expiré ou a été révoqué. Obtenez-en un nouveau ou, mieux, connectez la banque par Bridge (POST /api/sync/connections).",
  "sync.no_connection": "Aucune connexion bancaire à synchroniser.",
  "webhook.bad_signature": "Signature incorrecte.",
  "webhook.not_found": "Cette notification de la banque n'existe pas, ou plus : elles sont gardées 90 jours.",
  "year.not_found": "Aucun exercice ne correspond.",
  "year.ambiguous": "Plusieurs exercices se terminent cette année-là : précisez l'identifiant.",
  "year.closed": "Cet exercice est clôturé : rien ne peut plus y être changé.",
  "year.not_over": "Cet exercice n'est pas terminé.",
  "year.previous_open": "L'exercice précédent doit être clôturé d'abord.",
  "year.not_complete": "Il reste des écritures à valider ou à corriger sur cet exercice.",
  "year.suspense_open": "Un compte d'attente ou de virement interne (471, 58) n'est pas soldé.",
  "year.locks_forward_only": "Une période verrouillée ne se rouvre pas.",
  "year.has_books": "Cet exercice a déjà des écritures.",
  "year.being_imported": "La reprise d'un fichier est en cours sur cet exercice : attendez sa fin, ou reprenez le même fichier.",
  "year.not_contiguous": "Cet exercice ne touche pas les exercices connus.",
  "year.not_closed": "Cet exercice n'est pas clôturé.",
  "ledger.period_locked": "Cette période est verrouillée.",
  "ledger.unbalanced": "L'écriture n'est pas équilibrée : le total des débits doit être égal à celui des crédits.",
  "ledger.account_exists": "Ce compte existe déjà.",
  "ledger.account_unknown": "Ce numéro de compte n'est pas un compte du plan comptable.",
  "ledger.date_outside_year": "La date de l'écriture n'est dans aucun exercice ouvert.",
  "ledger.third_party_misplaced": "Un tiers ne se porte que sur un compte de tiers (classe 4).",
  "ledger.too_many_drafts": "Il y a trop d'écritures en attente : validez ou supprimez-en d'abord.",
  "ledger.appropriation_mismatch": "L'affectation ne correspond pas au résultat de l'exercice.",
  "entry.not_found": "Écriture introuvable.",
  "entry.validated": "Cette écriture est validée : elle se corrige par une extourne, pas par une modification.",
  "entry.not_validated": "Cette écriture n'est pas validée : modifiez-la ou supprimez-la.",
  "entry.already_reversed": "Cette écriture est déjà extournée.",
  "entry.derived":
    "Cette écriture découle des à-nouveaux, de la clôture ou de l'affectation du résultat : elle ne se modifie ni ne s'extourne à la main.",
  "ledger.result_by_hand":
    "Le dernier jour de l'exercice, un compte de résultat (120, 129) ne se mouvemente pas avec des charges ou des produits : la clôture s'en charge.",
  "entry.already_appropriated": "Le résultat de cet exercice est déjà affecté.",
  "entry.follows_bank":
    "Cette écriture suit la banque : changez la catégorie de l'opération, ou passez une écriture d'opérations diverses.",
  "entry.too_many_lines": "L'écriture a trop de lignes.",
  "lettering.refused": "Ces lignes ne peuvent pas être lettrées ensemble.",
  "lettering.not_found": "Lettrage introuvable.",
  "ledger.through_in_future": "On ne valide pas des écritures à venir.",
  "export.not_found": "Export introuvable.",
  "export.empty": "Aucune écriture validée sur cet exercice.",
  "export.failed": "L'export n'a pas pu être produit. Il est relancé : réessayez dans un instant.",
  "export.not_finished": "L'export n'est pas encore prêt : attendez qu'il soit produit pour le partager.",
  "export.refused": "Le FEC officiel ne peut pas encore être produit pour cet exercice.",
  "share.not_found": "Ce lien n'existe pas ou n'est plus valable. Demandez-en un nouveau à la personne qui vous l'a envoyé.",
  "share.limit_reached": "Cet export a déjà le nombre maximal de liens en cours. Révoquez-en un avant d'en créer un autre.",
  "upload.not_found": "Fichier déposé introuvable.",
  "upload.not_finished": "Le fichier annoncé n'a pas encore été déposé en entier.",
  "job.not_found": "Traitement introuvable.",
  "changes.gone": "Ces changements ne sont plus conservés : relisez tout, puis reprenez avec since=latest.",
  "alert.not_found": "Alerte introuvable.",
  "alert.derived": "D'une alerte automatique, seul le statut se modifie.",
  "alert.limit_reached": "Trop d'alertes personnelles sont en cours : clôturez-en une d'abord.",
  "tax.no_parameters":
    "La loi applicable à cette date n'est pas dans nos tables : rien n'est calculé plutôt que d'appliquer celle d'une autre année.",
  "tax.parameter_unknown": "Un chiffre que la loi fixe à cette date nous manque : rien n'est calculé plutôt que de le supposer.",
  "tax.too_many_entries": "La période a trop d'écritures pour être préparée d'ici : demandez un mois plutôt qu'un trimestre.",
  "analysis.unreadable":
    "Le fichier ne peut pas être lu comme une balance : rien n'en est gardé. Chaque anomalie est donnée avec sa ligne.",
  "analysis.incoherent":
    "La balance est lisible, mais incohérente : rien n'en est gardé. Avec `dry_run=true`, elle est analysée sans être gardée.",
  "analysis.too_large": "Le résultat de l'analyse est trop volumineux pour être gardé.",
  "analysis.limit_reached": "La société garde déjà le nombre maximal d'analyses : supprimez-en.",
  "analysis.not_found": "Cette analyse n'existe pas ou a été supprimée.",
  "statement.unreadable": "Le fichier ne peut pas être importé : rien n'en est gardé. Chaque anomalie est donnée avec sa ligne.",
  "statement.other_account":
    "Ce relevé est celui d'un autre compte : rien n'en est importé. Si le fichier porte un numéro de contrat plutôt que l'IBAN, ajoutez `confirm_account=true`.",
  "statement.several_accounts":
    "Le fichier contient plusieurs comptes et rien ne dit lequel est celui-ci : renseignez l'IBAN du compte, ou exportez un seul compte à la fois.",
  "statement.other_currency": "Ce relevé n'est pas dans la devise du compte, ou ne dit pas la sienne : rien n'en est importé.",
  "conflict.changed_meanwhile": "La ressource a changé entre-temps. Relisez-la et recommencez.",
  "queue.unavailable": "Le service est momentanément saturé. Réessayez.",
};

/** The French sentence of a flaw without a value. */
export const FLAWS_FR: Readonly<Record<string, string>> = {
  required: "Ce champ est obligatoire.",
  empty: "Ce champ ne doit pas être vide.",
  unknown_field: "Champ inconnu.",
  unknown_parameter: "Paramètre inconnu.",
  repeated: "Paramètre répété.",
  idempotency_key: "1 à 255 caractères ASCII visibles.",
  invalid: "Valeur incorrecte.",
  malformed_json: "JSON mal formé.",
  too_deep: "Imbrication trop profonde.",
  bad_cursor: "Curseur incorrect.",
  too_common: "Mot, suite ou répétition que l'on devine sans peine : choisissez un autre mot de passe.",
  too_personal: "Le mot de passe reprend votre nom, votre adresse ou celui de la société : choisissez-en un autre.",
  not_configured: "Fournisseur non configuré.",
  not_in_future: "Date à venir attendue.",
  bad_siren: "Numéro SIREN incorrect.",
  bad_vat_number: "Numéro de TVA intracommunautaire incorrect.",
  vat_number_of_another: "Ce numéro de TVA n'est pas celui de ce SIREN.",
  before_from: "La fin précède le début.",
  below_minimum: "Le montant maximal est inférieur au minimal.",
  balance_too_large: "Avec cette opération, le solde du compte dépasserait ce qui peut être tenu.",
  against_direction: "Ce montant contredit le sens demandé.",
  parts_sum: "La somme des parts n'est pas le montant de l'opération.",
  zero_amount: "Un montant nul n'est pas accepté.",
  named_twice: "Déjà donnée plus haut dans la liste.",
  nothing_to_change: "Rien à changer : donnez une catégorie ou une note.",
  before_1900: "Ce jour est antérieur à 1900.",
  unknown_currency: "Ce n'est pas le code d'une monnaie en usage (ISO 4217).",
  in_future: "Cette date n'est pas encore passée.",
  content_differs: "Le contenu du fichier n'est pas du type annoncé.",
  type_not_accepted: "Ce type de fichier n'est pas accepté.",
  year_twice: "Deux valeurs portent sur la même année.",
  dated_twice: "Deux valeurs portent la même date d'effet.",
  before_original: "Une extourne ne précède pas l'écriture qu'elle annule.",
  not_eur: "Un montant en devise n'est pas en euros.",
  no_siren: "Le SIREN de la société n'est pas renseigné.",
  not_conforme: "Notre contrôle juge le fichier non conforme : voir son rapport.",
  waiting: "Des écritures de cette période attendent d'être validées.",
  two_dates: "Donnez un mois ou une date, pas les deux.",
  month_end: "Dernier jour d'un mois de l'exercice attendu.",
  unbalanced: "Le total des débits et celui des crédits diffèrent.",
  not_over: "L'exercice n'est pas terminé.",
  bank_rows: "Des opérations bancaires ne sont pas encore validées.",
  drafts: "Des écritures saisies ne sont pas encore validées.",
  corrections: "Des corrections attendent d'être validées.",
  opening: "Les à-nouveaux ne correspondent pas à la clôture de l'exercice précédent.",
  totals: "Des totaux sont en cours de calcul.",
  one_side: "Une ligne porte un débit ou un crédit, et un seul, supérieur à zéro.",
  too_few_lines: "Il faut au moins deux lignes.",
  line_twice: "Une ligne est citée deux fois.",
  different_accounts: "Les lignes sont de comptes différents.",
  different_third_parties: "Les lignes sont de tiers différents.",
  account_not_letterable: "Ce compte ne se lettre pas.",
  one_sided: "Les lignes sont toutes du même côté.",
  not_balanced: "Les lignes ne se compensent pas.",
  already_lettered: "Une ligne est déjà lettrée.",
  same_account: "Les deux opérations sont sur le même compte.",
  currencies_differ: "Les devises diffèrent.",
  amounts_differ: "Les montants ne se compensent pas : l'un doit sortir, l'autre entrer, du même montant.",
  not_booked: "Une des opérations n'est pas comptabilisée par la banque.",
  is_split: "Une des opérations est ventilée.",
  too_far_apart: "Plus de trois mois séparent les deux opérations.",
  accounts_differ: "Un seul des deux comptes est tenu en comptabilité, ou l'un est un emprunt : le compte 580 ne se solderait pas.",
  own_currency: "C'est la devise de la société : elle n'a pas de taux.",
  bad_iban: "IBAN incorrect.",
  too_many_rows: "Trop de lignes pour une feuille de calcul : demandez un CSV ou une période plus courte.",
  not_month_end: "Dernier jour d'un mois de l'exercice attendu.",
  wrong_direction: "Cette catégorie ne correspond pas au sens de l'opération.",
  rate_not_in_force: "Ce taux de TVA n'est pas en vigueur à cette date dans ce territoire.",
  base_or_incl: "Donnez le montant hors taxes ou le montant toutes taxes comprises, et un seul.",
  negative_needs_date: "Un montant négatif n'est accepté qu'avec la date d'exigibilité.",
  month_or_quarter: "Mois civil ou trimestre civil attendu.",
  half_year: "Premier jour d'un semestre attendu : 1er janvier ou 1er juillet.",
  "format:date": "Date attendue au format AAAA-MM-JJ.",
  "format:datetime": "Instant attendu au format ISO 8601 UTC.",
  "format:email": "Adresse électronique attendue.",
  "format:url": "Adresse web attendue.",
  "format:pattern": "Format incorrect.",
  year_ends_before: "L'exercice se termine avant de commencer.",
  year_too_long: "Un exercice dure au plus 24 mois.",
  amounts_too_large: "Les montants d'une colonne dépassent ensemble cent milliards d'euros.",
  year_not_before: "L'exercice précédent se termine la veille du premier jour de celui-ci.",
  more_than_whole: "Les parts du capital dépassent 100\u00A0%.",
  expected_string: "Texte attendu.",
  expected_number: "Nombre attendu.",
  expected_int: "Nombre entier attendu.",
  expected_boolean: "Vrai ou faux attendu.",
  expected_object: "Objet attendu.",
  expected_array: "Liste attendue.",
};

/** The French sentence of a flaw's message code; some codes carry a value after their first colon, which may hold colons itself. */
export function flawFr(code: string): string {
  const known = FLAWS_FR[code];
  if (known) return known;
  const colon = code.indexOf(":");
  const [kind, value] = colon < 0 ? [code, ""] : [code.slice(0, colon), code.slice(colon + 1)];
  if (kind === "at_least") return `Au moins ${measure(value)}.`;
  if (kind === "at_most") return `Au plus ${measure(value)}.`;
  if (kind === "window_too_long") return `Période de ${value} mois au plus.`;
  if (kind === "window_too_long_days") return `Période de ${value} jours au plus.`;
  if (kind === "balance") return balance(value);
  if (kind === "no_parameters") return unread(value, "n'est pas connu à la date du");
  if (kind === "parameter_unknown") return unread(value, "n'a pas été trouvé à la date du");
  if (kind === "one_of") return `Valeurs possibles : ${value}.`;
  if (kind === "file_account") return `Compte du fichier : ${value}.`;
  if (kind === "file_currency") return `Devise du fichier : ${value}.`;
  return statementFlawFr(kind, value) ?? balanceFlawFr(kind, value) ?? "Valeur incorrecte.";
}

const measure = (value: string): string => value.replace(/:characters$/, " caractères");

/** `is.taux_normal:2027-01-01`: a figure of the law and the day it was asked for. */
function unread(value: string, what: string): string {
  const [id = "", on = ""] = value.split(":");
  return `Le paramètre ${id} ${what} ${on}.`;
}

/** `-96000:471000`: cents, debits positive, then the account. */
function balance(value: string): string {
  const [cents = "", account = ""] = value.split(":");
  return `Compte ${account} : solde ${cents.startsWith("-") ? "créditeur" : "débiteur"} de ${euros(Math.abs(Number(cents)))}.`;
}
