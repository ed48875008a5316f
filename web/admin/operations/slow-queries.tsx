import type { Schema } from '../../app/api.ts';
import { showNumber } from '../../words/format.ts';
import classes from '../admin.module.css';
import { Scroll } from '../scroll.tsx';
import { showMilliseconds } from './say.ts';
import { t } from './words.ts';

/** What makes the database slow, dearest first, and what to do about it. */
export function SlowQueries({ list }: { list: Schema<'Operations'>['slowQueries'] }) {
  return (
    <section className={`${classes.card} ${classes.wide}`}>
      <h2>{t('slow')}</h2>
      {list === null && <p className={classes.soft}>{t('slow.uncounted')}</p>}
      {list?.length === 0 && <p className={classes.soft}>{t('slow.none')}</p>}
      {list && list.length > 0 && (
        <Scroll label={t('slow')}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('slow.query')}</th>
                {(['calls', 'mean', 'max'] as const).map((name) => (
                  <th key={name} scope="col" className={classes.figure}>
                    {t(`slow.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.map(({ text, calls, meanMilliseconds, maxMilliseconds, index }) => (
                <tr key={text}>
                  <td>
                    <div className={`${classes.code} ${classes.query}`} tabIndex={0}>
                      {text}
                    </div>
                    {index && (
                      <div>
                        {t('slow.index')}: <span className={classes.code}>{index}</span>
                      </div>
                    )}
                  </td>
                  <td className={classes.figure}>{showNumber(calls)}</td>
                  <td className={classes.figure}>{showMilliseconds(meanMilliseconds)}</td>
                  <td className={classes.figure}>{showMilliseconds(maxMilliseconds)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}
