metadata name = 'Key vault'
metadata description = 'Holds the secrets that plans name; roles decide who may read them.'

@description('Required. The name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. The id of the Log Analytics workspace that takes the audit log.')
param workspaceId string

@description('Optional. Whether the vault can be reached from outside of the virtual network.')
param allowPublicAccess bool = true

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resource.')
param tags object = {}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: allowPublicAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: allowPublicAccess ? 'Allow' : 'Deny'
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

@description('The id of the vault.')
output resourceId string = vault.id

@description('The name of the vault.')
output name string = vault.name

@description('The address of the vault.')
output uri string = vault.properties.vaultUri
