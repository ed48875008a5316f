import type { Scope } from './groups.ts';
import classes from './rights.module.css';
import { t } from './words.ts';

/** How far a right reaches, in form and word: a full disc for all, less of it for less. */
export function Reach({ scope, changed = false }: { scope: Scope | undefined; changed?: boolean }) {
  return (
    <span className={classes.reach} data-scope={scope ?? 'none'}>
      <i aria-hidden="true" />
      {scope ? (
        t(`scope.${scope}`)
      ) : (
        <>
          <span aria-hidden="true">–</span>
          <span className="unseen">{t('scope.none')}</span>
        </>
      )}
      {changed && (
        <em title={t('changed')}>
          <span aria-hidden="true">*</span>
          <span className="unseen">, {t('changed')}</span>
        </em>
      )}
    </span>
  );
}

const scopes = ['own', 'party', 'region', 'all'] as const;

export function Legend() {
  return (
    <dl className={classes.legend} aria-label={t('legend')}>
      {scopes.map((scope) => (
        <div key={scope}>
          <dt>
            <Reach scope={scope} />
          </dt>
          <dd>{t(`reach.${scope}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
