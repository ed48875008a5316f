import { decimalSeparator } from '../words/format.ts';
import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core';

/** The shades of the accent; what is seen comes from tokens.css, which names them for light and dark. */
const accent: MantineColorsTuple = [
  '#fff3e9',
  '#fbeadd',
  '#f6cfb2',
  '#f0b184',
  '#e9935a',
  '#d9702f',
  '#b84d14',
  '#99400f',
  '#7c340d',
  '#5e280a',
];

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  colors: { accent },
  // The lamp's colour is bright in the dark: what stands on it is then dark itself.
  variantColorResolver(input) {
    const colors = defaultVariantColorsResolver(input);
    if (input.variant !== 'filled') return colors;
    const { color = 'accent' } = input;
    if (color === 'accent') return { ...colors, color: 'var(--on-accent)' };
    return color === 'red' ? { ...colors, color: 'var(--on-bad)' } : colors;
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    // Its lock of the page's scrolling writes a style sheet into the page, which the policy forbids; no page scrolls.
    Modal: { defaultProps: { lockScroll: false } },
    Drawer: { defaultProps: { lockScroll: false } },
    NumberInput: {
      defaultProps: () => ({ decimalSeparator: decimalSeparator(), allowedDecimalSeparators: ['.', ','] }),
    },
    Tooltip: { defaultProps: { openDelay: 350 } },
  },
});
