import { useNavigate } from '@tanstack/react-router';
import Check from 'lucide-react/icons/check';
import { useState } from 'react';
import type { Lifecycle, ProofKind } from '../offline/model.ts';
import { ProofSheet } from '../proofs/proof-sheet.tsx';
import { act } from '../store/deeds.ts';
import type { Held } from '../store/snapshot.ts';
import { t } from '../words.ts';
import buttons from './button.module.css';
import { FailSheet } from './fail-sheet.tsx';
import { type DriverAction, nextStep } from './next-step.ts';
import { sayNotKept } from './say-not-kept.ts';
import { StepButton, useRestAround } from './step-button.tsx';
import classes from './stop.module.css';

type Open = { kind: 'proof'; of: ProofKind } | { kind: 'fail' } | null;
const kinds: readonly ProofKind[] = ['signature', 'photo', 'code', 'scan'];

/** One large button for what comes next; what is seldom is small beside it. */
export function NextAction({ held, lifecycles }: { held: Held; lifecycles: readonly Lifecycle[] }) {
  const { id, delivery, proofs, receivedBy } = held;
  const { proof, main, others } = nextStep(held, lifecycles);
  const [open, setOpen] = useState<Open>(null);
  const [problem, setProblem] = useState('');
  const navigate = useNavigate();
  useRestAround();

  const run = async (action: DriverAction, input: Record<string, unknown> = {}) => {
    setProblem('');
    try {
      await act('delivery', id, action, input);
      if (action === 'declineDelivery') await navigate({ to: '/driver' as never });
    } catch (error) {
      setProblem(sayNotKept(error));
    }
  };
  const start = (action: DriverAction) => {
    if (action === 'fail') setOpen({ kind: 'fail' });
    else void run(action, action === 'deliver' && receivedBy ? { receivedBy } : {});
  };

  return (
    <section className={classes.actions}>
      {delivery.state === 'arrived' && <Asked wanted={delivery.proofRules} given={proofs} />}
      {problem && (
        <p className={buttons.problem} role="alert">
          {problem}
        </p>
      )}
      {(proof ?? main) && (
        <div className={classes.main}>
          {proof ? (
            <StepButton kind="primary" onPress={() => setOpen({ kind: 'proof', of: proof })}>
              {t(`proof.${proof}.take`)}
            </StepButton>
          ) : (
            main && (
              <StepButton kind="primary" onPress={() => start(main)}>
                {t(`action.${main}`)}
              </StepButton>
            )
          )}
        </div>
      )}
      <div className={buttons.row}>
        {others.map((action) => (
          <StepButton key={action} kind="secondary" onPress={() => start(action)}>
            {t(`action.${action}`)}
          </StepButton>
        ))}
      </div>
      {delivery.state === 'arrived' && (
        <details className={classes.more}>
          <summary>{t('proof.more')}</summary>
          <div className={buttons.row}>
            {kinds.map((kind) => (
              <StepButton key={kind} kind="secondary" onPress={() => setOpen({ kind: 'proof', of: kind })}>
                {t(`proof.${kind}`)}
              </StepButton>
            ))}
          </div>
        </details>
      )}
      {open?.kind === 'proof' && <ProofSheet deliveryId={id} kind={open.of} onClose={() => setOpen(null)} />}
      {open?.kind === 'fail' && (
        <FailSheet onClose={() => setOpen(null)} onFail={(input) => void run('fail', input)} />
      )}
    </section>
  );
}

function Asked({ wanted, given }: { wanted: readonly ProofKind[]; given: readonly ProofKind[] }) {
  if (wanted.length === 0) return null;
  return (
    <>
      <h2>{t('stop.proofs')}</h2>
      <ul className={classes.asked}>
        {wanted.map((kind) => (
          <li key={kind} data-given={given.includes(kind) || undefined}>
            <i>{given.includes(kind) && <Check size={16} strokeWidth={3} />}</i>
            {t(`proof.${kind}`)}
            <small>{t(given.includes(kind) ? 'proof.given' : 'proof.missing')}</small>
          </li>
        ))}
      </ul>
    </>
  );
}
