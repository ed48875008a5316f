import type { ConfigSection } from '../config/config.ts';
import type { PermissionDefinition } from '../auth/scopes.ts';
import type { ErrorDefinition } from '../errors/problem.ts';
import type { EventDefinition } from '../events/define-event.ts';
import type { Subscriber } from '../events/subscriber.ts';
import type { Route } from '../http/route.ts';
import type { JobDefinition } from '../jobs/job.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { LiveChannel } from '../realtime/channel.ts';
import type { EncryptedField } from '../secrets/encrypted-field.ts';
import type { MetricCollector } from '../telemetry/metrics.ts';

/** What a module or capability is made of: explicit lists, nothing is found by scanning. */
export interface Manifest {
  /** The name of its folder, its PostgreSQL schema and the first part of its operations. */
  name: string;
  /** One sentence for the reference. */
  summary: string;
  /** The folder of its numbered SQL files. */
  migrations?: URL;
  config?: ConfigSection<any>;
  errors?: { readonly definitions: Readonly<Record<string, ErrorDefinition>> };
  /** Every permission that its routes and lifecycles ask for. */
  permissions?: Readonly<Record<string, PermissionDefinition>>;
  events?: readonly EventDefinition[];
  lifecycles?: readonly Lifecycle<any>[];
  routes?: readonly Route[];
  jobs?: readonly JobDefinition<any>[];
  subscribers?: readonly Subscriber[];
  /** Topics that it offers on the live socket. */
  channels?: readonly LiveChannel[];
  metrics?: readonly MetricCollector[];
  /** Members of its requests, answers and rows that are personal or secret: kept out of the audit trail and of logs. */
  sensitive?: readonly string[];
  /** Columns whose values are sealed. */
  encrypted?: readonly EncryptedField[];
}

export function defineModule(manifest: Manifest): Manifest {
  return manifest;
}
