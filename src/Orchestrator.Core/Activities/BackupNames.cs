using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Under which names backups are stored.</summary>
internal static class BackupNames
{
    /// <summary>The name of a component's backup, derived from the migration so that every run finds the same.</summary>
    public static string Of(StepScope scope, DataComponent component) => $"{scope.MigrationId}/{component.Name}";
}
