metadata name = 'Landing: backup of a virtual machine'
metadata description = 'Has a Recovery Services vault back a virtual machine up.'

@description('Required. The name of the vault.')
param vaultName string

@description('Required. The name of the policy in the vault.')
param policyName string

@description('Required. The id of the machine.')
param machineId string

var group = split(machineId, '/')[4]
var machine = last(split(machineId, '/'))

resource vault 'Microsoft.RecoveryServices/vaults@2025-02-01' existing = {
  name: vaultName

  resource policy 'backupPolicies' existing = {
    name: policyName
  }
}

resource protectedItem 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems@2025-02-01' = {
  name: '${vaultName}/Azure/iaasvmcontainer;iaasvmcontainerv2;${group};${machine}/vm;iaasvmcontainerv2;${group};${machine}'
  properties: {
    protectedItemType: 'Microsoft.Compute/virtualMachines'
    policyId: vault::policy.id
    sourceResourceId: machineId
  }
}
