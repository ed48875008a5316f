import { useQuery } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { ChooseOperator } from './choose-operator.tsx';
import { NewOperator } from './new-operator.tsx';
import classes from './setup.module.css';
import { t } from './words.ts';

/** In whose name is delivered: one of the companies that are known already, or a new one. */
export function Operator({ next }: { next: boolean }) {
  const known = useQuery({
    queryKey: ['setup', 'known-companies'],
    queryFn: () => api('parties.listParties', { query: { kind: 'company', limit: '1' } }),
  });
  if (known.isPending) return null;
  const isKnown = Boolean(known.data?.items.length);
  return (
    <div className={classes.form}>
      <p className={classes.soft}>{t('operator.more')}</p>
      {isKnown ? (
        <>
          <ChooseOperator next={next} />
          <details className={classes.more}>
            <summary>{t('operator.new')}</summary>
            <NewOperator next={false} />
          </details>
        </>
      ) : (
        <NewOperator next={next} />
      )}
    </div>
  );
}
