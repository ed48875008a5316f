import { useQuery } from '@tanstack/react-query';
import { showTime } from '../../words/format.ts';
import { proofsOf, type Delivery } from '../data/deliveries.ts';
import { t } from '../words.ts';
import classes from './panel.module.css';
import { ProofPicture } from './proof-picture.tsx';

/** From here on a driver may have recorded a proof that nobody asked for. */
const atTheDoor = new Set(['arrived', 'delivered', 'failed', 'returning', 'returned']);

/** What shows that it was handed over. */
export function Proofs({ delivery }: { delivery: Delivery }) {
  const enabled = delivery.proofRules.length > 0 || atTheDoor.has(delivery.state);
  const proofs = useQuery({ ...proofsOf(delivery.id), enabled }).data ?? [];
  if (proofs.length === 0) return null;
  return (
    <section className={classes.section}>
      <h3>{t('proofs')}</h3>
      <ul className={classes.proofs}>
        {proofs.map((proof) => (
          <li key={proof.id}>
            {proof.uploadId && <ProofPicture delivery={delivery} proof={proof} />}
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
