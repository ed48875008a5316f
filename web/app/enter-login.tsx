export { Login as EnterLogin } from '../account/login.tsx';
