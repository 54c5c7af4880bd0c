metadata name = 'Private endpoints'
metadata description = 'Private endpoints of the storage accounts and of the key vault.'

@description('Required. The id of the subnet that they are put into.')
param subnetId string

@description('Required. The ids of the private DNS zones by what they are for: blob, file, queue, table, vault.')
param zoneIds object

@description('Required. The id of the storage account.')
param storageAccountId string

@description('Required. The id of the account of the work share.')
param workAccountId string

@description('Required. The id of the key vault.')
param keyVaultId string

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resources.')
param tags object = {}

var endpoints = [
  { kind: 'blob', target: storageAccountId }
  { kind: 'file', target: workAccountId }
  { kind: 'queue', target: storageAccountId }
  { kind: 'table', target: storageAccountId }
  { kind: 'vault', target: keyVaultId }
]

resource privateEndpoints 'Microsoft.Network/privateEndpoints@2024-07-01' = [
  for endpoint in endpoints: {
    name: 'pe-${last(split(endpoint.target, '/'))}-${endpoint.kind}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [
        {
          name: endpoint.kind
          properties: {
            privateLinkServiceId: endpoint.target
            groupIds: [endpoint.kind]
          }
        }
      ]
    }
  }
]

resource zoneGroups 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-07-01' = [
  for (endpoint, index) in endpoints: {
    parent: privateEndpoints[index]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: endpoint.kind
          properties: { privateDnsZoneId: zoneIds[endpoint.kind] }
        }
      ]
    }
  }
]
