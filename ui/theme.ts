import {
  Alert,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
  Paper,
  Table,
  TableScrollContainer,
} from '@mantine/core'

/** Ink on ledger paper. The eighth shade is dark enough for white letters on it (7:1). */
const ink: MantineColorsTuple = [
  '#eef6f6',
  '#d9eaeb',
  '#b3d5d8',
  '#89bec3',
  '#64a9b0',
  '#4b9aa3',
  '#37868f',
  '#276f78',
  '#1d5d66',
  '#134b53',
]

/** How the pages look. `primaryShade` 8 and the greys below, because the stock colours are too pale to read on (measured with axe). */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 7 },
  colors: { ink },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.6rem' }, h2: { fontSize: '1.15rem' }, h3: { fontSize: '1rem' } } },
  cursorType: 'pointer',
  components: {
    // White with a coloured edge: coloured titles on coloured grounds are not readable for everyone.
    Alert: Alert.extend({
      defaultProps: { variant: 'default' },
      styles: (_, { color }) => ({
        root: { borderLeft: `4px solid var(--mantine-color-${color ?? 'gray'}-6)` },
        title: { color: 'inherit' },
      }),
    }),
    Paper: Paper.extend({ defaultProps: { withBorder: true, p: 'lg' } }),
    // A page has one banner, and it is not the head of a pop-up.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'presentation' } } } }),
    // What scrolls sideways on a narrow screen can be reached with the keyboard.
    TableScrollContainer: TableScrollContainer.extend({ defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'sm' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'dot', tt: 'none', fw: 500 } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
  },
})

/** Greys that pass on both grounds. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#565d64',
    '--mantine-color-error': '#b42318',
    '--mantine-color-placeholder': '#6b7278',
    '--page-ground': '#f5f7f5',
  },
  dark: {
    '--mantine-color-dimmed': '#b0b6bc',
    '--mantine-color-error': '#ff9c94',
    '--mantine-color-placeholder': '#9aa1a8',
    '--page-ground': '#17191b',
  },
})
