import type { Words } from '../catalogue.ts';
import type en from './en.ts';

const de: Words<typeof en> = {
  intro: 'Zahlen des antwortenden Prozesses, alle fünf Sekunden neu gelesen.',
  ok: 'Alles in Ordnung',
  degraded: 'Läuft, aber etwas fehlt',
  down: 'Läuft nicht',
  dependencies: 'Wovon es abhängt',
  'dep.ok': 'läuft',
  'dep.down': 'ausgefallen',
  database: 'Datenbank',
  pool: 'Verbindungen in Gebrauch',
  waiting: 'Warten auf eine',
  longest: 'Längste laufende Abfrage',
  process: 'Prozess',
  uptime: 'Gestartet',
  memory: 'Speicher',
  lag: 'Verspätung der Zeitgeber, 99 von 100',
  queues: 'Warteschlangen',
  'queues.none': 'Nichts wartet.',
  jobs: 'Auftrag wartet',
  givenUp: 'Auftrag aufgegeben',
  events: 'Ereignisse zu bearbeiten',
  pages: 'Wie schnell die Seiten sind',
  'pages.more':
    'Gemessen in den Browsern derer, die sie benutzen: Drei von vier Seiten waren mindestens so schnell.',
  'pages.none':
    'Seit dem Start dieses Prozesses wurde nichts gemessen. Werte kommen, sobald jemand eine Seite verlässt.',
  area: 'Bereich',
  'pages.count': 'Seiten',
  firstPaint: 'Erstes Bild',
  largestPaint: 'Größtes Bild',
  interaction: 'Langsamste Antwort',
  shift: 'Verschiebung',
  slowest: 'Langsamste Operationen',
  operation: 'Operation',
  requests: 'Anfragen',
  mean: 'Mittel',
  p95: '95 von 100 innerhalb',
  cache: 'Aus dem Speicher gelesen',
  'sockets.open': 'Live-Verbindungen',
  'sockets.slow': 'Geschlossene, zu langsame',
  slow: 'Langsame Abfragen',
  'slow.none': 'Keine Abfrage braucht im Mittel über 100 ms.',
  'slow.uncounted':
    'Diese Datenbank zählt keine Abfragen: laden Sie pg_stat_statements, um sie hier zu sehen.',
  'slow.query': 'Abfrage, ohne Werte',
  'slow.calls': 'Aufrufe',
  'slow.mean': 'Mittel',
  'slow.max': 'Längste',
  'slow.index': 'Dieser Index würde helfen',
  'part.database': 'Datenbank',
  'part.worker': 'Hintergrundarbeit',
  'part.limits': 'Zählung der Limits',
  'part.redis': 'Redis',
  'part.mail': 'Mail',
  of: '{used} von {limit}',
  calm: 'Gerade ist nichts zu tun.',
  'problems.count': { one: '{count} Problem', other: '{count} Probleme' },
  'find.silent': 'Dieser Server antwortet nicht.',
  'find.silent.do':
    'Was unten steht, ist von {time}. Sehen Sie ins Log des Dienstes; „caravan doctor“ sagt, was den Start verhindert.',
  'find.database': 'Die Datenbank antwortet nicht.',
  'find.database.do':
    'Nichts kann gelesen oder gespeichert werden. Prüfen Sie, ob PostgreSQL läuft und Platz auf der Platte hat; „caravan doctor“ sagt, was fehlt.',
  'find.worker': 'Die Hintergrundarbeit steht still.',
  'find.worker.do':
    'Angebote, E-Mails, Importe und Fristen warten; verloren geht nichts. Starten Sie einen Prozess mit der Rolle worker.',
  'find.limits': 'Redis antwortet nicht.',
  'find.limits.do':
    'Der Betrieb läuft weiter, aber jeder Prozess zählt Limits für sich. Prüfen Sie, ob das Redis aus CARAVAN_REDIS_URL läuft.',
  'find.part': '{part} ist ausgefallen.',
  'find.part.do': 'Die Meldung lautet: {detail}. Mehr steht im Log des Dienstes.',
  'find.givenUp': 'Der Auftrag {name} wurde aufgegeben, {times}.',
  'find.givenUp.do':
    'Er ist zu oft gescheitert. Suchen Sie seinen Namen unter den Fehlern im Log, beheben Sie die Ursache und stoßen Sie ihn neu an.',
  times: { one: '{count}-mal', other: '{count}-mal' },
  'find.pool': 'Alle Verbindungen zur Datenbank sind in Gebrauch.',
  'find.pool.do':
    'Darauf warten Anfragen: {count}. Erhöhen Sie CARAVAN_DB_POOL_SIZE oder nehmen Sie einen Prozess dazu, und sehen Sie unten nach langsamen Abfragen.',
  'find.memory': '{part} des Arbeitsspeichers sind belegt.',
  'find.memory.do':
    'Geben Sie dem Prozess mehr Arbeitsspeicher, oder verteilen Sie seine Rollen auf mehrere Prozesse.',
  'find.lag': 'Dieser Prozess antwortet verspätet, um bis zu {time}.',
  'find.lag.do':
    'Er hat zu viel zu tun. Nehmen Sie einen Prozess dazu, oder geben Sie der Rolle worker einen eigenen.',
  'find.query': 'Eine Abfrage läuft seit {time}.',
  'find.query.do': 'Andere warten vielleicht auf sie. Sie steht in pg_stat_activity der Datenbank.',
  'find.behind': '{name} ist {count} Ereignisse im Rückstand.',
  'find.behind.do':
    'Wird es nicht weniger, steht der letzte Fehler im Log; ein Prozess mit der Rolle worker muss laufen.',
  'find.index': {
    one: '{count} langsamer Abfrage fehlt ein Index.',
    other: '{count} langsamen Abfragen fehlt ein Index.',
  },
  'find.index.do': 'Was anzulegen ist, steht unten bei „Langsame Abfragen“.',
  'find.held': {
    one: '{count} Aufrufer wird von einem Limit gebremst.',
    other: '{count} Aufrufer werden von einem Limit gebremst.',
  },
  'find.held.do':
    'Sehen Sie nach, wer es ist, und heben Sie das Limit auf, wenn alles seine Richtigkeit hat.',
  'find.held.go': 'Zu den Limits',
};

export default de;
