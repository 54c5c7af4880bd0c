metadata name = 'Landing: storage account'
metadata description = 'A storage account for blobs: identities only, nothing public, and what was deleted can be brought back.'

@description('Required. The name of the account, unique in Azure.')
@minLength(3)
@maxLength(24)
param name string

@description('Optional. The containers.')
param containers array = []

@description('Optional. How data is replicated.')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GRS'
  'Standard_GZRS'
])
param skuName string = 'Standard_ZRS'

@description('Optional. The tier of blobs that name none.')
@allowed([
  'Hot'
  'Cool'
  'Cold'
])
param accessTier string = 'Hot'

@description('Optional. Whether account keys work. Leave it: every adapter of ours signs in.')
param allowSharedKeyAccess bool = false

@description('Optional. Whether it can be reached from outside of the virtual network.')
param allowPublicAccess bool = false

@description('Conditional. The id of the subnet for its private endpoint. Required unless allowPublicAccess.')
param endpointSubnetId string = ''

@description('Optional. The id of the private DNS zone of blobs; its name is not registered when empty.')
param privateDnsZoneId string = ''

@description('Optional. For how many days what was deleted can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 30

@description('Optional. Keeps what is overwritten. Remove old versions with a lifecycle rule.')
param versioning bool = true

@description('Optional. The id of the Log Analytics workspace that takes its audit log; none when empty.')
param workspaceId string = ''

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resources.')
param tags object = {}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: skuName }
  properties: {
    accessTier: accessTier
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: allowSharedKeyAccess
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: allowPublicAccess ? 'Enabled' : 'Disabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: allowPublicAccess ? 'Allow' : 'Deny'
    }
    encryption: {
      keySource: 'Microsoft.Storage'
      requireInfrastructureEncryption: true
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: versioning
    deleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
  }
}

resource blobContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for container in containers: {
    parent: blobs
    name: container
    properties: { publicAccess: 'None' }
  }
]

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = if (!empty(endpointSubnetId)) {
  name: 'pe-${name}-blob'
  location: location
  tags: tags
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [{ name: 'blob', properties: { privateLinkServiceId: account.id, groupIds: ['blob'] } }]
  }

  resource zoneGroup 'privateDnsZoneGroups' = if (!empty(privateDnsZoneId)) {
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: 'blob', properties: { privateDnsZoneId: privateDnsZoneId } }] }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(workspaceId)) {
  scope: blobs
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

@description('The id of the account.')
output resourceId string = account.id

@description('The name of the account.')
output name string = account.name

@description('Where its blobs are.')
output blobEndpoint string = account.properties.primaryEndpoints.blob
