metadata name = 'Monitoring'
metadata description = 'Log Analytics, and Application Insights that only takes telemetry from identities.'

@description('Required. The name of the Log Analytics workspace.')
param workspaceName string

@description('Required. The name of the Application Insights component.')
param insightsName string

@description('Optional. For how many days logs are kept.')
@minValue(30)
@maxValue(730)
param retentionDays int = 90

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resources.')
param tags object = {}

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    features: { enableLogAccessUsingOnlyResourcePermissions: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

@description('The id of the workspace.')
output workspaceId string = workspace.id

@description('The name of the Application Insights component.')
output insightsName string = insights.name
