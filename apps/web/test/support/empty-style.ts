// A style sheet, as unit tests see it: they run without a browser.
export {};
