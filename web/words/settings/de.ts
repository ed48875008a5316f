import type { Words } from '../catalogue.ts';
import type en from './en.ts';

const de: Words<typeof en> = {
  CARAVAN_ROLES: 'Was dieser Prozess tut',
  CARAVAN_LOG_LEVEL: 'Unwichtigste Zeilen, die noch ins Log geschrieben werden',
  CARAVAN_WEB_FOLDER: 'Ordner mit der gebauten Web-App; sonst web/dist des Programms',
  CARAVAN_SIMULATOR_SPEED: 'Wievielmal schneller als in Wirklichkeit der simulierte Tag läuft',
  CARAVAN_SIMULATOR_DRIVERS: 'Fahrer der simulierten Flotte',
  CARAVAN_SIMULATOR_ORDERS_PER_HOUR:
    'Lieferungen, die die simulierten Kunden in einer ihrer Stunden bestellen',
  CARAVAN_HOST: 'Adresse, auf der gelauscht wird; 0.0.0.0 für alle',
  CARAVAN_PORT: 'Port, auf dem gelauscht wird; 0 nimmt einen freien',
  CARAVAN_PUBLIC_URL: 'Adresse, unter der man die Anwendung erreicht; sonst http://localhost:PORT',
  CARAVAN_BODY_LIMIT_BYTES: 'Größter Inhalt einer Anfrage, wo ein Weg keine eigene Grenze hat',
  CARAVAN_REQUEST_TIMEOUT: 'Längste Zeit, bis eine Anfrage ganz angekommen ist',
  CARAVAN_KEEP_ALIVE_TIMEOUT: 'Zeit ohne Anfragen, nach der eine Verbindung geschlossen wird',
  CARAVAN_STOP_TIMEOUT: 'Zeit, die laufende Anfragen beim Beenden noch bekommen',
  CARAVAN_TRUST_PROXY: 'Die Adresse des Aufrufers aus X-Forwarded-For nehmen',
  CARAVAN_PROXY_HOPS:
    'Eigene Proxys, durch die eine Anfrage geht; was vor ihnen in X-Forwarded-For stand, wird nicht geglaubt',
  CARAVAN_CORS_ORIGINS: 'Websites, die die API aus einem Browser aufrufen dürfen',
  CARAVAN_MAX_WAITING_REQUESTS:
    'Anfragen, die auf eine Datenbankverbindung warten dürfen, bevor neue mit 503 abgewiesen werden',
  CARAVAN_JOBS_CONCURRENCY: 'Aufgaben, die ein Worker gleichzeitig ausführt',
  CARAVAN_JOBS_HEARTBEAT: 'Wie oft ein Worker ein Lebenszeichen gibt',
  CARAVAN_JOBS_DEAD_AFTER: 'Stille, nach der ein Worker als tot gilt und seine Aufgaben neu vergeben werden',
  CARAVAN_MASTER_KEY_FILE:
    'Datei mit den Hauptschlüsseln, je eine Base64-Zeile von 32 Bytes, der jetzige zuerst; sonst: master.key im Datenordner, beim ersten Start angelegt',
  CARAVAN_MASTER_KEYS: 'Die Hauptschlüssel selbst, durch Kommas getrennt, statt einer Datei',
  CARAVAN_MASTER_KEY_COMMAND:
    'Programm einer Schlüsselverwaltung, das die Hauptschlüssel ausgibt, einen je Zeile; läuft einmal beim Start',
  CARAVAN_REDIS_URL:
    'Redis 7 oder neuer, das alle Knoten teilen: genaue Limits, Live-Positionen; ohne: jeder Prozess für sich',
  CARAVAN_REDIS_CLUSTER: 'Das Redis von CARAVAN_REDIS_URL ist ein Cluster',
  CARAVAN_LIMITS_ENABLED: 'Anfragen zählen und jene über den Limits abweisen',
  CARAVAN_LIMITS_WINDOW:
    'Zeit, in der die Limits für Gäste, Benutzer und Premium-Schlüssel aufgebraucht werden können',
  CARAVAN_LIMITS_GUEST: 'Anfragen einer Adresse ohne Anmeldung in dieser Zeit',
  CARAVAN_LIMITS_USER: 'Anfragen eines Benutzers oder Schlüssels in dieser Zeit',
  CARAVAN_LIMITS_PREMIUM: 'Anfragen eines Schlüssels der Premium-Stufe in dieser Zeit',
  CARAVAN_LIMITS_WRITES: 'Schreibende Anfragen eines Benutzers oder Schlüssels in einer Minute',
  CARAVAN_LIMITS_PREMIUM_WRITES: 'Schreibende Anfragen eines Premium-Schlüssels in einer Minute',
  CARAVAN_LIMITS_EXEMPT:
    'Adressen oder Netze (10.0.0.0/8), die nicht begrenzt werden; im Demo-Betrieb gehört dieser Rechner dazu',
  CARAVAN_SMTP_URL:
    'Mailserver, etwa smtps://user:secret@mail.example.org; ohne ihn werden Mails für die Seite /dev/mail aufgehoben',
  SMTP_URL: 'Dasselbe wie CARAVAN_SMTP_URL, das Vorrang hat',
  CARAVAN_MAIL_FROM: 'Von wem Mails kommen',
  CARAVAN_DATA: 'Ordner der eingebauten Datenbank, der hochgeladenen Dateien und der Karten',
  DATABASE_URL: 'Ein PostgreSQL-Server (15 oder neuer) statt der eingebauten Datenbank',
  CARAVAN_DB_POOL_SIZE: 'Datenbankverbindungen eines Prozesses für das, was er schreibt',
  CARAVAN_DB_READ_POOL_SIZE:
    'Datenbankverbindungen eines Prozesses für das, was er liest; gleichzeitige Abfragen teilen sie sich',
  CARAVAN_DB_STATEMENT_TIMEOUT: 'Längste Dauer einer Abfrage',
  CARAVAN_DB_IDLE_IN_TRANSACTION_TIMEOUT: 'Längste Pause in einer Transaktion',
  CARAVAN_DB_CONNECT_TIMEOUT: 'Längste Wartezeit auf eine neue Verbindung',
  CARAVAN_AUDIT_ENABLED: 'Jede Handlung ins Protokoll schreiben; false dient nur dazu, den Aufwand zu messen',
  CARAVAN_AUDIT_RETENTION_DAYS:
    'Tage, die Protokoll und Sicherheitsereignisse aufgehoben werden; 0 behält alles',
  CARAVAN_AUDIT_CHECKPOINT: 'Wie oft das Ende der Protokollkette unterschrieben wird, solange sie wächst',
  CARAVAN_DEMO:
    'Demo-Betrieb: ein gefülltes Unternehmen, und Tokens für alle, die fragen. Nie für echte Arbeit',
  CARAVAN_ACCESS_TOKEN_TTL: 'Lebensdauer eines Zugriffstokens; seine Sitzung kann früher enden',
  CARAVAN_REFRESH_GRACE:
    'Zeit, in der ein benutztes Erneuerungstoken noch seinen Nachfolger gibt, für Tabs, die gleichzeitig erneuern',
  CARAVAN_SESSION_IDLE: 'Eine Sitzung, die so lange nicht erneuert wurde, ist zu Ende',
  CARAVAN_SESSION_MAX: 'Eine Sitzung endet nach dieser Zeit, wie viel sie auch benutzt wird',
  CARAVAN_TOKEN_KEY_TTL:
    'Alter, in dem der Schlüssel, der Zugriffstokens unterschreibt, von einem neuen abgelöst wird',
  CARAVAN_LINK_TTL:
    'Zeit, in der der Link einer Mail benutzt werden kann: Registrierung, neues Passwort, neue Adresse',
  CARAVAN_INVITATION_TTL: 'Zeit, in der eine Einladung angenommen werden kann',
  CARAVAN_PASSWORD_MIN_LENGTH: 'Kleinste Zahl von Zeichen eines Passworts',
  CARAVAN_PASSWORD_CONCURRENCY:
    'Passwörter, die dieser Prozess gleichzeitig prüft; jedes braucht 19 MB und rund 30 ms eines Kerns',
  CARAVAN_OIDC_ISSUER:
    'Anbieter für die Anmeldung mit OpenID Connect, etwa https://login.example.org; weitere über die API',
  CARAVAN_OIDC_CLIENT_ID: 'Unter welchem Namen CARAVAN_OIDC_ISSUER diese Installation kennt',
  CARAVAN_OIDC_CLIENT_SECRET: 'Geheimnis für CARAVAN_OIDC_ISSUER; leer für einen öffentlichen Client',
  CARAVAN_OIDC_NAME: 'Was auf dem Knopf von CARAVAN_OIDC_ISSUER steht',
  CARAVAN_OIDC_SIGN_UP:
    'Ob, wer mit bestätigter Mail-Adresse von CARAVAN_OIDC_ISSUER kommt, ein Konto als Kunde erhält',
  CARAVAN_PLACES_IMPORT_LIMIT_BYTES: 'Größte CSV-Datei mit Orten, die die API annimmt',
  CARAVAN_DOCUMENTS_UPLOAD_LIMIT_BYTES: 'Größte Datei, die hochgeladen werden darf',
  CARAVAN_DOCUMENTS_CHUNK_LIMIT_BYTES: 'Größtes Stück einer hochgeladenen Datei in einer Anfrage',
  CARAVAN_DOCUMENTS_UPLOAD_TTL:
    'Zeit nach dem letzten Stück, in der ein halb hochgeladenes fortgesetzt werden kann',
  CARAVAN_GEOGRAPHY_THREADS:
    'Threads für Kacheln, große Tabellen, erreichbare Gebiete und das Zuordnen von Fahrspuren, in jedem Prozess',
  CARAVAN_GEOGRAPHY_TILE_CACHE_MEGABYTES: 'Speicher für zuletzt verlangte Kartenkacheln, in jedem Prozess',
  CARAVAN_GEOGRAPHY_IMPORT_LIMIT_BYTES:
    'Größte Kartendatei, die über die API angenommen wird; caravan map import nimmt jede',
  CARAVAN_LIVE_TICK_MILLIS: 'Zeit zwischen zwei Paketen einer Live-Verbindung',
  CARAVAN_LIVE_MAX_SOCKETS: 'Live-Verbindungen, die ein Prozess annimmt',
  CARAVAN_LIVE_SOCKETS_PER_USER: 'Live-Verbindungen, die ein Benutzer bei einem Prozess offen haben darf',
  CARAVAN_LIVE_FORGET_AFTER: 'Stille, nach der ein Fahrzeug von der Live-Karte verschwindet',
  CARAVAN_LIVE_RECHECK:
    'Wie oft die Rechte offener Verbindungen neu geprüft werden, außer bei jeder Änderung der Rechte',
  CARAVAN_LIVE_REDIS_URL: 'Ein anderes Redis allein für Live-Positionen; sonst: das von CARAVAN_REDIS_URL',
  CARAVAN_LIVE_REDIS_CLUSTER: 'Das Redis von CARAVAN_LIVE_REDIS_URL ist ein Cluster',
  CARAVAN_NOTIFICATIONS_KEPT: 'Wie lange Meldungen bleiben, gelesen oder nicht',
  CARAVAN_TRACKING_FUTURE_TOLERANCE:
    'Wie weit die Uhr eines Geräts der des Servers vorausgehen darf, bevor seine Positionen beiseitegelegt werden',
  CARAVAN_TRACKING_THIN_AFTER_DAYS: 'Alter in Tagen, ab dem Positionen ausgedünnt werden',
  CARAVAN_TRACKING_THIN_TO: 'Beim Ausdünnen eines Tages bleibt je eine Position in dieser Zeit',
  CARAVAN_TRACKING_DROP_AFTER_DAYS: 'Alter in Tagen, ab dem Positionen gelöscht werden',
  CARAVAN_TRACKING_SET_ASIDE_DAYS: 'Wie viele Tage unmögliche Positionen zum Ansehen aufgehoben werden',
  CARAVAN_DELIVERIES_OFFER_TTL: 'Wie lange ein Fahrer Zeit hat, auf ein Angebot zu antworten',
  CARAVAN_DELIVERIES_MAX_TRIES: 'Wie oft eine Lieferung versucht wird, bevor sie zurückgeht',
  CARAVAN_DELIVERIES_ASSIGNMENT:
    'Wie eine bereite Lieferung ihren Fahrer findet: von Hand, der Reihe nach den Nächsten angeboten, oder sofort zugeteilt',
  CARAVAN_DELIVERIES_QUOTE_TTL: 'Wie lange eine Lieferung zum Preis eines Angebots bestellt werden kann',
  CARAVAN_DELIVERIES_MAX_ACTIVE_PER_DRIVER: 'Lieferungen, die ein Fahrer gleichzeitig haben darf',
  CARAVAN_DELIVERIES_SEARCH_AGAIN:
    'Nach welcher Zeit eine Lieferung ohne passenden Fahrer wieder angesehen wird',
  CARAVAN_DELIVERIES_SERVICE: 'Zeit, die ein Stopp braucht, für die Planung von Touren',
  CARAVAN_DELIVERIES_LOST_CONTACT: 'Stille, nach der ein arbeitender Fahrer als nicht erreichbar gilt',
  CARAVAN_DELIVERIES_DISPATCH_PHONE:
    'Die Nummer, die Fahrer aus ihrer App anrufen, wenn etwas zu entscheiden ist; leer: keine',
  CARAVAN_DELIVERIES_RECIPIENT_MAY: 'Was Empfänger auf der Seite zur Sendungsverfolgung dürfen',
  CARAVAN_DELIVERIES_RATING_TTL: 'Wie lange nach der Lieferung Empfänger sie bewerten können',
  CARAVAN_DELIVERIES_MAX_APPROACH_METERS: 'Weitester Weg zu einer Abholung, für den ein Fahrer gefragt wird',
};

export default de;
