using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Brings the stored backup to the target and restores it. Undone together with the target.</summary>
/// <param name="services">What every step needs.</param>
public sealed class RestoreTarget(StepServices services) : MigrationActivity(services, Steps.RestoreTarget)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        long sizeBytes = 0;
        foreach (var component in scope.Plan.Data)
        {
            var folder = await FetchAsync(component, scope, cancellation);
            sizeBytes += (await DataAdapter(component).RestoreAsync(component, folder, scope, cancellation)).SizeBytes;
        }

        return new($"Restored {sizeBytes:N0} bytes.");
    }

    // Restored from the store and not from the work folder: this proves that the stored backup is good.
    private async Task<string> FetchAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Backup is not { } backup)
            return BackupFolder(scope, component);
        var folder = Services.Workspace.Ensure($"{scope.WorkFolder}/restore/{component.Name}");
        await Adapters.Get<IBackupStore>(backup).GetAsync(backup, BackupNames.Of(scope, component), folder, scope, cancellation);
        return folder;
    }
}
