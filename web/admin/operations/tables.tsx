import type { Schema } from '../../app/api.ts';
import { showNumber } from '../../words/format.ts';
import classes from '../admin.module.css';
import { Scroll } from '../scroll.tsx';
import { showMilliseconds } from './say.ts';
import { t } from './words.ts';

const milliseconds = (value: number | null): string => (value === null ? '–' : showMilliseconds(value));

/** How the pages felt to people, as their browsers measured it. */
export function Pages({ list }: { list: Schema<'Operations'>['pages'] }) {
  if (list.length === 0)
    return (
      <section className={`${classes.card} ${classes.wide}`}>
        <h2>{t('pages')}</h2>
        <p className={classes.soft}>{t('pages.none')}</p>
      </section>
    );
  return (
    <section className={`${classes.card} ${classes.wide}`}>
      <h2>{t('pages')}</h2>
      <p className={classes.soft}>{t('pages.more')}</p>
      <Scroll label={t('pages')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('area')}</th>
              {(['pages.count', 'firstPaint', 'largestPaint', 'interaction', 'shift'] as const).map(
                (name) => (
                  <th key={name} scope="col" className={classes.figure}>
                    {t(name)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {list.map((row) => (
              <tr key={row.area}>
                <td>{row.area}</td>
                <td className={classes.figure}>{showNumber(row.pages)}</td>
                <td className={classes.figure}>{milliseconds(row.firstPaintMilliseconds)}</td>
                <td className={classes.figure}>{milliseconds(row.largestPaintMilliseconds)}</td>
                <td className={classes.figure}>{milliseconds(row.interactionMilliseconds)}</td>
                <td className={classes.figure}>{row.shift === null ? '–' : showNumber(row.shift)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

export function Slowest({ list }: { list: Schema<'Operations'>['slowestOperations'] }) {
  return (
    <section className={`${classes.card} ${classes.wide}`}>
      <h2>{t('slowest')}</h2>
      <Scroll label={t('slowest')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('operation')}</th>
              <th scope="col" className={classes.figure}>
                {t('requests')}
              </th>
              <th scope="col" className={classes.figure}>
                {t('mean')}
              </th>
              <th scope="col" className={classes.figure}>
                {t('p95')}
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map(({ operation, requests, meanMilliseconds, p95Milliseconds }) => (
              <tr key={operation}>
                <td className={classes.code}>{operation}</td>
                <td className={classes.figure}>{showNumber(requests)}</td>
                <td className={classes.figure}>{showMilliseconds(meanMilliseconds)}</td>
                <td className={classes.figure}>
                  {p95Milliseconds === null ? '> 5 s' : showMilliseconds(p95Milliseconds)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
