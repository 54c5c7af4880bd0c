using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>Moves the rows of a <see cref="FakeWorld"/>.</summary>
internal sealed partial class FakeData(FakeWorld world) : IDataAdapter
{
    public string Kind => "fake";

    public AdapterSettings Settings => new(null);

    public bool CanCompareWhileInUse => !world.IsTargetExclusive;

    public Task<IReadOnlyList<Finding>> CheckReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Finding>>(
            Target(scope) is null ? [] : [new("target", "it is not empty", "Empty it", IsBlocking: true)]);

    public Task<DataSize> MeasureAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult(Size(side == Side.Source ? world.SourceRows : Target(scope)));

    public Task<DataSize> BackUpAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        world.BackedUpRows = [.. world.SourceRows];
        return Task.FromResult(Size(world.BackedUpRows));
    }

    public Task PrepareTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        SetTarget(scope, []);
        return Task.CompletedTask;
    }

    public Task<DataSize> RestoreAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        SetTarget(scope, [.. world.BackedUpRows!]);
        return Task.FromResult(Size(world.BackedUpRows));
    }

    public Task<DataComparison> CompareAsync(DataComponent component, string? backupFolder, StepScope scope, CancellationToken cancellation)
    {
        if (world.Outage is { } outage)
            throw outage;
        if (!CanCompareWhileInUse && world.Target == ComputeState.Running)
            throw new AdapterException("it is in use", "target", "Stop the target", isTransient: false);
        var (reference, target) = (backupFolder is null ? world.SourceRows : world.BackedUpRows!, Target(scope) ?? []);
        return Task.FromResult(new DataComparison(component.Name,
            [new("rows", reference.Count, target.Count, string.Join(',', reference), string.Join(',', target))]));
    }

    public Task RemoveTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        SetTarget(scope, null);
        world.IsTargetFrozen = false;
        return Task.CompletedTask;
    }

    public Task<string> GetEndpointAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult($"{component.Name} on {scope.TargetName(side.ToString())}");

    private static DataSize Size(List<string>? rows) => new(rows?.Sum(row => row.Length) ?? 0, rows?.Count ?? 0);

    private List<string>? Target(StepScope scope) => scope.IsRehearsal ? world.RehearsalRows : world.TargetRows;

    private void SetTarget(StepScope scope, List<string>? rows)
    {
        if (scope.IsRehearsal)
            world.RehearsalRows = rows;
        else
            world.TargetRows = rows;
    }
}
