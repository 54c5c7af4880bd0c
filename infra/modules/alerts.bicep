metadata name = 'Alerts'
metadata description = 'What must wake people up: each rule looks for an event that the app logs.'

@description('Required. What the names of the rules begin with.')
param namePrefix string

@description('Required. The id of the Log Analytics workspace that takes the app\'s logs.')
param workspaceId string

@description('Optional. Who is mailed; nobody when empty.')
param email string = ''

@description('Optional. How long before a gate expires its approvers are reminded by an alert. No shorter than the plan\'s remindEvery, because a reminder is what is looked at.')
@minValue(1)
@maxValue(72)
param gateWarningHours int = 4

@description('Optional. From how many bytes on a lag that grows is worth an alert.')
@minValue(0)
param lagBytes int = 268435456

@description('Optional. The region.')
param location string = resourceGroup().location

@description('Optional. Tags of the resources.')
param tags object = {}

// The methods of src/Orchestrator.Core/Log.cs are the names of the events; the host prefixes what they carry.
var events = '''
AppTraces
| extend Event = tostring(Properties.EventName)
| extend Migration = coalesce(tostring(Properties.MigrationId), tostring(Properties.prop__MigrationId))
| extend Subject = coalesce(tostring(Properties.Event), tostring(Properties.prop__Event))
| extend Lag = coalesce(tolong(Properties.LagBytes), tolong(Properties.prop__LagBytes))
'''

var rules = [
  {
    name: 'needs-operator'
    title: 'A migration needs an operator'
    text: 'A step is held or an undo keeps failing. Look with: orchestrator status ID; then retry, skip or rollback.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT5M'
    query: '''
| where Event == 'PeopleNeeded' and Subject in ('Held', 'NeedsOperator')
| where Message !contains 'Going back is not possible any more' // has a rule of its own
'''
  }
  {
    name: 'gate-expires'
    title: 'A gate is about to expire'
    text: 'Nobody has decided yet. Look with: orchestrator report ID; then approve or reject.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT15M'
    query: format('''
| where Event == 'PeopleNeeded' and Subject == 'ApprovalNeeded'
| extend ExpiresAt = todatetime(extract(@'until (\S+ \S+Z)', 1, Message))
| where ExpiresAt < now() + {0}h
''', gateWarningHours)
  }
  {
    name: 'lag-grows'
    title: 'A target falls behind its source'
    text: 'The lag of an online migration was larger in the last quarter of an hour than in the one before. Look at the target\'s load and at the problems that the status names.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT30M'
    query: format('''
| where Event == 'SyncLag'
| summarize Before = avgif(Lag, TimeGenerated < ago(15m)), Now = avgif(Lag, TimeGenerated >= ago(15m)) by Migration
| where Now > Before and Now > {0}
''', lagBytes)
  }
  {
    name: 'way-back-broken'
    title: 'Going back would lose writes'
    text: 'The source does not follow the target any more. Mend what the status names, or finalize.'
    severity: 1
    frequency: 'PT15M'
    window: 'PT15M'
    query: '''
| where Event == 'PeopleNeeded' and Subject == 'Held' and Message contains 'Going back is not possible any more'
'''
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${namePrefix}-people'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'migrations'
    emailReceivers: empty(email) ? [] : [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource queries 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${namePrefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: rule.text
      severity: rule.severity
      enabled: true
      autoMitigate: false
      scopes: [workspaceId]
      evaluationFrequency: rule.frequency
      windowSize: rule.window
      skipQueryValidation: true // the tables of a new workspace come with its first telemetry
      criteria: {
        allOf: [
          {
            query: '${events}${rule.query}'
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            dimensions: [{ name: 'Migration', operator: 'Include', values: ['*'] }]
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

@description('The id of the action group, to which more receivers can be added.')
output actionGroupId string = people.id
