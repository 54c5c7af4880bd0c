metadata name = 'Work share'
metadata description = 'The folder that steps share: Azure Files in an account of its own, because functions can mount shares with a key only. The key goes into the key vault and nowhere else.'

@description('Required. The name of the account.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. The name of the key vault that keeps the key of the account.')
param keyVaultName string

@description('Optional. Whether the account can be reached from outside of the virtual network.')
param allowPublicAccess bool = true

@description('Optional. How much steps may leave on the way, for example one backup of each migration that runs.')
@minValue(1)
@maxValue(102400)
param sizeGiB int = 5120

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resources.')
param tags object = {}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: true
    largeFileSharesState: 'Enabled'
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

resource files 'Microsoft.Storage/storageAccounts/fileServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    protocolSettings: { smb: { versions: 'SMB3.1.1;', channelEncryption: 'AES-128-GCM;AES-256-GCM;' } }
  }
}

resource share 'Microsoft.Storage/storageAccounts/fileServices/shares@2025-01-01' = {
  parent: files
  name: 'work'
  properties: {
    enabledProtocols: 'SMB'
    accessTier: 'TransactionOptimized'
    shareQuota: sizeGiB
  }
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: keyVaultName
}

resource key 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'work-share'
  properties: { value: account.listKeys().keys[0].value }
}

@description('The id of the account.')
output resourceId string = account.id

@description('The name of the account.')
output accountName string = account.name

@description('The name of the share.')
output shareName string = share.name

@description('Where the key vault keeps the key.')
output keyUri string = key.properties.secretUri
