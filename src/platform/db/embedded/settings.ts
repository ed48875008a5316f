import { availableParallelism, totalmem } from 'node:os';
import { clusterNameOf } from './process-identity.ts';

const megabyte = 1024 * 1024;

/**
 * PostgreSQL's settings for a small machine that it shares with us. Durability is never traded away here: an
 * acknowledged write survives the death of any process.
 */
export function defaultSettings(
  dataFolder: string,
  memoryBytes: number = totalmem(),
): Record<string, string> {
  const sharedBuffersMb = Math.max(32, Math.min(256, Math.floor(memoryBytes / 8 / megabyte)));
  return {
    cluster_name: clusterNameOf(dataFolder),
    max_connections: '200',
    shared_buffers: `${sharedBuffersMb}MB`,
    effective_cache_size: `${Math.max(128, Math.floor(memoryBytes / 2 / megabyte))}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    max_worker_processes: '8',
    max_parallel_workers_per_gather: availableParallelism() > 4 ? '2' : '1',
    max_locks_per_transaction: '256',
    jit: 'off',
    random_page_cost: '1.1',
    wal_level: 'replica',
    // This build can only do it with pglz, whose bursts after a checkpoint held up writers for more than they saved.
    wal_compression: 'off',
    // What a crash has to replay, at about 60 MB/s on a small busy machine: with 1GB it took 10 s to be back.
    max_wal_size: '384MB',
    min_wal_size: '128MB',
    checkpoint_timeout: '5min',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    shared_preload_libraries: 'pg_stat_statements',
    'pg_stat_statements.track_planning': 'off',
    track_io_timing: 'on',
    autovacuum_vacuum_scale_factor: '0.05',
    autovacuum_analyze_scale_factor: '0.02',
    password_encryption: 'scram-sha-256',
    listen_addresses: '127.0.0.1',
    unix_socket_permissions: '0777',
    tcp_keepalives_idle: '30',
    tcp_keepalives_interval: '5',
    tcp_keepalives_count: '3',
    client_connection_check_interval: '5s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_line_prefix: '%m [%p] %a ',
    log_checkpoints: 'off',
    log_lock_waits: 'on',
    log_min_duration_statement: '5s',
    log_error_verbosity: 'terse',
  };
}

export function configurationText(settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written by Caravan at each start. Own settings: ALTER SYSTEM SET ..., which win over these.\n${lines.join('\n')}\n`;
}

/** Nobody but holders of the password, and nobody from outside of this machine. */
export const hostAccessText = `# Written by Caravan at each start.
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
local replication all scram-sha-256
host replication all 127.0.0.1/32 scram-sha-256
`;
