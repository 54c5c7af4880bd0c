using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Keeps the last status for the report, frees the workload, and tidies what is no longer needed.</summary>
/// <param name="services">What every step needs.</param>
public sealed class CloseMigration(StepServices services)
{
    /// <summary>Registers the activity.</summary>
    /// <param name="registry">The registry of the host.</param>
    public void Register(DurableRegistry registry) => registry.AddActivity<CloseRequest, bool>(nameof(CloseMigration), RunAsync);

    private async Task<bool> RunAsync(ActivityRun run, CloseRequest request, CancellationToken cancellation)
    {
        var (id, status) = (run.InstanceId, request.Status);
        await services.Ledger.WriteDocumentAsync(id, MigrationDocuments.Status, DurableJson.Write(status)!, cancellation);
        if (status.State == MigrationState.Completed)
            await services.Ledger.WriteDocumentAsync(MigrationDocuments.Workload(status.Workload), MigrationDocuments.Durations, DurationsOf(status), cancellation);
        await services.Ledger.AppendAsync(Entry(id, status), cancellation);
        await RemoveExpiredBackupsAsync(id, request.Input, cancellation);
        await SettleTrafficAsync(id, request.Input, cancellation);
        Tidy(id, status);
        await services.Ledger.ReleaseAsync(MigrationDocuments.Workload(status.Workload), id, cancellation);
        return true;
    }

    // Housekeeping: a store that is down now is asked again by the next migration that ends.
    private async Task RemoveExpiredBackupsAsync(string id, MigrationInput input, CancellationToken cancellation)
    {
        if (input.Plan.Backup is not { } backup)
            return;
        var scope = StepExecution.CreateScope(services, id, "close", input);
        try
        {
            await services.Adapters.Get<IBackupStore>(backup).RemoveExpiredAsync(backup, services.Time.GetUtcNow(), scope, cancellation);
        }
        catch (Exception error) when (error is AdapterException or OperationPendingException)
        {
            Log.RetentionFailed(services.Logger, id, services.Secrets.Redact(error.Message));
        }
    }

    // Users are where they should be; a migration does not stay open for how long names are cached.
    private async Task SettleTrafficAsync(string id, MigrationInput input, CancellationToken cancellation)
    {
        try
        {
            await services.Adapters.SettleTrafficAsync(StepExecution.CreateScope(services, id, "close", input), cancellation);
        }
        catch (Exception error) when (error is AdapterException or OperationPendingException)
        {
            Log.TrafficNotSettled(services.Logger, id, services.Secrets.Redact(error.Message));
        }
    }

    private LedgerEntry Entry(string id, MigrationStatus status) =>
        new(id, "closed", "state", services.Time.GetUtcNow(), "orchestrator", $"It ended as {status.State}. {status.Error}".TrimEnd());

    // A backup that is not in a store is all there is of the source's last state: it is kept unless the migration completed.
    private void Tidy(string id, MigrationStatus status)
    {
        var folder = services.Workspace.FolderOf(id);
        services.Workspace.Remove(status.State == MigrationState.Completed ? folder : $"{folder}/restore");
        services.Progress.Clear(id);
    }

    private static string DurationsOf(MigrationStatus status) => DurableJson.Write(status.Steps
        .Where(step => step.StartedAt is not null && step.FinishedAt is not null)
        .ToDictionary(step => step.Name, step => step.FinishedAt!.Value - step.StartedAt!.Value))!;
}
