import type { Schema } from '../app/api.ts';
import { showInstant } from '../words/format.ts';
import classes from './admin.module.css';
import own from './audit.module.css';
import { useUserNames } from './user-names.ts';
import { t } from './words.ts';

const outcomes = { success: 'good', failure: 'warn', denied: 'bad' } as const;
const actors = ['person', 'key', 'system', 'guest'] as const;

const sayActor = (kind: string): string =>
  actors.some((one) => one === kind) ? t(`audit.actor.${kind as (typeof actors)[number]}`) : kind;

export function AuditEntries({ rows }: { rows: readonly Schema<'AuditEntry'>[] }) {
  const names = useUserNames();
  return (
    <div className={classes.scroll}>
      <table className={`${classes.table} ${classes.stack}`}>
        <thead>
          <tr>
            <th scope="col">{t('audit.when')}</th>
            <th scope="col">{t('audit.actor')}</th>
            <th scope="col">{t('audit.did')}</th>
            <th scope="col">{t('audit.subject')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, occurredAt, actor, operation, kind, outcome, subject, address, detail }) => (
            <tr key={id}>
              <td className={own.when}>{showInstant(occurredAt)}</td>
              <td>
                {names.get(actor.id) ?? <span className={classes.code}>{actor.id}</span>}
                <div className={classes.soft}>
                  {[sayActor(actor.kind), address].filter(Boolean).join(' · ')}
                </div>
              </td>
              <td>
                <span className={classes.code}>{operation}</span>
                <div className={classes.mark} data-kind={outcomes[outcome]}>
                  {t(`audit.${outcome}`)}
                </div>
                {kind !== 'action' && <div className={classes.soft}>{t(`audit.kind.${kind}`)}</div>}
              </td>
              <td data-none={(!subject && Object.keys(detail).length === 0) || undefined}>
                <span className={classes.code}>
                  {subject ? [subject.entity, subject.id].filter(Boolean).join(' ') : '–'}
                </span>
                {Object.keys(detail).length > 0 && (
                  <details>
                    <summary>{t('audit.details')}</summary>
                    <pre className={`${classes.code} ${own.detail}`}>{JSON.stringify(detail, null, 2)}</pre>
                  </details>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
