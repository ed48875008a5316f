import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './setup.module.css';
import { t } from './words.ts';

const ways = [
  ['/admin/people', 'ready.people'],
  ['/admin/rates', 'ready.rates'],
  ['/admin/keys', 'ready.keys'],
] as const;

/** After the last step: what most do next. */
export function Ready() {
  return (
    <section className={classes.ready}>
      <h2>{t('ready')}</h2>
      <p className={classes.soft}>{t('ready.more')}</p>
      <div className={classes.choices}>
        <Button component={Link} to={'/dispatch' as never}>
          {t('delivery.go')}
        </Button>
        {ways.map(([to, words]) => (
          <Button key={to} component={Link} to={to as never} variant="default">
            {t(words)}
          </Button>
        ))}
      </div>
    </section>
  );
}
