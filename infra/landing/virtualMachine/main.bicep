metadata name = 'Landing: virtual machine'
metadata description = 'A virtual machine without a public address, from an image or from a disk that was migrated.'

@description('Required. The name of the machine.')
@minLength(1)
@maxLength(64)
param name string

@description('Required. The id of the subnet that it is put into.')
param subnetId string

@description('Optional. The operating system.')
@allowed([
  'Linux'
  'Windows'
])
param osType string = 'Linux'

@description('Optional. The size; it must support encryption at host and generation 2.')
param size string = 'Standard_D2s_v5'

@description('Optional. The availability zone; none when empty.')
@allowed([
  ''
  '1'
  '2'
  '3'
])
param zone string = '1'

@description('Conditional. The id of a managed disk with an operating system, in the same zone. Required without an image.')
param osDiskId string = ''

@description('Conditional. The image: publisher, offer, sku and version, or id. Required without osDiskId.')
param image object = {}

@description('Conditional. The name of the administrator. Required with an image.')
param adminUsername string = ''

@description('Conditional. The public key of the administrator. Required with an image of Linux.')
param sshPublicKey string = ''

@description('Conditional. The password of the administrator. Required with an image of Windows.')
@secure()
param adminPassword string = ''

@description('Optional. Ids of managed disks with data, in the order of their unit numbers.')
param dataDiskIds array = []

@description('Optional. How the disk of an image is stored.')
@allowed([
  'Premium_LRS'
  'Premium_ZRS'
  'StandardSSD_LRS'
  'StandardSSD_ZRS'
])
param osDiskSku string = 'Premium_LRS'

@description('Optional. Encrypts caches and temporary disks as well. The subscription must have the feature Microsoft.Compute/EncryptionAtHost.')
param encryptionAtHost bool = true

@description('Optional. Secure boot and a virtual TPM. Set it to false for disks of generation 1, and for drivers that are not signed.')
param trustedLaunch bool = true

@description('Optional. The address in the subnet; any when empty.')
param privateIPAddress string = ''

@description('Optional. The id of a network security group of the interface, in addition to the subnet\'s.')
param networkSecurityGroupId string = ''

@description('Optional. The id of the Recovery Services vault that backs the machine up; none when empty.')
param backupVaultId string = ''

@description('Optional. The name of the backup policy in that vault.')
param backupPolicyName string = 'EnhancedPolicy'

@description('Optional. The id of the Log Analytics workspace that takes its metrics; none when empty.')
param workspaceId string = ''

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resources.')
param tags object = {}

var isFromDisk = !empty(osDiskId)

var linux = {
  disablePasswordAuthentication: true
  ssh: { publicKeys: [{ path: '/home/${adminUsername}/.ssh/authorized_keys', keyData: sshPublicKey }] }
  patchSettings: { patchMode: 'AutomaticByPlatform', assessmentMode: 'AutomaticByPlatform' }
}

var windows = {
  enableAutomaticUpdates: true
  patchSettings: { patchMode: 'AutomaticByPlatform', assessmentMode: 'AutomaticByPlatform' }
}

resource networkInterface 'Microsoft.Network/networkInterfaces@2024-07-01' = {
  name: 'nic-${name}'
  location: location
  tags: tags
  properties: {
    ipConfigurations: [
      {
        name: 'private'
        properties: {
          subnet: { id: subnetId }
          privateIPAllocationMethod: empty(privateIPAddress) ? 'Dynamic' : 'Static'
          privateIPAddress: empty(privateIPAddress) ? null : privateIPAddress
        }
      }
    ]
    networkSecurityGroup: empty(networkSecurityGroupId) ? null : { id: networkSecurityGroupId }
  }
}

resource machine 'Microsoft.Compute/virtualMachines@2024-11-01' = {
  name: name
  location: location
  tags: tags
  zones: empty(zone) ? null : [zone]
  identity: { type: 'SystemAssigned' }
  properties: {
    hardwareProfile: { vmSize: size }
    securityProfile: {
      encryptionAtHost: encryptionAtHost
      securityType: trustedLaunch ? 'TrustedLaunch' : null
      uefiSettings: trustedLaunch ? { secureBootEnabled: true, vTpmEnabled: true } : null
    }
    storageProfile: {
      imageReference: isFromDisk ? null : image
      osDisk: isFromDisk
        ? { createOption: 'Attach', osType: osType, managedDisk: { id: osDiskId }, deleteOption: 'Detach' }
        : { createOption: 'FromImage', osType: osType, managedDisk: { storageAccountType: osDiskSku }, deleteOption: 'Delete' }
      dataDisks: [
        for (diskId, unit) in dataDiskIds: {
          lun: unit
          createOption: 'Attach'
          managedDisk: { id: diskId }
          deleteOption: 'Detach'
        }
      ]
    }
    osProfile: isFromDisk
      ? null
      : {
          computerName: take(name, osType == 'Windows' ? 15 : 64)
          adminUsername: adminUsername
          adminPassword: osType == 'Windows' ? adminPassword : null
          linuxConfiguration: osType == 'Linux' ? linux : null
          windowsConfiguration: osType == 'Windows' ? windows : null
        }
    networkProfile: {
      networkInterfaces: [{ id: networkInterface.id, properties: { primary: true, deleteOption: 'Delete' } }]
    }
    diagnosticsProfile: { bootDiagnostics: { enabled: true } }
  }
}

module backup 'backup.bicep' = if (!empty(backupVaultId)) {
  scope: resourceGroup(split(backupVaultId, '/')[?2] ?? subscription().subscriptionId, split(backupVaultId, '/')[?4] ?? resourceGroup().name)
  params: {
    vaultName: last(split(backupVaultId, '/'))
    policyName: backupPolicyName
    machineId: machine.id
  }
}

resource metrics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(workspaceId)) {
  scope: machine
  name: 'metrics'
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('The id of the machine.')
output resourceId string = machine.id

@description('The name of the machine.')
output name string = machine.name

@description('Its address in the subnet.')
output privateIPAddress string = networkInterface.properties.ipConfigurations[0].properties.privateIPAddress

@description('The object id of its identity.')
output principalId string = machine.identity.principalId
