// The pages of the dashboard.
export {};
