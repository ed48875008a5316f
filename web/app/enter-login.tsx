export { Login as default } from '../account/login.tsx';
