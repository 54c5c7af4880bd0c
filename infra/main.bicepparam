using 'main.bicep'

// azd sets the first two; set the others with: azd env set NAME VALUE
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param entraClientId = readEnvironmentVariable('ENTRA_CLIENT_ID')
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param dashboardUserIds = empty(readEnvironmentVariable('DASHBOARD_USER_IDS', '')) ? [] : split(readEnvironmentVariable('DASHBOARD_USER_IDS', ''), ',')
param usePrivateNetwork = bool(readEnvironmentVariable('USE_PRIVATE_NETWORK', 'false'))
