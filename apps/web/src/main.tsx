import { createRoot } from 'react-dom/client';
import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import '@cloudscape-design/global-styles/index.css';
import { ApiProvider } from './api/ApiProvider.js';
import { App } from './app/App.js';
import './ui/tokens.css';
import './ui/base.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

createRoot(root).render(
  <I18nProvider locale="en" messages={[messages]}>
    <ApiProvider>
      <App />
    </ApiProvider>
  </I18nProvider>,
);
