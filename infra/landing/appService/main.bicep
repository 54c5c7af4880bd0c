metadata name = 'Landing: App Service'
metadata description = 'A web app on Linux that is reached through a private endpoint, unless it is opened.'

@description('Required. The name of the app, unique in Azure.')
@minLength(2)
@maxLength(60)
param name string

@description('Optional. What runs it, for example DOTNETCORE|10.0 or NODE|22-lts.')
param linuxFxVersion string = 'DOTNETCORE|10.0'

@description('Optional. The size of the plan; below P0v3 neither zones nor private endpoints work.')
param skuName string = 'P0v3'

@description('Optional. How many instances run; two or more with zoneRedundant.')
@minValue(1)
@maxValue(30)
param instanceCount int = 2

@description('Optional. Spreads the instances over zones. Cannot be changed later.')
param zoneRedundant bool = true

@description('Optional. Whether the internet may reach it.')
param allowPublicAccess bool = false

@description('Conditional. The id of the subnet for its private endpoint. Required unless allowPublicAccess.')
param endpointSubnetId string = ''

@description('Optional. The id of the zone privatelink.azurewebsites.net; its name is not registered when empty.')
param privateDnsZoneId string = ''

@description('Optional. The id of the subnet that it reaches others from; none when empty.')
param outboundSubnetId string = ''

@description('Optional. The path that must answer 200; instances that do not are replaced.')
param healthCheckPath string = '/health'

@description('Optional. Settings. Secrets belong in a key vault: @Microsoft.KeyVault(SecretUri=...).')
param appSettings object = {}

@description('Optional. The id of the Log Analytics workspace that takes its logs; none when empty.')
param workspaceId string = ''

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resources.')
param tags object = {}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'linux'
  sku: { name: skuName, capacity: instanceCount }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: tags
  kind: 'app,linux'
  identity: { type: 'SystemAssigned' }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    publicNetworkAccess: allowPublicAccess ? 'Enabled' : 'Disabled'
    virtualNetworkSubnetId: empty(outboundSubnetId) ? null : outboundSubnetId
    outboundVnetRouting: empty(outboundSubnetId) ? null : { allTraffic: true }
    siteConfig: {
      linuxFxVersion: linuxFxVersion
      alwaysOn: true
      ftpsState: 'Disabled'
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      remoteDebuggingEnabled: false
      healthCheckPath: healthCheckPath
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: appSettings
  }
}

resource noPublishingByFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource noPublishingByPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = if (!empty(endpointSubnetId)) {
  name: 'pe-${name}'
  location: location
  tags: tags
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [{ name: 'sites', properties: { privateLinkServiceId: app.id, groupIds: ['sites'] } }]
  }

  resource zoneGroup 'privateDnsZoneGroups' = if (!empty(privateDnsZoneId)) {
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: 'sites', properties: { privateDnsZoneId: privateDnsZoneId } }] }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(workspaceId)) {
  scope: app
  name: 'logs'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'AppServiceHTTPLogs', enabled: true }
      { category: 'AppServiceConsoleLogs', enabled: true }
      { category: 'AppServicePlatformLogs', enabled: true }
    ]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('The id of the app.')
output resourceId string = app.id

@description('The name of the app.')
output name string = app.name

@description('The name of its host.')
output hostName string = app.properties.defaultHostName

@description('The object id of its identity.')
output principalId string = app.identity.principalId
