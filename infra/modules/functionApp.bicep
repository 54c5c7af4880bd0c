metadata name = 'Functions app'
metadata description = 'The app on Flex Consumption, its settings and its authentication.'

@description('Required. The name of the app.')
param name string

@description('Required. The name of the plan.')
param planName string

@description('Required. The id of the identity that it runs as.')
param identityId string

@description('Required. The client id of the identity.')
param identityClientId string

@description('Required. The name of the storage account.')
param storageAccountName string

@description('Required. The container that packages are deployed to.')
param deploymentContainerName string

@description('Required. The name of the account of the work share.')
param workAccountName string

@description('Required. The name of the work share.')
param workShareName string

@description('Required. Where the key vault keeps the key of that account.')
param workKeyUri string

@description('Required. The name of the Application Insights component.')
param insightsName string

@description('Required. The endpoint of the Durable Task Scheduler.')
param schedulerEndpoint string

@description('Required. The name of the task hub.')
param taskHubName string

@description('Required. The application (client) id of the Entra app registration that callers ask tokens for.')
param entraClientId string

@description('Optional. The blob endpoint of the account that backups are stored in; the account of the app when empty.')
param backupBlobServiceUri string = ''

@description('Optional. The subnet that the app reaches others from; none when empty.')
param subnetId string = ''

@description('Optional. The memory of an instance.')
@allowed([
  512
  2048
  4096
])
param instanceMemoryMB int = 2048

@description('Optional. To how many instances it may scale out.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Optional. More settings of the app.')
param appSettings object = {}

@description('Optional. More shares to mount, by name: type, accountName, shareName, mountPath, and accessKey as @AppSettingRef(NAME).')
param mounts object = {}

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resources.')
param tags object = {}

var blobEndpoint = account.properties.primaryEndpoints.blob
var workFolder = '/mounts/work'
var backupEndpoint = empty(backupBlobServiceUri) ? blobEndpoint : backupBlobServiceUri

// What the Functions host reads.
var hostSettings = {
  AzureWebJobsStorage__blobServiceUri: blobEndpoint
  AzureWebJobsStorage__queueServiceUri: account.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: account.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
}

// What host.json refers to.
var durableSettings = {
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
  TASKHUB_NAME: taskHubName
}

// What src/Orchestrator.Functions/FunctionsOptions.cs reads; AZURE_CLIENT_ID makes the default credential of every adapter this identity.
var ownSettings = {
  AZURE_CLIENT_ID: identityClientId
  Orchestrator__Ledger: blobEndpoint
  Orchestrator__LedgerContainer: 'ledger'
  Orchestrator__WorkFolder: workFolder
  BACKUP_STORE: backupEndpoint // so that plans can say: connection: env:BACKUP_STORE
  Orchestrator__AllowedEnvironment__0: 'BACKUP_STORE'
  WORK_SHARE: '@Microsoft.KeyVault(SecretUri=${workKeyUri})' // for the mount only
}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageAccountName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      ftpsState: 'Disabled'
      http20Enabled: true
      minTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${blobEndpoint}${deploymentContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: [{ name: 'durable', instanceCount: 1 }] // timers of waiting migrations find somebody at home
      }
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(appSettings, hostSettings, durableSettings, ownSettings)
  }

  resource shares 'config' = {
    name: 'azurestorageaccounts'
    properties: union(mounts, {
      work: {
        type: 'AzureFiles'
        accountName: workAccountName
        shareName: workShareName
        mountPath: workFolder
        accessKey: '@AppSettingRef(WORK_SHARE)'
      }
    })
    dependsOn: [settings] // the key is looked up in them
  }

  // Callers bring a token of the registration; the app roles in it say what they may do.
  resource authentication 'config' = {
    name: 'authsettingsV2'
    properties: {
      platform: { enabled: true }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'Return401'
        // The pages hold no data; the app sends who is not signed in to the platform's own sign-in.
        excludedPaths: ['/healthz', '/dashboard', '/dashboard/*']
      }
      httpSettings: { requireHttps: true }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: entraClientId
            openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
          }
          validation: { allowedAudiences: [entraClientId, 'api://${entraClientId}'] }
        }
      }
      login: { tokenStore: { enabled: false } }
    }
  }
}

resource noPublishingByFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource noPublishingByPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

@description('The name of the app.')
output name string = app.name

@description('The address of the API.')
output uri string = 'https://${app.properties.defaultHostName}'
