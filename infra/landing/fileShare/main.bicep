metadata name = 'Landing: file share'
metadata description = 'An SMB share on solid state disks that is opened with Kerberos and reached through a private endpoint.'

@description('Required. The name of the account, unique in Azure.')
@minLength(3)
@maxLength(24)
param accountName string

@description('Required. The name of the share.')
@minLength(3)
@maxLength(63)
param shareName string

@description('Optional. The size of the share; it sets its speed as well.')
@minValue(100)
@maxValue(102400)
param sizeGiB int = 1024

@description('Optional. How data is replicated.')
@allowed([
  'Premium_LRS'
  'Premium_ZRS'
])
param skuName string = 'Premium_ZRS'

@description('Optional. Where users sign in: Entra Kerberos for hybrid identities, Entra Domain Services, or a domain that the account was joined to.')
@allowed([
  'AADKERB'
  'AADDS'
  'AD'
])
param directory string = 'AADKERB'

@description('Optional. What everybody who signs in may do; permissions of files narrow it further.')
@allowed([
  'None'
  'StorageFileDataSmbShareReader'
  'StorageFileDataSmbShareContributor'
  'StorageFileDataSmbShareElevatedContributor'
])
param defaultPermission string = 'None'

@description('Optional. Whether account keys work. Needed for as long as a tool mounts the share with a key.')
param allowSharedKeyAccess bool = false

@description('Optional. Whether it can be reached from outside of the virtual network.')
param allowPublicAccess bool = false

@description('Conditional. The id of the subnet for its private endpoint. Required unless allowPublicAccess.')
param endpointSubnetId string = ''

@description('Optional. The id of the private DNS zone of files; its name is not registered when empty.')
param privateDnsZoneId string = ''

@description('Optional. For how many days a deleted share can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 30

@description('Optional. The id of the Log Analytics workspace that takes its audit log; none when empty.')
param workspaceId string = ''

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resources.')
param tags object = {}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: accountName
  location: location
  tags: tags
  kind: 'FileStorage'
  sku: { name: skuName }
  properties: {
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: allowSharedKeyAccess
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: allowPublicAccess ? 'Enabled' : 'Disabled'
    supportsHttpsTrafficOnly: true
    azureFilesIdentityBasedAuthentication: {
      directoryServiceOptions: directory
      defaultSharePermission: defaultPermission
    }
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
    shareDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    protocolSettings: {
      smb: {
        versions: 'SMB3.1.1;'
        authenticationMethods: allowSharedKeyAccess ? 'NTLMv2;Kerberos;' : 'Kerberos;'
        kerberosTicketEncryption: 'AES-256;'
        channelEncryption: 'AES-128-GCM;AES-256-GCM;'
        multichannel: { enabled: true }
      }
    }
  }
}

resource share 'Microsoft.Storage/storageAccounts/fileServices/shares@2025-01-01' = {
  parent: files
  name: shareName
  properties: {
    enabledProtocols: 'SMB'
    shareQuota: sizeGiB
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = if (!empty(endpointSubnetId)) {
  name: 'pe-${accountName}-file'
  location: location
  tags: tags
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [{ name: 'file', properties: { privateLinkServiceId: account.id, groupIds: ['file'] } }]
  }

  resource zoneGroup 'privateDnsZoneGroups' = if (!empty(privateDnsZoneId)) {
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: 'file', properties: { privateDnsZoneId: privateDnsZoneId } }] }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(workspaceId)) {
  scope: files
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

@description('The name of the share.')
output shareName string = share.name

@description('Where its files are.')
output fileEndpoint string = account.properties.primaryEndpoints.file
