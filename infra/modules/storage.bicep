metadata name = 'Storage'
metadata description = 'The storage account of the app: deployment packages, the ledger with the reports, and backups. Identities only, no shared keys.'

@description('Required. The name of the account.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. The id of the Log Analytics workspace that takes the logs of reads and writes.')
param workspaceId string

@description('Optional. Whether the account can be reached from outside of the virtual network.')
param allowPublicAccess bool = true

@description('Optional. How data is replicated.')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GZRS'
])
param skuName string = 'Standard_ZRS'

@description('Optional. For how many days what was deleted can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 14

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resource.')
param tags object = {}

var deploymentContainer = 'deployment'
var containers = [deploymentContainer, 'ledger', 'backups']

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: skuName }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
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

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
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

@description('The container that packages of the app are deployed to.')
output deploymentContainerName string = deploymentContainer
