import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { toBlob } from '../device/photo.ts';
import buttons from '../screens/button.module.css';
import { StepButton } from '../screens/step-button.tsx';
import { t } from '../words.ts';
import classes from './pads.module.css';

interface SignaturePadProps {
  /** `name`: who signed; empty when nobody wrote it. */
  onKeep(blob: Blob, name: string): Promise<void>;
}

const WIDTH = 900;
const HEIGHT = 420;

/** A field to sign in with a finger; whoever cannot draw writes the name, which is then drawn. */
export function SignaturePad({ onKeep }: SignaturePadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<{ x: number; y: number } | null>(null);
  const [drawn, setDrawn] = useState(false);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState(false);
  useEffect(() => clear(canvas.current), []);

  const point = ({ clientX, clientY }: PointerEvent<HTMLCanvasElement>) => {
    const { left, top, width, height } = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    return { x: ((clientX - left) / width) * WIDTH, y: ((clientY - top) / height) * HEIGHT };
  };
  const down = (event: PointerEvent<HTMLCanvasElement>) => {
    canvas.current?.setPointerCapture(event.pointerId);
    last.current = point(event);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!last.current) return;
    const next = point(event);
    stroke(canvas.current, last.current, next);
    last.current = next;
    setDrawn(true);
  };
  const up = () => {
    last.current = null;
  };
  const again = () => {
    clear(canvas.current);
    setDrawn(false);
  };
  const keep = async () => {
    if (!canvas.current) return;
    if (!drawn && !name.trim()) return setProblem(true);
    if (!drawn) write(canvas.current, name.trim());
    await onKeep(await toBlob(canvas.current, 'image/png'), name.trim());
  };
  return (
    <div className={classes.pad}>
      <p>{t('proof.sign')}</p>
      <canvas
        ref={canvas}
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={t('proof.sign')}
        className={classes.canvas}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      />
      <label className={classes.field}>
        <span>{t('proof.by')}</span>
        <input
          autoComplete="off"
          autoCapitalize="words"
          maxLength={120}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <small>{t('proof.sign.keys')}</small>
      </label>
      {problem && !drawn && (
        <p className={buttons.problem} role="alert">
          {t('proof.sign.empty')}
        </p>
      )}
      <StepButton kind="primary" onPress={() => void keep()}>
        {t('proof.keep')}
      </StepButton>
      <button type="button" className={buttons.secondary} onClick={again}>
        {t('proof.clear')}
      </button>
    </div>
  );
}

function clear(canvas: HTMLCanvasElement | null): void {
  const context = canvas?.getContext('2d');
  if (!context) return;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, WIDTH, HEIGHT);
}

function stroke(
  canvas: HTMLCanvasElement | null,
  from: { x: number; y: number },
  to: { x: number; y: number },
) {
  const context = canvas?.getContext('2d');
  if (!context) return;
  context.strokeStyle = '#111';
  context.lineWidth = 5;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}

function write(canvas: HTMLCanvasElement, name: string): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.fillStyle = '#111';
  context.font = 'italic 72px serif';
  context.textBaseline = 'middle';
  context.fillText(name, 40, HEIGHT / 2, WIDTH - 80);
}
