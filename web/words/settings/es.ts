import type { Words } from '../catalogue.ts';
import type en from './en.ts';

const es: Words<typeof en> = {
  CARAVAN_ROLES: 'Qué hace este proceso',
  CARAVAN_LOG_LEVEL: 'Nivel mínimo de las líneas que se escriben en el registro',
  CARAVAN_WEB_FOLDER: 'Carpeta con la aplicación web construida; por omisión web/dist del programa',
  CARAVAN_SIMULATOR_SPEED: 'Cuántas veces más rápido que en la realidad pasa el día simulado',
  CARAVAN_SIMULATOR_DRIVERS: 'Repartidores de la flota simulada',
  CARAVAN_SIMULATOR_ORDERS_PER_HOUR: 'Entregas que piden los clientes simulados en una hora suya',
  CARAVAN_HOST: 'Dirección en la que se escucha; 0.0.0.0 para todas',
  CARAVAN_PORT: 'Puerto en el que se escucha; 0 toma uno libre',
  CARAVAN_PUBLIC_URL: 'Dirección con la que se llega a la aplicación; por omisión http://localhost:PORT',
  CARAVAN_BODY_LIMIT_BYTES: 'Tamaño máximo de una petición donde una ruta no tiene límite propio',
  CARAVAN_REQUEST_TIMEOUT: 'Tiempo máximo para que una petición llegue entera',
  CARAVAN_KEEP_ALIVE_TIMEOUT: 'Tiempo sin uso tras el que se cierra una conexión',
  CARAVAN_STOP_TIMEOUT: 'Tiempo que reciben las peticiones en curso cuando el proceso termina',
  CARAVAN_TRUST_PROXY: 'Tomar la dirección del cliente de X-Forwarded-For',
  CARAVAN_PROXY_HOPS:
    'Proxys propios por los que pasa una petición; no se cree lo que X-Forwarded-For traía antes de ellos',
  CARAVAN_CORS_ORIGINS: 'Sitios web que pueden llamar a la API desde un navegador',
  CARAVAN_MAX_WAITING_REQUESTS:
    'Peticiones que pueden esperar una conexión a la base de datos antes de que las nuevas reciban 503',
  CARAVAN_JOBS_CONCURRENCY: 'Tareas que un worker ejecuta a la vez',
  CARAVAN_JOBS_HEARTBEAT: 'Cada cuánto da un worker señales de vida',
  CARAVAN_JOBS_DEAD_AFTER: 'Silencio tras el que un worker se da por muerto y sus tareas se vuelven a tomar',
  CARAVAN_MASTER_KEY_FILE:
    'Archivo con las claves maestras, una línea base64 de 32 bytes cada una, la actual primero; por omisión: master.key en la carpeta de datos, creado en el primer arranque',
  CARAVAN_MASTER_KEYS: 'Las propias claves maestras, separadas por comas, en lugar de un archivo',
  CARAVAN_MASTER_KEY_COMMAND:
    'Programa de un gestor de secretos que imprime las claves maestras, una por línea; se ejecuta una vez al arrancar',
  CARAVAN_REDIS_URL:
    'Redis 7 o más nuevo que comparten todos los nodos: límites exactos, posiciones en vivo; sin él: cada proceso por su cuenta',
  CARAVAN_REDIS_CLUSTER: 'El Redis de CARAVAN_REDIS_URL es un Cluster',
  CARAVAN_LIMITS_ENABLED: 'Contar las peticiones y rechazar las que superan los límites',
  CARAVAN_LIMITS_WINDOW:
    'Tiempo en el que pueden gastarse los límites de invitados, usuarios y claves premium',
  CARAVAN_LIMITS_GUEST: 'Peticiones de una dirección sin sesión en ese tiempo',
  CARAVAN_LIMITS_USER: 'Peticiones de un usuario o una clave en ese tiempo',
  CARAVAN_LIMITS_PREMIUM: 'Peticiones de una clave del nivel premium en ese tiempo',
  CARAVAN_LIMITS_WRITES: 'Escrituras de un usuario o una clave en un minuto',
  CARAVAN_LIMITS_PREMIUM_WRITES: 'Escrituras de una clave premium en un minuto',
  CARAVAN_LIMITS_EXEMPT:
    'Direcciones o redes (10.0.0.0/8) sin límite; en modo demo esta máquina es una de ellas',
  CARAVAN_SMTP_URL:
    'Servidor de correo, como smtps://user:secret@mail.example.org; sin él, los correos se guardan para la página /dev/mail',
  SMTP_URL: 'Lo mismo que CARAVAN_SMTP_URL, que tiene preferencia',
  CARAVAN_MAIL_FROM: 'De quién vienen los correos',
  CARAVAN_DATA: 'Carpeta de la base de datos integrada, los archivos subidos y los mapas',
  DATABASE_URL: 'Un servidor PostgreSQL (15 o más nuevo) en lugar de la base de datos integrada',
  CARAVAN_DB_POOL_SIZE: 'Conexiones a la base de datos de un proceso para lo que escribe',
  CARAVAN_DB_READ_POOL_SIZE:
    'Conexiones a la base de datos de un proceso para lo que lee; las consultas de un mismo momento las comparten',
  CARAVAN_DB_STATEMENT_TIMEOUT: 'Duración máxima de una consulta',
  CARAVAN_DB_IDLE_IN_TRANSACTION_TIMEOUT: 'Pausa máxima dentro de una transacción',
  CARAVAN_DB_CONNECT_TIMEOUT: 'Espera máxima hasta que se abre una conexión',
  CARAVAN_AUDIT_ENABLED:
    'Escribir cada acción en el registro de auditoría; false sirve para medir lo que cuesta',
  CARAVAN_AUDIT_RETENTION_DAYS:
    'Días que se guardan el registro de auditoría y los eventos de seguridad; 0 lo guarda todo',
  CARAVAN_AUDIT_CHECKPOINT: 'Cada cuánto se firma el final de la cadena de auditoría mientras crece',
  CARAVAN_DEMO:
    'Modo demo: una empresa con datos, y tokens para quien los pida. Nunca en una instalación real',
  CARAVAN_ACCESS_TOKEN_TTL: 'Vida de un token de acceso; su sesión puede terminar antes',
  CARAVAN_REFRESH_GRACE:
    'Tiempo en el que un token de renovación ya usado aún da su sucesor, para pestañas que renuevan a la vez',
  CARAVAN_SESSION_IDLE: 'Una sesión que no se renovó en este tiempo ha terminado',
  CARAVAN_SESSION_MAX: 'Una sesión termina tras este tiempo, por mucho que se use',
  CARAVAN_TOKEN_KEY_TTL: 'Edad a la que a la clave que firma los tokens de acceso le sigue una nueva',
  CARAVAN_LINK_TTL:
    'Tiempo en el que puede usarse el enlace de un correo: registro, contraseña nueva, dirección nueva',
  CARAVAN_INVITATION_TTL: 'Tiempo en el que puede aceptarse una invitación',
  CARAVAN_PASSWORD_MIN_LENGTH: 'Número mínimo de caracteres de una contraseña',
  CARAVAN_PASSWORD_CONCURRENCY:
    'Contraseñas que este proceso comprueba a la vez; cada una ocupa 19 MB y unos 30 ms de un núcleo',
  CARAVAN_OIDC_ISSUER:
    'Proveedor de inicio de sesión con OpenID Connect, como https://login.example.org; otros por la API',
  CARAVAN_OIDC_CLIENT_ID: 'Con qué nombre conoce CARAVAN_OIDC_ISSUER esta instalación',
  CARAVAN_OIDC_CLIENT_SECRET: 'Secreto para CARAVAN_OIDC_ISSUER; vacío para un cliente público',
  CARAVAN_OIDC_NAME: 'Lo que dice el botón de CARAVAN_OIDC_ISSUER',
  CARAVAN_OIDC_SIGN_UP:
    'Si quien viene de CARAVAN_OIDC_ISSUER con un correo verificado recibe una cuenta de cliente',
  CARAVAN_PLACES_IMPORT_LIMIT_BYTES: 'Mayor archivo CSV de lugares que admite la API',
  CARAVAN_DOCUMENTS_UPLOAD_LIMIT_BYTES: 'Mayor archivo que puede subirse',
  CARAVAN_DOCUMENTS_CHUNK_LIMIT_BYTES: 'Mayor parte de una subida en una petición',
  CARAVAN_DOCUMENTS_UPLOAD_TTL: 'Tiempo tras su última parte en el que puede continuarse una subida a medias',
  CARAVAN_GEOGRAPHY_THREADS:
    'Hilos para teselas, tablas grandes, zonas alcanzables y ajuste de recorridos, en cada proceso',
  CARAVAN_GEOGRAPHY_TILE_CACHE_MEGABYTES: 'Memoria para teselas pedidas hace poco, en cada proceso',
  CARAVAN_GEOGRAPHY_IMPORT_LIMIT_BYTES:
    'Mayor archivo de mapa que se admite por la API; caravan map import admite cualquiera',
  CARAVAN_LIVE_TICK_MILLIS: 'Tiempo entre dos tramas de una conexión en vivo',
  CARAVAN_LIVE_MAX_SOCKETS: 'Conexiones en vivo que admite un proceso',
  CARAVAN_LIVE_SOCKETS_PER_USER: 'Conexiones en vivo que un usuario puede tener abiertas en un proceso',
  CARAVAN_LIVE_FORGET_AFTER: 'Silencio tras el que un vehículo desaparece del mapa en vivo',
  CARAVAN_LIVE_RECHECK:
    'Cada cuánto se vuelven a comprobar los derechos de las conexiones abiertas, además de en cada cambio de derechos',
  CARAVAN_LIVE_REDIS_URL: 'Otro Redis solo para posiciones en vivo; por omisión: el de CARAVAN_REDIS_URL',
  CARAVAN_LIVE_REDIS_CLUSTER: 'El Redis de CARAVAN_LIVE_REDIS_URL es un Cluster',
  CARAVAN_NOTIFICATIONS_KEPT: 'Cuánto tiempo se conservan los avisos, leídos o no',
  CARAVAN_TRACKING_FUTURE_TOLERANCE:
    'Cuánto puede adelantarse el reloj de un dispositivo al del servidor antes de que sus posiciones se aparten',
  CARAVAN_TRACKING_THIN_AFTER_DAYS: 'Edad en días a la que se reducen las posiciones',
  CARAVAN_TRACKING_THIN_TO: 'Se conserva una posición cada tanto tiempo cuando se reduce un día',
  CARAVAN_TRACKING_DROP_AFTER_DAYS: 'Edad en días a la que se borran las posiciones',
  CARAVAN_TRACKING_SET_ASIDE_DAYS: 'Cuántos días se guardan las posiciones imposibles para poder verlas',
  CARAVAN_DELIVERIES_OFFER_TTL: 'Cuánto tiempo tiene un repartidor para responder a una oferta',
  CARAVAN_DELIVERIES_MAX_TRIES: 'Cuántas veces se intenta una entrega antes de que vuelva',
  CARAVAN_DELIVERIES_ASSIGNMENT:
    'Cómo encuentra repartidor una entrega lista: a mano, ofrecida por turno a los más cercanos, o asignada enseguida',
  CARAVAN_DELIVERIES_QUOTE_TTL: 'Cuánto tiempo puede pedirse una entrega al precio de un presupuesto',
  CARAVAN_DELIVERIES_MAX_ACTIVE_PER_DRIVER: 'Entregas que un repartidor puede tener a la vez',
  CARAVAN_DELIVERIES_SEARCH_AGAIN: 'Tras cuánto tiempo se vuelve a mirar una entrega sin repartidor adecuado',
  CARAVAN_DELIVERIES_SERVICE: 'Tiempo que ocupa una parada, para planificar rutas',
  CARAVAN_DELIVERIES_LOST_CONTACT: 'Silencio tras el que un repartidor en servicio se considera sin contacto',
  CARAVAN_DELIVERIES_DISPATCH_PHONE:
    'El número al que llaman los repartidores desde su aplicación cuando hay algo que decidir; vacío: ninguno',
  CARAVAN_DELIVERIES_RECIPIENT_MAY: 'Lo que el destinatario puede hacer en la página de seguimiento',
  CARAVAN_DELIVERIES_RATING_TTL: 'Cuánto tiempo después de la entrega puede valorarla el destinatario',
  CARAVAN_DELIVERIES_MAX_APPROACH_METERS:
    'Trayecto más largo hasta una recogida por el que se pregunta a un repartidor',
};

export default es;
