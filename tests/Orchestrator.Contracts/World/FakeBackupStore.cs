using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>Keeps the backups of a <see cref="FakeWorld"/>.</summary>
internal sealed class FakeBackupStore(FakeWorld world) : IBackupStore
{
    public string Kind => "fake";

    public AdapterSettings Settings => new(null);

    public Task<StoredBackup> PutAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation)
    {
        world.Stored[name] = [.. world.BackedUpRows!];
        return Task.FromResult(Describe(name));
    }

    public Task<StoredBackup> GetAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation)
    {
        world.BackedUpRows = [.. world.Stored[name]];
        return Task.FromResult(Describe(name));
    }

    public Task<StoredBackup?> FindAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult(world.Stored.ContainsKey(name) ? Describe(name) : null);

    public Task RemoveAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation)
    {
        world.Stored.Remove(name);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> RemoveExpiredAsync(BackupPlan plan, DateTimeOffset now, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    private StoredBackup Describe(string name) =>
        new(name, $"memory:{name}", world.Stored[name].Sum(row => row.Length), 1, "hash", DateTimeOffset.UnixEpoch);
}
