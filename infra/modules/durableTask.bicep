metadata name = 'Durable Task Scheduler'
metadata description = 'The scheduler and the task hub that hold the state of running orchestrations.'

@description('Required. The name of the scheduler.')
@minLength(3)
@maxLength(64)
param name string

@description('Required. The name of the task hub.')
param taskHubName string

@description('Optional. What the scheduler costs by: a capacity that is reserved, or each action.')
@allowed([
  'Consumption'
  'Dedicated'
])
param skuName string = 'Consumption'

@description('Optional. How many units of capacity are reserved; three keep running when a zone fails. Only for Dedicated.')
@minValue(1)
@maxValue(3)
param capacity int = 1

@description('Optional. Addresses that may reach the scheduler.')
param ipAllowlist array = ['0.0.0.0/0']

@description('Optional. For how many days ended orchestrations stay visible; Consumption keeps them for 30 at most. Running ones always stay.')
@minValue(1)
@maxValue(90)
param retentionDays int = 30

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resource.')
param tags object = {}

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    ipAllowlist: ipAllowlist
    sku: skuName == 'Dedicated' ? { name: skuName, capacity: capacity } : { name: skuName }
  }
}

resource taskHub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  name: taskHubName
}

resource retention 'Microsoft.DurableTask/schedulers/retentionPolicies@2025-11-01' = {
  parent: scheduler
  name: 'default'
  properties: {
    retentionPolicies: [{ retentionPeriodInDays: retentionDays }]
  }
}

@description('The name of the scheduler.')
output name string = scheduler.name

@description('The endpoint that workers and clients talk to.')
output endpoint string = scheduler.properties.endpoint

@description('The name of the task hub.')
output taskHubName string = taskHub.name

@description('The dashboard of the task hub.')
output dashboardUrl string = taskHub.properties.dashboardUrl
