metadata name = 'Role assignment'
metadata description = 'Gives an identity a role in a resource group.'

@description('Required. The object id of the identity.')
param principalId string

@description('Required. The id of the role.')
param roleDefinitionId string

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, principalId, roleDefinitionId)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleDefinitionId
  }
}
