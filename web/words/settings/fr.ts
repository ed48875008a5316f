import type { Words } from '../catalogue.ts';
import type en from './en.ts';

const fr: Words<typeof en> = {
  CARAVAN_ROLES: 'Ce que fait ce processus',
  CARAVAN_LOG_LEVEL: 'Niveau minimal des lignes écrites dans le journal',
  CARAVAN_WEB_FOLDER: 'Dossier de l’application web construite ; par défaut web/dist du programme',
  CARAVAN_SIMULATOR_SPEED: 'Combien de fois plus vite que la réalité passe la journée simulée',
  CARAVAN_SIMULATOR_DRIVERS: 'Livreurs de la flotte simulée',
  CARAVAN_SIMULATOR_ORDERS_PER_HOUR: 'Livraisons que les clients simulés commandent en une de leurs heures',
  CARAVAN_HOST: 'Adresse d’écoute ; 0.0.0.0 pour toutes',
  CARAVAN_PORT: 'Port d’écoute ; 0 en prend un libre',
  CARAVAN_PUBLIC_URL: 'Adresse sous laquelle on l’atteint ; par défaut http://localhost:PORT',
  CARAVAN_BODY_LIMIT_BYTES: 'Taille maximale d’une requête, là où une route n’a pas sa propre limite',
  CARAVAN_REQUEST_TIMEOUT: 'Temps maximal pour qu’une requête arrive en entier',
  CARAVAN_KEEP_ALIVE_TIMEOUT: 'Temps d’inactivité après lequel une connexion est fermée',
  CARAVAN_STOP_TIMEOUT: 'Temps laissé aux requêtes en cours quand le processus s’arrête',
  CARAVAN_TRUST_PROXY: 'Prendre l’adresse du client dans X-Forwarded-For',
  CARAVAN_PROXY_HOPS:
    'Nos mandataires qu’une requête traverse ; ce que X-Forwarded-For contenait avant eux n’est pas cru',
  CARAVAN_CORS_ORIGINS: 'Sites web qui peuvent appeler l’API depuis un navigateur',
  CARAVAN_MAX_WAITING_REQUESTS:
    'Requêtes qui peuvent attendre une connexion à la base avant que les suivantes reçoivent 503',
  CARAVAN_JOBS_CONCURRENCY: 'Tâches qu’un worker exécute à la fois',
  CARAVAN_JOBS_HEARTBEAT: 'Fréquence à laquelle un worker donne signe de vie',
  CARAVAN_JOBS_DEAD_AFTER: 'Silence après lequel un worker passe pour mort et ses tâches sont reprises',
  CARAVAN_MASTER_KEY_FILE:
    'Fichier des clés maîtresses, une ligne base64 de 32 octets chacune, l’actuelle en premier ; par défaut : master.key dans le dossier de données, créé au premier démarrage',
  CARAVAN_MASTER_KEYS: 'Les clés maîtresses elles-mêmes, séparées par des virgules, au lieu d’un fichier',
  CARAVAN_MASTER_KEY_COMMAND:
    'Programme d’un gestionnaire de secrets qui affiche les clés maîtresses, une par ligne ; lancé une fois au démarrage',
  CARAVAN_REDIS_URL:
    'Redis 7 ou plus récent, partagé par tous les nœuds : limites exactes, positions en direct ; sans lui : chaque processus pour soi',
  CARAVAN_REDIS_CLUSTER: 'Le Redis de CARAVAN_REDIS_URL est un Cluster',
  CARAVAN_LIMITS_ENABLED: 'Compter les requêtes et refuser celles qui dépassent les limites',
  CARAVAN_LIMITS_WINDOW:
    'Durée pendant laquelle les limites des visiteurs, utilisateurs et clés premium peuvent être consommées',
  CARAVAN_LIMITS_GUEST: 'Requêtes d’une adresse sans connexion pendant cette durée',
  CARAVAN_LIMITS_USER: 'Requêtes d’un utilisateur ou d’une clé pendant cette durée',
  CARAVAN_LIMITS_PREMIUM: 'Requêtes d’une clé du niveau premium pendant cette durée',
  CARAVAN_LIMITS_WRITES: 'Écritures d’un utilisateur ou d’une clé en une minute',
  CARAVAN_LIMITS_PREMIUM_WRITES: 'Écritures d’une clé premium en une minute',
  CARAVAN_LIMITS_EXEMPT:
    'Adresses ou réseaux (10.0.0.0/8) sans limite ; en mode démo, cette machine en fait partie',
  CARAVAN_SMTP_URL:
    'Serveur de courrier, par exemple smtps://user:secret@mail.example.org ; sans lui, les messages sont gardés pour la page /dev/mail',
  SMTP_URL: 'La même chose que CARAVAN_SMTP_URL, qui l’emporte',
  CARAVAN_MAIL_FROM: 'De qui viennent les messages',
  CARAVAN_DATA: 'Dossier de la base intégrée, des fichiers envoyés et des cartes',
  DATABASE_URL: 'Un serveur PostgreSQL (15 ou plus récent) à la place de la base intégrée',
  CARAVAN_DB_POOL_SIZE: 'Connexions à la base d’un processus pour ce qu’il écrit',
  CARAVAN_DB_READ_POOL_SIZE:
    'Connexions à la base d’un processus pour ce qu’il lit ; les requêtes d’un même instant les partagent',
  CARAVAN_DB_STATEMENT_TIMEOUT: 'Durée maximale d’une requête à la base',
  CARAVAN_DB_IDLE_IN_TRANSACTION_TIMEOUT: 'Pause maximale dans une transaction',
  CARAVAN_DB_CONNECT_TIMEOUT: 'Attente maximale avant qu’une connexion s’ouvre',
  CARAVAN_AUDIT_ENABLED: 'Écrire chaque action dans le journal d’audit ; false sert à mesurer ce qu’il coûte',
  CARAVAN_AUDIT_RETENTION_DAYS:
    'Jours pendant lesquels le journal d’audit et les événements de sécurité sont gardés ; 0 garde tout',
  CARAVAN_AUDIT_CHECKPOINT: 'Fréquence à laquelle la fin de la chaîne d’audit est signée tant qu’elle croît',
  CARAVAN_DEMO:
    'Mode démo : une entreprise remplie, et des jetons pour quiconque en demande. Jamais pour un vrai déploiement',
  CARAVAN_ACCESS_TOKEN_TTL: 'Durée de vie d’un jeton d’accès ; sa session peut finir avant',
  CARAVAN_REFRESH_GRACE:
    'Temps pendant lequel un jeton de renouvellement déjà utilisé donne encore son successeur, pour les onglets qui renouvellent en même temps',
  CARAVAN_SESSION_IDLE: 'Une session qui n’a pas été renouvelée depuis ce temps est finie',
  CARAVAN_SESSION_MAX: 'Une session finit après ce temps, même si elle sert beaucoup',
  CARAVAN_TOKEN_KEY_TTL: 'Âge auquel la clé qui signe les jetons d’accès est suivie d’une nouvelle',
  CARAVAN_LINK_TTL:
    'Temps pendant lequel le lien d’un message peut servir : inscription, nouveau mot de passe, nouvelle adresse',
  CARAVAN_INVITATION_TTL: 'Temps pendant lequel une invitation peut être acceptée',
  CARAVAN_PASSWORD_MIN_LENGTH: 'Nombre minimal de caractères d’un mot de passe',
  CARAVAN_PASSWORD_CONCURRENCY:
    'Mots de passe hachés à la fois dans ce processus ; chacun prend 19 Mo et quelque 30 ms d’un cœur',
  CARAVAN_OIDC_ISSUER:
    'Fournisseur de connexion OpenID Connect, par exemple https://login.example.org ; d’autres par l’API',
  CARAVAN_OIDC_CLIENT_ID: 'Sous quel nom CARAVAN_OIDC_ISSUER connaît cette installation',
  CARAVAN_OIDC_CLIENT_SECRET: 'Secret pour CARAVAN_OIDC_ISSUER ; vide pour un client public',
  CARAVAN_OIDC_NAME: 'Ce que dit le bouton de CARAVAN_OIDC_ISSUER',
  CARAVAN_OIDC_SIGN_UP:
    'Si qui vient de CARAVAN_OIDC_ISSUER avec une adresse vérifiée reçoit un compte de client',
  CARAVAN_PLACES_IMPORT_LIMIT_BYTES: 'Plus grand fichier CSV de lieux que l’API accepte',
  CARAVAN_DOCUMENTS_UPLOAD_LIMIT_BYTES: 'Plus grand fichier qui peut être envoyé',
  CARAVAN_DOCUMENTS_CHUNK_LIMIT_BYTES: 'Plus grande partie d’un envoi dans une requête',
  CARAVAN_DOCUMENTS_UPLOAD_TTL:
    'Temps après sa dernière partie pendant lequel un envoi à moitié fait peut continuer',
  CARAVAN_GEOGRAPHY_THREADS:
    'Fils pour les tuiles, les grands tableaux, les zones atteignables et l’ajustement des traces, dans chaque processus',
  CARAVAN_GEOGRAPHY_TILE_CACHE_MEGABYTES:
    'Mémoire pour les tuiles demandées récemment, dans chaque processus',
  CARAVAN_GEOGRAPHY_IMPORT_LIMIT_BYTES:
    'Plus grand fichier de carte accepté par l’API ; caravan map import les prend tous',
  CARAVAN_LIVE_TICK_MILLIS: 'Temps entre deux trames d’une connexion en direct',
  CARAVAN_LIVE_MAX_SOCKETS: 'Connexions en direct qu’un processus accepte',
  CARAVAN_LIVE_SOCKETS_PER_USER:
    'Connexions en direct qu’un utilisateur peut avoir ouvertes sur un processus',
  CARAVAN_LIVE_FORGET_AFTER: 'Silence après lequel un véhicule quitte la carte en direct',
  CARAVAN_LIVE_RECHECK:
    'Fréquence à laquelle les droits des connexions ouvertes sont revérifiés, en plus de chaque changement de droits',
  CARAVAN_LIVE_REDIS_URL:
    'Un autre Redis pour les seules positions en direct ; par défaut : celui de CARAVAN_REDIS_URL',
  CARAVAN_LIVE_REDIS_CLUSTER: 'Le Redis de CARAVAN_LIVE_REDIS_URL est un Cluster',
  CARAVAN_NOTIFICATIONS_KEPT: 'Combien de temps restent les notifications, lues ou non',
  CARAVAN_TRACKING_FUTURE_TOLERANCE:
    'De combien l’horloge d’un appareil peut avancer sur celle du serveur avant que ses positions soient mises de côté',
  CARAVAN_TRACKING_THIN_AFTER_DAYS: 'Âge en jours auquel les positions sont éclaircies',
  CARAVAN_TRACKING_THIN_TO:
    'Une position est gardée par intervalle de cette durée quand un jour est éclairci',
  CARAVAN_TRACKING_DROP_AFTER_DAYS: 'Âge en jours auquel les positions sont supprimées',
  CARAVAN_TRACKING_SET_ASIDE_DAYS:
    'Combien de jours les positions impossibles sont gardées pour être examinées',
  CARAVAN_DELIVERIES_OFFER_TTL: 'De combien de temps un livreur dispose pour répondre à une offre',
  CARAVAN_DELIVERIES_MAX_TRIES: 'Combien de fois une livraison est tentée avant de repartir',
  CARAVAN_DELIVERIES_ASSIGNMENT:
    'Comment une livraison prête trouve son livreur : à la main, proposée aux plus proches tour à tour, ou attribuée aussitôt',
  CARAVAN_DELIVERIES_QUOTE_TTL: 'Combien de temps une livraison peut être commandée au prix d’un devis',
  CARAVAN_DELIVERIES_MAX_ACTIVE_PER_DRIVER: 'Livraisons qu’un livreur peut avoir à la fois',
  CARAVAN_DELIVERIES_SEARCH_AGAIN: 'Temps après lequel une livraison sans livreur convenable est revue',
  CARAVAN_DELIVERIES_SERVICE: 'Temps que prend un arrêt, pour planifier les tournées',
  CARAVAN_DELIVERIES_LOST_CONTACT: 'Silence après lequel un livreur au travail passe pour injoignable',
  CARAVAN_DELIVERIES_DISPATCH_PHONE:
    'Le numéro que les livreurs appellent depuis leur application quand il faut décider ; vide : aucun',
  CARAVAN_DELIVERIES_RECIPIENT_MAY: 'Ce que le destinataire peut faire sur la page de suivi',
  CARAVAN_DELIVERIES_RATING_TTL: 'Combien de temps après la livraison le destinataire peut l’évaluer',
  CARAVAN_DELIVERIES_MAX_APPROACH_METERS:
    'Trajet le plus long vers un enlèvement pour lequel un livreur est sollicité',
};

export default fr;
