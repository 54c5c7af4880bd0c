metadata name = 'Landing zone access'
metadata description = 'What migrations may do in a subscription, as a role of its own. Deploy it once in each subscription that workloads leave or land in.'

targetScope = 'subscription'

@description('Required. The object id of the identity of the app: its output ORCHESTRATOR_PRINCIPAL_ID.')
@minLength(36)
@maxLength(36)
param principalId string

@description('Optional. The resource groups that the role is given in; the whole subscription when empty.')
param resourceGroupNames array = []

@description('Optional. Stop, start and run commands in virtual machines.')
param allowCompute bool = true

@description('Optional. Copy disks, and make virtual machines of them.')
param allowDisks bool = false

@description('Optional. Deploy templates. What a template contains needs its own actions: see templateActions.')
param allowDeployments bool = false

@description('Optional. Make resource groups for templates, and remove those that a migration made. Only with allowDeployments, and without resourceGroupNames.')
param allowResourceGroups bool = false

@description('Optional. What the templates may contain, as actions; by default what infra/landing deploys. Only with allowDeployments.')
param templateActions array = [
  'Microsoft.Compute/virtualMachines/read'
  'Microsoft.Compute/virtualMachines/write'
  'Microsoft.Compute/virtualMachines/delete'
  'Microsoft.Compute/disks/read'
  'Microsoft.Compute/disks/write'
  'Microsoft.Compute/disks/delete'
  'Microsoft.DBforPostgreSQL/flexibleServers/*'
  'Microsoft.Insights/diagnosticSettings/*'
  'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
  'Microsoft.ManagedIdentity/userAssignedIdentities/read'
  'Microsoft.Network/networkInterfaces/read'
  'Microsoft.Network/networkInterfaces/write'
  'Microsoft.Network/networkInterfaces/delete'
  'Microsoft.Network/networkInterfaces/join/action'
  'Microsoft.Network/networkSecurityGroups/join/action'
  'Microsoft.Network/privateDnsZones/join/action'
  'Microsoft.Network/privateDnsZones/read'
  'Microsoft.Network/privateEndpoints/*'
  'Microsoft.Network/virtualNetworks/subnets/join/action'
  'Microsoft.Network/virtualNetworks/subnets/read'
  'Microsoft.OperationalInsights/workspaces/read'
  'Microsoft.OperationalInsights/workspaces/sharedKeys/action'
  'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/*'
  'Microsoft.RecoveryServices/vaults/backupPolicies/read'
  'Microsoft.RecoveryServices/vaults/read'
  'Microsoft.Storage/storageAccounts/read'
  'Microsoft.Storage/storageAccounts/write'
  'Microsoft.Storage/storageAccounts/delete'
  'Microsoft.Storage/storageAccounts/blobServices/*'
  'Microsoft.Storage/storageAccounts/fileServices/*'
  'Microsoft.Web/serverfarms/read'
  'Microsoft.Web/serverfarms/write'
  'Microsoft.Web/serverfarms/delete'
  'Microsoft.Web/serverfarms/join/action'
  'Microsoft.Web/sites/*'
]

@description('Optional. Change records of DNS zones.')
param allowDns bool = false

@description('Optional. Change Traffic Manager profiles.')
param allowTrafficManager bool = false

@description('Optional. Change values in App Configuration.')
param allowAppConfiguration bool = false

@description('Optional. Drive the server replication of Azure Migrate and Site Recovery.')
param allowReplication bool = false

@description('Optional. Order Data Boxes and watch them.')
param allowDataBox bool = false

@description('Optional. Run the jobs of a Storage Mover.')
param allowStorageMover bool = false

@description('Optional. Read, write and delete files and folders of Azure Files, whatever protects single ones.')
param allowFileShares bool = false

var replicated = 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers'

var compute = [
  'Microsoft.Compute/virtualMachines/read'
  'Microsoft.Compute/virtualMachines/instanceView/read'
  'Microsoft.Compute/virtualMachines/start/action'
  'Microsoft.Compute/virtualMachines/powerOff/action'
  'Microsoft.Compute/virtualMachines/deallocate/action'
  'Microsoft.Compute/virtualMachines/runCommand/action'
  'Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action'
  'Microsoft.Compute/locations/operations/read'
]

var disks = [
  'Microsoft.Compute/disks/read'
  'Microsoft.Compute/disks/write'
  'Microsoft.Compute/disks/delete'
  'Microsoft.Compute/disks/beginGetAccess/action'
  'Microsoft.Compute/disks/endGetAccess/action'
  'Microsoft.Compute/snapshots/read'
  'Microsoft.Compute/snapshots/write'
  'Microsoft.Compute/snapshots/delete'
  'Microsoft.Compute/snapshots/beginGetAccess/action'
  'Microsoft.Compute/snapshots/endGetAccess/action'
  'Microsoft.Compute/virtualMachines/read'
  'Microsoft.Compute/virtualMachines/instanceView/read'
  'Microsoft.Compute/virtualMachines/write'
  'Microsoft.Compute/virtualMachines/delete'
  'Microsoft.Network/networkInterfaces/read'
  'Microsoft.Network/networkInterfaces/write'
  'Microsoft.Network/networkInterfaces/delete'
  'Microsoft.Network/networkInterfaces/join/action'
  'Microsoft.Network/virtualNetworks/subnets/join/action'
  'Microsoft.Compute/locations/diskOperations/read'
  'Microsoft.Compute/locations/operations/read'
]

var deployments = [
  'Microsoft.Resources/deployments/read'
  'Microsoft.Resources/deployments/write'
  'Microsoft.Resources/deployments/delete'
  'Microsoft.Resources/deployments/cancel/action'
  'Microsoft.Resources/deployments/validate/action'
  'Microsoft.Resources/deployments/whatIf/action'
  'Microsoft.Resources/deployments/exportTemplate/action'
  'Microsoft.Resources/deployments/operations/read'
  'Microsoft.Resources/deployments/operationstatuses/read'
  'Microsoft.Resources/subscriptions/resourceGroups/read'
  'Microsoft.Resources/subscriptions/resourceGroups/resources/read'
  'Microsoft.Resources/subscriptions/operationresults/read'
  'Microsoft.Resources/subscriptions/providers/read'
  'Microsoft.Resources/tags/read'
  'Microsoft.Resources/tags/write'
  'Microsoft.Resources/templateSpecs/read'
  'Microsoft.Resources/templateSpecs/versions/read'
]

var resourceGroups = [
  'Microsoft.Resources/subscriptions/resourceGroups/write'
  'Microsoft.Resources/subscriptions/resourceGroups/delete'
]

var dns = [
  'Microsoft.Network/dnsZones/A/read'
  'Microsoft.Network/dnsZones/A/write'
  'Microsoft.Network/dnsZones/AAAA/read'
  'Microsoft.Network/dnsZones/AAAA/write'
  'Microsoft.Network/dnsZones/CNAME/read'
  'Microsoft.Network/dnsZones/CNAME/write'
]

var trafficManager = [
  'Microsoft.Network/trafficManagerProfiles/read'
  'Microsoft.Network/trafficManagerProfiles/write'
  'Microsoft.Network/trafficManagerProfiles/azureEndpoints/read'
  'Microsoft.Network/trafficManagerProfiles/azureEndpoints/write'
  'Microsoft.Network/trafficManagerProfiles/externalEndpoints/read'
  'Microsoft.Network/trafficManagerProfiles/externalEndpoints/write'
  'Microsoft.Network/trafficManagerProfiles/nestedEndpoints/read'
  'Microsoft.Network/trafficManagerProfiles/nestedEndpoints/write'
]

var replication = [
  'Microsoft.Compute/disks/read'
  'Microsoft.Compute/disks/write'
  'Microsoft.Compute/disks/delete'
  'Microsoft.Compute/locations/operations/read'
  'Microsoft.Compute/virtualMachines/read'
  'Microsoft.Compute/virtualMachines/write'
  'Microsoft.Compute/virtualMachines/delete'
  'Microsoft.Compute/virtualMachines/deallocate/action'
  'Microsoft.Migrate/migrateProjects/read'
  'Microsoft.Network/networkInterfaces/read'
  'Microsoft.Network/networkInterfaces/write'
  'Microsoft.Network/networkInterfaces/delete'
  'Microsoft.Network/networkInterfaces/join/action'
  'Microsoft.Network/virtualNetworks/read'
  'Microsoft.Network/virtualNetworks/subnets/join/action'
  'Microsoft.Network/virtualNetworks/subnets/read'
  'Microsoft.RecoveryServices/vaults/read'
  'Microsoft.RecoveryServices/vaults/replicationFabrics/read'
  'Microsoft.RecoveryServices/vaults/replicationJobs/read'
  'Microsoft.RecoveryServices/vaults/replicationOperationStatus/read'
  'Microsoft.RecoveryServices/vaults/replicationPolicies/read'
  'Microsoft.RecoveryServices/vaults/replicationProtectedItems/read'
  'Microsoft.Resources/subscriptions/resourceGroups/read'
  'Microsoft.Storage/storageAccounts/read'
  '${replicated}/read'
  '${replicated}/operationresults/read'
  '${replicated}/replicationProtectionContainerMappings/read'
  '${replicated}/switchprotection/action'
  '${replicated}/replicationMigrationItems/read'
  '${replicated}/replicationMigrationItems/write'
  '${replicated}/replicationMigrationItems/delete'
  '${replicated}/replicationMigrationItems/migrate/action'
  '${replicated}/replicationMigrationItems/testMigrate/action'
  '${replicated}/replicationMigrationItems/testMigrateCleanup/action'
  '${replicated}/replicationMigrationItems/resync/action'
  '${replicated}/replicationMigrationItems/migrationRecoveryPoints/read'
  '${replicated}/replicationMigrationItems/operationresults/read'
  '${replicated}/replicationProtectedItems/read'
  '${replicated}/replicationProtectedItems/write'
  '${replicated}/replicationProtectedItems/remove/action'
  '${replicated}/replicationProtectedItems/unplannedFailover/action'
  '${replicated}/replicationProtectedItems/testFailover/action'
  '${replicated}/replicationProtectedItems/testFailoverCleanup/action'
  '${replicated}/replicationProtectedItems/failoverCommit/action'
  '${replicated}/replicationProtectedItems/recoveryPoints/read'
  '${replicated}/replicationProtectedItems/operationresults/read'
]

var dataBox = [
  'Microsoft.DataBox/jobs/read'
  'Microsoft.DataBox/jobs/write'
  'Microsoft.DataBox/jobs/delete'
  'Microsoft.DataBox/jobs/cancel/action'
  'Microsoft.DataBox/locations/operationResults/read'
]

var storageMover = [
  'Microsoft.StorageMover/storageMovers/read'
  'Microsoft.StorageMover/storageMovers/agents/read'
  'Microsoft.StorageMover/storageMovers/endpoints/read'
  'Microsoft.StorageMover/storageMovers/projects/read'
  'Microsoft.StorageMover/storageMovers/projects/write'
  'Microsoft.StorageMover/storageMovers/projects/jobDefinitions/read'
  'Microsoft.StorageMover/storageMovers/projects/jobDefinitions/write'
  'Microsoft.StorageMover/storageMovers/projects/jobDefinitions/delete'
  'Microsoft.StorageMover/storageMovers/projects/jobDefinitions/startJob/action'
  'Microsoft.StorageMover/storageMovers/projects/jobDefinitions/stopJob/action'
  'Microsoft.StorageMover/storageMovers/projects/jobDefinitions/jobRuns/read'
]

var actions = union(
  allowCompute ? compute : [],
  allowDisks ? disks : [],
  allowDeployments ? union(deployments, templateActions) : [],
  allowDeployments && allowResourceGroups ? resourceGroups : [],
  allowDns ? dns : [],
  allowTrafficManager ? trafficManager : [],
  allowAppConfiguration ? ['Microsoft.AppConfiguration/configurationStores/read'] : [],
  allowReplication ? replication : [],
  allowDataBox ? dataBox : [],
  allowStorageMover ? storageMover : []
)

var configuration = [
  'Microsoft.AppConfiguration/configurationStores/keyValues/read'
  'Microsoft.AppConfiguration/configurationStores/keyValues/write'
  'Microsoft.AppConfiguration/configurationStores/keyValues/delete'
]

var fileShares = [
  'Microsoft.Storage/storageAccounts/fileServices/fileshares/files/read'
  'Microsoft.Storage/storageAccounts/fileServices/fileshares/files/write'
  'Microsoft.Storage/storageAccounts/fileServices/fileshares/files/delete'
  'Microsoft.Storage/storageAccounts/fileServices/readFileBackupSemantics/action'
  'Microsoft.Storage/storageAccounts/fileServices/writeFileBackupSemantics/action'
]

var dataActions = union(allowAppConfiguration ? configuration : [], allowFileShares ? fileShares : [])

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, principalId, 'orchestrator-migrations')
  properties: {
    roleName: 'Orchestrator migrations ${take(uniqueString(subscription().id, principalId), 6)}'
    description: 'What the steps of migrations and their undos do, and nothing else.'
    type: 'CustomRole'
    permissions: [
      {
        actions: actions
        notActions: []
        dataActions: dataActions
        notDataActions: []
      }
    ]
    assignableScopes: [subscription().id]
  }
}

resource everywhere 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (empty(resourceGroupNames)) {
  name: guid(subscription().id, principalId, role.id)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: role.id
  }
}

module inGroups 'roleAssignment.bicep' = [
  for groupName in resourceGroupNames: {
    scope: resourceGroup(groupName)
    params: {
      principalId: principalId
      roleDefinitionId: role.id
    }
  }
]

@description('The id of the role.')
output roleDefinitionId string = role.id
