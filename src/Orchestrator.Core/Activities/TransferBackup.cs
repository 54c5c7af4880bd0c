using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Stores the backup in the backup store, proven by the store's own word. Never undone: a backup is evidence.</summary>
/// <param name="services">What every step needs.</param>
public sealed class TransferBackup(StepServices services) : MigrationActivity(services, Steps.TransferBackup)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Backup is not { } backup)
            return new("The plan names no backup store; the backup stays in the work folder.");
        var stored = new List<StoredBackup>();
        foreach (var component in scope.Plan.Data)
        {
            var name = BackupNames.Of(scope, component);
            stored.Add(await Adapters.Get<IBackupStore>(backup).PutAsync(backup, name, BackupFolder(scope, component), scope, cancellation));
        }

        return new($"Stored {stored.Sum(one => one.SizeBytes):N0} bytes in {stored.Sum(one => one.FileCount)} file(s).", await StoreEvidenceAsync(scope, stored, cancellation));
    }
}
