import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from '../admin.module.css';
import type { Finding } from './attention.ts';
import own from './operations.module.css';
import { t } from './words.ts';

/** What needs somebody now, before all the figures; and that nothing does. */
export function AttentionList({ findings }: { findings: readonly Finding[] }) {
  const [worst] = findings;
  const title = worst ? t('problems.count', { count: findings.length }) : t('ok');
  return (
    <section className={own.attention} data-tone={worst?.tone ?? 'good'} aria-live="polite">
      <h2>
        <span className={classes.mark} data-kind={worst?.tone ?? 'good'}>
          {title}
        </span>
      </h2>
      {!worst && <p className={classes.soft}>{t('calm')}</p>}
      {worst && (
        <ul>
          {findings.map(({ tone, text, remedy, to }) => (
            <li key={text}>
              <b className={classes.mark} data-kind={tone}>
                {text}
              </b>
              <p>{remedy}</p>
              {to && (
                <Button component={Link} to={to as never} variant="default">
                  {t('find.held.go')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
