/** What alarms and the dashboard tell the person on duty: whom it hurts first. */
export const ALARMS = {
  serverErrors: "L'API répond par des erreurs internes : des utilisateurs ne peuvent pas travailler.",
  slow: "L'API est lente : plus d'une requête sur cent attend cinq secondes ou davantage, chez tous les utilisateurs.",
  webhooksRefused:
    "Des notifications de banques sont refusées pour leur signature : le secret d'un partenaire a peut-être changé, et les opérations n'arrivent plus qu'une fois par nuit.",
  webhooksUnmatched:
    "Des notifications de banques, pourtant bien signées, ne correspondent à aucune connexion : les sociétés qu'elles concernent ne voient leurs opérations que le lendemain. Un autre environnement envoie peut-être ici.",
  aside: "Une tâche a échoué à plusieurs reprises et a été mise de côté : elle ne reprendra qu'après une intervention.",
  waiting:
    "Des tâches attendent depuis plus d'une heure : les synchronisations, les exports ou les écritures des sociétés concernées sont en retard.",
  stream:
    "Le journal des changements a plus de dix minutes de retard : alertes, audit et intégrations ne voient plus ce qui vient d'être fait.",
  table: "La table refuse des lectures ou des écritures : pages et synchronisations échouent, d'abord dans les sociétés les plus actives.",
  throttles:
    "Le nombre de requêtes traitées simultanément a atteint sa limite : des utilisateurs reçoivent des erreurs, ou ne peuvent plus se connecter.",
} as const;

export const DASHBOARD = {
  requests: "Requêtes, refus, erreurs",
  latency: "Temps de réponse (ms) : médiane, 99 %",
  functionErrors: "Erreurs par fonction",
  functionThrottles: "Exécutions refusées (limite de simultanéité), par fonction",
  units: "Ce que coûte la table : unités de lecture et d'écriture, par heure",
  queues: "Messages en attente, mis de côté compris",
  age: "Âge du plus ancien message (s)",
  stream: "Retard du journal des changements (ms)",
  table: "Unités consommées par la table",
  tableThrottles: "Lectures et écritures refusées par la table",
} as const;
