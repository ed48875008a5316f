import { useRef, useState } from 'react';
import type { ProofKind } from '../offline/model.ts';
import buttons from '../screens/button.module.css';
import { sayNotKept } from '../screens/say-not-kept.ts';
import { Sheet } from '../screens/sheet.tsx';
import { proveByFile, proveByText } from '../store/deeds.ts';
import { t } from '../words.ts';
import { CodePad } from './code-pad.tsx';
import { PhotoPad } from './photo-pad.tsx';
import { ScanPad } from './scan-pad.tsx';
import { SignaturePad } from './signature-pad.tsx';

interface ProofSheetProps {
  deliveryId: string;
  kind: ProofKind;
  onClose(): void;
}

/** Takes one proof and keeps it on the phone before it closes. */
export function ProofSheet({ deliveryId, kind, onClose }: ProofSheetProps) {
  const [problem, setProblem] = useState('');
  const keeping = useRef(false);
  // A photo takes a moment to keep on an old phone; pressed again meanwhile, it is not kept twice.
  const keep = async (work: () => Promise<void>) => {
    if (keeping.current) return;
    keeping.current = true;
    setProblem('');
    try {
      await work();
      onClose();
    } catch (error) {
      setProblem(sayNotKept(error));
    } finally {
      keeping.current = false;
    }
  };
  const text = (of: 'code' | 'scan') => (value: string) => keep(() => proveByText(deliveryId, of, value));
  return (
    <Sheet title={t(`proof.${kind}`)} onClose={onClose}>
      {problem && (
        <p className={buttons.problem} role="alert">
          {problem}
        </p>
      )}
      {kind === 'signature' && (
        <SignaturePad onKeep={(blob, name) => keep(() => proveByFile(deliveryId, 'signature', blob, name))} />
      )}
      {kind === 'photo' && <PhotoPad onKeep={(blob) => keep(() => proveByFile(deliveryId, 'photo', blob))} />}
      {kind === 'code' && <CodePad onKeep={text('code')} />}
      {kind === 'scan' && <ScanPad onKeep={text('scan')} />}
    </Sheet>
  );
}
