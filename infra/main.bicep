metadata name = 'Orchestrator'
metadata description = 'The Functions app of the Orchestrator with everything that it needs.'

targetScope = 'subscription'

@description('Required. The name of the environment; it is part of every name.')
@minLength(1)
@maxLength(40)
param environmentName string

// Regions that have both Flex Consumption and the Durable Task Scheduler.
@description('Required. The region of everything.')
@allowed([
  'australiaeast'
  'centralus'
  'eastasia'
  'northcentralus'
  'northeurope'
  'southeastasia'
  'swedencentral'
  'uksouth'
  'westus2'
])
@metadata({ azd: { type: 'location' } })
param location string

@description('Required. The application (client) id of the Entra app registration that callers ask tokens for.')
@minLength(36)
@maxLength(36)
param entraClientId string

@description('Optional. The resource group, which is created.')
param resourceGroupName string = 'rg-${environmentName}'

@description('Optional. Who is mailed when an alert fires; nobody when empty.')
param alertEmail string = ''

@description('Optional. Object ids of the users who may open the Durable Task dashboard. They may also terminate there, which runs no undo.')
param dashboardUserIds array = []

@description('Optional. Puts storage and the key vault behind private endpoints and the app into a virtual network.')
param usePrivateNetwork bool = false

@description('Optional. The address space of the virtual network, at least a /24.')
param addressPrefix string = '10.60.0.0/24'

@description('Optional. What the Durable Task Scheduler costs by: a capacity that is reserved, or each action.')
@allowed([
  'Consumption'
  'Dedicated'
])
param schedulerSku string = 'Consumption'

@description('Optional. Addresses that may reach the scheduler; every caller needs a token and a role as well.')
param schedulerIpAllowlist array = ['0.0.0.0/0']

@description('Optional. For how many days ended orchestrations stay visible; the audit trail and the reports are kept elsewhere.')
@minValue(1)
@maxValue(30)
param historyRetentionDays int = 30

@description('Optional. The blob endpoint of the account that backups are stored in; the account of the app when empty. In another account, give the identity the role Storage Blob Data Contributor.')
param backupBlobServiceUri string = ''

@description('Optional. The memory of an instance of the app.')
@allowed([
  512
  2048
  4096
])
param instanceMemoryMB int = 2048

@description('Optional. To how many instances the app may scale out.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Optional. More settings of the app, for example Orchestrator__AllowedHosts__0.')
param appSettings object = {}

@description('Optional. Shares whose files migrations move, by name: type (AzureFiles), accountName, shareName, mountPath (/mounts/...), and accessKey as @AppSettingRef(NAME) of a setting that refers to a key vault.')
param mounts object = {}

@description('Optional. Tags of every resource.')
param tags object = {}

var token = toLower(uniqueString(subscription().id, environmentName, location))
var allTags = union(tags, { 'azd-env-name': environmentName })

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: resourceGroupName
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-${token}'
    insightsName: 'appi-${token}'
    location: location
    tags: allTags
  }
}

module network 'modules/network.bicep' = if (usePrivateNetwork) {
  scope: group
  params: {
    name: 'vnet-${token}'
    addressPrefix: addressPrefix
    location: location
    tags: allTags
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'st${token}'
    allowPublicAccess: !usePrivateNetwork
    workspaceId: monitoring.outputs.workspaceId
    location: location
    tags: allTags
  }
}

module keyVault 'modules/keyVault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    allowPublicAccess: !usePrivateNetwork
    workspaceId: monitoring.outputs.workspaceId
    location: location
    tags: allTags
  }
}

module workShare 'modules/workShare.bicep' = {
  scope: group
  params: {
    name: 'work${token}'
    keyVaultName: keyVault.outputs.name
    allowPublicAccess: !usePrivateNetwork
    location: location
    tags: allTags
  }
}

module privateEndpoints 'modules/privateEndpoints.bicep' = if (usePrivateNetwork) {
  scope: group
  params: {
    subnetId: network!.outputs.endpointSubnetId
    zoneIds: network!.outputs.zoneIds
    storageAccountId: storage.outputs.resourceId
    workAccountId: workShare.outputs.resourceId
    keyVaultId: keyVault.outputs.resourceId
    location: location
    tags: allTags
  }
}

module scheduler 'modules/durableTask.bicep' = {
  scope: group
  params: {
    name: 'dts-${token}'
    taskHubName: 'orchestrator'
    skuName: schedulerSku
    ipAllowlist: schedulerIpAllowlist
    retentionDays: historyRetentionDays
    location: location
    tags: allTags
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  params: {
    principalId: identity.outputs.principalId
    storageAccountName: storage.outputs.name
    keyVaultName: keyVault.outputs.name
    insightsName: monitoring.outputs.insightsName
    schedulerName: scheduler.outputs.name
    taskHubName: scheduler.outputs.taskHubName
    dashboardUserIds: dashboardUserIds
  }
}

module functionApp 'modules/functionApp.bicep' = {
  scope: group
  params: {
    name: 'func-${token}'
    planName: 'plan-${token}'
    identityId: identity.outputs.resourceId
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    deploymentContainerName: storage.outputs.deploymentContainerName
    workAccountName: workShare.outputs.accountName
    workShareName: workShare.outputs.shareName
    workKeyUri: workShare.outputs.keyUri
    insightsName: monitoring.outputs.insightsName
    schedulerEndpoint: scheduler.outputs.endpoint
    taskHubName: scheduler.outputs.taskHubName
    entraClientId: entraClientId
    backupBlobServiceUri: backupBlobServiceUri
    subnetId: usePrivateNetwork ? network!.outputs.appSubnetId : ''
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    appSettings: appSettings
    mounts: mounts
    location: location
    tags: union(allTags, { 'azd-service-name': 'functions' })
  }
  dependsOn: [
    roles // an app without them starts and fails
    privateEndpoints
  ]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    namePrefix: 'alert-${token}'
    workspaceId: monitoring.outputs.workspaceId
    email: alertEmail
    location: location
    tags: allTags
  }
}

@description('The region.')
output AZURE_LOCATION string = location

@description('The tenant.')
output AZURE_TENANT_ID string = tenant().tenantId

@description('The resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The name of the Functions app.')
output SERVICE_FUNCTIONS_NAME string = functionApp.outputs.name

@description('The address of the API.')
output SERVICE_FUNCTIONS_URI string = functionApp.outputs.uri

@description('The object id of the identity that migrations run as; landing zones give it access.')
output ORCHESTRATOR_PRINCIPAL_ID string = identity.outputs.principalId

@description('The key vault for the secrets that plans name.')
output ORCHESTRATOR_KEY_VAULT_URI string = keyVault.outputs.uri

@description('The endpoint of the Durable Task Scheduler.')
output ORCHESTRATOR_SCHEDULER_ENDPOINT string = scheduler.outputs.endpoint

@description('The task hub.')
output ORCHESTRATOR_TASK_HUB string = scheduler.outputs.taskHubName

@description('The Durable Task dashboard of the hub.')
output ORCHESTRATOR_DASHBOARD_URL string = scheduler.outputs.dashboardUrl
