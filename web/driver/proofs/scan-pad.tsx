import { type FormEvent, useEffect, useRef, useState } from 'react';
import { canScan, scan } from '../device/scan.ts';
import buttons from '../screens/button.module.css';
import { t } from '../words.ts';
import classes from './pads.module.css';

/** Reads a barcode with the camera where the phone can; the number can be typed in any case. */
export function ScanPad({ onKeep }: { onKeep(text: string): Promise<void> }) {
  const video = useRef<HTMLVideoElement>(null);
  const [text, setText] = useState('');
  const [camera, setCamera] = useState<'on' | 'denied' | 'none'>(canScan() ? 'on' : 'none');
  useEffect(() => {
    if (camera !== 'on' || !video.current) return;
    const starting = scan(video.current, setText);
    starting.catch(() => setCamera('denied'));
    return () => void starting.then((end) => end()).catch(() => undefined);
  }, [camera]);
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) void onKeep(text.trim());
  };
  return (
    <form className={classes.pad} onSubmit={keep}>
      {camera === 'on' && (
        <>
          <video ref={video} muted playsInline className={classes.video} />
          <p>{t('proof.scan.look')}</p>
        </>
      )}
      {camera === 'denied' && <p className={buttons.problem}>{t('proof.scan.denied')}</p>}
      {camera === 'none' && <p>{t('proof.scan.none')}</p>}
      <label className={classes.field}>
        <span>{t('proof.scan.label')}</span>
        <input
          className={classes.digits}
          autoComplete="off"
          maxLength={500}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <button type="submit" className={buttons.primary} disabled={!text.trim()}>
        {t('proof.keep')}
      </button>
    </form>
  );
}
