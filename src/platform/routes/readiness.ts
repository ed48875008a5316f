import { databaseCheck, checkHealth, healthReport, workerCheck, type HealthCheck } from '../health/health.ts';
import { Answer, defineRoute, PUBLIC } from '../http/route.ts';
import { limitsCheck } from '../limits/telemetry.ts';

const checks: readonly HealthCheck[] = [databaseCheck, workerCheck, limitsCheck];

export const readiness = (version: string) =>
  defineRoute({
    operation: 'platform.readiness',
    method: 'GET',
    path: '/health/ready',
    summary: 'Whether the service can do its work, with the state of each thing it depends on',
    description: '503 while something critical is down. Public, for load balancers.',
    permission: PUBLIC,
    limit: 'none',
    response: healthReport,
    problems: ['database_unavailable'],
    async handler({ ctx }) {
      const report = await checkHealth(ctx, checks, version);
      return new Answer(report, { status: report.status === 'down' ? 503 : 200 });
    },
  });
