metadata name = 'Landing: PostgreSQL flexible server'
metadata description = 'PostgreSQL in a virtual network, signed in to with Entra, with a standby in another zone and ready to be followed.'

@description('Required. The name of the server, unique in Azure.')
@minLength(3)
@maxLength(63)
param name string

@description('Required. The id of a subnet delegated to Microsoft.DBforPostgreSQL/flexibleServers.')
param delegatedSubnetId string

@description('Required. The id of a private DNS zone that is linked to the network; its name ends in .postgres.database.azure.com.')
param privateDnsZoneId string

@description('Required. The administrators: objectId, principalName and principalType (User, Group or ServicePrincipal).')
param administrators array

@description('Optional. The major version; not older than that of the source.')
@allowed([
  '13'
  '14'
  '15'
  '16'
  '17'
])
param version string = '17'

@description('Optional. The size.')
param skuName string = 'Standard_D2ds_v5'

@description('Optional. The tier of the size.')
@allowed([
  'Burstable'
  'GeneralPurpose'
  'MemoryOptimized'
])
param tier string = 'GeneralPurpose'

@description('Optional. The storage; it grows by itself.')
@allowed([
  32
  64
  128
  256
  512
  1024
  2048
  4096
  8192
  16384
  32767
])
param storageSizeGB int = 128

@description('Optional. The zone of the server.')
@allowed([
  '1'
  '2'
  '3'
])
param zone string = '1'

@description('Optional. Where a standby runs; Burstable has none.')
@allowed([
  'Disabled'
  'SameZone'
  'ZoneRedundant'
])
param highAvailability string = 'ZoneRedundant'

@description('Optional. The zone of a standby in another zone.')
@allowed([
  '1'
  '2'
  '3'
])
param standbyZone string = '2'

@description('Optional. For how many days one can go back in time.')
@minValue(7)
@maxValue(35)
param backupRetentionDays int = 14

@description('Optional. Keeps backups in the paired region as well. Cannot be changed later.')
param geoRedundantBackup bool = false

@description('Optional. Lets roles of the database have passwords, which applications that cannot ask for tokens need.')
param allowPasswords bool = false

@description('Conditional. The administrator with a password. Required with allowPasswords.')
param administratorLogin string = ''

@description('Conditional. The password of the administrator. Required with allowPasswords.')
@secure()
param administratorPassword string = ''

@description('Optional. Lets other servers follow this one, and this one follow others: online migrations need it on both sides.')
param logicalReplication bool = true

@description('Optional. Extensions that databases may create.')
param extensions array = []

@description('Optional. More configurations, by name.')
param configurations object = {}

@description('Optional. The databases.')
param databases array = []

@description('Optional. The id of the Log Analytics workspace that takes its logs; none when empty.')
param workspaceId string = ''

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resource.')
param tags object = {}

var following = {
  wal_level: 'logical'
  max_replication_slots: '20'
  max_wal_senders: '20'
  max_logical_replication_workers: '16'
  max_worker_processes: '32'
}

var allConfigurations = union(
  { ssl_min_protocol_version: 'TLSv1.2' },
  logicalReplication ? following : {},
  empty(extensions) ? {} : { 'azure.extensions': join(extensions, ',') },
  configurations
)

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: skuName, tier: tier }
  properties: {
    version: version
    createMode: 'Default'
    administratorLogin: allowPasswords ? administratorLogin : null
    administratorLoginPassword: allowPasswords ? administratorPassword : null
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: allowPasswords ? 'Enabled' : 'Disabled'
      tenantId: tenant().tenantId
    }
    availabilityZone: zone
    highAvailability: {
      mode: highAvailability
      standbyAvailabilityZone: highAvailability == 'ZoneRedundant' ? standbyZone : null
    }
    backup: {
      backupRetentionDays: backupRetentionDays
      geoRedundantBackup: geoRedundantBackup ? 'Enabled' : 'Disabled'
    }
    storage: { storageSizeGB: storageSizeGB, autoGrow: 'Enabled' }
    network: {
      delegatedSubnetResourceId: delegatedSubnetId
      privateDnsZoneArmResourceId: privateDnsZoneId
      publicNetworkAccess: 'Disabled'
    }
  }
}

// A server is changed by one deployment at a time, hence the batches and the order.
@batchSize(1)
resource settings 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2024-08-01' = [
  for setting in items(allConfigurations): {
    parent: server
    name: setting.key
    properties: { value: setting.value, source: 'user-override' }
  }
]

@batchSize(1)
resource admins 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = [
  for administrator in administrators: {
    parent: server
    name: administrator.objectId
    properties: {
      principalName: administrator.principalName
      principalType: administrator.principalType
      tenantId: tenant().tenantId
    }
    dependsOn: [settings]
  }
]

@batchSize(1)
resource serverDatabases 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = [
  for database in databases: {
    parent: server
    name: database
    dependsOn: [admins]
  }
]

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(workspaceId)) {
  scope: server
  name: 'logs'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('The id of the server.')
output resourceId string = server.id

@description('The name of the server.')
output name string = server.name

@description('The name of its host.')
output hostName string = server.properties.fullyQualifiedDomainName
