import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Schema } from '../../app/api.ts';
import { session } from '../../app/session.ts';
import { showTime } from '../../words/format.ts';
import { proofsOf, type Delivery } from '../data/deliveries.ts';
import { t } from '../words.ts';
import classes from './panel.module.css';

/** What shows that it was handed over. */
export function Proofs({ delivery }: { delivery: Delivery }) {
  const proofs = useQuery({ ...proofsOf(delivery.id), enabled: delivery.proofRules.length > 0 }).data ?? [];
  if (proofs.length === 0) return null;
  return (
    <section className={classes.section}>
      <h3>{t('proofs')}</h3>
      <ul className={classes.proofs}>
        {proofs.map((proof) => (
          <li key={proof.id}>
            {proof.uploadId && <Picture delivery={delivery} proof={proof} />}
            <span>
              {t(`proof.${proof.kind}`)}
              {proof.text ? `: ${proof.text}` : ''}
            </span>
            <small>{showTime(proof.deviceTime ?? proof.serverTime)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Fetched with the reader's rights, which an address in `src` would not carry. */
function Picture({ delivery, proof }: { delivery: Delivery; proof: Schema<'Proof'> }) {
  const [url, setUrl] = useState<string>();
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
  return url ? (
    <img src={url} alt={t(`proof.${proof.kind}`)} loading="lazy" />
  ) : (
    <span className={classes.blank} />
  );
}
