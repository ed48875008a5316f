import { useState } from 'react';
import { sayProblem } from '../../app/say-problem.ts';
import { t as appWord } from '../../app/words.ts';
import type { DeliveryState } from '../../../client/src/delivery-states.ts';
import { showTime } from '../../words/format.ts';
import { changesOf } from '../offline/changes.ts';
import { type Delivery, isOpen, type Item } from '../offline/model.ts';
import { isFull } from '../offline/record.ts';
import { theEngine, useView } from '../store/driver-store.ts';
import { t } from '../words.ts';
import buttons from './button.module.css';
import { nameOfDeed } from './deed-name.ts';
import { StepButton, useRestAround } from './step-button.tsx';
import classes from './stop.module.css';

const explained = [
  'changed',
  'not_found',
  'not_your_delivery',
  'illegal_transition',
  'proof_code_wrong',
  'proof_missing',
  'file_missing',
  'driver_has_deliveries',
] as const;

interface RefusedPanelProps {
  item: Item;
  /** As the server has it now. */
  delivery?: Delivery;
}

/** The server said no. Nothing goes on at this stop until the driver has chosen; nothing is overwritten. */
export function RefusedPanel({ item, delivery }: RefusedPanelProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const { driver, items } = useView();
  const phone = driver?.dispatchPhone;
  const isFollowed = items.some((one) => one.lane === item.lane && one.seq > item.seq && isOpen(one));
  useRestAround();
  const { refusal, deed } = item;
  if (!refusal) return null;
  const known = explained.find((code) => code === refusal.code);
  const asksForCode = refusal.code === 'proof_code_wrong';
  const choose = async (choice: () => Promise<void>) => {
    setProblem('');
    try {
      await choice();
      theEngine().kick();
    } catch (error) {
      setProblem(t(isFull(error) ? 'help.storage' : 'refused.offline'));
    }
  };
  return (
    <section className={classes.refused} aria-label={t('day.refused')}>
      <p className={classes.what}>
        <b>{nameOfDeed(deed)}</b>
        <time dateTime={item.deviceTime}>{showTime(item.deviceTime)}</time>
      </p>
      <p>{known ? t(`refused.${known}`) : sayProblem(refusal)}</p>
      {delivery && <Changes item={item} delivery={delivery} />}
      {refusal.now && deed.entity === 'delivery' && refusal.now.state !== item.seen.state && (
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
        <StepButton
          kind="primary"
          disabled={asksForCode && !/^\d{6}$/.test(text)}
          onPress={() => void choose(() => theEngine().redo(item.seq, text || undefined))}
        >
          {t('refused.redo')}
        </StepButton>
      )}
      <div className={buttons.row}>
        {phone && (
          <a className={buttons.secondary} href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
            {t('refused.callNow')}
          </a>
        )}
        <StepButton kind="secondary" onPress={() => void choose(() => theEngine().drop(item.seq))}>
          {t('refused.drop')}
        </StepButton>
        {isFollowed && (
          <StepButton kind="secondary" onPress={() => void choose(() => theEngine().drop(item.seq, true))}>
            {t('refused.dropAll')}
          </StepButton>
        )}
      </div>
      <small>{t('refused.sure')}</small>
    </section>
  );
}

/** What the office wrote over what the driver had seen, so that nobody has to search for it. */
function Changes({ item, delivery }: { item: Item; delivery: Delivery }) {
  const changes = changesOf(item, delivery, { proof: (kind) => t(`proof.${kind}`) });
  if (changes.length === 0) return null;
  return (
    <dl className={classes.changes}>
      {changes.map(({ what, before, now }) => (
        <div key={what}>
          <dt>{t(`stop.${what}`)}</dt>
          {before && (
            <dd>
              <del>{before}</del>
            </dd>
          )}
          <dd>
            <ins>{now ?? t('refused.nothing')}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
