import { useState } from 'react';
import type { ProofKind } from '../offline/model.ts';
import { NotPossible } from '../offline/record.ts';
import buttons from '../screens/button.module.css';
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
  /** Who signed, for the record of the delivery. */
  onName(name: string): void;
  onClose(): void;
}

/** Takes one proof and keeps it on the phone before it closes. */
export function ProofSheet({ deliveryId, kind, onName, onClose }: ProofSheetProps) {
  const [problem, setProblem] = useState('');
  const keep = async (work: () => Promise<void>) => {
    setProblem('');
    try {
      await work();
      onClose();
    } catch (error) {
      setProblem(t(error instanceof NotPossible ? 'action.notPossible' : 'help.storage'));
    }
  };
  const file = (of: 'signature' | 'photo') => (blob: Blob) => keep(() => proveByFile(deliveryId, of, blob));
  const text = (of: 'code' | 'scan') => (value: string) => keep(() => proveByText(deliveryId, of, value));
  return (
    <Sheet title={t(`proof.${kind}`)} onClose={onClose}>
      {problem && (
        <p className={buttons.problem} role="alert">
          {problem}
        </p>
      )}
      {kind === 'signature' && <SignaturePad onName={onName} onKeep={file('signature')} />}
      {kind === 'photo' && <PhotoPad onKeep={file('photo')} />}
      {kind === 'code' && <CodePad onKeep={text('code')} />}
      {kind === 'scan' && <ScanPad onKeep={text('scan')} />}
    </Sheet>
  );
}
