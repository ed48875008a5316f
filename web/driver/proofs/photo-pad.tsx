import Camera from 'lucide-react/icons/camera';
import { useEffect, useState } from 'react';
import { shrink } from '../device/photo.ts';
import buttons from '../screens/button.module.css';
import { StepButton } from '../screens/step-button.tsx';
import { t } from '../words.ts';
import classes from './pads.module.css';

/** The phone's own camera app takes the photo, so no permission is asked for. */
export function PhotoPad({ onKeep }: { onKeep(blob: Blob): Promise<void> }) {
  const [photo, setPhoto] = useState<{ blob: Blob; url: string } | null>(null);
  const [bad, setBad] = useState(false);
  useEffect(() => () => void (photo && URL.revokeObjectURL(photo.url)), [photo]);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBad(false);
    try {
      const blob = await shrink(file);
      setPhoto({ blob, url: URL.createObjectURL(blob) });
    } catch {
      setBad(true);
    }
  };
  return (
    <div className={classes.pad}>
      {photo && <img src={photo.url} alt={t('proof.photo.shown')} className={classes.photo} />}
      {bad && (
        <p className={buttons.problem} role="alert">
          {t('proof.photo.bad')}
        </p>
      )}
      {photo && (
        <StepButton kind="primary" onPress={() => void onKeep(photo.blob)}>
          {t('proof.keep')}
        </StepButton>
      )}
      <label className={photo ? buttons.secondary : buttons.primary}>
        <Camera size={22} />
        {t(photo ? 'proof.again' : 'proof.photo.take')}
        <input
          type="file"
          accept="image/*"
          capture="environment"
          className={classes.hidden}
          onChange={({ target }) => void take(target.files?.[0])}
        />
      </label>
    </div>
  );
}
