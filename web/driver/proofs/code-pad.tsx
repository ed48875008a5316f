import { type FormEvent, useState } from 'react';
import buttons from '../screens/button.module.css';
import { t } from '../words.ts';
import classes from './pads.module.css';

/** The six digits that the recipient was given. Whether they are right, only the server knows. */
export function CodePad({ onKeep }: { onKeep(text: string): Promise<void> }) {
  const [text, setText] = useState('');
  const [bad, setBad] = useState(false);
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (/^\d{6}$/.test(text)) void onKeep(text);
    else setBad(true);
  };
  return (
    <form className={classes.pad} onSubmit={keep}>
      <label className={classes.field}>
        <span>{t('proof.code.label')}</span>
        <input
          className={classes.digits}
          inputMode="numeric"
          autoComplete="off"
          maxLength={6}
          value={text}
          onChange={({ target }) => setText(target.value.replace(/\D/g, ''))}
        />
      </label>
      {bad && (
        <p className={buttons.problem} role="alert">
          {t('proof.code.bad')}
        </p>
      )}
      <button type="submit" className={buttons.primary}>
        {t('proof.keep')}
      </button>
    </form>
  );
}
