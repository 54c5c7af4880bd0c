metadata name = 'Identity'
metadata description = 'The identity that the app and its migrations run as.'

@description('Required. The name of the identity.')
param name string

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resource.')
param tags object = {}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('The id of the resource.')
output resourceId string = identity.id

@description('The client id, which code names the identity by.')
output clientId string = identity.properties.clientId

@description('The object id, which roles are given to.')
output principalId string = identity.properties.principalId
