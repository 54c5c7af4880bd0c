using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Tests.DataBox;

/// <summary>Runs steps as the runbook does: again while they are pending. Meanwhile the device travels.</summary>
internal sealed class TravellingStore(DataBoxRig rig) : IBackupStore
{
    private const int MostRuns = 80;

    public string Kind => rig.Store.Kind;

    public AdapterSettings Settings => rig.Store.Settings;

    public List<string> Waits { get; } = [];

    public bool IsRestarted { get; set; }

    public Task<StoredBackup> PutAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation) =>
        RunAsync(() => rig.Store.PutAsync(plan, name, folder, rig.Own(scope), cancellation));

    public Task<StoredBackup> GetAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation) =>
        rig.Store.GetAsync(plan, name, folder, rig.Own(scope), cancellation);

    public Task<StoredBackup?> FindAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation) =>
        rig.Store.FindAsync(plan, name, rig.Own(scope), cancellation);

    public Task RemoveAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation) => RunAsync(async () =>
    {
        await rig.Store.RemoveAsync(plan, name, rig.Own(scope), cancellation);
        return true;
    });

    public Task<IReadOnlyList<string>> RemoveExpiredAsync(BackupPlan plan, DateTimeOffset now, StepScope scope, CancellationToken cancellation) =>
        rig.Store.RemoveExpiredAsync(plan, now, rig.Own(scope), cancellation);

    private async Task<T> RunAsync<T>(Func<Task<T>> step)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                return await step();
            }
            catch (OperationPendingException wait) when (run < MostRuns)
            {
                Note(wait);
                if (wait.Message.StartsWith("Data Box, backup", StringComparison.Ordinal))
                    await rig.GoOnAsync();
            }
            catch (AdapterException error) when (error.IsTransient && run < MostRuns)
            {
                Note(error);
            }
        }
    }

    private void Note(Exception error)
    {
        Waits.Add(error.Message);
        if (IsRestarted)
            rig.Restart();
    }
}
