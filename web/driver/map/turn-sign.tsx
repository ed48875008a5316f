import ArrowUp from 'lucide-react/icons/arrow-up';
import ArrowUpLeft from 'lucide-react/icons/arrow-up-left';
import ArrowUpRight from 'lucide-react/icons/arrow-up-right';
import CornerUpLeft from 'lucide-react/icons/corner-up-left';
import CornerUpRight from 'lucide-react/icons/corner-up-right';
import Flag from 'lucide-react/icons/flag';
import Roundabout from 'lucide-react/icons/rotate-ccw';
import Ship from 'lucide-react/icons/ship';
import Undo2 from 'lucide-react/icons/undo-2';
import type { Way } from './next-turn.ts';

type Step = Way['steps'][number];

const turns = {
  straight: ArrowUp,
  slightRight: ArrowUpRight,
  right: CornerUpRight,
  sharpRight: CornerUpRight,
  turnAround: Undo2,
  sharpLeft: CornerUpLeft,
  left: CornerUpLeft,
  slightLeft: ArrowUpLeft,
} as const;

/** The turn as a sign that is read without reading; the words stand beside it. */
export function TurnSign({ step: { kind, turn } }: { step: Step }) {
  const Icon =
    kind === 'turn'
      ? turns[turn ?? 'straight']
      : { arrive: Flag, roundabout: Roundabout, ferry: Ship, depart: ArrowUp, continue: ArrowUp }[kind];
  return <Icon size={44} strokeWidth={2.5} aria-hidden="true" />;
}
