import { useState } from 'react';
import { sayProblem } from '../../app/say-problem.ts';
import { t as appWord } from '../../app/words.ts';
import type { DeliveryState } from '../../../client/src/delivery-states.ts';
import { showTime } from '../../words/format.ts';
import type { Item } from '../offline/model.ts';
import { theEngine, useView } from '../store/driver-store.ts';
import { t } from '../words.ts';
import buttons from './button.module.css';
import { nameOfDeed } from './deed-name.ts';
import classes from './stop.module.css';

const explained = [
  'changed',
  'not_found',
  'not_your_delivery',
  'illegal_transition',
  'proof_code_wrong',
  'proof_missing',
  'driver_has_deliveries',
] as const;

/** The server said no. Nothing goes on at this stop until the driver has chosen; nothing is overwritten. */
export function RefusedPanel({ item }: { item: Item }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const phone = useView().driver?.dispatchPhone;
  const { refusal, deed } = item;
  if (!refusal) return null;
  const known = explained.find((code) => code === refusal.code);
  const asksForCode = refusal.code === 'proof_code_wrong';
  const choose = async (choice: () => Promise<void>) => {
    setProblem('');
    try {
      await choice();
      theEngine().kick();
    } catch {
      setProblem(t('refused.offline'));
    }
  };
  return (
    <section className={classes.refused} aria-label={t('day.refused')}>
      <p className={classes.what}>
        <b>{nameOfDeed(deed)}</b>
        <time dateTime={item.deviceTime}>{showTime(item.deviceTime)}</time>
      </p>
      <p>{known ? t(`refused.${known}`) : sayProblem(refusal)}</p>
      {refusal.now && deed.entity === 'delivery' && (
        <p>{t('refused.now', { state: appWord(`state.${refusal.now.state as DeliveryState}`) })}</p>
      )}
      <p>{t('refused.call')}</p>
      {asksForCode && (
        <label className={classes.code}>
          <span>{t('proof.code.label')}</span>
          <input
            inputMode="numeric"
            autoComplete="off"
            maxLength={6}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
      )}
      {problem && (
        <p className={buttons.problem} role="alert">
          {problem}
        </p>
      )}
      {refusal.now && (
        <button
          type="button"
          className={buttons.primary}
          disabled={asksForCode && !/^\d{6}$/.test(text)}
          onClick={() => void choose(() => theEngine().redo(item.seq, text || undefined))}
        >
          {t('refused.redo')}
        </button>
      )}
      <div className={buttons.row}>
        {phone && (
          <a className={buttons.secondary} href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
            {t('refused.callNow')}
          </a>
        )}
        <button
          type="button"
          className={buttons.secondary}
          onClick={() => void choose(() => theEngine().drop(item.seq))}
        >
          {t('refused.drop')}
        </button>
        <button
          type="button"
          className={buttons.secondary}
          onClick={() => void choose(() => theEngine().drop(item.seq, true))}
        >
          {t('refused.dropAll')}
        </button>
      </div>
      <small>{t('refused.sure')}</small>
    </section>
  );
}
