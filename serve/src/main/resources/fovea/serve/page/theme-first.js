// Before anything is drawn, so that no page begins in the other colours. `theme.js` does the rest.
document.documentElement.dataset.theme = localStorage.getItem('fovea.theme') ?? 'auto';
