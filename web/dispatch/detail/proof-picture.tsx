import { useEffect, useState } from 'react';
import type { Schema } from '../../app/api.ts';
import { session } from '../../app/session.ts';
import { Dialog } from '../../design/dialog.tsx';
import type { Delivery } from '../data/deliveries.ts';
import { t } from '../words.ts';
import classes from './panel.module.css';

interface ProofPictureProps {
  delivery: Delivery;
  proof: Schema<'Proof'>;
}

/** Small in the row, whole when it is opened. Fetched with the reader's rights, which an address in `src` would not carry. */
export function ProofPicture({ delivery, proof }: ProofPictureProps) {
  const [url, setUrl] = useState<string>();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    let made: string | undefined;
    let gone = false;
    void (async () => {
      const answer = await fetch(`/v1/deliveries/${delivery.id}/proofs/${proof.id}/content`, {
        headers: { authorization: `Bearer ${await session.token(false)}` },
      });
      if (!answer.ok) return;
      const blob = await answer.blob();
      if (gone) return;
      made = URL.createObjectURL(blob);
      setUrl(made);
    })().catch(() => {});
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [delivery.id, proof.id]);
  if (!url) return <span className={classes.blank} />;
  const name = t(`proof.${proof.kind}`);
  return (
    <>
      <button
        type="button"
        className={classes.picture}
        aria-label={t('proof.open', { name })}
        onClick={() => setOpen(true)}
      >
        <img src={url} alt={name} />
      </button>
      {open && (
        <Dialog title={name} size="lg" onClose={() => setOpen(false)}>
          <img src={url} alt={name} className={classes.whole} />
        </Dialog>
      )}
    </>
  );
}
