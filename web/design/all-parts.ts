// Looks of all parts of the library, for the office.
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
