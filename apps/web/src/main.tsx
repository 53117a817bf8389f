import { createRoot } from 'react-dom/client';
import '@cloudscape-design/global-styles/index.css';
import { startSession } from './api/session/session-store.js';
import { App } from './app/App.js';
import { findRoute } from './app/routes.js';
import './ui/tokens.css';
import './ui/base.css';

startSession();
// Loads the page's code while React starts.
void findRoute(window.location.pathname).route.preload?.();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

createRoot(root).render(<App />);
